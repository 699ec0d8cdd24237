"""Central differences: a gradient tested by nudging, with no derivative known.

Two errors pull at the step h. What the curve does within it (truncation) falls as h^2; what floats lose of the
values whose difference is taken (rounding) grows as 1/h. `nudge` steps between them; `checking.py` shows both.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from tutor.core.arrays import is_array, np, quietly
from tutor.core.errors import GraphError
from tutor.core.graph import Graph
from tutor.core.layers import NODES, Value

STEP = 1e-4
"""The book's h: small enough for the curve, large enough for rounding."""

START = 1e-5
"""The h with which a search for a good one begins, for a value up to 1 in size."""
_DECADES = 11
EPS = sys.float_info.epsilon
"""The last place of 1."""
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

    An array of floats is nudged in place and put back, one element after the other, so that the book's way works too:
    `numerical_gradient(lambda _: net.loss(x, t), net.params["W1"])`. Anything else is copied to floats first: an
    array of integers gives what the same array of floats gives (in the book it loses the nudge).
    """
    nudged = is_array(x) and x.dtype == float and x.flags.writeable
    point = x if nudged else np.array(x, dtype=float)
    gradient = np.zeros_like(point)
    for index in np.ndindex(point.shape):
        middle = point[index]

        def along(value: float, index: tuple[int, ...] = index) -> float:
            point[index] = value
            return float(f(point))

        try:
            gradient[index] = central_difference(along, float(middle), h)
        finally:
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
    rise = shifted(graph, values, quantity, h, output) - shifted(graph, values, quantity, -h, output)
    return _plain(rise / (2 * h))


def sides(
    graph: Graph, values: Mapping[str, Value], quantity: str, output: str | None = None, h: float = START
) -> tuple[Value, Value]:
    """The slopes below and above the value, (f(x) - f(x - h)) / h and (f(x + h) - f(x)) / h.

    Where they differ much there is a kink, as that of relu at 0: no gradient, and a central difference in between.
    """
    quantity = graph.node(quantity).name
    middle = values[graph.node(output or graph.output).name]
    below = middle - shifted(graph, values, quantity, -h, output)
    above = shifted(graph, values, quantity, h, output) - middle
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
    return _Slope((up - down) / (above - below), h, _ROUNDINGS * EPS * size / h)


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
        yield from (h for h in (START * abs(x), START * abs(x) / 10) if x - h < x < x + h)


def _fitting(value: Value) -> Value:
    return START * (np.maximum(1.0, np.abs(value)) if is_array(value) else max(1.0, abs(value)))


def shifted(graph: Graph, values: Mapping[str, Value], quantity: str, by: float, output: str | None) -> Value:
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
