"""Lines to put in order: how they are shown, how an order is read, and what is said to it."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.quiz import grade
from tutor.quiz.answer import LIMITS
from tutor.quiz.ordering import Item, OrderQuestion


def order(count: int = 4, code: str = "shop/way", lang: str = "en") -> OrderQuestion:
    items = tuple(Item(f"text {at}", f"why {at}.") for at in range(1, count + 1))
    return OrderQuestion(items, "That is the way.", lang, code=code)


def typed(*numbers: int) -> str:
    return " ".join(map(str, numbers))


@given(st.integers(2, 9), st.text(max_size=20))
def test_items_are_shown_all_of_them_and_never_in_order(count: int, code: str) -> None:
    question = order(count, code)
    texts = [item.text for item in question.items]
    assert sorted(question.lines) == sorted(texts) and question.lines != texts
    assert [question.lines[number - 1] for number in question.truth] == texts
    assert grade(question, typed(*question.truth)).kind == "right"


def test_how_they_are_shown_is_fixed_by_the_code_and_the_same_in_every_language() -> None:
    assert order(lang="en").shown == order(lang="ko").shown == (1, 0, 3, 2)  # records hold such numbers
    assert len({order(6, f"shop/{at}").shown for at in range(20)}) > 10


@pytest.mark.parametrize(
    "text",
    ["2 1 4 3", "2143", "2,1,4,3", "2 > 1 > 4 > 3", "2->1->4->3", " 2. 1) 4번 3 ", "２ １ ４ ３", "2 → 1 → 4 → 3"],
)
def test_an_order_is_read_in_many_ways(text: str) -> None:
    question = order()
    assert question.truth == (2, 1, 4, 3)
    assert grade(question, text).kind == "right"
    assert grade(question, text).message == "That is the way."


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("1 2 4", 5, "numbers are missing: 3"),
        ("2", 1, "numbers are missing: 1, 3, 4"),
        ("1 2 2 3", 4, "2 stands twice"),
        ("1 2 3 5", 6, "choose by number, from 1 to 4"),
        ("0123", 0, "choose by number, from 1 to 4"),
        ("1 2 a", 4, "choose by number, from 1 to 4"),
        (" > ", 0, "nothing is written"),
        ("1" * (LIMITS.characters + 1), 0, "longer than 200 characters"),
    ],
)
def test_what_is_no_order_is_not_graded(text: str, column: int, message: str) -> None:
    verdict = grade(order(), text)
    assert (verdict.kind, verdict.column, verdict.message) == ("unreadable", column, message)


@given(st.text())
def test_nothing_that_is_typed_breaks_it(text: str) -> None:
    assert grade(order(), text).kind in ("right", "wrong", "unreadable")


def test_a_wrong_order_is_told_how_far_it_is_right_and_why_the_next_one_does_not_stand_there() -> None:
    question = order()
    assert grade(question, "2 1 3 4").message == "The first 2 stand where they belong.\n3. text 4\nwhy 4."
    assert grade(question, "2 4 1 3").message == "The first one stands where it belongs.\n4. text 3\nwhy 3."
    assert grade(question, "1 2 4 3").message == "The first one is not right yet.\n1. text 2\nwhy 2."


def test_only_the_right_order_is_right() -> None:
    question = order()
    right = [numbers for numbers in permutations((1, 2, 3, 4)) if grade(question, typed(*numbers)).kind == "right"]
    assert right == [question.truth]


@pytest.mark.parametrize(
    ("count", "kinds"),
    [(2, ["solution"]), (3, ["where", "solution"]), (4, ["where", "rule", "solution"])],
)
def test_hints_never_leave_only_the_answer(count: int, kinds: list[str]) -> None:
    question = order(count)
    assert [hint.kind for hint in question.hints] == kinds
    solution = question.hints[-1].text.splitlines()
    assert solution[0] == f"The order: {typed(*question.truth)}"
    assert [line for line in solution if line.startswith("why")] == [f"why {at}." for at in range(1, count + 1)]


def test_the_hints_in_words() -> None:
    first, half, _ = order().hints
    assert first.text == "First comes: 2. text 1\nwhy 1."
    assert half.text == "It begins like this: 2 1"
