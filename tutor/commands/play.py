"""`bptutor play`: the playground, on screens or in plain lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.commands.faces import course_of, glyphs_of, is_plain, on_screen, recording
from tutor.commands.givens import graph_of, inputs_of
from tutor.commands.whose import whose
from tutor.words import N_, Words

if TYPE_CHECKING:
    import argparse

HELP = N_("the playground: any expression, its graph, gradients and questions")


def arguments(parser: argparse.ArgumentParser, t: Words) -> None:
    """What the command takes."""
    parser.add_argument(
        "expression", nargs="?", default="", metavar="EXPRESSION", help=t("for example: apple*count*tax")
    )
    parser.add_argument("values", nargs="*", default=[], metavar="NAME=VALUE")


def run(options: argparse.Namespace, t: Words) -> int:
    """Do it; returns the exit status."""
    own = whose(options, t)
    t = own.t
    text = options.expression
    values = inputs_of(options.values, graph_of(text, t), t, every=False) if text else {}
    if is_plain(options, own):
        from tutor.commands.playing import PlainPlayground
        from tutor.plain import Plain

        with recording(own) as record:
            return PlainPlayground(Plain(record, t.lang, glyphs=glyphs_of(options, own.settings))).run(text, values)
    return on_screen(options, own, course_of(t), lambda app: app.open_room("play", text, values))
