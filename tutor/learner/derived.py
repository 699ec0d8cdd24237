"""What follows from the log, all of it: what a map or a table of progress shows without reading the log.

It is a function of the set of entries. They may be added in any order, and only a skill whose entries come in another
order than the log's has to be worked out anew (`late`, `settle`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import NamedTuple, TypeVar

from tutor.learner.entry import Entry, Outcome
from tutor.learner.mastery import NOTHING, Item, ItemKey, Mastery, day_of, folded, key_of, tells
from tutor.learner.places import MOVES, Place, follow

K = TypeVar("K")
V = TypeVar("V")


class Answered(NamedTuple):
    """What is counted by lesson."""

    lesson: str
    """"" in a practice."""
    skill: str
    outcome: Outcome


class DayOutcome(NamedTuple):
    """What is counted by day."""

    day: str
    outcome: Outcome


class DayMistake(NamedTuple):
    """What is counted of mistakes."""

    day: str
    mistake: str


class Rows(dict[K, V]):
    """Rows by key; one that is not there yet is asked for, and kept only once it is set."""

    def __init__(self, missing: Callable[[K], V]) -> None:
        super().__init__()
        self.missing = missing

    def __missing__(self, key: K) -> V:
        return self.missing(key)


class Derived:
    """Everything that follows from some entries."""

    def __init__(self) -> None:
        self.places: Rows[str, Place] = Rows(Place)
        self.masteries: Rows[str, Mastery] = Rows(Mastery)
        self.items: Rows[ItemKey, Item] = Rows(lambda _: NOTHING)
        self.days: Rows[DayOutcome, int] = Rows(lambda _: 0)
        self.mistakes: Rows[DayMistake, int] = Rows(lambda _: 0)
        self.answers: Rows[Answered, int] = Rows(lambda _: 0)
        self.late: set[str] = set()
        """Skills of which an entry came that is older than the last; their state stands still until `settle`."""

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Derived:
        """All that follows from a log."""
        log = sorted(entries, key=Entry.order)
        derived = cls()
        for entry in log:
            derived.add(entry)
        return derived

    def add(self, entry: Entry) -> None:
        """Take in an entry that was not taken in yet."""
        if entry.outcome in MOVES:
            if entry.lesson:
                self.places[entry.lesson] = follow(self.places[entry.lesson], entry)
            return
        day = date.fromordinal(day_of(entry)).isoformat()
        self.days[DayOutcome(day, entry.outcome)] += 1
        self.answers[Answered(entry.lesson, entry.skill, entry.outcome)] += 1
        if entry.outcome == "wrong":  # another convention's right number has an id, too, and is no mistake
            for mistake in entry.mistakes:
                self.mistakes[DayMistake(day, mistake)] += 1
        if tells(entry) and entry.skill not in self.late:
            mastery, key = self.masteries[entry.skill], key_of(entry)
            if entry.order() < mastery.last:
                self.late.add(entry.skill)
            else:
                self.masteries[entry.skill], self.items[key] = mastery.after(entry, self.items[key])

    def settle(self, entries: Iterable[Entry]) -> None:
        """Work out what is `late`, from all entries of these skills, in any order; others do not matter."""
        if self.late:
            masteries, items = folded(entry for entry in entries if entry.skill in self.late)
            self.masteries.update(masteries)
            self.items.update(items)
            self.late.clear()


def by_day(days: Mapping[DayOutcome, int], since: date | None) -> dict[date, Counter[Outcome]]:
    """Counts of outcomes, by day from the first."""
    found: dict[date, Counter[Outcome]] = {}
    for (day, outcome), count in sorted(days.items()):
        on = date.fromisoformat(day)
        if since is None or on >= since:
            found.setdefault(on, Counter())[outcome] += count
    return found


def by_mistake(mistakes: Mapping[DayMistake, int], since: date | None) -> Counter[str]:
    """Counts of mistakes."""
    found: Counter[str] = Counter()
    for (day, mistake), count in mistakes.items():
        if since is None or date.fromisoformat(day) >= since:
            found[mistake] += count
    return found
