"""A plane that is parted between two classes: how sure each cell is, and the points that are to be parted."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from tutor.drawing.contours import NONE
from tutor.drawing.terrain import Span

BANDS = 8
"""From sure of class 0 (band 0) to sure of class 1; the boundary lies in the middle."""

SIGNS = ("o", "x")
"""What stands for a point of each class."""

BOTH = "*"
"""Stands where points of both classes share a cell."""

_SHADES = "  ..::##"
"""For bands without colours."""


class Patch(NamedTuple):
    """Cells beside each other that look alike."""

    text: str
    band: int
    kind: str = ""
    """"point", or "wrong" for one that is in the wrong class; empty for bare ground."""


def band(share: float) -> int:
    """The band of a cell that holds class 1 this likely (0 to 1); `NONE` where that is not known."""
    return NONE if math.isnan(share) else min(int(share * BANDS), BANDS - 1)


def shade(of: int) -> str:
    """The character of a band where there are no colours."""
    return "?" if of == NONE else _SHADES[of]


def patches(
    shares: Any, points: Sequence[tuple[float, float]], classes: Sequence[int], wrong: Sequence[bool], span: Span
) -> Iterator[list[Patch]]:
    """The rows of the picture, the top one first. `shares` has a number for each cell.

    A wrong point is seen before others that share its cell.
    """
    rows, columns = shares.shape
    found: dict[tuple[int, int], Patch] = {}
    for (x, y), label, is_wrong in zip(points, classes, wrong, strict=True):
        column = int((x - span.left) / (span.right - span.left) * columns)
        row = int((span.top - y) / (span.top - span.bottom) * rows)
        if not (0 <= row < rows and 0 <= column < columns):
            continue
        before = found.get((row, column))
        sign = SIGNS[label] if before is None or before.text == SIGNS[label] else BOTH
        kind = "wrong" if is_wrong or (before is not None and before.kind == "wrong") else "point"
        found[row, column] = Patch(sign, 0, kind)
    for row, line in enumerate(shares.tolist()):
        yield _row([band(share) for share in line], {at: point for (y, at), point in found.items() if y == row})


def _row(bands: Sequence[int], points: dict[int, Patch]) -> list[Patch]:
    made: list[Patch] = []
    for column, each in enumerate(bands):
        if column in points:
            made.append(points[column]._replace(band=each))
        elif made and made[-1].band == each and not made[-1].kind:
            made[-1] = made[-1]._replace(text=made[-1].text + " ")
        else:
            made.append(Patch(" ", each))
    return made
