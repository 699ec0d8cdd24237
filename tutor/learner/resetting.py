"""A reset: a new record without some of the entries takes the place of the old one, which is kept.

The log itself only ever grows; nothing is taken out of a file that is there.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tutor.learner import database
from tutor.learner.backup import back_up, backups
from tutor.learner.entry import Entry
from tutor.learner.merging import Log
from tutor.learner.salvage import exchange
from tutor.learner.writing import aside


class Reset(NamedTuple):
    """What was done."""

    gone: int
    """Entries that are not in the new record; where it is 0, nothing was done."""
    left: int
    kept: Path
    """Where the record is as it was."""


def reset(path: Path, is_gone: Callable[[Entry], bool]) -> Reset:
    """Put a record without the entries that are to go in the place of that at `path`.

    A program that has the old file open notices it when it writes next, and goes by the name again. Backups stay
    with the old record: the new one, were it damaged, would be mended from them, and have the entries again. Raises
    OSError or sqlite3.Error; then all is as it was.
    """
    kept = aside(path, "before-reset")
    with closing(database.open_file(path)) as old, TemporaryDirectory(prefix=".reset-", dir=path.parent) as folder:
        fresh = Path(folder, "fresh")
        gone = left = 0
        old.execute("BEGIN IMMEDIATE")  # what others write now waits, and comes into the new record
        with closing(database.open_file(fresh)) as new, database.transaction(new):
            for entry in Log(path):
                if is_gone(entry):
                    gone += 1
                else:
                    left += database.insert(new, entry)
            database.rebuild(new)
        if gone:
            if sys.platform == "win32":  # what is open can't be renamed there
                old.close()
            with _backups_go_along(path, kept):
                exchange(path, fresh, kept)
    if gone and left:
        back_up(path)
    return Reset(gone, left, kept)


@contextmanager
def _backups_go_along(path: Path, kept: Path) -> Iterator[None]:
    """Backups of the record belong from now on to the one that is kept; where something fails they stay."""
    moved: list[tuple[Path, Path]] = []
    try:
        for backup in backups(path):
            name = kept.with_name(kept.name + backup.name.removeprefix(path.name))
            backup.rename(name)
            moved.append((backup, name))
        yield
    except BaseException:
        for backup, name in moved:
            with suppress(OSError):
                name.rename(backup)
        raise
