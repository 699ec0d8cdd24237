"""What moves on a lesson's picture: nothing that is not earned yet, in any lesson, whatever the learner did before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

import pytest
from answers import right

from tutor import motion
from tutor.core import Graph
from tutor.course import Lesson, load_course, load_lesson
from tutor.course.model import GraphBlock, Step
from tutor.drawing import Beat, Marks
from tutor.learner.record import MemoryRecord
from tutor.numbers import show
from tutor.practice import PracticeSession, Wish
from tutor.quiz.question import ChoiceQuestion, Option, Question, gradient_question
from tutor.session import LessonSession

COURSE = load_course()
NUMBER = re.compile(r"\d+(?:\.\d+)?(?:e[-+]?\d+)?")


def numbers(text: str) -> set[str]:
    """The numbers in a text, without their signs."""
    return set(NUMBER.findall(text))


def on_show(marks: Marks) -> set[str]:
    """The numbers on a picture, without their signs."""
    return {show(abs(number)) for number in chain(marks.values.values(), marks.gradients.values())}


def open_numbers(session: LessonSession) -> dict[tuple[str, str], str]:
    """What is still to be predicted of the graph on show, with the numbers it has there now."""
    here, block = session.here, session.block
    assert block is not None
    found = {}
    for at, step in enumerate(session.lesson.steps):
        asked = step.question
        if not isinstance(asked, Question) or asked.graph is not block.graph:
            continue
        is_open = not session.answered if at == session.position else not session._trail.state(step).ending
        if is_open:
            values = here.values if here is not None else block.values
            known = values if asked.kind == "value" else block.graph.backward(values, asked.output)
            found[asked.kind, asked.quantity] = show(abs(known[asked.quantity]))
    return found


def given(session: LessonSession) -> set[str]:
    """Numbers that stand in the graph itself, and 0, 1 and 2, of which the formulas of nodes are made."""
    assert session.block is not None
    return {show(abs(node.number)) for node in session.block.graph.nodes if node.op == "number"} | {"0", "1", "2"}


def nothing_is_given_away(session: LessonSession, beats: Sequence[Beat], typed: str = "") -> None:
    """No beat shows more than the picture at rest shows, nor does a working hold a number that is still open."""
    marks, secret = session.marks, open_numbers(session)
    for beat in beats:
        for shown, rest in ((beat.marks.values, marks.values), (beat.marks.gradients, marks.gradients)):
            assert shown.items() <= rest.items(), (session.step.id, beat)
        assert beat.marks.asked == marks.asked
        known = on_show(marks) | given(session) | numbers(typed)
        assert not (numbers(beat.text) & set(secret.values())) - known, (session.step.id, beat.text, secret)
        for quantity, number in beat.marks.doubted.items():
            truth = secret.get((session.question.kind, quantity))
            assert number.lstrip("-") != truth, (session.step.id, quantity)


def told_on_the_way(session: LessonSession) -> None:
    """What is said of the nodes gives nothing away either."""
    secret = set(open_numbers(session).values()) - on_show(session.marks) - given(session)
    for quantity in session.block.graph.quantities:
        said = "\n".join(motion.explained(session, quantity))
        assert said
        assert not numbers(said) & secret, (session.step.id, quantity, said)


def looked_at(session: LessonSession, typed: str = "") -> Iterator[Beat]:
    """The replay of the present moment, looked at."""
    if session.block is None or not session.is_drawn or session.finished:
        assert motion.replay(session) == []
        return
    beats = motion.replay(session)
    if session.solution is None:
        nothing_is_given_away(session, beats, typed)
        told_on_the_way(session)
        if beats and not motion.is_wrong_way(session):
            assert beats[-1].marks == session.marks
    yield from beats


def through(session: LessonSession, skipped: frozenset[int]) -> int:
    """Answer a whole lesson, each question with all its mistakes first, but skip some; look at each moment."""
    count = 0
    for at in range(session.count):
        question = session.question
        count += sum(1 for _ in looked_at(session))
        if at in skipped:
            session.skip()
            continue
        if isinstance(question, Question):
            for found in question.mistakes:
                typed = repr(found.value)
                if session.submit(typed).kind != "wrong":
                    continue
                beats = list(looked_at(session, show(found.value)))
                if motion.is_wrong_way(session):
                    assert beats[-1].marks.wrong == show(found.value)
                    assert beats[-1].wrong and beats[-1].at == question.quantity
                count += len(beats)
        before = session.marks
        session.submit(
            repr(session.question.truth) if isinstance(session.question, Question) else right(session.question)
        )
        if not session.answered:  # a form that only its own tests know
            session.skip()
            continue
        arriving = motion.arrival(session, before)
        if session.block is not None and session.is_drawn:
            nothing_is_given_away(session, arriving)
            if arriving:
                assert arriving[-1].marks == session.marks
        count += len(arriving) + sum(1 for _ in looked_at(session))
        session.advance()
    return count


@pytest.mark.parametrize("lesson", COURSE.lessons)
def test_no_beat_of_a_lesson_shows_what_is_not_earned(lesson: str) -> None:
    page = load_lesson(COURSE, lesson, "en")
    beats = through(LessonSession(page, MemoryRecord()), frozenset())
    drawn = [step for step in page.steps if isinstance(step.question, Question) and page.graph_of(step) is not None]
    assert beats or not drawn
    for skipped in skips(page):
        through(LessonSession(page, MemoryRecord()), skipped)


def skips(page: Lesson) -> list[frozenset[int]]:
    """Ways through a lesson that leave questions out: every second one, the first half, the second half."""
    places = range(len(page.steps))
    half = len(places) // 2
    return [frozenset(some) for some in (places[::2], places[1::2], places[:half], places[half:])]


@pytest.mark.parametrize("skill", ["branches", "chain-rule", "exp-log", "apple-tax", "relu-max"])
def test_no_beat_of_a_practice_shows_what_is_not_earned(skill: str) -> None:
    session = PracticeSession(Wish((skill,), count=4), MemoryRecord(), "ko")
    assert through(session, frozenset()) > 4


# --- one output at a time --------------------------------------------------------------------------------

GRAPH = Graph.parse("apple = 100\ncount = 2\ntax = 1.1\nsubtotal = apple * count\nprice = subtotal * tax")


def shop(*asks: str) -> LessonSession:
    """A lesson on the shop that asks for gradients (`price/apple`) and for nothing in numbers (`?`), in this order."""
    block = GraphBlock("shop", GRAPH, GRAPH.given, GRAPH.forward(), {})
    steps = []
    for ask in asks:
        output, _, quantity = ask.partition("/")
        if quantity:
            asked = gradient_question(GRAPH, GRAPH.given, output, quantity, skill="chain-rule", code=f"shop/{ask}")
            steps.append(Step(ask, "predict", "Prose.", asked, "shop"))
        else:
            options = (Option("forward", False, "No."), Option("backward", True, "Yes."))
            steps.append(Step(ask, "choose", "Prose.", ChoiceQuestion(options, "en", "chain-rule", "shop/?"), "shop"))
    return LessonSession(Lesson("shop", "en", "The shop", tuple(steps), "The end.", {"shop": block}), MemoryRecord())


def test_a_replay_is_of_the_output_whose_gradients_are_on_show() -> None:
    session = shop("price/apple", "subtotal/apple", "?")
    session.submit("2.2")
    session.advance()
    session.skip()
    assert session.marks.gradients == {"price": 1, "subtotal": 1.1, "apple": 2.2}
    beats = motion.replay(session)
    assert [beat.text for beat in beats] == ["1 * 1.1 = 1.1", "1.1 * 2 = 2.2", ""]
    assert beats[-1].marks == session.marks
    assert "d price / d apple = 2.2" in motion.explained(session, "apple")


def test_before_anything_is_known_there_is_nothing_to_play() -> None:
    session = shop("price/tax", "price/apple")
    session.skip()
    session.skip()
    assert session.finished and motion.replay(session) == [] and motion.explained(session, "tax") == []


def test_a_solution_is_replayed_with_the_numbers_that_it_solves() -> None:
    session = shop("price/apple")
    assert session.solve() is not None
    assert session.question.truth != 2.2
    beats = motion.replay(session)
    assert beats[-1].marks.gradients == {"price": 1, "subtotal": 1.1, "apple": 2.2}
    assert beats[-1].marks.landed == ("gradient", "apple") and beats[-1].marks.asked is None
    assert beats[-2].text == "1.1 * 2 = 2.2"
    session.submit(repr(session.question.truth))
    assert motion.replay(session)[-1].marks == session.marks
