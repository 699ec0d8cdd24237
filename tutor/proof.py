"""What may be nudged at the present step of a lesson: predicting comes first, then a nudge proves the number."""

from __future__ import annotations

from tutor.experiments.nudging import Nudging
from tutor.quiz.grading import grade
from tutor.quiz.question import Question
from tutor.session import LessonSession
from tutor.words import N_

PREDICT_FIRST = N_("Predict first: then nudging proves your number.")
"""Said where `proof` finds nothing that may be nudged yet."""

NO_GRAPH = N_("This question has no graph to nudge.")
"""Said where `has_graph` is false."""


def has_graph(session: LessonSession) -> bool:
    """Whether the present step shows a graph at all."""
    return session.block is not None and session.is_drawn and not session.finished


def proof(session: LessonSession) -> Nudging | None:
    """The graph on show, ready to be nudged; None where there is no graph, or the learner has to predict first.

    A gradient can be nudged once an answer was given or the solution shown; backprop's stays hidden until the question
    is answered. Where a value is asked for, it has to be answered first: nudging shows all values. Gradients that
    the lesson asks for and that are not on show yet can't be nudged before their turn comes.
    """
    block, here, state = session.block, session.here, session.state
    if block is None or not _all_values_shown(session):
        return None
    if here is not None and not session.answered and (here.kind == "value" or not (state.tries or state.sibling)):
        return None
    asked = _asked(session)
    output = asked.output if asked is not None else block.graph.output
    hidden = _to_come(session, output)
    chosen = asked.quantity if asked is not None and asked.quantity != output else ""
    free = [name for name in block.graph.inputs if name not in hidden and name != output]
    if not (chosen or free):
        return None
    return Nudging(
        block.graph,
        session.marks.values,
        output,
        labels=block.labels,
        chosen=chosen or free[0],
        answer=_answer(session, asked) if chosen else None,
        hidden=hidden,
    )


def earned(session: LessonSession) -> Nudging | None:
    """The graph on show with those quantities to nudge whose gradients are on show; None where there are none."""
    block, gradients = session.block, session.marks.gradients
    if block is None or not _all_values_shown(session):
        return None
    asked = _asked(session)
    output = asked.output if asked is not None else block.graph.output
    if not set(gradients) - {output}:
        return None
    hidden = frozenset(block.graph.quantities) - set(gradients)
    return Nudging(block.graph, session.marks.values, output, labels=block.labels, hidden=hidden)


def _all_values_shown(session: LessonSession) -> bool:
    """Whether a nudge, which shows every value, gives none away."""
    block = session.block
    return block is not None and has_graph(session) and set(block.graph.quantities) <= set(session.marks.values)


def _asked(session: LessonSession) -> Question | None:
    """The present question where it asks for a gradient on the graph on show."""
    here = session.here
    return here if here is not None and here.kind == "gradient" else None


def _to_come(session: LessonSession, output: str) -> frozenset[str]:
    """The quantities whose gradients the lesson asks for on this graph, and that are not on show."""
    questions = [step.question for step in session.lesson.steps if step.graph == session.step.graph]
    asked = {q.quantity for q in questions if isinstance(q, Question) and q.kind == "gradient" and q.output == output}
    return frozenset(asked - set(session.marks.gradients))


def _answer(session: LessonSession, here: Question | None) -> float | None:
    """The number that the learner gave last for the present numbers."""
    tries = session.state.tries
    return grade(here, tries[-1].answer).value if here is not None and tries else None
