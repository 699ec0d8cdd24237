"""Prose without its Markdown marks, for faces that show plain lines: a screen reader need not spell asterisks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.course.reader import markdown

if TYPE_CHECKING:
    from markdown_it.token import Token


def plain_text(prose: str) -> str:
    """The text of a page: paragraphs apart by a blank line, lists with their numbers or `-`, code indented."""
    lines: list[str] = []
    depth = 0
    numbers: list[int | None] = []
    mark = ""
    for token in markdown().parse(prose):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            numbers.append(int(token.attrs.get("start", 1)) if token.type[0] == "o" else None)
            depth += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            numbers.pop()
            depth -= 1
        elif token.type == "list_item_open":
            number = numbers[-1]
            mark = "- " if number is None else f"{number}. "
            numbers[-1] = None if number is None else number + 1
        elif token.type == "inline":
            if lines and not mark:
                lines.append("")
            lead = "  " * max(0, depth - 1) + (mark or "  " * bool(depth))
            first, *rest = _words(token).split("\n")
            lines += [lead + first, *(" " * len(lead) + row for row in rest)]
            mark = ""
        elif token.type in ("fence", "code_block"):
            lines += ["", *("    " + row for row in token.content.rstrip("\n").split("\n"))]
    return "\n".join(lines).strip("\n")


def _words(inline: Token) -> str:
    parts = []
    for token in inline.children or []:
        parts.append("\n" if token.type in ("softbreak", "hardbreak") else token.content)
    return "".join(parts)
