"""Answers as people type them: read as meant, never graded where they can't be read, and safe whatever they are."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.core import Graph
from tutor.core.errors import ExpressionError
from tutor.quiz import ChoiceQuestion, Option, grade, gradient_question, value_question
from tutor.quiz.answer import Ask, Reading, Unreadable, read, read_choice
from tutor.quiz.typed import UNITS

from .situations import SHOP, SHOP_INPUTS, shop, value

NAMES = {"apple": 100.0, "count": 2.0, "tax": 1.1, "subtotal": 200.0, "price": 220.0}

# What is typed to d price / d apple = 2.2: the verdict, and what it was read as where that is more than a number.
TYPED: list[tuple[str, str, str | None]] = [
    ("2.2", "right", None),
    ("2.20", "right", None),
    (" 2.2 ", "right", None),
    ("2.2\n", "right", None),
    ("+2.2", "right", None),
    ("22e-1", "right", None),
    ("0.22e1", "right", None),
    ("2.2000000000000003", "right", None),
    ("11/5", "right", "11/5 = 2.2"),
    ("2*1.1", "right", "2*1.1 = 2.2"),
    ("2 * 1.1", "right", "2 * 1.1 = 2.2"),
    ("(1+1)*1.1", "right", "(1+1)*1.1 = 2.2"),
    ("count*tax", "right", "count*tax = 2.2"),
    ("tax*count*1", "right", "tax*count*1 = 2.2"),
    ("Count*TAX", "right", "Count*TAX = 2.2"),
    ("price/apple", "right", "price/apple = 2.2"),
    ("sqrt(4.84)", "right", "sqrt(4.84) = 2.2"),
    ("2^1+0.2", "right", "2^1+0.2 = 2.2"),
    ("2**1+0.2", "right", "2**1+0.2 = 2.2"),
    # look-alikes
    ("2×1.1", "right", "2*1.1 = 2.2"),
    ("2·1.1", "right", "2*1.1 = 2.2"),
    ("11÷5", "right", "11/5 = 2.2"),
    ("−2.2", "wrong", None),
    ("3.3 − 1.1", "right", "3.3 - 1.1 = 2.2"),
    ("２．２", "right", None),
    ("２*１．１", "right", "2*1.1 = 2.2"),
    ("＝ 2.2", "right", "2.2"),
    # labels in front
    ("= 2.2", "right", "2.2"),
    ("dx = 2.2", "right", "2.2"),
    ("d price / d apple = 2.2", "right", "2.2"),
    ("d price/d apple=count*tax", "right", "count*tax = 2.2"),
    ("∂price/∂apple = 2.2", "right", "2.2"),
    ("dL/dx=2.2", "right", "2.2"),
    ("정답 = 2.2", "right", "2.2"),
    ("2*1.1 = 2.2", "right", "2.2"),
    ("count*tax = 2.2", "right", "2.2"),
    ("2*1.1 = 2.2원", "right", "2.2"),
    ("count*tax = 2.3", "unreadable", None),
    ("price = 2.2", "unreadable", None),
    ("a = b = 2.2", "unreadable", None),
    ("dx =", "unreadable", None),
    ("2 3 = 2.2", "unreadable", None),
    # units
    ("2.2원", "right", None),
    ("2.2 원", "right", None),
    ("₩2.2", "right", None),
    ("₩ 2.2", "right", None),
    ("2.2 ₩", "right", None),
    ("2.2 won", "right", None),
    ("2.2won", "right", None),
    ("2.2 Won", "right", None),
    ("$2.2", "right", None),
    ("2.2개", "right", None),
    ("dx = 2.2 원", "right", "2.2"),
    ("(2*1.1)원", "right", "(2*1.1) = 2.2"),
    ("count*tax won", "right", "count*tax = 2.2"),
    ("won", "unreadable", None),
    ("원", "unreadable", None),
    ("2.2 apples", "unreadable", None),
    ("taxwon", "unreadable", None),
    # commas
    ("2,2", "ask", None),
    ("2,20", "ask", None),
    ("x = 2,2", "ask", None),
    ("2,2원", "ask", None),
    ("2*1,1", "ask", None),
    ("1,000", "ask", None),
    ("1,234,567", "wrong", "1234567"),
    ("1,234,567.5", "wrong", "1234567.5"),
    ("2,2 apples", "unreadable", None),
    ("max(2.2, 1)", "right", "max(2.2, 1) = 2.2"),
    ("max(1,2.2)", "right", "max(1,2.2) = 2.2"),
    ("max(count, 1)*tax", "right", "max(count, 1)*tax = 2.2"),
    ("max（２．２，１）", "right", "max(2.2,1) = 2.2"),
    ("max(2.2,1)원", "right", "max(2.2,1) = 2.2"),
    ("max(1,2)*1.1 = 2.2", "right", "2.2"),
    ("d max(apple,1)/d apple = 2.2", "right", "2.2"),
    ("max(2,2)", "wrong", "max(2,2) = 2"),
    ("2,2*max(1,0)", "ask", None),
    ("max(2.2)", "unreadable", None),
    ("max(2,2,1)", "unreadable", None),
    ("max(2,2", "unreadable", None),
    ("max 2,2", "unreadable", None),
    ("(count,tax)", "unreadable", None),
    ("100,000,0", "unreadable", None),
    # wrong, but numbers
    ("3.1", "wrong", None),
    ("100", "wrong", None),
    ("1e2", "wrong", None),
    ("2^3", "wrong", "2^3 = 8"),
    ("-2^2", "wrong", "-2^2 = -4"),
    ("log(2)", "wrong", "log(2) = 0.69314718056"),
    ("e", "wrong", "e = 2.71828182846"),
    ("apple", "wrong", "apple = 100"),
    (".5", "wrong", None),
    ("5.", "wrong", None),
    ("0", "wrong", None),
    ("2.19", "wrong", None),
    ("2.21", "wrong", None),
    ("2.2001", "wrong", None),
    # no numbers
    ("", "unreadable", None),
    ("   ", "unreadable", None),
    ("?", "unreadable", None),
    ("two", "unreadable", None),
    ("모르겠어요", "unreadable", None),
    ("2.2.", "right", None),
    ("2.2?", "unreadable", None),
    ("2 1.1", "unreadable", None),
    ("2 x 1.1", "right", "2 * 1.1 = 2.2"),
    ("2(1.1)", "unreadable", None),
    ("(2*1.1", "unreadable", None),
    ("2*1.1)", "unreadable", None),
    ("2**", "unreadable", None),
    ("2²", "wrong", "2^2 = 4"),
    ("½", "unreadable", None),
    ("٢", "unreadable", None),
    ("1_000", "wrong", "1000"),
    ("0x10", "unreadable", None),
    ("220%", "right", "(220/100) = 2.2"),
    ("sqrt 4.84", "unreadable", None),
    ("inf", "unreadable", None),
    ("nan", "unreadable", None),
    ("1/0", "unreadable", None),
    ("1e999", "unreadable", None),
    ("1e13", "unreadable", None),
    ("9^99", "unreadable", None),
    ("sqrt(-1)", "unreadable", None),
    ("2.2\x1b[2J", "unreadable", None),
    ("\u202e2.2", "unreadable", None),
    ("2.2\x00", "unreadable", None),
    ("[bold]2.2[/]", "unreadable", None),
]

TYPED_IN_KOREAN: list[tuple[str, str, str | None]] = [
    ("개수*소비세", "right", "개수*소비세 = 2.2"),
    ("개수 × 소비세", "right", "개수 * 소비세 = 2.2"),
    ("count*소비세", "right", "count*소비세 = 2.2"),
    ("개수*소비세 원", "right", "개수*소비세 = 2.2"),
    (unicodedata.normalize("NFD", "개수*소비세"), "right", "개수*소비세 = 2.2"),
    ("d가격/d사과 = 2.2", "right", "2.2"),
    ("2.2원", "right", None),
    ("2 * 소비세", "right", "2 * 소비세 = 2.2"),
    ("max(개수, 1) * 소비세", "right", "max(개수, 1) * 소비세 = 2.2"),
    ("max（개수，소비세）*1.1원", "right", "max(개수,소비세)*1.1 = 2.2"),
    ("가격/100", "right", "가격/100 = 2.2"),
    ("개수", "wrong", "개수 = 2"),
    ("2개", "wrong", None),
    ("개", "unreadable", None),
    ("소비세원", "unreadable", None),
    ("한 상자의 값", "unreadable", None),
]


def test_the_table_is_large() -> None:
    assert len(TYPED) + len(TYPED_IN_KOREAN) > 100


@pytest.mark.parametrize(("text", "kind", "read_as"), TYPED, ids=[repr(row[0]) for row in TYPED])
def test_typed(text: str, kind: str, read_as: str | None) -> None:
    verdict = grade(shop(), text)
    assert verdict.kind == kind, verdict
    assert verdict.read_as == (read_as and f"read as {read_as}")
    assert verdict.message
    assert (verdict.column is not None) == (kind == "unreadable")
    assert (verdict.value is not None) == (kind not in ("unreadable", "ask"))
    assert bool(verdict.choices) == (kind == "ask")


@pytest.mark.parametrize(("text", "kind", "read_as"), TYPED_IN_KOREAN)
def test_typed_in_korean(text: str, kind: str, read_as: str | None) -> None:
    verdict = grade(shop(lang="ko"), text)
    assert verdict.kind == kind, verdict
    assert (verdict.read_as or "").endswith(read_as or "")
    assert (verdict.read_as is None) == (read_as is None)


class TestTheWholeNumberAsked:
    """price = 220 is asked for as a value: what follows from nothing but the inputs may be used."""

    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("220", "right"),
            ("220.00000000000003", "right"),
            ("220원", "right"),
            ("₩220", "right"),
            ("price = 220", "right"),
            ("apple*count*tax", "right"),
            ("100*2*1.1", "right"),
            ("2e2", "wrong"),
            ("price", "unreadable"),
            ("Price", "unreadable"),
            ("subtotal*tax", "unreadable"),
            ("220 = price", "unreadable"),
            ("price = subtotal*tax", "unreadable"),
        ],
    )
    def test_typed(self, text: str, kind: str) -> None:
        assert grade(value(SHOP, SHOP_INPUTS, "price"), text).kind == kind

    def test_what_is_not_shown_is_said(self) -> None:
        verdict = grade(value(SHOP, SHOP_INPUTS, "price"), "2 + subtotal")
        assert (verdict.column, verdict.text) == (4, "2 + subtotal")
        assert "subtotal" in verdict.message and "not shown yet" in verdict.message
        verdict = grade(value(SHOP, SHOP_INPUTS, "price", "ko"), "가격")
        assert verdict.kind == "unreadable" and "가격" in verdict.message

    def test_what_follows_from_the_asked_value_gives_it_away(self) -> None:
        assert grade(value(SHOP, SHOP_INPUTS, "subtotal"), "price/tax").kind == "unreadable"
        assert grade(value(SHOP, SHOP_INPUTS, "subtotal"), "apple*count").kind == "right"

    def test_a_quantity_named_like_a_constant(self) -> None:
        asked = value("e = x * y\nz = e * 2", {"x": 3, "y": 4}, "e")
        assert grade(asked, "e").kind == "unreadable"  # not 2.718
        assert grade(asked, "e = 12").kind == "right"
        assert grade(asked, "x*y").kind == "right"

    def test_a_shown_quantity_named_like_a_constant(self) -> None:
        asked = value("z = e * x", {"e": 3, "x": 4}, "z")
        assert grade(asked, "e*x").kind == "right"


class TestNames:
    def test_another_case_is_read_where_only_one_name_fits(self) -> None:
        assert read("TAX", NAMES) == Reading(1.1, "TAX = 1.1")
        assert isinstance(read("AB", {"ab": 1.0, "Ab": 2.0}), Unreadable)
        assert read("AB", {"ab": 1.0, "Ab": 1.0}) == Reading(1.0, "AB = 1")  # a name and its label
        assert read("ab", {"ab": 1.0, "AB": 2.0}) == Reading(1.0, "ab = 1")

    def test_a_hidden_name_in_another_case_is_not_taken_for_a_shown_one(self) -> None:
        found = read("X", {"x": 1.0}, frozenset({"X"}))
        assert isinstance(found, Unreadable) and found.error.code == "not-shown-yet"

    def test_a_name_may_end_like_a_unit(self) -> None:
        assert read("사과2개", {"사과2개": 7.0}) == Reading(7.0, "사과2개 = 7")
        assert read("3*w2box", {"w2box": 2.0}) == Reading(6.0, "3*w2box = 6")
        found = read("w2box", {}, frozenset({"w2box"}))
        assert isinstance(found, Unreadable) and found.error.code == "not-shown-yet"
        assert read("2개", {"개": 5.0}) == Reading(2.0, None, "개")

    def test_units(self) -> None:
        for unit in UNITS:
            assert read(f"2.2 {unit}", NAMES) == Reading(2.2, None, unit)
            assert read(f"2.2{unit}", NAMES) == Reading(2.2, None, unit)
            assert unit in grade(shop(), f"3.1{unit}").message

    def test_names_in_another_unicode_form_build_a_question_too(self) -> None:
        nfd = unicodedata.normalize("NFD", "사과")
        graph = Graph.parse(f"값 = {nfd} * 개수")
        asked = gradient_question(graph, {nfd: 3, "개수": 2}, "값", nfd)
        assert asked.quantity == "사과" and asked.truth == 2
        assert grade(asked, unicodedata.normalize("NFD", "개수")).kind == "right"
        assert value_question(graph, {nfd: 3, "개수": 2}, "값").truth == 6


class TestCommas:
    @pytest.mark.parametrize(
        ("text", "choices"),
        [
            ("2,2", ("2.2",)),
            ("-2,25", ("-2.25",)),
            ("0,125", ("0.125",)),
            ("1,000", ("1000", "1.000")),
            ("12,000", ("12000", "12.000")),
            ("1000,000", ("1000.000",)),
            ("2,2*1,1", ("2.2*1,1",)),
            ("price = 2,2 won", ("2.2",)),
            ("2,2+max(1,2)", ("2.2+max(1,2)",)),
            ("max(1,2)*1,000", ("max(1,2)*1000", "max(1,2)*1.000")),
            ("max((2,2),1)", ("max((2.2),1)",)),
            ("max(sqrt(2,25),1)", ("max(sqrt(2.25),1)",)),
            ("sqrt(2,25)", ("sqrt(2.25)",)),
        ],
    )
    def test_what_may_be_meant(self, text: str, choices: tuple[str, ...]) -> None:
        assert read(text, NAMES) == Ask(choices)

    @pytest.mark.parametrize("text", ["2,2", "1,000", "2,2*1,1", "3,5*2", "(1,5)", "max((1,000),2)*3,5"])
    def test_each_choice_can_be_given_as_an_answer(self, text: str) -> None:
        todo = [text]
        while todo:
            found = read(todo.pop(), NAMES)
            assert isinstance(found, (Reading, Ask))
            todo += found.choices if isinstance(found, Ask) else ()

    def test_the_sentence(self) -> None:
        assert "did you mean 2.2?" in grade(shop(), "2,2").message
        assert "1000 or 1.000?" in grade(shop(), "1,000").message

    def test_grouped_digits_are_one_number(self) -> None:
        assert read("1,234,567", NAMES) == Reading(1234567.0, "1234567")
        assert read("1,234.5", NAMES) == Reading(1234.5, "1234.5")
        assert read("1,000,000/2", NAMES).value == 500000  # type: ignore[union-attr]
        assert read("1,000,000*max(1,2)", NAMES) == Reading(2000000.0, "1000000*max(1,2) = 2000000")

    @pytest.mark.parametrize(
        ("text", "right"),
        [
            ("max(2,3)", 3),
            ("max(1,000)", 1),
            ("max(3,max(4,5))", 5),
            ("max (2, 3)", 3),
            ("sqrt(max(4,9))", 3),
            ("max(tax,count)", 2),
            ("-max(-2,-3)", 2),
        ],
    )
    def test_between_operands_a_comma_parts(self, text: str, right: float) -> None:
        found = read(text, NAMES)
        assert isinstance(found, Reading) and found.value == right and found.read_as

    def test_only_a_function_of_two_operands_has_a_comma(self) -> None:
        for text in ("1,2,3", "(count,tax)", "count,tax", "2,", "max(1,2),3"):
            found = read(text, NAMES)
            assert isinstance(found, Unreadable) and found.error.code == "stray-comma", text


class TestWhere:
    @pytest.mark.parametrize(
        ("text", "code", "column"),
        [
            ("2 * (1.1", "not-closed", 4),
            ("2 * 1.1)", "not-opened", 7),
            ("2 ** ", "number-expected", 4),
            ("2 $ 3", "bad-character", 2),
            ("2½", "bad-character", 1),
            ("1 + foo", "unknown-name", 4),
            ("dx = 1 + foo", "unknown-name", 9),
            ("1/0", "divide-by-zero", 1),
            ("2 + 3 4", "operator-expected", 6),
            ("a = b = c", "two-equals", 6),
            ("count = 3", "sides-differ", 6),
            ("2+ = 3", "left-of-equals", 0),
            ("", "empty", 0),
            ("1,5 + foo(2)", "operator-expected", 9),
            ("max(1,234,567)", "too-many-operands", 9),
            ("2*max(1)", "too-few-operands", 7),
            ("max(1,", "number-expected", 6),
            ("max(,)", "number-expected", 4),
            ("1,234,567+max(1,2,3)", "too-many-operands", 17),
        ],
    )
    def test_the_column(self, text: str, code: str, column: int) -> None:
        found = read(text, NAMES)
        assert isinstance(found, Unreadable)
        assert (found.error.code, found.column) == (code, column)
        assert 0 <= found.column <= len(found.text)

    def test_the_caret_counts_in_the_text_that_is_given_back(self) -> None:
        found = read(unicodedata.normalize("NFD", "개수 + 배"), {"개수": 2.0})
        assert isinstance(found, Unreadable)
        assert found.text[found.column :] == "배"

    def test_too_long_gives_nothing_back(self) -> None:
        verdict = grade(shop(), "1" * 201)
        assert (verdict.kind, verdict.column, verdict.text) == ("unreadable", 0, "")


class TestChoices:
    @pytest.mark.parametrize(
        ("text", "chosen"),
        [
            ("2", {2}),
            (" 2 ", {2}),
            ("1 3", {1, 3}),
            ("1,3", {1, 3}),
            ("3, 1", {1, 3}),
            ("b", {2}),
            ("A C", {1, 3}),
            ("2.", {2}),
            ("2)", {2}),
            ("(2)", {2}),
            ("2번", {2}),
            ("１", {1}),
            ("2 2", {2}),
        ],
    )
    def test_read(self, text: str, chosen: set[int]) -> None:
        assert read_choice(text, 3) == frozenset(chosen)

    @pytest.mark.parametrize(
        "text", ["", " ", "0", "4", "13", "d", "two", "-1", "1.5", "²", "1" * 300, "1" + " " * 300]
    )
    def test_not_read(self, text: str) -> None:
        assert isinstance(read_choice(text, 3), Unreadable)

    def test_verdicts(self) -> None:
        asked = ChoiceQuestion((Option("A", True, "yes A"), Option("B", False, "not B"), Option("C", True, "yes C")))
        assert (grade(asked, "1 3").kind, grade(asked, "1 3").message) == ("right", "yes A\nyes C")
        half = grade(asked, "1")
        assert (half.kind, half.mistakes) == ("wrong", ()) and "1 more" in half.message
        wrong = grade(asked, "1 2")
        assert (wrong.kind, wrong.mistakes, wrong.message) == ("wrong", ("option-2",), "not B")
        assert grade(asked, "x").kind == "unreadable" and "3" in grade(asked, "x").message


@settings(max_examples=150, deadline=None)
@given(st.text())
def test_any_text_is_judged(text: str) -> None:
    verdict = grade(shop(), text)
    assert verdict.kind in ("unreadable", "ask", "wrong", "right", "close")


@settings(max_examples=100, deadline=None)
@given(st.floats(-1e12, 1e12))
def test_a_number_as_python_prints_it_is_that_number(number: float) -> None:
    text = repr(number)
    found = read(text, {})
    if isinstance(found, Unreadable):  # more than two digits of exponent
        assert "e-" in text and len(text.partition("e-")[2]) > 2
    else:
        assert isinstance(found, Reading) and found.value == number and found.read_as is None


def test_an_error_keeps_its_place_within_the_text() -> None:
    assert isinstance(read("2 +", NAMES), Unreadable)
    found = read("2 +   ", NAMES)
    assert isinstance(found, Unreadable) and isinstance(found.error, ExpressionError)
    assert found.column == 3
