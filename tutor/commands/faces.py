"""What the commands that start a face share: which face it can be, and what is to be said at its end."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tutor import paths
from tutor.commands.telling import complain, safe
from tutor.words import Words

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from tutor.learner.record import Record
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


def on_screen(app: TutorApp, folder: Path) -> int:
    """Run the screens; returns the exit status."""
    app.run()
    tell_unsaved(app.record, paths.record(folder), app.t)
    return app.return_code or 0


def tell_unsaved(record: Record | None, file: Path, t: Words) -> None:
    """What waited for the disk until the end is lost. (That a record is in memory only was said when it began.)"""
    from tutor.learner.record import MemoryRecord

    if record is not None and record.unsaved and not isinstance(record, MemoryRecord):
        complain(t("what you did last could not be saved ({path})", path=file))
