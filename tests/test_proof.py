"""What may be nudged in a lesson: never before its number was predicted, and never one that is still to come."""

from __future__ import annotations

import pytest

from tutor.course import load_course, load_lesson
from tutor.learner.record import MemoryRecord
from tutor.numbers import show
from tutor.practice import PracticeSession, Wish
from tutor.proof import earned, has_graph, proof
from tutor.quiz.question import Question
from tutor.session import LessonSession


def lesson(*answers: str, lang: str = "en") -> LessonSession:
    """The apple-tax lesson after right answers."""
    session = LessonSession(load_lesson(load_course(), "apple-tax", lang), MemoryRecord())
    for answer in answers:
        assert session.submit(answer).kind == "right"
        session.advance()
    return session


def test_a_value_is_predicted_first() -> None:
    session = lesson()
    assert has_graph(session) and proof(session) is None and earned(session) is None
    session.submit("3")
    assert proof(session) is None, "a wrong value does not show all values"
    session.submit("220")
    assert proof(session) is None, "every gradient of this graph is still to be asked for"


def test_a_gradient_is_predicted_first_and_then_proved() -> None:
    session = lesson("220", "1")
    assert session.question.quantity == "subtotal" and proof(session) is None
    session.submit("3.1")
    found = proof(session)
    assert (found.chosen, found.answer, found.gradient) == ("subtotal", 3.1, None)
    assert found.choices == ("subtotal",), "no other gradient was asked for yet"
    session.submit("1.1")
    found = proof(session)
    assert found.answer == 1.1 and found.agrees and found.gradient == pytest.approx(1.1)


def test_what_can_not_be_read_is_no_prediction() -> None:
    session = lesson("220", "1")
    session.submit("2..3")
    session.submit("1,1")
    session.hint()
    assert proof(session) is None


def test_after_the_solution_the_new_numbers_are_nudged_and_backprop_stays_hidden() -> None:
    session = lesson("220", "1")
    session.solve()
    found = proof(session)
    assert found.base == session.question.values and found.answer is None and found.gradient is None


def test_what_was_earned_can_be_nudged_while_the_next_is_asked() -> None:
    session = lesson("220", "1", "1.1")
    assert proof(session) is None
    found = earned(session)
    assert found.choices == ("subtotal",) and found.gradient == pytest.approx(1.1)


def test_names_are_the_pages() -> None:
    session = lesson("220", "1", lang="ko")
    session.submit("3")
    assert proof(session).labels == session.block.labels


def test_no_graph_no_nudge() -> None:
    session = lesson()
    while not session.finished:
        session.skip()
    assert not has_graph(session) and proof(session) is None and earned(session) is None


@pytest.mark.parametrize("name", load_course().lessons)
def test_no_lesson_lets_a_nudge_give_away_what_is_still_to_be_predicted(name: str) -> None:
    session = LessonSession(load_lesson(load_course(), name, "en"), MemoryRecord())
    while not session.finished:
        question = session.question
        here = isinstance(question, Question) and session.here is not None
        assert proof(session) is None or not here
        before = earned(session)
        if before is not None:
            assert set(before.choices) <= set(session.marks.gradients)
        if not isinstance(question, Question):
            session.skip()
            continue
        assert session.submit(show(question.truth)).kind == "right"
        found = proof(session)
        if found is not None:
            to_come = {
                step.question.quantity
                for step in session.lesson.steps[session.position + 1 :]
                if isinstance(step.question, Question)
                and step.question.graph is found.graph
                and (step.question.kind, step.question.output) == ("gradient", found.output)
            }
            assert not (to_come - set(session.marks.gradients)) & set(found.choices)
        session.advance()


def test_in_a_practice_all_others_are_free_once_the_question_is_answered() -> None:
    session = PracticeSession(Wish(item="chain-rule:7"), MemoryRecord(), "en")
    assert proof(session) is None
    session.submit(show(session.question.truth))
    found = proof(session)
    assert found.agrees and set(found.choices) == set(found.graph.quantities) - {found.output}
