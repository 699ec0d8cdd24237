"""`bptutor play`: the playground, on screens or in plain lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor import paths
from tutor.commands.faces import course_of, glyphs_of, is_plain, on_screen, recording
from tutor.commands.givens import graph_of, inputs_of
from tutor.commands.telling import chosen
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
    from tutor.learner.settings import Settings

    folder = paths.data(options.data)
    settings = Settings(paths.settings(folder))
    t = chosen(options, settings, t)
    text = options.expression
    values = inputs_of(options.values, graph_of(text, t), t, every=False) if text else {}
    if is_plain(options, t):
        from tutor.commands.playing import PlainPlayground
        from tutor.plain import Plain

        with recording(folder, t) as record:
            return PlainPlayground(Plain(record, t.lang, glyphs=glyphs_of(options, settings))).run(text, values)
    return on_screen(options, course_of(t), folder, settings, t, lambda app: app.open_room("play", text, values))
