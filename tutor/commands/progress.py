"""`bptutor progress`: what the learner has done, as a table or JSON."""

from __future__ import annotations

import json
import os
from datetime import date
from typing import TYPE_CHECKING

from tutor import paths
from tutor.commands.telling import complain, print_table, raise_for, safe
from tutor.commands.whose import whose
from tutor.words import N_, Words

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Mapping, Sequence

    from tutor.course import Course
    from tutor.learner.entry import Entry, Outcome
    from tutor.learner.mastery import Mastery
    from tutor.learner.record import Place
    from tutor.progress import Progress

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
    from tutor.course import CourseError, load_course
    from tutor.learner.record import MemoryRecord
    from tutor.learner.store import open_record
    from tutor.progress import progress_of

    own = whose(options, t, known=True)
    t = own.t
    try:
        course = load_course()
    except CourseError as error:
        raise_for(error, t)
    file = paths.record(own.folder)
    record = open_record(file) if os.path.lexists(file) else MemoryRecord()  # looking makes nothing
    try:
        found = progress_of(record, own.settings.daily_goal, date.today())
        entries, places, masteries = record.entries(), record.places(), record.masteries()
        if record.notice is not None:
            complain(phrases.notice_line(record.notice, t))
    finally:
        record.close()
    known = {lesson: places.get(lesson) for lesson in course.lessons} | places
    if options.json:
        print(json.dumps(_data(found, entries, known, masteries), ensure_ascii=False))
    else:
        _print_lessons(course, entries, known, t)
        _print_more(found, t)
    return 0


def _data(
    found: Progress,
    entries: Sequence[Entry],
    known: Mapping[str, Place | None],
    masteries: Mapping[str, Mastery],
) -> dict[str, object]:
    """All of it as JSON has it."""
    from tutor.trail import ANSWERED

    attempts = [entry for entry in entries if entry.outcome in ANSWERED]
    return {
        "attempts": [{name: getattr(entry, name) for name in _FIELDS} for entry in attempts],
        "lessons": {
            lesson: {
                "state": _state(place),
                "step": place.step if place else "",
                "done": bool(place and place.done),
            }
            for lesson, place in known.items()
        },
        "goal": found.goal,
        "days": {
            day.on.isoformat(): {"right": day.right, "wrong": day.wrong} for day in found.days if day.right or day.wrong
        },
        "skills": {skill: _skill(mastery, found.today) for skill, mastery in masteries.items()},
        "mistakes": dict(found.mistakes),
        "due": {on.isoformat(): list(skills) for on, skills in found.due.items()},
    }


def _skill(mastery: Mastery, today: date) -> dict[str, object]:
    return {
        "state": mastery.standing(today),
        "items": mastery.items,
        "unaided": mastery.unaided,
        "streak": mastery.streak,
        "due": mastery.due_on.isoformat() if mastery.due_on else None,
        "retrievability": mastery.retrievability(today),
        "stability": mastery.stability,
    }


def _print_lessons(course: Course, entries: Sequence[Entry], known: Mapping[str, Place | None], t: Words) -> None:
    from tutor.course import load_titles
    from tutor.trail import ANSWERED

    titles = load_titles(course, t.lang)
    attempts = [entry for entry in entries if entry.outcome in ANSWERED]
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


def _print_more(found: Progress, t: Words) -> None:
    """Skills, days, mistakes and what is due; nothing of what there is nothing of."""
    from tutor import progress_lines, skill_lines

    if found.is_empty:
        print("", *progress_lines.empty_lines(t), sep="\n")
        return
    if found.skills:
        rows = [[t("skill"), t("state"), t("questions"), t("right at once"), t("due")]]
        for mastery in found.skills:
            due = skill_lines.due_day(mastery, found.today, t)
            state = t(skill_lines.STANDINGS[mastery.standing(found.today)])
            name = skill_lines.title(mastery.skill, t)
            rows.append([name, state, str(mastery.items), str(mastery.unaided), due])
        print()
        print_table(rows)
    worked = [day for day in found.days if day.right or day.wrong]
    if worked:
        print()
        print_table(
            [[t("day"), t("right answers"), t("wrong ones")]]
            + [[day.on.isoformat(), str(day.right), str(day.wrong)] for day in worked]
        )
    print("", *progress_lines.day_lines(found, t), sep="\n")
    for title, lines in (
        (t("Mistakes made most"), progress_lines.mistake_lines(found, t)),
        (t("Due"), progress_lines.due_lines(found, t)),
    ):
        if lines:
            print("", title, *(f"  {line}" for line in lines), sep="\n")


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
