"""Two records become one: what another one has is added to the log, and nothing in it is changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from tutor.learner import database
from tutor.learner.backup import back_up, backup_due
from tutor.learner.entry import COLUMNS, Entry
from tutor.learner.kept import Kept, Shelf
from tutor.learner.portable import Goal, Part

_SHOWN = 5  # ids of entries that differ


@dataclass
class Merged:
    """What came of it."""

    new: int = 0
    """Entries that were added."""
    known: int = 0
    """Entries that were there already."""
    differing: int = 0
    """Entries whose id was there with another content, which stays."""
    ids: list[str] = field(default_factory=list)
    """The first few of those."""
    kept: int = 0
    """Expressions that were added to those that are kept."""
    no_room: int = 0
    """Expressions that were not, because so many are kept already."""
    goal: int | None = None
    """The daily goal that came along."""


class Log:
    """All entries of the record at `path`, in log order, read as they are asked for; `bad` rows are left out.

    Raises sqlite3.Error when it is made, and while it is read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.bad = 0
        """How many rows so far could not be trusted."""

    @property
    def is_sound(self) -> bool:
        """Whether SQLite finds the file whole, and it can be read to its end. Raises sqlite3.Error where it is busy."""
        try:
            with closing(self._connected()) as connection:
                return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
        except database.ERRORS as error:
            if database.is_damage(error):
                return False
            raise

    def __iter__(self) -> Iterator[Entry]:
        with closing(self._connected()) as connection:
            for row in connection.execute(f"SELECT {database.STORED} FROM attempts ORDER BY number"):
                entry = database.trusted(row)
                if entry is None:
                    self.bad += 1
                else:
                    yield entry

    def _connected(self) -> sqlite3.Connection:
        return database.connect(f"{self._path.as_uri()}?mode=ro")


def merge(path: Path, shelf: Shelf, parts: Iterable[Part]) -> Merged:
    """Add `parts` to the record at `path` and to what is kept on `shelf`: all of them, or where something fails none.

    Raises what `database.open_file` and writing raise, and what `parts` raises.
    """
    merged, kept = Merged(), []
    with closing(database.open_file(path)) as connection:
        database.probe(connection)
        if connection.execute("SELECT 1 FROM attempts LIMIT 1").fetchone() and backup_due(path):
            back_up(path)
        before = shelf.entries()
        try:
            with database.transaction(connection):
                for part in parts:
                    if isinstance(part, Entry):
                        _add(connection, part, merged)
                    elif isinstance(part, Kept):
                        kept.append(part)
                    elif isinstance(part, Goal):
                        merged.goal = part.questions
                if merged.new:
                    database.rebuild(connection)
                if kept:
                    _put_up(shelf, kept, merged)
        except BaseException:
            if merged.kept:
                shelf.restore(before)
            raise
    return merged


def _add(connection: sqlite3.Connection, entry: Entry, merged: Merged) -> None:
    if database.insert(connection, entry):
        merged.new += 1
        return
    ours = connection.execute(f"SELECT {', '.join(COLUMNS)} FROM attempts WHERE id = ?", (entry.id,)).fetchone()
    if ours == entry.values():
        merged.known += 1
        return
    merged.differing += 1
    if len(merged.ids) < _SHOWN:
        merged.ids.append(entry.id)


def _put_up(shelf: Shelf, kept: list[Kept], merged: Merged) -> None:
    added, merged.no_room = shelf.add(kept)
    merged.kept = added
