"""The expressions that a learner keeps, with their values: one small JSON file beside the record."""

from __future__ import annotations

import json
import math
import stat
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from tutor.learner.writing import aside, write_whole

MOST = 200
"""So many are kept; the oldest goes when there are more."""

_LARGEST = 8 * 1024 * 1024
LARGEST_NUMBER = 1e300


class Kept(NamedTuple):
    """An expression, the values of its inputs, and the quantity whose gradients are taken."""

    text: str
    values: Mapping[str, float]
    output: str


class Shelf:
    """Reads the file each time, since another window may have written it. Nothing raises for a file or a disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.moved: Path | None = None
        """Where a file that could not be read is now: it was moved aside before the next one was written."""

    def entries(self) -> tuple[Kept, ...]:
        """What is kept, the newest first; nothing where the file can't be read."""
        return self._read() or ()

    def keep(self, entry: Kept) -> bool:
        """Put an expression first; the same one, kept before with other values, goes. False where that failed."""
        return self._write((entry, *(each for each in self.entries() if each.text != entry.text)))

    def remove(self, text: str) -> bool:
        """Take an expression away; False where that failed."""
        return self._write(tuple(each for each in self.entries() if each.text != text))

    def add(self, entries: Iterable[Kept]) -> tuple[int, int]:
        """Put expressions behind those that are there, which stay as they are. Raises OSError.

        Gives how many were new, and for how many there was no room.
        """
        ours = self.entries()
        new = {each.text: each for each in entries}
        for known in ours:
            new.pop(known.text, None)
        taken = tuple(new.values())[: max(MOST - len(ours), 0)]
        if taken:
            self._put((*ours, *taken))
        return len(taken), len(new) - len(taken)

    def restore(self, entries: tuple[Kept, ...]) -> None:
        """Keep exactly these again, if that can be written."""
        self._write(entries)

    def _read(self) -> tuple[Kept, ...] | None:
        """None where there is a file that is none of ours."""
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return ()
        except OSError:
            return None
        if not stat.S_ISREG(found.st_mode) or found.st_size > _LARGEST:  # reading a pipe would never end
            return None
        try:
            rows = json.loads(self.path.read_text(encoding="utf-8"))["kept"]
            return tuple(_kept(row) for row in rows[:MOST])
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return None

    def _write(self, entries: tuple[Kept, ...]) -> bool:
        try:
            self._put(entries)
        except OSError:
            return False
        return True

    def _put(self, entries: tuple[Kept, ...]) -> None:
        rows = [{"text": e.text, "values": dict(e.values), "output": e.output} for e in entries[:MOST]]
        text = json.dumps({"kept": rows}, ensure_ascii=False, indent=1)
        if self._read() is None and self.path.is_file():
            self.moved = self.path.rename(aside(self.path))
        write_whole(self.path, text.encode("utf-8", "replace").decode("utf-8") + "\n")


def _kept(row: Any) -> Kept:
    """A row of the file; TypeError, ValueError or KeyError where it is none."""
    values: dict[str, float] = {}
    for name, value in dict(row["values"]).items():
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise TypeError("a value is a number")
        with suppress(OverflowError):  # a whole number beyond the floats
            if math.isfinite(value) and abs(value) <= LARGEST_NUMBER:
                values[str(name)] = value
    if not isinstance(row["text"], str) or not isinstance(row["output"], str):
        raise TypeError("an expression is text")
    return Kept(row["text"], values, row["output"])
