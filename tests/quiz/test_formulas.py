"""Formulas in a question's own names: every node has its derivatives, and they are true."""

import re

import pytest

from tutor.core import parse
from tutor.core.layers import NODES
from tutor.quiz import formulas

from .situations import SHOP, SHOP_INPUTS, gradient, shop, value


def test_every_node_has_a_derivative_for_each_input() -> None:
    assert set(formulas.LOCAL) == set(NODES)
    for op, derivatives in formulas.LOCAL.items():
        assert len(derivatives) == NODES[op].arity


@pytest.mark.parametrize("op", NODES)
@pytest.mark.parametrize(("x", "y"), [(2.5, 3.5), (0.5, 0.25), (7, 2), (3, 3)])
def test_the_derivatives_are_those_of_the_core(op: str, x: float, y: float) -> None:
    layer = NODES[op]()
    operands = [x, y][: layer.arity]
    out = layer.forward(*operands)
    gradients = layer.backward(1)
    for slot, expected in enumerate([gradients] if layer.arity == 1 else gradients):
        text = formulas.local_gradient(op, slot, [formulas.number(v) for v in operands], repr(out))
        text = re.sub(r"\((\S+) > (\S+)\)", lambda match: str(int(float(match[1]) > float(match[2]))), text)
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


def test_a_function_of_two_operands() -> None:
    asked = gradient("m = max(a + b, c) * 2", {"a": 1, "b": 2, "c": 5}, "m", "c")
    assert formulas.expression_text(asked, "m") == "max(a + b, c) * 2"
    assert formulas.operation(asked, "max(a+b,c)") == "max(a + b, c)"
    assert formulas.operation(asked, "max(a+b,c)", formulas.in_numbers(asked)) == "max(3, 5)"
    assert formulas.sent_back(asked, "c") == ["2 * (5 > 3)"]
    assert formulas.sent_back(asked, "a+b") == ["2 * (3 > 5)"]
    assert formulas.sent_back(asked.with_values({"a": 1, "b": 2, "c": 3}), "c") == ["2 * 1 / 2"]


def test_in_the_names_of_the_page() -> None:
    asked = shop("apple", "ko")
    assert asked.formula == "d 가격 / d 사과"
    assert formulas.operation(asked, "subtotal") == "사과 * 개수"
    assert formulas.operation(asked, "price", formulas.in_numbers(asked)) == "200 * 1.1"
    assert value(SHOP, SHOP_INPUTS, "price", "ko").formula == "가격"
