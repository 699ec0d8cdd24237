"""Sweeps, orders and optimizers on a learner's way: in the session, taken up again, in the summary and as lines."""

import io
from pathlib import Path

import pytest
from answers import right

from tutor import phrases
from tutor.course import load_page
from tutor.course.model import Lesson
from tutor.learner.record import MemoryRecord
from tutor.lint import lint
from tutor.numbers import show
from tutor.plain import Plain
from tutor.quiz import Question
from tutor.quiz.ordering import OrderQuestion
from tutor.session import LessonSession
from tutor.trail import Summary
from tutor.words import LANGUAGES, words

PAGES = Path(__file__).parent / "course" / "good"


def page(lang: str = "en") -> Lesson:
    return load_page(PAGES / f"{lang}.md")


def begin(record: MemoryRecord, until: str = "", lang: str = "en") -> LessonSession:
    """A session in which everything before a step was answered."""
    session = LessonSession(page(lang), record, run="run")
    while until and session.step.id != until:
        assert session.submit(right(session.question)).kind == "right"
        session.advance()
    return session


def test_the_page_has_no_fault_in_either_language() -> None:
    assert lint([PAGES]) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_whole_way(lang: str) -> None:
    session = begin(MemoryRecord(), lang=lang)
    while not session.finished:
        assert session.submit(right(session.question)).kind == "right"
        assert session.advance()
    assert session.summary == Summary(8, 8, 0, 0, ())


def test_a_sweep_shows_each_gradient_once_it_is_answered_and_none_before() -> None:
    session = begin(MemoryRecord(), "back-subtotal")
    assert session.marks.asked == ("gradient", "subtotal")
    assert dict(session.marks.gradients) == {"price": 1}
    session.submit("1.1")
    session.advance()
    assert dict(session.marks.gradients) == {"price": 1, "subtotal": 1.1}
    assert session.marks.asked == ("gradient", "tax")


def test_an_order_ends_with_its_solution_and_counts_in_the_summary() -> None:
    session = begin(MemoryRecord(), "passes")
    assert session.submit("4 3 2 1").kind == "wrong"
    assert session.submit("4 3 2").kind == "unreadable" and len(session.state.tries) == 1
    assert session.solve() is not None
    assert session.answered and session.state.ending == "shown"
    assert ("order", 1, "passes") in session.summary.thoughts
    lines = phrases.summary_lines(session.summary, session.lesson, words("en"))
    assert "- 1 wrong order" in lines


def test_an_optimizer_is_stated_in_place_of_a_picture() -> None:
    session = begin(MemoryRecord(), "two")
    assert not session.is_drawn and session.block is None and session.here is None
    told = phrases.prose(session)
    for text in ("Where is it after two steps?", "lr = 0.1", "Momentum, starting from v = 0", "L = w^2", "w0 = 3"):
        assert text in told
    assert session.submit("w0 - 0.1 * 6").kind == "wrong"
    assert session.submit("w1").kind == "unreadable"  # a step on the way is no name to use


def test_an_optimizers_question_stands_again_with_new_numbers_after_its_solution() -> None:
    session = begin(MemoryRecord(), "two")
    before = session.question
    assert isinstance(before, Question)
    assert session.solve() is not None
    after = session.question
    assert isinstance(after, Question)
    assert after.givens != before.givens and after.code == f"{before.code}~1"
    assert after.givens in phrases.new_numbers_line(after, words("en"))
    assert session.submit("1.38").kind == "wrong"
    assert session.submit(show(after.truth)).kind == "right"


@pytest.mark.parametrize("step", ["back-apple", "passes", "two"])
def test_a_lesson_is_taken_up_again_where_it_was_left_also_in_the_other_language(step: str) -> None:
    record = MemoryRecord()
    first = begin(record, step)
    first.submit(right(first.question)[::-1] if step == "passes" else "0.123")
    for lang in LANGUAGES:
        again = LessonSession(page(lang), record, run="other") if lang == "en" else again_in(lang, record)
        assert again.resumed and again.step.id == step
        assert [attempt.outcome for attempt in again.state.tries] == ["wrong"]
        assert again.verdict is not None and again.verdict.kind == "wrong"


def again_in(lang: str, record: MemoryRecord) -> LessonSession:
    session = LessonSession(page("en"), record, run="other")
    session.speak(page(lang))
    assert session.lesson.lang == lang
    return session


@pytest.mark.parametrize("lang", LANGUAGES)
def test_as_lines_of_text(lang: str) -> None:
    t, lesson = words(lang), page(lang)
    (order,) = (step.question for step in lesson.steps if isinstance(step.question, OrderQuestion))
    numbers = "".join(map(str, order.truth))
    answers = ["220", "1.1", "200", "2.2", "110", numbers[::-1], "?", "?", numbers, "1.38", "-0.6"]
    sink = io.StringIO()
    Plain(MemoryRecord(), lang, io.StringIO("\n".join(answers) + "\n"), sink).lesson(page(lang))
    said = sink.getvalue()
    for number, line in enumerate(order.lines, start=1):
        assert f"\n{number}. {line}\n" in said
    assert t("In which order? Type their numbers.") in said
    assert order.reply in said
    assert t("{name} is {kind} after step {step}.", name="w2", kind=t("the parameter"), step=2) in said
    assert t("Right at once, without help: {count}.", count=7) in said
    assert t.n("{count} wrong order", "{count} wrong orders", 1) in said
