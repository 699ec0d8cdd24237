"""Skills with their states: two rows each where there is room, else one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from textual.content import Content
from textual.widget import Widget

from tutor.cells import cells, cut


class SkillRow(NamedTuple):
    """One skill, in words."""

    mark: str
    title: str
    state: str
    why: str


class SkillPane(Widget):
    """Says how it stands with some skills, or something else."""

    def __init__(self, **keywords: Any) -> None:
        super().__init__(**keywords)
        self._rows: Sequence[SkillRow] = ()
        self._text = ""

    def show(self, title: str, rows: Sequence[SkillRow], text: str = "") -> None:
        """Show skills under a title, and a text below them or in their place."""
        self._rows, self._text = rows, text
        self.border_title = Content(title)
        self.refresh()

    def render(self) -> Content:
        """What there is room for."""
        width, height = self.size
        wanted = 2 * len(self._rows)
        lines: list[Content] = []
        for row in self._rows:
            if wanted <= height:
                lines.append(Content.assemble(f"{row.mark} ", (cut(row.title, width - 2, "…"), "bold")))
                lines.append(Content(cut(f"  {row.state}: {row.why}", width, "…")))
            else:
                lines.append(self._one_line(row, width))
        if self._text:
            lines += [Content(""), Content(self._text)] if lines else [Content(self._text)]
        return Content("\n").join(lines[:height])

    def _one_line(self, row: SkillRow, width: int) -> Content:
        room = width - 2 - cells(row.state) - 2
        title = cut(row.title, max(room, 8), "…")
        return Content.assemble(f"{row.mark} ", (title, "bold"), "  ", row.state)
