"""Steps of an optimizer that are stated by themselves, where no story names the rule and tells how it starts."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tutor.quiz.question import Question
from tutor.quiz.unrolled import RULES, Descent
from tutor.words import N_, Words

RULE_NAMES: dict[str, str] = {
    "sgd": N_("Gradient descent"),
    "momentum": N_("Momentum"),
    "nesterov": N_("Nesterov momentum"),
    "adagrad": N_("AdaGrad"),
    "rmsprop": N_("RMSProp"),
    "adam": N_("Adam"),
    "pytorchmomentum": N_("Momentum as PyTorch writes it"),
    "averagedmomentum": N_("Momentum as a running mean"),
}
"""By the keys of `RULES`; a test holds the two together."""

_NAME = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True)
class StatedDescent(Descent):
    """A descent whose statement begins with the rule."""

    @property
    def settings(self) -> tuple[str, ...]:
        """The numbers that the rule needs beside the parameters: `lr`, `momentum`."""
        rule = RULES[self.rule]
        names = dict.fromkeys(itertools.chain.from_iterable(map(_NAME.findall, rule.values())))
        own = {"w", "k", "slope", "sqrt", *rule, *self.states}
        return tuple(sorted(names.keys() - own, key=lambda name: (name != "lr", name)))

    @property
    def every_place(self) -> Iterator[tuple[str, int, str]]:
        """Kind, step and parameter of all quantities that the steps may make, the starts among them."""
        kinds = dict.fromkeys(["w", *RULES[self.rule], *self.states])
        return ((kind, step, p) for p in self.parameters for kind in kinds for step in range(self.steps + 1))

    def statement(self, question: Question, t: Words) -> list[str]:
        """The rule by name and what starts from 0, then the loss and which number is asked."""
        name = t(RULE_NAMES[self.rule])
        zero = [self.name(state, 0, p) for state in self.states if state not in self.given for p in self.parameters]
        if zero:
            starts = ", ".join(f"{state.removesuffix('0')} = 0" for state in zero)
            name = t("{optimizer}, starting from {states}", optimizer=name, states=starts)
        return [name, *super().statement(question, t)]
