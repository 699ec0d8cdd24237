"""What is said of a node: in the numbers on show, in the room that there is, and no number more."""

from __future__ import annotations

import pytest

from tutor.cells import cells
from tutor.core import Graph
from tutor.course import load_course, load_lesson
from tutor.drawing import Marks
from tutor.experiments import explanation
from tutor.quiz.question import Question, gradient_question

COURSE = load_course()
SHOP = Graph.parse("subtotal = apple * count\nprice = subtotal * tax")
VALUES = {"apple": 100, "count": 2, "tax": 1.1}
QUESTION = gradient_question(SHOP, VALUES, "price", "apple")

NOTE = 76
"""The cells of the note in a lesson of 80 columns."""


def test_a_node_is_told_in_full() -> None:
    marks = Marks(QUESTION.values, QUESTION.gradients)
    assert explanation.lines(QUESTION, marks, "subtotal") == [
        "multiply node: subtotal = apple * count = 100 * 2 = 200",
        "to apple: upstream * local gradient = 1.1 * 2 = 2.2",
        "to count: upstream * local gradient = 1.1 * 100 = 110",
    ]
    assert explanation.lines(QUESTION, marks, "apple") == ["input apple = 100", "d price / d apple = 2.2"]


def test_what_is_not_on_show_is_a_question_mark() -> None:
    marks = Marks({name: QUESTION.values[name] for name in ("apple", "count", "tax")}, {"price": 1})
    assert explanation.lines(QUESTION, marks, "price") == [
        "multiply node: price = subtotal * tax = ? * 1.1 = ?",
        "to subtotal: upstream * local gradient = 1 * ? = ?",
        "to tax: upstream * local gradient = 1 * ? = ?",
    ]


def test_less_room_takes_fewer_words() -> None:
    marks = Marks(QUESTION.values, QUESTION.gradients)
    assert explanation.lines(QUESTION, marks, "subtotal", 46) == [
        "multiply node: apple * count = 100 * 2 = 200",
        "to apple: 1.1 * 2 = 2.2",
        "to count: 1.1 * 100 = 110",
    ]
    assert explanation.lines(QUESTION, marks, "subtotal", 30)[0] == "multiply node: 100 * 2 = 200"


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_every_node_of_every_lesson_fits_80_columns(lang: str) -> None:
    told = 0
    for lesson in COURSE.lessons:
        for step in load_lesson(COURSE, lesson, lang).steps:
            asked = step.question
            if isinstance(asked, Question) and asked.kind == "gradient":
                marks = Marks(asked.values, asked.gradients)
                for quantity in asked.graph.quantities:
                    said = explanation.lines(asked, marks, quantity, NOTE)
                    assert len(said) <= 3 and all(cells(line) <= NOTE for line in said), said
                    told += 1
    assert told > 100
