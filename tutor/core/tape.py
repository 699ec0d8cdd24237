"""A tape: nodes in the order in which they are made, and one walk back along it for every gradient.

`Tape` is the quickest way for a graph that is built by a program and run once: each node is worked out as it is
written down. A graph that is run many times is quicker as a `Program`; one that people read is a `Graph`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isfinite
from typing import Any

from tutor.core.errors import GraphError
from tutor.core.rules import scalar_rules

Row = tuple[Callable[..., tuple[Any, Any]], int, int]
"""A node: how gradients go back (`Functions.gradients`), and the numbers of its inputs, -1 where there is no second."""


class Tape:
    """Quantities by number. All are floats.

    tape = Tape()
    apple, count = tape.input(100), tape.input(2)
    subtotal = tape.node("*", apple, count)
    tape.values[subtotal]                        # 200.0
    tape.gradients(subtotal)                     # [2.0, 100.0, 1.0]
    """

    __slots__ = ("_rows", "_rules", "values")

    def __init__(self) -> None:
        self.values: list[float] = []
        """The value of every quantity."""
        self._rows: list[Row | None] = []
        self._rules = scalar_rules()

    def input(self, value: float) -> int:
        """Write down a quantity that comes from outside, or a constant; returns its number."""
        self.values.append(float(value))
        self._rows.append(None)
        return len(self._rows) - 1

    def node(self, op: str, i: int, j: int = -1) -> int:
        """Write down a node over quantities i and j (a function has no j) and work it out; returns its number.

        KeyError for an op that is none of `NODES`; ValueError, OverflowError or ZeroDivisionError where there is
        no value.
        """
        value, gradients = self._rules[op]
        values, rows = self.values, self._rows
        values.append(value(values[i], values[j]))
        rows.append((gradients, i, j))
        return len(rows) - 1

    def gradients(self, output: int = -1) -> list[float]:
        """The gradient of quantity `output` (else of the last) for every quantity; 0.0 where it depends on none of it.

        GraphError, with the number of the quantity, where a value or a gradient is not finite.
        """
        values = self.values
        found = walk_back(self._rows, values, range(len(values))[output], 1.0)
        if None in found:
            found = [0.0 if g is None else g for g in found]
        if not isfinite(sum(found, sum(values))):  # quick to see; a sum alone may also be too large
            _must_be_finite(values, "no-value")
            _must_be_finite(found, "no-gradient")
        return found


def walk_back(rows: Sequence[Row | None], values: Sequence[Any], output: int, dout: Any) -> list[Any]:
    """The gradients of quantity `output` for all, None where nothing comes back; `dout` is the one to start from.

    GraphError, with the number of the node, where a local gradient does not exist.
    """
    gradients: list[Any] = [None] * len(values)
    gradients[output] = dout
    at = output
    try:
        for at in range(output, -1, -1):
            row = rows[at]
            if row is None:
                continue
            g = gradients[at]
            if g is None:
                continue
            send, i, j = row
            gx, gy = send(g, values[i], values[j], values[at])
            known = gradients[i]
            gradients[i] = gx if known is None else known + gx
            if j >= 0:
                known = gradients[j]
                gradients[j] = gy if known is None else known + gy
    except (ArithmeticError, ValueError):
        raise GraphError("no-gradient", name=str(at)) from None
    return gradients


def _must_be_finite(numbers: Sequence[float], code: str) -> None:
    for at, number in enumerate(numbers):
        if not isfinite(number):
            raise GraphError(code, name=str(at))
