"""The command line. A face, and what it needs, is imported only when it is asked for."""

from __future__ import annotations

import argparse
import gettext
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from tutor import __version__, paths
from tutor.commands import COMMANDS, learn
from tutor.commands.telling import FAILED, USAGE, Failure, UsageError, complain, safe
from tutor.words import LANGUAGES, N_, Words, language_of, words

BROKEN_PIPE = 128 + 13

# What argparse itself says, so that the catalogs have it.
ARGPARSE = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("unrecognized arguments: %s"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("expected one argument"),
    N_("the following arguments are required: %s"),
    N_("ignored explicit argument %r"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
    N_("show this help message and exit"),
    N_("show program's version number and exit"),
)


def run() -> NoReturn:
    """The command `bptutor`."""
    # Before NumPy is imported: its threads cost start time and stall small products (see CONTRIBUTING).
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by whoever started us; a file opened next would take its place
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123
    sys.exit(main(sys.argv[1:]))


def main(arguments: Sequence[str]) -> int:
    """Do what the arguments say; returns the exit status."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal without these characters still gets the rest
    lang = _language_before_parsing(arguments)
    try:
        return _written(_do(arguments, lang))
    except UsageError as error:
        complain(str(error))
        return USAGE
    except Failure as error:
        complain(str(error))
        return FAILED
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader has gone (`| head`)
        _drop(sys.stdout)
        return BROKEN_PIPE
    except OSError as error:  # a full disk, for one
        _drop(sys.stdout)
        complain(": ".join(str(part) for part in (error.filename, error.strerror or error) if part))
        return FAILED


def _do(arguments: Sequence[str], lang: str) -> int:
    try:
        options = _parse(arguments, words(lang))
    except SystemExit as end:  # argparse has shown help or version
        return int(end.code or 0)
    command = COMMANDS[options.command].run if options.command else learn.tutor
    return command(options, words(options.lang or lang))


def _written(status: int) -> int:
    """The status, with all output written: what can't be is told here, not by Python at the very end."""
    for stream in (sys.stderr, sys.stdout):
        try:
            stream.flush()
        except OSError:
            _drop(stream)
            if not status:  # else it failed anyhow: its terminal has gone, for one
                raise
    return status


def _drop(stream: Any) -> None:
    """What Python would still write there goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


# --- reading the command line ----------------------------------------------------------------------------


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(message.replace(_MARK, ""))


def _language_before_parsing(arguments: Sequence[str]) -> str:
    """The language in which a fault of the command line itself is told."""
    for i, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == "--lang":
            wish = value if equals else next(iter(arguments[i + 1 : i + 2]), "")
            if wish in LANGUAGES:
                return wish
    return language_of()


def _parse(arguments: Sequence[str], t: Words) -> argparse.Namespace:
    # argparse looks its own words up in gettext's default domain.
    os.environ["LANGUAGE"] = t.lang
    gettext.bindtextdomain("bptutor", str(paths.catalogs()))
    gettext.textdomain("bptutor")
    parser, commands = _parser(t)
    found = parser.parse_args(_sorted(arguments, {"": parser, **commands}, t))
    for name, value in vars(found).items():
        setattr(found, name, [_unmarked(part) for part in value] if isinstance(value, list) else _unmarked(value))
    if found.lang is not None and found.lang not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise UsageError(t("there is no language {lang} (there are: {known})", lang=safe(found.lang), known=known))
    return found


_MARK = "\0 "
"""Before each operand: keeps argparse, to which what holds a blank is an operand, from taking `-x*y` for an option."""


def _sorted(arguments: Sequence[str], parsers: Mapping[str, argparse.ArgumentParser], t: Words) -> list[str]:
    """The command, its options, then its operands: argparse itself loses operands that stand behind an option."""
    takes_value = {
        name: action.nargs is None
        for parser in parsers.values()
        for action in parser._actions
        for name in action.option_strings
    }
    options: list[str] = []
    operands: list[str] = []
    left = iter(arguments)
    for argument in left:
        name, equals, _ = argument.partition("=")
        if argument == "--":
            operands += left
        elif not _is_option(argument):
            operands.append(argument)
        elif name not in takes_value:
            raise UsageError(t("there is no option {option}", option=safe(name)))
        else:
            if takes_value[name] and not equals:
                value = next(left, None)
                if value is None or value.partition("=")[0] in takes_value:
                    message = t("expected one argument")
                    fault = t("argument %(argument_name)s: %(message)s")
                    raise UsageError(fault % {"argument_name": name, "message": message})
                argument = f"{name}={value}"  # in one piece, so that a value such as -1/10 is no option
            options.append(argument)
    if not operands:
        return options
    command, *rest = operands
    if command not in parsers or not command:
        known = ", ".join(name for name in parsers if name)
        raise UsageError(t("there is no command {command} (there are: {known})", command=safe(command), known=known))
    return [command, *options, *(_MARK + operand for operand in rest)]


def _unmarked(value: Any) -> Any:
    return value.removeprefix(_MARK) if isinstance(value, str) else value


def _is_option(argument: str) -> bool:
    """Whether this is an option and not an operand, such as the expression `-x*y`."""
    if not argument.startswith("-") or argument == "-":
        return False
    return argument.startswith("--") or len(argument) == 2 or not set(argument) & set("*/+^()=")


def _parser(t: Words) -> tuple[argparse.ArgumentParser, dict[str, argparse.ArgumentParser]]:
    """The whole command line, and the part of it that belongs to each command."""

    def common(default: Any) -> _Parser:
        parent = _Parser(add_help=False)
        group = parent.add_argument_group(t("options of all commands"))
        group.add_argument("--lang", metavar="|".join(LANGUAGES), default=default, help=t("the language"))
        plain = t("lines of text instead of screens")
        group.add_argument("--plain", action="store_true", default=default or False, help=plain)
        still = t("pictures don't move")
        group.add_argument("--no-animation", action="store_true", default=default or False, help=still)
        drawn = t("pictures and signs in ASCII, for terminals where lines look broken")
        group.add_argument("--ascii", action="store_true", default=default or False, help=drawn)
        group.add_argument("--data", metavar="DIR", default=default, help=t("the folder of your record and settings"))
        whose = t("whose record and settings: several learners can share a machine")
        group.add_argument("--learner", metavar="NAME", default=default, help=whose)
        group.add_argument(
            "--version",
            action="version",
            version=f"bptutor {__version__}",
            help=t("show program's version number and exit"),
        )
        return parent

    after = [common(argparse.SUPPRESS)]
    parser = _Parser(
        "bptutor",
        parents=[common(None)],
        description=t("Learn backpropagation by predicting it. Without a command: the tutor."),
        allow_abbrev=False,
    )
    parser.set_defaults(command="")
    commands = parser.add_subparsers(title=t("commands"), metavar="COMMAND", parser_class=_Parser)
    made_commands: dict[str, argparse.ArgumentParser] = {}

    def command(name: str, help: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, parents=after, help=help, description=help, allow_abbrev=False)
        made.set_defaults(command=name)
        made_commands[name] = made
        return made

    for name, module in COMMANDS.items():
        module.arguments(command(name, t(module.HELP)), t)
    return parser, made_commands


if __name__ == "__main__":
    run()
