"""Counter-exercises: the item in which a thought goes far wrong, when it comes, and what is said before it."""

from __future__ import annotations

import random
from datetime import date

import histories
import pytest

from tutor import countering, phrases
from tutor.course.prose import plain_text
from tutor.learner.record import MemoryRecord
from tutor.practice import PracticeSession, Wish, practised
from tutor.quiz import ItemCode, Question, ShapeQuestion, generate
from tutor.words import LANGUAGES, words

SKILL = Wish(("chain-rule",), count=6)
THOUGHT = "own-input"


def begin(wish: Wish = SKILL, record: MemoryRecord | None = None, seed: int = 1, lang: str = "en") -> PracticeSession:
    return PracticeSession(wish, record or MemoryRecord(), lang, source=random.Random(seed), run="run")


def err(session: PracticeSession, mistake: str = THOUGHT) -> None:
    """Answer as this thought does, then right, and go on."""
    question = session.question
    assert isinstance(question, Question)
    wrong = next(found for found in question.mistakes if mistake in found.ids)
    assert mistake in session.submit(repr(wrong.value)).mistakes
    answer(session)


def answer(session: PracticeSession) -> None:
    assert isinstance(session.question, Question | ShapeQuestion)
    assert session.submit(repr(session.question.truth)).kind == "right"
    session.advance()


class TestTheItem:
    @pytest.mark.parametrize("skill", ["chain-rule", "branches", "sigmoid", "momentum", "affine-shape"])
    def test_the_thought_applies_there_and_goes_further_wrong_than_in_most(self, skill: str) -> None:
        for mistake in {found.ids[0] for found in generate(f"{skill}:1").mistakes if not _is_convention(found)}:
            code = countering.against(mistake, ItemCode.parse(f"{skill}:1"), random.Random(1))
            assert code is not None and code.skill == skill
            far = countering.distance(generate(code), mistake)
            others = [countering.distance(generate(f"{skill}:{number}"), mistake) for number in range(1, 9)]
            assert far > 0.03 and far >= sorted(others)[4]

    def test_it_follows_from_its_code(self) -> None:
        code = countering.against(THOUGHT, ItemCode.parse("chain-rule:1"), random.Random(7))
        assert code is not None
        assert generate(str(code)).text == generate(code).text
        assert THOUGHT in {name for found in generate(str(code)).mistakes for name in found.ids}

    def test_it_is_a_level_easier(self) -> None:
        for level, easier in ((1, 1), (2, 1), (3, 2)):
            code = countering.against(THOUGHT, ItemCode.parse(f"chain-rule.{level}:1"), random.Random(1))
            assert code is not None and code.level == easier

    def test_a_thought_of_what_the_skill_builds_on(self) -> None:
        code = countering.against("add-splits", ItemCode.parse("branches.1:1"), random.Random(1))
        assert code is not None
        assert countering.distance(generate(code), "add-splits") > 0

    def test_no_question_is_asked_twice(self) -> None:
        item, had = ItemCode.parse("chain-rule:1"), set()
        for _ in range(5):
            code = countering.against(THOUGHT, item, random.Random(1), had)
            assert code is not None and generate(code).text not in had
            had.add(generate(code).text)

    def test_none_for_what_no_item_shows(self) -> None:
        assert countering.against("no-such-thought", ItemCode.parse("graph-reading:1"), random.Random(1)) is None
        assert countering.against("pytorch-convention", ItemCode.parse("momentum:1"), random.Random(1)) is None


def _is_convention(found: object) -> bool:
    return bool(getattr(found, "convention", False))


class TestWhenItComes:
    def test_after_the_second_time_in_a_practice(self) -> None:
        session = begin()
        err(session)
        assert session.against == "" and session.introduction == ""
        err(session)
        assert session.against == THOUGHT
        assert countering.distance(session.lesson.steps[2].question, THOUGHT) > 0.5
        answer(session)
        assert session.against == ""

    def test_after_the_first_where_it_is_on_the_record(self) -> None:
        record = MemoryRecord()
        histories.answer(record, "multiply-node", "wr", 5, mistakes=(THOUGHT,))
        session = begin(record=record)
        err(session)
        assert session.against == THOUGHT

    def test_what_was_long_ago_does_not_count(self) -> None:
        record = MemoryRecord()
        histories.answer(record, "multiply-node", "wr", countering.RECENT_DAYS + 2, mistakes=(THOUGHT,))
        session = begin(record=record)
        err(session)
        assert session.against == ""

    def test_the_same_wrong_number_twice_in_one_item_is_one_time(self) -> None:
        session = begin()
        question = session.question
        assert isinstance(question, Question)
        wrong = next(found for found in question.mistakes if THOUGHT in found.ids)
        session.submit(repr(wrong.value))
        err(session)
        assert session.against == ""

    def test_two_in_a_row_and_no_third(self) -> None:
        session = begin(Wish(("chain-rule",), count=10))
        err(session)
        err(session)
        assert session.against == THOUGHT
        err(session)
        assert session.against == THOUGHT
        err(session)
        assert session.against == ""

    def test_it_counts_as_one_of_the_items(self) -> None:
        session = begin(Wish(("chain-rule",), count=3))
        err(session)
        err(session)
        assert session.against and not session.finished
        answer(session)
        assert session.finished and session.count == 3 == len(session.lesson.steps)

    def test_one_item_stays_one(self) -> None:
        record = MemoryRecord()
        histories.answer(record, "chain-rule", "wr", 1, mistakes=(THOUGHT,))
        session = begin(Wish(item="chain-rule:3"), record)
        err(session)
        assert session.finished

    def test_a_wrong_choice_of_a_lesson_is_no_thought(self) -> None:
        assert not countering.is_thought("option-1") and countering.is_thought("shape-transposed")
        record = MemoryRecord()
        histories.answer(record, "graph-reading", "wr", 1, mistakes=("option-1",), lesson="backpropagation")
        assert countering.lately(record, date.today())["option-1"] == 1  # and yet it never brings an item
        session = begin(record=record)
        session.submit("123456789")
        answer(session)
        assert session.against == ""


class TestWhatIsSaid:
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_the_thought_and_the_rule_before_the_story(self, lang: str) -> None:
        session, t = begin(lang=lang), words(lang)
        err(session)
        err(session)
        told = plain_text(phrases.prose(session))
        assert countering.thought(THOUGHT, t) in told.splitlines()[0]
        rule = next(hint.text for hint in session.question.hints if hint.kind == "rule").splitlines()[0]
        assert told.startswith(t(countering.CAME_BEFORE, thought=countering.thought(THOUGHT, t), rule=rule))
        assert isinstance(session.question, Question) and session.question.prompt in told

    def test_in_another_language_it_says_the_same(self) -> None:
        session = begin()
        err(session)
        err(session)
        before = session.item
        session.speak(session.in_language("ko"))
        assert (session.item, session.against) == (before, THOUGHT)
        assert countering.thought(THOUGHT, words("ko")) in session.introduction

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_one_line_for_every_skill_that_gives_no_number_away(self, lang: str) -> None:
        t = words(lang)
        for skill in practised(1):
            question = generate(f"{skill}:2", lang)
            for found in question.mistakes[:2]:
                line = countering.introduction(found.ids[0], question, t)
                assert "\n" not in line and "{" not in line
                assert countering.thought(found.ids[0], t) in line
