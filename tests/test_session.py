"""A learner's way through a lesson: what happens at each step, what the record holds, and taking it up again."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.core import Graph
from tutor.course.model import GraphBlock, Lesson, Step
from tutor.learner.entry import Entry
from tutor.learner.record import MemoryRecord, Notice, Saved
from tutor.numbers import show
from tutor.quiz import ChoiceQuestion, Option, Question, gradient_question, value_question
from tutor.session import LessonSession
from tutor.trail import Summary, Try

TEXT = "apple = 100\ncount = 2\ntax = 1.1\nsubtotal = apple * count\nprice = subtotal * tax"
LABELS = {
    "en": {},
    "ko": {"apple": "사과: 한 상자의 값", "count": "개수", "tax": "소비세", "subtotal": "소계", "price": "가격"},
}
OPTIONS = {
    "en": (Option("forward", False, "No: backward."), Option("backward", True, "Yes, backward.")),
    "ko": (Option("앞으로", False, "아니요, 뒤로 갑니다."), Option("뒤로", True, "네, 뒤로 갑니다.")),
}


def lesson(*asks: str, lang: str = "en") -> Lesson:
    """A lesson `shop` that asks for values (`price`), gradients (`price/apple`) and a choice (`?`), in this order."""
    graph = Graph.parse(TEXT)
    block = GraphBlock("shop", graph, graph.given, graph.forward(), LABELS[lang])
    steps = []
    for ask in asks or ("price", "price/subtotal", "price/apple", "?"):
        output, _, quantity = ask.partition("/")
        about = {"lang": lang, "labels": LABELS[lang], "skill": "chain-rule", "code": f"shop/{ask}"}
        if ask.startswith("?"):
            asked: Question | ChoiceQuestion = ChoiceQuestion(OPTIONS[lang], lang, "chain-rule", f"shop/{ask}")
        elif quantity:
            asked = gradient_question(graph, graph.given, output, quantity, **about)  # type: ignore[arg-type]
        else:
            asked = value_question(graph, graph.given, output, **about)  # type: ignore[arg-type]
        kind = "choose" if ask.startswith("?") else "predict"
        steps.append(Step(ask, kind, f"Prose of {ask}.", asked, "shop"))
    return Lesson("shop", lang, "The shop", tuple(steps), "The end.", {"shop": block})


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def record() -> MemoryRecord:
    return MemoryRecord()


def begin(
    record: MemoryRecord, *asks: str, lang: str = "en", clock: Callable[[], float] | None = None
) -> LessonSession:
    return LessonSession(lesson(*asks, lang=lang), record, run="run", clock=clock or Clock())


def log(record: MemoryRecord) -> list[tuple[str, str, str]]:
    return [(entry.outcome, entry.step, entry.answer) for entry in record.entries()]


def right(session: LessonSession) -> str:
    question = session.question
    return show(question.truth) if isinstance(question, Question) else "2"


def answer(session: LessonSession) -> None:
    assert session.submit(right(session)).kind == "right"
    session.advance()


def picture_of(session: LessonSession) -> tuple[object, ...]:
    """All that a face shows of a session."""
    marks = session.marks
    verdict = session.verdict
    return (
        session.position,
        session.finished,
        session.answered,
        replace(session.state),
        session.question.code if isinstance(session.question, ChoiceQuestion) else session.question.values,
        session.hints,
        session.point_at_hints,
        verdict and (verdict.kind, verdict.message, verdict.mistakes),
        dict(marks.values),
        dict(marks.gradients),
        (marks.asked, marks.wrong, marks.landed, marks.path),
        session.summary,
    )


class TestTheWay:
    def test_through_the_lesson(self, record: MemoryRecord) -> None:
        session = begin(record)
        assert (session.position, session.step.id, session.resumed, session.finished) == (0, "price", False, False)
        for step in session.lesson.steps:
            assert session.step is step
            assert not session.answered and not session.advance()
            assert session.submit(right(session)).kind == "right"
            assert session.answered and session.state.ending == "right"
            assert session.advance()
        assert session.finished and not session.advance()
        assert session.summary == Summary(4, 4, 0, 0, ())
        assert [outcome for outcome, _, _ in log(record)] == ["go", *("right", "go") * 3, "right", "done"]

    def test_wrong_answers_are_kept_and_may_go_on_for_ever(self, record: MemoryRecord) -> None:
        session = begin(record, "price/apple")
        for text in ("3.1", "57", "2", "0") * 3:
            assert session.submit(text).kind == "wrong"
            assert not session.answered
        assert session.state.wrong == 12
        assert session.state.tries[0] == Try("3.1", "wrong", ("adds-upstream",))
        assert session.submit("2.2").kind == "right"
        assert session.summary == Summary(
            1, 0, 1, 0, (("", 6, "price/apple"), ("adds-upstream", 3, "price/apple"), ("no-upstream", 3, "price/apple"))
        )

    def test_hints_are_pointed_out_after_the_second_wrong_answer(self, record: MemoryRecord) -> None:
        session = begin(record, "price/apple")
        session.submit("2.19")
        session.submit("2x")
        session.submit("2,2")
        assert not session.point_at_hints
        session.submit("7")
        assert session.point_at_hints
        session.submit("2.2")
        assert not session.point_at_hints

    def test_what_could_not_be_read_leaves_no_trace(self, record: MemoryRecord) -> None:
        session = begin(record)
        before = log(record)
        for text in ("", "abc", "2,2", "1,000", "1/0", "price", "\x00", "9" * 1000, "9" * 1_000_000):
            assert session.submit(text).kind in ("unreadable", "ask")
        assert log(record) == before and session.state.tries == [] and session.verdict is None

    def test_close_is_recorded_but_is_no_wrong_answer(self, record: MemoryRecord) -> None:
        graph = Graph.parse("x = 2\nn = 3\nz = x / n")
        block = GraphBlock("g", graph, graph.given, graph.forward(), {})
        asked = value_question(graph, graph.given, "z", code="thirds/z")
        session = LessonSession(
            Lesson("thirds", "en", "T", (Step("z", "predict", "", asked, "g"),), "", {"g": block}), record
        )
        assert session.submit("0.67").kind == "close"
        assert session.state.wrong == 0 and not session.answered
        assert session.submit("0.667").kind == "right"
        assert session.summary == Summary(1, 1, 0, 0, ())
        assert [entry.outcome for entry in record.entries()] == ["go", "close", "right"]

    def test_answers_after_the_right_one_are_judged_but_not_recorded(self, record: MemoryRecord) -> None:
        session = begin(record)
        session.submit("220")
        before = log(record)
        assert session.submit("200").kind == "wrong"
        assert session.hint() is None and session.solve() is None
        assert log(record) == before and session.state.ending == "right"

    def test_skip(self, record: MemoryRecord) -> None:
        session = begin(record)
        session.skip()
        assert session.position == 1
        for _ in range(3):
            session.skip()
        assert session.finished and session.summary == Summary(4, 0, 0, 4, ())
        session.skip()
        assert session.finished and log(record)[-1][0] == "done"

    def test_skip_after_the_answer_only_goes_on(self, record: MemoryRecord) -> None:
        session = begin(record)
        session.submit("220")
        session.skip()
        assert session.position == 1 and "skip" not in [outcome for outcome, _, _ in log(record)]

    def test_back_and_on_again(self, record: MemoryRecord) -> None:
        session = begin(record)
        assert not session.back()
        answer(session)
        session.submit("7")
        assert session.back()
        assert (session.position, session.answered) == (0, True)
        assert session.verdict is not None and session.verdict.kind == "right"
        assert session.advance()
        assert [attempt.answer for attempt in session.state.tries] == ["7"]

    def test_back_from_the_summary_is_the_last_question(self, record: MemoryRecord) -> None:
        session = begin(record)
        for _ in range(4):
            answer(session)
        assert session.finished and session.back()
        assert (session.position, session.finished) == (3, False)
        assert session.advance() and session.finished

    def test_a_choice(self, record: MemoryRecord) -> None:
        session = begin(record, "?")
        assert session.submit("3").kind == "unreadable"
        wrong = session.submit("1")
        assert (wrong.kind, wrong.message) == ("wrong", "No: backward.")
        assert session.submit("b").kind == "right"
        assert session.summary == Summary(1, 0, 1, 0, (("choice", 1, "?"),))
        assert record.entries()[1].mistakes == ("option-1",)


class TestHelp:
    def test_the_answer_to_the_numbers_before_is_told_so(self, record: MemoryRecord) -> None:
        session = begin(record)
        before = right(session)
        session.solve()
        verdict = session.submit(before)
        assert (verdict.kind, verdict.mistakes) == ("wrong", ())
        assert isinstance(session.question, Question) and session.question.givens in verdict.message
        assert session.verdict == verdict and begin(record).verdict == verdict
        assert session.submit("123456").message != verdict.message

    def test_the_ladder_rung_by_rung(self, record: MemoryRecord) -> None:
        session = begin(record, "price/apple")
        ladder = session.question.hints
        for seen in range(3):
            assert session.hint() == ladder[seen]
            assert session.hints == ladder[: seen + 1]
        assert session.hint() == ladder[3]
        assert session.solution == ladder[3]
        assert session.hints == ()

    def test_after_the_solution_the_question_stands_with_new_numbers(self, record: MemoryRecord) -> None:
        session = begin(record, "price/apple")
        old = session.question
        session.submit("3.1")
        session.hint()
        assert session.solve() == old.hints[-1]
        new = session.question
        assert isinstance(old, Question) and isinstance(new, Question)
        assert all(new.values[name] != old.values[name] for name in old.graph.inputs)
        assert session.state.sibling == 1 and not session.answered
        assert (session.state.tries, session.state.hints, session.verdict) == ([], 0, None)
        assert [attempt.answer for attempt in session.state.earlier] == ["3.1"]
        assert session.submit("2.2").kind == "wrong"
        assert session.solution is None
        assert session.submit(show(new.truth)).kind == "right"
        assert session.summary.in_the_end == 1
        assert [entry.item for entry in record.entries()[1:]] == ["shop/price/apple"] * 3 + ["shop/price/apple~1"] * 2

    def test_a_second_solution_gives_yet_other_numbers(self, record: MemoryRecord) -> None:
        session = begin(record, "price")
        seen = []
        for _ in range(4):
            assert isinstance(session.question, Question)
            seen.append(session.question.givens)
            session.solve()
        assert len(set(seen)) == 4
        assert isinstance(session.question, Question) and session.question.code == "shop/price~4"

    def test_a_choice_is_only_shown(self, record: MemoryRecord) -> None:
        session = begin(record, "?", "price")
        solution = session.solve()
        assert solution is not None and "backward" in solution.text
        assert session.state.ending == "shown" and session.advance()
        assert session.summary.skipped == 2

    def test_with_a_hint_it_is_not_unaided(self, record: MemoryRecord) -> None:
        session = begin(record, "price", "price/apple")
        session.hint()
        answer(session)
        answer(session)
        assert session.summary == Summary(2, 1, 1, 0, ())

    def test_more_hints_in_the_log_than_the_ladder_has(self, record: MemoryRecord) -> None:
        for _ in range(9):
            record.append(Entry.now(session="s", outcome="hint", lesson="shop", step="?"))
        session = begin(record, "?")
        assert [hint.kind for hint in session.hints] == ["where"]


class TestTheRecord:
    def test_an_answer_is_appended_before_submit_returns(self) -> None:
        class Watched(MemoryRecord):
            def append(self, entry: Entry) -> Saved:
                states.append(len(session.state.tries) if entry.outcome == "wrong" else -1)
                return super().append(entry)

        states: list[int] = []
        record = Watched()
        session = begin(record)
        session.submit("200")
        assert states == [-1, 0]  # on the record first, then the state follows
        assert record.entries()[-1].answer == "200"

    def test_the_fields(self, record: MemoryRecord) -> None:
        clock = Clock()
        session = begin(record, "price/apple", "price", clock=clock)
        clock.now = 2.5
        session.hint()
        session.submit(" 2 + 1.1 ")
        clock.now = 4.0
        session.submit("2.2")
        session.advance()
        go, hint, wrong, right, on = record.entries()
        assert (go.outcome, go.step, go.item, go.skill, go.answer) == ("go", "price/apple", "", "", "")
        assert (hint.outcome, hint.item, hint.hints, hint.milliseconds) == ("hint", "shop/price/apple", 0, 2500)
        assert (wrong.outcome, wrong.answer, wrong.mistakes) == ("wrong", " 2 + 1.1 ", ("adds-upstream",))
        assert (wrong.hints, wrong.skill, wrong.milliseconds) == (1, "chain-rule", 2500)
        assert (right.outcome, right.hints, right.milliseconds) == ("right", 1, 4000)
        assert (on.outcome, on.step, on.milliseconds) == ("go", "price", 0)
        assert {entry.lesson for entry in record.entries()} == {"shop"}
        assert {entry.session for entry in record.entries()} == {"run"}

    def test_both_ids_of_one_number(self, record: MemoryRecord) -> None:
        session = begin(record, "price/apple")
        session.submit("220")
        assert record.entries()[-1].mistakes == ("uses-output", "output-value")
        assert session.summary.thoughts == (("uses-output output-value", 1, "price/apple"),)

    def test_where_it_was_saved(self) -> None:
        class Full(MemoryRecord):
            def append(self, entry: Entry) -> Saved:
                super().append(entry)
                return Saved.QUEUED

        session = begin(Full())
        session.submit("220")
        assert session.saved is Saved.QUEUED and session.answered

    def test_restart_keeps_the_record(self, record: MemoryRecord) -> None:
        session = begin(record)
        session.submit("200")
        answer(session)
        session.hint()
        session.restart()
        assert (session.position, session.answered, session.hints) == (0, False, ())
        assert session.summary == Summary(4, 0, 0, 4, ())
        assert [entry.outcome for entry in record.entries()][-2:] == ["restart", "go"]
        assert len(record.entries()) == 7

    def test_opened_again_after_the_end_it_begins_afresh(self, record: MemoryRecord) -> None:
        session = begin(record, "price")
        answer(session)
        again = begin(record, "price")
        assert (again.position, again.finished, again.resumed, again.answered) == (0, False, False, False)
        assert record.places()["shop"].done


class TestTakenUpAgain:
    def test_a_record_that_can_not_be_read_just_now_does_not_lose_the_place(self) -> None:
        record = MemoryRecord(Notice("busy", Path("record")))
        session = begin(record)
        assert session.position == 0 and record.entries() == []
        answer(session)
        assert [entry.outcome for entry in record.entries()] == ["right", "go"]

    def test_left_while_reading_a_solution_it_is_there_again(self, record: MemoryRecord) -> None:
        session = begin(record)
        session.solve()
        session.solve()
        again = begin(record)
        assert again.solution == session.solution is not None
        assert again.question.text == session.question.text
        again.submit(right(again))
        assert begin(record).solution is None

    def ways(self) -> Iterator[Callable[[LessonSession], object]]:
        yield lambda session: None
        yield lambda session: session.submit("200")
        yield lambda session: session.submit("220")
        yield lambda session: answer(session)
        yield lambda session: session.submit("3.1")
        yield lambda session: session.hint()
        yield lambda session: session.hint()
        yield lambda session: session.submit("2,2")
        yield lambda session: session.solve()
        yield lambda session: session.submit("7")
        yield lambda session: session.hint()
        yield lambda session: answer(session)
        yield lambda session: session.back()
        yield lambda session: session.advance()
        yield lambda session: session.submit("2")
        yield lambda session: session.skip()
        yield lambda session: session.submit("1")
        yield lambda session: session.hint()

    def test_at_every_moment_of_a_lesson(self, record: MemoryRecord) -> None:
        session = begin(record)
        for way in self.ways():
            way(session)
            before = len(record.entries())
            again = begin(record)
            assert picture_of(again) == picture_of(session)
            assert again.resumed
            assert len(record.entries()) == before  # taking it up again is not an event

    @settings(max_examples=60, deadline=None)
    @given(
        st.lists(
            st.sampled_from(["right", "wrong", "no", "hint", "solve", "skip", "back", "on", "restart"]), max_size=25
        )
    )
    def test_whatever_happened(self, happened: list[str]) -> None:
        record = MemoryRecord()
        session = begin(record)
        for what in happened:
            if what == "right":
                session.submit(right(session))
            elif what in ("wrong", "no"):
                session.submit("7777" if what == "wrong" else "x y")
            elif what == "on":
                session.advance()
            else:
                getattr(session, what)()
            assert 0 <= session.position < 4
            nothing_ahead_is_shown(session)
        if not session.finished:
            assert picture_of(begin(record)) == picture_of(session)

    def test_unknown_steps_and_other_lessons_change_nothing(self, record: MemoryRecord) -> None:
        record.append(Entry.now(session="s", outcome="go", lesson="other", step="price"))
        record.append(Entry.now(session="s", outcome="right", lesson="shop", step="gone"))
        session = begin(record)
        assert (session.position, session.resumed) == (0, False)
        answer(session)
        for outcome in ("go", "wrong", "hint", "solution", "skip"):
            record.append(Entry.now(session="s", outcome=outcome, lesson="shop", step="gone"))
        again = begin(record)
        assert picture_of(again) == picture_of(session)

    def test_a_question_that_became_another_kind(self, record: MemoryRecord) -> None:
        for outcome in ("go", "wrong", "hint", "hint", "hint", "solution", "wrong"):
            record.append(Entry.now(session="s", outcome=outcome, lesson="shop", step="?", answer="3.1"))
        session = begin(record, "price", "?")
        assert session.position == 1
        assert picture_of(session)

    def test_steps_without_codes_of_their_own(self, record: MemoryRecord) -> None:
        page = lesson("price", "price/apple", "price/tax")
        nameless = replace(page, steps=tuple(replace(s, question=replace(s.question, code="")) for s in page.steps))
        session = LessonSession(nameless, record)
        for truth in ("220", "2.2", "200"):
            assert session.submit(truth).kind == "right"
            session.advance()


def nothing_ahead_is_shown(session: LessonSession) -> None:
    """Whatever is still to be predicted is in no mark (unless it was answered before), and no answer may use it."""
    marks, done = session.marks, set()
    for at, step in enumerate(session.lesson.steps):
        state = session._trail.state(step)
        if isinstance(step.question, Question) and at <= session.position and state.ending == "right":
            done.add((step.question.kind, step.question.output, step.question.quantity))
    for step in session.lesson.steps:
        asked = step.question
        if not isinstance(asked, Question) or session._trail.state(step).ending:
            continue
        here = step.id == session.step.id
        if (asked.kind, asked.output, asked.quantity) in done and not here:
            continue
        assert asked.quantity not in (marks.values if asked.kind == "value" else marks.gradients)
        if asked.kind == "value" and isinstance(session.question, Question):
            assert asked.quantity not in session.question.usable


class TestMarks:
    def test_from_the_first_value_to_the_last_gradient(self, record: MemoryRecord) -> None:
        session = begin(record)
        inputs = {"apple": 100, "count": 2, "tax": 1.1}
        assert (session.marks.values, session.marks.gradients) == (inputs, {})
        assert session.marks.asked == ("value", "price")
        session.submit("200")
        assert session.marks.wrong == "200" and session.marks.values == inputs
        session.submit("220")
        every = session.marks.values
        assert set(every) == {*inputs, "subtotal", "price"} and session.marks.asked is None
        assert session.marks.landed == ("value", "price") and session.marks.wrong is None
        session.advance()
        assert (session.marks.values, session.marks.gradients) == (every, {"price": 1})
        assert session.marks.asked == ("gradient", "subtotal") and session.marks.landed is None
        answer(session)
        assert session.marks.gradients == {"price": 1, "subtotal": 1.1}
        session.submit("3.1")
        assert session.marks.wrong == "3.1" and "apple" not in session.marks.gradients
        assert session.marks.path == frozenset()
        session.hint()
        assert session.marks.path == {"apple", "subtotal", "price"}
        session.submit("2.2")
        assert session.marks.landed == ("gradient", "apple")
        assert session.marks.gradients == {"price": 1, "subtotal": 1.1, "apple": 2.2}
        session.advance()
        assert (session.marks.asked, session.marks.landed) == (None, None)
        assert session.marks.gradients == {"price": 1, "subtotal": 1.1, "apple": 2.2}
        assert session.marks.values == every

    def test_after_a_solution_the_picture_has_the_new_numbers(self, record: MemoryRecord) -> None:
        session = begin(record, "price", "price/subtotal", "price/apple")
        answer(session)
        answer(session)
        session.solve()
        assert isinstance(session.question, Question)
        marks = session.marks
        assert marks.values == session.question.values and marks.values["apple"] != 100
        assert marks.gradients == {"price": 1, "subtotal": session.question.values["tax"]}
        assert marks.asked == ("gradient", "apple")

    def test_a_value_asked_later_is_not_shown_with_a_gradient(self, record: MemoryRecord) -> None:
        session = begin(record, "price/tax", "subtotal", "price")
        assert set(session.marks.values) == {"apple", "count", "tax"}
        assert session.submit("subtotal").kind == "unreadable"
        assert session.submit("apple*count").kind == "right"
        session.advance()
        answer(session)
        assert set(session.marks.values) == {"apple", "count", "tax", "subtotal"}

    def test_what_gives_a_value_away_is_not_shown_either(self, record: MemoryRecord) -> None:
        session = begin(record, "price/tax", "subtotal")
        assert set(session.marks.values) == {"apple", "count", "tax"}  # price / tax would be the answer

    def test_a_value_on_the_way_that_is_asked_later(self, record: MemoryRecord) -> None:
        session = begin(record, "price", "subtotal")
        answer(session)
        assert "subtotal" not in session.marks.values and session.marks.values["price"] == 220.00000000000003

    def test_a_gradient_on_the_way_that_is_asked_later(self, record: MemoryRecord) -> None:
        session = begin(record, "price/apple", "price/subtotal", "price/price")
        assert session.marks.gradients == {}
        answer(session)
        assert session.marks.gradients == {"apple": 2.2}
        answer(session)
        assert session.marks.gradients == {"apple": 2.2, "subtotal": 1.1}
        answer(session)
        assert session.marks.gradients == {"apple": 2.2, "subtotal": 1.1, "price": 1}

    def test_a_skipped_value_may_be_shown_on_the_way_back(self, record: MemoryRecord) -> None:
        session = begin(record, "price", "price/tax")
        session.skip()
        assert set(session.marks.values) == {"apple", "count", "tax", "subtotal", "price"}

    def test_the_gradients_of_one_output_at_a_time(self, record: MemoryRecord) -> None:
        session = begin(record, "price/apple", "subtotal/apple", "?", "price/count")
        answer(session)
        assert session.marks.gradients == {"subtotal": 1}
        answer(session)
        assert session.marks.gradients == {"subtotal": 1, "apple": 2}
        answer(session)
        assert session.marks.gradients == {"price": 1, "subtotal": 1.1, "apple": 2.2}

    def test_before_a_choice_nothing_still_to_come_is_shown(self, record: MemoryRecord) -> None:
        session = begin(record, "?", "price")
        assert set(session.marks.values) == {"apple", "count", "tax"}
        assert begin(MemoryRecord(), "?", "price/tax").marks.values.keys() >= {"subtotal", "price"}

    def test_without_a_graph_nothing_is_marked(self, record: MemoryRecord) -> None:
        page = lesson("price", "?")
        bare = replace(page, steps=tuple(replace(step, graph=None) for step in page.steps))
        session = LessonSession(bare, record)
        assert session.block is None and not session.marks.values
        assert session.submit("apple*count*tax").kind == "right"


class TestLanguages:
    def test_the_same_place_in_another_language(self, record: MemoryRecord) -> None:
        session = begin(record)
        answer(session)
        session.submit("3.1")
        session.hint()
        before = len(record.entries())
        session.speak(lesson(lang="ko"))
        assert (session.position, session.lesson.lang, session.question.lang) == (1, "ko", "ko")
        assert session.verdict is not None and session.verdict.mistakes == ()
        assert len(session.hints) == 1
        assert session.submit("소비세").kind == "right"
        assert len(record.entries()) == before + 1

    def test_the_solution_just_shown_changes_its_language(self, record: MemoryRecord) -> None:
        session = begin(record, "price/apple")
        session.solve()
        session.solve()
        english = session.solution
        numbers = session.question.values  # type: ignore[union-attr]
        session.speak(lesson("price/apple", lang="ko"))
        assert session.solution is not None and english is not None
        assert session.question.values == numbers  # type: ignore[union-attr]
        assert session.solution.text == english.text.replace("apple", "사과").replace("subtotal", "소계").replace(
            "price", "가격"
        )

    @pytest.mark.parametrize(
        ("typed", "kind", "mistakes"),
        [("개수*소비세", "right", ()), ("개수+소비세", "wrong", ("adds-upstream",)), ("가격", "wrong", None)],
    )
    def test_an_answer_in_the_other_languages_names(
        self, record: MemoryRecord, typed: str, kind: str, mistakes: tuple[str, ...] | None
    ) -> None:
        session = begin(record, "price/apple", lang="ko")
        session.submit(typed)
        session.speak(lesson("price/apple"))
        verdict = session.verdict
        assert verdict is not None and verdict.kind == kind
        assert mistakes is None or verdict.mistakes == mistakes
        assert begin(record, "price/apple").verdict == verdict

    def test_an_answer_that_says_nothing_in_the_other_language_says_nothing(self, record: MemoryRecord) -> None:
        session = begin(record, "price/apple", lang="ko")
        session.submit("개수 + 57")
        session.speak(lesson("price/apple"))
        assert session.verdict is None and session.state.wrong == 1

    def test_a_page_that_was_changed_does_not_contradict_the_record(self, record: MemoryRecord) -> None:
        record.append(Entry.now(session="s", outcome="go", lesson="shop", step="price"))
        record.append(Entry.now(session="s", outcome="right", lesson="shop", step="price", answer="330"))
        session = begin(record)
        assert session.answered and session.verdict is None


def test_an_answer_from_an_imported_record_can_not_steer_the_terminal() -> None:
    entries = [
        Entry(session="s", outcome="go", lesson="shop", step="price"),
        Entry(session="s", outcome="wrong", lesson="shop", step="price", answer="2\x1b[2J\n00"),
    ]
    session = LessonSession(lesson(), MemoryRecord(known=entries))
    assert session.marks.wrong is not None and session.marks.wrong.isprintable()
