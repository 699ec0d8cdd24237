"""The end of a practice: facts, and the sentences that say them."""

from __future__ import annotations

import random

import histories
import pytest

from tutor import recap_lines
from tutor.course import load_course
from tutor.learner.record import MemoryRecord
from tutor.numbers import show
from tutor.practice import PracticeSession, Wish
from tutor.quiz import Question
from tutor.quiz.skills import SKILLS
from tutor.recap import lesson_on, recap
from tutor.words import LANGUAGES, words


def begin(wish: Wish, record: MemoryRecord | None = None, lang: str = "en") -> PracticeSession:
    return PracticeSession(wish, record or MemoryRecord(), lang, source=random.Random(3), run="run")


def asked(session: PracticeSession) -> Question:
    assert isinstance(session.question, Question)
    return session.question


def answer(session: PracticeSession) -> None:
    session.submit(repr(asked(session).truth))
    session.advance()


def err(session: PracticeSession, mistake: str = "own-input") -> float:
    wrong = next(found for found in asked(session).mistakes if mistake in found.ids)
    session.submit(repr(wrong.value))
    return wrong.value


def told(session: PracticeSession, lang: str = "en") -> str:
    return "\n".join(recap_lines.plain_lines(recap(session), words(lang)))


def test_all_right_says_only_that() -> None:
    session = begin(Wish(("chain-rule",), count=2))
    for _ in range(2):
        answer(session)
    found = recap(session)
    assert (found.right, found.missed, found.thoughts, found.weak) == (2, (), (), "")
    assert [section.title for section in recap_lines.sections(found, words("en"))] == ["How it went"]
    assert "What went wrong" not in told(session)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_went_wrong_with_its_right_answer(lang: str) -> None:
    session, t = begin(Wish(("chain-rule",), count=3), lang=lang), words(lang)
    answer(session)
    first = asked(session)
    wrong = err(session)
    answer(session)
    second = asked(session)
    session.skip()
    found = recap(session)
    assert [(missed.number, missed.skipped) for missed in found.missed] == [(2, False), (3, True)]
    lines = told(session, lang)
    right = t("{number}. {formula} = {truth}", number=2, formula=first.formula, truth=show(first.truth))
    assert right in lines and repr(wrong) in lines
    assert t("took the edge's own input at a multiply node") in lines
    right = t("{number}. {formula} = {truth}", number=3, formula=second.formula, truth=show(second.truth))
    assert f"{right} {t('(skipped)')}" in lines


def test_an_answer_to_new_numbers_stands_beside_their_truth() -> None:
    session = begin(Wish(("chain-rule",), count=1))
    session.solve()
    renewed = asked(session)
    err(session)
    answer(session)
    (missed,) = recap(session).missed
    assert missed.question.code == renewed.code and missed.question.truth == renewed.truth


def test_a_solution_alone_is_no_success() -> None:
    session = begin(Wish(("chain-rule",), count=1))
    truth = asked(session).truth
    session.solve()
    answer(session)
    (missed,) = recap(session).missed
    assert (missed.answer, missed.skipped, missed.question.truth) == ("", False, truth)
    assert "(solution shown)" in told(session)


def test_a_hint_alone_went_not_wrong() -> None:
    session = begin(Wish(("chain-rule",), count=1))
    session.hint()
    answer(session)
    found = recap(session)
    assert not found.missed and found.summary.in_the_end == 1


def test_an_answer_that_no_known_thought_gives_is_told_as_it_was_typed() -> None:
    session = begin(Wish(("chain-rule",), count=1))
    session.submit("12345678  ")
    answer(session)
    assert "(your answer: 12345678)" in told(session)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_thoughts_that_come_back_here_and_in_the_days_before(lang: str) -> None:
    record, t = MemoryRecord(), words(lang)
    for ago in (2, 3):
        histories.answer(record, "multiply-node", "wr", ago, mistakes=("own-input",))
    session = begin(Wish(("chain-rule",), count=4), record, lang)
    err(session)
    answer(session)
    err(session, "adds-upstream")
    answer(session)
    (thought,) = recap(session).thoughts  # the other one came only once
    assert (thought.mistake, thought.here, thought.before) == ("own-input", 1, 2)
    lines = told(session, lang)
    assert t.n("{count} time in this practice", "{count} times in this practice", 1) in lines
    assert t.n("{count} time in the {days} days before", "{count} times in the {days} days before", 2, days=14) in lines


def test_a_skill_that_was_passed_and_one_that_was_lost() -> None:
    record = MemoryRecord()
    histories.passed(record, "multiply-node", 40)
    histories.answer(record, "chain-rule", "r", 3, number=1, template="one")
    histories.answer(record, "chain-rule", "r", 3, number=2, template="two")
    session = begin(Wish(("chain-rule",), count=2), record)
    answer(session)
    assert recap(session).passed == ("chain-rule",)
    assert "Passed: Chain rule along a path" in told(session)
    lost = begin(Wish(("multiply-node",), count=2), record)
    lost.submit("123456789")
    lost.submit("123456788")
    answer(lost)
    assert recap(lost).lost == ("multiply-node",)
    assert "To be passed anew: Gradient through a multiply node" in told(lost)


def test_the_weakest_skill_and_its_lesson() -> None:
    course = load_course()
    session = begin(Wish(("multiply-node", "add-node"), count=6))
    while not session.finished:
        if asked(session).skill == "add-node":
            session.skip()
        else:
            answer(session)
    found = recap(session)
    assert (found.weak, found.is_weak) == ("add-node", True)
    assert lesson_on(found.weak, course.skills) == "add-node"


def test_every_skill_has_a_lesson_or_builds_on_one_that_has() -> None:
    taught = load_course().skills
    for skill in SKILLS:
        assert lesson_on(skill, taught) in taught, skill
    assert lesson_on("apple-tax", taught) == "apple-tax"
    assert lesson_on("no-such-skill", taught) == ""
