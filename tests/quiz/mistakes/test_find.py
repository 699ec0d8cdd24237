"""All thoughts on one question: which are told, in what order, and what holds for any graph."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tutor.core import Graph, GraphError, parse
from tutor.core.expression import Limits
from tutor.numbers import show
from tutor.quiz import Question, grade, gradient_question
from tutor.quiz.grading import matching_digits
from tutor.quiz.mistakes import GENERAL, Search, same
from tutor.quiz.mistakes.situation import Mistake, Situation, Wrong

from ..counting import calls
from ..random_graphs import questions
from ..situations import SHOP, gradient, shop, value
from .branch_cases import BEHIND, FORK
from .test_thoughts import APPLIES

QUIET = [HealthCheck.filter_too_much, HealthCheck.too_slow]
WIDE = Limits(characters=2000, tokens=500, digits=25, magnitude=1e300, power=1e6)
FUNCTIONS = ("exp", "log", "sqrt", "sin", "cos", "tanh", "sigmoid", "relu")


@st.composite
def function_questions(draw: Any) -> Question:
    """A gradient through some functions of one another, with a factor behind them."""
    lines, last = [], "x"
    for at in range(draw(st.integers(1, 4))):
        made = draw(
            st.sampled_from([*(f"{name}({{}})" for name in FUNCTIONS), "{}^2", "{}^3", "3 * {} + 1", "1 / {}", "-{}"])
        )
        lines.append(f"f{at} = {made.format(last)}")
        last = f"f{at}"
    graph = Graph.parse("\n".join([*lines, f"z = {last} * w"]))
    try:
        inputs = {"x": draw(st.sampled_from((0.5, 2, 3, -1, 0.2))), "w": draw(st.sampled_from((5, -3, 0.5)))}
        asked = gradient_question(graph, inputs, "z", "x", lang=draw(st.sampled_from(("en", "ko"))))
        assume(1e-6 < abs(asked.truth) < 1e9)
    except GraphError:
        assume(False)
    return asked


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
            ("222.2", ("new-value",)),
            ("4.4", ("stale-gradient",)),
        ],
    )
    def test_apple(self, answer: str, mistakes: tuple[str, ...]) -> None:
        assert grade(shop("apple"), answer).mistakes == mistakes

    def test_the_promised_sentence(self) -> None:
        said = grade(shop("apple"), "3.1").message
        assert said == "3.1 = 2 + 1.1: you added along the path; along a path gradients multiply: 2 * 1.1."

    def test_the_promised_replay(self) -> None:
        replay = grade(shop("apple"), "3.1").replay
        assert replay is not None
        assert (replay.node, replay.edge, replay.working) == ("subtotal", "apple", "2 + 1.1")
        assert replay.steps == (("price", 1), ("subtotal", 1.1), ("apple", 3.1))

    def test_the_start(self) -> None:
        verdict = grade(shop("price"), "220")
        assert set(verdict.mistakes) == {"output-value", "seed-is-output", "forward-value"}
        assert "\n" not in verdict.message  # three names of one thought, one sentence


class TestBranches:
    def test_the_wrong_number_goes_on_in_the_replay(self) -> None:
        found = next(found for found in BEHIND.mistakes if found.id == "too-early")
        assert found.replay.node == "s"
        assert found.replay.steps == (("a", 1), ("s", 3), ("x", 6))
        assert found.replay.working == "3 * 2"

    def test_a_branch_is_replayed_through_its_node(self) -> None:
        steps = [found.replay.steps for found in FORK.mistakes if found.id == "last-branch"]
        assert steps == [(("y", 5), ("x", 15)), (("s", 5), ("x", 5))]


class TestTogether:
    def test_thoughts_that_always_agree_are_one_with_both_ids(self) -> None:
        found = next(found for found in shop("apple").mistakes if "uses-output" in found.ids)
        assert found.ids == ("uses-output", "output-value")
        assert len(found.replies) == 2

    @pytest.mark.parametrize(
        ("text", "x", "answer", "ids"),
        [
            ("f = sigmoid(x)", 2, "5", ("upstream-only", "no-sigmoid-gradient")),
            ("f = relu(x)", -2, "5", ("upstream-only", "relu-leaks")),
            ("f = max(x, 4)", 2, "5", ("upstream-only", "max-wrong-input")),
            ("f = 7 - x", 2, "5", ("upstream-only", "sign-sub")),
            ("f = 1 / x", 2, "1.25", ("div-sign", "reciprocal-sign")),
            ("u = x^2\nf = u^3", 3, "1215", ("upstream-only", "no-inner")),
        ],
    )
    def test_a_thought_with_two_names_gets_one_sentence(
        self, text: str, x: float, answer: str, ids: tuple[str, ...]
    ) -> None:
        verdict = grade(gradient(f"{text}\nz = f * w", {"x": x, "w": 5}, "z", "x"), answer)
        assert set(ids) <= set(verdict.mistakes)
        assert "\n" not in verdict.message

    def test_thoughts_that_agree_by_chance_are_both_offered(self) -> None:
        asked = gradient(SHOP, {"apple": 3, "count": 3, "tax": 1.1}, "price", "apple")
        assert [found.id for found in asked.mistakes if same(found.value, 3)] == ["no-upstream", "forward-value"]
        verdict = grade(asked, "3")
        assert verdict.mistakes == ("no-upstream", "forward-value")
        first, second = verdict.message.split("\nOr: ")
        assert "local gradient" in first and "flows forward" in second

    def test_of_more_thoughts_on_one_number_two_are_told_and_all_recorded(self) -> None:
        asked = gradient("s = x * y\nz = s * w", {"x": 2, "y": 2, "w": 2}, "z", "x")  # d = 2, all inputs 2
        verdict = grade(asked, "2")
        assert verdict.mistakes == ("no-upstream", "upstream-only", "forward-value")
        first, second = verdict.message.split("\nOr: ")
        assert "local gradient, right so far" in first and "upstream gradient, right so far" in second

    def test_a_thought_that_is_right_by_chance_is_right(self) -> None:
        asked = gradient(SHOP, {"apple": 2, "count": 2, "tax": 1.1}, "price", "apple")
        assert any(found.id == "own-input" and same(found.value, 2.2) for found in asked.mistakes)
        assert grade(asked, "2.2").kind == "right"

    def test_equal_inputs_of_a_max_node(self) -> None:
        asked = gradient("m = max(x, y)\nz = m * w", {"x": 4, "y": 4, "w": 5}, "z", "x")
        assert "each gets half" in grade(asked, "5").message
        assert grade(asked, "2.5").kind == "right"

    def test_no_mistake_twice(self) -> None:
        for row in APPLIES:
            assert len({(found.id, found.value) for found in row.question.mistakes}) == len(row.question.mistakes)

    def test_labels_are_used_in_replies(self) -> None:
        assert "가격" in grade(shop("apple", "ko"), "220").message

    def test_negative_numbers_stand_in_brackets_in_a_formula_alone(self) -> None:
        asked = gradient("s = x * y\nz = s * w", {"x": 5, "y": -2, "w": -3}, "z", "x")
        assert grade(asked, "-5").message.startswith("-5 = (-2) + (-3)")
        assert "upstream gradient -3 is missing" in grade(asked, "-2").message


class TestOneAfterTheOther:
    def test_a_search_that_was_left_early_goes_on(self) -> None:
        asked = shop("apple")
        first = next(iter(asked.search))
        assert asked.mistakes == shop("apple").mistakes
        assert [found.id for found in asked.search] == [found.id for found in asked.mistakes]
        assert first.id == asked.mistakes[0].id

    def test_what_comes_later_is_not_worked_out_before(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked_for = []

        def last(s: Situation) -> Any:
            asked_for.append(s.question)
            yield Wrong(77, "{answer} is nothing.", {})

        monkeypatch.setitem(GENERAL, "last", Mistake("the last thought", last))
        asked = shop("apple")
        for found in asked.search:
            if found.id == "adds-upstream":
                break
        assert not asked_for
        assert asked.mistakes[-1].id == "last" and asked_for == [asked]  # 77 is no other number: not asked elsewhere

    def test_what_is_said_is_worked_out_when_it_is_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        told = []

        def slow(s: Situation) -> Any:
            yield Wrong(77, "{answer} is {what}.", {}, tell=lambda: told.append(1) or {"parts": {"what": "a lot"}})

        monkeypatch.setitem(GENERAL, "slow", Mistake("a slow thought", slow))
        found = shop("apple").mistakes[-1]
        assert found.value == 77 and not told
        assert found.replies == ("77 is a lot.",) and told


class TestConventions:
    @pytest.fixture
    def asked(self, monkeypatch: pytest.MonkeyPatch) -> Question:
        """The shop, with two thoughts more: one number is right in another convention and wrong as well."""

        def elsewhere(s: Situation) -> Any:
            yield Wrong(s.upstream + s.local, "{answer} is right in another convention.", {}, convention=True)

        monkeypatch.setitem(GENERAL, "elsewhere", Mistake("another convention", elsewhere))
        return shop("apple")

    def test_what_is_right_elsewhere_is_not_held_against_anyone(self, asked: Question) -> None:
        verdict = grade(asked, "3.1")
        assert (verdict.kind, verdict.mistakes) == ("convention", ("elsewhere",))
        assert verdict.message == "3.1 is right in another convention."

    def test_other_numbers_are_wrong_as_before(self, asked: Question) -> None:
        assert grade(asked, "2").kind == "wrong"


class TestSame:
    @pytest.mark.parametrize(
        ("a", "b"), [(220, 220.00000000000003), (0, 5.551115123125783e-17), (5e-17, -3e-17), (1e-20, 1.0000000001e-20)]
    )
    def test_noise(self, a: float, b: float) -> None:
        assert same(a, b) and same(b, a)

    @pytest.mark.parametrize(
        ("a", "b"), [(0.25**30, 0.25**31), (1e-12, 0), (1e-12, -1e-12), (1, 1.00000001), (0, 1e-9)]
    )
    def test_small_numbers_are_numbers(self, a: float, b: float) -> None:
        assert not same(a, b) and not same(b, a)

    def test_beside_a_tiny_truth_a_tiny_thought_is_no_noise(self) -> None:
        asked = gradient("s = x * y\nz = s / w", {"x": 5000, "y": 2, "w": 1e18}, "z", "x")  # the truth is 2e-18
        assert grade(asked, "5e-15").mistakes == ("own-input",)


@pytest.mark.parametrize("forks", [False, True])
def test_the_work_grows_with_the_graph_and_no_faster(forks: bool) -> None:
    def work(nodes: int) -> int:
        lines = [f"n{i} = n{i - 1} * {'m' if not forks or i < 2 else f'n{i - 2}'}" for i in range(1, nodes)]
        asked = gradient_question(Graph.parse("\n".join(lines)), {"n0": 1, "m": 1}, f"n{nodes - 1}", "n0")
        return calls(Search(asked).all)

    assert work(120) < 4.5 * work(30)


@settings(max_examples=60, deadline=None, suppress_health_check=QUIET)
@given(st.one_of(questions(), questions(lang="ko"), function_questions()))
def test_on_random_graphs(question: Question) -> None:
    for found in question.mistakes:
        assume(1e-99 < abs(found.value) < 1e11 or found.value == 0)
        assert all("{" not in reply and show(found.value) in reply for reply in found.replies)
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
            assert verdict.message.count("\n") <= 1
            for reply in verdict.message.split("\n"):
                assert len(reply.split()) <= 33


@settings(max_examples=60, deadline=None, suppress_health_check=QUIET)
@given(st.one_of(questions(), function_questions()))
def test_every_thought_can_be_replayed(question: Question) -> None:
    largest = max(1.0, *map(abs, question.values.values()), *map(abs, question.gradients.values()))
    assume(largest < 1e9)
    for found in question.mistakes:
        replay = found.replay
        assert {replay.node, *(step.quantity for step in replay.steps)} <= set(question.graph.quantities)
        assert replay.steps[-1] == (question.quantity, found.value)
        worked_out = parse(replay.working, WIDE).evaluate(limits=WIDE)
        assert worked_out == pytest.approx(found.value, rel=1e-6, abs=1e-9 * largest), (found.id, replay.working)


@settings(max_examples=60, deadline=None, suppress_health_check=QUIET)
@given(st.one_of(questions(), function_questions()))
def test_no_thought_is_right_whatever_the_numbers(question: Question) -> None:
    shifted = {name: question.values[name] * 1.31 + 0.17 * (i + 1) for i, name in enumerate(question.graph.inputs)}
    try:
        other = question.with_values(shifted)
        other.truth
    except ValueError:
        assume(False)
    agreeing = {name for found in other.mistakes if same(found.value, other.truth) for name in found.ids}
    always = {name for found in question.mistakes if same(found.value, question.truth) for name in found.ids} & agreeing
    assert not always, (question.text, always)


def test_the_language_changes_no_number() -> None:
    for row in APPLIES:
        korean = replace(row.question, lang="ko")
        assert [(f.ids, f.value) for f in korean.mistakes] == [(f.ids, f.value) for f in row.question.mistakes]


def test_a_value_on_the_way_is_replayed_where_it_stands() -> None:
    asked = value(SHOP, {"apple": 100, "count": 2, "tax": 1.1}, "price")
    found = next(found for found in asked.mistakes if found.id == "stops-early")
    assert (found.replay.node, found.replay.steps) == ("subtotal", (("price", 200),))
