"""`bptutor lab`: straight to one of the labs, which are on screens only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.commands.faces import course_of, on_screen, why_plain
from tutor.commands.telling import UsageError, safe
from tutor.commands.whose import whose
from tutor.ui.rooms import ROOMS
from tutor.words import N_, Words

if TYPE_CHECKING:
    import argparse

HELP = N_("a lab, to try things out: optimizers, depth, training")

LABS = tuple(name for name in ROOMS if name != "play")
"""The rooms that this command opens; the playground has a command of its own."""


def arguments(parser: argparse.ArgumentParser, t: Words) -> None:
    """What the command takes."""
    parser.add_argument("lab", nargs="?", metavar="NAME", help=t("which one: {known}", known=", ".join(LABS)))


def run(options: argparse.Namespace, t: Words) -> int:
    """Open the lab; returns the exit status."""
    own = whose(options, t)
    t = own.t
    name, known = options.lab, ", ".join(LABS)
    if name is None:
        raise UsageError(t("name a lab (there are: {known})", known=known))
    if name not in LABS:
        raise UsageError(t("there is no lab {name} (there are: {known})", name=safe(name), known=known))
    if options.plain or why_plain(t):
        raise UsageError(t("labs need screens; as lines of text, bptutor trace prints the path of an optimizer"))
    return on_screen(options, own, course_of(t), lambda app: app.open_room(name))
