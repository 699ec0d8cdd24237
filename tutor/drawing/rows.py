"""The row of each item: straight long edges, nodes in the middle of their operands, labels clear of each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tutor.drawing.layers import Item, Link

_ROUNDS = 4
_HEIGHT_COST = 4


@dataclass(frozen=True)
class Spacing:
    """How many rows lie between neighbours in a layer at least, from one's row to the next one's."""

    labelled: int
    """Between two edges with labels."""
    mixed: int
    """Between an edge with labels and one without."""
    bare: int
    """Between two edges without labels."""
    inline: bool = False
    """Whether labels stand on the line itself; then inputs are as slim as edges without labels."""

    def apart(self, upper: Item, lower: Item) -> int:
        """Rows from `upper` to its neighbour `lower`, at least."""
        labelled = self._tall(upper) + self._tall(lower)
        return (self.bare, self.mixed, self.labelled)[labelled]

    def _tall(self, item: Item) -> bool:
        return item.kind == "box" or (item.labelled and not self.inline)

    def reach(self, item: Item) -> int:
        """Rows that an item takes above and below its own."""
        return int(self._tall(item))


SPACINGS = (
    Spacing(6, 4, 3),
    Spacing(5, 4, 2),
    Spacing(4, 3, 2),
    Spacing(3, 2, 1),
    Spacing(3, 2, 2, inline=True),
    Spacing(3, 2, 1, inline=True),
)
"""From generous to tight."""

USUAL, TIGHT = SPACINGS[2:4]


def assign_rows(layers: list[list[Item]], spacing: Spacing) -> int:
    """Set the row of each item, counted from 0 with room for labels; return the number of rows."""
    for layer in layers:
        row = 0
        for upper, lower in zip([None, *layer], layer, strict=False):
            row += spacing.apart(upper, lower) if upper else 0
            lower.row = row
    best, least = _rows(layers), float("inf")
    for _ in range(_ROUNDS):
        for one_way in (_from_left, _from_right, _from_both):
            ordered = layers if one_way is not _from_right else layers[::-1]
            for layer in ordered:
                _settle(layer, spacing, one_way)
            cost = _cost(layers)
            if cost < least:
                best, least = _rows(layers), cost
    top = min(row - spacing.reach(item) for item, row in best.items())
    for item, row in best.items():
        item.row = row - top
    return 1 + max(item.row + spacing.reach(item) for item in best)


def _rows(layers: list[list[Item]]) -> dict[Item, int]:
    return {item: item.row for layer in layers for item in layer}


def _weight(link: Link) -> int:
    """How much a link wants to be straight: most where it is one of many steps of a long edge."""
    if link.target.kind == "box":
        return 1
    return 8 if link.source.kind == "pass" else 4


def _cost(layers: list[list[Item]]) -> int:
    rows = [item.row for layer in layers for item in layer]
    cost = _HEIGHT_COST * (max(rows) - min(rows))
    for layer in layers:
        for item in layer:
            for link in item.out:
                away = abs(link.target.row + link.port - item.row)
                cost += _weight(link) * (2 * away + (away > 0 and link.port == 0))
            if len(item.into) == 2:  # a node right between its operands reads best, even if both edges turn
                cost += 2 * abs(item.into[0].source.row + item.into[1].source.row - 2 * item.row)
    return cost


Wish = tuple[int, int]
"""A row, and the weight with which it is wanted."""


def _from_left(item: Item) -> Iterable[Wish]:
    return [(link.source.row - link.port, _weight(link)) for link in item.into]


def _from_right(item: Item) -> Iterable[Wish]:
    return [(link.target.row + link.port, _weight(link)) for link in item.out]


def _from_both(item: Item) -> Iterable[Wish]:
    return [*_from_left(item), *_from_right(item)]


def _settle(layer: list[Item], spacing: Spacing, wishes_of: Callable[[Item], Iterable[Wish]]) -> None:
    """Give the items of a layer the rows that they want, as far as the spacing lets them.

    Least sum of weighted distances, by pooling neighbours that want to overlap (isotonic regression with medians).
    """
    pools: list[tuple[list[Wish], int, int]] = []  # wishes, the row they agree on, how many items share it
    offsets: list[int] = []
    for upper, item in zip([None, *layer], layer, strict=False):
        offsets.append(offsets[-1] + spacing.apart(upper, item) if upper else 0)
        wishes = [(row - offsets[-1], weight) for row, weight in wishes_of(item)]
        # Without a wish of its own an item stays where it is, but gives way to all others.
        pool = (wishes, _median(wishes, item.row - offsets[-1]), 1)
        while pools and pools[-1][1] > pool[1]:
            before = pools.pop()
            wishes = before[0] + pool[0]
            pool = (wishes, _median(wishes, before[1]), before[2] + pool[2])
        pools.append(pool)
    place = 0
    for _, row, count in pools:
        for i in range(place, place + count):
            layer[i].row = row + offsets[i]
        place += count


def _median(wishes: list[Wish], otherwise: int) -> int:
    """The row with the least sum of weighted distances; of several the middle one."""
    wishes = sorted(wishes)
    half = sum(weight for _, weight in wishes) / 2
    passed = 0
    for i, (row, weight) in enumerate(wishes):
        passed += weight
        if passed > half:
            return row
        if passed == half:
            return (row + wishes[i + 1][0]) // 2
    return otherwise
