"""The ladder: its rungs in order, consistent numbers in them, and the answer not before the solution."""

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from tutor.core import parse
from tutor.core.expression import Limits
from tutor.core.layers import FUNCTIONS, NODES
from tutor.numbers import show
from tutor.quiz import ChoiceQuestion, Option, Question, generate, grade
from tutor.quiz.hints import NODE_NAMES, RULES, first_hint, node_name, solution
from tutor.quiz.unrolled import Descent
from tutor.words import words

from .random_graphs import questions
from .situations import SHOP, SHOP_INPUTS, delivery, gradient, shop, value

WIDE = Limits(characters=2000, tokens=500, digits=25, magnitude=1e300, power=1e6)
NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e-?\d+)?(?!\w|\.\d)")


def numbers_in(text: str) -> list[float]:
    return [float(found) for found in NUMBER.findall(text)]


def evaluate(text: str) -> float:
    """A formula as a number; a comparison in brackets is 1 where it holds, else 0."""
    text = re.sub(r"\((\S+) > (\S+)\)", lambda match: str(int(evaluate(match[1]) > evaluate(match[2]))), text)
    return parse(text, WIDE).evaluate(limits=WIDE)


def example(question: Question) -> str:
    return next(hint.text for hint in question.hints if hint.kind == "example")


def one_node(op: str, slot: int) -> Question:
    """A question about the gradient by one input of a node, with a node behind it."""
    if NODES[op].arity == 1 and op in FUNCTIONS:
        return gradient(f"n = {op}(x)\nz = n * w", {"x": 0.5, "w": 7}, "z", "x")
    made = "-x" if op == "neg" else f"{op}(x, y)" if op in FUNCTIONS else f"x {op} y"
    return gradient(f"n = {made}\nz = n * w", {"x": 2.5, "y": 3.5, "w": 7}, "z", "xy"[slot])


EVERY_EDGE = [(op, slot) for op in NODES for slot in range(NODES[op].arity)]


def test_every_node_has_a_rule_and_a_name() -> None:
    assert set(RULES) == set(NODES)
    assert set(NODE_NAMES) == set(NODES) - set(FUNCTIONS)
    for lang in ("en", "ko"):
        assert all(node_name(op, words(lang)) for op in NODES)
    assert all(len(rule.split()) <= 30 for rule in RULES.values())


@pytest.mark.parametrize(
    "question",
    [shop(name) for name in ("apple", "count", "subtotal", "tax", "price")]
    + [delivery("shipping"), value(SHOP, SHOP_INPUTS, "price"), shop("apple", "ko")]
    + [gradient("z = x * x + y", {"x": 3, "y": 1}, "z", "x"), gradient("s = x*y\nz = y*2", {"x": 3, "y": 4}, "z", "x")],
    ids=lambda question: question.formula,
)
def test_the_rungs(question: Question) -> None:
    assert [hint.kind for hint in question.hints] == ["where", "rule", "example", "solution"]
    for hint in question.hints:
        assert hint.text and "{" not in hint.text
    assert question.hints[-1].text == "\n".join(solution(question))


def test_the_shop() -> None:
    where, rule, third, solved = (hint.text for hint in shop("apple").hints)
    assert "multiply node" in where and "apple" in where
    assert rule.endswith("d price / d apple = (d price / d subtotal) * count")
    assert third.endswith("3 * 5 = 15")
    assert solved.splitlines() == [
        "d price / d apple = (d price / d subtotal) * (d subtotal / d apple)",
        "d price / d price = 1",
        "d price / d subtotal = 1 * 1.1 = 1.1",
        "d price / d apple = 1.1 * 2 = 2.2",
    ]


def test_names_are_those_of_the_page() -> None:
    for hint in shop("apple", "ko").hints[1:]:
        assert "apple" not in hint.text
    assert "사과" in shop("apple", "ko").hints[-1].text


@pytest.mark.parametrize(("op", "slot"), EVERY_EDGE)
def test_the_example_is_true_and_has_other_numbers(op: str, slot: int) -> None:
    asked = one_node(op, slot)
    text = example(asked)
    formula, result = text.rpartition(": ")[2].rsplit(" = ", 1)
    assert evaluate(formula) == pytest.approx(float(result), rel=1e-5)
    assert float(result) != pytest.approx(asked.truth, rel=1e-5)
    givens = re.findall(r"([xy]) = ([\d.]+)", text.rpartition(": ")[0])
    assert [name for name, _ in givens] == ["x", "y"][: NODES[op].arity]
    assert any(float(given) != asked.values[name] for name, given in givens)


@pytest.mark.parametrize("inputs", [{"x": 4, "y": 5, "w": 3}, {"x": 6, "y": 5, "w": 2}, {"x": 15, "y": 15, "w": 1}])
def test_the_example_never_has_the_answer(inputs: dict[str, float]) -> None:
    for op in "+-*/^":
        for name in "xy":
            asked = gradient(f"n = x {op} y\nz = n * w", inputs, "z", name)
            assert float(example(asked).rsplit(" = ", 1)[1]) != pytest.approx(asked.truth), (op, name)


def test_the_branches_example_never_has_the_answer() -> None:
    for weight in range(1, 9):
        asked = gradient("y = x * w\nz = y + x", {"x": 2, "w": weight}, "z", "x")
        assert asked.truth == weight + 1
        assert numbers_in(example(asked)) and asked.truth not in numbers_in(example(asked))


@pytest.mark.parametrize("quantity", ["subtotal", "price"])
def test_a_value_is_worked_through_with_other_numbers(quantity: str) -> None:
    asked = value(SHOP, SHOP_INPUTS, quantity)
    givens, *lines = example(asked).splitlines()
    assert numbers_in(givens) != [100, 2, 1.1]
    for line in lines:
        *_, working, result = line.split(" = ")
        assert evaluate(working) == pytest.approx(float(result))
    assert float(result) != asked.truth


def test_the_first_hint_is_had_without_the_other_rungs(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = generate("adam.3:1")
    assert isinstance(asked, Question)
    expected = asked.hints[0].text
    again = replace(asked)
    monkeypatch.setattr(Descent, "solution", lambda *_: pytest.fail("the solution is not wanted"))
    assert first_hint(again) == expected
    assert grade(again, "0.1234567").message.endswith(expected)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(questions())
def test_on_random_graphs(question: Question) -> None:
    lines = solution(question)
    assert lines[-1].rpartition(" = ")[2] == show(question.truth)
    assert lines[-1].startswith(question.formula + " = ")
    for line in lines:
        parts = line.split(" = ")
        if len(parts) > 2:
            assert evaluate(parts[-2]) == pytest.approx(float(parts[-1]), rel=1e-9, abs=1e-9)
    assert [hint.kind for hint in question.hints] == ["where", "rule", "example", "solution"]
    places = question.graph.uses[question.graph.position[question.quantity]]
    if question.kind == "gradient" and len(places) == 1 and question.quantity != question.output and question.truth:
        reach = question.graph.ancestors(question.output) | {question.output}
        if question.graph.nodes[places[0].node].name in reach:
            formula, result = example(question).rpartition(": ")[2].rsplit(" = ", 1)
            assert evaluate(formula) == pytest.approx(float(result), rel=1e-5)


class TestChoices:
    def options(self, *right: bool) -> ChoiceQuestion:
        return ChoiceQuestion(tuple(Option(f"text {i}", ok, f"reply {i}") for i, ok in enumerate(right, start=1)))

    def test_the_ladder(self) -> None:
        where, solved = self.options(False, True, False).hints
        assert (where.kind, solved.kind) == ("where", "solution")
        assert "text 1" in where.text and "text 2" not in where.text
        assert solved.text == "2. text 2\nreply 2"

    def test_several(self) -> None:
        where, solved = self.options(True, False, True, False).hints
        assert where.text.startswith("2 of the options are right.")
        assert solved.text == "1. text 1\nreply 1\n3. text 3\nreply 3"

    def test_where_one_is_wrong_the_hint_does_not_name_it(self) -> None:
        assert "text" not in self.options(True, False).hints[0].text
        assert "text" not in self.options(True, False, True).hints[0].text
