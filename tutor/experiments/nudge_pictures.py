"""What a nudge draws on its graph: each change behind the value, and the way to the output lit."""

from __future__ import annotations

from collections.abc import Mapping

from tutor.drawing import Marks
from tutor.experiments.nudge_report import signed
from tutor.experiments.nudging import Nudging
from tutor.numbers import show

_VALUE, _CHANGE = 6, 7
"""Cells for a value and for its change: digits are left off where they take more. The table has them all."""


def marks(nudging: Nudging, changes: Mapping[str, float]) -> Marks:
    """The graph with base values, and each change behind its value: `220 +2.2`. The way to the output is lit."""
    gradient = nudging.gradient
    return Marks(
        values={name: label(value, changes.get(name, 0.0)) for name, value in nudging.base.items()},
        gradients={nudging.chosen: gradient} if isinstance(gradient, (int, float)) else {},
        path=nudging.graph.between(nudging.chosen, nudging.output) or frozenset({nudging.chosen}),
    )


def room(nudging: Nudging) -> Marks:
    """What may come to be shown, so that nothing moves: a change behind each value, a gradient where one is known."""
    shown = [name for name in nudging.choices if name not in nudging.hidden]
    widest = {name: f"{_value(value)} {'0' * _CHANGE}" for name, value in nudging.base.items()}
    return Marks(values=widest, gradients=dict.fromkeys(shown, "0" * (_CHANGE + 1)))


def label(value: float, change: float) -> str:
    """A value and its change, no wider than a number on a picture may be."""
    if not change:
        return _value(value)
    texts = (signed(change, digits) for digits in (3, 2))
    return f"{_value(value)} {next((text for text in texts if len(text) <= _CHANGE), signed(change, 1))}"


def _value(value: float) -> str:
    return next((text for text in (show(value), show(value, 4), show(value, 3)) if len(text) <= _VALUE), show(value, 2))
