"""A learner's record as one file that travels: JSON, as docs/record.md and docs/record.schema.json describe it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple, TextIO

from tutor import __version__
from tutor.learner.entry import COLUMNS, LONGEST_ANSWER, OUTCOMES, Entry
from tutor.learner.json_stream import Piece, pieces
from tutor.learner.kept import LARGEST_NUMBER, Kept
from tutor.learner.settings import MOST_A_DAY

KIND = "record"
"""What `bptutor` says at the top of the file."""
SCHEMA = 1
"""The version of the form of the file: raised where an older bptutor would misread it."""

LONGEST = 1000
"""Characters in an id, a code or a name of an entry."""
LONGEST_EXPRESSION = 20_000
"""Characters in a kept expression."""
MOST_MISTAKES = 50
LARGEST = 2**53
"""The largest whole number that every JSON reader holds exactly."""

_NUMBERS = tuple(each.name for each in fields(Entry) if each.type in ("int", int))
_TEXTS = tuple(name for name in COLUMNS if name not in (*_NUMBERS, "mistakes"))
_NEEDED = ("id", "at", "session", "outcome")  # never empty
_STEERING = ("Cc", "Cf", "Cs")
_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z", re.ASCII)

Code = Literal[
    "foreign", "newer", "missing", "unknown", "no-object", "text", "number", "list", "time", "outcome", "long"
]


class Unfit(Exception):
    """JSON, but not of this form. `line` from 1; where it is about one element, `number` (from 1) in its `list`."""

    def __init__(self, code: Code, line: int = 0, *, part: str = "", number: int = 0, key: str = "") -> None:
        super().__init__(f"line {line}: {code} {part} {number} {key}")
        self.code, self.line, self.part, self.number, self.key = code, line, part, number, key


class Goal(NamedTuple):
    """The learner's daily goal, in questions."""

    questions: int


Part = Entry | Kept | Goal
"""What such a file holds."""


def lines(entries: Iterable[Entry], kept: Iterable[Kept], goal: int | None) -> Iterator[str]:
    """The file, line by line, as `entries` come."""
    top: dict[str, Any] = {"bptutor": KIND, "schema": SCHEMA, "version": __version__}
    top["made"] = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if goal is not None:
        top["daily_goal"] = goal
    yield "{\n" + "".join(f"{json.dumps(key)}: {json.dumps(value)},\n" for key, value in top.items())
    yield from _list("entries", ({name: getattr(entry, name) for name in COLUMNS} for entry in entries))
    yield ",\n"
    yield from _list("kept", (each._asdict() | {"values": dict(each.values)} for each in kept))
    yield "\n}\n"


def _list(key: str, rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    yield f'"{key}": ['
    before = "\n"
    for row in rows:
        yield before + json.dumps(row, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")
        before = ",\n"
    yield "\n]"


def parts(file: TextIO) -> Iterator[Part]:
    """What is in such a file, in its order; `file` is read twice. Raises Broken, Unfit, OSError."""
    file.seek(0)
    _examine_top(file)
    file.seek(0)
    found = set()
    for piece in pieces(file):
        found.add(piece.key)
        if piece.element is None:
            yield from _member(piece)
        else:
            yield _READERS[piece.key](piece.value, _Where(piece))
    if "entries" not in found:
        raise Unfit("missing", key="entries")


def _examine_top(file: TextIO) -> None:
    """Whether this is a file of ours, and not of a newer bptutor: then nothing else in it means what it seems to."""
    kind = schema = None
    for piece in pieces(file):
        if piece.element is not None:
            continue
        if piece.key == "bptutor":
            kind = piece.value
        elif piece.key == "schema":
            schema = piece.value
        if kind is not None and schema is not None:
            break
    if kind != KIND:
        raise Unfit("foreign")
    if isinstance(schema, bool) or not isinstance(schema, int) or schema < 1:
        raise Unfit("foreign")
    if schema > SCHEMA:
        raise Unfit("newer", number=schema)


def _member(piece: Piece) -> Iterator[Part]:
    where, value = _Where(piece), piece.value
    if piece.key in _READERS:
        if value != []:
            where.fail("list", piece.key)
    elif piece.key == "daily_goal":
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_A_DAY:
            where.fail("number", piece.key)
        yield Goal(value)
    elif piece.key in ("version", "made"):
        where.text(value, piece.key)
    elif piece.key not in ("bptutor", "schema"):
        where.fail("unknown", piece.key)


class _Where:
    """Where a value stands, for what is said if it is wrong."""

    def __init__(self, piece: Piece) -> None:
        self._piece = piece

    def fail(self, code: Code, key: str = "") -> None:
        number = 0 if self._piece.element is None else self._piece.element + 1
        raise Unfit(code, self._piece.line, part=self._piece.key if number else "", number=number, key=key)

    def object(self, value: Any, keys: Iterable[str]) -> None:
        """An object with exactly these keys."""
        if not isinstance(value, dict):
            self.fail("no-object")
        for key in keys:
            if key not in value:
                self.fail("missing", key)
        for key in value:
            if key not in keys:
                self.fail("unknown", key)

    def text(self, value: Any, key: str, longest: int = LONGEST) -> None:
        """A text."""
        if not isinstance(value, str):
            self.fail("text", key)
        if len(value) > longest:
            self.fail("long", key)


def _entry(row: Any, where: _Where) -> Entry:
    where.object(row, COLUMNS)
    for name in _TEXTS:
        where.text(row[name], name, LONGEST_ANSWER if name == "answer" else LONGEST)
    for name in _NEEDED:
        if not row[name]:
            where.fail("text", name)
    for name in _NUMBERS:
        number = row[name]
        if isinstance(number, float) and number.is_integer():  # 3.0 is a whole number in JSON
            row[name] = number = int(number)
        if isinstance(number, bool) or not isinstance(number, int) or abs(number) > LARGEST:
            where.fail("number", name)
    if row["outcome"] not in OUTCOMES:
        where.fail("outcome", "outcome")
    if not _is_time(row["at"]):
        where.fail("time", "at")
    mistakes = row["mistakes"]
    if not isinstance(mistakes, list) or len(mistakes) > MOST_MISTAKES:
        where.fail("list", "mistakes")
    for mistake in mistakes:
        where.text(mistake, "mistakes")
        if len(mistake.split()) != 1:  # they are stored as one text, parted by spaces
            where.fail("text", "mistakes")
    return Entry(**row | {"mistakes": tuple(mistakes)})


def _is_time(text: str) -> bool:
    try:
        return bool(_AT.fullmatch(text) and datetime.fromisoformat(text))
    except ValueError:  # the 30th of February
        return False


def _kept(row: Any, where: _Where) -> Kept:
    where.object(row, Kept._fields)
    where.text(row["text"], "text", LONGEST_EXPRESSION)
    where.text(row["output"], "output")
    if not isinstance(row["values"], dict):
        where.fail("no-object", "values")
    for value in row["values"].values():
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) <= LARGEST_NUMBER:
            where.fail("number", "values")
    values = {_shown(name): value for name, value in row["values"].items()}
    return Kept(_shown(row["text"]), values, _shown(row["output"]))


def _shown(text: str) -> str:
    """The text without characters that would steer the terminal: it is shown, and may come from a stranger."""
    return "".join(
        "\ufffd" if unicodedata.category(sign) in _STEERING and sign not in "\n\t" else sign for sign in text
    )


_READERS: dict[str, Callable[[Any, _Where], Entry | Kept]] = {"entries": _entry, "kept": _kept}
