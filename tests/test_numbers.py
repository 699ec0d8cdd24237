"""Numbers as a learner reads them."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.core import parse
from tutor.core.expression import GRAPH_LIMITS
from tutor.numbers import DIGITS, show


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (220.00000000000003, "220"),
        (110.00000000000001, "110"),
        (2.2, "2.2"),
        (0.1 + 0.2, "0.3"),
        (200, "200"),
        (-3, "-3"),
        (0, "0"),
        (-0.0, "0"),
        (-1e-300 * 1e-300, "0"),
        (1 / 3, "0.333333333333"),
        (2 / 3, "0.666666666667"),
        (0.0001, "0.0001"),
        (0.00001, "1e-5"),
        (1e12, "1e12"),
        (123456789012, "123456789012"),
        (1e100, "1e100"),
        (-1.5e-7, "-1.5e-7"),
        (np.float64(2.2), "2.2"),
        (np.int64(7), "7"),
        (np.float32(0.5), "0.5"),
        (np.array(3.0), "3"),
        (np.array([1, 2.5, -0.0]), "[1, 2.5, 0]"),
        (np.array([[1, 2], [3, 4]]), "[[1, 2], [3, 4]]"),
        (np.array([]), "[]"),
    ],
)
def test_show(value: object, text: str) -> None:
    assert show(value) == text


def test_fewer_digits() -> None:
    assert show(math.pi, 3) == "3.14"
    assert show(123456, 3) == "1.23e5"


@given(st.floats(-1e99, 1e99).filter(lambda x: x == 0 or abs(x) > 1e-90))
def test_what_is_shown_can_be_typed(x: float) -> None:
    text = show(x)
    assert text.isascii()
    assert " " not in text
    digits = text.lstrip("-").partition("e")[0].replace(".", "").lstrip("0")
    assert len(digits) <= DIGITS
    assert parse(text, GRAPH_LIMITS).is_number
    assert parse(text, GRAPH_LIMITS).evaluate(limits=GRAPH_LIMITS) == pytest.approx(x, rel=10.0 ** (1 - DIGITS), abs=0)


@given(st.floats(-1e11, 1e11).filter(lambda x: x == 0 or abs(x) > 1e-90))
def test_what_is_shown_can_be_typed_as_an_answer(x: float) -> None:
    assert parse(show(x)).evaluate() == pytest.approx(x, rel=10.0 ** (1 - DIGITS), abs=0)


@given(st.integers(-(10**11), 10**11))
def test_whole_numbers_are_shown_whole(n: int) -> None:
    assert show(n) == show(float(n)) == str(n)
