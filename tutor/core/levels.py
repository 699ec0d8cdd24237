"""A large graph in few calls of NumPy: all nodes of one kind that stand equally deep are worked out at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from tutor.core.arrays import np, quietly
from tutor.core.rules import Functions, array_rules

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tutor.core.graph import Node


class _Group(NamedTuple):
    """Nodes of one level and one op. They lie side by side, so their values and gradients are slices."""

    rule: Functions
    begin: int
    end: int
    x: NDArray[Any]
    """Where the first operands lie; `y` the second ones, where the node has them."""
    y: NDArray[Any] | None
    x_edges: NDArray[Any]
    """Where what goes back to the first operands is put down."""
    y_edges: NDArray[Any] | None


class _Level(NamedTuple):
    groups: tuple[_Group, ...]
    begin: int
    edges: slice
    """The gradients that come back to the nodes of this level, those for one node side by side."""
    starts: NDArray[Any]
    """Where in that slice the edges of each node begin."""


def levels_of(nodes: Sequence[Node]) -> list[int]:
    """How many nodes lie at most between each node and the inputs: 0 for an input or a number."""
    depth: list[int] = []
    for node in nodes:
        depth.append(1 + max(depth[i] for i in node.inputs) if node.inputs else 0)
    return depth


class Levels:
    """The nodes sorted by depth and op, and for each use of a quantity (an edge) a place for what comes back by it."""

    def __init__(self, nodes: Sequence[Node], depth: Sequence[int], output: int) -> None:
        order = sorted(range(len(nodes)), key=lambda i: (depth[i], nodes[i].op))
        place = [0] * len(nodes)
        for new, old in enumerate(order):
            place[old] = new
        self._inputs = np.array([place[i] for i, node in enumerate(nodes) if node.op == "input"], dtype=int)
        self._output = place[output]
        self._base = np.array([0.0 if nodes[i].op == "input" else nodes[i].number or 0.0 for i in order])
        self._build([nodes[i] for i in order], [depth[i] for i in order], place)

    def _build(self, nodes: Sequence[Node], depth: Sequence[int], place: Sequence[int]) -> None:
        """`nodes` and `depth` are sorted; `place` turns the nodes' inputs, still old positions, into new ones."""
        rules = array_rules()
        spans = _spans([(level, node.op) for level, node in zip(depth, nodes, strict=True)])
        operands = [
            [
                np.array([place[nodes[i].inputs[slot]] for i in range(begin, end)], dtype=int)
                for slot in range(len(nodes[begin].inputs))
            ]
            for begin, end in spans
        ]
        # One more edge for each node without a use, so that none has an empty row: the output gets its 1 by it.
        used = np.zeros(len(nodes), dtype=bool)
        for slots in operands:
            for source in slots:
                used[source] = True
        sources = np.concatenate([*(source for slots in operands for source in slots), np.flatnonzero(~used)])
        by_source = np.argsort(sources, kind="stable")
        edge = np.empty(len(sources), dtype=int)
        edge[by_source] = np.arange(len(sources))
        first = np.searchsorted(sources[by_source], np.arange(len(nodes) + 1))
        self._edges = len(sources)
        self._output_edge = int(first[self._output])
        groups: list[list[_Group]] = [[] for _ in range(depth[-1] + 1)]
        taken = 0
        for (begin, end), slots in zip(spans, operands, strict=True):
            edges: list[Any] = []
            for source in slots:
                edges.append(edge[taken : taken + len(source)])
                taken += len(source)
            if slots:
                rule, two = rules[nodes[begin].op], len(slots) == 2
                y, y_edges = (slots[1], edges[1]) if two else (None, None)
                groups[depth[begin]].append(_Group(rule, begin, end, slots[0], y, edges[0], y_edges))
        self._levels = [
            _Level(tuple(groups[level]), begin, slice(first[begin], first[end]), first[begin:end] - first[begin])
            for level, (begin, end) in enumerate(_spans(depth))
        ]

    def run(self, inputs: Sequence[float]) -> tuple[float, list[float]] | None:
        """The output's value and its gradient for every input; None where a number on the way is not finite."""
        values = self._base.copy()
        values[self._inputs] = inputs
        operands: list[tuple[Any, Any]] = []
        coming = np.zeros(self._edges)
        coming[self._output_edge] = 1.0
        with quietly():
            for level in self._levels:
                for group in level.groups:
                    x = values[group.x]
                    y = None if group.y is None else values[group.y]
                    operands.append((x, y))
                    values[group.begin : group.end] = group.rule.value(x, y)
            for level in reversed(self._levels):
                arrived = np.add.reduceat(coming[level.edges], level.starts)
                for group in reversed(level.groups):
                    x, y = operands.pop()
                    g = arrived[group.begin - level.begin : group.end - level.begin]
                    gx, gy = group.rule.gradients(g, x, y, values[group.begin : group.end])
                    coming[group.x_edges] = gx
                    if group.y_edges is not None:
                        coming[group.y_edges] = gy
        gradients = arrived[self._inputs]
        if not (np.isfinite(values).all() and np.isfinite(gradients).all()):
            return None
        return float(values[self._output]), gradients.tolist()


def _spans(keys: Sequence[Any]) -> list[tuple[int, int]]:
    """Where each run of equal keys begins and ends."""
    cuts = [0, *(i for i in range(1, len(keys)) if keys[i] != keys[i - 1]), len(keys)]
    return list(pairwise(cuts))
