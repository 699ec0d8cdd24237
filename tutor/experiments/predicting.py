"""Predict the next point: a question about each coordinate of a runner's next step, graded like any question."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from tutor.core import Graph, GraphError
from tutor.experiments.runner import Place, Runner
from tutor.experiments.surfaces import PARAMETERS
from tutor.numbers import show
from tutor.quiz.grading import Verdict, grade
from tutor.quiz.hints import Hint
from tutor.quiz.question import Question, value_question
from tutor.quiz.unrolled import Descent, descent_question, renamed
from tutor.words import Words

SKILLS = {
    "sgd": "gradient-descent",
    "momentum": "momentum",
    "nesterov": "nesterov",
    "adagrad": "adagrad",
    "rmsprop": "rmsprop",
    "adam": "adam",
    "pytorchmomentum": "conventions",
    "averagedmomentum": "conventions",
}
"""The skill that a prediction shows, by the rule's key."""

DIGITS = 6
"""The given numbers are shown with so many digits: enough for three right ones, unless nearly all cancels out."""

_ROOT, _CORRECTED_ROOT = "(sqrt({root}) + 1e-7)", "(sqrt({root}) + 1e-7 / sqrt(1 - beta2^k))"
"""What the core divides by: the guard against a division by zero, and the same beside Adam's corrected root."""

_NESTEROV = "{w}1 = {w}0 + momentum^2 * v0 - (1 + momentum) * lr * g1"
"""The core's form of the rule: its parameter is the place looked ahead to, where the gradient is taken."""


@dataclass(frozen=True)
class NextStep(Descent):
    """One step of a run that has made some before it."""

    made: int = 0
    """How many updates the optimizer's memory has seen."""

    def rule_text(self, t: Words) -> str:
        """The rule with the core's guard: a run comes to places where it counts."""
        return self._guarded(super().rule_text(t))

    def _put(self, text: str, parameter: str, step: int, now: Any) -> str:
        return super()._put(renamed(self._guarded(text), {"k": str(self.made + step)}), parameter, step, now)

    def _guarded(self, text: str) -> str:
        divisor = _CORRECTED_ROOT if self.rule == "adam" else _ROOT
        return re.sub(r"(?<=/ )sqrt\((\w+)\)", lambda found: divisor.format(root=found[1]), text)


class Prediction:
    """The questions about one step of a runner: x, then y. It is over when both are right, or were solved."""

    def __init__(self, runner: Runner, place: Place, lang: str) -> None:
        """`place` is where the step starts. GraphError where no coordinate of the step can be asked for."""
        self.runner, self.place = runner, place
        self.verdict: Verdict | None = None
        """What was said last."""
        self.hints_seen = 0
        self.solution: Hint | None = None
        self.done = False
        """Whether the present coordinate is answered, so that the way on is open."""
        self._waiting = list(PARAMETERS)
        self.question = self._next(lang)

    @property
    def number(self) -> int:
        """The number of the step that is predicted."""
        return self.place.step.number + 1

    @property
    def parameter(self) -> str:
        """Which coordinate is asked for."""
        return self._waiting[0]

    @property
    def hints(self) -> tuple[Hint, ...]:
        """The hints seen so far."""
        return self.question.hints[: self.hints_seen]

    def ask_line(self, t: Words) -> str:
        """What is asked, in one line."""
        return t(
            "{name} after step {number} ({rule}) = ?",
            name=self.parameter,
            number=self.number,
            rule=self.runner.title,
        )

    @property
    def givens(self) -> str:
        """What the answer follows from."""
        question = self.question
        return ", ".join(
            f"{question.name(name)}\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{show(question.values[name], DIGITS)}"
            for name in question.graph.inputs
        )

    @property
    def rule(self) -> str:
        """The rule as a formula where it stands in a form that only the core has; else empty: it is to be known."""
        question = self.question
        return "" if question.about else renamed(_NESTEROV.format(w=self.parameter), question.labels)

    def submit(self, text: str) -> Verdict:
        """Judge an answer."""
        self.verdict = grade(self.question, text)
        self.done = self.done or self.verdict.kind == "right"
        return self.verdict

    def hint(self) -> Hint:
        """The next hint; after the last one the solution."""
        rungs = self.question.hints
        if self.hints_seen >= len(rungs) - 1:
            return self.solve()
        self.verdict = None
        self.hints_seen += 1
        return rungs[self.hints_seen - 1]

    def solve(self) -> Hint:
        """The worked solution: the way on is open then."""
        self.verdict, self.done = None, True
        self.solution = self.question.hints[-1]
        return self.solution

    def advance(self) -> bool:
        """Go on to the other coordinate. False where both are done."""
        self._waiting.pop(0)
        try:
            self.question = self._next(self.question.lang)
        except GraphError:
            return False
        self.verdict, self.solution, self.hints_seen, self.done = None, None, 0, False
        return True

    def speak(self, lang: str) -> None:
        """Ask the same in another language."""
        self.question = replace(self.question, lang=lang)
        if self.verdict is not None:
            self.verdict = grade(self.question, self.verdict.text)
        if self.solution is not None:
            self.solution = self.question.hints[-1]

    def _next(self, lang: str) -> Question:
        """The question about the next coordinate that can be asked for: not one whose number is beyond all floats."""
        while self._waiting:
            try:
                return next_question(self.runner, self.place, self._waiting[0], lang)
            except GraphError:
                self._waiting.pop(0)
        raise GraphError("nothing-to-work-out", name="")


def next_question(runner: Runner, place: Place, parameter: str, lang: str) -> Question:
    """Ask for one coordinate after the next step, the gradient being given. GraphError where that has no value.

    The truth is the core's number, with its guard against a division by zero. Whoever leaves the guard out, or works
    with the digits that are shown, comes as near as the terms allow: where these cancel out, that is right, too.
    """
    optimizer = runner.next_optimizer(place)
    numbers = {
        **{f"{state}0": _remembered(optimizer, state, parameter) for state in optimizer.states},
        **runner.settings,
        f"{parameter}0": float(place.step.params[parameter]),
        "g1": float(place.step.grads[parameter]),
    }
    labels = _labels(parameter, place.step.number)
    asked, skill = f"{parameter}1", SKILLS[runner.rule]
    if runner.rule == "nesterov":
        graph = Graph.parse(_NESTEROV.format(w=parameter))
        question = value_question(graph, numbers, asked, lang=lang, labels=labels, skill=skill)
    else:
        made = getattr(optimizer, "iter", 0)
        step = NextStep(runner.rule, parameters=(parameter,), given=tuple(optimizer.states), made=made)
        question = descent_question(step, numbers, asked, lang=lang, labels=labels, skill=skill)
    before = numbers[f"{parameter}0"]
    terms = max(abs(before), abs(question.truth - before))
    return replace(question, noise=10.0 ** (1 - DIGITS) * terms)


def _remembered(optimizer: Any, state: str, parameter: str) -> float:
    return float((getattr(optimizer, state) or {}).get(parameter, 0.0))


def _labels(parameter: str, number: int) -> dict[str, str]:
    """The quantities of a step under the number that the step has in this run."""
    kinds = (parameter, "g", "v", "h", "m", "m_hat", "v_hat", "step")
    return {f"{kind}{at}": f"{kind}{number + at}" for kind in kinds for at in (0, 1)}
