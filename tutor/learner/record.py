"""What the rest of the program knows of the learner's record: the interface, and a record in memory."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Literal, Protocol

from tutor.learner.derived import Answered, Derived, by_day, by_mistake
from tutor.learner.entry import Entry, Outcome
from tutor.learner.mastery import Mastery
from tutor.learner.places import Place

__all__ = ["Answered", "Code", "MemoryRecord", "Notice", "Place", "Record", "Saved", "next_lesson"]


class Saved(Enum):
    """Where an entry is after `append`."""

    DISK = "disk"
    QUEUED = "queued"  # not saved yet; every later append, and close, tries again
    MEMORY = "memory"  # gone when the program ends


Code = Literal[
    "read-only",  # the file or its folder can't be written; what is in it is shown
    "foreign-file",  # a database of another program is there
    "newer-version",  # written by a newer bptutor; what can be read of it is shown
    "damaged-moved",  # a damaged file was kept as `kept`, a new one holds the `count` entries saved from it
    "damaged-rows",  # `count` rows can't be trusted and were left out
    "disk-full",
    "disk-error",
    "busy",  # another program held the file for too long
    "not-a-folder",  # a file is where the folder ought to be
    "cannot-open",  # a folder, a pipe or a file that can't be read is where the file ought to be
]


@dataclass(frozen=True)
class Notice:
    """Something about the record that the learner should be told; the faces have the words for it."""

    code: Code
    path: Path  # of the record
    kept: Path | None = None  # where a damaged file now is
    count: int = 0  # entries that the notice is about
    detail: str = ""  # for a bug report: what the system said, in English


class Record(Protocol):
    """The learner's record. No method raises for a full, read-only or damaged disk; see `notice`."""

    @property
    def notice(self) -> Notice | None:
        """What the learner should know of the record as it is now, the most pressing first."""

    @property
    def unsaved(self) -> int:
        """How many entries are in memory only."""

    @property
    def check_due(self) -> bool:
        """Whether today's check and backup are still to be made."""

    def append(self, entry: Entry) -> Saved:
        """Add an entry to the log. An id that is there already changes nothing."""

    def entries(self, lesson: str | None = None) -> list[Entry]:
        """All entries, or those of one lesson, in the log's order: by `at` and `id`."""

    def places(self) -> dict[str, Place]:
        """How far the learner is, by lesson id; lessons never begun are absent."""

    def masteries(self) -> dict[str, Mastery]:
        """The state of each skill, by its id; skills never tried are absent."""

    def days(self, since: date | None = None) -> dict[date, Counter[Outcome]]:
        """How often what happened, by day on the learner's calendar; days without anything are absent."""

    def mistakes(self, since: date | None = None) -> Counter[str]:
        """How often each mistake was made."""

    def answers(self) -> Counter[Answered]:
        """How often what happened, by lesson ("" in a practice) and skill."""

    def check(self) -> Notice | None:
        """Look for damage, mend it, and make the day's backup. Slow: for a worker. Returns `notice`."""

    def close(self) -> None:
        """Save what still waits, and let go of the file."""


def next_lesson(lessons: Sequence[str], places: Mapping[str, Place]) -> str:
    """Where a learner goes on: the lesson begun last and not done, else the first never begun, else the first."""
    begun = [place for place in places.values() if place.lesson in lessons and not place.done]
    if begun:
        return max(begun, key=lambda place: place.at).lesson
    return next((lesson for lesson in lessons if lesson not in places), lessons[0])


class MemoryRecord:
    """A record that lasts as long as the program: for trying out, and where the disk can't be used."""

    def __init__(self, notice: Notice | None = None, known: Iterable[Entry] = ()) -> None:
        self._notice = notice
        self._entries: dict[str, Entry] = {}
        self._state = Derived()
        for entry in known:
            self.append(entry)
        self._known = len(self._entries)

    @property
    def notice(self) -> Notice | None:
        """Why this record is in memory, if there is a reason that the learner should know."""
        return self._notice

    @property
    def unsaved(self) -> int:
        """How many entries were added."""
        return len(self._entries) - self._known

    @property
    def check_due(self) -> bool:
        """Never: there is nothing to check."""
        return False

    def append(self, entry: Entry) -> Saved:
        """Add an entry. An id that is there already changes nothing."""
        if entry.id not in self._entries:
            self._entries[entry.id] = entry
            self._state.add(entry)
        return Saved.MEMORY

    def entries(self, lesson: str | None = None) -> list[Entry]:
        """All entries, or those of one lesson, in the log's order: by `at` and `id`."""
        found = [entry for entry in list(self._entries.values()) if lesson in (None, entry.lesson)]
        return sorted(found, key=Entry.order)

    def places(self) -> dict[str, Place]:
        """How far the learner is, by lesson id."""
        return dict(self._state.places)

    def masteries(self) -> dict[str, Mastery]:
        """The state of each skill, by its id; skills never tried are absent."""
        self._state.settle(self._entries.values())
        return dict(self._state.masteries)

    def days(self, since: date | None = None) -> dict[date, Counter[Outcome]]:
        """How often what happened, by day on the learner's calendar."""
        return by_day(self._state.days, since)

    def mistakes(self, since: date | None = None) -> Counter[str]:
        """How often each mistake was made."""
        return by_mistake(self._state.mistakes, since)

    def answers(self) -> Counter[Answered]:
        """How often what happened, by lesson and skill."""
        return Counter(self._state.answers)

    def check(self) -> Notice | None:
        """Do nothing; return `notice`."""
        return self._notice

    def close(self) -> None:
        """Do nothing."""
