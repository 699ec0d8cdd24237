"""The optimizers of the lab with their numbers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tutor.cells import cells, cut
from tutor.drawing.terrain import MINIMUM, START
from tutor.experiments.descents import Descents
from tutor.experiments.runner import Runner
from tutor.numbers import show
from tutor.ui.widgets.map_colours import MapColours
from tutor.ui.widgets.settings_panel import Setting
from tutor.words import N_, Words

NAMES, NUMBER = (16, 9), 9
"""Cells for a rule's name, where there is room and where there is not, and for each number."""

ROOMY = 50
"""From so many cells there is room."""


SWITCH, RULE = "switch", "rule"
"""The settings before those of the rule."""

_TITLES = {SWITCH: N_("on"), RULE: N_("rule"), "lr": N_("learning rate")}
"""What a setting is called; the others have the names of the core's parameters."""


class RunnerTable(Widget):
    """Shows what each optimizer has reached; posts `Chosen` for one that is clicked."""

    @dataclass
    class Chosen(Message):
        """A runner was clicked."""

        index: int

    def __init__(self, **keywords: Any) -> None:
        super().__init__(**keywords)
        self._lab: Descents | None = None
        self._t: Words | None = None

    def show(self, lab: Descents, t: Words) -> None:
        """Show where the lab stands."""
        self._lab, self._t = lab, t
        self.styles.height = len(lab.runners) + 2
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Choose a runner."""
        offset = event.get_content_offset(self)
        if offset is not None and self._lab is not None and 1 <= offset.y <= len(self._lab.runners):
            self.post_message(self.Chosen(offset.y - 1))

    def render(self) -> Content:
        """A row a runner, and what the signs on the map mean."""
        lab, t = self._lab, self._t
        if lab is None or t is None:
            return Content("")
        head = "   " + _left(t("step {number}", number=lab.number), self._name_width)
        head += "".join(text.rjust(NUMBER - cells(text) + len(text)) for text in ("x", "y", t("loss")))
        rows = [Content.styled(head, "$foreground 70%")]
        rows += [self._runner(at, runner) for at, runner in enumerate(lab.runners)]
        rows.append(Content.styled(self._legend(lab, t), "$foreground 70%"))
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


def settings_of(runner: Runner, t: Words, only: Collection[str] = ()) -> list[Setting]:
    """The settings of a runner, or only those of these names."""
    values = {SWITCH: t("yes") if runner.on else t("no"), RULE: runner.title}
    values |= {name: show(value) for name, value in runner.settings.items()}
    titles = {name: t(title) for name, title in _TITLES.items()}
    return [Setting(name, titles.get(name, name), value) for name, value in values.items() if name in (only or values)]


def _left(text: str, width: int) -> str:
    return text + " " * (width - cells(text))


def _point(point: tuple[float, float]) -> str:
    return f"({show(point[0], 3)}, {show(point[1], 3)})"


def _short(value: float) -> str:
    """A number that leaves a space before it in its column."""
    return next((text for digits in (4, 3, 2) if len(text := show(value, digits)) < NUMBER), show(value, 1))
