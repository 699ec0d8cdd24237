"""What a learner has done so far: by day, by skill, by mistake, and what is due. Facts; `progress_lines` says them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tutor.countering import is_thought
from tutor.learner.mastery import Mastery
from tutor.learner.record import Record
from tutor.quiz.skills import SKILLS

DAYS = 28
"""Days that are shown, today's the last."""

AHEAD = 14
"""Days ahead for which it is told what comes due."""


@dataclass(frozen=True)
class Day:
    """One day on the learner's calendar."""

    on: date
    right: int
    wrong: int


@dataclass(frozen=True)
class Progress:
    """What was done up to a day."""

    today: date
    goal: int
    """Right answers that the learner wants to give in a day."""
    days: tuple[Day, ...]
    """The last `DAYS`, also those on which nothing was done."""
    skills: tuple[Mastery, ...]
    """Those that were tried, in the order of the skills' table."""
    mistakes: tuple[tuple[str, int], ...]
    """Thoughts, by their ids, and how often each was behind a wrong answer; the most frequent first."""
    due: Mapping[date, tuple[str, ...]]
    """By day from today on, what comes due; what was due before is due today."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever answered."""
        return not (self.skills or self.mistakes or any(day.right or day.wrong for day in self.days))

    @property
    def right_today(self) -> int:
        """How many right answers were given today."""
        return self.days[-1].right

    @property
    def goal_days(self) -> int:
        """On how many of the days the goal was reached."""
        return sum(day.right >= self.goal for day in self.days)


def progress_of(record: Record, goal: int, today: date) -> Progress:
    """What the record says, from its tables alone: the log may be long."""
    first = today - timedelta(days=DAYS - 1)
    counts = record.days(first)
    days = []
    for number in range(DAYS):
        on = first + timedelta(days=number)
        outcomes = counts.get(on, Counter())
        days.append(Day(on, outcomes["right"], outcomes["wrong"]))
    known = record.masteries()
    skills = tuple(known[skill] for skill in SKILLS if skill in known and known[skill].items)
    mistakes = tuple((name, count) for name, count in record.mistakes().most_common() if is_thought(name))
    return Progress(today, goal, tuple(days), skills, mistakes, _due(known, today))


def _due(masteries: Mapping[str, Mastery], today: date) -> dict[date, tuple[str, ...]]:
    found: dict[date, list[str]] = {}
    for skill in SKILLS:
        on = masteries[skill].due_on if skill in masteries else None
        if on is not None and on <= today + timedelta(days=AHEAD):
            found.setdefault(max(on, today), []).append(skill)
    return {on: tuple(skills) for on, skills in sorted(found.items())}
