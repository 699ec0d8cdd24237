"""Small data sets made by rule: no file, no download, and the same seed gives the same samples.

Each returns `x`, floats with one sample a row, and `t`, the label of each row as an index. The classes are as
even as n allows (their sizes differ by one at most) and the rows are shuffled.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from tutor.core.arrays import np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["digits", "two_spirals", "xor"]

Point = tuple[float, float]
Stroke = tuple[Point, ...]


def two_spirals(n: int, noise: float = 0.03, seed: int = 0) -> tuple[NDArray[Any], NDArray[Any]]:
    """Two arms of one and a half turns, each the other turned by 180 degrees: x (n, 2) about within ±1, t (n,) 0 or 1.

    `noise` is the standard deviation of what is added to both coordinates; the arms lie 0.3 apart.
    """
    if not 0 <= noise < math.inf:
        raise ValueError(f"noise is a standard deviation, 0 or more, not {noise}")
    rng, t = _start(n, 2, seed)
    along = np.sqrt(rng.uniform(0.01, 1, size=n))  # the root spreads the samples evenly along an arm
    angle = 3 * math.pi * along + math.pi * t
    x = along[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return x + rng.normal(scale=noise, size=(n, 2)), t


def xor(n: int, seed: int = 0) -> tuple[NDArray[Any], NDArray[Any]]:
    """Points in four squares, one in each quadrant: x (n, 2), t (n,) is 1 where the signs of a row differ, else 0.

    Every coordinate is between 0.1 and 1 or between -1 and -0.1, so that no straight line parts the
    classes but no point is in doubt.
    """
    rng, quadrant = _start(n, 4, seed)
    signs = np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)])[quadrant]
    return signs * rng.uniform(0.1, 1, size=(n, 2)), quadrant % 2


def digits(n: int, seed: int = 0) -> tuple[NDArray[Any], NDArray[Any]]:
    """Digits drawn from strokes, 8x8 pixels of 0 (paper) to 1 (ink): x (n, 64), t (n,) from 0 to 9.

    No two are alike: place, size, slant, turn, the strokes' corners and width differ, and each pixel has noise.
    `x[i].reshape(8, 8)` is a picture, its first row at the top.
    """
    rng, t = _start(n, 10, seed)
    x = np.zeros((n, 64))
    for digit, strokes in enumerate(_STROKES):
        mine = np.flatnonzero(t == digit)
        x[mine] = _drawn(strokes, len(mine), rng)
    return np.clip(x + rng.normal(scale=0.08, size=x.shape), 0, 1), t


def _start(n: int, classes: int, seed: int) -> tuple[Any, NDArray[Any]]:
    """A generator, and n shuffled labels."""
    if n < 1:
        raise ValueError(f"a data set has at least one sample, not {n}")
    rng = np.random.default_rng(seed)
    return rng, rng.permutation(np.arange(n) % classes)


def _ring(x: float, y: float, width: float, height: float) -> Stroke:
    """A closed curve around (x, y)."""
    angles = [2 * math.pi * k / 8 for k in range(9)]
    return tuple((x + width / 2 * math.sin(angle), y - height / 2 * math.cos(angle)) for angle in angles)


# The strokes of 0 to 9 in a box of width 1 and height 1, y downwards.
_STROKES: tuple[tuple[Stroke, ...], ...] = (
    (_ring(0.5, 0.5, 1, 1),),
    (((0.2, 0.25), (0.55, 0), (0.55, 1)),),
    (((0, 0.22), (0.2, 0), (0.75, 0), (1, 0.25), (0.9, 0.48), (0, 1), (1, 1)),),
    (((0.05, 0.1), (0.4, 0), (0.9, 0.12), (0.9, 0.38), (0.4, 0.48), (0.95, 0.62), (0.95, 0.88), (0.5, 1), (0, 0.9)),),
    (((0.7, 1), (0.7, 0), (0, 0.68), (1, 0.68)),),
    (((0.95, 0), (0.1, 0), (0.05, 0.45), (0.6, 0.38), (1, 0.65), (0.8, 0.95), (0.4, 1), (0, 0.9)),),
    (((0.85, 0), (0.3, 0.25), (0, 0.7)), _ring(0.5, 0.72, 1, 0.56)),
    (((0, 0), (1, 0), (0.4, 1)),),
    (_ring(0.5, 0.23, 0.85, 0.46), _ring(0.5, 0.73, 1, 0.54)),
    (_ring(0.5, 0.28, 1, 0.56), ((1, 0.28), (0.9, 0.7), (0.5, 1))),
)


def _drawn(strokes: tuple[Stroke, ...], n: int, rng: Any) -> NDArray[Any]:
    """n pictures of the strokes, (n, 64), each in another hand."""
    width, height = rng.uniform(3.4, 4.6, size=n), rng.uniform(5, 6.4, size=n)
    slant, turn = rng.uniform(-0.2, 0.2, size=n), rng.uniform(-0.12, 0.12, size=n)
    centre = 4 + rng.uniform(-0.5, 0.5, size=(2, n))
    reach = rng.uniform(0.9, 1.2, size=(n, 1))  # from the middle of a stroke to where its ink has faded
    pixel_y, pixel_x = (np.indices((8, 8)) + 0.5).reshape(2, 64)
    ink = np.zeros((n, 64))
    for stroke in strokes:
        corners = []
        for x, y in stroke:
            across = (x - 0.5) * width - slant * (y - 0.5) * height
            down = (y - 0.5) * height
            place = np.stack([across * np.cos(turn) - down * np.sin(turn), across * np.sin(turn) + down * np.cos(turn)])
            corners.append(centre + place + rng.normal(scale=0.15, size=(2, n)))
        for (ax, ay), (bx, by) in pairwise(corners):
            far = _distance(pixel_x, pixel_y, ax[:, None], ay[:, None], bx[:, None], by[:, None])
            ink = np.maximum(ink, np.clip(reach - far, 0, 1))
    return ink


def _distance(x: Any, y: Any, ax: Any, ay: Any, bx: Any, by: Any) -> Any:
    """From the points (x, y) to the line from a to b."""
    dx, dy = bx - ax, by - ay
    share = np.clip(((x - ax) * dx + (y - ay) * dy) / np.maximum(dx * dx + dy * dy, 1e-12), 0, 1)
    return np.hypot(x - ax - share * dx, y - ay - share * dy)
