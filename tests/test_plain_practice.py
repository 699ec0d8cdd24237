"""A practice in plain lines: the counter-exercise, and what is said at the end."""

from __future__ import annotations

import io
import random

import pytest

from tutor.countering import introduction
from tutor.course import load_course
from tutor.learner.record import MemoryRecord
from tutor.plain_practice import PlainPractice
from tutor.practice import PracticeSession, Wish
from tutor.quiz import Question
from tutor.words import LANGUAGES, words

COURSE = load_course()


def begin(wish: Wish, record: MemoryRecord, lang: str) -> PracticeSession:
    return PracticeSession(wish, record, lang, source=random.Random(5), run="run")


def own_input_each_time(wish: Wish, lang: str) -> tuple[str, PracticeSession]:
    """What somebody types who takes the edge's own input first, and then is right; and the same practice, over."""
    typed, session = [], begin(wish, MemoryRecord(), lang)
    while not session.finished:
        question = session.question
        assert isinstance(question, Question)
        wrong = next(found.value for found in question.mistakes if "own-input" in found.ids)
        for answer in (wrong, question.truth):
            typed.append(repr(answer))
            session.submit(typed[-1])
        session.advance()
    return "".join(f"{line}\n" for line in typed), session


def told(wish: Wish, typed: str, lang: str) -> str:
    record, sink = MemoryRecord(), io.StringIO()
    assert PlainPractice(COURSE, record, lang, io.StringIO(typed), sink).run(begin(wish, record, lang)) == 0
    return sink.getvalue()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_thought_that_comes_back_is_put_to_the_test(lang: str) -> None:
    t, wish = words(lang), Wish(("chain-rule",), 1, 3)
    typed, session = own_input_each_time(wish, lang)
    said = told(wish, typed, lang)
    third = session.lesson.steps[2].question
    assert isinstance(third, Question)
    before, line, after = said.partition(introduction("own-input", third, t).replace("`", ""))
    assert line and third.code not in after and third.code in before  # its code stands above it, its story below
    assert third.prompt.replace("`", "") in after
    came = t("took the edge's own input at a multiply node")
    times = t.n("{count} time in this practice", "{count} times in this practice", 3)
    assert t("{thought}: {here}", thought=came, here=times) in after


@pytest.mark.parametrize(
    ("wish", "command"),
    [
        (Wish(), "bptutor practice\n"),
        (Wish(("chain-rule", "add-node"), 2, 3), "bptutor practice --skill chain-rule,add-node --level 2 --count 3\n"),
        (Wish(count=1000, minutes=5), "bptutor practice --minutes 5\n"),
        (Wish(item="chain-rule.2:7"), "bptutor practice --skill chain-rule --level 2\n"),
    ],
)
def test_how_to_practise_again(wish: Wish, command: str) -> None:
    assert told(wish, ":skip\n:quit\n", "en").endswith("Practise again: " + command)


def test_left_before_anything_was_done_it_says_nothing() -> None:
    assert "Summary" not in told(Wish(), ":quit\n", "en")
