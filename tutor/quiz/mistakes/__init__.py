"""The wrong thoughts: one function each, one table. Each says to which questions it applies, by giving numbers or none.

A thought's number always comes from the same core quantities that the truth comes from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from tutor.core import GraphError
from tutor.quiz.formulas import number
from tutor.quiz.mistakes.forward import FORWARD
from tutor.quiz.mistakes.path import PATH
from tutor.quiz.mistakes.situation import Mistake, Situation, Wrong
from tutor.quiz.question import Question
from tutor.words import words

MISTAKES: dict[str, Mistake] = {**PATH, **FORWARD}
"""Adding a mistake is adding its function and its row in the module where it belongs, and a test. Where thoughts agree,
the earlier one leads."""


@dataclass(frozen=True)
class Found:
    """A mistake that applies to a question."""

    id: str
    value: float
    replies: tuple[str, ...]
    """What to say, in the question's language; several where thoughts that can't be told apart give this number."""
    also: tuple[str, ...] = ()
    """Ids of other mistakes that always give the same number here."""
    convention: bool = False
    """Whether it is the right number of another convention, and no mistake."""

    @property
    def ids(self) -> tuple[str, ...]:
        """All mistakes that this number may come from."""
        return (self.id, *self.also)


def same(a: float, b: float) -> bool:
    """Whether two numbers are one but for the noise of floats."""
    return abs(a - b) <= 1e-9 * max(1.0, abs(a), abs(b))


def find(question: Question) -> tuple[Found, ...]:
    """The mistakes that apply to a question, in the order of the table.

    A thought that gives the truth whatever the numbers are is none here, and thoughts that always agree are
    one: both are seen by asking the same question with other inputs.
    """
    runs = [_numbers(question), *_elsewhere(question)]
    truths = [run.pop("", None) for run in runs]

    def agree(one: Callable[[int], float | None], other: Callable[[int], float | None]) -> bool:
        pairs = [(one(i), other(i)) for i in range(len(runs))]
        return all(a is not None and b is not None and same(a, b) for a, b in pairs)

    def of(key: str) -> Callable[[int], float | None]:
        return lambda i: runs[i][key].value if key in runs[i] else None

    def truth(i: int) -> float | None:
        found = truths[i]
        return None if found is None else found.value

    t = words(question.lang)
    kept: dict[str, Found] = {}
    for key, wrong in runs[0].items():
        if agree(of(key), truth):
            continue
        parts = {name: number(p) if isinstance(p, (int, float)) else p for name, p in wrong.parts.items()}
        reply = t(wrong.reply, answer=number(wrong.value).strip("()"), **parts)
        name = key.split("#")[0]
        twin = next((other for other in kept if agree(of(key), of(other))), None)
        if twin is None:
            kept[key] = Found(name, wrong.value, (reply,), convention=wrong.convention)
        elif name not in kept[twin].ids:
            old = kept[twin]
            replies = old.replies if reply in old.replies else (*old.replies, reply)
            kept[twin] = replace(old, replies=replies, also=(*old.also, name))
    return tuple(kept.values())


def _numbers(question: Question) -> dict[str, Wrong]:
    """Every thought's numbers for a question, by id (and `#n` for a thought's further numbers); the truth under ""."""
    situation = Situation(question)
    found: dict[str, Wrong] = {"": Wrong(situation.truth, "", {})}
    for name, mistake in MISTAKES.items():
        try:
            for i, wrong in enumerate(mistake.numbers(situation)):
                if abs(wrong.value) < float("inf"):
                    found[f"{name}#{i}" if i else name] = wrong
        except (ArithmeticError, ValueError):
            continue  # this thought has no number here
    return found


def _elsewhere(question: Question) -> Iterator[dict[str, Wrong]]:
    """The thoughts' numbers at two other points: what agrees there too agrees by its form and not by chance."""
    for factor, shift in ((1.137, 0.061), (0.871, 0.0437)):
        inputs = {
            name: question.values[name] * (factor + 0.013 * i) + shift for i, name in enumerate(question.graph.inputs)
        }
        try:
            yield _numbers(question.with_values(inputs))
        except GraphError:
            continue
