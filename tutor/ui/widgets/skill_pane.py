"""Skills with their states: some rows each where there is room, else one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from textual.content import Content
from textual.widget import Widget

from tutor.cells import cells, cut

FEWEST = 20
"""Cells that a title keeps."""


class SkillRow(NamedTuple):
    """One skill, in words."""

    mark: str
    title: str
    state: str
    why: str
    due: str
    """When it is due; may be empty."""


class SkillPane(Widget):
    """Says how it stands with some skills, and something below them or in their place."""

    def __init__(self, **keywords: Any) -> None:
        super().__init__(**keywords)
        self._rows: Sequence[SkillRow] = ()
        self._text = ""

    def show(self, title: str, rows: Sequence[SkillRow], text: str = "") -> None:
        """Show skills under a title, and a text below them."""
        self._rows, self._text = rows, text
        self.border_title = Content(title)
        self.refresh()

    def render(self) -> Content:
        """All of it where there is room, else a row a skill."""
        width, height = self.size
        whole = [line for row in self._rows for line in _lines(row)]
        fits = sum(-(-line.cell_length // max(width, 1)) for line in whole) <= height
        lines = whole if fits else [_line(row, width) for row in self._rows]
        if self._text and len(lines) + 1 < height:
            lines += [Content(""), Content(self._text)] if lines else [Content(self._text)]
        return Content("\n").join(lines)


def _lines(row: SkillRow) -> list[Content]:
    found = [Content.assemble(f"{row.mark} ", (row.title, "bold")), Content(f"  {row.state}: {row.why}")]
    return [*found, Content(f"  {row.due}")] if row.due else found


def _line(row: SkillRow, width: int) -> Content:
    state = ", ".join(part for part in (row.state, row.due) if part)
    room = width - cells(state) - 4
    if room < FEWEST:  # the state matters more than when it is due
        state, room = row.state, width - cells(row.state) - 4
    return Content.assemble(f"{row.mark} ", (cut(row.title, max(room, FEWEST), "…"), "bold"), "  ", state)
