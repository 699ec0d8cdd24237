"""Copies of the record: one a day of use and one before a migration, the newest few kept."""

import os
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

KEPT = 3  # backups


def backups(path: Path) -> list[Path]:
    """The backups of the record at `path`, newest first."""
    found = path.parent.glob(f"{_escaped(path.name)}.backup-*")
    return sorted((each for each in found if not each.suffix.startswith(".part")), reverse=True)


def backup_due(path: Path) -> bool:
    """Whether there is no backup of today (UTC) yet."""
    return not _todays(path).exists()


def back_up(path: Path, label: str = "") -> Path | None:
    """Copy the record at `path` beside itself, and give the copy's path; None if that could not be done.

    The copy has its name only once it is complete and on the disk. A backup that fails is no reason to
    stop a learner: tomorrow is another one.
    """
    target = _todays(path, label)
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        with (
            closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(part)) as copy,
        ):
            backed_up = path.stat()
            source.backup(copy)
            if copy.execute("PRAGMA quick_check").fetchone() != ("ok",):
                return None
        sync(part)
        if not os.path.samestat(path.stat(), backed_up):  # exchanged meanwhile, after a reset for one
            return None
        part.replace(target)
        sync(path.parent)
        for old in backups(path)[KEPT:]:
            old.unlink(missing_ok=True)
    except (OSError, sqlite3.Error):
        return None
    finally:
        # Ours, if it was not finished, and what a killed program left behind.
        for left in path.parent.glob(f"{_escaped(path.name)}.backup-*.part*"):
            with suppress(OSError):
                left.unlink(missing_ok=True)
    return target


def sync(path: Path) -> None:
    """Have a file, or the names in a folder, on the disk. Raises OSError for a file."""
    if path.is_dir():
        with suppress(OSError):  # Windows opens no folders
            _fsync(path, os.O_RDONLY)
    else:
        _fsync(path, os.O_RDWR)


def _fsync(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _todays(path: Path, label: str = "") -> Path:
    return path.with_name(f"{path.name}.backup-{datetime.now(UTC):%Y%m%d}{label}")


def _escaped(name: str) -> str:
    """`name` as a glob pattern that matches only itself."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)
