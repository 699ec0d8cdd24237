"""The row of each item: straight long edges, nodes in the middle of their operands, labels clear of each other."""

from __future__ import annotations

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
    columns = [_Column(layer, spacing) for layer in layers]
    for column in columns:
        for item, offset in zip(column.items, column.offsets, strict=True):
            item.row = offset
    best, least = _rows(layers), float("inf")
    for _ in range(_ROUNDS):
        improved = False
        for from_left, from_right in ((True, False), (False, True), (True, True)):
            for column in columns if from_left else columns[::-1]:
                column.settle(from_left, from_right)
            cost = _cost(layers)
            if cost < least:
                best, least, improved = _rows(layers), cost, True
        if not improved:
            break
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


class _Column:
    """A layer that is being settled: its items, their least distances, and who pulls at them from either side."""

    def __init__(self, items: list[Item], spacing: Spacing) -> None:
        self.items = items
        self.offsets: list[int] = []
        """Rows from the first item to each, where all stand as close as they may."""
        for upper, lower in zip([None, *items], items, strict=False):
            self.offsets.append(self.offsets[-1] + spacing.apart(upper, lower) if upper else 0)
        self.left = [[(link.source, -link.port, _weight(link)) for link in item.into] for item in items]
        self.right = [[(link.target, link.port, _weight(link)) for link in item.out] for item in items]

    def settle(self, from_left: bool, from_right: bool) -> None:
        """Give the items the rows that those left or right of them want, as far as the spacing lets them.

        Least sum of weighted distances, by pooling neighbours that want to overlap (isotonic regression with
        medians). Without a wish an item stays where it is, but gives way to all others.
        """
        pools: list[tuple[list[Wish], int, int]] = []  # wishes, the row they agree on, how many items share it
        for i, (item, offset) in enumerate(zip(self.items, self.offsets, strict=True)):
            pulls = (self.left[i] if from_left else []) + (self.right[i] if from_right else [])
            wishes = [(other.row + port - offset, weight) for other, port, weight in pulls]
            row, count = _median(wishes, item.row - offset), 1
            while pools and pools[-1][1] > row:
                before, last, others = pools.pop()
                wishes, count = before + wishes, others + count
                row = _median(wishes, last)
            pools.append((wishes, row, count))
        rows = (row for _, row, count in pools for _ in range(count))
        for item, offset, row in zip(self.items, self.offsets, rows, strict=True):
            item.row = row + offset


def _median(wishes: list[Wish], otherwise: int) -> int:
    """The row with the least sum of weighted distances; of several the middle one."""
    if len(wishes) < 2:
        return wishes[0][0] if wishes else otherwise
    wishes = sorted(wishes)
    half = sum([weight for _, weight in wishes]) / 2
    passed = 0
    for i, (row, weight) in enumerate(wishes):
        passed += weight
        if passed > half:
            return row
        if passed == half:
            return (row + wishes[i + 1][0]) // 2
    return otherwise
