"""The tables that follow from the log: kept as entries come, made anew, and merged, they are the same."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.learner import database, tables
from tutor.learner.backup import backups
from tutor.learner.derived import Derived
from tutor.learner.entry import OUTCOMES, Entry
from tutor.learner.mastery import masteries_of
from tutor.learner.places import replay
from tutor.learner.record import Answered, MemoryRecord, Record, Saved
from tutor.learner.store import SqliteRecord, open_record

FIRST_VERSION = Path(__file__).with_name("version-1.db")
"""Written by bptutor as it was when the log and the places were all that the file held."""


def entry_of(number: int, minutes: int = 0, **what: object) -> Entry:
    at = datetime(2026, 11, 2, 9, tzinfo=UTC) + timedelta(minutes=minutes)
    fields: dict[str, object] = {
        "session": "s", "outcome": "right", "lesson": "apple-tax", "step": "pay", "skill": "chain-rule",
        "item": f"item-{number}", "id": f"{number:04}", "at": at.isoformat(timespec="milliseconds")[:-6] + "Z",
    }  # fmt: skip
    return Entry(**fields | what)  # type: ignore[arg-type]


@st.composite
def logs(draw: st.DrawFn) -> list[Entry]:
    """Entries as they are appended, by a clock that now and then goes back or jumps, or has two of one moment."""
    entries, minutes = [], 0
    for number in range(draw(st.integers(0, 25))):
        minutes += draw(st.sampled_from([0, 1, 1, 5, 700, 3000, -1, -900, -5000]))
        outcome = draw(st.sampled_from(OUTCOMES))
        entries.append(
            entry_of(
                number,
                minutes,
                outcome=outcome,
                lesson=draw(st.sampled_from(["apple-tax", "branches", ""])),
                step=draw(st.sampled_from(["one", "two", "3 boxes", "4 pens"])),
                skill=draw(st.sampled_from(["chain-rule", "branches", ""])),
                item=draw(st.sampled_from(["x", "y", "z", ""])),
                mistakes=draw(st.sampled_from([(), (), ("added",), ("added", "swapped")])),
                offset=draw(st.sampled_from([0, 540, -600])),
                id=f"{draw(st.integers(0, 9))}-{number:03}",
            )
        )
    return entries


def rows(record: SqliteRecord) -> dict[str, set[object]]:
    """All that is stored beside the log."""
    with closing(sqlite3.connect(record.path)) as connection:
        return {name: set(connection.execute(f"SELECT * FROM {name}")) for name in tables.NAMES}


def shown(record: Record) -> list[object]:
    """All that a record says."""
    return [record.places(), record.masteries(), record.days(), record.mistakes(), record.answers()]


@pytest.fixture
def record(tmp_path: Path) -> Iterator[SqliteRecord]:
    with closing(open_record(tmp_path / "record.db")) as record:
        assert isinstance(record, SqliteRecord)
        yield record


class TestOneFunctionOfTheLog:
    @settings(max_examples=12, deadline=None)
    @given(logs())
    def test_live_rebuilt_and_in_memory(self, tmp_path_factory: pytest.TempPathFactory, log: list[Entry]) -> None:
        record, memory = open_record(tmp_path_factory.mktemp("live") / "record.db"), MemoryRecord()
        assert isinstance(record, SqliteRecord)
        with closing(record):
            for each in log:
                assert record.append(each) is Saved.DISK
                memory.append(each)
            live = rows(record)
            said = shown(record)
            assert said == shown(memory)
            assert record.masteries() == masteries_of(log) and record.places() == replay(log)
            record.rebuild()
            assert rows(record) == live and shown(record) == said
            assert record.entries() == memory.entries() == sorted(log, key=Entry.order)

    @settings(max_examples=12, deadline=None)
    @given(logs(), st.randoms(use_true_random=False), st.integers(0, 25))
    def test_two_records_merged_either_way_and_twice(
        self, tmp_path_factory: pytest.TempPathFactory, log: list[Entry], chance: random.Random, shared: int
    ) -> None:
        folder = tmp_path_factory.mktemp("merged")
        chance.shuffle(log)
        one, other = log[: len(log) // 2 + shared], log[len(log) // 2 :]
        found = []
        for name, order in (("a", [one, other]), ("b", [other, one]), ("c", [one, other, one, other])):
            record = open_record(folder / name)
            assert isinstance(record, SqliteRecord)
            with closing(record):
                for part in order:
                    connection = database.open_file(record.path)
                    with closing(connection), database.transaction(connection):
                        database.add(connection, *part)
                found.append((rows(record), shown(record), record.entries()))
        assert found[0] == found[1] == found[2]

    def test_what_comes_late_is_put_where_it_belongs(self, record: SqliteRecord) -> None:
        for number, minutes in enumerate((10, 20, 30)):
            record.append(entry_of(number, minutes, step=f"{number % 2}"))
        assert record.masteries()["chain-rule"].passed
        record.append(entry_of(3, 25, outcome="wrong"))  # from another machine
        assert not record.masteries()["chain-rule"].passed and record.masteries()["chain-rule"].streak == 1

    def test_many_skills_come_late_at_once(self, record: SqliteRecord, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(database, "FEW_SKILLS", 3)
        for minutes in (10, 5):
            record.append(entry_of(minutes, minutes, skill="first"))
            connection = database.open_file(record.path)
            with closing(connection), database.transaction(connection):
                database.add(
                    connection, *(entry_of(100 * n + 100 + minutes, minutes, skill=f"skill-{n}") for n in range(6))
                )
        live = rows(record)
        record.rebuild()
        assert rows(record) == live and len(live["skills"]) == 7


class TestWhatIsCounted:
    def test_by_day_on_the_learners_calendar(self, record: SqliteRecord) -> None:
        record.append(entry_of(1, 0))
        record.append(entry_of(2, 14 * 60, outcome="wrong", mistakes=("added",)))
        record.append(entry_of(3, 14 * 60 + 1, outcome="wrong", mistakes=("added", "swapped"), offset=540))
        record.append(entry_of(4, 14 * 60 + 2, outcome="go", offset=540))
        one, two = date(2026, 11, 2), date(2026, 11, 3)
        assert record.days() == {one: Counter(right=1, wrong=1), two: Counter(wrong=1)}
        assert list(record.days(since=two)) == [two] and record.days(since=two + timedelta(days=1)) == {}
        assert record.mistakes() == Counter(added=2, swapped=1)
        assert record.mistakes(since=two) == Counter(added=1, swapped=1)
        assert record.answers() == Counter(
            {Answered("apple-tax", "chain-rule", "right"): 1, Answered("apple-tax", "chain-rule", "wrong"): 2}
        )

    def test_what_waits_is_counted_too_and_once(self, record: SqliteRecord) -> None:
        memory = MemoryRecord()
        entries = [entry_of(number, minutes, outcome="wrong") for number, minutes in enumerate((10, 20, 5))]
        assert record._connection is not None
        record.append(entries[0])
        record._connection.execute("PRAGMA query_only = ON")
        for each in entries:  # the first as after a COMMIT that did its work and then reported an error
            memory.append(each)
            assert record.append(each) is Saved.QUEUED
            assert shown(record) == shown(memory)


class TestDamage:
    def test_check_derives_anew_what_does_not_follow(self, record: SqliteRecord) -> None:
        for number in range(5):
            record.append(entry_of(number, 600 * number, outcome="wrong" if number == 2 else "right", mistakes=("m",)))
        record.append(entry_of(9, 9000, outcome="go"))
        right = rows(record)
        for name in sorted(tables.NAMES):
            assert right[name]
            for change in (f"DELETE FROM {name}", *(f"UPDATE {name} SET {c} = {v}" for c, v in CHANGES[name])):
                with closing(sqlite3.connect(record.path)) as connection, connection:
                    connection.execute(change)
                assert rows(record) != right
                assert record.check() is None
                assert rows(record) == right, change

    @pytest.mark.parametrize(
        "change",
        [
            "skills SET stability = 0.0",
            "skills SET difficulty = 9e999",
            "skills SET sources = '[1]'",
            "skills SET sources = '{'",
            "skills SET streak = -1",
            "skills SET day = 99999999",
            "items SET ended = 'never'",
            "days SET count = -3",
        ],
    )
    def test_a_row_that_can_not_be_is_derived_anew_by_the_next_answer(self, record: SqliteRecord, change: str) -> None:
        memory = MemoryRecord()
        for number, outcome in ((1, "wrong"), (1, "right")):
            each = entry_of(number, 0, outcome=outcome, item="x", id=outcome)
            record.append(each)
            memory.append(each)
        with closing(sqlite3.connect(record.path)) as connection, connection:
            connection.execute(f"UPDATE {change}")
        assert shown(record) == shown(memory)
        again = entry_of(2, 1, outcome="wrong", item="x")
        assert record.append(again) is Saved.DISK
        memory.append(again)
        live = rows(record)
        record.rebuild()
        assert rows(record) == live and shown(record) == shown(memory)

    def test_a_table_that_is_missing(self, record: SqliteRecord) -> None:
        record.append(entry_of(1))
        said = shown(record)
        record.close()
        with closing(sqlite3.connect(record.path)) as connection:
            connection.execute("DROP TABLE skills")
        with closing(open_record(record.path)) as again:
            assert again.notice is not None and again.notice.code == "damaged-moved"
            assert shown(again) == said


CHANGES = {
    "lessons": [("step", "'x'"), ("done", "1"), ("at", "'x'"), ("moved_at", "''"), ("moved_id", "''")],
    "skills": [
        ("streak", "7"),
        ("stability", "5.0"),
        ("passed", "1 - passed"),
        ("last_id", "'x'"),
        ("sources", "'[]'"),
    ],
    "items": [("wrong", "wrong + 1"), ("ended", "'solution'")],
    "days": [("count", "count + 1")],
    "mistakes": [("count", "count + 1"), ("mistake", "'other'")],
    "answers": [("count", "count + 1")],
}


class TestTheFirstVersion:
    def test_it_migrates_with_all_that_is_in_it(self, tmp_path: Path) -> None:
        path = tmp_path / "record.db"
        shutil.copyfile(FIRST_VERSION, path)
        with closing(sqlite3.connect(path)) as connection:
            places = {row[0]: row[1:] for row in connection.execute("SELECT lesson, step, done, at FROM lessons")}
        with closing(open_record(path)) as record:
            assert isinstance(record, SqliteRecord) and record.notice is None
            entries = record.entries()
            assert len(entries) == 40
            assert {p.lesson: (p.step, int(p.done), p.at) for p in record.places().values()} == places
            assert record.masteries() == masteries_of(entries)
            assert record.masteries()["chain-rule"].items > 5
            assert sum(map(Counter.total, record.days().values())) == sum(
                each.outcome not in ("go", "done", "restart") for each in entries
            )
            live = rows(record)
            assert record.check() is None and rows(record) == live
            assert record.append(entry_of(1, 10**6)) is Saved.DISK
        (before,) = [each for each in backups(path) if "before" in each.name]
        assert b"CREATE TABLE skills" not in before.read_bytes()

    def test_it_is_read_where_it_can_not_be_written(self, tmp_path: Path) -> None:
        path = tmp_path / "record.db"
        shutil.copyfile(FIRST_VERSION, path)
        entries = database.read_untouched(path, verify=True)
        assert shown(MemoryRecord(known=entries))[1] == masteries_of(entries)


def test_entries_in_any_order_are_settled() -> None:
    log = [entry_of(number, number * 300, outcome="wrong" if number % 3 else "right") for number in range(20)]
    derived = Derived()
    for each in reversed(log):
        derived.add(each)
    assert derived.late == {"chain-rule"}
    derived.settle(log)
    assert not derived.late and dict(derived.masteries) == masteries_of(log)
    assert derived.days == Derived.of(log).days
