"""The same question with new numbers: fixed by its code, like the old ones, and none that mislead."""

import hashlib
import itertools
import random
import time
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tutor.core import Graph
from tutor.course import load_course, load_lesson
from tutor.quiz import Question, grade, gradient_question, siblings
from tutor.quiz.mistakes import GENERAL, MISTAKES, same
from tutor.quiz.siblings import APART, TRIES, _like, collisions, misleads, sibling

from .processes import printed
from .random_graphs import questions
from .situations import DELIVERY, DELIVERY_INPUTS, SHOP, SHOP_INPUTS, gradient, shop, value

LESSON_LIKE = [
    *(gradient(SHOP, SHOP_INPUTS, "price", name, code=f"apple-tax/{name}") for name in SHOP_INPUTS),
    gradient(SHOP, SHOP_INPUTS, "price", "subtotal", code="apple-tax/subtotal-gradient"),
    *(gradient(DELIVERY, DELIVERY_INPUTS, "price", name, code=f"delivery/{name}") for name in DELIVERY_INPUTS),
    value(SHOP, SHOP_INPUTS, "price", code="apple-tax/pay"),
    value(SHOP, SHOP_INPUTS, "subtotal", code="apple-tax/subtotal"),
    value(DELIVERY, DELIVERY_INPUTS, "price", code="delivery/pay"),
]
by_formula = pytest.mark.parametrize("question", LESSON_LIKE, ids=lambda question: question.code)


def questions_of_the_course() -> list[Question]:
    course = load_course()
    pages = [load_lesson(course, lesson, "en") for lesson in course.lessons]
    asked = [step.question for page in pages for step in page.steps]
    return [question for question in asked if isinstance(question, Question)]


@by_formula
def test_the_same_code_and_number_give_the_same_numbers(question: Question) -> None:
    for number in range(4):
        one, other = sibling(question, number), sibling(question, number)
        assert one.values == other.values and one.code == other.code == f"{question.code}~{number}"
    assert len({sibling(question, number).givens for number in range(6)}) > 1


def test_another_process_with_another_hash_seed_gives_the_same_numbers() -> None:
    program = (
        "from quiz.test_siblings import LESSON_LIKE, sibling\n"
        "print([sibling(question, n).givens for question in LESSON_LIKE for n in range(3)])"
    )
    here = [sibling(question, n).givens for question in LESSON_LIKE for n in range(3)]
    assert printed(program) == [repr(here)] * 2


def test_these_numbers_for_ever() -> None:
    """Learners' records stand for them: a change here changes what was answered to."""
    assert [sibling(LESSON_LIKE[0], number).givens for number in range(3)] == [
        "apple = 190, count = 3, tax = 1.3",
        "apple = 60, count = 8, tax = 1.3",
        "apple = 150, count = 9, tax = 1.4",
    ]
    drawn = [sibling(question, number).givens for question in LESSON_LIKE for number in range(20)]
    digest = hashlib.sha256("\n".join(drawn).encode()).hexdigest()[:16]
    assert digest == "ea893d94b7db8871", (
        "a new mistake chooses other numbers: name it in siblings.LATER (CONTRIBUTING.md, Item codes)"
    )


def test_a_mistake_that_came_later_chooses_no_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the givens and the answer then decide, so that some draws mislead."""
    monkeypatch.setattr(siblings, "LATER", frozenset(MISTAKES))
    assert any(collisions(sibling(question, number)) for question in LESSON_LIKE for number in range(40))


@by_formula
def test_new_numbers_differ_and_are_alike(question: Question) -> None:
    for number in range(12):
        other = sibling(question, number)
        for name in question.graph.inputs:
            old, new = question.values[name], other.values[name]
            assert new != old
            assert type(new) is type(old)
            assert (new > 0) == (old > 0)
            assert 0.1 * abs(old) <= abs(new) <= 10 * abs(old)
        assert 1 < other.values["tax"] < 1.5
        assert other.truth != question.truth or question.truth == 1
        assert (other.kind, other.quantity, other.output, other.lang) == (
            question.kind,
            question.quantity,
            question.output,
            question.lang,
        )
        assert grade(other, repr(other.truth)).kind == "right"


@by_formula
def test_no_mistake_misleads(question: Question) -> None:
    for number in range(12):
        other = sibling(question, number)
        wrong = [found.value for found in other.mistakes]
        assert all(abs(m - other.truth) > APART * max(abs(m), abs(other.truth)) for m in wrong)
        assert not any(same(a, b) for a, b in itertools.combinations(wrong, 2))


def test_the_whole_course_has_siblings_that_do_not_mislead() -> None:
    asked = questions_of_the_course()
    assert len(asked) >= 15
    misleading = {q.code: collisions(sibling(q, n)) for q in asked for n in (1, 2, 3) if collisions(sibling(q, n))}
    assert not misleading


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(questions(), st.lists(st.sampled_from(sorted(GENERAL))))
def test_the_first_collision_decides_as_the_number_of_all_does(question: Question, without: list[str]) -> None:
    left_out = frozenset(without)
    for asked in (question, shop("apple"), shop("price")):
        fresh = replace(asked)
        assert misleads(fresh, left_out) == (collisions(asked, left_out) > 0)
        assert misleads(asked, left_out) == misleads(fresh, left_out)  # whether or not all are found already


class TestLike:
    @pytest.mark.parametrize("old", [0, 1, 2, 9, 10, 11, 15, 30, 99, 100, 130, 999, 1000, 12345, 10**9, -2, -15, 2.0])
    def test_whole_numbers_stay_whole(self, old: float) -> None:
        source = random.Random(str(old))
        drawn = {_like(old, source) for _ in range(100)}
        assert all(type(new) is int and new != 0 for new in drawn)
        assert len(drawn) > 5
        if abs(old) >= 10:
            assert all(abs(old) / 2.5 < abs(new) < abs(old) * 2 for new in drawn)

    @pytest.mark.parametrize("old", [0.1, 0.5, 0.05, 0.01, 0.001, 0.25, 1.1, 1.05, 1.75, 2.5, 9.5, 123.5, -0.5, -1.1])
    def test_fractions_have_no_more_digits(self, old: float) -> None:
        source = random.Random(str(old))
        places = -int(Decimal(str(old)).as_tuple().exponent)
        for _ in range(100):
            new = _like(old, source)
            assert round(new, places) == new and (new > 0) == (old > 0)
            assert abs(old) / 10 < abs(new) < abs(old) * 10

    def test_a_factor_stays_a_factor(self) -> None:
        source = random.Random("tax")
        assert {_like(1.1, source) for _ in range(100)} == {1.1, 1.2, 1.3, 1.4}
        assert all(1 < _like(1.05, source) < 1.5 for _ in range(100))

    def test_noise_of_floats_is_no_roundness(self) -> None:
        assert _like(0.1 + 0.2, random.Random("x")) in [n / 10 for n in range(1, 10)]


def test_the_tries_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    made = 0
    plain = Question.with_values

    def counted(question: Question, inputs: Mapping[str, float]) -> Question:
        nonlocal made
        made += 1
        return plain(question, inputs)

    monkeypatch.setattr(Question, "with_values", counted)
    asked = gradient("z = x * 1", {"x": 3}, "z", "x")  # d z / d x is 1: forward-value can only ever be far off
    assert sibling(asked, 1).values["x"] != 3
    hopeless = gradient("y = 3 * x\nz = y + 0 * x", {"x": 5}, "z", "y")
    made = 0
    assert sibling(hopeless, 1).truth == 1
    assert 0 < made <= 3 * TRIES  # each draw is looked at from two more points


def test_where_no_draw_has_a_value_the_question_stays() -> None:
    graph = Graph.parse("z = log(x - 1000000) * y")
    asked = gradient_question(graph, {"x": 1000001, "y": 2}, "z", "y", code="far")
    start = time.perf_counter()
    assert sibling(asked, 1).text
    assert time.perf_counter() - start < 5


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(questions(), st.integers(0, 3))
def test_on_random_graphs(question: Question, number: int) -> None:
    other = sibling(question, number)
    assert other.graph is question.graph
    assert grade(other, repr(other.truth)).kind in ("right", "unreadable")
    assert [hint.kind for hint in other.hints] == ["where", "rule", "example", "solution"]
