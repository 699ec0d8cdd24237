"""`bptutor export` and `import`: a record goes to another machine and comes back, and nothing is overwritten."""

import json
import os
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tutor import paths
from tutor.learner import database
from tutor.learner.entry import Entry
from tutor.learner.kept import Kept, Shelf
from tutor.learner.settings import Settings
from tutor.learner.store import open_record

from .calling import Run

ENTRIES = [
    Entry.now(session="s", outcome="go", lesson="apple-tax", step="pay"),
    Entry.now(session="s", outcome="wrong", lesson="apple-tax", step="pay", answer="3.1", mistakes=("added-path",)),
]
KEPT = Kept("x*y", {"x": 1.5}, "x*y")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "mine.json"


def fill(data: Path, *entries: Entry) -> None:
    with closing(open_record(paths.record(data))) as record:
        for entry in entries or ENTRIES:
            record.append(entry)


def held(data: Path) -> list[Entry]:
    with closing(open_record(paths.record(data))) as record:
        return record.entries()


def test_a_record_goes_to_another_machine(bptutor: Run, data: Path, file: Path, tmp_path: Path) -> None:
    fill(data)
    Shelf(paths.kept(data)).keep(KEPT)
    Settings(paths.settings(data)).set("daily_goal", 25)
    Settings(paths.settings(data)).set("theme", "nord")
    assert bptutor("export", str(file)) == (0, f"{file}: 2 entries, 1 kept expression\n", "")
    other = tmp_path / "other"
    said = "2 entries are new, 0 were there already.\n1 kept expression is new.\nDaily goal: 25 questions.\n"
    assert bptutor("--data", str(other), "import", str(file)) == (0, said, "")
    assert held(other) == ENTRIES and Shelf(paths.kept(other)).entries() == (KEPT,)
    assert (Settings(paths.settings(other)).daily_goal, Settings(paths.settings(other)).get("theme")) == (25, "")
    again = bptutor("--data", str(other), "import", str(file))
    assert again == (0, "0 entries are new, 2 were there already.\n", "")
    assert held(other) == ENTRIES


def test_our_own_goal_stays(bptutor: Run, data: Path, file: Path) -> None:
    fill(data)
    Settings(paths.settings(data)).set("daily_goal", 25)
    bptutor("export", str(file))
    Settings(paths.settings(data)).set("daily_goal", 5)
    assert "goal" not in bptutor("import", str(file)).out
    assert Settings(paths.settings(data)).daily_goal == 5


def test_in_korean(bptutor: Run, data: Path, file: Path) -> None:
    fill(data)
    assert bptutor("--lang", "ko", "export", str(file)).out == f"{file}: 기록 2건\n"
    assert "기록 0건" in bptutor("--lang", "ko", "import", str(file)).out
    file.write_text(file.read_text()[:-20])
    done = bptutor("--lang", "ko", "import", str(file))
    assert done.status == 1 and "끝" in done.err and done.err.count("\n") == 1


def test_through_a_pipe(bptutor: Run, data: Path, tmp_path: Path) -> None:
    fill(data)
    done = bptutor("export", "-")
    assert done.status == 0 and done.err == ""
    assert len(json.loads(done.out)["entries"]) == 2
    other = str(tmp_path / "other")
    assert bptutor("--data", other, "import", "-", typed=done.out).out.startswith("2 entries are new")


def test_a_named_pipe_is_read_and_written(bptutor: Run, data: Path, tmp_path: Path) -> None:
    fill(data)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()))
    reader.start()
    assert bptutor("export", str(pipe)).status == 0
    reader.join(10)
    assert len(json.loads(read[0])["entries"]) == 2
    writer = threading.Thread(target=lambda: pipe.write_text(read[0]))
    writer.start()
    assert bptutor("--data", str(tmp_path / "other"), "import", str(pipe)).status == 0
    writer.join(10)


# --- exporting -----------------------------------------------------------------------------------------------


def test_another_file_is_not_overwritten_without_a_word(bptutor: Run, data: Path, file: Path) -> None:
    fill(data)
    file.write_text("a letter")
    done = bptutor("export", str(file))
    assert (done.status, done.out) == (1, "") and "--force" in done.err
    assert file.read_text() == "a letter"
    assert bptutor("export", "--force", str(file)).status == 0
    assert len(json.loads(file.read_text())["entries"]) == 2


def test_a_link_stays_a_link(bptutor: Run, data: Path, file: Path, tmp_path: Path) -> None:
    fill(data)
    link = tmp_path / "link.json"
    file.write_text("old")
    link.symlink_to(file)
    assert bptutor("export", str(link), "--force").status == 0
    assert link.is_symlink() and json.loads(file.read_text())


@pytest.mark.parametrize("own", ["record.sqlite3", "playground.json", "settings.toml"])
def test_the_record_itself_is_never_written_over(bptutor: Run, data: Path, own: str) -> None:
    fill(data)
    Shelf(paths.kept(data)).keep(KEPT)
    Settings(paths.settings(data)).set("theme", "nord")
    before = (data / own).read_bytes()
    assert bptutor("export", str(data / own), "--force").status == 2
    assert (data / own).read_bytes() == before


def test_a_folder_or_none(bptutor: Run, data: Path, tmp_path: Path) -> None:
    fill(data)
    assert bptutor("export", str(tmp_path)).status == 2
    done = bptutor("export", str(tmp_path / "none" / "x.json"))
    assert done.status == 1 and "there is no folder" in done.err
    assert not (tmp_path / "none").exists()


def test_without_a_record_nothing_is_written(bptutor: Run, data: Path, file: Path) -> None:
    done = bptutor("export", str(file))
    assert done.status == 1 and "there is no record yet" in done.err
    assert not file.exists() and not data.exists()


def test_what_is_kept_alone_can_be_exported(bptutor: Run, data: Path, file: Path) -> None:
    Shelf(paths.kept(data)).keep(KEPT)
    assert bptutor("export", str(file)).out == f"{file}: 0 entries, 1 kept expression\n"
    assert not paths.record(data).exists()


def test_a_full_disk_leaves_the_old_export(
    bptutor: Run, data: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(data)
    file.write_text("the old one")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    done = bptutor("export", str(file), "--force")
    assert done.status == 1 and "No space left" in done.err
    assert file.read_text() == "the old one" and list(file.parent.glob(".*")) == []


def test_damaged_entries_are_told(bptutor: Run, data: Path, file: Path) -> None:
    fill(data)
    with closing(sqlite3.connect(paths.record(data))) as connection, connection:
        connection.execute("DROP TRIGGER attempts_no_update")
        connection.execute("UPDATE attempts SET answer = '2.2' WHERE answer = '3.1'")
    done = bptutor("export", str(file))
    assert done.status == 1 and "1 entry is damaged and is left out" in done.err
    assert len(json.loads(file.read_text())["entries"]) == 1


def test_a_file_of_another_program_in_its_place(bptutor: Run, data: Path, file: Path) -> None:
    data.mkdir()
    with closing(sqlite3.connect(paths.record(data))) as connection, connection:
        connection.execute("CREATE TABLE x (y)")
    done = bptutor("export", str(file))
    assert done.status == 1 and "another program" in done.err and not file.exists()
    file.write_text('{"bptutor": "record", "schema": 1, "entries": []}')
    assert bptutor("import", str(file)).status == 1


@pytest.mark.parametrize("command", [("export", "FILE"), ("export", "-"), ("reset", "everything", "--yes")])
def test_while_another_program_holds_the_record_it_is_not_taken_for_empty(
    bptutor: Run, data: Path, file: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    fill(data)
    monkeypatch.setattr(database, "PATIENCE", 20)
    with closing(sqlite3.connect(paths.record(data))) as other:
        other.execute("BEGIN EXCLUSIVE")
        done = bptutor(*(str(file) if part == "FILE" else part for part in command))
    assert (done.status, done.out) == (1, "") and "try again in a moment" in done.err and done.err.count("\n") == 1
    assert not file.exists() and held(data) == ENTRIES


# --- importing -----------------------------------------------------------------------------------------------


def test_two_machines_become_one(bptutor: Run, data: Path, file: Path, tmp_path: Path) -> None:
    other, theirs = tmp_path / "other", tmp_path / "theirs.json"
    fill(data, ENTRIES[0])
    fill(other, ENTRIES[1])
    bptutor("export", str(file))
    bptutor("--data", str(other), "export", str(theirs))
    bptutor("import", str(theirs))
    bptutor("--data", str(other), "import", str(file))
    exports = [json.loads(bptutor("--data", str(each), "export", "-").out) for each in (data, other)]
    ids = [{entry["id"] for entry in export["entries"]} for export in exports]
    assert ids[0] == ids[1] == {entry.id for entry in ENTRIES}


def test_the_same_id_with_another_content_is_told(bptutor: Run, data: Path, file: Path) -> None:
    fill(data)
    bptutor("export", str(file))
    file.write_text(file.read_text().replace('"3.1"', '"2.2"'))
    done = bptutor("import", str(file))
    assert done.status == 1 and ENTRIES[1].id in done.err and "1 entry is here with another content" in done.err
    assert held(data) == ENTRIES


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"hints": 0', '"hints": "0"', "line 7, entry 1: hints must be a number"),
        ('"hints": 0', '"hints": NaN', "line 7: NaN is no number"),
        ('"schema": 1', '"schema": 2', "was exported by a newer bptutor (its form is 2, this one knows 1)"),
        ('"bptutor": "record"', '"bptutor": "sheet"', "is no file that bptutor has exported"),
        ('"lesson": "apple-tax",', "", "line 7, entry 1: lesson is missing"),
        ('"kept": [', '"kept": [3', "kept expression 1: kept must be an object in braces"),
        ('"entries": [', '"entries": [3,', "entry 1: the entry must be an object in braces"),
        ('"kept": [', '"kept" [', "line 10: this is not JSON"),
    ],
)
def test_what_can_not_be_read_changes_nothing(
    bptutor: Run, data: Path, file: Path, tmp_path: Path, old: str, new: str, said: str
) -> None:
    fill(data)
    bptutor("export", str(file))
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))
    other = tmp_path / "other"
    done = bptutor("--data", str(other), "import", str(file))
    assert (done.status, done.out) == (1, "") and said in done.err and done.err.count("\n") == 1
    assert not other.exists()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe{\x00}\x00", b"PK\x03\x04", b"[]", b'{"a": 1}', b"{"])
def test_other_files(bptutor: Run, file: Path, content: bytes) -> None:
    file.write_bytes(content)
    done = bptutor("import", str(file))
    assert done.status == 1 and str(file) in done.err and done.err.count("\n") == 1


def test_no_file(bptutor: Run, tmp_path: Path) -> None:
    assert "No such file" in bptutor("import", str(tmp_path / "none")).err
    assert bptutor("import", str(tmp_path)).status == 1
    assert bptutor("import").status == 2


def test_a_file_that_is_far_too_large(bptutor: Run, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tutor.commands import importing

    monkeypatch.setattr(importing, "LARGEST", 100)
    for arguments, typed in (((str(file),), ""), (("-",), "x" * 101)):
        file.write_text("x" * 101)
        done = bptutor("import", *arguments, typed=typed)
        assert done.status == 1 and "too large" in done.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_record_that_can_not_be_written(bptutor: Run, data: Path, file: Path) -> None:
    fill(data)
    bptutor("export", str(file))
    data.chmod(0o500)
    paths.record(data).chmod(0o400)
    try:
        done = bptutor("import", str(file))
        assert done.status == 1 and "can't be written" in done.err
        assert bptutor("export", "-").status == 0
    finally:
        data.chmod(0o700)


def test_while_the_tutor_is_open(bptutor: Run, data: Path, file: Path) -> None:
    fill(data)
    bptutor("export", str(file))
    text = file.read_text()
    theirs = replace(ENTRIES[1], id="theirs")
    file.write_text(text.replace(ENTRIES[1].id, theirs.id))
    with closing(open_record(paths.record(data))) as record:
        assert bptutor("import", str(file)).status == 0
        later = Entry.now(session="s", outcome="right")
        record.append(later)
        assert {entry.id for entry in record.entries()} == {*(entry.id for entry in ENTRIES), "theirs", later.id}
