"""Formulas in a question's own names: every node has its derivatives, and they are true."""

import re

import pytest

from tutor.core import parse
from tutor.core.layers import FUNCTIONS, NODES
from tutor.quiz import formulas

from .situations import SHOP, SHOP_INPUTS, gradient, shop, value


def test_every_node_has_a_derivative_for_each_input() -> None:
    assert set(formulas.LOCAL) == set(NODES)
    for op, derivatives in formulas.LOCAL.items():
        assert len(derivatives) == (1 if op in FUNCTIONS or op == "neg" else 2)


@pytest.mark.parametrize("op", NODES)
@pytest.mark.parametrize(("x", "y"), [(2.5, 3.5), (0.5, 0.25), (7, 2)])
def test_the_derivatives_are_those_of_the_core(op: str, x: float, y: float) -> None:
    operands = [x] if op in FUNCTIONS or op == "neg" else [x, y]
    layer = NODES[op]()
    out = layer.forward(*operands)
    for slot, expected in enumerate(layer.backward(1)):
        text = formulas.local_gradient(op, slot, [formulas.number(v) for v in operands], repr(out))
        text = re.sub(r"\((\S+) > 0\)", lambda match: str(int(float(match[1]) > 0)), text)
        digits = re.sub(r"\d+\.\d{16,}", lambda match: f"{float(match[0]):.15f}", text)
        assert parse(digits).evaluate() == pytest.approx(expected, rel=1e-9)


def test_negative_numbers_stand_in_brackets() -> None:
    assert (formulas.number(-2), formulas.number(2.0), formulas.number(220.00000000000003)) == ("(-2)", "2", "220")


def test_how_a_quantity_follows_from_those_with_a_name() -> None:
    asked = gradient("s = (a + b) * c\nz = s^2 - -a / (b * c)", {"a": 1, "b": 2, "c": 3}, "z", "a")
    assert formulas.expression_text(asked, "s") == "(a + b) * c"
    assert formulas.expression_text(asked, "z") == "s^2 - -a / (b * c)".replace("^", " ^ ")
    assert formulas.expression_text(asked, "a") == "a"
    assert formulas.operation(asked, "s") == "(a + b) * c"


def test_in_the_names_of_the_page() -> None:
    asked = shop("apple", "ko")
    assert asked.formula == "d 가격 / d 사과"
    assert formulas.operation(asked, "subtotal") == "사과 * 개수"
    assert formulas.operation(asked, "price", formulas.in_numbers(asked)) == "200 * 1.1"
    assert value(SHOP, SHOP_INPUTS, "price", "ko").formula == "가격"
