"""Central differences: a gradient tested by nudging, with no derivative known; and how good such a test is.

Two errors pull at the step h. What the curve does within it (truncation) falls as h^2; what floats lose of the
values whose difference is taken (rounding) grows as 1/h. `step_study` shows both, `nudge` steps between them, and
`gradient_check` knows of them where it says whether two gradients agree.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import reduce
from typing import Any, NamedTuple

from tutor.core.arrays import is_array, np, quietly
from tutor.core.errors import GraphError
from tutor.core.graph import Graph
from tutor.core.layers import NODES, Value

STEP = 1e-4
"""The book's h: small enough for the curve, large enough for rounding."""

TOLERANCE = 1e-4
"""Up to this relative error two gradients agree. It refuses a gradient that is off by one part in a thousand.

The course notes of CS231n (cs231n.github.io/neural-networks-3, "Gradient checks"): above 1e-2 the gradient is
probably wrong, from 1e-2 to 1e-4 be uncomfortable, below 1e-4 is fine where there are kinks, 1e-7 is happiness.
"""

KINK = 1e-2
"""Slopes at the two sides of a value with a larger relative error than this are a kink; on a smooth curve they
differ by about h."""

_START = 1e-5
_DECADES = 11
_EPS = sys.float_info.epsilon
_ROUNDINGS = 10
"""A value at the end of a graph carries several roundings; as many last places of it count as noise."""
_SETTLED = 1e-8
"""Two slopes as close as this: nothing is left that a smaller step would mend."""
_MANY = 100
"""From so many quantities on all are nudged at once, as cases of arrays; below it NumPy is not worth its start."""
_CELLS = 2_000_000
"""Numbers that such a sweep holds at a time, at most."""


def central_difference(f: Callable[[float], float], x: float, h: float = STEP) -> float:
    """(f(x + h) - f(x - h)) / 2h at one number; exact but for rounding where f is of second degree or less."""
    above, below = x + h, x - h
    if above == below:  # the step is lost in so large a number
        above, below = x + _fitting(x), x - _fitting(x)
    # Divide by the distance that floats really made, not by the one that was meant.
    return (f(above) - f(below)) / (above - below)


def numerical_gradient(f: Callable[[Any], float], x: Any, h: float = STEP) -> Any:
    """The gradient of f (array to number) at the array x, of x's shape, in floats.

    x itself is left as it is, and an array of integers gives what the same array of floats gives
    (the book's version nudges in place, which on integers loses the nudge).
    """
    point = np.array(x, dtype=float)
    gradient = np.zeros_like(point)
    for index in np.ndindex(point.shape):
        middle = point[index]

        def along(value: float, index: tuple[int, ...] = index) -> float:
            point[index] = value
            return float(f(point))

        gradient[index] = central_difference(along, float(middle), h)
        point[index] = middle
    return gradient


# --- nudging a graph -------------------------------------------------------------------------------------


class Difference(NamedTuple):
    """A central difference of a graph; arrays where its values are."""

    slope: Value
    h: Value
    """The step that was taken."""
    uncertainty: Value
    """How far the slope may be from the gradient: what a smaller step changed, and the rounding of the output."""


def nudge(
    graph: Graph,
    values: Mapping[str, Value],
    quantity: str,
    output: str | None = None,
    h: float | None = None,
) -> Value:
    """The central difference of `output` by `quantity`: any quantity, also one in the middle of the graph.

    With an h this is (f(x + h) - f(x - h)) / 2h to the letter: too large a step is blind to the curve or leaves the
    domain (GraphError), too small a one is lost in rounding. Without one, see `difference`.
    """
    if h is None:
        return difference(graph, values, quantity, output).slope
    quantity = graph.node(quantity).name
    rise = _shifted(graph, values, quantity, h, output) - _shifted(graph, values, quantity, -h, output)
    return _plain(rise / (2 * h))


def sides(
    graph: Graph, values: Mapping[str, Value], quantity: str, output: str | None = None, h: float = _START
) -> tuple[Value, Value]:
    """The slopes below and above the value, (f(x) - f(x - h)) / h and (f(x + h) - f(x)) / h.

    Where they differ much there is a kink, as that of relu at 0: no gradient, and a central difference in between.
    """
    quantity = graph.node(quantity).name
    middle = values[graph.node(output or graph.output).name]
    below = middle - _shifted(graph, values, quantity, -h, output)
    above = _shifted(graph, values, quantity, h, output) - middle
    return _plain(below / h), _plain(above / h)


def difference(graph: Graph, values: Mapping[str, Value], quantity: str, output: str | None = None) -> Difference:
    """The central difference of `output` by `quantity` at a step that fits the graph, and how sure it is.

    The step begins at 1e-5 * max(1, |x|) and falls by ten for as long as that mends something: until two slopes in a
    row agree (in the usual case the first two: four runs of the graph), or until they part again, which is rounding.
    A step that leaves the domain is followed by a smaller one; GraphError where none is small enough.

    This is the first column of Ridders' method (Numerical Recipes, `dfridr`) with its rule to stop; numdifftools
    picks among its steps by the same estimate. Their extrapolation is left out: what is shown stays a central
    difference that can be worked out again by hand. A kink within the first step but far from the value is stepped
    inside of; one very near looks like rounding, and the difference lies between the slopes of its two `sides`.
    """
    goal = graph.node(output or graph.output).name
    quantity = graph.node(quantity).name
    if not is_array(values[goal]) and not is_array(values[quantity]):
        return _difference(graph, values, quantity, goal)
    shape = np.broadcast_shapes(np.shape(values[goal]), np.shape(values[quantity]))
    values = {**values, quantity: np.broadcast_to(values[quantity], shape)}
    start = _fitting(values[quantity])
    try:
        with quietly():
            slopes = [_step(graph, values, quantity, goal, h) for h in (start, start / 10)]
            slope, uncertainty, settled = _compare(*slopes)
    except GraphError:  # one case at least has left the domain: each takes its own steps
        slope, uncertainty, settled = np.zeros(shape), np.zeros(shape), np.zeros(shape, dtype=bool)
    slope, start, uncertainty = np.array(slope), np.array(start), np.array(uncertainty)
    for case in zip(*np.nonzero(~settled), strict=True):
        alone = {name: float(np.broadcast_to(values[name], shape)[case]) for name in graph.quantities}
        slope[case], start[case], uncertainty[case] = _difference(graph, alone, quantity, goal)
    return Difference(slope, start, uncertainty)


def differences(graph: Graph, values: Mapping[str, Value], output: str | None = None) -> dict[str, Difference]:
    """`difference` by every quantity, in the order of `Graph.backward`.

    In a graph of many quantities they are nudged together, each in a case of its own, so that a thousand nodes take
    a part of a second.
    """
    goal = graph.node(output or graph.output).name
    names = tuple(reversed(graph.quantities))
    many = len(names) >= _MANY and not any(is_array(value) for value in values.values())
    found = _together(graph, values, names, goal) if many else {}
    return {name: found[name] if name in found else difference(graph, values, name, goal) for name in names}


def numeric_gradients(graph: Graph, values: Mapping[str, Value], output: str | None = None) -> dict[str, Value]:
    """The central difference of `output` by every quantity, in the order of `Graph.backward`."""
    return {name: found.slope for name, found in differences(graph, values, output).items()}


class _Slope(NamedTuple):
    """A central difference at one step."""

    slope: Value
    h: Value
    noise: Value
    """What rounding may have put into it: the last places of f over h."""


def _slope(up: Value, down: Value, above: Value, below: Value, h: Value) -> _Slope:
    size = np.maximum(np.abs(up), np.abs(down)) if is_array(up) else max(abs(up), abs(down))
    # Divide by the distance that floats really made, not by the one that was meant.
    return _Slope((up - down) / (above - below), h, _ROUNDINGS * _EPS * size / h)


def _step(graph: Graph, values: Mapping[str, Value], quantity: str, goal: str, h: Value) -> _Slope:
    above, below = values[quantity] + h, values[quantity] - h
    up = graph.replay(values, {quantity: above})[goal]
    down = graph.replay(values, {quantity: below})[goal]
    return _slope(up, down, above, below, h)


def _compare(step: _Slope, smaller: _Slope) -> tuple[Value, Value, Any]:
    """The slope at the larger of two steps, how sure it is, and whether a smaller step can't mend it."""
    gap = abs(step.slope - smaller.slope)
    settled = ((gap <= _SETTLED * abs(step.slope)) | (gap <= smaller.noise)) & (gap < math.inf)
    return step.slope, 1.2 * gap + step.noise, settled  # a tenth of the error, at most, is left at the smaller step


def _difference(graph: Graph, values: Mapping[str, Value], quantity: str, goal: str) -> Difference:
    """`difference` for plain numbers."""
    failures: list[GraphError] = []

    def slopes() -> Iterator[_Slope]:
        for h in _steps(values[quantity]):
            try:
                yield _step(graph, values, quantity, goal, h)
            except GraphError as error:
                failures.append(error)

    found = _chosen(slopes())
    if found is None:
        raise failures[0] if failures else GraphError("no-gradient", name=quantity)
    return found


def _chosen(slopes: Iterable[_Slope]) -> Difference | None:
    """The slope to trust among those at falling steps, of which it takes no more than it needs; none without any."""
    last: _Slope | None = None
    best: Difference | None = None
    least, before = math.inf, 0.0  # the gap that the best left, and the gap before this one
    for step in slopes:
        if last is not None:
            slope, uncertainty, settled = _compare(last, step)
            found, gap = Difference(slope, last.h, uncertainty), abs(slope - step.slope)
            if settled:
                return found
            if best is not None and gap >= 2 * least:
                return best
            # Not alike at all, the steps still span whole waves or a pole; or they fall to 0, and fast.
            if gap < least and (gap <= max(abs(slope), abs(step.slope)) / 2 or gap < before / 5):
                best, least = found, gap
            before = gap
        last = step
    if best is None and last is not None and math.isfinite(last.slope):
        return Difference(last.slope, last.h, last.noise)
    return best


def _steps(x: float) -> Iterator[float]:
    """Steps to try at x, falling: the decades that x can feel, and two that fit an x much smaller than they."""
    start = _fitting(x)
    for k in range(_DECADES):
        h = start / 10**k
        if x - h < x < x + h:
            yield h
    if 0 < abs(x) < 1e-10:
        yield from (h for h in (_START * abs(x), _START * abs(x) / 10) if x - h < x < x + h)


def _fitting(value: Value) -> Value:
    return _START * (np.maximum(1.0, np.abs(value)) if is_array(value) else max(1.0, abs(value)))


def _shifted(graph: Graph, values: Mapping[str, Value], quantity: str, by: float, output: str | None) -> Value:
    """The output after `quantity`, a name as the graph has it, is moved."""
    moved = values[quantity] + by
    return graph.replay(values, {quantity: moved})[graph.node(output or graph.output).name]


def _plain(slope: Value) -> Value:
    return slope if is_array(slope) else float(slope)


def _together(graph: Graph, values: Mapping[str, Value], names: tuple[str, ...], goal: str) -> dict[str, Difference]:
    """The differences of many quantities, in sweeps of arrays: first two steps of all, then all steps of the rest."""
    found: dict[str, Difference] = {}
    for part, x in _blocks(graph, values, names, 2):
        start = _fitting(x)
        by_step = _slopes(graph, values, part, x, np.array([start, start / 10]), goal)
        with quietly():  # a case that left the domain is nan, and not settled
            first, second = (_Slope(*(rows[k] for rows in by_step)) for k in (0, 1))
            slope, uncertainty, settled = _compare(first, second)
        rows = zip(part, slope.tolist(), start.tolist(), uncertainty.tolist(), settled.tolist(), strict=True)
        found |= {name: Difference(*row) for name, *row, known in rows if known}
    rest = tuple(name for name in names if name not in found)
    for part, x in _blocks(graph, values, rest, _DECADES + 2):
        h = np.full((_DECADES + 2, len(part)), np.nan)
        for k, value in enumerate(x.tolist()):
            own = list(_steps(value))
            h[: len(own), k] = own
        by_step = _slopes(graph, values, part, x, h, goal)
        for k, name in enumerate(part):
            columns = (rows[:, k].tolist() for rows in by_step)
            chosen = _chosen(_Slope(*row) for row in zip(*columns, strict=True) if all(map(math.isfinite, row)))
            if chosen is not None:
                found[name] = chosen
    return found


def _blocks(
    graph: Graph, values: Mapping[str, Value], names: tuple[str, ...], steps: int
) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The quantities in groups that a sweep can hold, each with its values."""
    size = max(1, _CELLS // (2 * steps * len(graph.nodes)))
    for i in range(0, len(names), size):
        part = names[i : i + size]
        yield part, np.array([float(values[name]) for name in part])


def _slopes(graph: Graph, values: Mapping[str, Value], names: tuple[str, ...], x: Any, h: Any, goal: str) -> _Slope:
    """The slopes by all quantities (columns) at all steps (rows), from one sweep."""
    above, below = x + h, x - h
    with quietly():
        up, down = np.split(_each_moved(graph, values, names, np.concatenate([above, below]), goal), 2)
        return _slope(up, down, above, below, h)


def _each_moved(graph: Graph, values: Mapping[str, Value], names: tuple[str, ...], moved: Any, goal: str) -> Any:
    """The goal's value in each case: in column k quantity names[k] is set to moved[:, k] and all others follow."""
    column = {graph.position[name]: k for k, name in enumerate(names)}
    results: list[Value] = []
    for i, node in enumerate(graph.nodes[: graph.position[goal] + 1]):
        operands = [results[source] for source in node.inputs]
        if any(is_array(operand) for operand in operands):
            value = NODES[node.op]().forward(*operands)
        else:
            value = node.number if node.op == "number" else values[node.name]
        if i in column:
            value = np.array(np.broadcast_to(value, moved.shape), dtype=float)
            value[:, column[i]] = moved[:, column[i]]
        results.append(value)
    return np.broadcast_to(results[-1], moved.shape)


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
        noise = max(1e-9 * max((_largest(value) for value in gradients.values()), default=0.0), _EPS / _START)
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
    return {name: found.uncertainty + 4 * _EPS * total / found.h for name, found in numeric.items()}


def _shape(value: Value) -> tuple[int, ...]:
    return value.shape if is_array(value) else ()


def _largest(value: Value) -> float:
    if is_array(value):
        return float(np.abs(value.astype(float)).max(initial=0.0))
    return abs(float(value))


# --- the error against the step --------------------------------------------------------------------------


class Step(NamedTuple):
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

    steps: tuple[Step, ...]

    @property
    def best(self) -> Step:
        """The step at the V's bottom. A small step that hits the gradient by luck counts with its rounding."""
        return min(self.steps, key=lambda step: max(step.error, step.rounding))

    @property
    def too_large(self) -> tuple[Step, ...]:
        """Steps larger than the best: the curve within the step makes the error (truncation)."""
        return tuple(step for step in self.steps if step.h > self.best.h)

    @property
    def too_small(self) -> tuple[Step, ...]:
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
        rounding = _EPS * (max(abs(middle), abs(up or 0)) + abs(values[quantity] * gradient)) / h
        central.append(_measured(h, None if up is None or down is None else (up - down) / (2 * h), gradient, rounding))
        forward.append(_measured(h, None if up is None else (up - middle) / h, gradient, rounding))
    return StepStudy(gradient, Curve(tuple(central)), Curve(tuple(forward)))


def _or_none(graph: Graph, values: Mapping[str, Value], quantity: str, by: float, output: str | None) -> float | None:
    try:
        return float(_shifted(graph, values, quantity, by, output))
    except GraphError:
        return None


def _measured(h: float, slope: float | None, gradient: float, rounding: float) -> Step:
    if slope is None:
        return Step(h, None, math.inf, math.inf, rounding)
    return Step(h, slope, abs(slope - gradient), relative_error(slope, gradient), rounding)
