"""What the commands that start a face share: which face it can be, and what is to be said at its end."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from tutor.commands.telling import complain, safe
from tutor.words import Words

if TYPE_CHECKING:
    from pathlib import Path

    from tutor.learner.record import Record


def why_plain(t: Words) -> str:
    """Why there can be no screens here, in one line; empty where there can."""
    if not sys.stdout.isatty() or not sys.stdin.isatty():
        return t("No terminal here: going on in plain lines.")
    term = os.environ.get("TERM", "windows" if sys.platform == "win32" else "")  # Windows sets none
    if term in ("dumb", ""):
        return t("This terminal can't show screens (TERM={term}): going on in plain lines.", term=safe(term))
    return ""


def tell_unsaved(record: Record | None, file: Path, t: Words) -> None:
    """What waited for the disk until the end is lost. (That a record is in memory only was said when it began.)"""
    from tutor.learner.record import MemoryRecord

    if record is not None and record.unsaved and not isinstance(record, MemoryRecord):
        complain(t("what you did last could not be saved ({path})", path=file))
