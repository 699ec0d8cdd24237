"""The same question with new numbers, for after a solution. What its number stands for is fixed by its code."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from decimal import Decimal

from tutor.core import GraphError
from tutor.quiz.mistakes import same
from tutor.quiz.question import Question

TRIES = 100
APART = 0.03
"""Truth and mistakes of an item keep at least this share of the larger one between them."""
LATER: frozenset[str] = frozenset()
"""Ids of mistakes that are younger than learners' records: they choose no numbers, so that `apple-tax/pay~1` in a
record goes on to stand for the numbers that were asked."""


def sibling(question: Question, number: int) -> Question:
    """Sibling `number` (from 0) of a question: other inputs of the same kind and size, none of which mislead.

    The same code and number give the same numbers on every machine. Where no draw keeps the truth and all
    mistakes apart, the draw with the fewest that come too near is taken.
    """
    source = random.Random(f"{question.code}~{number}")
    best, fewest = question, 10**9
    for _ in range(TRIES):
        inputs = {name: _like(question.values[name], source) for name in question.graph.inputs}
        try:
            trial = replace(question.with_values(inputs), code=f"{question.code}~{number}")
            near = collisions(trial, LATER) + _repeats(trial, question)
        except GraphError:
            continue
        if near < fewest:
            best, fewest = trial, near
        if near == 0:
            break
    return best


def collisions(question: Question, without: frozenset[str] = frozenset()) -> int:
    """How many mistakes lie less than 3 % from the truth, and how many pairs of them give one number.

    Those known by an id in `without` only do not count.
    """
    wrong = [found.value for found in question.mistakes if not without.issuperset(found.ids)]
    near = sum(_is_near(value, question.truth) for value in wrong)
    return near + sum(same(a, b) for a, b in itertools.combinations(wrong, 2))


def misleads(question: Question, without: frozenset[str] = frozenset()) -> bool:
    """Whether there are such mistakes. The first one decides: the others are not worked out then."""
    wrong: list[float] = []
    for found in question.search:
        if found.id not in without:
            if _is_near(found.value, question.truth) or any(same(found.value, other) for other in wrong):
                return True
            wrong.append(found.value)
    # One in `without` counts after all where a thought that is not has joined it.
    return bool(without) and collisions(question, without) > 0


def _is_near(value: float, truth: float) -> bool:
    return abs(value - truth) <= APART * max(abs(value), abs(truth))


def _repeats(trial: Question, question: Question) -> int:
    """What makes the new question the old one again: its givens, or an answer that could be another one."""
    givens = sum(trial.values[name] == question.values[name] for name in question.graph.inputs)
    fixed = trial.kind == "gradient" and question.truth in (0, 1, -1)  # often so whatever the numbers are
    return givens + (same(trial.truth, question.truth) and not fixed)


def _like(value: float, source: random.Random) -> float | int:
    """Another number of the same sign, size and roundness."""
    size = Decimal(f"{abs(value):.6g}")
    low, high, grain = _range(size)
    steps = int((high - low) / grain) - 1  # both ends left out
    drawn = low + grain * (1 + int(source.random() * max(1, steps)))
    signed = -drawn if value < 0 else drawn
    return int(signed) if signed == signed.to_integral_value() else float(signed)


def _range(size: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    """Between which numbers a new one lies, and of what it is a multiple."""
    if size == size.to_integral_value():
        if size < 10:
            return Decimal(1), Decimal(10), Decimal(1)
        return _around(size, Decimal(10) ** max(0, len(str(int(size))) - 2))
    grain = Decimal(1).scaleb(int(size.as_tuple().exponent))
    if size < 1:  # within its power of ten
        lead = Decimal(1).scaleb(size.adjusted())
        return lead if grain < lead else Decimal(0), lead * 10, grain
    if size < 2:  # a factor such as 1.1 (10 % on top) stays one
        return Decimal(1), Decimal("1.5") if size < Decimal("1.5") else Decimal(2), grain
    return _around(size, grain)


def _around(size: Decimal, grain: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    """From half to double, in steps from a multiple of the grain: whole numbers stay whole, 2.5 gets no more digits."""
    return size / 2 // grain * grain, size * 2, grain
