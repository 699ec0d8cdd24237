"""What a learner can do: the state of each skill, a pure fold over the log.

    masteries = masteries_of(entries)         # from a log; or record.masteries(), which reads a table and is quick
    mastery = masteries.get("chain-rule") or Mastery("chain-rule")
    mastery.standing(today)                   # "new", "begun", "passed", "kept" or "faded"
    mastery.is_due(today), mastery.due_on     # by day of the learner's own calendar: date.today()
    mastery.retrievability(today)             # from 0 to 1
    mastery.lacking                           # what is still wanted to pass

An *item* is one question in one run of the program. It ends with its first right answer or with its solution. Right
without a wrong answer, hint or solution before is *unaided*.

- passed: three unaided in a row, from at least two sources (templates of a practice, questions of lessons). A wrong
  answer, a third hint or a solution begins the row anew, and takes nothing else away. One hint or two only withhold
  credit: the item neither counts nor breaks the row.
- kept: passed, and a stability of 21 days or more.
- faded: passed once, and then forgotten: the first item of a day showed it (two wrong answers, three hints, or the
  solution), and then it has to be passed anew; or the last was so long ago that retrievability is below 0.7, and then
  one right answer brings it back.

Memory follows FSRS, one card a skill, one review a day: the first item of the skill on that day. Days are those of the
learner's calendar, so that tonight and tomorrow morning are two. An answer that is `close` or in another convention is
no attempt, and time taken never counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, NamedTuple

from tutor.learner.entry import Entry
from tutor.learner.memory import LATEST, NO_MEMORY, Grade, Memory

IN_A_ROW, SOURCES = 3, 2
"""Unaided items in a row, and from how many sources, that pass a skill."""
KEPT_FROM = 21
"""Days of stability from which a skill that is passed is kept."""
FADED_BELOW = 0.7
"""Retrievability below which a skill that was passed is called faded."""

Standing = Literal["new", "begun", "passed", "kept", "faded"]

COUNTED = ("right", "wrong", "hint", "solution")
"""Outcomes that say something of a skill."""

_MINUTES = 24 * 60


class ItemKey(NamedTuple):
    """One question in one run of the program."""

    skill: str
    session: str
    item: str


class Item(NamedTuple):
    """What happened to an item so far."""

    wrong: int = 0
    hints: int = 0
    ended: Literal["", "right", "solution"] = ""

    @property
    def unaided(self) -> bool:
        """Whether nothing has gone wrong and nothing was shown."""
        return not (self.wrong or self.hints or self.ended == "solution")

    @property
    def attempted(self) -> bool:
        """Whether more than a hint was seen."""
        return bool(self.wrong or self.ended)

    @property
    def forgotten(self) -> bool:
        """Whether it was beyond the learner, whatever comes now."""
        return self.wrong >= 2 or self.hints >= 3 or self.ended == "solution"

    @property
    def grade(self) -> Grade:
        """What it is worth as a review. One wrong answer is Again for as long as no right one has followed."""
        if self.forgotten or (self.wrong and self.ended != "right"):
            return 1
        if self.ended == "right":
            return 3 if self.unaided else 2
        return 0


NOTHING = Item()


class Lacking(NamedTuple):
    """What is still wanted to pass."""

    rights: int
    """Unaided items in a row."""
    source: bool
    """Whether one of them has to be of another kind than those in the present row."""


@dataclass(frozen=True)
class Mastery:
    """The state of one skill after some entries of the log."""

    skill: str
    items: int = 0
    """How many were attempted."""
    unaided: int = 0
    """How many of them were right, unaided."""
    streak: int = 0
    """Unaided in a row, up to now."""
    sources: tuple[str, ...] = ()
    """Where the items of the present row came from; no more than are wanted."""
    passed: bool = False
    once: bool = False
    """Whether it was passed at some time."""
    lapses: int = 0
    """How often it was passed and then forgotten."""
    reviews: int = 0
    memory: Memory = NO_MEMORY
    before: Memory = field(default=NO_MEMORY, repr=False)
    """The memory before the review of the last day, which is made up anew while its item goes on."""
    reviewing: tuple[str, str] = field(default=("", ""), repr=False)
    """Session and item of the last review."""
    last: tuple[str, str] = field(default=("", ""), repr=False)
    """`at` and `id` of the last entry, by which the log is ordered."""

    @property
    def stability(self) -> float:
        """Days in which retrievability falls from 1 to 0.9; 0 where there was no review."""
        return self.memory.stability

    @property
    def difficulty(self) -> float:
        """FSRS's difficulty, from 1 to 10; 0 where there was no review."""
        return self.memory.difficulty

    @property
    def last_review(self) -> date | None:
        """The day of the last review."""
        return date.fromordinal(self.memory.day) if self.memory.day else None

    @property
    def due_on(self) -> date | None:
        """The day from which it is due; None where there was no review."""
        return date.fromordinal(self.memory.due) if self.memory.day else None

    def is_due(self, today: date) -> bool:
        """Whether it is to be reviewed on a day."""
        return bool(self.memory.day) and today.toordinal() >= self.memory.due

    def retrievability(self, today: date) -> float:
        """How likely it is known on a day, from 0 to 1; 0 where there was no review. A day before the last review
        counts as that day."""
        return self.memory.retrievability(today.toordinal())

    def standing(self, today: date) -> Standing:
        """The one word for it on a day."""
        if not (self.items or self.once):
            return "new"
        if not self.passed:
            return "faded" if self.once else "begun"
        if self.retrievability(today) < FADED_BELOW:
            return "faded"
        return "kept" if self.stability >= KEPT_FROM else "passed"

    @property
    def lacking(self) -> Lacking:
        """What is still wanted to pass; nothing where it is passed."""
        if self.passed:
            return Lacking(0, False)
        source = len(self.sources) < SOURCES
        return Lacking(max(IN_A_ROW - self.streak, 1 if source else 0), source)

    def after(self, entry: Entry, item: Item) -> tuple[Mastery, Item]:
        """This state and its item's after an entry that comes later than `last`.

        Only for `COUNTED` outcomes. An item that has ended stays as it is.
        """
        last = entry.order()
        if item.ended:
            return replace(self, last=last), item
        after = _happened(item, entry)
        streak, sources, passed, lapses = self.streak, self.sources, self.passed, self.lapses
        if entry.outcome == "wrong" or after.forgotten:
            streak, sources = 0, ()
        elif after.unaided:
            streak, sources = streak + 1, _with(sources, source_of(entry))
        reviews, memory, before, reviewing = self._reviewed(entry, after)
        if after.forgotten and not item.forgotten and reviewing == _of(entry):
            lapses += passed
            passed = False
        if streak >= IN_A_ROW and len(sources) >= SOURCES:
            passed = True
        return Mastery(
            self.skill,
            self.items + (after.attempted and not item.attempted),
            self.unaided + (after.unaided and after.ended == "right"),
            streak,
            sources,
            passed,
            self.once or passed,
            lapses,
            reviews,
            memory,
            before,
            reviewing,
            last,
        ), after

    def _reviewed(self, entry: Entry, item: Item) -> tuple[int, Memory, Memory, tuple[str, str]]:
        """Reviews, memory, memory before the day's review and its item, after an entry that left `item`."""
        if not item.grade:
            return self.reviews, self.memory, self.before, self.reviewing
        if self.reviewing == _of(entry):  # the same review, now known better
            return self.reviews, self.before.reviewed(item.grade, self.memory.day), self.before, self.reviewing
        day = day_of(entry)
        if day <= self.memory.day:
            return self.reviews, self.memory, self.before, self.reviewing
        return self.reviews + 1, self.memory.reviewed(item.grade, day), self.memory, _of(entry)


def masteries_of(entries: Iterable[Entry]) -> dict[str, Mastery]:
    """The state of each skill that a log says something of, in whatever order its entries are given."""
    return folded(entries)[0]


def folded(entries: Iterable[Entry]) -> tuple[dict[str, Mastery], dict[ItemKey, Item]]:
    """The same, with the state of each item."""
    masteries: dict[str, Mastery] = {}
    items: dict[ItemKey, Item] = {}
    for entry in sorted(filter(tells, entries), key=Entry.order):
        key = key_of(entry)
        mastery = masteries.get(entry.skill) or Mastery(entry.skill)
        masteries[entry.skill], items[key] = mastery.after(entry, items.get(key, NOTHING))
    return masteries, items


def tells(entry: Entry) -> bool:
    """Whether an entry says something of a skill."""
    return entry.outcome in COUNTED and entry.skill != ""


def key_of(entry: Entry) -> ItemKey:
    """Which item an entry is about."""
    return ItemKey(entry.skill, *_of(entry))


def source_of(entry: Entry) -> str:
    """Where an entry's item comes from: a lesson's question, or a template.

    The step of a practice is `7 template`. Where it names none, skill and level stand for it.
    """
    if entry.lesson:
        return f"{entry.lesson}/{entry.step}"
    return entry.step.partition(" ")[2] or entry.item.partition(":")[0]


def day_of(entry: Entry) -> int:
    """The ordinal of an entry's day on the learner's calendar, 1 where its time can't be read."""
    at = entry.at
    try:
        day = date.fromisoformat(at[:10]).toordinal()
        minutes = int(at[11:13]) * 60 + int(at[14:16]) + min(max(entry.offset, -_MINUTES), _MINUTES)
    except ValueError:
        return 1
    return min(max(day + minutes // _MINUTES, 1), LATEST)


def _of(entry: Entry) -> tuple[str, str]:
    return entry.session, entry.item or f"{entry.lesson}/{entry.step}"


def _happened(item: Item, entry: Entry) -> Item:
    match entry.outcome:
        case "wrong":
            return item._replace(wrong=item.wrong + 1)
        case "hint":
            return item._replace(hints=item.hints + 1)
        case "solution":
            return item._replace(ended="solution")
        case "right":
            return item._replace(ended="right")
        case _:
            return item


def _with(sources: tuple[str, ...], source: str) -> tuple[str, ...]:
    return sources if source in sources or len(sources) >= SOURCES else (*sources, source)
