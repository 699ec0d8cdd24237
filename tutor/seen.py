"""What the picture of a lesson's graph shows: what was given or answered, and nothing that is still to be predicted."""

from __future__ import annotations

from tutor.core import Graph
from tutor.course.model import Step
from tutor.quiz.question import Question
from tutor.trail import Trail


class Seen:
    """What a learner has seen of the graph on show at the present step of a trail."""

    def __init__(self, trail: Trail, graph: Graph) -> None:
        self.trail = trail
        self.graph = graph
        self.step = trail.lesson.steps[trail.at]
        self.answered = bool(trail.state(self.step).ending)

    def _steps_here(self) -> list[tuple[int, Step, Question]]:
        """The steps of the lesson that ask about the graph on show, with their places."""
        return [
            (at, step, step.question)
            for at, step in enumerate(self.trail.lesson.steps)
            if isinstance(step.question, Question) and step.question.graph is self.graph
        ]

    def _known(self) -> list[Question]:
        """The questions on the graph on show whose answers the learner has, up to the present step."""
        return [
            asked
            for at, step, asked in self._steps_here()
            if at <= self.trail.at and self.trail.state(step).ending in ("right", "shown")
        ]

    def _open(self, kind: str) -> list[Question]:
        """The questions on the graph on show that are still to be answered, wherever in the lesson they stand."""
        return [
            asked for _, step, asked in self._steps_here() if asked.kind == kind and not self.trail.state(step).ending
        ]

    def _is_asked(self, kind: str, quantity: str) -> bool:
        """Whether this is what the present question asks for, and it is not answered yet."""
        asked = self.step.question
        return isinstance(asked, Question) and (asked.kind, asked.quantity) == (kind, quantity) and not self.answered

    def values(self) -> frozenset[str]:
        """The quantities whose values are shown: nothing that is still to be predicted, or that gives it away."""
        graph = self.graph
        answered = {question.quantity for question in self._known() if question.kind == "value"}
        to_come = {question.quantity for question in self._open("value")} - answered
        asked = self.step.question
        backward = isinstance(asked, Question) and asked.kind == "gradient"
        if backward or not (to_come or isinstance(asked, Question)):
            seen = set(graph.quantities)
        else:
            seen = {*graph.inputs, *answered}.union(*(graph.ancestors(name) for name in answered))
        return frozenset(
            name
            for name in seen
            if name not in to_come
            and not self._is_asked("value", name)
            and (not to_come or name in answered or not to_come & graph.ancestors(name))
        )

    def gradients(self) -> tuple[str | None, frozenset[str]]:
        """Whose gradients are shown (of one output at a time), and by which quantities."""
        asked = self.step.question
        known = [question for question in self._known() if question.kind == "gradient"]
        backward = isinstance(asked, Question) and asked.kind == "gradient"
        if isinstance(asked, Question) and backward:
            output = asked.output
        elif known:
            output = known[-1].output
        else:
            return None, frozenset()
        answered = {question.quantity for question in known if question.output == output}
        to_come = {question.quantity for question in self._open("gradient") if question.output == output} - answered
        seen = {output, *answered}  # the backward pass starts at the output
        for question in known:
            if question.output == output:
                seen |= self.graph.between(question.quantity, output)
        return output, frozenset(name for name in seen - to_come if not self._is_asked("gradient", name))
