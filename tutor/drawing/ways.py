"""The way of each edge over a picture, cell by cell: along it a number travels."""

from __future__ import annotations

from typing import NamedTuple

from tutor.drawing.layers import Link
from tutor.drawing.plan import Plan

Cell = tuple[int, int]
"""A row and a column."""


class Way(NamedTuple):
    """An edge: a quantity, and the quantity that is made of it; "" where it leads out of the graph."""

    quantity: str
    into: str


def ways(plan: Plan, raised: int) -> dict[Way, tuple[tuple[Cell, ...], ...]]:
    """The cells of each edge from left to right, in a picture that was moved down by `raised` rows."""
    names = [node.name for node in plan.names.graph.nodes]
    found: dict[Way, tuple[tuple[Cell, ...], ...]] = {}
    for item in (item for layer in plan.layers for item in layer if item.labelled):
        todo = [(link, _stretch(plan, link)) for link in item.out]
        while todo:
            link, passed = todo.pop(0)
            target = link.target
            if target.kind == "pass":
                todo += [(further, passed + _stretch(plan, further)) for further in target.out]
                continue
            way = Way(names[item.node], "" if target.kind == "end" else names[target.node])
            found[way] = (*found.get(way, ()), tuple((row + raised, x) for row, x in passed))
    return found


def _stretch(plan: Plan, link: Link) -> list[Cell]:
    """The cells from one layer to the next."""
    item = link.source
    turns = [turn for turn in plan.turns[item.layer] if turn.source is item]
    turns.sort(key=lambda turn: turn.track)
    row, x = item.row, plan.line(item)
    passed: list[Cell] = []
    for turn in turns:
        track = plan.track(turn)
        end = turn.right[0] if turn is not turns[-1] else link.target.row + link.port
        down = 1 if end >= row else -1
        passed += [(row, column) for column in range(x, track)]
        passed += [(level, track) for level in range(row, end + down, down)]
        row, x = end, track + 1
    return passed + [(row, column) for column in range(x, plan.starts[link.target.layer])]
