"""The command line. A face, and what it needs, is imported only when it is asked for."""

from __future__ import annotations

import argparse
import gettext
import json
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn

from tutor import __version__, paths
from tutor.words import LANGUAGES, N_, Words, language_of, words

if TYPE_CHECKING:
    from tutor.core import Graph
    from tutor.course import Course, Lesson
    from tutor.learner.settings import Settings

FAILED = 1
USAGE = 2
BROKEN_PIPE = 128 + 13

_LONGEST_QUOTE = 80
_LONGEST_COMPLAINT = 1000

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


class UsageError(Exception):
    """The command was called wrongly: one line on standard error, exit status 2."""


class Failure(Exception):
    """The command was right and could not be done: one line on standard error, exit status 1."""


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
    t = words(lang)
    try:
        return _written(_do(arguments, lang))
    except UsageError as error:
        _complain(str(error), t)
        return USAGE
    except Failure as error:
        _complain(str(error), t)
        return FAILED
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader has gone (`| head`)
        _drop(sys.stdout)
        return BROKEN_PIPE
    except OSError as error:  # a full disk, for one
        _drop(sys.stdout)
        _complain(": ".join(str(part) for part in (error.filename, error.strerror or error) if part), t)
        return FAILED


def _do(arguments: Sequence[str], lang: str) -> int:
    try:
        options = _parse(arguments, words(lang))
    except SystemExit as end:  # argparse has shown help or version
        return int(end.code or 0)
    return int(_COMMANDS[options.command](options, words(options.lang or lang)))


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
        raise UsageError(t("there is no language {lang} (there are: {known})", lang=_safe(found.lang), known=known))
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
            raise UsageError(t("there is no option {option}", option=_safe(name)))
        else:
            options.append(argument)
            if takes_value[name] and not equals:
                options += [value for value in (next(left, None),) if value is not None]
    if not operands:
        return options
    command, *rest = operands
    if command not in parsers or not command:
        known = ", ".join(name for name in parsers if name)
        raise UsageError(t("there is no command {command} (there are: {known})", command=_safe(command), known=known))
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
        group.add_argument("--data", metavar="DIR", default=default, help=t("the folder of your record and settings"))
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

    learn = command("learn", t("one lesson: by its id, or from a file"))
    learn.add_argument("lesson", nargs="?", metavar="LESSON")
    grad = command("grad", t("the values and gradients of an expression"))
    grad.add_argument("expression", metavar="EXPRESSION", help=t("for example: apple*count*tax"))
    grad.add_argument("values", nargs="*", default=[], metavar="NAME=VALUE")
    grad.add_argument("--of", metavar="NAME", help=t("the quantity whose gradients are taken (else the last)"))
    grad.add_argument("--check", action="store_true", help=t("compare with central differences"))
    grad.add_argument("--json", action="store_true", help=t("as JSON"))
    lint = command("lint", t("check lessons: all faults, with file and line"))
    lint.add_argument("paths", nargs="*", metavar="PATH")
    progress = command("progress", t("what you have done"))
    progress.add_argument("--json", action="store_true", help=t("as JSON"))
    return parser, made_commands


# --- the tutor -------------------------------------------------------------------------------------------


def _tutor(options: argparse.Namespace, t: Words) -> int:
    return _face(options, t, None, go_on=False)


def _learn(options: argparse.Namespace, t: Words) -> int:
    return _face(options, t, options.lesson, go_on=options.lesson is None)


def _face(options: argparse.Namespace, t: Words, wish: str | None, *, go_on: bool) -> int:
    """The screens or the plain lines. `go_on`: straight to where the learner stopped, past the map."""
    from tutor.course import CourseError, load_course
    from tutor.learner.settings import Settings

    folder = paths.data(options.data)
    settings = Settings(paths.settings(folder))
    t = _chosen(options, settings, t)
    try:
        course = load_course()
        page = _page(course, wish, t)
    except CourseError as error:
        _raise_for(error, t)
    why = _why_plain(t)
    if options.plain or why:
        if why and not options.plain:
            print(why)
        return _plain(course, page, wish if page is None else None, folder, t)
    return _screens(course, page, wish, folder, settings, t.lang, go_on)


def _chosen(options: argparse.Namespace, settings: Settings, t: Words) -> Words:
    """The language of this command line, else the one that the learner chose in the tutor, else the locale's."""
    remembered = settings.get("lang")
    return words(remembered) if options.lang is None and remembered in LANGUAGES else t


def _page(course: Course, wish: str | None, t: Words) -> Lesson | None:
    """The page of a stranger where a file is named; None for a lesson of the course, which is known to exist."""
    if wish is None:
        return None
    from tutor.course import load_page
    from tutor.course.catalog import require

    if wish in course.lessons or not ("/" in wish or os.sep in wish or wish.endswith(".md")):
        require(course, wish)
        return None
    return load_page(wish)


def _raise_for(error: Any, t: Words) -> NoReturn:
    from tutor.course import UnknownLesson

    sentence = error.sentence(t)
    raise (UsageError if isinstance(error, UnknownLesson) else Failure)(sentence) from None


def _why_plain(t: Words) -> str:
    """Why there can be no screens here, in one line; empty where there can."""
    if not sys.stdout.isatty() or not sys.stdin.isatty():
        return t("No terminal here: going on in plain lines.")
    if os.environ.get("TERM", "") in ("dumb", ""):
        return t(
            "This terminal can't show screens (TERM={term}): going on in plain lines.",
            term=_safe(os.environ.get("TERM", "")),
        )
    return ""


def _plain(course: Course, page: Lesson | None, wish: str | None, folder: Any, t: Words) -> int:
    from tutor.course import CourseError, load_lesson
    from tutor.learner.record import next_lesson
    from tutor.learner.store import open_record
    from tutor.plain import Plain

    record = open_record(paths.record(folder))
    try:
        talk = Plain(record, t.lang)
        if page is not None:
            return talk.lesson(page)
        if wish is not None:
            return talk.lesson(load_lesson(course, wish, t.lang))
        return talk.course(course, next_lesson(course.lessons, record.places()))
    except CourseError as error:
        _raise_for(error, t)
    finally:
        record.close()


def _screens(
    course: Course, page: Lesson | None, wish: str | None, folder: Any, settings: Settings, lang: str, go_on: bool
) -> int:
    from tutor.ui.app import TutorApp

    wish = wish if page is None else None
    app = TutorApp(course, paths.record(folder), settings, lang, lesson=wish, page=page, go_on=go_on)
    app.run()
    return app.return_code or 0


# --- the other commands ----------------------------------------------------------------------------------


def _grad(options: argparse.Namespace, t: Words) -> int:
    from tutor.complaints import complaint
    from tutor.core import CoreError, Graph, numeric_gradients
    from tutor.core.expression import normalise

    try:
        graph = Graph.parse(options.expression, _COMMAND_LINE_LIMITS())
        inputs: dict[str, float | int] = {}
        for text in options.values:
            name, value = _value_of(text, t)
            if name in inputs:
                raise CoreError("name-twice", name=name)
            inputs[name] = value
        output = normalise(options.of or graph.output).strip()
        graph.node(output)
    except CoreError as error:
        raise UsageError(_expression_complaint(error, options.expression, t)) from None
    try:
        missing = [name for name in graph.inputs if name not in inputs and name not in graph.given]
        if missing:
            example = " ".join(f"{name}=1" for name in missing)
            message = t("a value is missing for: {names} (add {example})", names=", ".join(missing), example=example)
            raise UsageError(message)
        values = graph.forward(inputs)
        gradients = graph.backward(values, output)
        numeric = numeric_gradients(graph, values, output) if options.check else None
    except CoreError as error:
        known = error.code in ("unknown-input", "not-a-number")
        raise (UsageError if known else Failure)(complaint(error, t)) from None
    if options.json:
        found = {"values": values, "gradients": gradients} | ({"numeric": numeric} if numeric is not None else {})
        print(json.dumps(found, ensure_ascii=False))
        return 0
    _print_gradients(graph, output, values, gradients, numeric, t)
    return 0


def _COMMAND_LINE_LIMITS() -> Any:
    from tutor.core.expression import Limits

    return Limits(characters=20_000, tokens=2_000, depth=500, digits=40, magnitude=1e300, power=1e6)


def _value_of(text: str, t: Words) -> tuple[str, float | int]:
    from tutor.complaints import complaint
    from tutor.core import ExpressionError, parse
    from tutor.core.expression import Limits, normalise

    name, equals, value = normalise(text).partition("=")
    name = name.strip()
    if not equals or not name:
        raise UsageError(t("{text} is not NAME=VALUE", text=_safe(text)))
    try:
        limits = Limits(magnitude=1e300)
        expression = parse(value, limits)
        if expression.is_number and isinstance(expression.terms[0].value, int):
            whole = expression.terms[0].value
            return name, -whole if len(expression.terms) > 1 else whole
        return name, expression.evaluate({}, limits)
    except ExpressionError as error:
        reason = complaint(error, t)
        raise UsageError(t("the value of {name} can't be read: {reason}", name=_safe(name), reason=reason)) from None


def _expression_complaint(error: Any, text: str, t: Words) -> str:
    from tutor.complaints import complaint

    sentence = complaint(error, t)
    column = getattr(error, "column", None)
    if column is None:
        return sentence
    text = _safe(text)
    shown = text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"
    return t("{sentence} (column {column} of {text})", sentence=sentence, column=column + 1, text=shown)


def _print_gradients(
    graph: Graph,
    output: str,
    values: dict[str, Any],
    gradients: dict[str, Any],
    numeric: dict[str, Any] | None,
    t: Words,
) -> None:
    from tutor.drawing import ASCII, BOX, Marks, draw
    from tutor.numbers import show

    width = shutil.get_terminal_size((100, 24)).columns
    marks = Marks(values, gradients)
    print(draw(graph, marks, width=width, glyphs=BOX if _can_draw() else ASCII).text())
    if numeric is None:
        return
    print()
    heads = [t("quantity"), t("value"), t("gradient"), t("central difference")]
    rows = [
        [name, show(values[name]), show(gradients[name]), show(numeric[name])]
        for name in graph.quantities
        if name in gradients
    ]
    _print_table([heads, *rows])


def _print_table(rows: list[list[str]]) -> None:
    """Columns apart by two cells, numbers to the right; placed by cells, not characters."""
    from tutor.cells import cells

    widths = [max(cells(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        pads = [" " * (width - cells(cell)) for cell, width in zip(row, widths, strict=True)]
        print(
            "  ".join([row[0] + pads[0], *(pad + cell for pad, cell in zip(pads[1:], row[1:], strict=True))]).rstrip()
        )


def _can_draw() -> bool:
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    return encoding.startswith("utf")


def _lint(options: argparse.Namespace, t: Words) -> int:
    from tutor.lint import lint

    faults = lint(options.paths or [str(paths.lessons())])
    for fault in faults:
        print(fault.report(t))
    summary = t.n("{count} fault", "{count} faults", len(faults)) if faults else t("no faults")
    print(summary, file=sys.stderr)
    return FAILED if faults else 0


def _progress(options: argparse.Namespace, t: Words) -> int:
    from tutor import phrases
    from tutor.course import CourseError, load_course, load_titles
    from tutor.learner.settings import Settings
    from tutor.learner.store import open_record
    from tutor.session import ANSWERED

    folder = paths.data(options.data)
    t = _chosen(options, Settings(paths.settings(folder)), t)
    try:
        course = load_course()
    except CourseError as error:
        _raise_for(error, t)
    file = paths.record(folder)
    entries, places, notice = [], {}, None
    if os.path.lexists(file):  # looking makes nothing
        record = open_record(file)
        entries, places, notice = record.entries(), record.places(), record.notice
        record.close()
    attempts = [entry for entry in entries if entry.outcome in ANSWERED]
    if notice is not None:
        _complain(phrases.notice_line(notice, t), t)
    known = {lesson: places.get(lesson) for lesson in course.lessons} | places
    if options.json:
        fields = (
            "id",
            "at",
            "lesson",
            "step",
            "skill",
            "item",
            "answer",
            "outcome",
            "mistakes",
            "hints",
            "milliseconds",
        )
        found = {
            "attempts": [{name: getattr(entry, name) for name in fields} for entry in attempts],
            "lessons": {
                lesson: {
                    "state": _state(place),
                    "step": place.step if place else "",
                    "done": bool(place and place.done),
                }
                for lesson, place in known.items()
            },
        }
        print(json.dumps(found, ensure_ascii=False))
        return 0
    titles = load_titles(course, t.lang)
    states = {"done": t("done"), "current": t("begun"), "new": "-"}
    rows = [[t("lesson"), t("state"), t("answers"), t("right answers")]]
    for lesson, place in known.items():
        here = [entry for entry in attempts if entry.lesson == lesson]
        right = sum(entry.outcome == "right" for entry in here)
        rows.append([_safe(titles.get(lesson, lesson)), states[_state(place)], str(len(here)), str(right)])
    _print_table(rows)
    return 0


def _state(place: Any) -> str:
    if place is None:
        return "new"
    return "done" if place.done else "current"


# --- telling ---------------------------------------------------------------------------------------------


def _complain(message: str, t: Words) -> None:
    line = _safe(message)
    if len(line) > _LONGEST_COMPLAINT:
        line = line[: _LONGEST_COMPLAINT - 1] + "…"
    with suppress(OSError):  # nobody is there to read it
        print(f"bptutor: {line}", file=sys.stderr)


def _safe(text: str) -> str:
    from tutor.course import clean_line

    return clean_line(text)


_COMMANDS = {
    "": _tutor,
    "learn": _learn,
    "grad": _grad,
    "lint": _lint,
    "progress": _progress,
}

if __name__ == "__main__":
    run()
