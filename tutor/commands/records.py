"""What the commands share that read or write a whole record: whether it can be used, and why not in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.commands.telling import Failure, complain, safe
from tutor.words import N_, Words

if TYPE_CHECKING:
    from pathlib import Path

    from tutor.learner.entry import Entry
    from tutor.learner.record import Notice, Record

UNUSABLE: dict[str, str] = {
    "read-only": N_("{path} can't be written"),
    "foreign-file": N_("{path} belongs to another program and is left alone"),
    "newer-version": N_("{path} was written by a newer bptutor"),
    "disk-full": N_("the disk is full ({path})"),
    "disk-error": N_("{path} can't be read or written"),
    "busy": N_("another program is writing to {path}; try again in a moment"),
    "not-a-folder": N_("a file stands where the folder ought to be ({path})"),
    "cannot-open": N_("{path} can't be opened"),
}
UNREADABLE = ("foreign-file", "newer-version", "not-a-folder", "cannot-open")
"""With these a record is not read, or not as a whole."""


def opened(file: Path, t: Words) -> Record:
    """The record, mended if need be, which is told; Failure where it can't be read."""
    from tutor.learner.store import open_record
    from tutor.phrases import notice_line

    record = open_record(file)
    notice = record.notice
    if notice is not None and notice.code in UNREADABLE:
        record.close()
        raise failure(notice, t)
    if notice is not None and notice.code == "damaged-moved":
        complain(notice_line(notice, t))
    return record


def writable(file: Path, t: Words) -> Path:
    """The record's own path, behind all links; Failure where it can't be written."""
    from tutor.learner.store import MemoryRecord

    record = opened(file, t)
    record.close()
    if isinstance(record, MemoryRecord) and record.notice is not None:
        raise failure(record.notice, t)
    return file.expanduser().resolve()


def entries_of(record: Record, t: Words) -> list[Entry]:
    """All entries; Failure where they can't be read now, so that nothing seems to be all that is not."""
    entries = record.entries()
    if record.notice is not None and record.notice.code in ("busy", "disk-error"):
        raise failure(record.notice, t)
    return entries


def failure(notice: Notice, t: Words) -> Failure:
    """To raise where a record can't be used."""
    return Failure(t(UNUSABLE[notice.code], path=safe(str(notice.path))))
