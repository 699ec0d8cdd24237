"""Files, folders and disks that the record can't use: one notice, the file left alone, learning goes on."""

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tutor.learner import database
from tutor.learner.backup import backups
from tutor.learner.store import Entry, MemoryRecord, Saved, open_record

NOBODY = 65534


def an_entry(number=0):
    return Entry.now(session="s", lesson="l", step=str(number), outcome="go")


@pytest.fixture
def folder():
    """A folder that an unprivileged user can reach, which pytest's own are not."""
    path = Path(tempfile.mkdtemp())
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@contextmanager
def unprivileged(*paths):
    """As somebody whom rights stop: root, as whom tests may run, may write anything."""
    if not hasattr(os, "setresuid"):
        pytest.skip("rights work otherwise here")
    if os.geteuid():
        yield
        return
    for path in paths:
        os.chown(path, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


def goes_on_in_memory(record, code, known=()):
    assert isinstance(record, MemoryRecord)
    assert record.notice.code == code and record.notice.path
    assert record.entries() == list(known)
    entry = an_entry(99)
    assert record.append(entry) is Saved.MEMORY
    assert record.entries() == [*known, entry] and record.places()["l"].step == "99"
    assert record.unsaved == 1
    record.close()


def a_record(path):
    entries = [an_entry(number) for number in range(3)]
    with closing(open_record(path)) as record:
        for entry in entries:
            assert record.append(entry) is Saved.DISK
    return entries


def test_a_read_only_file_shows_the_progress_that_is_in_it(folder):
    path = folder / "record.db"
    entries = a_record(path)
    path.chmod(0o444)
    before = path.read_bytes()
    with unprivileged(folder):
        record = open_record(path)
    goes_on_in_memory(record, "read-only", entries)
    assert path.read_bytes() == before


def test_a_read_only_folder_shows_the_progress_that_is_in_it(folder):
    path = folder / "record.db"
    entries = a_record(path)
    path.chmod(0o666)
    folder.chmod(0o555)
    with unprivileged():
        record = open_record(path)
    goes_on_in_memory(record, "read-only", entries)
    assert [each.name for each in folder.iterdir()] == ["record.db"]


def test_a_read_only_folder_with_a_journal_left_by_a_crash_still_shows_progress(folder):
    path = folder / "record.db"
    entries = a_record(path)
    # A transaction that a crash stopped: file half written, journal there.
    with closing(sqlite3.connect(path, isolation_level=None)) as crashing:
        crashing.execute("PRAGMA cache_size = 1")
        crashing.execute("BEGIN IMMEDIATE")
        crashing.execute("PRAGMA cache_spill = 1")
        crashing.execute("CREATE TABLE rubbish (a)")
        crashing.executemany("INSERT INTO rubbish VALUES (?)", [("x" * 3000,)] * 50)
        copies = {each.name: each.read_bytes() for each in folder.iterdir()}
        assert len(copies) == 2
    for name, data in copies.items():
        (folder / name).write_bytes(data)
        (folder / name).chmod(0o444)
    folder.chmod(0o555)
    with unprivileged():
        record = open_record(path)
    goes_on_in_memory(record, "read-only", entries)
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == copies


def test_a_new_record_in_a_read_only_folder(folder):
    folder.chmod(0o555)
    with unprivileged():
        record = open_record(folder / "record.db")
        deeper = open_record(folder / "data" / "record.db")
    goes_on_in_memory(record, "read-only")
    goes_on_in_memory(deeper, "read-only")


def test_a_file_that_can_not_be_read(folder):
    path = folder / "record.db"
    a_record(path)
    path.chmod(0)
    with unprivileged():
        record = open_record(path)
    goes_on_in_memory(record, "cannot-open")


def test_a_folder_that_can_not_be_entered(folder):
    inner = folder / "closed"
    inner.mkdir(mode=0)
    with unprivileged():
        record = open_record(inner / "record.db")
    goes_on_in_memory(record, "read-only")


def test_damage_in_a_read_only_folder_shows_what_is_left(folder):
    path = folder / "record.db"
    entries = a_record(path)
    data = bytearray(path.read_bytes())
    data[data.index(b"attempts_no_update")] ^= 0x80
    data[24:28] = bytes(4)
    path.write_bytes(data[: 4096 * 4])  # cut off: SQLite won't read it
    folder.chmod(0o555)
    with unprivileged():
        record = open_record(path)
    assert record.notice.code == "read-only"
    assert set(record.entries()) <= set(entries)
    assert path.read_bytes() == data[: 4096 * 4]


def test_a_folder_whose_parent_is_a_file(tmp_path):
    (tmp_path / "file").write_text("a file")
    goes_on_in_memory(open_record(tmp_path / "file" / "record.db"), "not-a-folder")
    goes_on_in_memory(open_record(tmp_path / "file" / "deeper" / "record.db"), "not-a-folder")
    assert (tmp_path / "file").read_text() == "a file"


def test_a_folder_in_the_files_place(tmp_path):
    (tmp_path / "record.db").mkdir()
    goes_on_in_memory(open_record(tmp_path / "record.db"), "cannot-open")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_in_the_files_place_does_not_make_it_wait_for_ever(tmp_path):
    os.mkfifo(tmp_path / "record.db")
    goes_on_in_memory(open_record(tmp_path / "record.db"), "cannot-open")


def test_names_that_can_not_be(tmp_path):
    goes_on_in_memory(open_record(tmp_path / ("x" * 300) / "record.db"), "cannot-open")
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    record = open_record(tmp_path / "circle" / "record.db")
    assert isinstance(record, MemoryRecord) and record.notice


def test_a_newer_file_is_read_and_left_alone(tmp_path):
    path = tmp_path / "record.db"
    entries = a_record(path)
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("ALTER TABLE attempts ADD COLUMN mood TEXT")
        newer.execute(f"PRAGMA user_version = {len(database.MIGRATIONS) + 1}")
        newer.execute("DROP TRIGGER attempts_no_update")
        newer.execute("UPDATE attempts SET checksum = 'over one field more'")
        newer.commit()
    before = path.read_bytes()
    goes_on_in_memory(open_record(path), "newer-version", entries)
    assert path.read_bytes() == before and len(list(tmp_path.iterdir())) == 1


def test_a_newer_file_that_is_laid_out_otherwise_is_left_alone(tmp_path):
    path = tmp_path / "record.db"
    a_record(path)
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("ALTER TABLE attempts RENAME TO events")
        newer.execute(f"PRAGMA user_version = {len(database.MIGRATIONS) + 1}")
    before = path.read_bytes()
    goes_on_in_memory(open_record(path), "newer-version")
    assert path.read_bytes() == before and len(list(tmp_path.iterdir())) == 1


def test_another_programs_database_is_left_alone(tmp_path):
    path = tmp_path / "record.db"
    with closing(sqlite3.connect(path)) as foreign:
        foreign.execute("CREATE TABLE attempts (tune TEXT)")
        foreign.execute("PRAGMA application_id = 1196444487")
    before = path.read_bytes()
    goes_on_in_memory(open_record(path), "foreign-file")
    assert path.read_bytes() == before and len(list(tmp_path.iterdir())) == 1


def test_a_database_without_a_name_of_its_own_is_foreign_too(tmp_path):
    path = tmp_path / "record.db"
    with closing(sqlite3.connect(path)) as foreign:
        foreign.execute("CREATE TABLE notes (text)")
    goes_on_in_memory(open_record(path), "foreign-file")


def test_a_link_stays_a_link(tmp_path):
    real = tmp_path / "real.db"
    (tmp_path / "record.db").symlink_to(real)
    real.write_bytes(b"rubbish")
    with closing(open_record(tmp_path / "record.db")) as record:
        assert record.notice.code == "damaged-moved"
        assert record.append(an_entry()) is Saved.DISK
    assert (tmp_path / "record.db").is_symlink() and real.stat().st_size > 4096


def test_names_with_signs_that_mean_something_in_an_address_or_a_pattern(tmp_path):
    path = tmp_path / "a b#?%41[x]*" / "re?cord[1]#.db"
    entries = a_record(path)
    with closing(open_record(path)) as record:
        record.check()
        assert record.entries() == entries
    assert len(backups(path)) == 1 and len(list(path.parent.iterdir())) == 2
