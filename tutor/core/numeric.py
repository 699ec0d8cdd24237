"""Central differences: a gradient tested by nudging, with no derivative known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tutor.core.arrays import is_array, np
from tutor.core.graph import Graph
from tutor.core.layers import Value

STEP = 1e-4
"""The book's h: small enough for the curve, large enough for rounding."""


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


def nudge(
    graph: Graph,
    values: Mapping[str, Value],
    quantity: str,
    output: str | None = None,
    h: float | None = None,
) -> Value:
    """The central difference of `output` by `quantity`: any quantity, also one in the middle of the graph.

    Where h is not given it grows with the value (h = 1e-5 * max(1, |value|)), so that large values move too.
    """
    goal = graph.node(output or graph.output).name
    quantity = graph.node(quantity).name
    middle = values[quantity]
    size = _fitting(middle) if h is None else h
    if is_array(middle):
        size = np.where(middle + size == middle - size, _fitting(middle), size)
    elif middle + size == middle - size:
        size = _fitting(middle)
    above, below = middle + size, middle - size
    if not is_array(middle):
        above, below = float(above), float(below)
    rise = graph.replay(values, {quantity: above})[goal] - graph.replay(values, {quantity: below})[goal]
    slope = rise / (above - below)
    return slope if is_array(slope) else float(slope)


def _fitting(value: Value) -> Value:
    return 1e-5 * (np.maximum(1.0, np.abs(value)) if is_array(value) else max(1.0, abs(value)))


def numeric_gradients(graph: Graph, values: Mapping[str, Value], output: str | None = None) -> dict[str, Value]:
    """The central difference of `output` by every quantity, in the order of `Graph.backward`."""
    return {name: nudge(graph, values, name, output) for name in reversed(graph.quantities)}
