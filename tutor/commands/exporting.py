"""`bptutor export`: the learner's record as one file that travels."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tutor import paths
from tutor.commands.records import entries_of, failure, opened
from tutor.commands.telling import FAILED, Failure, UsageError, complain, safe
from tutor.commands.whose import whose
from tutor.words import N_, Words

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from tutor.learner.entry import Entry

HELP = N_("your whole record into one file, to keep or to take along")


def arguments(parser: argparse.ArgumentParser, t: Words) -> None:
    """What the command takes."""
    parser.add_argument("file", metavar="FILE", help=t("the file that is written; - is standard output"))
    parser.add_argument("--force", action="store_true", help=t("also where a file of this name is there already"))


def run(options: argparse.Namespace, t: Words) -> int:
    """Do it; returns the exit status."""
    from tutor.learner.database import ERRORS, explain
    from tutor.learner.kept import Shelf
    from tutor.learner.portable import lines

    folder, settings, t, _ = whose(options, t, known=True)
    files = (paths.record(folder), paths.kept(folder), paths.settings(folder))
    if not any(map(os.path.lexists, files[:2])):  # looking makes nothing
        raise Failure(t("there is no record yet ({path})", path=files[0]))
    target = None if options.file == "-" else _target(options.file, files, options.force, t)
    try:
        entries, lost = _entries(files[0], t)
        passed = _Passing(entries)
        kept = Shelf(files[1]).entries()
        text = lines(passed, kept, settings.daily_goal if settings.has_daily_goal else None)
        if target is None:
            sys.stdout.writelines(text)
        else:
            _write(target, text)
            print(_told(target, passed.count, len(kept), t))
    except ERRORS as error:
        raise failure(explain(error, files[0]), t) from None
    lost += getattr(entries, "bad", 0)
    if lost:
        complain(t.n("{count} entry is damaged and is left out", "{count} entries are damaged and are left out", lost))
    return FAILED if lost else 0


class _Passing:
    """Entries, counted as they go by."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = entries
        self.count = 0

    def __iter__(self) -> Iterator[Entry]:
        for entry in self._entries:
            self.count += 1
            yield entry


def _entries(file: Path, t: Words) -> tuple[Iterable[Entry], int]:
    """All entries in log order, and how many more there are that can't be trusted."""
    from tutor.learner.merging import Log
    from tutor.learner.store import MemoryRecord

    if not os.path.lexists(file):
        return (), 0
    record = opened(file, t)
    try:
        log = Log(file.resolve())
        if not isinstance(record, MemoryRecord) and log.is_sound:
            return log, 0  # read as it is written: it may be larger than the memory
        entries = entries_of(record, t)
        notice = record.notice
        return entries, notice.count if notice is not None and notice.code == "damaged-rows" else 0
    finally:
        record.close()


def _target(name: str, own: Iterable[Path], force: bool, t: Words) -> Path:
    """Where to write; a link stays one."""
    target = Path(os.path.realpath(Path(name).expanduser()))
    if target.is_dir():
        raise UsageError(t("{path} is a folder: name a file in it", path=target))
    if any(each.exists() and target.exists() and each.samefile(target) for each in own):
        raise UsageError(t("{path} is where the record itself lies: name another file", path=target))
    if not target.parent.is_dir():
        raise Failure(t("there is no folder {path}", path=target.parent))
    if target.is_file() and not force:
        raise Failure(t("{path} is there already: name another file, or say --force", path=target))
    return target


def _write(target: Path, text: Iterable[str]) -> None:
    from tutor.learner.writing import write_whole

    if target.exists() and not target.is_file():  # a pipe or a device: nothing can take its place
        with target.open("w", encoding="utf-8") as file:
            file.writelines(text)
    else:
        write_whole(target, text)


def _told(target: Path, entries: int, kept: int, t: Words) -> str:
    what = t.n("{count} entry", "{count} entries", entries)
    if kept:
        what += ", " + t.n("{count} kept expression", "{count} kept expressions", kept)
    return safe(f"{target}: {what}")
