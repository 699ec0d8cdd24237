"""TOML from strangers: parsed within bounds, and each table held against the keys that may stand in it."""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from tutor.course.clean import clean_line, unsafe_characters
from tutor.course.faults import Wording
from tutor.words import N_

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
FRONT = "+++"
LONGEST_ID = 40
LONGEST_TITLE = 80
LARGEST_FRONT = 8 * 1024
LONGEST_TEXT = 500

Complain = Callable[..., None]
"""Takes a fault's code, the place in the text as a line from 1 (0 for the whole), and details."""


class Key(NamedTuple):
    """What may stand behind a key."""

    type: str
    """A key of `_TYPES`."""
    required: bool = True
    longest: int = LONGEST_TEXT


class _Type(NamedTuple):
    wanted: Wording
    fits: Callable[[Any], bool]


def _tables(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(part, dict) for part in value)


def _numbers(value: Any) -> bool:
    return isinstance(value, dict) and all(type(part) in (int, float) for part in value.values())


def _settings(value: Any) -> bool:
    return isinstance(value, dict) and all(type(part) in (int, float, str) for part in value.values())


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(part, str) for part in value)


_TYPES: dict[str, _Type] = {
    "text": _Type(Wording(N_("a text in quotes")), lambda value: isinstance(value, str)),
    "number": _Type(Wording(N_("a number")), lambda value: type(value) in (int, float)),
    "flag": _Type(Wording(N_("true or false")), lambda value: isinstance(value, bool)),
    "table": _Type(Wording(N_('a table such as {{ en = "…", ko = "…" }}')), lambda value: isinstance(value, dict)),
    "tables": _Type(Wording(N_("a list of tables, each under its [[…]]")), _tables),
    "numbers": _Type(Wording(N_("a table of numbers such as {{ apple = 2.2 }}")), _numbers),
    "settings": _Type(Wording(N_('a table of numbers and words such as {{ lr = 0.1, rule = "sgd" }}')), _settings),
    "texts": _Type(Wording(N_("a list of texts in quotes")), _texts),
}


def front_matter(rows: list[str]) -> tuple[str, int] | None:
    """The TOML between the `+++` lines at the top of a page, and the row (from 0) after it; None where there is none.

    The row is past the end where it is never closed.
    """
    if rows[0].rstrip() != FRONT:
        return None
    end = next((at for at in range(1, len(rows)) if rows[at].rstrip() == FRONT), len(rows))
    return "\n".join(rows[1:end]), end + 1


def is_id(text: str) -> bool:
    """Whether the text can be an id: it may become a file name, a part of a code, a key in the record."""
    return len(text) <= LONGEST_ID and ID.fullmatch(text) is not None


def read_toml(text: str, complain: Complain) -> dict[str, Any] | None:
    """The tables of a TOML text, or None and a complaint. Bound the text's length before."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+), column \d+\)$", str(error))
        reason = str(error)[: found.start()].strip() if found else str(error)
        complain("bad-toml", int(found[1]) if found else text.count("\n") + 1, reason=reason)
    except (ValueError, RecursionError) as error:  # a number of thousands of digits; brackets without end
        complain("bad-toml", 0, reason=str(error).partition(":")[0])
    return None


def check(
    table: Mapping[str, Any], keys: Mapping[str, Key], line_of: Callable[[str], int], complain: Complain
) -> dict[str, Any]:
    """What is right of a table: the allowed keys whose values have their type, texts cleaned and on one line.

    Everything else is complained about. `line_of` gives the line of a key, and of the table itself for "".
    """
    for key in table:
        if key not in keys:
            complain("unknown-key", line_of(key), key=key, allowed=tuple(keys))
    right: dict[str, Any] = {}
    for key, rule in keys.items():
        if key not in table:
            if rule.required:
                complain("missing-key", line_of(""), key=key)
            continue
        value = table[key]
        if not _TYPES[rule.type].fits(value):
            complain("wrong-type", line_of(key), key=key, wanted=_TYPES[rule.type].wanted)
            continue
        if rule.type == "text":
            value = check_text(value, key, line_of(key), rule.longest, complain)
            if not value:
                continue
        right[key] = value
    return right


def check_text(value: str, key: str, line: int, longest: int, complain: Complain) -> str:
    """A text of a table cleaned and on one line, cut where it is too long; complaints about what was done to it."""
    bad = unsafe_characters(value)
    if bad:  # written as an escape such as \\u202e: the page itself is looked through elsewhere
        complain("control-character", line, characters=tuple(bad))
    value = clean_line(value)
    if not value:
        complain("empty-text", line, key=key)
    if len(value) > longest:
        complain("text-too-long", line, key=key, limit=longest)
        value = value[:longest]
    return value


def lines_of(text: str, start: int, end: int | None = None) -> Callable[[str], int]:
    """For lines `start` to `end` of a TOML text (from 0): the line of a key from 1, else that of the first line."""
    rows = text.split("\n")
    end = len(rows) if end is None else end

    def line_of(key: str) -> int:
        if key:
            head = re.compile(rf'\s*(?:\[*\s*)?["\']?{re.escape(key)}["\']?\s*[=.\]]')
            for at in range(start, end):
                if head.match(rows[at]):
                    return at + 1
        return start + 1

    return line_of


def headings(text: str, name: str) -> Iterator[tuple[int, int]]:
    """The spans of lines (from 0, end not included) that stand under each `[[name]]`."""
    rows = text.split("\n")
    starts = [at for at, row in enumerate(rows) if re.match(rf"\s*\[\[\s*{re.escape(name)}\s*\]\]", row)]
    yield from itertools.pairwise([*starts, len(rows)])
