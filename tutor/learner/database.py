"""The record's file: its tables, how it is opened, read and written, and what its errors mean."""

import errno
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tutor.learner.backup import back_up
from tutor.learner.entry import COLUMNS, Entry, checksum
from tutor.learner.record import Code, Notice, Place, follow, replay

APPLICATION_ID = 0x62707475  # "bptu": tells our file from another program's
PATIENCE = 5000  # milliseconds to wait for another program that is writing
STRICT_TABLES = (3, 37)  # the first SQLite that knows them

_STRICT = "STRICT" if sqlite3.sqlite_version_info >= STRICT_TABLES else ""

# Each migration is the statements that lead from one version of the file to the next; creating a file
# is the first. A version that has been released is never edited: add a new one.
MIGRATIONS: list[list[str]] = [
    [
        f"""CREATE TABLE attempts (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            at TEXT NOT NULL,
            offset INTEGER NOT NULL,
            session TEXT NOT NULL,
            lesson TEXT NOT NULL,
            step TEXT NOT NULL,
            skill TEXT NOT NULL,
            item TEXT NOT NULL,
            answer TEXT NOT NULL,
            outcome TEXT NOT NULL,
            mistakes TEXT NOT NULL,
            hints INTEGER NOT NULL,
            milliseconds INTEGER NOT NULL,
            version TEXT NOT NULL,
            checksum TEXT NOT NULL
        ) {_STRICT}""",
        f"""CREATE TABLE lessons (
            lesson TEXT NOT NULL PRIMARY KEY,
            step TEXT NOT NULL,
            done INTEGER NOT NULL,
            at TEXT NOT NULL
        ) {_STRICT}""",
        """CREATE TRIGGER attempts_no_update BEFORE UPDATE ON attempts
            BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END""",
        """CREATE TRIGGER attempts_no_delete BEFORE DELETE ON attempts
            BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END""",
        # INSERT OR REPLACE deletes without asking the trigger above. This one also makes an append
        # of an id that is there already change nothing.
        """CREATE TRIGGER attempts_no_replace BEFORE INSERT ON attempts
            WHEN EXISTS (SELECT 1 FROM attempts WHERE id = NEW.id OR number = NEW.number)
            BEGIN SELECT RAISE(IGNORE); END""",
        f"PRAGMA application_id = {APPLICATION_ID}",
    ],
]

_COLUMNS = ", ".join((*COLUMNS, "checksum"))
_INSERT = f"INSERT INTO attempts ({_COLUMNS}) VALUES ({', '.join('?' * (len(COLUMNS) + 1))})"
_SMALLEST_ROW = 100  # bytes; the ids, the times and the checksum alone are more


class Refused(Exception):
    """There is something at the path that is not ours to touch."""

    def __init__(self, code: Code, detail: str) -> None:
        super().__init__(detail)
        self.code = code


# What SQLite raises. Its message may quote a damaged table's name, which then can't be decoded.
ERRORS = (sqlite3.Error, UnicodeDecodeError)
FAILURES = (*ERRORS, OSError, ValueError, Refused)  # all that opening and writing can meet


def open_file(path: Path) -> sqlite3.Connection:
    """A connection to the record at `path`, which is made or brought up to date if need be.

    Raises Refused, OSError or sqlite3.Error (see `is_damage`); then nothing at `path` was changed.
    Only what is quick is looked at: the header, the tables' names and the file's length.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.exists() and not path.is_file():
        raise Refused("cannot-open", "not a plain file")
    connection = connect(str(path))
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (identity,) = connection.execute("PRAGMA application_id").fetchone()
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        empty = connection.execute("PRAGMA page_count").fetchone() == (0,)
        if not empty and identity != APPLICATION_ID:
            raise Refused("foreign-file", f"application_id {identity:#x}")
        if version > len(MIGRATIONS):
            raise Refused("newer-version", f"version {version}, known is {len(MIGRATIONS)}")
        if not empty and not {"attempts", "lessons"} <= tables:
            raise sqlite3.OperationalError("no such table: attempts or lessons")
        connection.execute("PRAGMA journal_mode = DELETE")
        if version < len(MIGRATIONS):
            if version:
                back_up(path, f"-before-{len(MIGRATIONS)}")
            _migrate(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def connect(where: str) -> sqlite3.Connection:
    """A connection to a path or `file:` address, with the settings that every use of the record shares."""
    connection = sqlite3.connect(
        where, timeout=PATIENCE / 1000, isolation_level=None, check_same_thread=False, uri=where.startswith("file:")
    )
    # A flipped bit may leave text that is no UTF-8: it must reach the checksum, not stop the reading.
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    try:
        # EXTRA also syncs the folder after the journal is deleted; with FULL, a power cut there brought
        # the journal back and undid an acknowledged answer.
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _migrate(connection: sqlite3.Connection) -> None:
    with transaction(connection):
        # Asked again behind the lock: another program may just have done it.
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        for statements in MIGRATIONS[version:]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing. IMMEDIATE, because a transaction that turns into a writer later can't wait its turn."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk has rolled back already
            connection.execute("ROLLBACK")
        raise


def probe(connection: sqlite3.Connection) -> None:
    """Raise sqlite3.Error if the file can't be written. Writes and takes it back; changes nothing.

    Needed because BEGIN IMMEDIATE alone succeeds on a read-only file.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def add(connection: sqlite3.Connection, entry: Entry) -> None:
    """Write an entry and its lesson's place, within a transaction; nothing if its id is there already."""
    values = entry.values()
    if connection.execute(_INSERT, (*values, checksum(values))).rowcount < 1:
        return
    row = connection.execute("SELECT lesson, step, done, at FROM lessons WHERE lesson = ?", (entry.lesson,)).fetchone()
    before = Place(row[0], row[1], bool(row[2]), row[3]) if row else None
    after = follow(before, entry)
    if after and after != before:
        _put(connection, after)


def rebuild(connection: sqlite3.Connection) -> None:
    """Derive all places afresh from the log, within a transaction."""
    connection.execute("DELETE FROM lessons")
    for place in replay(read(connection)[0]).values():
        _put(connection, place)


def _put(connection: sqlite3.Connection, place: Place) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO lessons (lesson, step, done, at) VALUES (?, ?, ?, ?)",
        (place.lesson, place.step, int(place.done), place.at),
    )


def read(connection: sqlite3.Connection, lesson: str | None = None, *, verify: bool = True) -> tuple[list[Entry], int]:
    """The entries in log order, and how many rows were left out because they can't be trusted.

    `verify=False` is for the file of a newer version, whose checksums may cover more than is known here.
    Raises sqlite3.Error where nothing can be read for another reason than damage.
    """
    where, value = ("WHERE lesson = ?", (lesson,)) if lesson is not None else ("", ())
    try:
        rows = connection.execute(f"SELECT {_COLUMNS} FROM attempts {where} ORDER BY number", value).fetchall()
    except ERRORS as error:
        if not is_damage(error):
            raise
        rows = [row for row in _one_by_one(connection) if lesson in (None, row[COLUMNS.index("lesson")])]
    entries = []
    for *values, total in rows:
        with suppress(TypeError):  # a flipped bit may have turned text into a number
            if not verify or checksum(values) == total:
                entries.append(Entry.from_values(values))
    return entries, len(rows) - len(entries)


def _one_by_one(connection: sqlite3.Connection) -> Iterable[tuple[object, ...]]:
    """All rows that can be reached by their number: past a damaged page, where a scan would end."""
    try:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    except ERRORS:
        return
    for number in range(1, pages * size // _SMALLEST_ROW):
        with suppress(*ERRORS):
            row = connection.execute(f"SELECT {_COLUMNS} FROM attempts WHERE number = ?", (number,)).fetchone()
            if row:
                yield row


def read_places(connection: sqlite3.Connection) -> dict[str, Place]:
    """The derived table. Raises sqlite3.Error."""
    rows = connection.execute("SELECT lesson, step, done, at FROM lessons")
    return {lesson: Place(lesson, step, bool(done), at) for lesson, step, done, at in rows}


def read_untouched(path: Path, *, verify: bool) -> list[Entry]:
    """What can be read of a file that is not to be changed in any way; nothing if nothing can."""
    # Without write access a journal left behind by a crash can't be rolled back, and then SQLite reads
    # nothing. `immutable` passes over the journal; the checksums sort out what is half written.
    for way in ("mode=ro", "immutable=1"):
        with suppress(*FAILURES):
            connection = connect(f"{path.as_uri()}?{way}")
            try:
                return read(connection, verify=verify)[0]
            finally:
                connection.close()
    return []


def is_damage(error: BaseException) -> bool:
    """Whether the error means that the file itself is broken, not the disk, the rights or the moment."""
    text = str(error)
    if "malformed database schema" in text and sqlite3.sqlite_version_info < STRICT_TABLES:
        return False  # a sound file with STRICT tables, from a machine with a newer SQLite
    if isinstance(error, UnicodeDecodeError) or _primary(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return True
    # Our statements are fixed, so what is missing or unknown in them was damaged.
    signs = ("no such ", "has no column", "unsupported file format")
    return isinstance(error, sqlite3.OperationalError) and any(sign in text for sign in signs)


def explain(error: BaseException, path: Path) -> Notice:
    """The notice for an error met while opening or writing the record at `path`."""
    return Notice(_code(error, path), path, detail=str(error))


def _code(error: BaseException, path: Path) -> Code:
    if isinstance(error, Refused):
        return error.code
    if isinstance(error, (NotADirectoryError, FileExistsError)):
        return "not-a-folder"
    if isinstance(error, OSError):
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return "disk-full"
        return "read-only" if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM) else "cannot-open"
    match _primary(error):
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return "busy"
        case sqlite3.SQLITE_FULL:
            return "disk-full"
        case sqlite3.SQLITE_CANTOPEN if path.exists() and not os.access(path, os.R_OK):
            return "cannot-open"
        # Otherwise what can't be opened is the journal, which is to be created in the folder.
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN:
            return "read-only"
    return "disk-error"


def _primary(error: BaseException) -> int:
    return int(getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF
