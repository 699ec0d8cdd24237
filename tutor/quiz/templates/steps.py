"""What the items on the steps of optimizers share."""

from __future__ import annotations

import math
from collections.abc import Mapping

from tutor.quiz.question import Question
from tutor.quiz.templates.template import Level, Source, Template
from tutor.quiz.unrolled import Descent
from tutor.words import N_

LABELS: dict[str, str] = {
    "lr": N_("lr: learning rate"),
    "momentum": N_("momentum: share of the velocity that a step keeps"),
    "decay_rate": N_("decay_rate: share of h that a step keeps"),
    "beta1": N_("beta1: share of m that a step keeps"),
    "beta2": N_("beta2: share of v that a step keeps"),
    "w0": N_("w0: the parameter at the start"),
    "v0": N_("v0: the velocity at the start"),
    "h0": N_("h0: sum of the squares so far"),
    "g1": N_("g1: the gradient of the first step"),
    "g2": N_("g2: the gradient of the second step"),
    "g3": N_("g3: the gradient of the third step"),
}
"""The words before the colon are names in formulas, the same in every language."""

LR = (0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3)
SLOPES = (-8, -7, -6, -5, -4, -3, 3, 4, 5, 6, 7, 8)
MOMENTUM = (0.5, 0.6, 0.7, 0.8, 0.9)


def level(
    descent: Descent,
    numbers: Mapping[str, Source],
    ask: tuple[str, ...],
    story: str,
    together: tuple[Mapping[str, float], ...] = (),
) -> Level:
    """A level whose questions are about steps of an optimizer."""
    return Level(numbers, ask, descent.text, story, descent, together)


def template(name: str, one: Level, two: Level, three: Level, labels: Mapping[str, str] = LABELS) -> Template:
    """A template of three levels, the first of which tells its story."""
    return Template(name, one.story, one.graph, {1: one, 2: two, 3: three}, labels, one.about, _is_no_given)


def _is_no_given(question: Question) -> bool:
    """Whether the answer has to be worked out: none of the numbers that are told is the same."""
    return not any(math.isclose(question.truth, question.values[name]) for name in question.graph.inputs)
