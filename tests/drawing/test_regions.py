"""A plane between two classes as cells: where points stand, what covers what, how sure each cell is."""

from __future__ import annotations

import math

import numpy as np

from tutor.drawing.contours import NONE
from tutor.drawing.regions import BANDS, BOTH, Patch, bands, patches, shade
from tutor.drawing.terrain import Span

SPAN = Span(-1, 1, -1, 1)


def rows_of(shares: object, points: list[tuple[float, float]], classes: list[int], wrong: list[bool]) -> list[str]:
    return ["".join(patch.text for patch in row) for row in patches(np.array(shares), points, classes, wrong, SPAN)]


def test_points_stand_in_their_cells() -> None:
    points = [(-0.9, 0.9), (0.9, 0.9), (-0.9, -0.9), (1, -1), (0.1, -0.1)]
    shares = np.full((3, 5), 0.5)
    assert rows_of(shares, points, [0, 1, 1, 0, 0], [False] * 5) == ["o   x", "  o  ", "x    "]  # (1, -1) lies outside


def test_what_shares_a_cell() -> None:
    shares = [[0.1]]
    one, other = (0.0, 0.0), (0.1, 0.1)
    for classes, wrong, expected in (
        ([0, 0], [False, False], Patch("o", 0, "point")),
        ([0, 1], [False, False], Patch(BOTH, 0, "point")),
        ([0, 1], [True, False], Patch(BOTH, 0, "wrong")),
        ([1, 1], [False, True], Patch("x", 0, "wrong")),
    ):
        assert list(patches(np.array(shares), [one, other], classes, wrong, SPAN)) == [[expected]]


def test_ground_that_looks_alike_is_joined_and_a_point_has_its_grounds_band() -> None:
    (row,) = patches(np.array([[0.0, 0.01, 0.99, 1.0]]), [(0.2, 0)], [1], [False], SPAN)
    assert row == [Patch("  ", 0), Patch("x", BANDS - 1, "point"), Patch(" ", BANDS - 1)]


def test_bands_part_at_the_boundary() -> None:
    assert bands(np.array([0, 0.499, 0.5, 1, math.nan])).tolist() == [0, 3, 4, 7, NONE]


def test_shades_tell_the_classes_apart() -> None:
    shades = [shade(each) for each in range(BANDS)]
    assert not set(shades[: BANDS // 2]) & set(shades[BANDS // 2 :])
    assert shade(NONE) not in shades
