"""`bptutor review`: what is due today, on screens or in plain lines."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

from tutor import paths
from tutor.commands.faces import course_of, glyphs_of, is_plain, on_screen, recording
from tutor.commands.whose import whose
from tutor.words import N_, Words

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping
    from pathlib import Path

    from tutor.learner.mastery import Mastery

HELP = N_("practise what is due today")


def arguments(parser: argparse.ArgumentParser, t: Words) -> None:
    """What the command takes."""


def run(options: argparse.Namespace, t: Words) -> int:
    """Do it; returns the exit status."""
    from tutor.choosing import due
    from tutor.quiz.skills import SKILLS
    from tutor.skill_lines import nothing_due_lines

    own = whose(options, t)
    t = own.t
    masteries = _masteries(paths.record(own.folder))
    if not due(SKILLS, masteries, date.today()):
        print(*nothing_due_lines(masteries, date.today(), t), sep="\n")
        return 0
    if not is_plain(options, own):
        return on_screen(options, own, course_of(t), lambda app: app.open_review())
    from tutor.plain_practice import PlainPractice
    from tutor.practice import PracticeSession, Wish

    course = course_of(t)
    with recording(own) as record:
        talk = PlainPractice(course, record, t.lang, glyphs=glyphs_of(options, own.settings))
        return talk.run(PracticeSession(Wish(review=True), record, t.lang))


def _masteries(file: Path) -> Mapping[str, Mastery]:
    """How it stands with each skill; looking makes no record where there is none."""
    if not os.path.lexists(file):
        return {}
    from tutor.learner.store import open_record

    record = open_record(file)
    try:
        return record.masteries()
    finally:
        record.close()
