"""Every wrong thought: its formula's number, where it applies and where not, and that its reply has the number."""

from dataclasses import replace
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, assume, given, settings

from tutor.numbers import show
from tutor.quiz import Question, grade
from tutor.quiz.grading import matching_digits
from tutor.quiz.mistakes import MISTAKES, same
from tutor.words import words

from .random_graphs import questions
from .situations import DELIVERY, DELIVERY_INPUTS, SHOP, SHOP_INPUTS, delivery, gradient, shop, value

SUB = "z = (x - y) * w"
DIV = "q = x / y\nz = q * w"
POW = "p = x^3\nz = p * w"
XYW = {"x": 6, "y": 2, "w": 5}


class Row(NamedTuple):
    """A mistake, a question where it applies, and the number that its formula gives there, written out."""

    id: str
    question: Question
    number: float


APPLIES = [
    # d is 1.1, x is 100, y is 2
    Row("own-input", shop("apple"), 1.1 * 100),
    Row("own-input", shop("tax"), 1.1),
    Row("own-input", gradient("y = 3 * x\nz = y * w", {"x": 4, "w": 5}, "z", "x"), 5 * 4),
    Row("no-upstream", shop("apple"), 2),
    Row("no-upstream", delivery("shipping"), 1),
    Row("no-upstream", gradient(SUB, XYW, "z", "y"), -1),
    Row("adds-upstream", shop("apple"), 1.1 + 2),
    Row("adds-upstream", delivery("shipping"), 1.1 + 1),
    Row("upstream-only", shop("apple"), 1.1),
    Row("upstream-only", shop("tax"), 1),
    Row("upstream-only", gradient(DIV, XYW, "z", "x"), 5),
    Row("uses-output", delivery("apple"), 1.1 * 200),
    Row("uses-output", shop("tax"), 220),
    Row("output-value", delivery("apple"), 253),
    Row("output-value", shop("price"), 220),
    Row("output-value", gradient("z = x * x", {"x": 3}, "z", "x"), 9),
    Row("add-as-mul", delivery("shipping"), 1.1 * 200),
    Row("add-as-mul", delivery("boxes"), 1.1 * 30),
    Row("add-splits", delivery("shipping"), 1.1 / 2),
    Row("add-splits", gradient("z = x + y", {"x": 3, "y": 4}, "z", "x"), 1 / 2),
    Row("seed-is-output", shop("apple"), 220 * 2.2),
    Row("seed-is-output", shop("price"), 220),
    Row("seed-is-output", gradient("z = x * x", {"x": 3}, "z", "x"), 9 * 6),
    Row("forward-value", shop("apple"), 100),
    Row("forward-value", gradient("z = x * x", {"x": 5}, "z", "x"), 5),
    Row("sign-sub", gradient(SUB, XYW, "z", "y"), 5),
    Row("div-sign", gradient(DIV, XYW, "z", "y"), 5 * 6 / 2**2),
    Row("div-sign", gradient(DIV, XYW, "z", "y"), -5 * 6 / 2),
    Row("pow-exponent", gradient(POW, XYW, "z", "x"), 5 * 3 * 6**3),
    Row("pow-exponent", gradient(POW, XYW, "z", "x"), 5 * 6**2),
    Row("stops-early", value(SHOP, SHOP_INPUTS, "price"), 200),
    Row("adds-at-multiply", value(SHOP, SHOP_INPUTS, "subtotal"), 100 + 2),
    Row("adds-at-multiply", value(SHOP, SHOP_INPUTS, "price"), 200 + 1.1),
    Row("multiplies-at-add", value(DELIVERY, DELIVERY_INPUTS, "subtotal"), 200 * 30),
    Row("swaps-operands", value(DIV, XYW, "q"), 2 / 6),
    Row("swaps-operands", value("z = x - y", XYW, "z"), 2 - 6),
    Row("swaps-operands", value("z = x ^ y", XYW, "z"), 2**6),
    Row("leaves-out", value(SHOP, SHOP_INPUTS, "price"), 100 * 1.1),
    Row("leaves-out", value(SHOP, SHOP_INPUTS, "price"), 2 * 1.1),
    Row("leaves-out", value("z = (x + 3) * w", XYW, "z"), 6 * 5),
]

# Where the thought would change nothing, or there is no such node.
ABSENT = [
    ("own-input", delivery("shipping")),
    ("own-input", gradient(SUB, XYW, "z", "y")),
    ("own-input", gradient("z = x * x", {"x": 3}, "z", "x")),
    ("no-upstream", shop("tax")),
    ("no-upstream", shop("subtotal")),
    ("no-upstream", shop("price")),
    ("no-upstream", gradient("s = x * y\nz = s + w", XYW, "z", "x")),  # an add node behind it: d is always 1
    ("adds-upstream", shop("tax")),
    ("adds-upstream", shop("price")),
    ("upstream-only", delivery("shipping")),  # at an add node it is the right number
    ("upstream-only", shop("price")),
    ("uses-output", delivery("shipping")),
    ("add-as-mul", shop("apple")),
    ("add-splits", shop("apple")),
    ("seed-is-output", value(SHOP, SHOP_INPUTS, "price")),
    ("forward-value", value(SHOP, SHOP_INPUTS, "price")),
    ("output-value", value(SHOP, SHOP_INPUTS, "price")),
    ("sign-sub", gradient(SUB, XYW, "z", "x")),
    ("div-sign", gradient(DIV, XYW, "z", "x")),
    ("pow-exponent", gradient("z = w ^ x", {"w": 2, "x": 3}, "z", "x")),
    ("pow-exponent", shop("apple")),
    ("stops-early", value(SHOP, SHOP_INPUTS, "subtotal")),
    ("stops-early", shop("apple")),
    ("adds-at-multiply", value(DELIVERY, DELIVERY_INPUTS, "subtotal")),
    ("multiplies-at-add", value(SHOP, SHOP_INPUTS, "price")),
    ("swaps-operands", value(SHOP, SHOP_INPUTS, "price")),
    ("leaves-out", value(SHOP, SHOP_INPUTS, "subtotal")),
]

# One node and the path.
ONE_NODE = {
    "own-input",
    "no-upstream",
    "adds-upstream",
    "upstream-only",
    "uses-output",
    "output-value",
    "add-as-mul",
    "add-splits",
    "seed-is-output",
    "forward-value",
    "sign-sub",
    "div-sign",
    "pow-exponent",
}


def ids_of(question: Question) -> set[str]:
    return {name for found in question.mistakes for name in found.ids}


def in_korean(question: Question) -> Question:
    return replace(question, lang="ko")


def test_every_mistake_has_a_question_where_it_applies_and_one_where_not() -> None:
    assert set(MISTAKES) == {row.id for row in APPLIES}
    assert set(MISTAKES) == {name for name, _ in ABSENT}
    assert set(MISTAKES) >= ONE_NODE


@pytest.mark.parametrize("row", APPLIES, ids=lambda row: f"{row.id}:{row.question.formula}={row.number:g}")
class TestWhereItApplies:
    def test_its_formula_gives_its_number(self, row: Row) -> None:
        assert any(row.id in found.ids and same(found.value, row.number) for found in row.question.mistakes)
        assert not same(row.number, row.question.truth)

    def test_it_is_named_and_the_reply_has_the_number(self, row: Row) -> None:
        verdict = grade(row.question, show(row.number))
        assert verdict.kind == "wrong"
        assert row.id in verdict.mistakes
        assert show(row.number) in verdict.message
        for reply in verdict.message.split("\nOr: "):
            assert show(row.number) in reply
            assert len(reply.split()) <= 30
            assert reply[-1] in ".:" or reply[-1].isdigit()

    def test_it_is_named_in_korean(self, row: Row) -> None:
        verdict = grade(in_korean(row.question), show(row.number))
        assert verdict.kind == "wrong"
        assert row.id in verdict.mistakes
        assert show(row.number) in verdict.message


@pytest.mark.parametrize(("name", "question"), ABSENT, ids=lambda part: part if isinstance(part, str) else part.formula)
def test_where_it_does_not_apply_it_is_absent(name: str, question: Question) -> None:
    assert name not in ids_of(question)


class TestTheShop:
    @pytest.mark.parametrize(
        ("answer", "mistakes"),
        [
            ("110", ("own-input",)),
            ("2", ("no-upstream",)),
            ("3.1", ("adds-upstream",)),
            ("2+1.1", ("adds-upstream",)),
            ("1.1", ("upstream-only",)),
            ("tax", ("upstream-only",)),
            ("220", ("uses-output", "output-value")),
            ("484", ("seed-is-output",)),
            ("100", ("forward-value",)),
            ("apple", ("forward-value",)),
        ],
    )
    def test_apple(self, answer: str, mistakes: tuple[str, ...]) -> None:
        assert grade(shop("apple"), answer).mistakes == mistakes

    def test_the_promised_sentence(self) -> None:
        said = grade(shop("apple"), "3.1").message
        assert said == "3.1 = 2 + 1.1: you added along the path; along a path gradients multiply: 2 * 1.1."

    def test_the_start(self) -> None:
        verdict = grade(shop("price"), "220")
        assert set(verdict.mistakes) == {"output-value", "seed-is-output", "forward-value"}
        assert "\n" not in verdict.message  # three names of one thought, one sentence


class TestTogether:
    def test_thoughts_that_always_agree_are_one_with_both_ids(self) -> None:
        found = next(found for found in shop("apple").mistakes if "uses-output" in found.ids)
        assert found.ids == ("uses-output", "output-value")
        assert len(found.replies) == 2

    def test_thoughts_that_agree_by_chance_are_both_offered(self) -> None:
        asked = gradient(SHOP, {"apple": 3, "count": 3, "tax": 1.1}, "price", "apple")
        assert [found.id for found in asked.mistakes if same(found.value, 3)] == ["no-upstream", "forward-value"]
        verdict = grade(asked, "3")
        assert verdict.mistakes == ("no-upstream", "forward-value")
        first, second = verdict.message.split("\nOr: ")
        assert "local gradient" in first and "flows forward" in second

    def test_a_thought_that_is_right_by_chance_is_right(self) -> None:
        asked = gradient(SHOP, {"apple": 2, "count": 2, "tax": 1.1}, "price", "apple")
        assert any(found.id == "own-input" and same(found.value, 2.2) for found in asked.mistakes)
        assert grade(asked, "2.2").kind == "right"

    def test_no_mistake_twice(self) -> None:
        for row in APPLIES:
            assert len({(found.id, found.value) for found in row.question.mistakes}) == len(row.question.mistakes)

    def test_labels_are_used_in_replies(self) -> None:
        assert "가격" in grade(shop("apple", "ko"), "220").message

    def test_negative_numbers_stand_in_brackets(self) -> None:
        asked = gradient("s = x * y\nz = s * w", {"x": 5, "y": -2, "w": -3}, "z", "x")
        said = grade(asked, "-5").message
        assert said.startswith("-5 = (-2) + (-3)")


@pytest.mark.parametrize("name", MISTAKES)
def test_every_thought_has_a_name_in_each_language(name: str) -> None:
    for lang in ("en", "ko"):
        thought = words(lang)(MISTAKES[name].thought)
        assert thought and "{" not in thought and not thought.endswith(".")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(questions())
def test_on_random_graphs(question: Question) -> None:
    for found in question.mistakes:
        assume(abs(found.value) < 1e11)
        verdict = grade(question, show(found.value))
        if same(found.value, question.truth):
            assert verdict.kind == "right"
        elif matching_digits(float(show(found.value)), question.truth) >= 3:
            assert verdict.kind == "close"
        else:
            assert verdict.kind == "wrong"
            together = {name for other in question.mistakes if same(other.value, found.value) for name in other.ids}
            assert set(verdict.mistakes) == together
            assert show(found.value) in verdict.message
            for reply in verdict.message.split("\nOr: "):
                assert "{" not in reply and len(reply.split()) <= 32


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(questions(), questions(lang="ko"))
def test_no_thought_is_right_whatever_the_numbers(question: Question, korean: Question) -> None:
    for asked in (question, korean):
        shifted = {name: asked.values[name] * 1.31 + 0.17 * (i + 1) for i, name in enumerate(asked.graph.inputs)}
        try:
            other = asked.with_values(shifted)
            other.truth
        except ValueError:
            assume(False)
        agreeing = {name for found in other.mistakes if same(found.value, other.truth) for name in found.ids}
        always = {name for found in asked.mistakes if same(found.value, asked.truth) for name in found.ids} & agreeing
        assert not always, (asked.text, always)
