"""The learner's record on disk: an append-only log in SQLite, with a queue in memory for bad moments."""

import sqlite3
import threading
from collections import Counter
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TypeVar

from tutor.learner import database, tables
from tutor.learner.backup import back_up, backup_due, backups
from tutor.learner.database import ERRORS, FAILURES, PATIENCE, explain, is_damage
from tutor.learner.derived import Answered, Derived, by_day, by_mistake
from tutor.learner.entry import Entry, Outcome
from tutor.learner.mastery import Mastery
from tutor.learner.record import MemoryRecord, Notice, Place, Record, Saved
from tutor.learner.tables import Table

__all__ = ["Entry", "MemoryRecord", "Notice", "Place", "Record", "Saved", "SqliteRecord", "open_record"]

K = TypeVar("K")
V = TypeVar("V")

_IMPATIENCE = 500  # milliseconds to wait once the file was found busy: a learner waits for every answer


def open_record(path: Path) -> Record:
    """The record at `path`, which is made if need be; its folder too, for this user only.

    Never raises for what is or isn't there: where the file can't be used, the record is in memory,
    knows what can be read of the file, and its `notice` says why.
    """
    try:
        path = path.expanduser().resolve()  # a link stays a link when a damaged file is exchanged
        return SqliteRecord(path)
    except (*FAILURES, RuntimeError) as error:  # RuntimeError: a circle of links, or no home folder
        notice = explain(error, path)
        if notice.code in ("foreign-file", "not-a-folder", "cannot-open"):
            return MemoryRecord(notice)
        known = database.read_untouched(path, verify=notice.code != "newer-version")
        return MemoryRecord(notice, known)


class SqliteRecord:
    """A record in a file. Any thread may use it; so may several programs at once.

    Making one raises what `database.open_file` raises; use `open_record`.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._closed = False
        self._waiting: list[Entry] = []
        self._trouble: Notice | None = None  # passes: the last write failed
        self._damage: Notice | None = None  # stays: the learner lost something, or nearly
        try:
            self._connected()
        except sqlite3.Error as error:
            self._trouble = explain(error, path)
            if self._trouble.code != "busy":  # that passes; the rest does not
                raise

    @property
    def notice(self) -> Notice | None:
        """What the learner should know of the record as it is now, the most pressing first."""
        return self._trouble or self._damage

    @property
    def unsaved(self) -> int:
        """How many entries are in memory only."""
        return len(self._waiting)

    @property
    def check_due(self) -> bool:
        """Whether today's check and backup are still to be made; never for an empty record."""
        with self._lock, suppress(*FAILURES):
            self._must_be_open()
            some = self._connected().execute("SELECT 1 FROM attempts LIMIT 1").fetchone()
            return bool(some) and backup_due(self.path)
        return False

    def append(self, entry: Entry) -> Saved:
        """Add an entry to the log: DISK means that it outlives a power cut, QUEUED that it waits in memory.

        An id that is there already changes nothing. Waits up to 5 seconds for another program. Raises
        ValueError after `close`.
        """
        with self._lock:
            self._must_be_open()
            self._waiting.append(entry)
            return self._flush()

    def entries(self, lesson: str | None = None) -> list[Entry]:
        """All entries, or those of one lesson, in the log's order: by `at` and `id`."""
        with self._lock:
            self._must_be_open()
            found: list[Entry] = []
            try:
                found, bad = database.read(self._connected(), lesson)
            except FAILURES as error:
                self._trouble = explain(error, self.path)
            else:
                if bad and (self._damage is None or self._damage.code == "damaged-rows"):
                    self._damage = Notice("damaged-rows", self.path, count=bad)
            known = {entry.id for entry in found}
            found += [entry for entry in self._waiting if entry.id not in known and lesson in (None, entry.lesson)]
            return sorted(found, key=Entry.order)

    def places(self) -> dict[str, Place]:
        """How far the learner is, by lesson id; lessons never begun are absent."""
        return self._rows(tables.PLACES)

    def masteries(self) -> dict[str, Mastery]:
        """The state of each skill, by its id; skills never tried are absent."""
        return self._rows(tables.MASTERIES)

    def days(self, since: date | None = None) -> dict[date, Counter[Outcome]]:
        """How often what happened, by day on the learner's calendar; days without anything are absent."""
        return by_day(self._rows(tables.DAYS, since), since)

    def mistakes(self, since: date | None = None) -> Counter[str]:
        """How often each mistake was made."""
        return by_mistake(self._rows(tables.MISTAKES, since), since)

    def answers(self) -> Counter[Answered]:
        """How often what happened, by lesson ("" in a practice) and skill."""
        return Counter(self._rows(tables.ANSWERS))

    def rebuild(self) -> None:
        """Derive all tables but the log afresh from it. Raises sqlite3.Error."""
        with self._lock:
            self._must_be_open()
            connection = self._connected()
            with database.transaction(connection):
                database.rebuild(connection)

    def _rows(self, table: Table[K, V], since: date | None = None) -> dict[K, V]:
        """A derived table, with what waits taken in."""
        with self._lock:
            self._must_be_open()
            try:
                connection = self._connected()
                waiting = database.not_there(connection, self._waiting)
                derived = tables.over(connection)
                for entry in waiting:
                    derived.add(entry)
                if not derived.late:
                    return table.read(connection, since) | table.of(derived)
            except FAILURES:
                pass
            return dict(table.of(Derived.of(self.entries())))

    def check(self) -> Notice | None:
        """Look for damage in the whole file, mend it, and make the day's backup. Returns `notice`.

        Slow (0.15 s for 10,000 entries): for a worker. Learning may go on meanwhile.
        """
        from tutor.learner.salvage import examine  # not needed to start

        with suppress(*FAILURES):  # busy, or gone: tomorrow is another day
            wrong, all_follows = examine(self.path)
            with self._lock:
                if self._closed:
                    return self.notice
                if wrong:
                    try:
                        self._repair(wrong)
                    except FAILURES as error:
                        self._damage = Notice("damaged-rows", self.path, detail=f"{wrong}; not mended: {error}")
                elif not all_follows:
                    self.rebuild()
            if not wrong and backup_due(self.path):
                back_up(self.path)
        return self.notice

    def close(self) -> None:
        """Try once more to save what waits, and let go of the file; `unsaved` tells what was left."""
        with self._lock:
            if self._waiting and not self._closed:
                self._flush()
            self._closed = True
            self._disconnect()

    def _flush(self) -> Saved:
        for _ in range(2):  # the second time after the file was mended or found again
            try:
                self._write()
            except FAILURES as error:
                self._trouble = explain(error, self.path)
                if not self._recover(error):
                    break
            else:
                self._waiting.clear()
                self._trouble = None
                return Saved.DISK
        return Saved.QUEUED

    def _write(self) -> None:
        busy = self._trouble is not None and self._trouble.code == "busy"
        connection = self._connected()
        connection.execute(f"PRAGMA busy_timeout = {_IMPATIENCE if busy else PATIENCE}")
        with database.transaction(connection):
            database.add(connection, *self._waiting)

    def _recover(self, error: BaseException) -> bool:
        """Whether it is worth writing again, because the cause of `error` could be removed."""
        # The file was exchanged by another program that repaired it, or deleted: go by the name again.
        if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_READONLY_DBMOVED:
            self._disconnect()
            return True
        if not is_damage(error):
            return False
        try:
            self._repair(str(error))
        except FAILURES as trouble:
            self._trouble = explain(trouble, self.path)
            return False
        return True

    def _connected(self) -> sqlite3.Connection:
        if self._connection is None:
            # A file cut down to nothing looks like a new one; a backup tells that it is not.
            if self.path.is_file() and not self.path.stat().st_size and backups(self.path):
                self._repair("the file is empty")
            try:
                connection = database.open_file(self.path)
            except ERRORS as error:
                if not is_damage(error):
                    raise
                self._repair(str(error))
                connection = database.open_file(self.path)
            try:
                database.probe(connection)
            except sqlite3.Error as error:
                self._trouble = explain(error, self.path)
                if self._trouble.code == "read-only":
                    connection.close()
                    raise
            self._connection = connection
        return self._connection

    def _repair(self, why: str) -> None:
        from tutor.learner.salvage import repair  # seldom needed

        self._disconnect()
        self._damage = repair(self.path, why) or self._damage

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _must_be_open(self) -> None:
        if self._closed:
            raise ValueError("the record is closed")
