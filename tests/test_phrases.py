"""Sentences that all faces share, in both languages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from answers import right
from wcwidth import wcswidth

from tutor import phrases
from tutor.course import Lesson, load_course, load_lesson
from tutor.learner.record import Code, MemoryRecord, Notice
from tutor.numbers import show
from tutor.quiz.mistakes import MISTAKES
from tutor.quiz.question import ChoiceQuestion, ListQuestion, Question
from tutor.session import LessonSession
from tutor.trail import Summary
from tutor.words import LANGUAGES, words

EVERY = [(lesson, lang) for lesson in load_course().lessons for lang in LANGUAGES]


def page(lesson: str, lang: str) -> Lesson:
    return load_lesson(load_course(), lesson, lang)


def walked(lang: str, *answers: str) -> LessonSession:
    """Apple-tax after these answers; a right one goes on."""
    session = LessonSession(page("apple-tax", lang), MemoryRecord())
    for answer in answers:
        session.submit(answer)
        session.advance()
    return session


def test_every_notice_has_a_sentence() -> None:
    assert set(phrases.NOTICES) == set(get_args(Code))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", get_args(Code))
def test_a_notice_is_one_line_that_says_where(code: Code, lang: str) -> None:
    line = phrases.notice_line(Notice(code, Path("/a/{x}/r"), Path("/b/[k]"), 7), words(lang))
    assert line.isprintable() and "{path}" not in line
    if code not in ("damaged-moved", "disk-full", "busy"):
        assert "/a/{x}/r" in line
    if code == "damaged-moved":
        assert "/b/[k]" in line and "7" in line
    assert (lang == "ko") == bool(re.search("[가-힣]", line))


@pytest.mark.parametrize(("lesson", "lang"), EVERY)
def test_what_is_asked_and_shown_at_every_step(lesson: str, lang: str) -> None:
    """The asked number is never among what is shown before it is answered."""
    session = LessonSession(page(lesson, lang), MemoryRecord())
    t = words(lang)
    for step in session.lesson.steps:
        question = session.question
        asked = phrases.ask_line(session, t)
        shown = phrases.quantity_lines(session)
        assert asked.isprintable() and all(line.isprintable() for line in shown)
        if isinstance(question, Question):
            assert asked == f"{question.formula} = ?"
            assert f"{question.formula} = {show(question.truth)}" not in shown
            left = question.formula if question.kind == "value" else None
            mine = [line for line in shown if left and line.startswith(f"{left} = ")]
            assert all(show(question.truth) not in line.split("   (")[0].split(" = ")[1:] for line in mine)
        elif isinstance(question, ListQuestion):
            options = phrases.options_lines(question)
            assert [line.split(". ")[0] for line in options] == [str(i + 1) for i in range(len(question.lines))]
        assert session.step is step
        session.submit(right(question))
        assert session.advance()
    assert session.finished


@pytest.mark.parametrize("lang", LANGUAGES)
def test_answered_gradients_stand_in_backward_order(lang: str) -> None:
    session = walked(lang, "220", "1", "1.1", "200", "2.2")
    gradients = [line for line in phrases.quantity_lines(session) if line.startswith("d ")]
    assert [line.split(" = ")[1] for line in gradients] == ["1.1", "200", "2.2"]


def test_a_description_stands_beside_its_quantity() -> None:
    assert phrases.quantity_lines(walked("en"))[0] == "apple = 100   (price of one box, in won)"
    assert phrases.quantity_lines(walked("ko"))[0].startswith("사과 = 100   (")


def test_new_numbers_are_stated() -> None:
    session = walked("en", "220", "1", "1.1", "200")
    session.solve()
    line = phrases.new_numbers_line(session.question, words("en"))
    for name in ("apple", "count", "tax"):
        value = session.question.values[name]
        assert f"{name} = {show(value)}" in line
        assert value != session.step.question.values[name]


def finished(lang: str, *plan: str) -> list[str]:
    """The summary after these answers (or `!`, `skip`) to the first questions, and the right one to all others."""
    session = LessonSession(page("apple-tax", lang), MemoryRecord())
    for text in plan:
        if text == "!":
            session.solve()
        elif text == "skip":
            session.skip()
        else:
            session.submit(text)
            session.advance()
    while not session.finished:
        if not session.answered:
            session.submit(right(session.question))
        session.advance()
    return phrases.summary_lines(session.summary, session.lesson, words(lang))


def test_who_only_skips_is_not_praised() -> None:
    lines = finished("en", *["skip"] * 12)
    assert lines == ["12 questions. Right at once, without help: 0.", "Skipped or only shown: 12."]


def test_the_summary_of_a_walk_without_faults() -> None:
    assert finished("en") == ["12 questions. Right at once, without help: 12.", "No wrong answer on the way."]
    assert not re.search("[A-Za-z]", "".join(finished("ko")))


def test_the_summary_says_what_went_wrong_where_and_how_often() -> None:
    said = finished("en", "7", "220", "2", "1", "1.1", "200", "3.1", "3.1", "!")
    assert said[0] == "12 questions. Right at once, without help: 9."
    assert said[1] == "Right in the end: 3."
    added = next(line for line in said if "added along a path instead of multiplying" in line)
    assert added.startswith("- 2 times: ") and "d price / d apple" in added
    unknown = next(line for line in said if "no known thought" in line)
    assert unknown.startswith("- 2 answers ") and "price" in unknown


def test_the_summary_counts_what_was_skipped() -> None:
    assert "Skipped or only shown: 2." in finished("en", "skip", "skip")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_of_many_thoughts_with_one_number_the_first_two_are_told_as_in_the_reply(lang: str) -> None:
    t, names = words(lang), ("own-input", "no-upstream", "adds-upstream")
    summary = Summary(1, 0, 1, 0, ((" ".join(names), 2, "apple-gradient"),))
    said = phrases.summary_lines(summary, page("apple-tax", lang), t)[-1]
    first, second, third = (t(MISTAKES[name].thought) for name in names)
    assert f"{first} {t('or')} {second}" in said and third not in said


def test_the_summary_of_wrong_choices() -> None:
    lesson = page("apple-tax", "en")
    at = next(i for i, step in enumerate(lesson.steps) if isinstance(step.question, ChoiceQuestion))
    answers = [right(step.question) for step in lesson.steps[:at]]
    wrong = next(i for i in (1, 2, 3) if frozenset({i}) != lesson.steps[at].question.truth)
    assert "- 1 wrong choice" in finished("en", *answers, str(wrong))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_place_for_a_value_is_left_open(lang: str) -> None:
    for line in finished(lang, "7", "220", "2", "1", "3.1", "skip", "3.1", "!"):
        assert "{" not in line and line.isprintable()


def test_a_notice_gives_the_terminal_no_commands() -> None:
    where = Path("/a/\x1b]0;mine\x07/\u202er")
    for code in get_args(Code):
        line = phrases.notice_line(Notice(code, where, where), words("en"))
        assert line.isprintable()
        assert "/a/\ufffd]0;mine\ufffd/\ufffdr" in line or code in ("disk-full", "busy")


@pytest.mark.parametrize(
    ("text", "column", "under"),
    [
        ("2..3", 2, "."),
        ("개수*$", 3, "$"),
        ("１２*?", 3, "?"),
        ("a\u0301b$", 3, "$"),
        ("2\t$", 2, "$"),
        ("\x1b[$", 2, "$"),
    ],
)
def test_the_caret_stands_under_its_character_by_cells(text: str, column: int, under: str) -> None:
    shown, below = phrases.caret(text, column)
    assert text[column] == under
    assert shown.isprintable()
    cells = ""
    for char in shown:
        cells += char + "\0" * (wcswidth(char) - 1) if wcswidth(char) > 0 else ""
    assert cells[len(below) - 1] == under


def test_a_caret_behind_the_end() -> None:
    assert list(phrases.caret("2*", 2)) == ["2*", "  ^"]
