"""`bptutor learners`: who learns on this machine."""

from __future__ import annotations

import os
from datetime import datetime
from typing import TYPE_CHECKING

from tutor import paths
from tutor.commands.records import opened
from tutor.commands.telling import Failure, complain, print_table, safe
from tutor.commands.whose import whose
from tutor.words import N_, Words

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from tutor.learner.record import Place

HELP = N_("who learns on this machine")


def arguments(parser: argparse.ArgumentParser, t: Words) -> None:
    """What the command takes: nothing more."""


def run(options: argparse.Namespace, t: Words) -> int:
    """A table of all learners: the one without a name first; returns the exit status."""
    from tutor.learner import names

    data = paths.data(options.data)
    t = whose(options, t).t
    rows = [[t("learner"), t("lessons done"), t("last")]]
    if os.path.lexists(paths.record(data)):
        rows.append([t("(without --learner)"), *_places(data, t)])
    for folder in names.everyone(paths.learners(data)):
        rows.append([safe(folder.name), *_places(folder, t)])
    if len(rows) > 1:
        print_table(rows)
    else:
        print(t("Nobody yet. bptutor --learner NAME begins for somebody."))
    return 0


def _places(folder: Path, t: Words) -> tuple[str, str]:
    """How many lessons a learner has finished, and the last day on which something was done."""
    file = paths.record(folder)
    places: dict[str, Place] = {}
    days: list[str] = []
    if os.path.lexists(file):  # looking makes nothing
        try:
            record = opened(file, t)
        except Failure as error:
            complain(str(error))
            return "?", "?"
        places = record.places()
        days = [day.isoformat() for day in record.days()]  # a practice leaves no place
        record.close()
    days += [_day(place.at) for place in places.values()]
    return str(sum(place.done for place in places.values())), max(days, default="-")


def _day(at: str) -> str:
    try:
        return datetime.fromisoformat(at).astimezone().date().isoformat()
    except (ValueError, OverflowError, OSError):
        return "-"
