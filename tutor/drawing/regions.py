"""A plane that is parted between two classes: how sure each cell is, and the points that are to be parted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from tutor.core.arrays import np
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


def bands(shares: Any) -> Any:
    """The band of each cell that holds class 1 this likely (0 to 1); `NONE` where that is not known."""
    known = np.isfinite(shares)
    return np.where(known, np.minimum(np.where(known, shares, 0) * BANDS, BANDS - 1).astype(int), NONE)


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
    found: list[dict[int, Patch]] = [{} for _ in range(rows)]
    for (x, y), label, is_wrong in zip(points, classes, wrong, strict=True):
        column = int((x - span.left) / (span.right - span.left) * columns)
        row = int((span.top - y) / (span.top - span.bottom) * rows)
        if not (0 <= row < rows and 0 <= column < columns):
            continue
        before = found[row].get(column)
        sign = SIGNS[label] if before is None or before.text == SIGNS[label] else BOTH
        kind = "wrong" if is_wrong or (before is not None and before.kind == "wrong") else "point"
        found[row][column] = Patch(sign, 0, kind)
    for line, marks in zip(bands(shares).tolist(), found, strict=True):
        yield _row(line, marks)


def _row(line: Sequence[int], points: Mapping[int, Patch]) -> list[Patch]:
    made: list[Patch] = []
    ends = [
        *(at for at in range(1, len(line)) if line[at] != line[at - 1] or at in points or at - 1 in points),
        len(line),
    ]
    for first, end in pairwise((0, *ends)):
        if first in points:
            made.append(points[first]._replace(band=line[first]))
        else:
            made.append(Patch(" " * (end - first), line[first]))
    return made
