"""Bands of height, as filled contours have them: low ground in many narrow ones, high ground in few wide ones."""

from __future__ import annotations

from typing import Any

from tutor.core.arrays import np

BANDS = 12
SHADES = " .:-=o*%#"
"""For bands without colours, from the lowest ground to the highest."""

NONE = -1
"""The band of a place that has no height."""

_BEND = 1.6
"""Above 1, the ground near the minimum has more bands than its share of the area."""


def levels(heights: Any, count: int = BANDS) -> Any:
    """The heights that part `count` bands, ascending: each holds its share of the area, whatever the heights are."""
    known = heights[np.isfinite(heights)]
    if not known.size:
        return np.zeros(0)
    shares = (np.arange(1, count) / count) ** _BEND
    return np.unique(np.quantile(known, shares))


def bands(heights: Any, parted: Any) -> Any:
    """For each place which band its height lies in, from 0 for the lowest; `NONE` where there is no height."""
    found = np.searchsorted(parted, heights, side="right")
    return np.where(np.isfinite(heights), found, NONE)


def shade(band: int, count: int = BANDS) -> str:
    """The character of a band where there are no colours."""
    if band == NONE:
        return "?"
    return SHADES[min(band * len(SHADES) // count, len(SHADES) - 1)]
