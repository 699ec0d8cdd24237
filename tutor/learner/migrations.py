"""The versions of the record's file: what leads from each to the next."""

import sqlite3

APPLICATION_ID = 0x62707475  # "bptu": tells our file from another program's
STRICT_TABLES = (3, 37)  # the first SQLite that knows them
WITH_ALL_TABLES = 2  # the version from which the file has the tables of `tables.py`

_STRICT = "STRICT" if sqlite3.sqlite_version_info >= STRICT_TABLES else ""
_KEYED = "WITHOUT ROWID, STRICT" if _STRICT else "WITHOUT ROWID"  # ordered by its key, which is most of a row

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
    # All that follows from the log, by `tables.py`; it is filled from the log behind every migration.
    [
        "DROP TABLE lessons",
        f"""CREATE TABLE lessons (
            lesson TEXT NOT NULL PRIMARY KEY,
            step TEXT NOT NULL,
            done INTEGER NOT NULL,
            at TEXT NOT NULL,
            moved_at TEXT NOT NULL,
            moved_id TEXT NOT NULL
        ) {_STRICT}""",
        f"""CREATE TABLE skills (
            skill TEXT NOT NULL PRIMARY KEY,
            items INTEGER NOT NULL,
            unaided INTEGER NOT NULL,
            streak INTEGER NOT NULL,
            sources TEXT NOT NULL,
            passed INTEGER NOT NULL,
            once INTEGER NOT NULL,
            lapses INTEGER NOT NULL,
            reviews INTEGER NOT NULL,
            stability REAL NOT NULL,
            difficulty REAL NOT NULL,
            day INTEGER NOT NULL,
            stability_before REAL NOT NULL,
            difficulty_before REAL NOT NULL,
            day_before INTEGER NOT NULL,
            review_session TEXT NOT NULL,
            review_item TEXT NOT NULL,
            last_at TEXT NOT NULL,
            last_id TEXT NOT NULL
        ) {_STRICT}""",
        f"""CREATE TABLE items (
            skill TEXT NOT NULL,
            session TEXT NOT NULL,
            item TEXT NOT NULL,
            wrong INTEGER NOT NULL,
            hints INTEGER NOT NULL,
            ended TEXT NOT NULL,
            PRIMARY KEY (skill, session, item)
        ) {_KEYED}""",
        f"""CREATE TABLE days (
            day TEXT NOT NULL,
            outcome TEXT NOT NULL,
            count INTEGER NOT NULL,
            PRIMARY KEY (day, outcome)
        ) {_KEYED}""",
        f"""CREATE TABLE mistakes (
            day TEXT NOT NULL,
            mistake TEXT NOT NULL,
            count INTEGER NOT NULL,
            PRIMARY KEY (day, mistake)
        ) {_KEYED}""",
        f"""CREATE TABLE answers (
            lesson TEXT NOT NULL,
            skill TEXT NOT NULL,
            outcome TEXT NOT NULL,
            count INTEGER NOT NULL,
            PRIMARY KEY (lesson, skill, outcome)
        ) {_KEYED}""",
    ],
]
