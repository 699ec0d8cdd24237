"""`bptutor progress`: what the learner has done, as a table or JSON."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from tutor import paths
from tutor.commands.telling import complain, print_table, raise_for, safe
from tutor.commands.whose import whose
from tutor.words import N_, Words

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from tutor.learner.entry import Entry, Outcome
    from tutor.learner.record import Place

HELP = N_("what you have done")

_FIELDS = ("id", "at", "lesson", "step", "skill", "item", "answer", "outcome", "mistakes", "hints", "milliseconds")

_PRACTICE = ""
"""The lesson that entries of a practice name."""

_NOT_AT_ONCE = ("wrong", "hint", "solution")


def arguments(parser: argparse.ArgumentParser, t: Words) -> None:
    """What the command takes."""
    parser.add_argument("--json", action="store_true", help=t("as JSON"))


def run(options: argparse.Namespace, t: Words) -> int:
    """Do it; returns the exit status."""
    from tutor import phrases
    from tutor.course import CourseError, load_course, load_titles
    from tutor.learner.store import open_record
    from tutor.trail import ANSWERED

    own = whose(options, t, known=True)
    t = own.t
    try:
        course = load_course()
    except CourseError as error:
        raise_for(error, t)
    file = paths.record(own.folder)
    entries, places, notice = [], {}, None
    if os.path.lexists(file):  # looking makes nothing
        record = open_record(file)
        entries, places, notice = record.entries(), record.places(), record.notice
        record.close()
    attempts = [entry for entry in entries if entry.outcome in ANSWERED]
    if notice is not None:
        complain(phrases.notice_line(notice, t))
    known = {lesson: places.get(lesson) for lesson in course.lessons} | places
    if options.json:
        found = {
            "attempts": [{name: getattr(entry, name) for name in _FIELDS} for entry in attempts],
            "lessons": {
                lesson: {
                    "state": _state(place),
                    "step": place.step if place else "",
                    "done": bool(place and place.done),
                }
                for lesson, place in known.items()
            },
        }
        print(json.dumps(found, ensure_ascii=False))
        return 0
    titles = load_titles(course, t.lang)
    states = {"done": t("done"), "current": t("begun"), "new": "-"}
    rows = [[t("lesson"), t("state"), t("answers"), t("right answers")]]
    for lesson, place in known.items():
        here = [entry for entry in attempts if entry.lesson == lesson]
        right = sum(entry.outcome == "right" for entry in here)
        rows.append([safe(titles.get(lesson, lesson)), states[_state(place)], str(len(here)), str(right)])
    print_table(rows)
    answered, at_once = _practised(entries)
    if answered:
        line = t.n(
            "Practice: {count} question answered, right at once, without help: {right}.",
            "Practice: {count} questions answered, right at once, without help: {right}.",
            answered,
            right=at_once,
        )
        print("", line, sep="\n")
    return 0


def _practised(entries: Iterable[Entry]) -> tuple[int, int]:
    """How many questions of practices were answered, and how many of them right at once and without help."""
    from tutor.trail import ANSWERED

    found: dict[tuple[str, str], set[Outcome]] = {}
    for entry in entries:
        if entry.lesson == _PRACTICE:
            found.setdefault((entry.session, entry.step), set()).add(entry.outcome)
    answered = [outcomes for outcomes in found.values() if not outcomes.isdisjoint(ANSWERED)]
    return len(answered), sum("right" in outcomes and outcomes.isdisjoint(_NOT_AT_ONCE) for outcomes in answered)


def _state(place: Place | None) -> str:
    if place is None:
        return "new"
    return "done" if place.done else "current"
