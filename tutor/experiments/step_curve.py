"""The error of a difference over its step h, drawn to logarithmic scales: a V, with the present h marked."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tutor.core import StepStudy, Trial
from tutor.drawing import ASCII, Glyphs, Picture
from tutor.drawing.canvas import Canvas
from tutor.drawing.glyphs import DOWN, LEFT, RIGHT, UP
from tutor.numbers import show
from tutor.words import Words

FEWEST_ROWS = 7

_AXIS, _FIRST, _APART = 6, 8, 2
"""The columns of the upright axis and of the smallest h, and from one h to the next."""

_LOWEST, _HIGHEST = -17, 6
"""Decades of the error that are drawn at most."""

_POINTS = {True: ("o", "x", "8"), False: ("○", "●", "◉")}
"""For ASCII and for fine drawing: a one-sided difference, a central one, and both in one place."""


@dataclass(frozen=True)
class _Scale:
    """Which row an error stands in: the highest in row 1, an error of 0 on the axis."""

    top: int
    bottom: int
    axis: int

    @classmethod
    def of(cls, trials: Iterable[Trial], axis: int) -> _Scale:
        decades = [math.log10(trial.error) for trial in trials if 0 < trial.error < math.inf]
        top = min(math.ceil(max(decades, default=0)), _HIGHEST)
        bottom = max(math.floor(min(decades, default=-1)), _LOWEST)
        return cls(top, min(bottom, top - 1), axis)

    def row(self, error: float) -> int | None:
        if not math.isfinite(error):
            return None
        if error == 0 or math.log10(error) < self.bottom:
            return self.axis
        share = (self.top - min(math.log10(error), self.top)) / (self.top - self.bottom)
        return 1 + round(share * (self.axis - 2))

    def labels(self) -> Iterator[tuple[int, str]]:
        """Rows and what is written there: the ends of the scale and one between."""
        yield self.axis, "0"
        for decade in sorted({self.top, self.bottom, (self.top + self.bottom) // 2}):
            row = self.row(10.0**decade)
            if row is not None:
                yield row, show(10.0**decade)


def width(study: StepStudy) -> int:
    """How many cells the picture takes."""
    return _FIRST + len(study.central.steps) * _APART + 2


def step_curve(study: StepStudy, h: float, rows: int, t: Words, glyphs: Glyphs) -> Picture:
    """The picture in so many rows, FEWEST_ROWS at least."""
    canvas, axis = Canvas(glyphs), max(rows, FEWEST_ROWS) - 2
    scale = _Scale.of([*study.central.steps, *study.forward.steps], axis)
    columns = {trial.h: _FIRST + at * _APART for at, trial in enumerate(reversed(study.central.steps))}
    _legend(canvas, t)
    _axes(canvas, scale, columns, h)
    for one, both in zip(study.forward.steps, study.central.steps, strict=True):
        _points(canvas, columns[one.h], scale.row(one.error), scale.row(both.error))
    return canvas.picture({}, {})


def _legend(canvas: Canvas, t: Words) -> None:
    one, both, _ = _POINTS[canvas.glyphs is ASCII]
    x = canvas.write(0, 0, t("error"), "quantity") + 2
    x = canvas.write(0, max(x, _FIRST), one, "gradient") + 1
    x = canvas.write(0, x, t("one side"), "") + 3
    x = canvas.write(0, x, both, "value") + 1
    canvas.write(0, x, t("central"), "")


def _axes(canvas: Canvas, scale: _Scale, columns: dict[float, int], h: float) -> None:
    lines, end = canvas.glyphs.lines, max(columns.values()) + 2
    for row in range(1, scale.axis):
        canvas.write(row, _AXIS, lines[UP | DOWN], "edge")
        if h in columns:
            canvas.write(row, columns[h], lines[UP | DOWN], "path")
    canvas.write(scale.axis, _AXIS, lines[UP | RIGHT] + lines[LEFT | RIGHT] * (end - _AXIS), "edge")
    for row, text in scale.labels():
        canvas.write(row, _AXIS - 1 - len(text), text, "edge")
    canvas.write(scale.axis + 1, end + 1, "h", "quantity")
    for at, (step, column) in enumerate(columns.items()):
        near = h in columns and abs(columns[h] - column) < 8
        if step == h or (at % 4 == 0 and not near):
            text = show(step)
            canvas.write(scale.axis + 1, column - len(text) // 2, text, "asked" if step == h else "edge")


def _points(canvas: Canvas, column: int, one: int | None, both: int | None) -> None:
    signs = _POINTS[canvas.glyphs is ASCII]
    if one is not None:
        canvas.write(one, column, signs[0], "gradient")
    if both is not None:
        canvas.write(both, column, signs[2] if one == both else signs[1], "value")
