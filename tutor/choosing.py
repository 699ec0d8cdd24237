"""What is practised next, from what this learner can do and has begun to forget.

Alternately what is due, the least remembered first, and one of up to three skills that are open: not passed, while all
that they build on is. Pure: the states of the skills and a day in, a choice out.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from tutor.learner.mastery import Mastery

OPEN = 3
"""How many skills are learned at the same time."""

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
        """What came because it was due. Left unanswered it stays due, but is not put to the learner again."""
        self._last = ""
        self._due_next = True

    def choose(self, masteries: Mapping[str, Mastery], today: date) -> Choice:
        """The next one; the skill before comes again only where there is no other."""
        skill = self._in_turn() if self._only else self._needed(masteries, today)
        self._last = skill
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
        is_due = [skill for skill in due(self._builds_on, masteries, today) if skill not in self._reviewed]
        is_open = [skill for skill in opened(self._builds_on, masteries) if skill != self._last]
        if is_due and (self._due_next or not is_open):
            self._due_next = False
            self._reviewed.add(is_due[0])
            return is_due[0]
        self._due_next = True
        if is_open:
            return self._source.choice(is_open)
        if self._last in opened(self._builds_on, masteries):
            return self._last
        others = [skill for skill in self._builds_on if skill != self._last] or list(self._builds_on)
        return min(self._source.sample(others, len(others)), key=lambda skill: _remembered(masteries, skill, today))


def due(skills: Collection[str], masteries: Mapping[str, Mastery], today: date) -> list[str]:
    """Those of the skills that are due on a day, the least remembered first."""
    found = [skill for skill in skills if skill in masteries and masteries[skill].is_due(today)]
    return sorted(found, key=lambda skill: masteries[skill].retrievability(today))


def opened(builds_on: Mapping[str, Sequence[str]], masteries: Mapping[str, Mastery]) -> list[str]:
    """The skills that are learned now: the first that are not passed, while all that they build on is."""
    passed = {skill for skill, mastery in masteries.items() if mastery.passed}
    found = [skill for skill in builds_on if skill not in passed and passed.issuperset(builds_on[skill])]
    return found[:OPEN]


def level_for(mastery: Mastery) -> int:
    """The level that fits: harder with each item in a row, from the easiest again after one that went wrong."""
    return min(EASIEST + mastery.streak, HARDEST)


def _remembered(masteries: Mapping[str, Mastery], skill: str, today: date) -> float:
    return masteries[skill].retrievability(today) if skill in masteries else 0.0
