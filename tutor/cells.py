"""Text measured and cut in terminal cells: a wide character is two of them, a combining mark none."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import repeat

_MOST_MARKS = 3
"""Combining marks kept on one character; more of them climb into the rows above and below."""

_UNSEEN = "\N{REPLACEMENT CHARACTER}"


def _is_plain(text: str) -> bool:
    """Whether each character is a cell, as in nearly all numbers: then there is nothing to measure."""
    return text.isascii() and text.isprintable()


def clusters(text: str) -> Iterator[tuple[str, int]]:
    """Each character with its combining marks, and its width in cells (1 or 2).

    Control, format, bidi and unassigned characters come out as U+FFFD, so that nothing in a label can steer the
    terminal or change the width of a row.
    """
    if _is_plain(text):
        yield from zip(text, repeat(1), strict=False)
        return
    base, width, marks = "", 0, 0
    for character in unicodedata.normalize("NFC", text):
        if character.isascii() and character.isprintable():
            wide = 1
        else:
            from wcwidth import wcwidth  # not before it is needed: its tables take a moment

            wide = wcwidth(character)
            # Cc Cf Cs Co Cn, and line or paragraph separators.
            if wide < 0 or unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
                character, wide = _UNSEEN, 1
        if wide == 0 and base:
            # A variation selector would make some terminals draw the character before it wider.
            if marks < _MOST_MARKS and not "\ufe00" <= character <= "\ufe0f":
                base += character
                marks += 1
            continue
        if base:
            yield base, width
        base, width, marks = (character, wide, 0) if wide else (_UNSEEN, 1, 0)
    if base:
        yield base, width


def cells(text: str) -> int:
    """How many cells `text` takes."""
    if _is_plain(text):
        return len(text)
    return sum(width for _, width in clusters(text))


def cut(text: str, most: int, mark: str) -> str:
    """`text` made safe to print and, where it takes more than `most` cells, cut and ended by `mark`."""
    if _is_plain(text) and len(text) <= most:
        return text
    parts = list(clusters(text))
    if sum(width for _, width in parts) <= most:
        return "".join(part for part, _ in parts)
    room = most - cells(mark)
    if room < 0:
        return mark[: max(most, 0)]
    kept = ""
    for part, width in parts:
        room -= width
        if room < 0:
            break
        kept += part
    return kept.rstrip(" ") + mark
