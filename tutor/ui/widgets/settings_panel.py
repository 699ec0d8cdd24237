"""A list of settings: one is chosen with up and down, and made smaller or larger with left and right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tutor.cells import cells
from tutor.words import N_

_APART = 2
"""Cells between the longest title and the values."""


class Setting(NamedTuple):
    """One row."""

    id: str
    """What `Changed` calls it."""
    title: str
    value: str


class SettingsPanel(Widget, can_focus=True):
    """Shows settings and posts `Changed`; what they are is the screen's affair."""

    BINDINGS = [  # noqa: RUF012
        Binding("up", "turn(-1)", show=False, tooltip=N_("Choose a setting")),
        Binding("down", "turn(1)", show=False, tooltip=N_("Choose a setting")),
        Binding("left,minus", "change(-1)", show=False, tooltip=N_("Make the setting smaller")),
        Binding("right,plus", "change(1)", show=False, tooltip=N_("Make the setting larger")),
        Binding("enter", "change(1)", show=False),
    ]

    @dataclass
    class Changed(Message):
        """A setting is to become larger (1) or smaller (-1), or to go on to the next or the one before."""

        setting: str
        by: int

    def __init__(self, *, marked: int = 0, **keywords: Any) -> None:
        """`marked` is the row that is marked at first."""
        super().__init__(**keywords)
        self._settings: Sequence[Setting] = ()
        self._row = marked

    def show(self, settings: Sequence[Setting]) -> None:
        """Show these settings; the marked row stays."""
        self._settings = settings
        self._row = min(self._row, len(settings) - 1)
        self.styles.height = len(settings)
        self.refresh()

    @property
    def setting(self) -> str:
        """The marked setting."""
        return self._settings[self._row].id

    def action_turn(self, by: int) -> None:
        """Mark another setting."""
        if self._settings:
            self._row = (self._row + by) % len(self._settings)
            self.refresh()

    def action_change(self, by: int) -> None:
        """Ask for the marked setting to change."""
        if self._settings:
            self.post_message(self.Changed(self.setting, by))

    def on_click(self, event: events.Click) -> None:
        """Mark a setting; the arrows beside its value change it."""
        offset = event.get_content_offset(self)
        if offset is None or not 0 <= offset.y < len(self._settings):
            return
        self._row = offset.y
        self.refresh()
        first, end = self._first, self._first + cells(self._settings[offset.y].value) + 4
        if first <= offset.x < first + 2:
            self.action_change(-1)
        elif end - 2 <= offset.x < end:
            self.action_change(1)

    def render(self) -> Content:
        """A row a setting."""
        return Content("\n").join([self._line(row, setting) for row, setting in enumerate(self._settings)])

    @property
    def _first(self) -> int:
        """The column where the values begin."""
        return 2 + max((cells(setting.title) for setting in self._settings), default=0) + _APART

    def _line(self, row: int, setting: Setting) -> Content:
        is_marked = row == self._row
        look = "bold reverse" if is_marked and self.has_focus else "bold" if is_marked else ""
        room = " " * (self._first - 2 - cells(setting.title))
        return Content.assemble(
            ("> " if is_marked else "  ") + setting.title + room,
            (f"< {setting.value} >", look),
        )
