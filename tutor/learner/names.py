"""Several learners on one machine: what a learner may be called, and which folder is whose."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal

LONGEST = 40
"""Characters in a name: as a folder's name it has at most four times as many bytes, and file systems take 255."""

_MARKS = " -_.'"
"""What may stand between the letters of a name."""
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
"""Names that are no files on Windows, whatever follows them after a dot."""

Fault = Literal["empty", "long", "character", "edge", "reserved"]


def tidy(name: str) -> str:
    """The name with single blanks, its letters composed: macOS hands file names over in pieces."""
    return unicodedata.normalize("NFC", " ".join(name.split()))


def fault(name: str) -> Fault | None:
    """Why nobody can be called so, if that is so."""
    name = tidy(name)
    if not name:
        return "empty"
    if len(name) > LONGEST:
        return "long"
    if any(letter not in _MARKS and unicodedata.category(letter)[0] not in "LMN" for letter in name):
        return "character"
    if name[0] in ".-" or name[-1] == ".":
        return "edge"
    return "reserved" if name.casefold().split(".")[0] in _RESERVED else None


def same(one: str, other: str) -> bool:
    """Whether two spellings are one name: capitals, and ways to compose a letter, make no difference."""
    return _folded(one) == _folded(other)


def folder_of(learners: Path, name: str) -> Path:
    """The folder of a learner within that of all, whether it is there yet or not. `name` is one without a fault."""
    return next((each for each in everyone(learners) if same(each.name, name)), learners / tidy(name))


def everyone(learners: Path) -> Iterator[Path]:
    """The folders of all learners, by name."""
    with suppress(OSError):
        found = [each for each in learners.iterdir() if fault(each.name) is None and each.is_dir()]
        yield from sorted(found, key=lambda each: (_folded(each.name), each.name))


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", tidy(name)).casefold())
