"""What moves on a lesson's picture: the way of the last answer, right or wrong, of a solution, of all that is known."""

from __future__ import annotations

from tutor.drawing import Beat, Marks
from tutor.experiments import explanation, passes
from tutor.quiz.question import Question
from tutor.session import LessonSession
from tutor.words import N_

NOTHING_YET = N_("Nothing has flowed yet: predict first.")
"""Said where `replay` finds nothing to play."""


def arrival(session: LessonSession, before: Marks) -> list[Beat]:
    """How the numbers that the last answer brought came to be; `before` is what was on show until then."""
    question, end = _about(session), session.marks
    if question is None:
        return []
    values, gradients = set(end.values) - set(before.values), set(end.gradients) - set(before.gradients)
    return [*passes.forward(question, end, values), *passes.backward(question, end, gradients)]


def replay(session: LessonSession) -> list[Beat]:
    """What there is to see once more: the solution being read, a wrong answer's way, or the pass so far."""
    question, marks = _about(session), session.marks
    if question is None:
        return []
    told = session.told
    if session.solution is not None and isinstance(told, Question) and told.graph is question.graph:
        return passes.solution(told, marks.values)
    if is_wrong_way(session):
        assert session.here is not None and session.verdict is not None and session.verdict.replay is not None
        return passes.autopsy(session.here, session.verdict.replay, marks)
    if set(marks.gradients) - {question.output}:
        return passes.backward(question, marks)
    return passes.forward(question, marks)


def is_wrong_way(session: LessonSession) -> bool:
    """Whether the last answer's wrong way can be played: its thought is known, and the graph is on show."""
    verdict = session.verdict if session.here is not None and session.is_drawn else None
    return verdict is not None and verdict.kind == "wrong" and verdict.replay is not None and not session.answered


def explained(session: LessonSession, quantity: str, width: int | None = None) -> list[str]:
    """What happens at a quantity's node, in what is on show; in few words where `width` cells are not enough."""
    question = _about(session)
    return [] if question is None else explanation.lines(question, session.marks, quantity, width)


def _about(session: LessonSession) -> Question | None:
    """The graph on show with its numbers, and the output whose gradients it shows."""
    block, here = session.block, session.here
    if block is None or not session.is_drawn or session.finished:
        return None
    if here is not None and here.kind == "gradient":
        return here
    output = session.output or block.graph.output
    values = here.values if here is not None else block.values
    return Question("gradient", block.graph, values, output, output, session.lesson.lang, block.labels)
