"""The inputs of a graph with their values and gradients: choose one with up and down, change it with left and right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from tutor.cells import cells, cut
from tutor.experiments.play_report import FAST

CHOSEN, LESS, MORE = "▸ ", "◀ ", " ▶"
"""The mark of the chosen input, and the signs beside its value: what the arrow keys do, and a click too."""

_LONGEST_NAME = 16
_APART = 3


class Row(NamedTuple):
    """One input."""

    name: str
    value: str
    gradient: str
    """Empty where there is none."""


class ValueList(Static, can_focus=True):
    """Rows in as many columns as they need. It only shows: what the keys wish for is posted."""

    BINDINGS = [  # noqa: RUF012
        Binding("left", "move(-1)", show=False),
        Binding("right", "move(1)", show=False),
        Binding("up", "turn(-1)", show=False),
        Binding("down", "turn(1)", show=False),
        Binding("shift+left", f"move(-{FAST})", show=False),
        Binding("shift+right", f"move({FAST})", show=False),
        Binding("enter", "edit", show=False),
    ]

    @dataclass
    class Moved(Message):
        """The chosen input is to be changed by so many steps."""

        steps: int

    @dataclass
    class Turned(Message):
        """The next input is to be chosen, or with -1 the one before."""

        by: int

    @dataclass
    class Picked(Message):
        """An input was clicked."""

        place: int
        """Which one, from 0."""

    @dataclass
    class Typed(Message):
        """A value begins to be typed."""

        text: str

    def __init__(self, **keywords: Any) -> None:
        super().__init__(markup=False, **keywords)
        self._rows: Sequence[Row] = ()
        self._chosen = 0
        self._sign = ""
        self.most_rows = 1
        """As many stand below each other; further ones stand in a column beside."""
        self._spots: list[tuple[int, int, int, Callable[[], Message]]] = []
        """What can be clicked: row, first column, column behind, and what is posted then."""

    def show(self, rows: Sequence[Row], chosen: int, sign: str) -> None:
        """Show these inputs; `sign` stands before a gradient."""
        self._rows, self._chosen, self._sign = rows, chosen, sign
        self.redraw()

    def watch_has_focus(self, value: bool) -> None:
        """The mark is bright while the keys work here."""
        super().watch_has_focus(value)
        self.redraw()

    def on_resize(self) -> None:
        """More columns fit, or fewer."""
        self.redraw()

    def redraw(self) -> None:
        """Draw all again."""
        self._spots = []
        rows = max(1, min(self.most_rows, len(self._rows)))
        columns = [range(first, min(first + rows, len(self._rows))) for first in range(0, len(self._rows), rows)]
        lines: list[list[Content]] = [[] for _ in range(rows)]
        x = 0
        for places in self._fitting(columns):
            width = self._width(places)
            for line, place in enumerate(places):
                lines[line].append(self._row(place, line, x, width))
            x += width + _APART
        self.update(Content("\n").join(Content(" " * _APART).join(line) for line in lines))

    def _fitting(self, columns: Sequence[range]) -> Sequence[range]:
        """As many columns as fit, with the chosen one among them."""
        at = next((i for i, places in enumerate(columns) if self._chosen in places), 0)
        first, end = at, at + 1
        room = (self.size.width or self.app.size.width) - (self._width(columns[at]) if columns else 0)
        while True:
            if first > 0 and self._width(columns[first - 1]) + _APART <= room:
                first -= 1
                room -= self._width(columns[first]) + _APART
            elif end < len(columns) and self._width(columns[end]) + _APART <= room:
                room -= self._width(columns[end]) + _APART
                end += 1
            else:
                return columns[first:end]

    def _called(self, place: int) -> str:
        return cut(self._rows[place].name, _LONGEST_NAME, "..")

    def _widths(self, places: range) -> tuple[int, int, int]:
        """Of names, values and gradients."""
        rows = [self._rows[place] for place in places]
        names = max(cells(self._called(place)) for place in places)
        return names, max(cells(row.value) for row in rows), max(cells(row.gradient) for row in rows)

    def _width(self, places: range) -> int:
        names, values, gradients = self._widths(places)
        sides = len(CHOSEN) + len(LESS) + len(MORE)
        return sides + names + 1 + values + (2 + cells(self._sign) + 1 + gradients if gradients else 0)

    def _row(self, place: int, line: int, x: int, width: int) -> Content:
        row, here, (names, values, _) = self._rows[place], place == self._chosen, self._column(place)
        name, value = self._called(place), row.value
        lit = "bold reverse $accent" if here and self.has_focus else "bold $accent" if here else ""
        start = x + len(CHOSEN) + names + 1
        end = start + len(LESS) + values
        if here:
            self._spots.append((line, start, start + len(LESS), lambda: self.Moved(-1)))
            self._spots.append((line, end, end + len(MORE), lambda: self.Moved(1)))
        self._spots.append((line, x, x + width, lambda: self.Picked(place)))
        parts = [
            (CHOSEN if here else " " * len(CHOSEN), lit),
            (name + " " * (names - cells(name)) + " ", lit or "$text-primary"),
            (LESS if here else " " * len(LESS), lit),
            (" " * (values - cells(value)) + value, lit or "bold"),
            (MORE if here else " " * len(MORE), lit),
            (f"  {self._sign} {row.gradient}" if row.gradient else "", "$text-warning"),
        ]
        text = Content.assemble(*parts)
        return text.pad_right(max(0, width - text.cell_length))

    def _column(self, place: int) -> tuple[int, int, int]:
        rows = max(1, min(self.most_rows, len(self._rows)))
        first = place - place % rows
        return self._widths(range(first, min(first + rows, len(self._rows))))

    # --- what somebody does ------------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        """Choose an input, or change it."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        for line, start, end, message in self._spots:
            if line == offset.y and start <= offset.x < end:
                self.post_message(message())
                return

    def on_key(self, event: events.Key) -> None:
        """A value, or `name = value`, begins with any character."""
        if event.is_printable and event.character and event.character.strip():
            event.stop()
            self.post_message(self.Typed(event.character))

    def action_move(self, steps: int) -> None:
        """Change the chosen input."""
        self.post_message(self.Moved(steps))

    def action_turn(self, by: int) -> None:
        """Choose another one."""
        self.post_message(self.Turned(by))

    def action_edit(self) -> None:
        """Type the value."""
        self.post_message(self.Typed(""))
