"""A practice: which items come, what the record holds of it, new numbers, another language."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tutor import phrases
from tutor.course.prose import plain_text
from tutor.learner.entry import Entry
from tutor.learner.record import MemoryRecord, Record, next_lesson
from tutor.learner.store import open_record
from tutor.numbers import show
from tutor.practice import PracticeSession, Wish, due_today, practised, renewed
from tutor.quiz import ChoiceQuestion, ItemCode, ItemError, Question, ShapeQuestion, generate
from tutor.quiz.generator import Item, generate_counted
from tutor.quiz.siblings import collisions
from tutor.quiz.skills import SKILLS
from tutor.words import LANGUAGES, words

ITEM = "chain-rule.2:7"
SHAPE = "affine-shape.1:2"
DAY = date(2026, 11, 27)


def begin(
    wish: Wish,
    record: MemoryRecord | None = None,
    lang: str = "en",
    seed: int = 1,
    today: Callable[[], date] = date.today,
) -> PracticeSession:
    source = random.Random(seed)
    return PracticeSession(wish, record or MemoryRecord(), lang, source=source, run="run", today=today)


def asked(session: PracticeSession) -> Question:
    assert isinstance(session.question, Question)
    return session.question


def answer(session: PracticeSession) -> None:
    assert not isinstance(session.question, ChoiceQuestion)
    assert session.submit(repr(session.question.truth)).kind == "right"
    session.advance()


def codes(wish: Wish, seed: int = 1) -> list[ItemCode]:
    session = begin(wish, seed=seed)
    while not session.finished:
        session.skip()
    return [ItemCode.parse(step.question.code) for step in session.lesson.steps]


class TestWhichItems:
    def test_of_one_skill_and_level(self) -> None:
        found = codes(Wish(("chain-rule",), level=2, count=12))
        assert len(set(found)) == 12
        assert {(code.skill, code.level) for code in found} == {("chain-rule", 2)}

    def test_of_the_named_skills_each_once_before_one_comes_again(self) -> None:
        named = ("sigmoid", "chain-rule", "branches", "adam")
        found = [code.skill for code in codes(Wish(named, level=1, count=11))]
        assert sorted(found[:4]) == sorted(found[4:8]) == sorted(named)
        assert all(one != other for one, other in itertools.pairwise(found))

    def test_a_beginner_gets_what_builds_on_nothing(self) -> None:
        found = codes(Wish(count=12))
        assert {code.skill for code in found} == {skill for skill in SKILLS if not SKILLS[skill].builds_on}
        assert {code.level for code in found} == {1}  # nothing was right yet

    def test_two_practices_differ(self) -> None:
        assert codes(Wish(("chain-rule",), count=3), seed=1) != codes(Wish(("chain-rule",), count=3), seed=2)

    def test_one_item_is_the_same_each_time(self) -> None:
        once, again = begin(Wish(item=ITEM), seed=1), begin(Wish(item=ITEM), seed=2)
        assert once.count == 1
        assert asked(once).text == asked(again).text == generate(ITEM).text
        assert once.item == again.item == "chain-rule.2:7@1"
        answer(once)
        assert once.finished

    def test_no_question_comes_twice(self) -> None:
        session = begin(Wish(("chain-rule",), count=60))
        while not session.finished:
            session.skip()
        texts = [step.question.text for step in session.lesson.steps]
        assert len(texts) == len(set(texts)) == 60

    def test_so_few_questions_that_they_come_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("tutor.practice.NUMBERS", 2)
        found = codes(Wish(("chain-rule",), count=5))
        assert len(found) == 5 and len(set(found)) == 2

    def test_a_code_for_which_no_numbers_fit_is_left_out(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def rarely(code: str | ItemCode, lang: str = "en") -> Item:
            if isinstance(code, ItemCode) and code.number % 2:
                raise ItemError("item-unfit", item=str(code))
            return generate_counted(code, lang)

        monkeypatch.setattr("tutor.practice.generate_counted", rarely)
        assert all(code.number % 2 == 0 for code in codes(Wish(("chain-rule",), count=10)))

    def test_no_numbers_at_all(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def never(code: str | ItemCode, lang: str = "en") -> Item:
            raise ItemError("item-unfit", item=str(code))

        monkeypatch.setattr("tutor.practice.generate_counted", never)
        with pytest.raises(ItemError) as error:
            begin(Wish(("chain-rule",)))
        assert error.value.code == "item-unfit"

    def test_items_are_made_when_their_turn_comes(self) -> None:
        session = begin(Wish(("chain-rule",), count=1000))
        assert (session.count, len(session.lesson.steps)) == (1000, 1)
        answer(session)
        assert (session.count, len(session.lesson.steps), session.position) == (1000, 2, 1)

    @pytest.mark.parametrize(
        ("wish", "code"),
        [
            (Wish(("chain-rul",)), "item-skill"),
            (Wish(("",)), "item-skill"),
            (Wish(("chain-rule",), level=9), "item-level"),
            (Wish(item="chain-rule"), "item-form"),
            (Wish(item=""), "item-form"),
            (Wish(item="nothing:7"), "item-skill"),
        ],
    )
    def test_what_there_is_not(self, wish: Wish, code: str) -> None:
        record = MemoryRecord()
        with pytest.raises(ItemError) as error:
            begin(wish, record)
        assert error.value.code == code
        assert not record.entries()


class TestOnePractice:
    def test_to_the_summary(self) -> None:
        session = begin(Wish(("chain-rule",), count=3))
        assert session.lesson.title == "Practice: Chain rule along a path"
        named = next(found for found in asked(session).mistakes if not found.convention)
        assert session.submit(repr(named.value)).mistakes == named.ids
        formula = asked(session).formula
        answer(session)
        session.hint()
        answer(session)
        session.skip()
        assert session.finished
        summary = session.summary
        assert (summary.questions, summary.unaided, summary.in_the_end, summary.skipped) == (3, 0, 2, 1)
        assert [(ids, times) for ids, times, _ in summary.thoughts] == [(" ".join(named.ids), 1)]
        assert f"question 1: {formula}" in phrases.summary_lines(summary, session.lesson, words("en"))[-1]

    def test_the_summary_of_what_was_done_when_it_is_left(self) -> None:
        session = begin(Wish(("chain-rule",), count=5))
        assert session.summary.questions == 0
        answer(session)
        assert (session.summary.questions, session.summary.unaided) == (1, 1)  # the second is only on show
        session.submit("123456")
        assert (session.summary.questions, session.summary.unaided) == (2, 1)

    def test_back_and_forth_keeps_the_items(self) -> None:
        session = begin(Wish(("chain-rule",), count=3))
        first = session.item
        answer(session)
        second = session.item
        assert session.back() and session.item == first and session.answered
        assert session.advance() and session.item == second

    def test_the_picture_shows_what_is_given_and_nothing_of_other_items(self) -> None:
        for skill in practised(1):
            session = begin(Wish((skill,), count=6))
            while not session.finished:
                question, marks = session.question, session.marks
                if isinstance(question, ShapeQuestion):
                    assert not session.is_drawn and not marks.values
                    answer(session)
                    continue
                assert isinstance(question, Question)
                if session.is_drawn and question.kind == "value":
                    assert set(marks.values) == set(question.graph.inputs), question.code
                    assert not marks.gradients and not session.room.gradients
                elif session.is_drawn:
                    assert set(marks.values) == set(question.graph.quantities)
                    assert set(marks.gradients) == {question.output} - {question.quantity}
                answer(session)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_story_reads_as_it_was_written(lang: str) -> None:
    """On the screen too, where it goes through Markdown: no sign of a formula is lost, and none gives emphasis."""
    for skill in practised(1):
        for level in (1, 2, 3):
            session = begin(Wish((skill,), level=level, count=2), lang=lang)
            while not session.finished:
                question = session.question
                assert not isinstance(question, ChoiceQuestion)
                told = plain_text(phrases.prose(session))
                assert question.prompt.replace("`", "") in told, question.code
                assert session.is_drawn or question.givens in told
                session.skip()


def test_what_markdown_would_take_for_marks() -> None:
    for text in ("v = m*v - lr*g", "a_1 and b_1", "[[1, 2], [3, 4]]", "x < 3 & y > 2", "# 3", "one\ntwo"):
        session = begin(Wish(item=ITEM))
        step = replace(session.step, question=replace(asked(session), story=text))
        session.speak(replace(session.lesson, steps=(step,)))
        assert plain_text(phrases.prose(session)) == text


class TestNewNumbers:
    def test_the_same_is_asked_in_the_same_story(self) -> None:
        for skill in practised(1):
            for number in (1, 2):
                question = generate(f"{skill}:{number}")
                if isinstance(question, ShapeQuestion):
                    continue
                other = renewed(question, 1)
                assert isinstance(other, Question)
                assert other.truth != question.truth or question.truth in (0, 1, -1), question.code
                assert (other.formula, other.story, other.labels) == (question.formula, question.story, question.labels)
                assert other.graph is question.graph
                assert not collisions(other), other.code
                assert other.code != question.code

    def test_it_is_an_item_that_can_be_handed_on(self) -> None:
        question = generate(ITEM)
        other = renewed(question, 1)
        assert generate(other.code).text == other.text
        assert renewed(question, 1).code == other.code != renewed(question, 2).code

    def test_the_page_has_the_old_story_beside_its_solution_and_then_the_new_one(self) -> None:
        session = begin(Wish(item=ITEM))
        old = asked(session).prompt
        solution = session.solve()
        new = asked(session).prompt
        assert solution is not None and old != new
        assert phrases.prose(session) == old
        assert phrases.tells_new_numbers(session)
        assert asked(session).givens in phrases.new_numbers_line(asked(session), words("en"))
        session.submit("123456")
        assert phrases.prose(session) == new and not phrases.tells_new_numbers(session)
        session.solve()
        assert phrases.prose(session) == new != asked(session).prompt
        answer(session)

    def test_the_answer_to_the_numbers_before_is_told_so(self) -> None:
        session = begin(Wish(item=ITEM))
        truth = show(asked(session).truth)
        session.solve()
        assert "fits the numbers before" in session.submit(truth).message


class TestAShape:
    """An item that asks for a shape, which has no graph."""

    def shape(self, session: PracticeSession) -> ShapeQuestion:
        assert isinstance(session.question, ShapeQuestion)
        return session.question

    def test_what_is_shown_and_asked(self) -> None:
        session = begin(Wish(item=SHAPE))
        question = self.shape(session)
        assert session.block is None and not session.is_drawn and not phrases.quantity_lines(session)
        assert plain_text(phrases.prose(session)).split("\n\n") == [
            question.prompt,
            question.givens,
            "\n".join(question.products),
        ]
        assert phrases.ask_line(session, words("en")) == f"shape of {question.asked} = ?"

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_a_wrong_shape_is_told_and_counted_in_the_summary(self, lang: str) -> None:
        session = begin(Wish(item=SHAPE), lang=lang)
        question = self.shape(session)
        wrong = next(found for found in question.mistakes if found.id == "shape-transposed")
        assert session.submit(str(wrong.value)).message == wrong.reply
        assert session.submit("1x2x3").mistakes == ()
        answer(session)
        first = session.lesson.steps[0].id
        assert session.summary.thoughts == (("shape-transposed", 1, first), ("", 1, first))
        named, unnamed = phrases.summary_lines(session.summary, session.lesson, words(lang))[-2:]
        assert {"en": "exchanged rows and columns", "ko": "행과 열"}[lang] in named
        assert question.asked in named and question.asked in unnamed

    def test_new_sizes_after_a_solution(self) -> None:
        session = begin(Wish(item=SHAPE))
        old = self.shape(session)
        solution = session.solve()
        new = self.shape(session)
        assert solution is not None and str(old.truth) in solution.text
        assert (new.asked, new.story, len(new.widths)) == (old.asked, old.story, len(old.widths))
        assert new.truth != old.truth and generate(new.code) == new
        assert phrases.tells_new_numbers(session)
        assert new.givens in phrases.new_numbers_line(new, words("en"))
        assert old.givens in plain_text(phrases.prose(session))
        assert "fits the numbers before" in session.submit(str(old.truth)).message
        assert new.givens in plain_text(phrases.prose(session))
        answer(session)
        assert session.finished and (session.summary.unaided, session.summary.in_the_end) == (0, 1)

    def test_new_sizes_for_every_kind(self) -> None:
        for level in (1, 2, 3):
            for number in range(20):
                question = generate(f"affine-shape.{level}:{number}")
                if isinstance(question, ShapeQuestion):
                    other = renewed(question, 1)
                    assert isinstance(other, ShapeQuestion) and other.truth != question.truth
                    assert (other.asked, other.story) == (question.asked, question.story)
                    assert renewed(question, 1) == other != renewed(question, 2)

    def test_in_another_language(self) -> None:
        session = begin(Wish(item=SHAPE))
        session.submit("1x2x3")
        session.solve()
        before = self.shape(session)
        session.speak(session.in_language("ko"))
        now = self.shape(session)
        assert (now.lang, now.code, now.truth) == ("ko", before.code, before.truth)
        assert session.solution is not None and phrases.ask_line(session, words("ko")) == f"{now.asked}의 형상 = ?"
        answer(session)


class TestAnotherLanguage:
    def test_in_the_middle_of_an_item(self) -> None:
        session = begin(Wish(("chain-rule",), count=3))
        answer(session)
        session.solve()
        session.hint()
        before = asked(session)
        session.speak(session.in_language("ko"))
        now = asked(session)
        assert (now.lang, now.code, now.values) == ("ko", before.code, before.values)
        assert (session.position, session.state.hints, session.lesson.lang) == (1, 1, "ko")
        answer(session)
        assert session.lesson.lang == "ko" and asked(session).lang == "ko"
        session.speak(session.in_language("en"))
        assert asked(session).lang == "en"


class TestTheRecord:
    def test_every_attempt_with_its_skill_and_its_item(self) -> None:
        record = MemoryRecord()
        session = begin(Wish(item=ITEM), record)
        session.submit("123456")
        session.solve()
        second = session.item
        answer(session)
        assert second != "chain-rule.2:7@1"
        assert [
            (entry.outcome, entry.skill, entry.item, entry.session)
            for entry in record.entries()
            if entry.outcome not in ("go", "done")
        ] == [
            ("wrong", "chain-rule", "chain-rule.2:7@1", "run"),
            ("solution", "chain-rule", "chain-rule.2:7@1", "run"),
            ("right", "chain-rule", second, "run"),
        ]

    def test_no_place_follows_from_it(self, tmp_path: Path) -> None:
        file = tmp_path / "record.sqlite3"
        record = open_record(file)
        session = PracticeSession(Wish(("chain-rule",), count=2), record)
        answer(session)
        answer(session)
        assert session.finished
        assert record.places() == {} and next_lesson(["one", "two"], record.places()) == "one"
        record.close()
        again = open_record(file)
        assert again.places() == {} and len(again.entries()) > 3
        again.rebuild()
        assert again.places() == {}
        again.close()

    def test_it_begins_anew(self) -> None:
        record = MemoryRecord()
        answer(begin(Wish(("chain-rule",), count=2), record))
        session = begin(Wish(("chain-rule",), count=2), record)
        assert not session.resumed and session.position == 0 and not session.state.tries
        assert not session.place_is_kept


class TestWhatFits:
    """The items follow what the record says, also what was answered just now."""

    def passing(self, record: Record, skill: str, day: date = DAY) -> None:
        for number, template in enumerate("aba"):
            at = f"{day}T09:00:0{number}.000Z"
            what = {"step": f"{number} {template}", "item": f"{skill}:{number}", "at": at, "id": f"{skill} {at}"}
            record.append(Entry(session=f"{day}", outcome="right", skill=skill, **what))

    def test_harder_after_right_answers_easier_after_wrong_ones(self) -> None:
        session = begin(Wish(("chain-rule",), count=6))
        levels = []
        for wrong in (False, False, False, True, False, False):
            levels.append(ItemCode.parse(session.item).level)
            if wrong:
                session.submit("987654321")
            answer(session)
        assert levels == [1, 2, 3, 3, 1, 2]

    def test_three_right_answers_pass_a_skill(self) -> None:
        for seed in range(8):  # whatever the chance, a second template comes by the third item
            record = MemoryRecord()
            session = begin(Wish(("chain-rule",), count=3), record, seed=seed)
            while not session.finished:
                answer(session)
            assert record.masteries()["chain-rule"].passed
            assert len({step.id.split()[1] for step in session.lesson.steps[:3]}) == 2

    def test_what_is_passed_opens_what_builds_on_it(self) -> None:
        record = MemoryRecord()
        roots = {skill for skill in SKILLS if not SKILLS[skill].builds_on}
        for skill in roots:
            self.passing(record, skill)
        session = begin(Wish(count=5), record, today=lambda: DAY)
        while not session.finished:
            session.skip()
        found = {ItemCode.parse(step.question.code).skill for step in session.lesson.steps}
        assert found == {"forward-pass"}  # all that builds on these and nothing else

    def test_a_review_is_what_is_due_once_each(self) -> None:
        record = MemoryRecord()
        self.passing(record, "add-node", DAY - timedelta(days=9))
        self.passing(record, "forward-pass", DAY - timedelta(days=30))
        self.passing(record, "sigmoid")
        assert due_today(record, DAY) == ["forward-pass", "add-node"]
        session = begin(Wish(count=50, review=True), record, today=lambda: DAY)
        assert session.count == 2
        answer(session)
        answer(session)
        assert session.finished
        found = [ItemCode.parse(step.question.code).skill for step in session.lesson.steps]
        assert found == ["forward-pass", "add-node"]

    def test_nothing_due(self) -> None:
        record = MemoryRecord()
        self.passing(record, "add-node")
        assert due_today(record, DAY) == []
        with pytest.raises(ValueError, match="nothing is due"):
            begin(Wish(review=True), record, today=lambda: DAY)
        assert len(record.entries()) == 3

    def test_what_was_answered_in_a_review_is_due_no_more(self) -> None:
        record = MemoryRecord()
        today = date.today()
        self.passing(record, "add-node", today - timedelta(days=9))
        answer(begin(Wish(review=True), record))
        assert due_today(record) == [] and record.masteries()["add-node"].reviews == 2
