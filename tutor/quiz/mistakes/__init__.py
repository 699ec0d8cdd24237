"""The wrong thoughts: one function each, one table. Each says to which questions it applies, by giving numbers or none.

A thought's number always comes from the same core quantities that the truth comes from.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from tutor.core import GraphError
from tutor.numbers import show
from tutor.quiz.formulas import number
from tutor.quiz.mistakes.activations import ACTIVATIONS
from tutor.quiz.mistakes.branches import BRANCHES
from tutor.quiz.mistakes.chain import CHAIN
from tutor.quiz.mistakes.forward import FORWARD
from tutor.quiz.mistakes.path import PATH
from tutor.quiz.mistakes.situation import Mistake, Place, Situation, Step, Wrong, right_way, where
from tutor.quiz.question import Question
from tutor.words import words

GENERAL: dict[str, Mistake] = {**PATH, **CHAIN, **ACTIVATIONS, **BRANCHES, **FORWARD}
"""Thoughts about any graph. Where thoughts agree, the earlier one leads, and of several on one number the first two are
told."""

if TYPE_CHECKING:
    MISTAKES: dict[str, Mistake]


def __getattr__(name: str) -> dict[str, Mistake]:
    """`MISTAKES`, the whole table: loaded when a question of a subject, or a summary, asks for it.

    Adding a mistake is adding its function and its row in the module where it belongs, and a test. Thoughts of a
    subject come before general ones.
    """
    if name != "MISTAKES":
        raise AttributeError(name)
    from tutor.quiz.mistakes.descent import DESCENT
    from tutor.quiz.mistakes.networks import NETWORKS

    table = globals()["MISTAKES"] = {**DESCENT, **NETWORKS, **GENERAL}
    return table


def that_may_apply(question: Question) -> Mapping[str, Mistake]:
    """The part of the table that a question needs: a lesson starts without the thoughts of other subjects."""
    if question.about is None:
        return GENERAL
    from tutor.quiz.mistakes import MISTAKES

    return MISTAKES


class Replay(NamedTuple):
    """A wrong thought as it goes over the graph: gradients on the way back, or values for a question about a value."""

    node: str
    """The quantity at whose node it goes wrong."""
    edge: str
    """The asked quantity."""
    working: str
    """How the thought gets its number: `2 + 1.1`."""
    steps: tuple[Step, ...]
    """The numbers it puts on the edges, in the order of its way; the last is its answer, on the asked edge."""


@dataclass(frozen=True)
class Found:
    """A mistake that applies to a question."""

    id: str
    value: float
    also: tuple[str, ...] = ()
    """Ids of other mistakes that always give the same number here."""
    convention: bool = False
    """Whether it is the right number of another convention, and no mistake."""
    thoughts: tuple[Wrong, ...] = field(default=(), repr=False)
    """This thought and those that can't be told apart from it."""
    question: Question | None = field(default=None, repr=False, compare=False)

    @property
    def ids(self) -> tuple[str, ...]:
        """All mistakes that this number may come from."""
        return (self.id, *self.also)

    @cached_property
    def replies(self) -> tuple[str, ...]:
        """What to say, in the question's language; several where several thoughts give this number."""
        t = words(self.question.lang if self.question else "en")
        said = (t(wrong.reply, answer=show(wrong.value), **_texts(wrong.parts)) for wrong in self.thoughts)
        return tuple(dict.fromkeys(said))

    @cached_property
    def replay(self) -> Replay:
        """How the first of its thoughts goes over the graph."""
        assert self.question is not None
        wrong, question = self.thoughts[0], self.question
        way = right_way(question) if wrong.way is None else wrong.way
        working = wrong.working.format(**_texts(wrong.parts)) if wrong.working else show(wrong.value)
        steps = (*way, Step(question.quantity, wrong.value))
        return Replay(wrong.node or where(question), question.quantity, working, steps)


def _texts(parts: Mapping[str, object]) -> dict[str, object]:
    return {name: number(part) if isinstance(part, (int, float)) else part for name, part in parts.items()}


NOISE = 1e-14
"""What floats may leave where the number is 0."""


def same(a: float, b: float, noise: float = NOISE) -> bool:
    """Whether two numbers are one but for the noise of floats.

    Small numbers are compared like large ones, since 0.25^20 and 0.25^21 are two; only beside 0, or beside a
    number of another sign or size, the smallest ones are noise.
    """
    if a == b:
        return True
    apart = abs(a - b)
    if apart <= 1e-9 * max(abs(a), abs(b)):
        return True
    return apart <= noise and (a * b <= 0 or not 1e-3 < a / b < 1e3)


def find(question: Question) -> tuple[Found, ...]:
    """The mistakes that apply to a question, in the order of the table.

    A thought that gives the truth whatever the numbers are is none here, and thoughts that always agree are
    one: both are seen by asking the same question with other inputs.
    """
    place, table = Place(question), that_may_apply(question)
    first = _numbers(question, place, table)
    # What differs here need not be asked elsewhere.
    pairs = itertools.combinations(first.items(), 2)
    alike = {key for (one, a), (other, b) in pairs if same(a.value, b.value) for key in (one, other)}
    ids = {name: table[name] for name in dict.fromkeys(key.split("#")[0] for key in first if key in alike - {_TRUTH})}
    runs = [first, *(_elsewhere(question, place, ids) if ids else ())]
    values = {key: [run[key].value if key in run else None for run in runs] for key in first}
    # Beside a truth of 1e-20 a number of 1e-17 is no noise.
    noises = [min(NOISE, 1e-9 * abs(truth)) if truth else NOISE for truth in values[_TRUTH]]

    def agree(one: str, other: str) -> bool:
        for a, b, noise in zip(values[one], values[other], noises, strict=True):
            if a is None or b is None or not same(a, b, noise):
                return False
        return True

    kept: dict[str, Found] = {}
    for key, wrong in first.items():
        if key == _TRUTH or agree(key, _TRUTH):
            continue
        name = key.split("#")[0]
        twins = (other for other, found in kept.items() if found.convention == wrong.convention and agree(key, other))
        twin = next(twins, None)
        if twin is None:
            kept[key] = Found(name, wrong.value, (), wrong.convention, (wrong,), question)
        elif name not in kept[twin].ids:
            old = kept[twin]
            kept[twin] = replace(old, also=(*old.also, name), thoughts=(*old.thoughts, wrong))
    return tuple(kept.values())


_TRUTH = ""
"""The truth stands among the thoughts' numbers under this key."""


def _numbers(question: Question, place: Place, mistakes: Mapping[str, Mistake]) -> dict[str, Wrong]:
    """The thoughts' numbers for a question, by id (and `#n` for a thought's further numbers)."""
    situation = Situation(question, place)
    found: dict[str, Wrong] = {_TRUTH: Wrong(situation.truth, "", {})}
    for name, mistake in mistakes.items():
        try:
            for i, wrong in enumerate(mistake.numbers(situation)):
                if abs(wrong.value) < inf:
                    found[f"{name}#{i}" if i else name] = wrong
        except (ArithmeticError, ValueError):
            continue  # this thought has no number here
    return found


def _elsewhere(question: Question, place: Place, mistakes: Mapping[str, Mistake]) -> Iterator[dict[str, Wrong]]:
    """The thoughts' numbers at two other points: what agrees there too agrees by its form and not by chance."""
    found = 0
    for factor, shift in ((1.137, 0.061), (0.871, 0.0437), (1.0213, 0), (0.9871, 0)):
        inputs = {
            name: question.values[name] * (factor + 0.013 * i) + shift for i, name in enumerate(question.graph.inputs)
        }
        try:
            yield _numbers(question.with_values(inputs), place, mistakes)
        except GraphError:
            continue
        found += 1
        if found == 2:
            return
