"""The tables that follow from the log: how each is stored, read and written. None of them holds anything of its own."""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from tutor.learner.derived import Answered, DayMistake, DayOutcome, Derived, Rows
from tutor.learner.entry import OUTCOMES, Outcome
from tutor.learner.mastery import Item, ItemKey, Mastery
from tutor.learner.memory import LATEST, Memory
from tutor.learner.places import Place

K = TypeVar("K")
V = TypeVar("V")
Row = tuple[Any, ...]


class Unsound(sqlite3.DatabaseError):
    """A row says what can't be: it was damaged, and has to be derived anew."""


@dataclass(frozen=True)
class Table(Generic[K, V]):
    """A table as rows by key."""

    name: str
    keys: tuple[str, ...]
    columns: tuple[str, ...]
    """Those behind the keys."""
    key: Callable[[Row], K]
    """The key from its columns; ValueError or TypeError for what is none."""
    value: Callable[[K, Row], V]
    """What a row says, from its key and the other columns; ValueError or TypeError likewise."""
    row: Callable[[K, V], Row]
    """All columns of a row."""
    of: Callable[[Derived], Rows[K, V]]

    def find(self, connection: sqlite3.Connection, key: K) -> V | None:
        """The row of a key. Raises sqlite3.Error."""
        columns, where = ", ".join(self.columns), " AND ".join(f"{name} = ?" for name in self.keys)
        wanted = key if isinstance(key, tuple) else (key,)
        row = connection.execute(f"SELECT {columns} FROM {self.name} WHERE {where}", wanted).fetchone()
        return None if row is None else self._said(key, row)

    def read(self, connection: sqlite3.Connection, since: date | None = None) -> dict[K, V]:
        """All rows, or those of a day and later. Raises sqlite3.Error."""
        columns = ", ".join((*self.keys, *self.columns))
        where, values = ("", ()) if since is None else ("WHERE day >= ?", (since.isoformat(),))
        found: dict[K, V] = {}
        for row in connection.execute(f"SELECT {columns} FROM {self.name} {where}", values):
            try:
                key = self.key(row[: len(self.keys)])
            except (TypeError, ValueError) as error:
                raise Unsound(f"{self.name}: {error}") from error
            found[key] = self._said(key, row[len(self.keys) :])
        return found

    def write(self, connection: sqlite3.Connection, rows: Iterable[tuple[K, V]]) -> None:
        """Put rows in the place of those with their keys. Raises sqlite3.Error."""
        columns = (*self.keys, *self.columns)
        statement = (
            f"INSERT OR REPLACE INTO {self.name} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
        )
        connection.executemany(statement, (self.row(key, value) for key, value in rows))

    def _said(self, key: K, row: Row) -> V:
        try:
            return self.value(key, row)
        except (TypeError, ValueError) as error:
            raise Unsound(f"{self.name}: {error}") from error


def over(connection: sqlite3.Connection) -> Derived:
    """What is stored, read row by row when it is asked for; only what is set is in its rows."""
    derived = Derived()
    for table in TABLES:
        _look_up(derived, table, connection)
    return derived


def write(connection: sqlite3.Connection, derived: Derived) -> None:
    """Store all rows that are set, within a transaction."""
    for table in TABLES:
        table.write(connection, table.of(derived).items())


def clear(connection: sqlite3.Connection) -> None:
    """Take all rows away, within a transaction."""
    for table in TABLES:
        connection.execute(f"DELETE FROM {table.name}")


def same(connection: sqlite3.Connection, derived: Derived) -> bool:
    """Whether what is stored is exactly what follows. Raises sqlite3.Error."""
    for table in TABLES:
        columns = ", ".join((*table.keys, *table.columns))
        stored = set(connection.execute(f"SELECT {columns} FROM {table.name}"))
        if stored != {table.row(key, value) for key, value in table.of(derived).items()}:
            return False
    return True


def _look_up(derived: Derived, table: Table[K, V], connection: sqlite3.Connection) -> None:
    rows = table.of(derived)
    blank = rows.missing

    def missing(key: K) -> V:
        found = table.find(connection, key)
        return blank(key) if found is None else found

    rows.missing = missing


# --- what the columns of each table say ----------------------------------------------------------------------


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"not a text: {value!r}")
    return value


def _texts(row: Row) -> tuple[str, ...]:
    return tuple(_text(value) for value in row)


def _count(value: object) -> int:
    if not isinstance(value, int) or value < 0:
        raise ValueError(f"not a count: {value!r}")
    return value


def _outcome(value: object) -> Outcome:
    for outcome in OUTCOMES:
        if value == outcome:
            return outcome
    raise ValueError(f"not an outcome: {value!r}")


def _day(value: object) -> str:
    date.fromisoformat(_text(value))
    return _text(value)


def _place(lesson: str, row: Row) -> Place:
    step, done, at, moved_at, moved_id = row
    return Place(lesson, _text(step), bool(_count(done)), _text(at), (_text(moved_at), _text(moved_id)))


def _place_row(lesson: str, place: Place) -> Row:
    return lesson, place.step, int(place.done), place.at, *place.moved


def _memory(row: Row) -> Memory:
    stability, difficulty, day = row
    sound = isinstance(stability, float) and isinstance(difficulty, float) and math.isfinite(stability)
    if not sound or not (day == 0 or (0 < day <= LATEST and stability > 0 and 1 <= difficulty <= 10)):
        raise ValueError(f"not a memory: {row!r}")
    return Memory(stability, difficulty, _count(day))


def _mastery(skill: str, row: Row) -> Mastery:
    sources = json.loads(_text(row[3]))
    if not isinstance(sources, list):
        raise ValueError(f"not sources: {row[3]!r}")
    return Mastery(
        skill,
        _count(row[0]),
        _count(row[1]),
        _count(row[2]),
        _texts(tuple(sources)),
        bool(_count(row[4])),
        bool(_count(row[5])),
        _count(row[6]),
        _count(row[7]),
        _memory(row[8:11]),
        _memory(row[11:14]),
        (_text(row[14]), _text(row[15])),
        (_text(row[16]), _text(row[17])),
    )


def _mastery_row(skill: str, mastery: Mastery) -> Row:
    return (
        skill,
        mastery.items,
        mastery.unaided,
        mastery.streak,
        json.dumps(mastery.sources, ensure_ascii=False),
        int(mastery.passed),
        int(mastery.once),
        mastery.lapses,
        mastery.reviews,
        *mastery.memory,
        *mastery.before,
        *mastery.reviewing,
        *mastery.last,
    )


def _item(_: ItemKey, row: Row) -> Item:
    wrong, hints, ended = row
    if ended not in ("", "right", "solution"):
        raise ValueError(f"not an ending: {ended!r}")
    return Item(_count(wrong), _count(hints), ended)


PLACES: Table[str, Place] = Table(
    "lessons",
    ("lesson",),
    ("step", "done", "at", "moved_at", "moved_id"),
    lambda row: _text(row[0]),
    _place,
    _place_row,
    lambda derived: derived.places,
)
MASTERIES: Table[str, Mastery] = Table(
    "skills",
    ("skill",),
    (
        *("items", "unaided", "streak", "sources", "passed", "once", "lapses", "reviews"),
        *("stability", "difficulty", "day", "stability_before", "difficulty_before", "day_before"),
        *("review_session", "review_item", "last_at", "last_id"),
    ),
    lambda row: _text(row[0]),
    _mastery,
    _mastery_row,
    lambda derived: derived.masteries,
)
ITEMS: Table[ItemKey, Item] = Table(
    "items",
    ItemKey._fields,
    Item._fields,
    lambda row: ItemKey(*_texts(row)),
    _item,
    lambda key, item: (*key, *item),
    lambda derived: derived.items,
)
DAYS: Table[DayOutcome, int] = Table(
    "days",
    DayOutcome._fields,
    ("count",),
    lambda row: DayOutcome(_day(row[0]), _outcome(row[1])),
    lambda _, row: _count(row[0]),
    lambda key, count: (*key, count),
    lambda derived: derived.days,
)
MISTAKES: Table[DayMistake, int] = Table(
    "mistakes",
    DayMistake._fields,
    ("count",),
    lambda row: DayMistake(_day(row[0]), _text(row[1])),
    lambda _, row: _count(row[0]),
    lambda key, count: (*key, count),
    lambda derived: derived.mistakes,
)
ANSWERS: Table[Answered, int] = Table(
    "answers",
    Answered._fields,
    ("count",),
    lambda row: Answered(_text(row[0]), _text(row[1]), _outcome(row[2])),
    lambda _, row: _count(row[0]),
    lambda key, count: (*key, count),
    lambda derived: derived.answers,
)
TABLES: tuple[Table[Any, Any], ...] = (PLACES, MASTERIES, ITEMS, DAYS, MISTAKES, ANSWERS)
NAMES = frozenset(table.name for table in TABLES)
