"""The `optimizer` block: a rule, its settings, a loss or gradients, and the start; and questions about its steps."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from tutor.core import CoreError
from tutor.core.expression import is_name, normalise, parse
from tutor.course.draft import Block, Draft
from tutor.course.model import OptimizerBlock
from tutor.course.subjects import check_names, read_labels
from tutor.quiz.question import Question
from tutor.quiz.slopes import SlopeError
from tutor.quiz.stated import StatedDescent
from tutor.quiz.unrolled import RULES, descent_question

MOST_STEPS = 10
MOST_PARAMETERS = 2

_WORDS = ("rule", "loss")
"""What an optimizer's line may name that has no number."""
_GRADIENT = re.compile(r"g([1-9][0-9]?)")
_ASK = re.compile(r"(\S+)\s+after\s+([0-9]{1,3})")


@dataclass(frozen=True)
class _Line:
    """What one line of the block assigns."""

    text: str
    number: int
    """Of the line on the page."""


def optimizer(block: Block, values: dict[str, Any], draft: Draft) -> None:
    """An optimizer with its numbers; the questions that follow are about its steps."""
    draft.on_show = block.id  # also where it is faulty: its questions are not to blame
    reading = _Reading(block, draft)
    found = reading.optimizer()
    if found is not None:
        draft.optimizers[block.id] = found


class _Reading:
    """Reads the lines of an optimizer block, and complains about each that it can't."""

    def __init__(self, block: Block, draft: Draft) -> None:
        self.block = block
        self.draft = draft
        self.lines: dict[str, _Line] = {}

    def optimizer(self) -> OptimizerBlock | None:
        """The optimizer that the block describes; None after complaints."""
        before = len(self.draft.faults)
        self._assignments()
        rule = self._rule()
        if rule is None:
            return None
        parameters = self._parameters(rule)
        if parameters is None:
            return None
        descent = self._descent(rule, parameters)
        if descent is None:
            return None
        needed, allowed = self._names(descent)
        for name, line in self.lines.items():
            if name not in allowed:
                known = tuple(sorted(allowed, key=lambda each: (each not in needed, each)))
                self.draft.complain("unknown-setting", line.number, name=name, rule=rule, known=known)
        missing = tuple(name for name in needed if name not in self.lines)
        if missing:
            self.draft.complain("missing-setting", self.block.line, rule=rule, names=missing)
        numbers = {name: self._number(name) for name in self.lines if name in allowed and name not in _WORDS}
        labels = read_labels(self.block, numbers, self.draft)
        if len(self.draft.faults) > before:
            return None
        return self._built(descent, {name: number for name, number in numbers.items() if number is not None}, labels)

    def _assignments(self) -> None:
        for at, row in enumerate(self.block.body.split("\n"), start=self.block.line + 1):
            statement = normalise(row.partition("#")[0]).strip()
            name, equals, text = (part.strip() for part in statement.partition("="))
            if not statement:
                continue
            if not equals or not text or not is_name(name):
                self.draft.complain("optimizer-line", at)
            elif name in self.lines:
                self.draft.complain("setting-twice", at, name=name, other=self.lines[name].number)
            else:
                self.lines[name] = _Line(text, at)

    def _rule(self) -> str | None:
        if "rule" not in self.lines:
            self.draft.complain("missing-key", self.block.line, key="rule")
            return None
        line = self.lines["rule"]
        if line.text not in RULES:
            self.draft.complain("unknown-rule", line.number, rule=line.text, known=tuple(RULES))
            return None
        return line.text

    def _parameters(self, rule: str) -> tuple[str, ...] | None:
        """The names in the loss; without one it is `w`, and the gradients are given."""
        gradients = [name for name in self.lines if _GRADIENT.fullmatch(name)]
        if "loss" not in self.lines:
            if "ahead" in RULES[rule]:
                self.draft.complain("needs-loss", self.block.line, rule=rule)
                return None
            if not gradients:
                self.draft.complain("no-loss", self.block.line)
                return None
            return ("w",)
        line = self.lines["loss"]
        if gradients:
            self.draft.complain("loss-and-gradients", self.lines[gradients[0]].number, name=gradients[0])
            return None
        try:
            names = dict.fromkeys(term.name for term in parse(line.text).terms if term.op == "name")
        except CoreError as error:
            self._complain(error, line.number)
            return None
        if not 1 <= len(names) <= MOST_PARAMETERS:
            self.draft.complain("parameter-count", line.number, limit=MOST_PARAMETERS)
            return None
        return tuple(names)

    def _descent(self, rule: str, parameters: tuple[str, ...]) -> StatedDescent | None:
        """All steps that can be asked for; None after a complaint about the loss or a name in it."""
        line = self.lines.get("loss", _Line("", self.block.line))
        descent = StatedDescent(rule, MOST_STEPS, line.text, parameters)
        names = [descent.name(kind, step, p) for kind, step, p in descent.every_place]
        clashing = len(set(names)) < len(names) or not set(parameters).isdisjoint((*descent.settings, *_WORDS))
        if clashing:
            self.draft.complain("parameter-name", line.number, names=parameters)
            return None
        try:
            _ = descent.run
        except CoreError as error:
            self._complain(error, line.number)
        except SlopeError:
            self.draft.complain("bad-loss", line.number)
        else:
            return descent
        return None

    def _names(self, descent: StatedDescent) -> tuple[list[str], set[str]]:
        """The names that need a line, and all that may have one."""
        gradients = sorted(int(found[1]) for name in self.lines if (found := _GRADIENT.fullmatch(name)))
        given = [f"g{step}" for step in range(1, min(gradients[-1], MOST_STEPS) + 1)] if gradients else []
        needed = ["rule", *(["loss"] if descent.loss else given), *descent.settings, *descent.parameters]
        return needed, {*needed, *self._starts(descent)}

    def _starts(self, descent: StatedDescent) -> dict[str, str]:
        """What a start is called in the block (`w`, `v`, `vx`), with its name among the steps (`w0`, `v0`, `vx0`)."""
        kinds = ("w", *descent.states)
        names = (descent.name(kind, 0, p) for p in descent.parameters for kind in kinds)
        return {name.removesuffix("0"): name for name in names}

    def _number(self, name: str) -> float | None:
        line = self.lines[name]
        try:
            return parse(line.text).evaluate({})
        except CoreError as error:
            self._complain(error, line.number)
            return None

    def _complain(self, error: CoreError, line: int) -> None:
        self.draft.complain("optimizer", line, optimizer=self.block.id, complaint=error)

    def _built(
        self, descent: StatedDescent, numbers: dict[str, float], labels: dict[str, str]
    ) -> OptimizerBlock | None:
        starts = self._starts(descent)
        # A state whose start is not given, or is 0, is no number that the learner has to be told.
        given = tuple(
            state
            for state in descent.states
            if any(numbers.get(descent.name(state, 0, p).removesuffix("0")) for p in descent.parameters)
        )
        at_start = {descent.name(state, 0, p): 0.0 for state in given for p in descent.parameters}
        called = {starts.get(name, name): number for name, number in numbers.items()}
        labels = {starts.get(name, name): label for name, label in labels.items()}
        quantities = {descent.name(*place) for place in descent.every_place} | called.keys()
        check_names(self.block, quantities, labels, self.draft)
        steps = MOST_STEPS if descent.loss else sum(_GRADIENT.fullmatch(name) is not None for name in called)
        return OptimizerBlock(
            self.block.id,
            descent.rule,
            descent.loss,
            descent.parameters,
            given,
            steps,
            at_start | called,
            labels,
            self.block.line,
        )


def descent_asked(
    ask: str, subject: OptimizerBlock, block: Block, values: dict[str, Any], draft: Draft
) -> Question | None:
    """The question for what a step has made: `w after 2`; None after a complaint."""
    found = _ASK.fullmatch(ask)
    step = int(found[2]) if found else 1
    if not 1 <= step <= subject.steps:
        draft.complain("ask-beyond", block.line, optimizer=subject.name, limit=subject.steps)
        return None
    descent = StatedDescent(subject.rule, step, subject.loss, subject.parameters, subject.given)
    known = dict.fromkeys(descent.name(kind, 0, p).removesuffix("0") for kind, _, p in descent.every_place)
    if found is None or found[1] not in known:
        draft.complain("bad-step-ask", block.line, known=tuple(known))
        return None
    quantity = f"{found[1]}{step}"
    if not any(line.name == quantity for line in descent.run.lines):
        draft.complain("asks-a-given", block.line, name=ask)
        return None
    skill, code = values.get("skill", ""), draft.code(block.id)
    try:
        return descent_question(
            descent, subject.numbers, quantity, lang=draft.lang, labels=subject.labels, skill=skill, code=code
        )
    except CoreError as error:
        draft.complain("optimizer", block.line, optimizer=subject.name, complaint=error)
        return None
