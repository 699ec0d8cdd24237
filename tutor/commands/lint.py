"""`bptutor lint`: all faults of lessons, with file and line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tutor import paths
from tutor.commands.telling import FAILED
from tutor.words import N_, Words

if TYPE_CHECKING:
    import argparse

HELP = N_("check lessons: all faults, with file and line")


def arguments(parser: argparse.ArgumentParser, t: Words) -> None:
    """What the command takes."""
    parser.add_argument("paths", nargs="*", metavar="PATH")


def run(options: argparse.Namespace, t: Words) -> int:
    """Do it; returns the exit status."""
    from tutor.lint import lint

    faults = lint(options.paths or [str(paths.lessons())])
    for fault in faults:
        print(fault.report(t))
    summary = t.n("{count} fault", "{count} faults", len(faults)) if faults else t("no faults")
    print(summary, file=sys.stderr)
    return FAILED if faults else 0
