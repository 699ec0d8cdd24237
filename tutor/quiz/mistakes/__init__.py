"""The wrong thoughts: one function each, one table. Each says to which questions it applies, by giving numbers or none.

A thought's number always comes from the same core quantities that the truth comes from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
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
    """`MISTAKES`, the whole table: loaded when a summary asks for it.

    Adding a mistake is adding its function and its row in the module where it belongs, and a test.
    """
    if name != "MISTAKES":
        raise AttributeError(name)
    from tutor.quiz.mistakes.descent import DESCENT
    from tutor.quiz.mistakes.networks import NETWORKS

    table = globals()["MISTAKES"] = {**DESCENT, **NETWORKS, **GENERAL}
    return table


def that_may_apply(question: Question) -> Mapping[str, Mistake]:
    """The part of the table that a question needs: a lesson starts without the thoughts of other subjects.

    Thoughts of a subject come before general ones.
    """
    if question.about is None:
        return GENERAL
    if question.kind == "value" and getattr(question.about, "own_thoughts", False):
        from tutor.quiz.mistakes.descent import DESCENT

        return DESCENT
    from tutor.quiz.mistakes.networks import NETWORKS

    return {**NETWORKS, **GENERAL}


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
    def _told(self) -> tuple[Wrong, ...]:
        return tuple(wrong.whole for wrong in self.thoughts)

    @cached_property
    def replies(self) -> tuple[str, ...]:
        """What to say, in the question's language; several where several thoughts give this number."""
        t = words(self.question.lang if self.question else "en")
        said = (t(wrong.reply, answer=show(wrong.value), **_texts(wrong.parts)) for wrong in self._told)
        return tuple(dict.fromkeys(said))

    @cached_property
    def replay(self) -> Replay:
        """How the first of its thoughts goes over the graph."""
        assert self.question is not None
        wrong, question = self._told[0], self.question
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


Key = tuple[str, int]
"""One of a thought's numbers: the thought's id, and which of its numbers it is."""

_TRUTH: Key = ("", 0)
"""The truth stands among the thoughts' numbers under this key."""


class _Numbers:
    """The thoughts' numbers for a question, those of a thought worked out when they are asked for."""

    def __init__(self, question: Question, place: Place, table: Mapping[str, Mistake]) -> None:
        self._situation = Situation(question, place)
        self._table = table
        truth = self._situation.truth
        self._known = {_TRUTH[0]: {_TRUTH: Wrong(truth, "", {})}}
        # Beside a truth of 1e-20 a number of 1e-17 is no noise.
        self.noise = min(NOISE, 1e-9 * abs(truth)) if truth else NOISE

    def of(self, name: str) -> dict[Key, Wrong]:
        """The finite numbers of a thought; none where it does not apply."""
        if name not in self._known:
            self._known[name] = dict(self._worked_out(name))
        return self._known[name]

    def _worked_out(self, name: str) -> Iterator[tuple[Key, Wrong]]:
        try:
            for i, wrong in enumerate(self._table[name].numbers(self._situation)):
                if abs(wrong.value) < inf:
                    yield (name, i), wrong
        except (ArithmeticError, ValueError):
            return  # this thought has no number here

    def agree(self, one: Key, other: Key) -> bool:
        """Whether two thoughts have a number here, and the same."""
        a, b = self.of(one[0]).get(one), self.of(other[0]).get(other)
        return a is not None and b is not None and same(a.value, b.value, self.noise)


class Search:
    """The mistakes that apply to a question, found one after the other, in the order of the table.

    A thought that gives the truth whatever the numbers are is none here, and thoughts that always agree are one: both
    are seen by asking the same question with other inputs, but only where two numbers are one here.
    """

    def __init__(self, question: Question) -> None:
        self._question = question
        self._place = Place(question)
        self._table = that_may_apply(question)
        self._here = _Numbers(question, self._place, self._table)
        self._kept: dict[Key, Found] = {}
        self._coming = self._found()
        self._points = islice(self._other_points(), 2)
        self._seen: list[_Numbers] = []

    def __iter__(self) -> Iterator[Found]:
        """Each mistake when its number first turns up; other thoughts may still join it."""
        yield from tuple(self._kept.values())
        while found := next(self._coming, None):  # whoever has seen enough may leave, and come back for the rest
            yield found

    def all(self) -> tuple[Found, ...]:
        """All of them, each with every thought that agrees with it."""
        for _ in self._coming:
            pass
        return tuple(self._kept.values())

    def _found(self) -> Iterator[Found]:
        truth, noise = self._question.truth, self._here.noise
        for name in self._table:
            for key, wrong in self._here.of(name).items():
                if same(wrong.value, truth, noise) and self._agree(key, _TRUTH):
                    continue
                twin = self._twin(key, wrong)
                if twin is None:
                    self._kept[key] = Found(name, wrong.value, (), wrong.convention, (wrong,), self._question)
                    yield self._kept[key]
                elif name not in self._kept[twin].ids:
                    old = self._kept[twin]
                    self._kept[twin] = replace(old, also=(*old.also, name), thoughts=(*old.thoughts, wrong))

    def _twin(self, key: Key, wrong: Wrong) -> Key | None:
        """The mistake before it that always gives the same number."""
        for other, found in self._kept.items():
            alike = same(wrong.value, found.value, self._here.noise)
            if alike and found.convention == wrong.convention and self._agree(key, other):
                return other
        return None

    def _agree(self, one: Key, other: Key) -> bool:
        """Whether two thoughts that give the same number here do so elsewhere."""
        return all(there.agree(one, other) for there in self._elsewhere())

    def _elsewhere(self) -> Iterator[_Numbers]:
        """The question at two other points: what agrees there too agrees by its form and not by chance."""
        yield from self._seen
        for there in self._points:
            self._seen.append(there)
            yield there

    def _other_points(self) -> Iterator[_Numbers]:
        question = self._question
        for factor, shift in ((1.137, 0.061), (0.871, 0.0437), (1.0213, 0), (0.9871, 0)):
            inputs = {
                name: question.values[name] * (factor + 0.013 * i) + shift
                for i, name in enumerate(question.graph.inputs)
            }
            try:
                yield _Numbers(question.with_values(inputs), self._place, self._table)
            except GraphError:
                continue
