"""Counter-exercises: when a thought comes back, an item in which it goes far wrong.

Nothing is written down for any single thought: the generator's items know which thoughts apply to them, and what
number each gives.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tutor.choosing import EASIEST, HARDEST
from tutor.core import CoreError
from tutor.learner.record import Record
from tutor.quiz import ItemCode, ItemError, ShapeQuestion, generate
from tutor.quiz.question import ItemQuestion
from tutor.quiz.shapes import SHAPE_MISTAKES
from tutor.quiz.skills import SKILLS, ground
from tutor.renewing import NUMBERS
from tutor.trail import StepState
from tutor.words import N_, Words

if TYPE_CHECKING:
    from tutor.quiz.mistakes.situation import Mistake

DRAWS = 12
"""Items of a skill and level that are looked at; the one in which the thought is farthest from the truth is taken."""

RECENT_DAYS = 14
"""How long ago a thought may have come before, in another practice or a lesson, to come back now."""

CAME_BEFORE = N_("That thought came before: {thought}. Against it: {rule}")


def is_thought(mistake: str) -> bool:
    """Whether this id names a thought of the table; a wrong choice in a lesson has an id of another kind."""
    return mistake in SHAPE_MISTAKES or mistake in _table()


def thought(mistake: str, t: Words) -> str:
    """What a thought is called."""
    found = SHAPE_MISTAKES.get(mistake) or _table()[mistake]
    return t(found.thought)


def _table() -> Mapping[str, Mistake]:
    from tutor.quiz.mistakes import MISTAKES  # the thoughts of all subjects: only needed once an answer was wrong

    return MISTAKES


def lately(record: Record, today: date) -> Counter[str]:
    """How often each thought came in the last days, in practices and lessons: ids and counts."""
    return record.mistakes(today - timedelta(days=RECENT_DAYS))


def thoughts_in(state: StepState) -> tuple[str, ...]:
    """The ids of the thoughts behind a question's wrong answers, each once, as they came."""
    wrong = (attempt for attempt in (*state.earlier, *state.tries) if attempt.outcome == "wrong")
    return tuple(dict.fromkeys(name for attempt in wrong for name in attempt.mistakes if is_thought(name)))


def against(
    mistake: str, item: ItemCode, source: random.Random, without: Collection[str] = frozenset()
) -> ItemCode | None:
    """An item of the same skill in which the thought applies and is farthest from the truth; None where there is none.

    One level easier than `item` comes first, since it is the thought that is to be seen; then the other levels, then
    the skills that this one builds on. Questions whose text is in `without` were asked already.
    """
    for skill, level in _where(item):
        best, farthest = None, 0.0
        for question in _drawn(skill, level, source):
            far = distance(question, mistake)
            if far > farthest and question.text not in without:
                best, farthest = question.code, far
        if best is not None:
            return ItemCode.parse(best)
    return None


def distance(question: ItemQuestion, mistake: str) -> float:
    """How far a thought leads from the truth: the share of the larger number, up to 2 where the sign is another one.

    0 where the thought does not apply. Of a shape the share of entries that are wrong.
    """
    if isinstance(question, ShapeQuestion):
        return max(
            (_apart(wrong.value, question.truth) for wrong in question.mistakes if mistake in wrong.ids), default=0
        )
    numbers = (found.value for found in question.mistakes if mistake in found.ids and not found.convention)
    truth = question.truth
    return max((abs(number - truth) / max(abs(number), abs(truth)) for number in numbers), default=0.0)


def introduction(mistake: str, question: ItemQuestion, t: Words) -> str:
    """What stands before the exercise: the thought, and the rule against it."""
    rule = next((hint.text for hint in question.hints if hint.kind == "rule"), "")
    first, *rest = rule.splitlines() or [""]
    if not first.endswith("."):  # formulas only: the rule is all of them
        first = "; ".join([first, *rest])
    return t(CAME_BEFORE, thought=thought(mistake, t), rule=first)


def _where(item: ItemCode) -> Iterator[tuple[str, int]]:
    easier = max(EASIEST, item.level - 1)
    levels = sorted(range(EASIEST, HARDEST + 1), key=lambda level: abs(level - easier))
    for skill in ground(item.skill):
        yield from ((skill, level) for level in levels)


def _drawn(skill: str, level: int, source: random.Random) -> Iterator[ItemQuestion]:
    for _ in range(DRAWS):
        code = ItemCode(skill, level, 1 + int(source.random() * NUMBERS), SKILLS[skill].version)
        try:
            yield generate(code)
        except ItemError as error:
            if error.code == "item-level":  # this skill has none of this level
                return
        except CoreError:
            continue


def _apart(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    if len(one) != len(other):
        return 1.0
    return sum(a != b for a, b in zip(one, other, strict=True)) / len(one)
