"""What happens to a damaged record: kept under another name, and a new one made from all that is left."""

import os
import shutil
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from tutor.learner import tables
from tutor.learner.backup import backups, sync
from tutor.learner.database import ERRORS, FAILURES, add, connect, derive, is_damage, open_file, read, transaction
from tutor.learner.entry import Entry
from tutor.learner.record import Notice
from tutor.learner.writing import aside

SIDE_FILES = ("-journal", "-wal", "-shm")


def examine(path: Path) -> tuple[str, bool]:
    """What is wrong with the file ("" if nothing), and whether all its other tables follow from its log.

    Reads the whole file. Raises sqlite3.Error where it can't be read for another reason than damage.
    """
    with closing(connect(f"{path.as_uri()}?mode=ro")) as connection:
        try:
            connection.execute("BEGIN")  # one moment for all that follows: others may be writing
            (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            if found != "ok":
                return str(found), False
            derived, bad = derive(connection)
            if bad:
                return f"{bad} rows with a wrong checksum", False
            return "", tables.same(connection, derived)
        except ERRORS as error:
            if is_damage(error):
                return str(error), False
            raise


def repair(path: Path, why: str) -> Notice | None:
    """Put a new record at `path`, with all that is left of the damaged one and of its newest backup.

    No connection of this process may be open to it: copying a file drops SQLite's locks on it. None if
    another program repaired it meanwhile. Raises OSError or sqlite3.Error, and then `path` is as it was.
    """
    damaged = path.stat()
    with TemporaryDirectory(prefix=".repair-", dir=path.parent) as folder:
        # A backup is how the log began, so what it lacks came later: this order is the log's.
        entries = {entry.id: entry for entry in _from_backup(path)}
        for entry in salvage(path, Path(folder)):
            entries.setdefault(entry.id, entry)
        fresh = Path(folder, "fresh")
        with closing(open_file(fresh)) as connection, transaction(connection):
            add(connection, *entries.values())
        if not os.path.samestat(path.stat(), damaged):
            return None
        kept = aside(path)
        exchange(path, fresh, kept)
    return Notice("damaged-moved", path, kept, count=len(entries), detail=why)


def salvage(path: Path, folder: Path) -> list[Entry]:
    """The entries that can still be read, from a copy in `folder`: trying must not make matters worse."""
    copy = folder / "copy"
    shutil.copyfile(path, copy)
    for side in SIDE_FILES:
        with suppress(FileNotFoundError):
            shutil.copyfile(f"{path}{side}", f"{copy}{side}")
    entries = _read(copy)
    if not entries:
        _renew_first_page(copy, folder / "pattern")
        entries = _read(copy)
    return entries


def _read(path: Path) -> list[Entry]:
    try:
        with closing(connect(str(path))) as connection:
            return read(connection)[0]
    except ERRORS:
        return []


def _renew_first_page(copy: Path, pattern: Path) -> None:
    """Give a file the first page of an empty record, and its true length.

    The first page holds only the header and the tables' definitions, the same in every record; but
    without it, or in a file that was cut off, SQLite does not read the rest at all.
    """
    with closing(open_file(pattern)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    page = bytearray(pattern.read_bytes()[:size])
    page[28:32] = (copy.stat().st_size // size).to_bytes(4, "big")  # https://sqlite.org/fileformat.html, 1.3
    with copy.open("r+b") as file:
        file.write(page)
    for side in SIDE_FILES:
        Path(f"{copy}{side}").unlink(missing_ok=True)


def _from_backup(path: Path) -> list[Entry]:
    for backup in backups(path):
        with suppress(*FAILURES), closing(connect(f"{backup.as_uri()}?mode=ro")) as connection:
            entries, _ = read(connection)
            if entries:
                return entries
    return []


def exchange(path: Path, fresh: Path, kept: Path) -> None:
    """Put `fresh` in the place of `path`, which is kept under the name `kept`. Raises OSError."""
    # First the journal, if another program has just begun one: it would be rolled back into the new file.
    for side in SIDE_FILES:
        with suppress(FileNotFoundError):
            Path(f"{path}{side}").rename(f"{kept}{side}")
    try:
        os.link(path, kept)  # so that there is no moment without a record, whatever happens next
    except OSError:
        path.rename(kept)
    fresh.replace(path)
    sync(path.parent)
