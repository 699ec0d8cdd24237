"""The record's file: its tables, how it is opened, read and written, and what its errors mean."""

import errno
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from tutor.learner import tables
from tutor.learner.backup import back_up
from tutor.learner.derived import Derived
from tutor.learner.entry import COLUMNS, Entry, checksum
from tutor.learner.migrations import APPLICATION_ID, MIGRATIONS, STRICT_TABLES, WITH_ALL_TABLES
from tutor.learner.record import Code, Notice

PATIENCE = 5000  # milliseconds to wait for another program that is writing
FEW_SKILLS = 500  # of which the entries are looked for, rather than the whole log be read

STORED = ", ".join((*COLUMNS, "checksum"))  # the columns of a row, as `trusted` takes it
_INSERT = f"INSERT INTO attempts ({STORED}) VALUES ({', '.join('?' * (len(COLUMNS) + 1))})"
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
        there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        empty = connection.execute("PRAGMA page_count").fetchone() == (0,)
        if not empty and identity != APPLICATION_ID:
            raise Refused("foreign-file", f"application_id {identity:#x}")
        if version > len(MIGRATIONS):
            raise Refused("newer-version", f"version {version}, known is {len(MIGRATIONS)}")
        missing = _tables_of(version) - there
        if not empty and missing:
            raise sqlite3.OperationalError(f"no such table: {', '.join(sorted(missing))}")
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
        if 0 < version < len(MIGRATIONS):
            rebuild(connection)
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def _tables_of(version: int) -> set[str]:
    """The tables that a file of a version has, as far as it is known here."""
    return {"attempts", *({"lessons"} if version < WITH_ALL_TABLES else tables.NAMES)}


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


def add(connection: sqlite3.Connection, *entries: Entry) -> int:
    """Write entries and what follows from them, within a transaction; how many were new, by their ids."""
    fresh = [entry for entry in entries if insert(connection, entry)]
    try:
        derived = tables.over(connection)
        for entry in fresh:
            derived.add(entry)
        _settle(connection, derived)
        tables.write(connection, derived)
    except tables.Unsound:
        rebuild(connection)
    return len(fresh)


def insert(connection: sqlite3.Connection, entry: Entry) -> bool:
    """Write an entry to the log alone, and nothing that follows from it; False where its id is there already."""
    values = entry.values()
    return connection.execute(_INSERT, (*values, checksum(values))).rowcount > 0


def rebuild(connection: sqlite3.Connection) -> None:
    """Derive everything afresh from the log, within a transaction."""
    derived, _ = derive(connection)
    tables.clear(connection)
    tables.write(connection, derived)


def derive(connection: sqlite3.Connection) -> tuple[Derived, int]:
    """All that follows from the log, and how many rows were left out because they can't be trusted.

    Holds none of the entries for longer than a moment: there may be a million.
    """
    derived, bad = Derived(), 0
    for row in connection.execute(f"SELECT {STORED} FROM attempts"):  # as they were appended: mostly in order
        entry = trusted(row)
        if entry is None:
            bad += 1
        else:
            derived.add(entry)
    _settle(connection, derived)
    return derived, bad


def _settle(connection: sqlite3.Connection, derived: Derived) -> None:
    """Work out anew the skills of which entries came late."""
    if not derived.late:
        return
    where, skills = "", list(derived.late)
    if len(skills) <= FEW_SKILLS:
        where = f"WHERE skill IN ({', '.join('?' * len(skills))})"
    rows = connection.execute(f"SELECT {STORED} FROM attempts {where}", skills if where else ())
    derived.settle(entry for row in rows if (entry := trusted(row)))


def read(connection: sqlite3.Connection, lesson: str | None = None, *, verify: bool = True) -> tuple[list[Entry], int]:
    """The entries in the log's order, and how many rows were left out because they can't be trusted.

    `verify=False` is for the file of a newer version, whose checksums may cover more than is known here.
    Raises sqlite3.Error where nothing can be read for another reason than damage.
    """
    where, value = ("WHERE lesson = ?", (lesson,)) if lesson is not None else ("", ())
    rows: Sequence[Sequence[object]]
    try:
        rows = connection.execute(f"SELECT {STORED} FROM attempts {where}", value).fetchall()
    except ERRORS as error:
        if not is_damage(error):
            raise
        rows = [row for row in _one_by_one(connection) if lesson in (None, row[COLUMNS.index("lesson")])]
    entries = [entry for row in rows if (entry := trusted(row, verify))]
    return sorted(entries, key=Entry.order), len(rows) - len(entries)


def trusted(row: Sequence[object], verify: bool = True) -> Entry | None:
    """The entry of a row, or None if it can't be trusted."""
    *values, total = row
    with suppress(TypeError):  # a flipped bit may have turned text into a number
        if not verify or checksum(values) == total:
            return Entry.from_values(values)
    return None


def not_there(connection: sqlite3.Connection, entries: Iterable[Entry]) -> list[Entry]:
    """Those of the entries that are not in the log. Raises sqlite3.Error."""
    known = "SELECT 1 FROM attempts WHERE id = ?"
    return [entry for entry in entries if connection.execute(known, (entry.id,)).fetchone() is None]


def _one_by_one(connection: sqlite3.Connection) -> Iterable[tuple[object, ...]]:
    """All rows that can be reached by their number: past a damaged page, where a scan would end."""
    try:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    except ERRORS:
        return
    for number in range(1, pages * size // _SMALLEST_ROW):
        with suppress(*ERRORS):
            row = connection.execute(f"SELECT {STORED} FROM attempts WHERE number = ?", (number,)).fetchone()
            if row:
                yield row


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
