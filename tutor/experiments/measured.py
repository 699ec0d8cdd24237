"""The gradient by one quantity of a graph, measured: by differences at any h, from both sides, with their rounding."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from tutor.core import CoreError, Graph, GraphError, StepStudy, Trial, nudge, relative_error, sides, step_study
from tutor.core.checking import KINK, TOLERANCE
from tutor.core.numeric import EPS, START

NOISY = 10
"""Up to so many times the rounding of one operation, an error is nothing but rounding."""


@dataclass(frozen=True)
class Measured:
    """The slope of `output` by quantity `name`, by backpropagation and by differences; each is worked out once."""

    graph: Graph
    base: Mapping[str, float]
    output: str
    name: str

    @cached_property
    def gradient(self) -> float | CoreError:
        """Backprop's gradient, or why there is none."""
        try:
            return float(self.graph.backward(self.base, self.output)[self.name])
        except GraphError as error:
            return error

    @cached_property
    def study(self) -> StepStudy | None:
        """The error of differences over h; none where there is no gradient to measure it by."""
        if isinstance(self.gradient, CoreError):
            return None
        return step_study(self.graph, self.base, self.name, self.output)

    @cached_property
    def kink(self) -> tuple[float, float] | None:
        """The slopes at the two sides where they differ for good; on a smooth curve their gap falls with h."""
        try:
            near = sides(self.graph, self.base, self.name, self.output, START)
            nearer = sides(self.graph, self.base, self.name, self.output, START / 10)
        except GraphError:
            return None
        gaps = [abs(left - right) for left, right in (near, nearer)]
        parted = relative_error(*near) > KINK and gaps[1] > max(gaps[0] / 2, NOISY * self.rounding(START / 10))
        # Backprop takes the slope of one side, or one in between; beside a pole the slopes are of another size.
        is_between = self.study is not None and abs(sum(near) / 2 - self.study.gradient) < gaps[0] * (0.5 + KINK)
        return near if parted and is_between else None

    def rounding(self, h: float) -> float:
        """The error that rounding alone may make in a difference with this h; it grows as h falls."""
        first = self.study.central.steps[0] if self.study else None
        return first.rounding * first.h / abs(h) if first else 0.0

    def fits(self, slope: float) -> bool:
        """Whether a measured slope agrees with the gradient."""
        if self.study is None:
            return False
        # Below the noise of the best step an error is not relative: nothing would agree with a gradient of 0.
        noise = max(self.study.central.best.rounding, EPS / START)
        return bool(relative_error(slope, self.study.gradient, noise / TOLERANCE) <= TOLERANCE)

    @cached_property
    def is_straight(self) -> bool:
        """Whether the output is a straight line in it, as far as the largest steps of the study can tell."""
        if self.study is None:
            return False
        return all(
            trial.error <= NOISY * trial.rounding
            for curve in (self.study.central, self.study.forward)
            for trial in curve.steps[:3]
        )

    def central(self, h: float) -> Trial | GraphError:
        """The central difference with this h, also one larger than those of the study; or why it has no value."""
        for trial in self.study.central.steps if self.study else ():
            if trial.h == h and trial.slope is not None:
                return trial
        try:
            slope = float(nudge(self.graph, self.base, self.name, self.output, h))
        except GraphError as error:
            return error
        if self.study is None:
            return Trial(h, slope, math.inf, math.inf, 0.0)
        gradient = self.study.gradient
        return Trial(h, slope, abs(slope - gradient), relative_error(slope, gradient), self.rounding(h))
