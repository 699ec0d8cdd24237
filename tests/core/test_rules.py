"""The rules, from which quick code is made, say what the layers say: node by node, on floats and on arrays."""

import math
import random

import numpy as np
import pytest

from tests.core.test_layers import DOMAINS
from tutor.core.layers import NODES
from tutor.core.rules import RULES, array_rules, scalar_rules

TRIALS = 200


def trials(op: str) -> list[tuple[float, ...]]:
    draw = random.Random(op)
    corners = [(0.0,), (1.0,), (-1.0,), (2.0,)] if len(DOMAINS[op]) == 1 else [(1.0, 1.0), (0.0, 1.0), (2.0, 0.0)]
    return corners + [tuple(draw.uniform(*span) for span in DOMAINS[op]) for _ in range(TRIALS)]


def test_every_node_has_one() -> None:
    assert set(RULES) == set(NODES)
    for op, rule in RULES.items():
        assert len(rule.gradients) == len(DOMAINS[op])


@pytest.mark.parametrize("op", sorted(NODES))
def test_as_the_layer_has_it(op: str) -> None:
    scalar, array = scalar_rules()[op], array_rules()[op]
    agreed = 0
    for operands in trials(op):
        x, y = operands[0], operands[-1]
        layer = NODES[op]()
        try:
            value = layer.forward(*operands)
            back = layer.backward(0.7)
        except (ValueError, ZeroDivisionError):
            with pytest.raises((ValueError, ZeroDivisionError)):
                scalar.gradients(0.7, x, y, scalar.value(x, y))
            continue
        expected = [float(g) for g in (back if isinstance(back, tuple) else (back,))]
        z = scalar.value(x, y)
        found = scalar.gradients(0.7, x, y, z)[: len(expected)]
        assert z == value
        assert found == pytest.approx(expected, rel=1e-15, nan_ok=True)
        arrays = [np.array([operand]) for operand in (x, y)]
        with np.errstate(all="ignore"):
            many = array.value(*arrays)
            back = array.gradients(0.7, *arrays, many)[: len(expected)]
        assert many[0] == pytest.approx(value, rel=1e-14)
        assert [float(np.broadcast_to(g, (1,))[0]) for g in back] == pytest.approx(expected, rel=1e-14, nan_ok=True)
        agreed += 1
    assert agreed >= TRIALS


@pytest.mark.parametrize("op", sorted(NODES))
def test_what_hides_that_an_input_is_infinite_is_marked(op: str) -> None:
    """Where some infinite input gives a finite value, the rule must say so: the input is looked at then."""
    scalar = scalar_rules()[op]
    infinite = [(math.inf, 2.0), (-math.inf, 2.0)]
    if len(DOMAINS[op]) == 2:
        infinite += [(2.0, math.inf), (2.0, -math.inf), (0.5, math.inf)]
    finite = False
    for x, y in infinite:
        try:
            finite |= math.isfinite(scalar.value(x, y))
        except (ValueError, OverflowError):
            continue
    assert finite == RULES[op].hides
