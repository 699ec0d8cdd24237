"""Questions on one's own expression: forward, then backward edge by edge, on the record by what is asked."""

from __future__ import annotations

import pytest

from tutor.core import Graph, GraphError
from tutor.learner.record import MemoryRecord
from tutor.numbers import show
from tutor.own_questions import Own, OwnSession, own_lesson

TEXT = "s = x + y; t = s * x"
OWN = Own(TEXT, Graph.parse(TEXT), {"x": 3, "y": 4}, "t")


def asked(own: Own) -> list[str]:
    return [step.question.formula for step in own_lesson(own, "en").steps]


def test_first_the_value_then_every_gradient_in_backward_order() -> None:
    assert asked(OWN) == ["t", "d t / d s", "d t / d x", "d t / d y"]


def test_another_output_asks_about_what_leads_to_it() -> None:
    assert asked(OWN._replace(output="s")) == ["s", "d s / d x", "d s / d y"]


def test_without_a_value_there_is_nothing_to_ask() -> None:
    with pytest.raises(GraphError):
        own_lesson(Own("log(x)", Graph.parse("log(x)"), {"x": -1}, "log(x)"), "en")


def test_it_goes_through_to_the_summary_and_each_answer_is_on_the_record() -> None:
    record = MemoryRecord()
    session = OwnSession(OWN, record, "en")
    wrong = session.submit("20")
    assert wrong.kind == "wrong"
    for _ in session.lesson.steps:
        assert session.submit(show(session.question.truth)).kind == "right"
        session.advance()
    assert session.finished
    answers = [entry for entry in record.entries() if entry.answer]
    assert {entry.lesson for entry in answers} == {""}  # no lesson of the course
    assert not record.places()
    assert answers[0].item == "play/t: s = x + y; t = s * x (x = 3, y = 4)"
    assert answers[2].item.startswith("play/d t / d s: s = x + y")


def test_it_begins_anew_whatever_was_practised_before() -> None:
    record = MemoryRecord()
    OwnSession(OWN, record, "en").submit("21")
    assert OwnSession(OWN, record, "en").state.tries == []


def test_nothing_is_shown_that_is_still_asked() -> None:
    session = OwnSession(OWN, MemoryRecord(), "en")
    assert set(session.marks.values) == {"x", "y"}
    session.submit("21")
    session.advance()
    assert set(session.marks.values) == {"x", "y", "s", "t"}
    assert set(session.marks.gradients) == {"t"}


def test_a_solution_brings_new_numbers() -> None:
    session = OwnSession(OWN, MemoryRecord(), "en")
    session.solve()
    assert session.question.givens != "x = 3, y = 4"
    assert session.submit(show(session.question.truth)).kind == "right"


def test_it_speaks_korean_too_at_the_same_place() -> None:
    session = OwnSession(OWN, MemoryRecord(), "en")
    session.submit("21")
    session.advance()
    session.speak(session.in_language("ko"))
    assert session.question.lang == "ko"
    assert session.position == 1
    assert "역전파" in session.step.prose


def test_a_long_expression_has_a_code_of_bounded_length() -> None:
    text = "+".join(f"a_very_long_name_{i}" for i in range(20))
    graph = Graph.parse(text)
    lesson = own_lesson(Own(text, graph, dict.fromkeys(graph.inputs, 1), graph.output), "en")
    assert all(len(step.question.code) <= 300 for step in lesson.steps)
