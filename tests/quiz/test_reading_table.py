"""The forms in which people write numbers, and the verdict that each must get, in both languages."""

from __future__ import annotations

import pytest

from tutor.quiz import Question, grade
from tutor.quiz.answer import Ask, Reading, Unreadable, read
from tutor.words import LANGUAGES

from .situations import SHOP, SHOP_INPUTS, gradient, shop, value

Row = tuple[str, str, str | None]
"""What is typed, the verdict, and what it is read as where that is more than the number typed."""

# To d price / d apple = 2.2, in either language.
IN_ANY_LANGUAGE: list[Row] = [
    # powers and roots
    ("2²", "wrong", "2^2 = 4"),
    ("1.1²*2", "wrong", "1.1^2*2 = 2.42"),
    ("-2²", "wrong", "-2^2 = -4"),
    ("(1+1)²", "wrong", "(1+1)^2 = 4"),
    ("22·10⁻¹", "right", "22*10^(-1) = 2.2"),
    ("2.2·10⁰", "right", "2.2*10^0 = 2.2"),
    ("2^10 - 2¹⁰ + 2.2", "right", "2^10 - 2^10 + 2.2 = 2.2"),
    ("²", "unreadable", None),
    ("2²3", "unreadable", None),
    ("2².5", "unreadable", None),
    ("2²e3", "unreadable", None),
    ("2²⁻¹", "unreadable", None),
    ("√4.84", "right", "sqrt(4.84) = 2.2"),
    ("√(4.84)", "right", "sqrt(4.84) = 2.2"),
    ("2*√1.21", "right", "2*sqrt(1.21) = 2.2"),
    ("√", "unreadable", None),
    ("π", "wrong", "π = 3.14159265359"),
    # x as times
    ("2x1.1", "right", "2*1.1 = 2.2"),
    ("2 x 1.1", "right", "2 * 1.1 = 2.2"),
    ("2X1.1", "right", "2*1.1 = 2.2"),
    ("2x1.1x1", "right", "2*1.1*1 = 2.2"),
    ("2 x (1.1)", "right", "2 * (1.1) = 2.2"),
    ("(2)x(1.1)", "right", "(2)*(1.1) = 2.2"),
    ("count x tax", "right", "count * tax = 2.2"),
    ("-2x-1.1", "right", "-2*-1.1 = 2.2"),
    ("2✖1.1", "right", "2*1.1 = 2.2"),
    ("0x10", "unreadable", None),
    ("2x", "unreadable", None),
    ("x2", "unreadable", None),
    ("2xx1.1", "unreadable", None),
    # percent
    ("220%", "right", "(220/100) = 2.2"),
    ("220 ％", "right", "(220/100) = 2.2"),
    ("count*110%", "right", "count*(110/100) = 2.2"),
    ("22/1000%", "right", "22/(1000/100) = 2.2"),
    ("10%", "wrong", "(10/100) = 0.1"),
    ("2.2 + 0%", "unreadable", None),
    ("200 + 10%", "unreadable", None),
    ("%", "unreadable", None),
    ("2,2%", "ask", None),
    # groups of digits
    ("1 000", "wrong", "1000"),
    ("1\u202f000", "wrong", "1000"),
    ("1\u00a0000,5", "ask", None),
    ("12 345 678.5", "wrong", "12345678.5"),
    ("1_000", "wrong", "1000"),
    ("1'000", "wrong", "1000"),
    ("1’234’567", "wrong", "1234567"),
    ("2 100", "ask", None),
    ("1 00", "unreadable", None),
    ("1__000", "unreadable", None),
    ("1_000_00", "unreadable", None),
    # about, labels, sentences
    ("≈ 2.2", "right", "2.2"),
    ("dx ≈ 2.2", "right", "2.2"),
    ("~2.2", "right", None),
    ("= ~2.2", "right", "2.2"),
    ("dx: 2.2", "right", "2.2"),
    ("answer: count*tax", "right", "count*tax = 2.2"),
    ("11:5", "unreadable", None),
    ("a: b: 2.2", "unreadable", None),
    ("2.2.", "right", None),
    ("2*1.1.", "right", "2*1.1 = 2.2"),
    ("2.2..", "unreadable", None),
    ("2..2", "unreadable", None),
    (".", "unreadable", None),
    # units, also of what one divides
    ("2.2 won/box", "right", None),
    ("2.2 won per box", "right", None),
    ("$2.2*1", "right", "2.2*1 = 2.2"),
    ("2.2 m/s", "right", None),
    ("2.2 Dollars", "right", None),
    ("1.1 m²*2", "right", "1.1 *2 = 2.2"),
    ("2 boxes * 1.1", "right", "2 * 1.1 = 2.2"),
    ("₩₩2.2", "unreadable", None),
    ("2 $ 1.1", "unreadable", None),
    ("$", "unreadable", None),
    ("2.2 won won", "unreadable", None),
    # signs
    ("--2.2", "right", "--2.2 = 2.2"),
    ("−−2.2", "right", "--2.2 = 2.2"),
    ("- 2.2", "wrong", None),
    ("2.2-", "unreadable", None),
    ("==2.2", "unreadable", None),
    # near the number, and rounded
    ("2.2000000001", "right", None),
    ("2.1999999999", "right", None),
    ("2.2002", "wrong", None),
    # no numbers
    ("two", "unreadable", None),
    ("two times", "unreadable", None),
    ("-inf", "unreadable", None),
    ("NaN", "unreadable", None),
    ("∞", "unreadable", None),
    ("0/0", "unreadable", None),
    ("½", "unreadable", None),
    ("I don't know", "unreadable", None),
    ("2.2; 3", "unreadable", None),
    ("[2.2]", "unreadable", None),
]

IN_KOREAN: list[Row] = [
    ("정답: 2.2원", "right", "2.2"),
    ("정답： ２．２", "right", "2.2"),
    ("약 2.2", "right", None),
    ("약2.2원", "right", None),
    ("2.2입니다.", "right", None),
    ("2.2원입니다", "right", None),
    ("2.2배", "right", None),
    ("2.2 원/상자", "right", None),
    ("2.2원/개", "right", None),
    ("상자당 2.2원", "unreadable", None),
    ("2개 * 1.1원", "right", "2 * 1.1 = 2.2"),
    ("개수 x 소비세", "right", "개수 * 소비세 = 2.2"),
    ("개수²", "wrong", "개수^2 = 4"),
    ("110퍼센트*개수", "right", "(110/100)*개수 = 2.2"),
    ("두 배", "unreadable", None),
    ("둘", "unreadable", None),
    ("2점 2", "unreadable", None),
    # 천, 만, … are numbers
    ("3천원", "wrong", "3000"),
    ("3천 원", "wrong", "3000"),
    ("３천원", "wrong", "3000"),
    ("만 원", "wrong", "10000"),
    ("천원", "wrong", "1000"),
    ("1만 2천원", "wrong", "12000"),
    ("1만2,000원", "wrong", "12000"),
    ("1.5만", "wrong", "15000"),
    ("3천5백2십1", "wrong", "3521"),
    ("1억 2천만 원", "wrong", "120000000"),
    ("3천*2", "wrong", "3000*2 = 6000"),
    ("2천/1천+0.2", "right", "2000/1000+0.2 = 2.2"),
    ("천", "unreadable", None),
    ("이천 원", "unreadable", None),
    ("3천 5천", "unreadable", None),
    ("3만 2만 원", "unreadable", None),
    ("3천사과", "unreadable", None),
    ("3천.5", "unreadable", None),
    ("9999조", "unreadable", None),
]


def said(read_as: str | None, echo: str | None) -> bool:
    return echo is None if read_as is None else echo is not None and (echo.endswith(read_as) or read_as in echo)


@pytest.mark.parametrize(("text", "kind", "read_as"), IN_ANY_LANGUAGE)
def test_typed_in_any_language(text: str, kind: str, read_as: str | None) -> None:
    for lang in LANGUAGES:
        verdict = grade(shop(lang=lang), text)
        assert verdict.kind == kind and said(read_as, verdict.read_as), verdict
        assert (verdict.column is not None) == (kind == "unreadable")


@pytest.mark.parametrize(("text", "kind", "read_as"), IN_KOREAN)
def test_typed_in_korean(text: str, kind: str, read_as: str | None) -> None:
    verdict = grade(shop(lang="ko"), text)
    assert verdict.kind == kind and said(read_as, verdict.read_as), verdict


class TestOtherQuestions:
    PRICE = value(SHOP, SHOP_INPUTS, "price")
    TWELVE_THOUSAND = value("price = apple * count", {"apple": 3000, "count": 4}, "price", "ko")
    THIRD = gradient("y = x / n", {"x": 2, "n": 3}, "y", "x")
    NEGATIVE = gradient("y = a - b", {"a": 2, "b": 3}, "y", "b")
    ZERO = gradient("y = relu(a)", {"a": -2}, "y", "a")
    SQUARE = gradient("y = x^2", {"x": 3}, "y", "x")

    @pytest.mark.parametrize(
        ("question", "text", "kind"),
        [
            (PRICE, "220원", "right"),
            (PRICE, "₩220", "right"),
            (PRICE, "2.2e2", "right"),
            (PRICE, "100원 x 2 x 1.1", "right"),
            (PRICE, "200*110%", "right"),
            (PRICE, "200 + 10%", "unreadable"),
            (PRICE, "22 000", "wrong"),
            (TWELVE_THOUSAND, "12000", "right"),
            (TWELVE_THOUSAND, "12,000", "ask"),
            (TWELVE_THOUSAND, "12 000원", "right"),
            (TWELVE_THOUSAND, "1만 2천원", "right"),
            (TWELVE_THOUSAND, "만 이천원", "unreadable"),
            (TWELVE_THOUSAND, "3천 원 × 4", "right"),
            (TWELVE_THOUSAND, "1.2만", "right"),
            (TWELVE_THOUSAND, "12천원", "right"),
            (TWELVE_THOUSAND, "1.2*10⁴ 원", "right"),
            (THIRD, "1/3", "right"),
            (THIRD, "0.333", "right"),
            (THIRD, "0.33", "close"),
            (THIRD, "0.334", "wrong"),
            (THIRD, "33.3%", "right"),
            (THIRD, "1/n", "right"),
            (NEGATIVE, "-1", "right"),
            (NEGATIVE, "−1", "right"),
            (NEGATIVE, "－１", "right"),
            (NEGATIVE, "(-1)", "right"),
            (NEGATIVE, "1", "wrong"),
            (ZERO, "0", "right"),
            (ZERO, "-0", "right"),
            (ZERO, "0.0", "right"),
            (ZERO, "0%", "right"),
            (ZERO, "1e-12", "right"),
            (ZERO, "0/0", "unreadable"),
            (ZERO, "no", "unreadable"),
            # x is a quantity here, never a times sign
            (SQUARE, "2*x", "right"),
            (SQUARE, "2*x²/x", "right"),
            (SQUARE, "2 x 3", "unreadable"),
            (SQUARE, "2x3", "unreadable"),
            (SQUARE, "2x", "unreadable"),
        ],
    )
    def test_typed(self, question: Question, text: str, kind: str) -> None:
        assert grade(question, text).kind == kind


class TestNamesComeFirst:
    """What is the name of a quantity is never a unit, a numeral or a sign."""

    def test_a_letter_that_is_a_unit_elsewhere(self) -> None:
        assert read("2m", {}) == Reading(2.0, None, "m")
        assert isinstance(read("2m", {"m": 3.0}), Unreadable)  # not 2: it may be 2 times m
        assert isinstance(read("2 m", {"m": 3.0}), Unreadable)
        assert isinstance(read("2m", {}, frozenset({"m"})), Unreadable)
        assert read("2*m", {"m": 3.0}) == Reading(6.0, "2*m = 6")

    def test_a_numeral(self) -> None:
        assert read("만", {"만": 2.0}) == Reading(2.0, "만 = 2")
        assert read("2*천원", {"천원": 2.0}) == Reading(4.0, "2*천원 = 4")

    def test_names_that_begin_with_x(self) -> None:
        assert isinstance(read("2x1", {"x1": 3.0}), Unreadable)
        assert read("2x1", {"y": 3.0}) == Reading(2.0, "2*1 = 2")

    def test_pi(self) -> None:
        assert read("π", {"π": 3.0}) == Reading(3.0, "π = 3")


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("2 100", ("2100", "2*100")),
        ("dx = 2 100 won", ("2100", "2*100")),
        ("3+2 100", ("3+2100", "3+2*100")),
        ("1,000%", ("(1000/100)", "(1.000/100)")),
    ],
)
def test_what_may_be_meant_is_asked_and_each_choice_can_be_given(text: str, choices: tuple[str, ...]) -> None:
    assert read(text, {}) == Ask(choices)
    assert all(isinstance(read(choice, {}), Reading | Ask) for choice in choices)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2² + foo", "foo"),
        ("10⁻² + foo", "foo"),
        ("1 000 + foo", "foo"),
        ("3천원 * foo", "foo"),
        ("50% * foo", "foo"),
        ("√4 * foo", "foo"),
        ("dx: 2² + foo", "foo"),
        ("2² 3", "3"),
        ("1만 2천 + ½", "½"),
    ],
)
def test_the_caret_stands_where_it_was_typed(text: str, at: str) -> None:
    found = read(text, {})
    assert isinstance(found, Unreadable) and found.text[found.column :] == at


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("2 m²", "m²"),
        ("2원/개", "원/개"),
        ("$2 * 3원", "$, 원"),
        ("2원 + 3원", "원"),
        ("3천 원", "원"),
        ("2 Won", "Won"),
    ],
)
def test_units_are_named_as_they_were_typed(text: str, unit: str) -> None:
    found = read(text, {})
    assert isinstance(found, Reading) and found.unit == unit
