"""A reset: what is to go is gone and does not come back, the rest and the old record are there."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tutor.learner import resetting
from tutor.learner.backup import back_up, backups
from tutor.learner.entry import Entry
from tutor.learner.merging import Log
from tutor.learner.resetting import reset
from tutor.learner.store import MemoryRecord, Saved, open_record


def an_entry(number: int, lesson: str = "apple-tax", outcome: str = "go") -> Entry:
    return Entry(
        session="s",
        outcome=outcome,  # type: ignore[arg-type]
        lesson=lesson,
        step=str(number),
        id=str(number),
        at=f"2026-11-24T00:{number:02}:00.000Z",
        answer=f"answer <{number}>",
    )


APPLES = [an_entry(number) for number in range(8)]
OTHERS = [an_entry(number, "adam") for number in range(8, 30)]


def is_apples(entry: Entry) -> bool:
    return entry.lesson == "apple-tax"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "record.sqlite3"
    with closing(open_record(path)) as record:
        for entry in (*APPLES, *OTHERS):
            record.append(entry)
    return path


def files(path: Path) -> set[str]:
    return {each.name for each in path.parent.iterdir()}


def test_what_is_to_go_is_gone_and_the_old_record_is_kept(path: Path) -> None:
    done = reset(path, is_apples)
    assert (done.gone, done.left) == (8, 22)
    assert list(Log(path)) == OTHERS
    assert list(Log(done.kept)) == [*APPLES, *OTHERS]
    with closing(open_record(path)) as record:
        assert set(record.places()) == {"adam"}
        assert record.check() is None
    with closing(open_record(done.kept)) as record:  # a whole record, to be used under its old name
        assert set(record.places()) == {"adam", "apple-tax"} and not isinstance(record, MemoryRecord)


def test_where_nothing_is_to_go_nothing_is_done(path: Path) -> None:
    before = (files(path), path.read_bytes())
    assert reset(path, lambda _: False).gone == 0
    assert (files(path), path.read_bytes()) == before


def test_everything(path: Path) -> None:
    done = reset(path, lambda _: True)
    assert (done.gone, done.left) == (30, 0)
    with closing(open_record(path)) as record:
        assert record.entries() == [] and record.notice is None
        assert record.append(APPLES[0]) is Saved.DISK


def test_two_resets_in_one_second_keep_two_records(path: Path) -> None:
    first, second = reset(path, is_apples), reset(path, lambda _: True)
    assert first.kept != second.kept
    assert (len(list(Log(first.kept))), len(list(Log(second.kept)))) == (30, 22)


def test_backups_bring_nothing_back(path: Path) -> None:
    assert back_up(path) and back_up(path, "-before-9")
    done = reset(path, is_apples)
    assert [list(Log(backup)) for backup in backups(path)] == [OTHERS]
    assert len(backups(done.kept)) == 2
    text = path.read_bytes()
    path.write_bytes(text.replace(b"answer <20>", b"answer <2\xff>"))
    with closing(open_record(path)) as record:
        notice = record.check()
        assert notice is not None and notice.code == "damaged-moved"
        assert record.entries() == OTHERS


def test_after_a_reset_of_everything_an_empty_file_is_no_damage(path: Path) -> None:
    back_up(path)
    reset(path, lambda _: True)
    path.write_bytes(b"")
    with closing(open_record(path)) as record:
        assert record.notice is None and record.entries() == []


def test_a_program_that_has_it_open_writes_on_into_the_new_record(path: Path) -> None:
    with closing(open_record(path)) as record:
        done = reset(path, is_apples)
        later = an_entry(40, "adam")
        assert record.append(later) is Saved.DISK and record.notice is None
        assert record.entries() == [*OTHERS, later]
    assert list(Log(path)) == [*OTHERS, later]
    assert list(Log(done.kept)) == [*APPLES, *OTHERS]


def test_what_is_written_meanwhile_is_not_lost(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program comes while the new record is being written: it has to wait, and then finds the new one."""
    later = an_entry(40, "adam")
    exchange = resetting.exchange
    with closing(sqlite3.connect(path, timeout=0)) as other:

        def meanwhile(*arguments: Path) -> None:
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
            exchange(*arguments)

        monkeypatch.setattr(resetting, "exchange", meanwhile)
        reset(path, is_apples)
    with closing(open_record(path)) as record:
        record.append(later)
    assert list(Log(path)) == [*OTHERS, later]


def test_a_backup_that_was_begun_before_does_not_bring_entries_back(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tutor.learner import backup

    synced = backup.sync

    def meanwhile(target: Path) -> None:
        monkeypatch.setattr(backup, "sync", synced)
        reset(path, is_apples)
        synced(target)

    monkeypatch.setattr(backup, "sync", meanwhile)
    assert back_up(path) is None
    assert [list(Log(each)) for each in backups(path)] == [OTHERS]


@pytest.mark.parametrize("step", ["exchange", "aside"])
def test_where_it_fails_all_is_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    back_up(path)
    before = (files(path), path.read_bytes())
    monkeypatch.setattr(resetting, step, full)
    with pytest.raises(OSError):
        reset(path, is_apples)
    assert (files(path), path.read_bytes()) == before


def test_another_program_that_holds_the_record(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tutor.learner import database

    monkeypatch.setattr(database, "PATIENCE", 50)
    before = path.read_bytes()
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError):
            reset(path, is_apples)
    assert path.read_bytes() == before
    assert files(path) == {"record.sqlite3"}
