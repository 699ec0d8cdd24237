"""`bptutor reset`: a lesson, a skill or everything begins afresh; the record as it was is kept."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from tutor import paths
from tutor.commands.records import entries_of, failure, opened, writable
from tutor.commands.telling import Failure, UsageError, safe
from tutor.commands.whose import whose
from tutor.words import N_, Words

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from tutor.learner.entry import Entry

HELP = N_("take a lesson, a skill or everything out of your record; the old one is kept")

EVERYTHING = "everything"
_LESSON, _SKILL = "lesson:", "skill:"


def arguments(parser: argparse.ArgumentParser, t: Words) -> None:
    """What the command takes."""
    what = t("id of a lesson or a skill (lesson:ID, skill:ID where both have that id), or {word}", word=EVERYTHING)
    parser.add_argument("name", metavar="NAME", help=what)
    parser.add_argument("--yes", action="store_true", help=t("without asking"))


def run(options: argparse.Namespace, t: Words) -> int:
    """Do it; returns the exit status."""
    from tutor.learner.database import ERRORS, Refused, explain
    from tutor.learner.resetting import reset

    own = whose(options, t, known=True)
    t, file = own.t, paths.record(own.folder)
    if not os.path.lexists(file):
        raise Failure(t("there is no record yet ({path})", path=file))
    entries = _entries(file, t)
    what, is_gone = _meant(options.name, entries, t)
    count = sum(map(is_gone, entries))
    if not count:
        print(t("There is nothing to reset: {what}.", what=what))
        return 0
    if not options.yes:
        _confirm(options.name, what, count, t)
    path = writable(file, t)
    try:
        done = reset(path, is_gone)
    except (*ERRORS, Refused) as error:
        raise failure(explain(error, path), t) from None
    gone = t.n("{count} entry was taken out", "{count} entries were taken out", done.gone)
    left = t.n("{count} stays", "{count} stay", done.left)
    print(f"{gone}, {left}.")
    print(t("Your record as it was: {path}", path=safe(str(done.kept))))
    print(t("A bptutor that is open now writes on into the new record."))
    return 0


def _entries(file: Path, t: Words) -> list[Entry]:
    record = opened(file, t)
    try:
        return entries_of(record, t)
    finally:
        record.close()


def _meant(name: str, entries: list[Entry], t: Words) -> tuple[str, Callable[[Entry], bool]]:
    """What is to be reset, in the learner's words, and which entries that are."""
    from tutor.commands.faces import course_of
    from tutor.course import load_titles
    from tutor.quiz.skills import SKILLS

    if name == EVERYTHING:
        return t("everything"), lambda _: True
    course = course_of(t)
    lessons = {entry.lesson for entry in entries if entry.lesson} | set(course.lessons)
    skills = {entry.skill for entry in entries if entry.skill} | set(SKILLS)
    lesson, skill = name.removeprefix(_LESSON), name.removeprefix(_SKILL)
    is_lesson = lesson in lessons and not name.startswith(_SKILL)
    is_skill = skill in skills and not name.startswith(_LESSON)
    if is_lesson and is_skill:
        message = t("there is a lesson and a skill {name}: say lesson:{name} or skill:{name}", name=safe(name))
        raise UsageError(message)
    if is_lesson:
        title = load_titles(course, t.lang).get(lesson, lesson)
        return t("the lesson “{title}”", title=safe(title)), lambda entry: entry.lesson == lesson
    if is_skill:
        title = t(SKILLS[skill].title) if skill in SKILLS else skill
        return t("the skill “{title}”", title=safe(title)), lambda entry: entry.skill == skill
    _, _, bare = name[:200].rpartition(":")
    close = difflib.get_close_matches(bare, sorted(lessons | skills | {EVERYTHING}), n=3, cutoff=0.5)
    if close:
        matches = ", ".join(map(safe, close))
        raise UsageError(
            t("there is no lesson or skill {name}; did you mean {matches}?", name=safe(name), matches=matches)
        )
    raise UsageError(t("there is no lesson or skill {name}", name=safe(name)))


def _confirm(name: str, what: str, count: int, t: Words) -> None:
    """Have the learner type the name; Failure where that is not done."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(t("reset asks on a terminal; elsewhere say --yes"))
    entries = t.n("{count} entry of your record", "{count} entries of your record", count)
    print(t("Reset: {what}, {entries}.", what=what, entries=entries))
    print(t("Your record as it is now is kept beside the new one."))
    print(t("Type {name} to confirm:", name=safe(name)), end=" ", flush=True)
    if sys.stdin.readline().strip() != name:
        raise Failure(t("not confirmed; nothing was changed"))
