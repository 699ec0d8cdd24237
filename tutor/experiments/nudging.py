"""A nudge: one quantity of a graph is moved by h, and how far the output moves is held beside backprop's gradient."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from tutor.core import CoreError, Graph, GraphError, StepStudy, Trial, relative_error
from tutor.core.checking import TOLERANCE
from tutor.experiments.measured import NOISY, Measured
from tutor.quiz.grading import ENOUGH_DIGITS, matching_digits

SMALLEST, USUAL, LARGEST = -15, -1, 1
"""h is a power of ten with an exponent from SMALLEST to LARGEST, at first USUAL."""

Kind = Literal["none", "no-gradient", "edge", "outside", "kink", "lost", "too-small", "too-large", "straight", "good"]


@dataclass(frozen=True)
class Move:
    """What follows from moving the chosen quantity."""

    by: float
    values: Mapping[str, float]
    """The value of every quantity now."""
    changes: Mapping[str, float]
    """How far each has moved, only those that have."""
    rise: float
    """How far the output has moved."""

    @property
    def ratio(self) -> float | None:
        """Output's change over input's change; none before anything was moved."""
        return self.rise / self.by if self.by else None


@dataclass(frozen=True)
class Verdict:
    """What is to be said of the present h."""

    kind: Kind
    error: CoreError | None = None
    """Why there is no number, where there is none."""
    slopes: tuple[float, float] = (0.0, 0.0)
    """The slopes at the two sides of a kink."""


class Nudging:
    """A graph at its base values, the quantity that is chosen, and how far it is moved: `steps` times h."""

    def __init__(
        self,
        graph: Graph,
        inputs: Mapping[str, float],
        output: str | None = None,
        *,
        labels: Mapping[str, str] | None = None,
        chosen: str = "",
        answer: float | None = None,
        hidden: frozenset[str] = frozenset(),
    ) -> None:
        """`inputs` holds at least the inputs' values; `answer` is the learner's number for the gradient by `chosen`.

        `hidden` are the quantities whose gradients the learner has not earned: backprop's is not shown then, and of
        them only `chosen` can be nudged. GraphError where the base values have no output, or a name is unknown.
        """
        self.graph = graph
        self.base: Mapping[str, float] = graph.forward({n: inputs[n] for n in graph.inputs if n in inputs})
        self.output = graph.node(output or graph.output).name
        self.labels: Mapping[str, str] = labels or {}
        self.hidden = hidden
        self.asked = graph.node(chosen).name if chosen else ""
        """The quantity for which `answer` is meant."""
        self.answer = answer
        every = [*graph.inputs, *(name for name in graph.quantities if name not in graph.inputs)]
        self.choices = tuple(n for n in every if n != self.output and (n not in hidden or n == self.asked))
        """What can be nudged: inputs first."""
        if not self.choices:
            raise GraphError("unknown-quantity", name=chosen, known=())
        self.steps = 0
        """How often h was added; below 0: taken away."""
        self.h = float(f"1e{USUAL}")
        """The step: a power of ten where it was not set to something else."""
        self._subjects: dict[str, Measured] = {}
        self.chosen = ""
        self.choose(self.asked or self.choices[0])

    # --- what a learner does -----------------------------------------------------------------------------

    def choose(self, name: str) -> None:
        """Nudge another quantity, from its base value on. One that is no choice is left alone."""
        if name in self.choices and name != self.chosen:
            self.chosen, self.steps = name, 0
            self.h = min(self.h, float(f"1e{self.largest}"))

    def turn(self, by: int) -> None:
        """Choose the next quantity, or with -1 the one before."""
        self.choose(self.choices[(self.choices.index(self.chosen) + by) % len(self.choices)])

    def move(self, by: int) -> None:
        """Move the chosen quantity so many times by h."""
        self.steps += by

    def reset(self) -> None:
        """Back to the base value."""
        self.steps = 0

    def scale(self, decades: int) -> None:
        """Make h larger or smaller by powers of ten, within what makes sense for the chosen quantity."""
        exponent = round(math.log10(self.h)) + decades
        self.h = float(f"1e{max(SMALLEST, min(exponent, self.largest))}")

    # --- what follows ------------------------------------------------------------------------------------

    @property
    def largest(self) -> int:
        """The largest exponent of h: a step is no larger than the value itself, or than 0.1."""
        size = abs(self.base[self.chosen])
        return max(exponent for exponent in range(USUAL, LARGEST + 1) if exponent == USUAL or 10**exponent <= size)

    @property
    def moved(self) -> Move | GraphError:
        """What the present move does, or why it can't be made."""
        try:
            return self._moved(self.steps * self.h)
        except GraphError as error:
            return error

    @property
    def ends(self) -> tuple[float, float] | None:
        """The output at x + h and x - h: what the central difference is made of; none outside the domain."""
        try:
            return self._moved(self.h).values[self.output], self._moved(-self.h).values[self.output]
        except GraphError:
            return None

    @property
    def central(self) -> Trial | GraphError:
        """The central difference with the present h."""
        return self._subject.central(self.h)

    @property
    def study(self) -> StepStudy | None:
        """The errors of all h, by which the present one is judged."""
        return self._subject.study

    @property
    def gradient(self) -> float | CoreError | None:
        """Backprop's gradient, or why there is none; None where it is not to be shown."""
        return None if self.chosen in self.hidden else self._subject.gradient

    @property
    def own_answer(self) -> float | None:
        """The learner's number for the gradient by the chosen quantity."""
        return self.answer if self.chosen == self.asked else None

    @property
    def agrees(self) -> bool:
        """Whether the learner's number is the gradient, or a rounding of it as a question would take."""
        answer, truth = self.own_answer, self._subject.gradient
        if answer is None or isinstance(truth, CoreError):
            return False
        return relative_error(answer, truth) <= TOLERANCE**2 or matching_digits(answer, truth) >= ENOUGH_DIGITS

    @property
    def bends(self) -> bool:
        """Whether the ratio of the present move is off because the curve bends on the way."""
        move, study = self.moved, self.study
        if isinstance(move, GraphError) or move.ratio is None or study is None or self._subject.fits(move.ratio):
            return False
        return abs(move.ratio - study.gradient) > NOISY * self._subject.rounding(move.by)

    @property
    def verdict(self) -> Verdict:
        """Whether the present h is too large or too small for the central difference, and why."""
        subject, trial, x = self._subject, self.central, self.base[self.chosen]
        if self.output not in self.graph.between(self.chosen, self.output):
            return Verdict("none")
        if isinstance(subject.gradient, CoreError):
            return Verdict("no-gradient", subject.gradient)
        assert subject.study is not None
        if isinstance(trial, GraphError):
            hopeless = all(step.slope is None for step in subject.study.central.steps)
            return Verdict("edge" if hopeless else "outside", trial)
        if x + self.h == x - self.h:
            return Verdict("lost")
        if subject.kink is not None:
            return Verdict("kink", slopes=subject.kink)
        if trial.slope is not None and subject.fits(trial.slope):
            return Verdict("straight" if subject.is_straight else "good")
        return Verdict("too-large" if self.h > subject.study.central.best.h else "too-small")

    def ripple(self, before: Mapping[str, float]) -> Iterator[dict[str, float]]:
        """The changes of all quantities while the present move runs through the graph, the last one the end.

        `before` are the changes that were there; each next one has arrived one node further.
        """
        move = self.moved
        after = move.changes if isinstance(move, Move) else {}
        distance = {self.chosen: 0}
        for node in self.graph.nodes:
            arrived = [distance[n] for n in (self.graph.nodes[i].name for i in node.inputs) if n in distance]
            if arrived and node.name != self.chosen:
                distance[node.name] = 1 + max(arrived)
        for wave in range(max(distance.values()) + 1):
            now = {n: (after if distance.get(n, 0) <= wave else before).get(n, 0.0) for n in self.graph.quantities}
            yield {name: change for name, change in now.items() if change}

    @property
    def _subject(self) -> Measured:
        if self.chosen not in self._subjects:
            self._subjects[self.chosen] = Measured(self.graph, self.base, self.output, self.chosen)
        return self._subjects[self.chosen]

    def _moved(self, by: float) -> Move:
        values = self.graph.replay(self.base, {self.chosen: self.base[self.chosen] + by})
        changes = {name: value - self.base[name] for name, value in values.items() if value != self.base[name]}
        return Move(by, values, changes, values[self.output] - self.base[self.output])
