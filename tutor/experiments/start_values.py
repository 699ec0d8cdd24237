"""Numbers to start with for the inputs of any graph: small, all different, and such that the graph has gradients."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from tutor.core import Graph, GraphError

_TENTHS = (5, 2, 4, 1, 3, 6, 8, 7, 9)

SERIES: tuple[Callable[[int], float | int], ...] = (
    lambda i: i + 2,
    lambda i: _TENTHS[i % len(_TENTHS)] / 10 + i // len(_TENTHS),
    lambda i: -i - 2,
)
"""The number of the i-th name. Whole numbers are tried first; tenths keep a sigmoid from its flat ends."""

KNOWN = {"pi": math.pi}
"""Names that everybody reads as a number."""

LARGEST, FLATTEST = 1e6, 1e-3
"""Values and gradients beyond this are no good to work with in the head."""


def start_values(graph: Graph, fixed: Mapping[str, float]) -> dict[str, float]:
    """A value for every input: those in `fixed`, and for the others numbers of the first series that serves well.

    Where none does, those of the first with which the graph has values at all.
    """
    fixed = {**KNOWN, **fixed}
    drawn = [_filled(graph, fixed, series) for series in SERIES]
    marks = [_quality(graph, values) for values in drawn]
    return drawn[marks.index(max(marks))]


def _filled(graph: Graph, fixed: Mapping[str, float], series: Callable[[int], float | int]) -> dict[str, float]:
    values: dict[str, float] = {}
    taken = {fixed[name] for name in graph.inputs if name in fixed}
    at = 0
    for name in graph.inputs:
        if name in fixed:
            values[name] = fixed[name]
            continue
        while series(at) in taken:
            at += 1
        values[name] = series(at)
        at += 1
    return values


def _quality(graph: Graph, inputs: Mapping[str, float]) -> int:
    """0 where the graph has no values, 1 where they are hard to work with, 2 where they are good."""
    try:
        values = graph.forward(inputs)
        gradients = graph.backward(values)
    except GraphError:
        return 0
    small = all(abs(number) <= LARGEST for number in (*values.values(), *gradients.values()))
    on_way = graph.ancestors(graph.output)
    steep = all(abs(gradients[name]) >= FLATTEST for name in graph.inputs if name in on_way)
    return 2 if small and steep else 1
