"""The loss of each optimizer over its steps, as curves; logarithmic where all losses are above 0."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from textual.reactive import reactive
from textual_plot import HiResMode, PlotWidget
from textual_plot.axis_formatter import AxisFormatter

from tutor.drawing.axes import log_ticks, ticks, written
from tutor.experiments.descents import Descents
from tutor.ui.widgets.map_colours import MapColours

MOST_POINTS = 240
"""A curve of more steps is thinned to so many points: a terminal has no more dots."""

FIRST_STEPS = 20
"""The axis is so long at least, so that the first steps do not stretch over all of it."""

_FLOOR = 1e-12
"""Below this a loss is drawn as this: on a logarithmic axis 0 has no place."""

_ROWS_A_MARK, _COLUMNS_A_MARK = 3, 9

_ROOM_RIGHT = 1.04
"""The axis is longer than the run by this factor: the last point stands clear of the frame."""


class _Marks(AxisFormatter):
    """Round numbers for an axis of this many cells; of powers of ten where the numbers are logarithms."""

    def __init__(self, *, is_log: bool, most: int) -> None:
        self._is_log, self._most = is_log, max(2, most)

    def get_ticks(self, min_: float, max_: float, max_ticks: int = 8) -> list[float]:
        """Where the marks stand."""
        if not self._is_log:
            return list(ticks(min_, max_, self._most))
        low, high = 10.0**min_, 10.0**max_
        found = log_ticks(low, high, self._most)
        if len(found) < 2:
            found = tuple(tick for tick in ticks(low, high, self._most) if tick > 0)
        return [math.log10(tick) for tick in found]

    def get_labels_for_ticks(self, ticks: Sequence[float]) -> list[str]:
        """What is written at them."""
        return [written(float(f"{10.0**tick:.6g}") if self._is_log else tick) for tick in ticks]


class LossPlot(PlotWidget, can_focus=False):
    """Shows the losses of a `Descents`."""

    margin_top, margin_bottom, margin_left = reactive(0), reactive(1), reactive(8)

    def __init__(self, **keywords: Any) -> None:
        super().__init__(allow_pan_and_zoom=False, **keywords)
        self.is_log = True
        """Whether a logarithmic axis is wanted."""
        self._drawn: tuple[Mapping[int, Sequence[tuple[int, float]]], int, str, bool] | None = None

    def notify_style_update(self) -> None:
        """The theme has changed, and with it the colours of the curves."""
        super().notify_style_update()
        self._again()

    def on_resize(self) -> None:
        """There is more room, or less, or only now some: other marks fit the axes."""
        self.call_later(self._again)

    def _again(self) -> None:
        if self._drawn is not None:
            curves, last, mark, plain = self._drawn
            self.draw(curves, last, mark, plain=plain)

    def show(self, lab: Descents, *, plain: bool = False) -> None:
        """Draw the curves as far as they are; `plain` in digits instead of braille."""
        curves = {}
        for at, runner in lab.drawn:
            losses = [place.loss for place in runner.places]
            every = max(1, math.ceil(len(losses) / MOST_POINTS))
            curves[at] = [(step, losses[step]) for step in sorted({*range(0, len(losses), every), len(losses) - 1})]
        self.draw(curves, lab.number, plain=plain)

    def draw(
        self, curves: Mapping[int, Sequence[tuple[int, float]]], last: int, mark: str = "", *, plain: bool = False
    ) -> None:
        """Draw curves, each of steps and losses, by their owners; the axis leads to the step `last`.

        At the end of a curve stands its owner's digit, or `mark`; with `plain` it is made of these.
        """
        self._drawn = (curves, last, mark, plain)
        losses = [loss for curve in curves.values() for _, loss in curve]
        is_log = self.is_log and all(loss >= 0 for loss in losses)
        colours = MapColours.of(self.app)
        self.clear()
        self.set_xlimits(0, max(FIRST_STEPS, last) * _ROOM_RIGHT)
        self.set_x_formatter(_Marks(is_log=False, most=self.size.width // _COLUMNS_A_MARK))
        self.set_y_formatter(_Marks(is_log=is_log, most=self.size.height // _ROWS_A_MARK))
        self.set_ylimits(*_limits(losses, is_log))
        for at, curve in curves.items():
            if not curve:
                continue
            steps, heights = [step for step, _ in curve], [_height(loss, is_log) for _, loss in curve]
            style = colours.line(at)
            if len(steps) > 1 and not (plain or self.app.no_color):
                self.plot(steps, heights, line_style=style, hires_mode=HiResMode.BRAILLE)
                steps, heights = steps[-1:], heights[-1:]
            self.scatter(steps, heights, marker=mark or str(at + 1), marker_style=f"bold {style}".strip())


def _height(loss: float, is_log: bool) -> float:
    return math.log10(max(loss, _FLOOR)) if is_log else loss


def _limits(losses: Sequence[float], is_log: bool) -> tuple[float, float]:
    """The ends of the upright axis; a run that went far away does not flatten the others' curves."""
    if not losses:
        return 0.0, 1.0
    low, high = (_height(loss, is_log) for loss in (min(losses), max(losses)))
    if not is_log and high - low > 10 * abs(losses[0] - low) > 0:
        high = low + 10 * abs(losses[0] - low)
    room = (high - low) * 0.04 or 0.5
    return low - room, high + room
