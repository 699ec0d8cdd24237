"""Routing between two layers: in which track of the channel each edge turns up or down.

An edge comes in from the left in its source's row, turns in its track, and leaves to the right in the rows of
its targets. Two edges may cross but never lie on each other, so whatever comes in on a row has to turn before
another edge leaves on that row. Where such demands run in a circle, one edge turns twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from tutor.drawing.layers import Item


@dataclass(eq=False, slots=True)
class Turn:
    """One upright stretch of an edge."""

    source: Item
    left: list[int]
    """Rows on which the edge comes in from the left."""
    right: list[int]
    """Rows on which it leaves to the right."""
    first: Turn | None = None
    """The turn before it, for the second turn of an edge that turns twice."""
    track: int = 0
    top: int = field(init=False)
    bottom: int = field(init=False)

    def __post_init__(self) -> None:
        self.top = min(self.left + self.right)
        self.bottom = max(self.left + self.right)

    def meets(self, other: Turn) -> bool:
        """Whether the two can't share a track; they also keep a row free between them."""
        return self.top <= other.bottom + 1 and other.top <= self.bottom + 1

    def before(self, other: Turn) -> bool:
        """Whether it has to stand left of `other`."""
        if other.source is self.source:
            return other.first is self
        return any(row in other.right for row in self.left)

    def crossings(self, right: Turn) -> int:
        """How often the two edges cross if this one stands left of `right`."""
        over = sum(self.top < row < self.bottom for row in right.left)
        return over + sum(right.top < row < right.bottom for row in self.right)


def route(layer: list[Item]) -> tuple[list[Turn], int]:
    """The turns of the edges that leave a layer, with tracks from 0 at the left, and the number of tracks."""
    waiting: list[Turn] = []
    taken: set[int] = set()
    for item in layer:
        rows = [link.target.row + link.port for link in item.out]
        taken.update(rows, [item.row])
        if any(row != item.row for row in rows):
            waiting.append(Turn(item, [item.row], rows))
    placed: list[Turn] = []
    while waiting:
        ready = [turn for turn in waiting if not any(other.before(turn) for other in waiting if other is not turn)]
        if not ready:
            _turn_twice(waiting, taken)
            continue
        best = min(ready, key=lambda turn: _cost_of_first(turn, waiting))
        waiting.remove(best)
        best.track = max((other.track + 1 for other in placed if other.meets(best) or other.before(best)), default=0)
        placed.append(best)
    return placed, 1 + max((turn.track for turn in placed), default=-1)


def _cost_of_first(turn: Turn, others: Iterable[Turn]) -> int:
    rest = [other for other in others if other is not turn and other.meets(turn)]
    return sum(turn.crossings(other) - other.crossings(turn) for other in rest)


def _turn_twice(waiting: list[Turn], taken: set[int]) -> None:
    """Part a turn in two, with a row between them that no edge uses."""
    turn = min((turn for turn in waiting if turn.first is None), key=lambda turn: turn.bottom - turn.top)
    middle = (turn.top + turn.bottom) // 2
    row = min((row for row in range(min(taken) - 1, max(taken) + 2) if row not in taken), key=lambda r: abs(r - middle))
    taken.add(row)
    waiting.remove(turn)
    first = Turn(turn.source, turn.left, [row])
    waiting += [first, Turn(turn.source, [row], turn.right, first)]
