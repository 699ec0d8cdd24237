"""Merging records: nothing is lost, nothing counts twice, and where something fails nothing has happened."""

import io
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.learner import kept, merging
from tutor.learner.backup import backups
from tutor.learner.entry import OUTCOMES, Entry
from tutor.learner.kept import MOST, Kept, Shelf
from tutor.learner.merging import Log, Merged, merge
from tutor.learner.portable import Goal, lines, parts
from tutor.learner.record import MemoryRecord
from tutor.learner.store import open_record

ONE, TWO, THREE = (
    Entry(session="s", outcome="go", lesson="apple-tax", step=str(n), id=str(n), at=f"2026-11-0{n}T00:00:00.000Z")
    for n in (1, 2, 3)
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "record.sqlite3"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "playground.json")


def test_what_is_new_is_added_and_what_is_there_stays(path: Path, shelf: Shelf) -> None:
    assert merge(path, shelf, [ONE, TWO]) == Merged(new=2)
    assert merge(path, shelf, [TWO, THREE, THREE]) == Merged(new=1, known=2)
    with closing(open_record(path)) as record:
        assert {entry.id for entry in record.entries()} == {"1", "2", "3"}
        assert record.places()["apple-tax"].step == "3"
        assert record.check() is None


def test_another_content_is_told_and_ours_stays(path: Path, shelf: Shelf) -> None:
    merge(path, shelf, [ONE])
    assert merge(path, shelf, [replace(ONE, step="else"), TWO]) == Merged(new=1, differing=1, ids=["1"])
    assert list(Log(path)) == [ONE, TWO]


def test_where_something_is_wrong_in_the_end_nothing_was_added(path: Path, shelf: Shelf) -> None:
    merge(path, shelf, [ONE, Kept("x", {}, "x")])

    def broken():
        yield TWO
        yield Kept("y", {}, "y")
        raise ValueError("the file ends here")

    with pytest.raises(ValueError):
        merge(path, shelf, broken())
    assert list(Log(path)) == [ONE]
    assert [each.text for each in shelf.entries()] == ["x"]


def test_where_the_shelf_can_not_be_written_no_entry_is_added(
    path: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept, "write_whole", full)
    with pytest.raises(OSError):
        merge(path, shelf, [ONE, Kept("x", {}, "x")])
    assert list(Log(path)) == []


def test_where_the_record_can_not_be_committed_the_shelf_is_as_it_was(
    path: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    merge(path, shelf, [Kept("x", {}, "x")])
    put_up = merging._put_up

    def then_full(*arguments: object) -> None:
        put_up(*arguments)  # type: ignore[arg-type]
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(merging, "_put_up", then_full)
    with pytest.raises(sqlite3.OperationalError):
        merge(path, shelf, [ONE, Kept("y", {}, "y")])
    assert list(Log(path)) == [] and [each.text for each in shelf.entries()] == ["x"]


def test_kept_expressions_come_behind_ours_as_far_as_there_is_room(path: Path, shelf: Shelf) -> None:
    ours, theirs = Kept("x", {"x": 1.0}, "x"), Kept("x", {"x": 2.0}, "x")
    shelf.keep(ours)
    assert merge(path, shelf, [theirs, Kept("y", {}, "y")]) == Merged(kept=1)
    assert shelf.entries() == (ours, Kept("y", {}, "y"))
    many = [Kept(str(n), {}, str(n)) for n in range(MOST)]
    assert merge(path, shelf, many) == Merged(kept=MOST - 2, no_room=2)
    assert shelf.entries()[0] == ours and len(shelf.entries()) == MOST


def test_the_days_backup_is_made_before_the_first_import(path: Path, shelf: Shelf) -> None:
    merge(path, shelf, [ONE])
    assert not backups(path)  # there was nothing to lose
    merge(path, shelf, [TWO])
    (backup,) = backups(path)
    assert list(Log(backup)) == [ONE]


def test_a_goal_is_handed_on(path: Path, shelf: Shelf) -> None:
    assert merge(path, shelf, [Goal(7)]) == Merged(goal=7)


def test_rows_that_can_not_be_trusted_are_counted_and_left_out(path: Path, shelf: Shelf) -> None:
    merge(path, shelf, [ONE, TWO])
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TRIGGER attempts_no_update")
        connection.execute("UPDATE attempts SET answer = 'x' WHERE id = '1'")
    log = Log(path)
    assert log.is_sound and list(log) == [TWO] and log.bad == 1


# --- in any order --------------------------------------------------------------------------------------------

logs = st.lists(
    st.builds(
        Entry,
        session=st.just("s"),
        outcome=st.sampled_from(OUTCOMES),
        lesson=st.sampled_from(["", "apple-tax", "adam"]),
        step=st.sampled_from(["a", "b"]),
        answer=st.sampled_from(["", "2.2"]),
        id=st.sampled_from("abcdefgh"),
        at=st.sampled_from([f"2026-11-24T0{hour}:00:00.000Z" for hour in range(4)]),
    ),
    max_size=6,
    unique_by=lambda entry: entry.id,
)


def apart(one: list[Entry], other: list[Entry]) -> list[Entry]:
    """`other`, where it agrees with `one`: an id belongs to one entry, whichever record it is in."""
    known = {entry.id: entry for entry in one}
    return [known.get(entry.id, entry) for entry in other]


def _by_time(entry: Entry) -> tuple[str, str]:
    return entry.at, entry.id


def a_record(folder: Path, *logs: list[Entry]) -> Path:
    path = folder / "record.sqlite3"
    for log in logs:
        merge(path, Shelf(folder / "playground.json"), log)
    return path


@settings(max_examples=25, deadline=None)
@given(one=logs, other=logs)
def test_merging_is_commutative_and_idempotent(
    tmp_path_factory: pytest.TempPathFactory, one: list[Entry], other: list[Entry]
) -> None:
    other = apart(one, other)
    here = a_record(tmp_path_factory.mktemp("a"), one, other, one, other)
    there = a_record(tmp_path_factory.mktemp("b"), other, one)
    expected = sorted({entry.id: entry for entry in (*one, *other)}.values(), key=_by_time)
    assert sorted(Log(here), key=_by_time) == sorted(Log(there), key=_by_time) == expected
    for path in (here, there):
        with closing(open_record(path)) as record:
            assert record.places() == MemoryRecord(known=expected).places()


@settings(max_examples=25, deadline=None)
@given(log=logs)
def test_an_export_imported_into_an_empty_record_is_that_record(
    tmp_path_factory: pytest.TempPathFactory, log: list[Entry]
) -> None:
    here = a_record(tmp_path_factory.mktemp("a"), log)
    text = "".join(lines(Log(here), [], None))
    there = a_record(tmp_path_factory.mktemp("b"), list(parts(io.StringIO(text))))
    with closing(open_record(here)) as ours, closing(open_record(there)) as theirs:
        assert ours.entries() == theirs.entries()
        assert sorted(ours.entries(), key=_by_time) == sorted(log, key=_by_time)
        assert ours.places() == theirs.places()
