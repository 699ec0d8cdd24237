"""What all commands share: how they fail, and how they say it in one line."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

from tutor.words import LANGUAGES, Words, words

if TYPE_CHECKING:
    import argparse

    from tutor.course import CourseError
    from tutor.learner.settings import Settings

FAILED = 1
USAGE = 2

_LONGEST_COMPLAINT = 1000


class UsageError(Exception):
    """The command was called wrongly: one line on standard error, exit status 2."""


class Failure(Exception):
    """The command was right and could not be done: one line on standard error, exit status 1."""


def raise_for(error: CourseError, t: Words) -> NoReturn:
    """Fail for a course or a lesson that can't be used; an unknown lesson is a wrong call."""
    from tutor.course import UnknownLesson

    sentence = error.sentence(t)
    raise (UsageError if isinstance(error, UnknownLesson) else Failure)(sentence) from None


def complain(message: str) -> None:
    """One line on standard error, whatever the message holds."""
    line = safe(message)
    if len(line) > _LONGEST_COMPLAINT:
        line = line[: _LONGEST_COMPLAINT - 1] + "…"
    with suppress(OSError):  # nobody is there to read it
        print(f"bptutor: {line}", file=sys.stderr)


def safe(text: str) -> str:
    """Text from strangers on one line, with nothing in it that could steer the terminal."""
    from tutor.course import clean_line

    return clean_line(text)


def chosen(options: argparse.Namespace, settings: Settings, t: Words) -> Words:
    """The language of this command line, else the one that the learner chose in the tutor, else the locale's."""
    remembered = settings.get("lang")
    return words(remembered) if options.lang is None and remembered in LANGUAGES else t


def print_table(rows: list[list[str]]) -> None:
    """Columns apart by two cells, numbers to the right; placed by cells, not characters."""
    from tutor.cells import cells

    widths = [max(cells(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        pads = [" " * (width - cells(cell)) for cell, width in zip(row, widths, strict=True)]
        print(
            "  ".join([row[0] + pads[0], *(pad + cell for pad, cell in zip(pads[1:], row[1:], strict=True))]).rstrip()
        )
