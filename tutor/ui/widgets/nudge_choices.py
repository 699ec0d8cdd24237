"""The quantities that can be nudged, in one line: the chosen one is marked, a click chooses another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from tutor.cells import cells, cut

CHOSEN = "▸ "
_APART = 2
_LONGEST = 24


class NudgeChoices(Static):
    """Names side by side; as many as fit, with the chosen one among them."""

    @dataclass
    class Picked(Message):
        """A name was clicked."""

        place: int
        """Which one, from 0."""

    def __init__(self, **keywords: Any) -> None:
        super().__init__(markup=False, **keywords)
        self._names: Sequence[str] = ()
        self._chosen = 0
        self._ends: list[tuple[int, int, int]] = []
        """The names on the screen: place, first column, column behind."""

    def show(self, names: Sequence[str], chosen: int) -> None:
        """Show these names."""
        self._names, self._chosen = [cut(name, _LONGEST, "..") for name in names], chosen
        self._draw()

    def on_resize(self) -> None:
        """More names fit, or fewer."""
        self._draw()

    def on_click(self, event: events.Click) -> None:
        """Choose the name under the mouse."""
        offset = event.get_content_offset(self)
        for place, start, end in self._ends:
            if offset is not None and start <= offset.x < end:
                self.post_message(self.Picked(place))

    def _draw(self) -> None:
        parts: list[tuple[str, str]] = []
        self._ends, x = [], 0
        for place in self._shown():
            here = place == self._chosen
            text = (CHOSEN if here else "  ") + self._names[place] + " "
            parts += [(text, "bold reverse $accent" if here else "$text-primary"), (" " * _APART, "")]
            self._ends.append((place, x, x + cells(text)))
            x += cells(text) + _APART
        self.update(Content.assemble(*parts))

    def _shown(self) -> range:
        """The places around the chosen one that fit."""
        widths = [cells(name) + len(CHOSEN) + 1 + _APART for name in self._names]
        first, end = self._chosen, min(self._chosen + 1, len(widths))
        room = (self.size.width or self.app.size.width) - sum(widths[first:end])
        while True:
            if first > 0 and widths[first - 1] <= room:
                first -= 1
                room -= widths[first]
            elif end < len(widths) and widths[end] <= room:
                room -= widths[end]
                end += 1
            else:
                return range(first, end)
