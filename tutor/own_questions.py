"""Questions on a learner's own expression: a lesson made from it, first forward and then backward."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tutor.cells import cut
from tutor.core import Graph
from tutor.course.asking import backward_order
from tutor.course.model import GraphBlock, Lesson, Step
from tutor.learner.entry import Entry
from tutor.learner.record import Record
from tutor.numbers import show
from tutor.quiz.question import Question, gradient_question, value_question
from tutor.session import LessonSession
from tutor.words import words

MOST = 40
"""So many quantities a graph may have that is asked about: more are no exercise but a test of patience."""

_LONGEST_CODE = 300
_GRAPH = "own"


class Own(NamedTuple):
    """What is asked about."""

    text: str
    """The expression as the learner wrote it; on the record it tells what the numbers belong to."""
    graph: Graph
    inputs: Mapping[str, float]
    output: str


def own_lesson(own: Own, lang: str) -> Lesson:
    """A lesson: the output's value, then each gradient in backward order.

    GraphError where there is no value or no gradient with these inputs.
    """
    t = words(lang)
    graph, inputs, output, quantities = own.graph, own.inputs, own.output, backward_order(own.graph, own.output)
    asked = [value_question(graph, inputs, output, lang=lang, code=_code(own, output))]
    asked += [
        gradient_question(graph, inputs, output, name, lang=lang, code=_code(own, f"d {output} / d {name}"))
        for name in quantities
    ]
    steps = []
    for number, question in enumerate(asked, start=1):
        _ = question.truth  # an impossible one is said now, not at its turn
        steps.append(Step(str(number), "predict", _prose(number, question, lang), question, _GRAPH))
    block = GraphBlock(_GRAPH, graph, dict(inputs), asked[0].values, {})
    return Lesson("", lang, t("Questions on your expression"), tuple(steps), graphs={_GRAPH: block})


def _prose(number: int, question: Question, lang: str) -> str:
    t = words(lang)
    if number == 1:
        return t("First forward: work out the nodes from left to right, up to `{formula}`.", formula=question.formula)
    if number == 2:
        return t(
            "Now backward, edge by edge. The gradient of the output by itself is 1. The first edge: `{formula}`.",
            formula=question.formula,
        )
    return t("The next edge: `{formula}`.", formula=question.formula)


def _code(own: Own, asked: str) -> str:
    """By what a question is known on the record: new numbers follow from it, so it has the old ones."""
    numbers = ", ".join(f"{name} = {show(value)}" for name, value in own.inputs.items())
    return cut(f"play/{asked}: {own.text} ({numbers})", _LONGEST_CODE, "...")


class OwnSession(LessonSession):
    """A learner's way through such a lesson. It begins anew each time; what is answered is on the record."""

    place_is_kept = False

    def __init__(self, own: Own, record: Record, lang: str) -> None:
        """Begin. GraphError as for the lesson."""
        self._own = own
        super().__init__(own_lesson(own, lang), record)

    def in_language(self, lang: str) -> Lesson:
        """The same lesson in a language."""
        return own_lesson(self._own, lang)

    def _past(self) -> Sequence[Entry]:
        return ()
