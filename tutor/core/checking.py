"""How well two sets of gradients agree, and what the step of a difference does to its error."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import reduce
from typing import NamedTuple

from tutor.core.arrays import is_array, np, quietly
from tutor.core.errors import GraphError
from tutor.core.graph import Graph
from tutor.core.layers import Value
from tutor.core.numeric import EPS, START, Difference, shifted

TOLERANCE = 1e-4
"""Up to this relative error two gradients agree. It refuses a gradient that is off by one part in a thousand.

The course notes of CS231n (cs231n.github.io/neural-networks-3, "Gradient checks"): above 1e-2 the gradient is
probably wrong, from 1e-2 to 1e-4 be uncomfortable, below 1e-4 is fine where there are kinks, 1e-7 is happiness.
"""

KINK = 1e-2
"""Slopes at the two sides of a value with a larger relative error than this are a kink; on a smooth curve they
differ by about h."""


# --- do two gradients agree? -----------------------------------------------------------------------------


class Check(NamedTuple):
    """How far apart two sets of gradients are, name by name."""

    errors: dict[str, float]
    """The relative error of each; of an array that of its worst entry."""
    tolerance: float

    @property
    def worst(self) -> str | None:
        """The name with the largest error; none where there is nothing to compare."""
        return max(self.errors, key=self.errors.__getitem__, default=None)

    @property
    def differing(self) -> tuple[str, ...]:
        """The names whose error is above the tolerance."""
        return tuple(name for name, error in self.errors.items() if error > self.tolerance)

    @property
    def passed(self) -> bool:
        """Whether all agree."""
        return not self.differing


def relative_error(a: Value, b: Value, floor: Value = 0.0) -> Value:
    """|a - b| / max(|a|, |b|, floor), entry by entry for arrays; 0 where both are 0, inf where one is not finite.

    Below the floor the error is no longer relative: two numbers that are nothing but rounding noise are not far
    apart, though none of their digits agree.
    """
    if is_array(a) or is_array(b):
        a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
        with quietly():
            gap, scale = np.abs(a - b), np.maximum(np.maximum(np.abs(a), np.abs(b)), floor)
            return np.where(np.isfinite(gap), gap / np.where(scale > 0, scale, 1.0), np.inf)
    gap, scale = abs(float(a) - float(b)), max(abs(float(a)), abs(float(b)), floor)
    return (gap / (scale or 1.0)) if math.isfinite(gap) else math.inf


def gradient_check(
    gradients: Mapping[str, Value],
    numeric: Mapping[str, Value],
    tolerance: float = TOLERANCE,
    noise: float | Mapping[str, Value] | None = None,
) -> Check:
    """Compare gradients by backpropagation with those by central differences: numbers or arrays, by name.

    `noise` is how far a difference may be off by itself, for all or by name: `expected_noise` for a graph,
    about 10 * 2e-16 * |loss| / h for a network. Two entries no further apart than that agree, since no difference
    can tell them apart (the floor of `relative_error` is noise / tolerance). What is below the floor is not tested to
    the tolerance: an entry that small may be off by as much as the noise. Where no noise is given it is 1e-9 of the
    largest entry, and 2e-11 (the last place of 1 over h = 1e-5) at least: right for a loss of scores about 1 large.
    ValueError where names or shapes differ.
    """
    if set(gradients) != set(numeric):
        raise ValueError(f"gradients of {', '.join(gradients)}, but differences of {', '.join(numeric)}")
    for name in gradients:
        shapes = _shape(gradients[name]), _shape(numeric[name])
        if shapes[0] != shapes[1]:
            raise ValueError(f"the gradient of {name} has shape {shapes[0]}, its difference has {shapes[1]}")
    if noise is None:
        noise = max(1e-9 * max((_largest(value) for value in gradients.values()), default=0.0), EPS / START)
    errors: dict[str, float] = {}
    for name, gradient in gradients.items():
        own = noise[name] if isinstance(noise, Mapping) else noise
        errors[name] = _largest(relative_error(gradient, numeric[name], own / tolerance))
    return Check(errors, tolerance)


def expected_noise(
    values: Mapping[str, Value], gradients: Mapping[str, Value], numeric: Mapping[str, Difference]
) -> dict[str, Value]:
    """How far each difference of a graph may be off by itself, by name: `noise` for `gradient_check`.

    To its own uncertainty comes what it can't know of: the last place of every quantity on the way, which reaches the
    output times that quantity's gradient. In (1e8 + x) - 1e8 the output is small and exact, the sum is neither.
    """
    parts = [values[name] * gradient for name, gradient in gradients.items()]
    total = reduce(np.hypot if any(is_array(part) for part in parts) else math.hypot, parts, 0.0)
    return {name: found.uncertainty + 4 * EPS * total / found.h for name, found in numeric.items()}


def _shape(value: Value) -> tuple[int, ...]:
    return value.shape if is_array(value) else ()


def _largest(value: Value) -> float:
    if is_array(value):
        return float(np.abs(value.astype(float)).max(initial=0.0))
    return abs(float(value))


# --- the error against the step --------------------------------------------------------------------------


class Trial(NamedTuple):
    """One h, and what a difference with it is worth."""

    h: float
    slope: float | None
    """The difference; none where the step leaves the domain."""
    error: float
    """How far it is from the gradient."""
    relative: float
    """`relative_error` of the two."""
    rounding: float
    """The error that rounding alone may make: the last place of f, and that of x on the slope, over h."""


class Curve(NamedTuple):
    """The error of one kind of difference over h, the largest h first: a V, drawn to logarithmic scales."""

    steps: tuple[Trial, ...]

    @property
    def best(self) -> Trial:
        """The step at the V's bottom. A small step that hits the gradient by luck counts with its rounding."""
        return min(self.steps, key=lambda step: max(step.error, step.rounding))

    @property
    def too_large(self) -> tuple[Trial, ...]:
        """Steps larger than the best: the curve within the step makes the error (truncation)."""
        return tuple(step for step in self.steps if step.h > self.best.h)

    @property
    def too_small(self) -> tuple[Trial, ...]:
        """Steps smaller than the best: floats lose the difference of two values so close (rounding)."""
        return tuple(step for step in self.steps if step.h < self.best.h)


class StepStudy(NamedTuple):
    """What the step does to a numerical gradient."""

    gradient: float
    """By backpropagation: what the differences are measured by."""
    central: Curve
    """(f(x + h) - f(x - h)) / 2h: its error falls with h^2 until rounding takes over."""
    forward: Curve
    """(f(x + h) - f(x)) / h: its error falls with h only."""


def step_study(
    graph: Graph, values: Mapping[str, Value], quantity: str, output: str | None = None, decades: int = 15
) -> StepStudy:
    """The error of the differences of `output` by `quantity` at h = 0.1, 0.01, ... 1e-15; values are plain numbers.

    The differences are those of the textbook, to the letter, so that whoever works one out finds the same.
    """
    quantity = graph.node(quantity).name
    gradient = float(graph.backward(values, output)[quantity])
    central, forward = [], []
    for k in range(1, decades + 1):
        h = float(f"1e-{k}")
        middle = float(values[graph.node(output or graph.output).name])
        up, down = (_or_none(graph, values, quantity, by, output) for by in (h, -h))
        rounding = EPS * (max(abs(middle), abs(up or 0)) + abs(values[quantity] * gradient)) / h
        central.append(_measured(h, None if up is None or down is None else (up - down) / (2 * h), gradient, rounding))
        forward.append(_measured(h, None if up is None else (up - middle) / h, gradient, rounding))
    return StepStudy(gradient, Curve(tuple(central)), Curve(tuple(forward)))


def _or_none(graph: Graph, values: Mapping[str, Value], quantity: str, by: float, output: str | None) -> float | None:
    try:
        return float(shifted(graph, values, quantity, by, output))
    except GraphError:
        return None


def _measured(h: float, slope: float | None, gradient: float, rounding: float) -> Trial:
    if slope is None:
        return Trial(h, None, math.inf, math.inf, rounding)
    return Trial(h, slope, abs(slope - gradient), relative_error(slope, gradient), rounding)
