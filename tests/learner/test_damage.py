import random
import sqlite3
from contextlib import closing

import pytest

from tutor.learner import database, salvage
from tutor.learner.backup import back_up
from tutor.learner.store import Entry, MemoryRecord, Saved, open_record


def an_entry(number, outcome="go"):
    return Entry(
        id=f"{number:032x}", at=f"2026-11-24T22:31:05.{number % 1000:03}Z", session="s", outcome=outcome,
        lesson=f"lesson-{number % 5}", step=str(number), answer=f"answer <{number}>",
    )  # fmt: skip


@pytest.fixture
def path(tmp_path):
    return tmp_path / "record.db"


def written(path, count, begin=0):
    """A record of `count` entries at `path`, quicker than one by one."""
    entries = [an_entry(number) for number in range(begin, begin + count)]
    connection = database.open_file(path)
    with closing(connection), database.transaction(connection):
        for entry in entries:
            database.add(connection, entry)
    return entries


def flip(path, position, bit=0):
    data = bytearray(path.read_bytes())
    data[position] ^= 1 << bit
    path.write_bytes(data)


def kept_files(path):
    return list(path.parent.glob("record.damaged-*.db"))


def test_a_flipped_bit_in_an_answer_is_noticed_and_the_others_are_read(path):
    entries = written(path, 300)
    flip(path, path.read_bytes().index(b"answer <123>"))
    with closing(open_record(path)) as record:
        assert record.entries() == [entry for entry in entries if entry.step != "123"]
        assert record.notice.code == "damaged-rows" and record.notice.count == 1
        assert record.append(an_entry(300)) is Saved.DISK


def test_text_that_is_no_longer_utf8_is_noticed_too(path):
    entries = written(path, 10)
    flip(path, path.read_bytes().index(b"answer <3>"), bit=7)
    with closing(open_record(path)) as record:
        assert record.entries() == entries[:3] + entries[4:]
        assert record.notice.count == 1


def test_check_mends_a_flipped_bit_from_the_backup(path):
    entries = written(path, 200)
    assert back_up(path)
    entries += written(path, 100, begin=200)
    flip(path, path.read_bytes().index(b"answer <123>"))
    damaged = path.read_bytes()
    with closing(open_record(path)) as record:
        record.append(an_entry(300))
        notice = record.check()
        assert (notice.code, notice.count, notice.path) == ("damaged-moved", 301, path)
        assert record.entries() == [*entries, an_entry(300)]
        assert notice.kept in kept_files(path) and notice.kept.stat().st_size >= len(damaged)
        assert b"answer <122>" in notice.kept.read_bytes()  # the flipped one, as it was found
        assert record.append(an_entry(301)) is Saved.DISK
    with closing(open_record(path)) as again:
        assert again.notice is None and len(again.entries()) == 302


def test_check_mends_places_that_do_not_follow_from_the_log(path):
    written(path, 10)
    with closing(open_record(path)) as record:
        right = record.places()
        record._connection.execute("UPDATE lessons SET step = 'elsewhere'")
        assert record.places() != right
        assert record.check() is None
        assert record.places() == right


@pytest.mark.parametrize("seed", range(40))
def test_any_flipped_bit_is_mended_from_the_backup(path, seed):
    entries = written(path, 150)
    assert back_up(path)
    random.seed(seed)
    flip(path, random.randrange(100, path.stat().st_size), random.randrange(8))  # not the header, see below
    with closing(open_record(path)) as record:
        assert set(record.entries()) <= set(entries)  # never a changed one
        record.check()
        assert record.entries() == entries
        right = record.places()
        record.rebuild()
        assert record.places() == right
        assert record.append(an_entry(150)) is Saved.DISK


@pytest.mark.parametrize("seed", range(20))
def test_rubbish_strewn_over_the_file_costs_nothing_that_is_in_the_backup(path, seed):
    # Also over the tables' names, which SQLite then quotes in errors that can't be decoded.
    entries = written(path, 150)
    assert back_up(path)
    random.seed(seed)
    data = bytearray(path.read_bytes())
    for _ in range(200):
        data[random.randrange(100, len(data))] = random.randrange(256)
    path.write_bytes(data)
    with closing(open_record(path)) as record:
        assert set(record.entries()) <= set(entries)
        assert record.check().code == "damaged-moved"
        assert record.entries() == entries
        assert record.append(an_entry(150)) is Saved.DISK


def test_an_impossible_file_format_is_damage(path):
    entries = written(path, 5)
    flip(path, 47, bit=6)
    with closing(open_record(path)) as record:
        assert record.entries() == entries and record.notice.code == "damaged-moved"


@pytest.mark.parametrize("seed", range(20))
def test_a_page_of_rubbish_costs_only_what_was_on_it(path, seed):
    entries = written(path, 1000)
    random.seed(seed)
    data = bytearray(path.read_bytes())
    page = random.randrange(1, len(data) // 4096) * 4096
    data[page : page + 4096] = random.randbytes(4096)
    path.write_bytes(data)
    with closing(open_record(path)) as record:
        record.check()
        left = record.entries()
        assert set(left) <= set(entries)
        # The second page is the table's root: it may take all with it; that is what backups are for.
        assert len(left) > 950 or page == 4096
        assert kept_files(path)


def test_a_file_of_rubbish_is_kept_and_the_backup_put_in_its_place(path):
    entries = written(path, 50)
    assert back_up(path)
    path.write_bytes(b"rubbish, not a database\n" * 1000)
    with closing(open_record(path)) as record:
        assert record.notice.code == "damaged-moved" and record.notice.count == 50
        assert record.notice.kept.read_bytes() == b"rubbish, not a database\n" * 1000
        assert record.entries() == entries
        assert record.append(an_entry(50)) is Saved.DISK
    assert sorted(each.name[:14] for each in path.parent.iterdir()) == [
        "record.damaged",
        "record.db",
        "record.db.back",
    ]


def test_rubbish_without_a_backup_leaves_an_empty_record_and_the_file(path):
    path.write_bytes(b"rubbish" * 100)
    with closing(open_record(path)) as record:
        assert record.entries() == [] and record.notice.code == "damaged-moved" and record.notice.count == 0
        assert record.append(an_entry(0)) is Saved.DISK
    path.write_bytes(b"more of it" * 100)
    with closing(open_record(path)) as record:
        assert record.notice.kept in kept_files(path)
    assert len(kept_files(path)) == 2  # in the same second, under two names


def test_a_spoilt_header_costs_nothing(path):
    entries = written(path, 500)
    data = bytearray(path.read_bytes())
    data[:100] = bytes(100)
    path.write_bytes(data)
    with closing(open_record(path)) as record:
        assert record.entries() == entries and record.notice.code == "damaged-moved"


def test_a_file_cut_off_gives_what_is_left_of_it_and_the_backup(path):
    entries = written(path, 1000)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 3 // 4])
    with closing(open_record(path)) as record:
        left = record.entries()
        assert 500 < len(left) < 1000 and set(left) <= set(entries)
        assert record.notice.code == "damaged-moved" and record.notice.count == len(left)


def test_a_file_cut_down_to_nothing_is_not_taken_for_a_new_one(path):
    entries = written(path, 20)
    assert back_up(path)
    path.write_bytes(b"")
    with closing(open_record(path)) as record:
        assert record.entries() == entries and record.notice.code == "damaged-moved"


def test_damage_met_while_writing_is_mended_and_the_entry_saved(path):
    entries = written(path, 300)
    record = open_record(path)
    with closing(record):
        data = bytearray(path.read_bytes())
        data[:100] = bytes(100)
        with path.open("r+b") as file:
            file.write(data)
        assert record.append(an_entry(300)) is Saved.DISK
        assert record.notice.code == "damaged-moved"
        assert record.entries() == [*entries, an_entry(300)]


def test_a_program_goes_on_in_the_new_file_when_another_mended_it(path):
    entries = written(path, 50)
    with closing(open_record(path)) as one, closing(open_record(path)) as other:
        flip(path, path.read_bytes().index(b"answer <20>"))
        assert other.check().code == "damaged-moved"
        assert one.append(an_entry(50)) is Saved.DISK
        assert other.entries() == one.entries() == [*entries[:20], *entries[21:], an_entry(50)]


def test_a_journal_never_comes_beside_another_file_than_its_own(path):
    # Through the front door SQLite rolls a journal back first, so this is another program's, just begun.
    written(path, 10)
    fresh = path.with_name("fresh")
    entries = written(fresh, 20)
    journal = path.with_name("record.db-journal")
    journal.write_bytes(b"of the damaged file")
    kept = path.with_name("kept.db")
    salvage.exchange(path, fresh, kept)
    assert not journal.exists()
    assert kept.with_name(f"{kept.name}-journal").read_bytes() == b"of the damaged file"
    with closing(open_record(path)) as record:
        assert record.entries() == entries


def test_without_hard_links_the_file_is_kept_all_the_same(path, monkeypatch):
    def no_links(*_):
        raise PermissionError("no links here")

    monkeypatch.setattr(salvage.os, "link", no_links)
    path.write_bytes(b"rubbish")
    with closing(open_record(path)) as record:
        assert record.notice.kept.read_bytes() == b"rubbish"
        assert record.append(an_entry(0)) is Saved.DISK


def test_there_is_no_moment_without_a_record(path, monkeypatch):
    def crash(*_):
        raise KeyboardInterrupt

    path.write_bytes(b"rubbish")
    monkeypatch.setattr(salvage.Path, "replace", crash)
    with pytest.raises(KeyboardInterrupt):
        open_record(path)
    assert path.read_bytes() == b"rubbish"


def test_of_two_programs_that_find_damage_at_once_one_mends_it(path, monkeypatch):
    path.write_bytes(b"rubbish")
    slow = salvage.salvage

    def overtaken(*where):
        monkeypatch.setattr(salvage, "salvage", slow)
        with closing(open_record(path)) as other:
            other.append(an_entry(0))
        return slow(*where)

    monkeypatch.setattr(salvage, "salvage", overtaken)
    with closing(open_record(path)) as record:
        assert record.entries() == [an_entry(0)]
    assert len(kept_files(path)) == 1


def test_no_room_to_mend_leaves_the_file_as_it_is(path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    path.write_bytes(b"rubbish")
    monkeypatch.setattr(salvage.shutil, "copyfile", full)
    with closing(open_record(path)) as record:
        assert isinstance(record, MemoryRecord) and record.notice.code == "disk-full"
    assert [each.name for each in path.parent.iterdir()] == ["record.db"]
    assert path.read_bytes() == b"rubbish"


def test_damage_that_can_not_be_mended_is_told_and_learning_goes_on(path, monkeypatch):
    entries = written(path, 30)
    flip(path, path.read_bytes().index(b"answer <7>"))

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(salvage.shutil, "copyfile", full)
    with closing(open_record(path)) as record:
        assert record.check().code == "damaged-rows"
        assert record.append(an_entry(30)) is Saved.DISK
        assert record.entries() == [*entries[:7], *entries[8:], an_entry(30)]
    assert not kept_files(path)


def test_an_old_sqlite_does_not_take_strict_tables_for_damage(monkeypatch):
    error = sqlite3.DatabaseError('malformed database schema (attempts) - near "STRICT": syntax error')
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT  # type: ignore[misc]
    assert database.is_damage(error)
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 31, 1))
    assert not database.is_damage(error)
