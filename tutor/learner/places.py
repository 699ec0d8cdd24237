"""How far a learner is in each lesson, as it follows from the log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from tutor.learner.entry import Entry, Outcome

MOVES: tuple[Outcome, ...] = ("go", "done", "restart")
"""Outcomes of which a place consists."""


@dataclass(frozen=True)
class Place:
    """How far a learner is in one lesson."""

    lesson: str
    step: str = ""
    """Where the learner last arrived; "" at the beginning."""
    done: bool = False
    """Whether it was finished at least once: a restart does not take it away."""
    at: str = ""
    """When the last of this was, UTC."""
    moved: tuple[str, str] = field(default=("", ""), compare=False, repr=False)
    """`at` and `id` of the entry that led to `step`."""


def follow(place: Place, entry: Entry) -> Place:
    """Where the learner is with one more entry of the lesson, which may be older than others that were followed."""
    if entry.outcome not in MOVES:
        return place
    at = max(place.at, entry.at)
    if entry.outcome == "done":
        return replace(place, done=True, at=at)
    if entry.order() < place.moved:
        return replace(place, at=at)
    return replace(place, step=entry.step if entry.outcome == "go" else "", at=at, moved=entry.order())


def replay(entries: Iterable[Entry]) -> dict[str, Place]:
    """The places after entries, in whatever order they are given, by lesson id."""
    places: dict[str, Place] = {}
    for entry in entries:
        if entry.lesson and entry.outcome in MOVES:
            places[entry.lesson] = follow(places.get(entry.lesson) or Place(entry.lesson), entry)
    return places
