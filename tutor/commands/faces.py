"""What the commands that start a face share: which face it can be, and what is to be said at its end."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tutor import paths
from tutor.commands.telling import complain, raise_for, safe
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


def is_plain(options: argparse.Namespace, t: Words) -> bool:
    """Whether the face is the plain one; why, where nobody asked for it, is said."""
    why = why_plain(t)
    if why and not options.plain:
        print(why)
    return bool(options.plain or why)


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
def recording(folder: Path, t: Words) -> Iterator[Record]:
    """The learner's record while plain lines run; what could not be saved to the end is told."""
    from tutor.learner.store import open_record

    file = paths.record(folder)
    record = open_record(file)
    try:
        yield record
    finally:
        record.close()
        tell_unsaved(record, file, t)


def on_screen(
    options: argparse.Namespace,
    course: Course,
    folder: Path,
    settings: Settings,
    t: Words,
    first: Callable[[TutorApp], object] | None,
) -> int:
    """Run the screens, beginning with what `first` opens; returns the exit status."""
    from tutor.ui.app import TutorApp

    still, plain = options.no_animation, options.ascii
    app = TutorApp(course, paths.record(folder), settings, t.lang, first=first, animated=not still, ascii_only=plain)
    app.run()
    tell_unsaved(app.record, paths.record(folder), app.t)
    return app.return_code or 0


def tell_unsaved(record: Record | None, file: Path, t: Words) -> None:
    """What waited for the disk until the end is lost. (That a record is in memory only was said when it began.)"""
    from tutor.learner.record import MemoryRecord

    if record is not None and record.unsaved and not isinstance(record, MemoryRecord):
        complain(t("what you did last could not be saved ({path})", path=file))
