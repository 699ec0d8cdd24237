"""`bptutor import`: what another record has is added to this one."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

from tutor import paths
from tutor.commands.records import failure, writable
from tutor.commands.telling import FAILED, Failure, complain, safe
from tutor.commands.whose import is_new, whose
from tutor.words import N_, Words

if TYPE_CHECKING:
    import argparse

    from tutor.learner.json_stream import Broken
    from tutor.learner.merging import Merged
    from tutor.learner.portable import Unfit
    from tutor.learner.settings import Settings

HELP = N_("add the entries of an exported file to your record")

LARGEST = 2 * 1024**3
"""Bytes: several million entries."""

BROKEN = {
    "empty": N_("{file} is empty"),
    "not-json": N_("{file}, line {line}: this is not JSON"),
    "not-an-object": N_("{file} is no file that bptutor has exported"),
    "cut-off": N_("{file} ends too early, in line {line}: it was cut off"),
    "not-text": N_("{file} is no text in UTF-8"),
    "no-number": N_("{file}, line {line}: {detail} is no number that can be used"),
    "twice": N_("{file}, line {line}: {detail} stands there twice"),
    "too-long": N_("{file}, line {line}: this is longer than anything that bptutor writes"),
}
UNFIT = {
    "foreign": N_("{file} is no file that bptutor has exported"),
    "newer": N_("{file} was exported by a newer bptutor (its form is {number}, this one knows {known})"),
    "missing": N_("{where}: {key} is missing"),
    "unknown": N_("{where}: {key} is unknown"),
    "no-object": N_("{where}: {key} must be an object in braces"),
    "text": N_("{where}: {key} must be a text"),
    "number": N_("{where}: {key} must be a number, and not too large"),
    "list": N_("{where}: {key} must be a list"),
    "time": N_("{where}: {key} must be a time, such as 2026-11-24T22:31:05.123Z"),
    "outcome": N_("{where}: this outcome is unknown"),
    "long": N_("{where}: {key} is too long"),
}


def arguments(parser: argparse.ArgumentParser, t: Words) -> None:
    """What the command takes."""
    parser.add_argument("file", metavar="FILE", help=t("a file that bptutor export has written; - is standard input"))


def run(options: argparse.Namespace, t: Words) -> int:
    """Do it; returns the exit status."""
    from tutor.learner.database import ERRORS, Refused, explain
    from tutor.learner.json_stream import Broken
    from tutor.learner.kept import Shelf
    from tutor.learner.merging import merge
    from tutor.learner.portable import Unfit, parts

    own = whose(options, t)
    folder, settings, t, learner = own
    new_learner = is_new(own)
    name = t("standard input") if options.file == "-" else options.file
    with _opened(options.file, name, t) as file:
        shelf = Shelf(paths.kept(folder))
        record = paths.record(folder)
        try:
            if not os.path.lexists(record):  # a file that can't be used makes no record
                deque(parts(file), maxlen=0)
            record = writable(record, t)
            merged = merge(record, shelf, parts(file))
        except Broken as error:
            raise Failure(_broken(error, name, t)) from None
        except Unfit as error:
            raise Failure(_unfit(error, name, t)) from None
        except (*ERRORS, Refused) as error:
            raise failure(explain(error, record), t) from None
    if new_learner:
        from tutor.phrases import new_learner_line

        print(new_learner_line(learner, t))
    return _tell(merged, settings, t)


@contextmanager
def _opened(file: str, name: str, t: Words) -> Iterator[TextIO]:
    """The file as text that can be read twice."""
    with _bytes(file) as source:
        size = source.seek(0, os.SEEK_END)
        source.seek(0)
        if size > LARGEST:
            raise Failure(t("{file} is too large", file=name))
        text = io.TextIOWrapper(source, encoding="utf-8-sig", errors="strict")
        try:
            yield text
        finally:
            text.detach()


@contextmanager
def _bytes(file: str) -> Iterator[BinaryIO]:
    if file == "-":
        with TemporaryFile() as copy:
            _pour(getattr(sys.stdin, "buffer", None) or io.BytesIO(sys.stdin.read().encode()), copy)
            yield copy
        return
    with Path(file).expanduser().open("rb") as source:
        if stat.S_ISREG(os.fstat(source.fileno()).st_mode):
            yield source
            return
        with TemporaryFile() as copy:  # a pipe can be read only once
            _pour(source, copy)
            yield copy


def _pour(source: Any, copy: Any) -> None:
    """Copy a stream, up to a little more than is allowed."""
    left = LARGEST + 1
    while left > 0 and (read := source.read(min(left, 1 << 20))):
        copy.write(read)
        left -= len(read)


def _broken(error: Broken, name: str, t: Words) -> str:
    return t(BROKEN[error.code], file=name, line=error.line, detail=error.detail)


def _unfit(error: Unfit, name: str, t: Words) -> str:
    from tutor.learner.portable import SCHEMA

    where = t("{file}, line {line}", file=name, line=error.line) if error.line else name
    if error.number and error.part:
        entry = error.part == "entries"
        number = error.number
        where += ", " + (t("entry {number}", number=number) if entry else t("kept expression {number}", number=number))
    key = error.key or (t("the entry") if error.part == "entries" else error.part)
    return t(UNFIT[error.code], file=name, where=where, key=key, number=error.number, known=SCHEMA)


def _tell(merged: Merged, settings: Settings, t: Words) -> int:
    new = t.n("{count} entry is new", "{count} entries are new", merged.new)
    known = t.n("{count} was there already", "{count} were there already", merged.known)
    print(f"{new}, {known}.")
    if merged.kept:
        print(t.n("{count} kept expression is new.", "{count} kept expressions are new.", merged.kept))
    if merged.no_room:
        complain(
            t.n(
                "there is no room for {count} more kept expression",
                "there is no room for {count} more kept expressions",
                merged.no_room,
            )
        )
    if merged.goal is not None and not settings.has_daily_goal and settings.set("daily_goal", merged.goal):
        print(t("Daily goal: {count} questions.", count=merged.goal))
    if merged.differing:
        line = t.n(
            "{count} entry is here with another content, which stays: {ids}",
            "{count} entries are here with another content, which stays: {ids}",
            merged.differing,
            ids=", ".join(map(safe, merged.ids)) + (", …" if merged.differing > len(merged.ids) else ""),
        )
        complain(line)
    return FAILED if merged.differing or merged.no_room else 0
