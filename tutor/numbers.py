"""Numbers as a learner reads them: 220, not 220.00000000000003."""

from __future__ import annotations

from typing import Any

from tutor.core.arrays import is_array

DIGITS = 12
"""Significant digits on a screen at most; what floats add beyond is noise of the arithmetic."""


def show(value: Any, digits: int = DIGITS) -> str:
    """A number with at most `digits` significant digits and no padding; an array as `[1, 2, 3]`.

    The result is plain ASCII that `tutor.core.parse` reads back.
    """
    if is_array(value):
        if value.ndim == 0:
            return show(value.item(), digits)
        return "[" + ", ".join(show(part, digits) for part in value) + "]"
    text = format(float(value), f".{digits}g")
    if "e" in text:
        mantissa, exponent = text.split("e")
        return f"{mantissa}e{int(exponent)}"
    return "0" if text == "-0" else text
