"""How near two results have to be, and shapes to try them on."""

from typing import Any

import numpy as np

TOLERANCE = 1e-12
"""Relative, in float64: some thousand times the rounding of one operation."""


def assert_close(ours: Any, theirs: Any, scale: Any = 0.0, tolerance: float = TOLERANCE) -> None:
    """Both in one shape, and equal within `tolerance` of their size, or of `scale` where that is larger.

    `scale` is the size of the terms that a result is the sum of: what cancels leaves their rounding behind.
    """
    ours, theirs = _array(ours), _array(theirs)
    assert ours.shape == theirs.shape
    with np.errstate(invalid="ignore"):  # inf - inf
        off = np.abs(ours - theirs)
        allowed = tolerance * np.maximum(np.abs(theirs), scale)
    wrong = ~((ours == theirs) | (np.isnan(ours) & np.isnan(theirs)) | (off <= allowed))
    assert not wrong.any(), f"ours {ours[wrong]}, theirs {theirs[wrong]}, off by {off[wrong]}, not {allowed[wrong]}"


def random_shape(rng: np.random.Generator) -> tuple[int, ...]:
    return tuple(rng.integers(1, 5, size=rng.integers(0, 5)).tolist())


def broadcastable(rng: np.random.Generator, shape: tuple[int, ...]) -> tuple[int, ...]:
    """A shape that broadcasts to `shape`: some axes of length 1, some in front left out."""
    kept = shape[rng.integers(0, len(shape) + 1) :] if rng.random() < 0.5 else shape
    return tuple(1 if rng.random() < 0.3 else length for length in kept)


def summed_to(terms: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """`terms` added up over the axes along which an array of `shape` was repeated."""
    terms = terms.sum(axis=tuple(range(terms.ndim - len(shape))))
    repeated = tuple(axis for axis, length in enumerate(shape) if length == 1)
    return terms.sum(axis=repeated, keepdims=True)


def _array(value: Any) -> np.ndarray:
    return np.asarray(value.detach() if hasattr(value, "detach") else value, dtype=float)
