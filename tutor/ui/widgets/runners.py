"""The optimizers of the lab with their numbers, and the settings of the chosen one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tutor.cells import cells, cut
from tutor.drawing.terrain import MINIMUM, START
from tutor.experiments.descents import Descents
from tutor.experiments.runner import Runner
from tutor.numbers import show
from tutor.ui.widgets.map_colours import MapColours
from tutor.words import N_, Words

NAMES, NUMBER = (16, 9), 9
"""Cells for a rule's name, where there is room and where there is not, and for each number."""

ROOMY = 50
"""From so many cells there is room."""

SWITCH, RULE = "switch", "rule"
"""The rows of the settings before those of the rule."""

_TITLES = {SWITCH: N_("on"), RULE: N_("rule"), "lr": N_("learning rate")}
"""What a setting is called; the others have the names of the core's parameters."""


class RunnerPanel(Widget, can_focus=True):
    """Posts `Chosen` for a runner, and `Changed` for a setting of the chosen one."""

    BINDINGS = [  # noqa: RUF012
        Binding("up", "turn(-1)", show=False, tooltip=N_("Choose a setting")),
        Binding("down", "turn(1)", show=False, tooltip=N_("Choose a setting")),
        Binding("left,minus", "change(-1)", show=False, tooltip=N_("Make the setting smaller")),
        Binding("right,plus", "change(1)", show=False, tooltip=N_("Make the setting larger")),
        Binding("enter", "change(1)", show=False),
    ]

    @dataclass
    class Chosen(Message):
        """A runner was clicked."""

        index: int

    @dataclass
    class Changed(Message):
        """A setting is to become larger (1) or smaller (-1); `switch` and `rule` go round."""

        setting: str
        by: int

    def __init__(self, **keywords: Any) -> None:
        super().__init__(**keywords)
        self._lab: Descents | None = None
        self._t: Words | None = None
        self._row = 2
        """Which setting is marked: the learning rate at first."""
        self._with_settings = True
        self._only: Collection[str] = ()

    def show(self, lab: Descents, t: Words, *, settings: bool = True, only: Collection[str] = ()) -> None:
        """Show where the lab stands; `settings` says whether they can be changed now, `only` which ones (all)."""
        self._lab, self._t, self._with_settings, self._only = lab, t, settings, only
        self._row = min(self._row, len(self._settings) - 1)
        self.styles.height = self._first_setting + (len(self._settings) if settings else -1)
        self.refresh()

    @property
    def setting(self) -> str:
        """The marked setting."""
        return self._settings[self._row]

    def action_turn(self, by: int) -> None:
        """Mark another setting."""
        if self._lab is not None:
            self._row = (self._row + by) % len(self._settings)
            self.refresh()

    def action_change(self, by: int) -> None:
        """Ask for the marked setting to change."""
        if self._lab is not None and self._with_settings:
            self.post_message(self.Changed(self.setting, by))

    def on_click(self, event: events.Click) -> None:
        """Choose a runner or a setting; the arrows beside a setting change it."""
        offset = event.get_content_offset(self)
        if offset is None or self._lab is None:
            return
        row = offset.y - self._first_setting
        if 1 <= offset.y <= len(self._lab.runners):
            self.post_message(self.Chosen(offset.y - 1))
        elif self._with_settings and 0 <= row < len(self._settings):
            self._row = row
            self.refresh()
            before, value = self._parts(self.setting)
            first = cells(before)
            if first <= offset.x < first + 2:
                self.action_change(-1)
            elif first + cells(value) - 2 <= offset.x < first + cells(value):
                self.action_change(1)

    # --- drawing -----------------------------------------------------------------------------------------

    def render(self) -> Content:
        """The table and, below it, the settings."""
        lab, t = self._lab, self._t
        if lab is None or t is None:
            return Content("")
        head = "   " + _left(t("step {number}", number=lab.number), self._name_width)
        head += "".join(text.rjust(NUMBER - cells(text) + len(text)) for text in ("x", "y", t("loss")))
        rows = [Content.styled(head, "$foreground 70%")]
        rows += [self._runner(at, runner) for at, runner in enumerate(lab.runners)]
        rows.append(Content.styled(self._legend(lab, t), "$foreground 70%"))
        if self._with_settings:
            rows += [Content(""), *(self._setting(row, name) for row, name in enumerate(self._settings))]
        return Content("\n").join(rows)

    def _runner(self, at: int, runner: Runner) -> Content:
        assert self._lab is not None and self._t is not None
        t, colours = self._t, MapColours.of(self.app)
        is_chosen = at == self._lab.chosen
        mark = Content.styled(f"{at + 1}", colours.badge(at) if runner.on else "$foreground 60%")
        name = _left(cut(runner.title, self._name_width - 1, ".."), self._name_width)
        place = runner.place if runner.on else None
        if place is None:
            numbers = "  " + (t("no value here") if runner.on else t("off"))
        else:
            numbers = "".join(_short(value).rjust(NUMBER) for value in (*place.point, place.loss))
        style = "bold" if is_chosen else "" if runner.on else "$foreground 60%"
        return Content.assemble(">" if is_chosen else " ", mark, " ", (name + numbers, style))

    def _legend(self, lab: Descents, t: Words) -> str:
        """What the letters on the map stand for, and where they are as far as there is room: one row."""
        start, minima = f" {START} {t('start')}", f"  {MINIMUM} {t('minimum')}" if lab.surface.minima else ""
        at, points = f" {_point(lab.start)}", [_point(point) for point in lab.surface.minima]
        longer = [f"{start}{at}{minima} {', '.join(points[:count])}" for count in range(len(points), 0, -1)]
        choices = [*longer, f"{start}{at}{minima}", f"{start}{minima}"]
        return next((text for text in choices if cells(text) <= self.size.width), choices[-1])

    @property
    def _name_width(self) -> int:
        return NAMES[0] if self.size.width >= ROOMY else NAMES[1]

    def _setting(self, row: int, name: str) -> Content:
        before, value = self._parts(name)
        is_marked = row == self._row
        look = "bold reverse" if is_marked and self.has_focus else "bold" if is_marked else ""
        return Content.assemble(("  " if not is_marked else "> ") + before[2:], (value, look))

    def _parts(self, name: str) -> tuple[str, str]:
        """A setting's title and its value, as they stand in their row."""
        assert self._lab is not None and self._t is not None
        runner, t = self._lab.runner, self._t
        if name == SWITCH:
            value = t("yes") if runner.on else t("no")
        else:
            value = runner.title if name == RULE else show(runner.settings[name])
        return "  " + _left(t(_TITLES[name]) if name in _TITLES else name, 15), f"< {value} >"

    @property
    def _settings(self) -> list[str]:
        every = [SWITCH, RULE, *(self._lab.runner.settings if self._lab is not None else ())]
        return [name for name in every if name in self._only] if self._only else every

    @property
    def _first_setting(self) -> int:
        return 3 + (len(self._lab.runners) if self._lab is not None else 0)


def _left(text: str, width: int) -> str:
    return text + " " * (width - cells(text))


def _point(point: tuple[float, float]) -> str:
    return f"({show(point[0], 3)}, {show(point[1], 3)})"


def _short(value: float) -> str:
    """A number that leaves a space before it in its column."""
    return next((text for digits in (4, 3, 2) if len(text := show(value, digits)) < NUMBER), show(value, 1))
