"""What the commands that start a face share: which face it can be, and what is to be said at its end."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tutor import paths
from tutor.commands.telling import complain, raise_for, safe
from tutor.commands.whose import Whose, is_new, tell_faults
from tutor.words import Words

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from tutor.course import Course
    from tutor.drawing import Glyphs
    from tutor.learner.record import Record
    from tutor.learner.settings import Settings
    from tutor.ui.app import TutorApp


def why_plain(t: Words) -> str:
    """Why there can be no screens here, in one line; empty where there can."""
    if not sys.stdout.isatty() or not sys.stdin.isatty():
        return t("No terminal here: going on in plain lines.")
    term = os.environ.get("TERM", "windows" if sys.platform == "win32" else "")  # Windows sets none
    if term in ("dumb", ""):
        return t("This terminal can't show screens (TERM={term}): going on in plain lines.", term=safe(term))
    return ""


def is_plain(options: argparse.Namespace, own: Whose) -> bool:
    """Whether the face is the plain one; why, where nobody asked for it, is said, and what the screens would tell."""
    why = why_plain(own.t)
    if why and not options.plain:
        print(why)
    if not options.plain and not why:
        return False
    tell_faults(own)
    if is_new(own):
        from tutor.phrases import new_learner_line

        print(new_learner_line(own.learner, own.t))
    return True


def course_of(t: Words) -> Course:
    """The course that comes with the program: its map lies below every screen."""
    from tutor.course import CourseError, load_course

    try:
        return load_course()
    except CourseError as error:
        raise_for(error, t)


def glyphs_of(options: argparse.Namespace, settings: Settings) -> Glyphs:
    """The characters that pictures are made of: ASCII where that is asked for here, or was chosen in the tutor."""
    from tutor.drawing.glyphs import ASCII, BOX

    return ASCII if options.ascii or settings.get("drawing") == "ascii" else BOX


@contextmanager
def recording(own: Whose) -> Iterator[Record]:
    """The learner's record while plain lines run; what could not be saved to the end is told."""
    from tutor.learner.store import open_record

    file = paths.record(own.folder)
    record = open_record(file)
    try:
        yield record
    finally:
        record.close()
        tell_unsaved(record, file, own.t)


def on_screen(
    options: argparse.Namespace, own: Whose, course: Course, first: Callable[[TutorApp], object] | None
) -> int:
    """Run the screens, beginning with what `first` opens; returns the exit status."""
    from tutor.ui.app import TutorApp

    file = paths.record(own.folder)
    choices = {"animated": not options.no_animation, "ascii_only": options.ascii}
    app = TutorApp(course, file, own.settings, own.t.lang, first=first, learner=own.learner, **choices)
    app.run()
    tell_unsaved(app.record, file, app.t)
    return app.return_code or 0


def tell_unsaved(record: Record | None, file: Path, t: Words) -> None:
    """What waited for the disk until the end is lost. (That a record is in memory only was said when it began.)"""
    from tutor.learner.record import MemoryRecord

    if record is not None and record.unsaved and not isinstance(record, MemoryRecord):
        complain(t("what you did last could not be saved ({path})", path=file))
