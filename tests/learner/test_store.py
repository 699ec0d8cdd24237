import sqlite3
import stat
import subprocess
import sys
import threading
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.learner import database, store
from tutor.learner.backup import back_up, backups
from tutor.learner.store import Entry, MemoryRecord, Place, Saved, SqliteRecord, open_record


def an_entry(lesson="apple-tax", step="pay", outcome="right", **what):
    return Entry.now(session="s", lesson=lesson, step=step, outcome=outcome, **what)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "record.db"


@pytest.fixture
def record(path):
    with closing(open_record(path)) as record:
        assert isinstance(record, SqliteRecord)
        yield record


def test_what_was_appended_is_there_after_opening_again(path, record):
    entries = [
        an_entry(answer="2.2", skill="chain-rule", item="apple-tax/pay~1", hints=2, milliseconds=4200),
        an_entry(answer="3,1원 🍎\0[/]", outcome="wrong", mistakes=("added-along-path", "forgot-tax")),
        an_entry(lesson="", outcome="skip"),
    ]
    assert [record.append(entry) for entry in entries] == [Saved.DISK] * 3
    assert record.entries() == entries and record.unsaved == 0 and record.notice is None
    record.close()
    with closing(open_record(path)) as again:
        assert again.entries() == entries
        assert again.entries("apple-tax") == entries[:2]
        assert again.entries("never-begun") == []


def test_the_same_id_twice_is_one_entry(record):
    entry = an_entry(answer="1")
    record.append(entry)
    assert record.append(replace(entry, answer="2")) is Saved.DISK
    assert record.entries() == [entry]


def test_an_arrival_told_twice_does_not_take_the_learner_back(record):
    first, second = an_entry(step="one", outcome="go"), an_entry(step="two", outcome="go")
    for entry in (first, second, first):
        record.append(entry)
    assert record.places()["apple-tax"].step == "two"


def test_an_entry_that_waits_although_it_was_saved_is_there_once(record):
    # So it is after a COMMIT that did its work and then reported an error.
    entry = an_entry()
    record.append(entry)
    record._connection.execute("PRAGMA query_only = ON")
    assert record.append(entry) is Saved.QUEUED
    assert record.entries() == [entry]
    record._connection.execute("PRAGMA query_only = OFF")


def test_opening_makes_the_folder_for_this_user_only_and_importing_makes_nothing(tmp_path):
    path = tmp_path / "new" / "record.db"
    subprocess.run([sys.executable, "-c", "import tutor.learner.store"], env={"HOME": str(tmp_path)}, check=True)
    assert not list(tmp_path.iterdir())
    open_record(path).close()
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_file_is_made_to_outlive_a_power_cut(path, record):
    connection = record._connection
    assert connection.execute("PRAGMA synchronous").fetchone() == (3,)  # EXTRA
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert path.read_bytes()[68:72] == b"bptu"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE attempts SET answer = '2.2'",
        "DELETE FROM attempts",
        "INSERT OR REPLACE INTO attempts SELECT * FROM attempts",
        "REPLACE INTO attempts SELECT number + 1, id, at, offset, session, lesson, step, skill, item, 'x', outcome,"
        " mistakes, hints, milliseconds, version, checksum FROM attempts",
    ],
)
def test_the_log_can_only_grow(path, record, statement):
    entry = an_entry(answer="3.1")
    record.append(entry)
    with closing(sqlite3.connect(path)) as stranger:
        if "REPLACE" in statement:
            stranger.execute(statement)
        else:
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                stranger.execute(statement)
        stranger.commit()
    assert record.entries() == [entry] and record.notice is None


def test_places(record):
    assert record.places() == {}
    record.append(an_entry(outcome="right"))
    assert record.places() == {}  # an answer is no arrival
    for step, outcome in [("pay", "go"), ("gradient", "go"), ("gradient", "wrong")]:
        last = an_entry(step=step, outcome=outcome)
        record.append(last)
    assert record.places()["apple-tax"].step == "gradient"
    assert not record.places()["apple-tax"].done
    record.append(an_entry(step="", outcome="done"))
    assert record.places()["apple-tax"].done and record.places()["apple-tax"].step == "gradient"
    restart = an_entry(step="", outcome="restart")
    record.append(restart)
    assert record.places() == {"apple-tax": Place("apple-tax", "", True, restart.at)}


log = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", ""]),
        st.sampled_from(["one", "two", "three"]),
        st.sampled_from(["go", "go", "done", "restart", "right"]),
    ),
    max_size=15,
)


@settings(max_examples=40, deadline=None)
@given(log)
def test_places_are_what_the_log_says_kept_or_rebuilt(tmp_path_factory, events):
    record = open_record(tmp_path_factory.mktemp("places") / "record.db")
    memory = MemoryRecord()
    expected = {}
    with closing(record):
        for lesson, step, outcome in events:
            entry = an_entry(lesson, step, outcome)
            record.append(entry)
            memory.append(entry)
        for lesson in {lesson for lesson, *_ in events} - {""}:
            own = [(step, outcome) for name, step, outcome in events if name == lesson]
            if all(outcome == "right" for _, outcome in own):
                continue
            arrivals = ["" if outcome == "restart" else step for step, outcome in own if outcome in ("go", "restart")]
            expected[lesson] = ((arrivals or [""])[-1], "done" in [outcome for _, outcome in own])
        kept = record.places()
        assert {name: (place.step, place.done) for name, place in kept.items()} == expected
        assert memory.places() == kept
        record._connection.execute("UPDATE lessons SET step = 'lost', done = 1 - done")
        assert not kept or record.places() != kept
        record.rebuild()
        assert record.places() == kept


def test_it_may_be_used_from_any_thread(record):
    def write(name):
        for number in range(20):
            record.append(an_entry(lesson=name, step=str(number), outcome="go"))
            record.places()

    threads = [threading.Thread(target=write, args=(f"lesson-{each}",)) for each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(record.entries()) == 80
    assert {place.step for place in record.places().values()} == {"19"}


def test_two_programs_share_a_file(path, record):
    with closing(open_record(path)) as other:
        for number in range(10):
            (record, other)[number % 2].append(an_entry(step=str(number), outcome="go"))
        assert [entry.step for entry in record.entries()] == [str(number) for number in range(10)]
        assert record.places() == other.places()
        assert record.places()["apple-tax"].step == "9"


def test_a_busy_file_queues_and_the_next_append_saves_both_in_order(path, record, monkeypatch):
    monkeypatch.setattr(store, "PATIENCE", 50)
    entries = [an_entry(step=str(number), outcome="go") for number in range(3)]
    record.append(entries[0])
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert record.append(entries[1]) is Saved.QUEUED
        assert record.notice.code == "busy" and record.unsaved == 1
        assert record.entries() == entries[:2] and record.places()["apple-tax"].step == "1"
        other.execute("ROLLBACK")
    assert record.append(entries[2]) is Saved.DISK
    assert record.notice is None and record.unsaved == 0
    assert record.entries() == entries


def test_a_file_that_is_busy_while_opening_is_used_as_soon_as_it_is_free(path, monkeypatch):
    first = an_entry(step="first")
    with closing(open_record(path)) as record:
        record.append(first)
    monkeypatch.setattr(database, "PATIENCE", 50)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        record = open_record(path)
        waiting = an_entry(step="second")
        monkeypatch.setattr(store, "PATIENCE", 50)
        assert record.append(waiting) is Saved.QUEUED and record.notice.code == "busy"
        assert record.entries() == [waiting]
        other.execute("ROLLBACK")
    assert record.entries() == [first, waiting]
    record.close()
    assert record.unsaved == 0
    with closing(open_record(path)) as again:
        assert again.entries() == [first, waiting]


def test_a_full_disk_queues_and_loses_nothing(path, record):
    before = an_entry(outcome="go", step="before")
    record.append(before)
    connection = record._connection
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    tried, results = [before], []
    while Saved.QUEUED not in results:
        tried.append(an_entry(outcome="go", step=str(len(tried)), answer="7" * 200))
        results.append(record.append(tried[-1]))
        assert len(tried) < 100
    tried.append(an_entry(outcome="done"))
    assert record.append(tried[-1]) is Saved.QUEUED
    assert record.notice.code == "disk-full" and record.unsaved == 2
    assert record.entries() == tried and record.places()["apple-tax"].done
    connection.execute("PRAGMA max_page_count = 1000")
    tried.append(an_entry())
    assert record.append(tried[-1]) is Saved.DISK
    assert record.notice is None and record.entries() == tried


def test_closing_saves_what_waits(path, record):
    record._connection.execute("PRAGMA query_only = ON")
    entry = an_entry()
    assert record.append(entry) is Saved.QUEUED
    record._connection.execute("PRAGMA query_only = OFF")
    record.close()
    assert record.unsaved == 0
    with closing(open_record(path)) as again:
        assert again.entries() == [entry]


def test_a_closed_record_says_so(record):
    record.close()
    record.close()
    for use in (lambda: record.append(an_entry()), record.entries, record.places):
        with pytest.raises(ValueError, match="closed"):
            use()
    assert not record.check_due and record.check() is None


def test_a_file_deleted_under_the_program_is_made_anew(path, record):
    record.append(an_entry())
    path.unlink()
    entry = an_entry(step="after")
    assert record.append(entry) is Saved.DISK
    with closing(open_record(path)) as other:
        assert other.entries() == [entry]


def test_a_day_of_use_makes_one_backup_and_the_newest_three_are_kept(path, record):
    assert not record.check_due  # nothing there yet
    record.append(an_entry())
    for day in ("20200101", "20200102", "20200103"):
        path.with_name(f"record.db.backup-{day}").touch()
    path.with_name("record.db.backup-20200104.77.part").touch()  # of a killed program
    assert record.check_due
    assert record.check() is None
    assert not record.check_due
    assert [each.name[-8:] for each in backups(path)[1:]] == ["20200103", "20200102"]
    assert not list(path.parent.glob("*.part*"))
    with closing(open_record(backups(path)[0])) as copy:
        assert copy.entries() == record.entries()
    before = backups(path)[0].read_bytes()
    record.append(an_entry())
    record.check()
    assert backups(path)[0].read_bytes() == before  # once a day


def test_a_backup_that_can_not_be_made_is_none(path, record):
    record.append(an_entry())
    path.with_name(path.name + ".backup-20200101").touch()
    target = back_up(path)
    target.unlink()
    target.mkdir()  # a folder where the backup is to be
    (target / "x").touch()
    assert back_up(path) is None
    assert sorted(each.name for each in path.parent.iterdir())[:2] == ["record.db", "record.db.backup-20200101"]


def test_a_migration_backs_up_first_and_keeps_the_log(path, record, monkeypatch):
    entries = [an_entry(step=str(number)) for number in range(3)]
    for entry in entries:
        record.append(entry)
    record.close()
    monkeypatch.setattr(database, "MIGRATIONS", [*database.MIGRATIONS, ["ALTER TABLE lessons ADD COLUMN best INTEGER"]])
    with closing(open_record(path)) as newer:
        assert newer.entries() == entries
        assert newer._connection.execute("PRAGMA user_version").fetchone() == (len(database.MIGRATIONS),)
        newer._connection.execute("SELECT best FROM lessons")
    (backup,) = backups(path)
    with closing(sqlite3.connect(backup)) as before:
        assert before.execute("PRAGMA user_version").fetchone() == (len(database.MIGRATIONS) - 1,)
        assert before.execute("SELECT count(*) FROM attempts").fetchone() == (3,)


def test_a_migration_that_fails_changes_nothing(path, record, monkeypatch):
    record.append(an_entry())
    record.close()
    before = path.read_bytes()
    monkeypatch.setattr(
        database, "MIGRATIONS", [*database.MIGRATIONS, ["DROP TABLE lessons", "INSERT INTO attempts VALUES (1)"]]
    )
    with closing(open_record(path)) as newer:
        assert isinstance(newer, MemoryRecord) and newer.notice.code == "disk-error"
        assert len(newer.entries()) == 1
    assert path.read_bytes() == before


def test_a_record_in_memory_knows_what_was_added():
    record = MemoryRecord()
    entry = an_entry(outcome="go")
    assert record.append(entry) is Saved.MEMORY and record.append(entry) is Saved.MEMORY
    assert record.entries() == [entry] and record.entries("other") == []
    assert record.unsaved == 1 and not record.check_due and record.check() is None
    record.close()


WRITER = """
import sys
from pathlib import Path
from tutor.learner.store import Entry, Saved, open_record
record = open_record(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    entry = Entry.now(session=sys.argv[2], lesson="l", step=str(number), outcome="go")
    if record.append(entry) is Saved.DISK:
        print(entry.id, flush=True)
record.close()
"""


def writer(path, name, count=10**9):
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), name, str(count)], stdout=subprocess.PIPE, text=True
    )


def killed_again_and_again(path: Path, kills: int, at_once: int) -> tuple[set[str], int]:
    acknowledged: set[str] = set()
    for kill in range(kills):
        running = [writer(path, f"{kill}-{each}") for each in range(at_once)]
        for process in running:  # under way
            acknowledged.add(process.stdout.readline().strip())
        time.sleep(0.003 * (kill % 17))
        for process in running:
            process.kill()
            acknowledged |= {line.strip() for line in process.communicate()[0].splitlines(True) if line.endswith("\n")}
    with closing(open_record(path)) as record:
        kept = {entry.id for entry in record.entries()}
        assert record.check() is None
        places = record.places()
        record.rebuild()
        assert record.places() == places
    return acknowledged - kept, len(acknowledged)


def test_killed_programs_lose_no_acknowledged_entry(path):
    lost, acknowledged = killed_again_and_again(path, kills=30, at_once=1)
    assert not lost and acknowledged >= 30


@pytest.mark.slow
def test_many_killed_pairs_of_programs_lose_no_acknowledged_entry(path):
    lost, acknowledged = killed_again_and_again(path, kills=60, at_once=2)
    assert not lost and acknowledged >= 120


def test_two_writing_programs_lose_nothing(path):
    running = [writer(path, name, 100) for name in ("one", "two")]
    acknowledged = [line for process in running for line in process.communicate(timeout=60)[0].split()]
    assert len(acknowledged) == 200
    with closing(open_record(path)) as record:
        entries = record.entries()
        assert sorted(entry.id for entry in entries) == sorted(acknowledged)
        for name in ("one", "two"):  # each in its own order
            assert [entry.step for entry in entries if entry.session == name] == [str(n) for n in range(100)]
