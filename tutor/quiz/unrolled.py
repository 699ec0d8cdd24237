"""The steps of an optimizer, unrolled into quantities with names: `g1 = 2 * w0`, `v1 = momentum * 0 - lr * g1`, ...

Step k makes g<k>, v<k> and w<k> from w<k-1>. A rule is written as in the book's code, a line an assignment; unrolling
it gives each assignment a name of its own. A wrong thought is the same rule with another line, run on the same numbers.

The rules are those of `tutor.core`, without the 1e-7 beside a square root there, which no one wants to type: with a
root of 0.1 or more the two agree to six digits. Adam is written with its corrected moments, which is the same step.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import ClassVar, NamedTuple

from tutor.core import OPTIMIZERS
from tutor.core.expression import Expression, is_name, parse
from tutor.numbers import DIGITS, show
from tutor.quiz.formulas import graph_of
from tutor.quiz.question import Question, value_question
from tutor.quiz.slopes import slope
from tutor.quiz.subjects import Hints, Subject
from tutor.words import N_, Words

Rule = Mapping[str, str]
"""What each step assigns, in order. A name stands for its latest value, `slope(w)` for the loss's derivative at w,
`k` for the number of the step."""

_ROOT_STEP = {"step": "lr * g / sqrt(h)", "w": "w - step"}

RULES: dict[str, Rule] = {
    "sgd": {"g": "slope(w)", "w": "w - lr * g"},
    "momentum": {"g": "slope(w)", "v": "momentum * v - lr * g", "w": "w + v"},
    "nesterov": {
        "ahead": "w + momentum * v",
        "g": "slope(ahead)",
        "v": "momentum * v - lr * g",
        "w": "w + v",
    },
    "adagrad": {"g": "slope(w)", "h": "h + g^2", **_ROOT_STEP},
    "rmsprop": {"g": "slope(w)", "h": "decay_rate * h + (1 - decay_rate) * g^2", **_ROOT_STEP},
    "adam": {
        "g": "slope(w)",
        "m": "beta1 * m + (1 - beta1) * g",
        "v": "beta2 * v + (1 - beta2) * g^2",
        "m_hat": "m / (1 - beta1^k)",
        "v_hat": "v / (1 - beta2^k)",
        "step": "lr * m_hat / sqrt(v_hat)",
        "w": "w - step",
    },
    "pytorchmomentum": {"g": "slope(w)", "v": "momentum * v + g", "w": "w - lr * v"},
    "averagedmomentum": {"g": "slope(w)", "v": "momentum * v + (1 - momentum) * g", "w": "w - lr * v"},
}
"""By the keys of the core's OPTIMIZERS. Nesterov in the lesson's form: it looks ahead, and takes the gradient there."""

KINDS: dict[str, str] = {
    "w": N_("the parameter"),
    "g": N_("the gradient"),
    "v": N_("the velocity"),
    "h": N_("the sum of squared gradients"),
    "m": N_("the mean of the gradients"),
    "ahead": N_("the place looked ahead to"),
    "step": N_("the move"),
    "m_hat": N_("the corrected mean of the gradients"),
    "v_hat": N_("the corrected mean of the squares"),
}
"""What the names of the rules stand for, where the rule says nothing else."""

KINDS_OF: dict[tuple[str, str], str] = {
    ("rmsprop", "h"): N_("the mean of squared gradients"),
    ("adam", "v"): N_("the mean of squared gradients"),
}


_PLAIN: dict[str, tuple[float, ...]] = {
    "lr": (0.1, 0.2, 0.4),
    "momentum": (0.9, 0.5),
    "decay_rate": (0.9, 0.8),
    "beta1": (0.9, 0.8),
    "beta2": (0.99, 0.9),
    "w": (6, 5),
    "h": (16, 11),
    "g1": (3, 1),
    "g2": (4, 2),
    "g3": (5, -1),
}
"""Numbers for an example, by the name of a quantity or its kind: the first that the question has not."""


class Line(NamedTuple):
    """One assignment of an unrolled run."""

    name: str
    text: str


@dataclass(frozen=True, eq=False)
class Run:
    """An unrolled run: its lines, and what stands for a quantity that got no line, being another one or a number."""

    lines: tuple[Line, ...]
    instead: Mapping[str, str]

    def values(self, inputs: Mapping[str, float], asked: str) -> dict[str, float]:
        """The value of `asked` and of all that leads to it. CoreError where one has none."""
        values = dict(inputs)
        for line in self.leading_to(self.instead.get(asked, asked)):
            values[line.name] = _parsed(line.text).evaluate(values)
        for name, other in self.instead.items():
            if set(_NAME.findall(other)) <= values.keys():
                values[name] = _parsed(other).evaluate(values)
        return values

    def beside(self, right: Run, values: Mapping[str, float], asked: str) -> float | None:
        """The value of `asked`, where the right run has these values: only what is not in that is worked out.

        None where nothing is: then all that leads to `asked` is the same.
        """
        lines = _parting(self, right, asked)
        goal = self.instead.get(asked, asked)
        if not lines and goal == asked:
            return None
        known = dict(values)
        for line in lines:
            known[line.name] = _parsed(line.text).evaluate(known)
        return _parsed(goal).evaluate(known)

    def leading_to(self, asked: str) -> list[Line]:
        """The lines that the value of `asked` follows from."""
        needed = set(_NAME.findall(asked))
        found: list[Line] = []
        for line in reversed(self.lines):
            if line.name in needed:
                needed.update(_NAME.findall(line.text))
                found.append(line)
        return found[::-1]

    def text(self, name: str) -> str:
        """What is assigned to a quantity; its own name where nothing is."""
        return next((line.text for line in self.lines if line.name == name), self.instead.get(name, name))


@lru_cache(maxsize=4096)
def _parting(run: Run, right: Run, asked: str) -> tuple[Line, ...]:
    """The lines leading to `asked` that a right run has not, and those that follow from them."""
    there = dict(right.lines)
    found: dict[str, Line] = {}
    for line in run.leading_to(run.instead.get(asked, asked)):
        if there.get(line.name) != line.text or not found.keys().isdisjoint(_NAME.findall(line.text)):
            found[line.name] = line
    return tuple(found.values())


@dataclass(frozen=True)
class Descent(Subject):
    """Some steps of an optimizer, as the subject of a question (`Question.about`).

    It names quantities and holds no number of theirs, so that it stays true with other numbers.
    """

    rule: str
    """A key of `RULES`."""
    steps: int = 1
    loss: str = ""
    """The loss over the parameters, as text; empty where the gradients are given: the inputs g1, g2, ..."""
    parameters: tuple[str, ...] = ("w",)
    """With several their gradients and states are called gx1, vx1, ..."""
    given: tuple[str, ...] = ()
    """The states that start from a number of their own (the input v0); the others start from 0."""
    then: str = ""
    """A last line on what the steps have made: `factor = w1 / w0`."""

    own_thoughts: ClassVar[bool] = True
    """No thought about the values of graphs in general is tried on it."""

    def __post_init__(self) -> None:
        if self.rule not in RULES:
            raise ValueError(f"no rule {self.rule!r}: there are {', '.join(RULES)}")
        if self.rule == "nesterov" and not self.loss:
            raise ValueError("Nesterov looks ahead: it needs a loss to take the gradient from")
        if self.steps < 1:
            raise ValueError("a descent has at least one step")

    @property
    def accuracy(self) -> float:
        """How near a right answer comes: the core's own number, with its 1e-7 beside the root, is right too."""
        return 1e-6 if "step" in RULES[self.rule] else 1e-9

    @property
    def states(self) -> tuple[str, ...]:
        """What the rule keeps from step to step."""
        return OPTIMIZERS[self.rule].states

    # --- the names of the quantities ---

    def name(self, kind: str, step: int, parameter: str = "") -> str:
        """The quantity of a step: `w2` for ("w", 2), `v1`, `gx1` where there are several parameters."""
        parameter = parameter or self.parameters[0]
        if kind == "w":
            return f"{parameter}{step}"
        return f"{kind}{parameter if len(self.parameters) > 1 else ''}{step}"

    def place(self, quantity: str) -> tuple[str, int, str] | None:
        """Kind, step and parameter of a quantity; None for a setting and what comes after the steps."""
        return self._places.get(quantity)

    @cached_property
    def _places(self) -> dict[str, tuple[str, int, str]]:
        kinds = ["w", *RULES[self.rule], *self.states]
        every = ((kind, step, p) for p in self.parameters for kind in kinds for step in range(self.steps + 1))
        return {self.name(*each): each for each in every}

    @cached_property
    def slopes(self) -> Mapping[str, str]:
        """The derivative of the loss by each parameter, as a formula; empty where the gradients are given."""
        return {p: slope(self.loss, p) for p in self.parameters} if self.loss else {}

    # --- the steps ---

    @cached_property
    def run(self) -> Run:
        """The steps as they are right."""
        return self.unroll(lambda step: RULES[self.rule])

    @property
    def text(self) -> str:
        """The steps as the text of a graph."""
        return "\n".join(f"{name} = {text}" for name, text in self.run.lines)

    def unroll(self, rule_at: Callable[[int], Rule], one_by_one: bool = False) -> Run:
        """The lines of all steps by the rule that each step takes.

        All parameters get their gradients before any of them moves; `one_by_one` lets each move first.
        """
        # for each parameter, what the rule's names stand for by now
        now = {p: {state: self._start(state, p) for state in ("w", *self.states)} for p in self.parameters}
        lines: list[Line] = []
        instead: dict[str, str] = {}
        for step in range(1, self.steps + 1):
            rule = rule_at(step)
            sight = [kind for kind in rule if kind in ("ahead", "g")]
            moves = [kind for kind in rule if kind not in sight]
            if one_by_one:
                order = [(p, kind) for p in self.parameters for kind in rule]
            else:
                order = [(p, kind) for kind in [*sight, *moves] for p in self.parameters]
            for p, kind in order:
                name, text = self.name(kind, step, p), self._put(rule[kind], p, step, now)
                now[p][kind] = name
                if _is_plain(text):
                    now[p][kind] = text
                    if text != name:  # a gradient that is given is its own name
                        instead[name] = text
                else:
                    lines.append(Line(name, text))
        if self.then:
            name, _, text = self.then.partition("=")
            lines.append(Line(name.strip(), renamed(text.strip(), instead)))
        return Run(tuple(lines), instead)

    def _start(self, state: str, parameter: str) -> str:
        return self.name(state, 0, parameter) if state == "w" or state in self.given else "0"

    def _put(self, text: str, parameter: str, step: int, now: Mapping[str, Mapping[str, str]]) -> str:
        """A line of the rule with the names of this step in it."""
        names = {**now[parameter], "k": str(step)}
        before, marked, rest = text.partition("slope(")
        if not marked:
            return renamed(text, names)
        at, _, after = rest.partition(")")
        if self.loss:
            found = renamed(self.slopes[parameter], {p: now[p][at] for p in self.parameters})
        else:
            found = self.name("g", step, parameter)
        if text != f"slope({at})" and not _is_plain(found):
            found = f"({found})"
        return renamed(before, names) + found + renamed(after, names)

    # --- what is said about it ---

    def meaning(self, quantity: str, t: Words) -> str:
        """What a quantity is, in words: "the velocity"; its own name where it is none of the steps'."""
        place = self.place(quantity)
        return quantity if place is None else t(KINDS_OF.get((self.rule, place[0]), KINDS[place[0]]))

    def rule_text(self, t: Words) -> str:
        """The rule as the book's code has it, with the derivative of the loss where there is one."""
        rule, lines = RULES[self.rule], []
        looks_ahead = "ahead" in rule
        for p in self.parameters:
            names = {kind: self.name(kind, 0, p)[:-1] for kind in (*rule, *self.states)}
            gradient = "" if looks_ahead else f"{names['g']} = "
            if self.loss:
                lines.append(f"{gradient}d L / d {p} = {self.slopes[p]}")
            for kind, text in rule.items():
                if kind != "g":
                    lines.append(f"{names[kind]} = {renamed(text, names)}")
                elif looks_ahead:
                    lines.append(t("{g} = the derivative of the loss at {ahead}", **names))
        if self.loss:
            lines.insert(0, f"L = {self.loss}")
        if self.rule == "adam":
            lines.append(t("k is the number of the step."))
        return "\n".join(lines)

    def statement(self, question: Question, t: Words) -> list[str]:
        """The loss, and which number is asked: the steps themselves are left to the learner."""
        lines = [f"L = {in_names(question, self.loss)}"] if self.loss else []
        place = self.place(question.quantity)
        if place is None:
            return [*lines, in_names(question, self.then)]
        parts = {"name": question.name(question.quantity), "kind": self.meaning(question.quantity, t), "step": place[1]}
        if place[0] in ("g", "ahead", "step"):
            return [*lines, t("{name} is {kind} of step {step}.", **parts)]
        return [*lines, t("{name} is {kind} after step {step}.", **parts)]

    def first_hint(self, question: Question, t: Words) -> str:
        """Where to look."""
        first = self._needed(question)[0]
        return t(
            "Write the steps one below the other. First comes {kind}: {name} = {text}.",
            kind=self.meaning(first.name, t),
            name=question.name(first.name),
            text=in_names(question, first.text),
        )

    def hints(self, question: Question, t: Words) -> Hints:
        """Where to look, the rule, and the steps with other numbers."""
        other = self._example(question)
        example = t("With other numbers: {givens}.", givens=other.givens)
        return self.first_hint(question, t), self.rule_text(t), "\n".join([example, *self.solution(other)])

    def _example(self, question: Question) -> Question:
        """The same question with plain numbers, none of them its own."""

        def plain(name: str) -> float:
            kind, *_ = self.place(name) or (name,)
            numbers = _PLAIN.get(name) or _PLAIN.get(kind, (2, 3))
            return next(number for number in numbers if number != question.values[name])

        return question.with_values({name: plain(name) for name in question.graph.inputs})

    def solution(self, question: Question) -> list[str]:
        """The steps that lead to what is asked, a line an assignment, in names and in numbers."""
        lines = []
        for name, text in self._needed(question):
            worked_out = f"{in_numbers(text, question.values)} = {show(question.values[name])}"
            lines.append(f"{question.name(name)} = {in_names(question, text)} = {worked_out}")
        return lines

    def _needed(self, question: Question) -> list[Line]:
        needed = {question.quantity, *question.graph.ancestors(question.quantity)}
        return [line for line in self.run.lines if line.name in needed]


def descent_question(
    descent: Descent,
    numbers: Mapping[str, float],
    ask: str,
    *,
    lang: str = "en",
    labels: Mapping[str, str] | None = None,
    story: str = "",
    skill: str = "",
    code: str = "",
) -> Question:
    """Ask for a quantity that the steps make: `w2`, `v1`, `h2`, `step1`. GraphError where a number is missing.

    `numbers` holds the settings, the start (`w0`, and a `v0` that is `given`) and the gradients where there is no loss.
    """
    graph = graph_of(descent.text)
    asked = value_question(graph, numbers, ask, lang=lang, labels=labels, skill=skill, code=code)
    if asked.quantity in graph.inputs:
        raise ValueError(f"{ask} is given: the steps do not make it")
    return replace(asked, story=story, about=descent)


def in_names(question: Question, text: str) -> str:
    """A line of the steps in the names that the question gives its quantities."""
    return renamed(text, {name: question.name(name) for name in question.graph.quantities if is_name(name)})


def in_numbers(text: str, values: Mapping[str, float], digits: int = DIGITS) -> str:
    """A line of the steps with the values in it; what has none keeps its name."""
    known = {name: values[name] for name in _NAME.findall(text) if name in values}
    return renamed(text, {name: _bracketed(show(value, digits)) for name, value in known.items()})


def _bracketed(text: str) -> str:
    return f"({text})" if text.startswith("-") else text


def renamed(text: str, names: Mapping[str, str]) -> str:
    """A formula with other names, or numbers, in the place of its names."""
    return _NAME.sub(lambda found: names.get(found.group(), found.group()), text)


_NAME = re.compile(r"(?<![\w.])[^\W\d]\w*")


def _is_plain(text: str) -> bool:
    """Whether there is nothing to work out: one name or one number."""
    expression = _parsed(text)
    return expression.is_number or len(expression.terms) == 1


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Expression:
    return parse(text)
