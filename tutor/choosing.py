"""What is practised next, from what this learner can do and has begun to forget.

Alternately something to review and something to learn. To learn is one of up to three skills that were never passed,
while all that they build on was, or went right unaided the last time: the one that has rested longest, so that a skill
does not come back within a few items. To review is first what those three build on, since little is learned on ground
that is missing; then what is due, the least remembered first; and where there is nothing to learn, what has rested
longest. What was passed and then forgotten comes back when it is due, a day apart, not at a stretch; and after five
items a skill rests for the practice. (`benchmarks/learning.py` says what that is worth.) Pure: the states of the skills
and a day in, a choice out.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from tutor.learner.mastery import Mastery

OPEN = 3
"""How many skills are learned at the same time."""
REST = 5
"""After how many items in one practice a skill makes room for others."""

EASIEST, HARDEST = 1, 3
"""Levels."""


class Choice(NamedTuple):
    """What is to be practised; any of its items will do."""

    skill: str
    level: int
    had: tuple[str, ...] = ()
    """Templates that do not help to pass: an item of another one is better."""


class Chooser:
    """Chooses one item after the other for one practice."""

    def __init__(
        self,
        builds_on: Mapping[str, Sequence[str]],
        source: random.Random,
        *,
        only: Collection[str] = (),
        level: int | None = None,
    ) -> None:
        """Choose among the skills of a table (each with those it builds on, in order), or `only` among some, which
        then come each in its turn; always on one level, or on the one that fits."""
        self._builds_on = builds_on
        self._source = source
        self._only = [skill for skill in builds_on if skill in only]
        self._level = level
        self._round: list[str] = []
        """Of `only`, what is left of this round."""
        self._reviewed: set[str] = set()
        """What came as a review. Left unanswered it may stay due, but is not put to the learner again."""
        self._last = ""
        self._times: Counter[str] = Counter()
        self._when: dict[str, int] = {}
        """After how many items of the practice a skill came last."""
        self._review_next = True

    def choose(self, masteries: Mapping[str, Mastery], today: date) -> Choice:
        """The next one; the skill before comes again only where there is no other."""
        skill = self._in_turn() if self._only else self._needed(masteries, today)
        self._last = skill
        self._when[skill] = self._times.total() + 1
        self._times[skill] += 1
        mastery = masteries.get(skill) or Mastery(skill)
        level = level_for(mastery) if self._level is None else self._level
        return Choice(skill, level, mastery.sources if mastery.lacking.source else ())

    def _in_turn(self) -> str:
        if not self._round:
            self._round = self._source.sample(self._only, len(self._only))
            if self._round[-1] == self._last:
                self._round.reverse()
        return self._round.pop()

    def _needed(self, masteries: Mapping[str, Mastery], today: date) -> str:
        rests = {skill for skill, times in self._times.items() if times >= REST}
        to_learn = opened(self._builds_on, masteries, rests)
        needed, rested = self._to_review(masteries, today, to_learn)
        others = [skill for skill in to_learn if skill != self._last]
        is_review, self._review_next = self._review_next, not self._review_next
        if others and not (is_review and needed):
            return min(others, key=lambda skill: self._when.get(skill, 0))
        if needed or rested:
            found = (needed or rested)[0]
            self._reviewed.add(found)
            return found
        return to_learn[0] if to_learn else self._whatever(masteries, today)

    def _to_review(
        self, masteries: Mapping[str, Mastery], today: date, to_learn: Collection[str]
    ) -> tuple[list[str], list[str]]:
        """What was not reviewed today: what is needed (the ground of what is learned, then what is due), and what else
        there is, the longest rested first."""
        gone = {*self._reviewed, self._last}
        known = [skill for skill in self._builds_on if skill in masteries and skill not in gone]
        is_due = due(known, masteries, today)
        fading = [skill for skill in known if 0 < masteries[skill].retrievability(today) < 1]
        there = [skill for skill in known if skill in is_due or (skill in fading and skill not in to_learn)]
        rested = sorted(there, key=lambda skill: masteries[skill].last)
        ground = {base for skill in to_learn for base in self._builds_on[skill]}
        needed = [skill for skill in rested if skill in ground] + [skill for skill in is_due if skill not in ground]
        return needed, [skill for skill in rested if skill not in needed]

    def _whatever(self, masteries: Mapping[str, Mastery], today: date) -> str:
        """Where all rests and all was reviewed: what came least often, and of that what is least remembered."""
        there = list(dict.fromkeys([*opened(self._builds_on, masteries), *masteries]))
        there = [skill for skill in there if skill in self._builds_on]
        others = [skill for skill in there if skill != self._last] or there
        others = self._source.sample(others, len(others))  # of equals it is not always the same
        return min(others, key=lambda skill: (self._times[skill], _remembered(masteries, skill, today)))


def due(skills: Collection[str], masteries: Mapping[str, Mastery], today: date) -> list[str]:
    """Those of the skills that are due on a day, the least remembered first."""
    found = [skill for skill in skills if skill in masteries and masteries[skill].is_due(today)]
    return sorted(found, key=lambda skill: masteries[skill].retrievability(today))


def opened(
    builds_on: Mapping[str, Sequence[str]], masteries: Mapping[str, Mastery], without: Collection[str] = ()
) -> list[str]:
    """The skills that are learned now: the first few that were never passed, while all that they build on was, or went
    right unaided the last time."""
    passed = {skill for skill, mastery in masteries.items() if mastery.once}
    founded = passed | {skill for skill, mastery in masteries.items() if mastery.streak}
    found = [skill for skill in builds_on if skill not in passed and founded.issuperset(builds_on[skill])]
    return [skill for skill in found if skill not in without][:OPEN]


def level_for(mastery: Mastery) -> int:
    """The level that fits: harder with each item in a row, from the easiest again after one that went wrong."""
    return min(EASIEST + mastery.streak, HARDEST)


def _remembered(masteries: Mapping[str, Mastery], skill: str, today: date) -> float:
    return masteries[skill].retrievability(today) if skill in masteries else 0.0
