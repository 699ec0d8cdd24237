"""Axes of a plot: round numbers to mark, how they are written, and which cell a number falls into."""

from __future__ import annotations

import math

from tutor.numbers import show

_ROUND = (1.0, 2.0, 5.0, 10.0)
"""Steps between marks, times a power of ten."""


def ticks(low: float, high: float, most: int = 5) -> tuple[float, ...]:
    """At most `most` round numbers from `low` to `high`, evenly spaced; none where the span is empty or not finite."""
    span = high - low
    if not (math.isfinite(span) and span > 0 and most > 0):
        return ()
    power = 10.0 ** math.floor(math.log10(span / most)) if span / most > 1e-300 else 0.0
    for factor in (*_ROUND, 20.0, 50.0):
        step = factor * power
        if step <= 0:
            return ()
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first < most:
            found = (at * step for at in range(first, last + 1))
            # Where floats lie further apart than the marks, a mark may be rounded to one outside.
            return tuple(tick for tick in found if low - 1e-9 * step <= tick <= high + 1e-9 * step)
    return ()


def log_ticks(low: float, high: float, most: int = 5) -> tuple[float, ...]:
    """At most `most` powers of ten from `low` to `high` (both above 0), evenly spaced."""
    if not (0 < low < high < math.inf) or most < 1:
        return ()
    first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
    every = max(1, math.ceil((last - first + 1) / most))
    return tuple(10.0**power for power in range(first, last + 1, every))


def written(tick: float) -> str:
    """A mark's number: round, so few digits are enough."""
    return show(tick, 6)


def cell(value: float, low: float, high: float, size: int) -> int:
    """Which of `size` cells between `low` and `high` a number falls into; it may lie outside of them."""
    return math.floor((value - low) / (high - low) * size)
