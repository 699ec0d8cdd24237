"""A machine takes every lesson in every language: each mistake that applies, each wrong option, then what is right."""

import itertools
from collections.abc import Iterator

import pytest
from answers import right

from tutor.cells import cells
from tutor.course import load_course, load_lesson
from tutor.course.model import Lesson
from tutor.experiments.lab_question import LabQuestion
from tutor.learner.record import MemoryRecord
from tutor.numbers import show
from tutor.quiz import ChoiceQuestion, Question, ShapeQuestion
from tutor.quiz.ordering import OrderQuestion
from tutor.quiz.question import AnyQuestion
from tutor.session import LessonSession
from tutor.words import LANGUAGES, words

COURSE = load_course()


def wrong(question: AnyQuestion) -> Iterator[tuple[str, set[str], str]]:
    """Wrong answers: what is typed, the ids of the thoughts behind it, and what the reply has to hold."""
    if isinstance(question, ChoiceQuestion):
        every = range(1, len(question.options) + 1)
        if question.several:
            for chosen in itertools.chain.from_iterable(itertools.combinations(every, size) for size in every):
                if set(chosen) != question.truth:
                    yield " ".join(map(str, chosen)), set(), ""
        else:
            for number in set(every) - question.truth:
                yield str(number), set(), question.options[number - 1].reply
    elif isinstance(question, OrderQuestion):
        for order in itertools.islice(itertools.permutations(question.truth), 1, 60):
            yield " ".join(map(str, order)), set(), ""
    elif isinstance(question, LabQuestion):  # nothing is reached by changing nothing
        yield question.written(question.first()), set(), question.goal_text(words(question.lang))
    else:
        assert isinstance(question, Question | ShapeQuestion)
        for found in question.mistakes:
            if isinstance(question, ShapeQuestion):
                yield str(found.value), set(found.ids), found.reply.partition("{")[0]
            else:
                typed = show(found.value)
                leading = next(each for each in question.mistakes if show(each.value) == typed)  # others may share it
                yield typed, set(found.ids), leading.replies[0]


def steps_of(lesson: Lesson) -> Iterator[tuple[LessonSession, AnyQuestion]]:
    """Each question as a learner meets it who has answered all before it."""
    session = LessonSession(lesson, MemoryRecord(), run="run")
    while not session.finished:
        yield session, session.question
        assert session.submit(right(session.question)).kind == "right", session.step.id
        assert session.advance()
    assert session.summary.questions == session.summary.unaided + session.summary.in_the_end == len(lesson.steps)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("lesson", COURSE.lessons)
def test_every_answer_is_judged_and_every_mistake_is_named(lesson: str, lang: str) -> None:
    replies = 0
    for session, question in steps_of(load_lesson(COURSE, lesson, lang)):
        for typed, thoughts, reply in wrong(question):
            verdict = session.submit(typed)
            assert verdict.kind in ("wrong", "convention"), (session.step.id, typed, verdict)
            if verdict.kind == "wrong":  # what is right elsewhere is told as that, and no thought beside it
                assert thoughts <= set(verdict.mistakes), (session.step.id, typed)
                assert reply in verdict.message, (session.step.id, typed)
            assert verdict.message, (session.step.id, typed)
            replies += 1
    assert replies > len(load_lesson(COURSE, lesson, lang).steps)


@pytest.mark.parametrize("lesson", COURSE.lessons)
def test_both_languages_ask_the_same(lesson: str) -> None:
    ways = [list(steps_of(load_lesson(COURSE, lesson, lang))) for lang in LANGUAGES]
    for step in zip(*ways, strict=True):
        assert len({right(question) for _, question in step}) == 1
        assert len({tuple(typed for typed, _, _ in wrong(question)) for _, question in step}) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("lesson", COURSE.lessons)
def test_every_solution_gives_the_same_question_with_new_numbers_that_can_be_answered(lesson: str, lang: str) -> None:
    for session, question in steps_of(load_lesson(COURSE, lesson, lang)):
        beside = LessonSession(session.lesson, MemoryRecord(), run="other")
        while beside.step.id != session.step.id:
            beside.skip()
        assert len(question.hints) > 1 and all(hint.text for hint in question.hints)
        assert beside.solve() is not None
        if not beside.answered:  # with new numbers
            assert right(beside.question) != right(question) or beside.question != question
            assert beside.submit(right(beside.question)).kind == "right"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_goal_stands_whole_above_the_answer_box(lang: str) -> None:
    lessons = [load_lesson(COURSE, lesson, lang) for lesson in COURSE.lessons]
    labs = [step.question for lesson in lessons for step in lesson.steps if isinstance(step.question, LabQuestion)]
    assert len(labs) > 5
    for question in labs:
        assert cells(question.ask_line(words(lang))) <= 74, question.code
