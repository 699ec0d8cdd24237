"""A graph as layers of items: which column each node stands in and in what order, with few crossings.

Longest-path layering, then barycentre sweeps and exchanges of neighbours (Sugiyama, Tagawa and Toda 1981). A
quantity that is used several times travels as one: each layer that it passes has one item for it, however many
of its branches go on.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from dataclasses import dataclass, field
from typing import Literal

from tutor.core import Graph

Kind = Literal["input", "number", "box", "pass", "end"]

MOST_ITEMS = 20_000
"""Above so many items a picture takes many seconds, and nobody would find a way through it."""

_SWEEPS = 6
_EFFORT = 6_000
"""Items times sweeps: graphs of a few hundred nodes get fewer sweeps."""

_FREE_PORTS = ("+", "*", "max")
"""Nodes whose operands may enter at either port; elsewhere the first enters at the upper one."""


class TooLargeError(ValueError):
    """A graph with more nodes, and edges passing by them, than a picture can hold."""


@dataclass(eq=False, slots=True)
class Item:
    """What stands in one layer: a node, a quantity passing by on its way to a later layer, or a name at the end."""

    kind: Kind
    node: int
    """Position in `Graph.nodes` of the node whose quantity leaves this item."""
    layer: int
    key: float
    """Place in the layer to begin with."""
    index: int = 0
    """Place in the layer, counted from the top."""
    row: int = 0
    out: list[Link] = field(default_factory=list)
    into: list[Link] = field(default_factory=list)

    @property
    def labelled(self) -> bool:
        """Whether a value and a gradient stand at the edge that leaves it."""
        return self.kind in ("input", "box")


@dataclass(eq=False, slots=True)
class Link:
    """A quantity's way from one layer to the next."""

    source: Item
    target: Item
    port: int
    """Rows from the target's own row to where it enters: -1, 0 or 1."""
    free: bool = False
    """Whether the port may be exchanged with that of the other operand."""

    @property
    def end(self) -> float:
        """Where it enters, for comparing with other links into the same layer."""
        return self.target.index + (0 if self.free else self.port / 4)


def arrange(graph: Graph) -> list[list[Item]]:
    """The layers of a graph from left to right, each from top to bottom, ports chosen.

    TooLargeError above MOST_ITEMS.
    """
    layers = _build(graph)
    best, fewest = [list(layer) for layer in layers], _crossings(layers)
    for sweep in range(max(1, min(_SWEEPS, _EFFORT // sum(map(len, layers))))):
        if not fewest:
            break
        _sweep(layers, forward=sweep % 2 == 0)
        _exchange(layers)
        count = _crossings(layers)
        if count < fewest:
            best, fewest = [list(layer) for layer in layers], count
    for layer in best:
        _number(layer)
        for item in layer:
            _choose_ports(item)
    return best


def _build(graph: Graph) -> list[list[Item]]:
    nodes, uses = graph.nodes, graph.uses
    column, last = _columns(graph)
    if sum(till - at for at, till in zip(column, last, strict=True)) > MOST_ITEMS:
        raise TooLargeError(f"a graph of {len(nodes)} nodes is too large to be drawn")
    keys = _keys(graph)
    layers: list[list[Item]] = [[] for _ in range(max(last) + 1)]

    def place(kind: Kind, node: int, layer: int) -> Item:
        item = Item(kind, node, layer, keys[node])
        layers[layer].append(item)
        return item

    made: list[Item] = []
    for i, node in enumerate(nodes):
        kind: Kind = "box" if node.inputs else "number" if node.op == "number" else "input"
        made.append(place(kind, i, column[i]))
    for i, at in enumerate(made):
        for layer in range(column[i] + 1, last[i] + 1):
            for use in uses[i]:
                if column[use.node] == layer:
                    user = nodes[use.node]
                    port = 0 if len(user.inputs) == 1 else 2 * use.slot - 1
                    _link(at, made[use.node], port, user.op in _FREE_PORTS)
            if layer < last[i]:
                at = _link(at, place("pass", i, layer))
            elif not uses[i]:
                _link(at, place("end", i, layer))
    for row in layers:
        row.sort(key=lambda item: item.key)
        _number(row)
    return layers


def _columns(graph: Graph) -> tuple[list[int], list[int]]:
    """For each node its layer, and the layer to which its quantity goes in the end."""
    nodes, uses = graph.nodes, graph.uses
    column = [0] * len(nodes)
    for i, node in enumerate(nodes):
        if node.inputs:
            column[i] = 1 + max(column[source] for source in node.inputs)
    end = 1 + max(column)
    for i, node in enumerate(nodes):
        if node.op == "number" and uses[i]:  # a constant stands right before its node, not with the inputs
            column[i] = min(column[use.node] for use in uses[i]) - 1
    last = list(column)  # an input that nobody uses goes nowhere
    for i, node in enumerate(nodes):
        if uses[i]:
            last[i] = max(column[use.node] for use in uses[i])
        elif node.inputs:
            last[i] = end
    return column, last


def _keys(graph: Graph) -> list[float]:
    """For each node its place from top to bottom, such that a tree has no crossing: the mean of its leaves' places."""
    nodes, uses = graph.nodes, graph.uses
    keys: list[float | None] = [None] * len(nodes)
    leaves = 0
    for sink in range(len(nodes) - 1, -1, -1):
        if uses[sink]:
            continue
        todo = [sink]
        while todo:
            at = todo[-1]
            open_ones = [i for i in nodes[at].inputs if keys[i] is None]
            if keys[at] is None and open_ones:
                todo.append(open_ones[0])
                continue
            todo.pop()
            if keys[at] is None:
                known = [keys[i] or 0.0 for i in nodes[at].inputs]
                keys[at] = sum(known) / len(known) if known else float(leaves)
                leaves += not known
    return [key or 0.0 for key in keys]


def _link(source: Item, target: Item, port: int = 0, free: bool = False) -> Item:
    link = Link(source, target, port, free)
    source.out.append(link)
    target.into.append(link)
    return target


def _number(layer: list[Item]) -> None:
    for index, item in enumerate(layer):
        item.index = index


def _choose_ports(item: Item) -> None:
    if len(item.into) == 2 and item.into[0].free:
        upper, lower = sorted(item.into, key=lambda link: link.source.index)
        upper.port, lower.port = -1, 1


def _sweep(layers: list[list[Item]], forward: bool) -> None:
    for layer in layers[1:] if forward else layers[-2::-1]:
        wanted: dict[Item, float] = {}
        for item in layer:
            places = [link.source.index for link in item.into] if forward else [link.end for link in item.out]
            wanted[item] = sum(places) / len(places) if places else item.index
        layer.sort(key=wanted.__getitem__)
        _number(layer)


def _exchange(layers: list[list[Item]]) -> None:
    """Exchange neighbours in a layer as long as that saves crossings."""
    for _ in range(_SWEEPS):
        changed = False
        for layer in layers:
            ends = {item: [link.end for link in item.out] for item in layer}
            starts = {item: [link.source.index for link in item.into] for item in layer}
            for i in range(len(layer) - 1):
                a, b = layer[i], layer[i + 1]
                gain = _inverted(ends[a], ends[b]) + _inverted(starts[a], starts[b])
                if gain > _inverted(ends[b], ends[a]) + _inverted(starts[b], starts[a]):
                    layer[i], layer[i + 1] = b, a
                    changed = True
            _number(layer)
        if not changed:
            return


def _inverted(first: list[float] | list[int], second: list[float] | list[int]) -> int:
    return len([1 for p in first for q in second if p > q])


def _crossings(layers: list[list[Item]]) -> int:
    count = 0
    for layer in layers:
        seen: list[float] = []
        for item in layer:
            ends = sorted(link.end for link in item.out)
            for end in ends:
                count += len(seen) - bisect_right(seen, end)
            for end in ends:
                insort(seen, end)
    return count
