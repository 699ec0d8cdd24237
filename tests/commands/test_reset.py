"""`bptutor reset`: asked for by name, confirmed by name, and the old record kept."""

import io
from contextlib import closing
from pathlib import Path

import pytest

from tutor import paths
from tutor.learner.entry import Entry
from tutor.learner.store import open_record

from .calling import Done, Run

ENTRIES = [
    Entry.now(session="s", outcome="go", lesson="apple-tax", step="pay"),
    Entry.now(session="s", outcome="right", lesson="apple-tax", step="pay", skill="forward-pass"),
    Entry.now(session="s", outcome="right", lesson="add-node", step="x", skill="add-node"),
    Entry.now(session="s", outcome="wrong", step="1", skill="chain-rule", item="chain-rule:7@1"),
    Entry.now(session="s", outcome="done", lesson="my-page", step="x"),
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    with closing(open_record(paths.record(data))) as record:
        for entry in ENTRIES:
            record.append(entry)
    return data


def held(data: Path) -> list[Entry]:
    with closing(open_record(paths.record(data))) as record:
        return record.entries()


@pytest.mark.parametrize(
    ("name", "gone"),
    [
        ("lesson:apple-tax", {0, 1}),
        ("chain-rule", {3}),
        ("skill:add-node", {2}),
        ("lesson:add-node", {2}),
        ("my-page", {4}),
        ("everything", {0, 1, 2, 3, 4}),
    ],
)
def test_what_goes(bptutor: Run, data: Path, name: str, gone: set[int]) -> None:
    done = bptutor("reset", name, "--yes")
    assert done.status == 0 and done.err == ""
    assert held(data) == [entry for number, entry in enumerate(ENTRIES) if number not in gone]
    (kept,) = data.glob("record.before-reset-*.sqlite3")
    assert str(kept) in done.out
    with closing(open_record(kept)) as record:
        assert record.entries() == ENTRIES


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("add-node", "say lesson:add-node or skill:add-node"),
        ("chain-rul", "did you mean chain-rule?"),
        ("skill:my-page", "there is no lesson or skill skill:my-page"),
        ("Everything", "did you mean everything?"),
        ("", "there is no lesson or skill"),
        ("x" * 100_000, "there is no lesson or skill"),
        ("\x1b[2J", "there is no lesson or skill"),
    ],
)
def test_what_there_is_not(bptutor: Run, data: Path, name: str, said: str) -> None:
    done = bptutor("reset", name, "--yes")
    assert done.status == 2 and said in done.err and done.err.count("\n") == 1 and "\x1b" not in done.err
    assert held(data) == ENTRIES


def test_without_a_terminal_it_is_refused(bptutor: Run, data: Path) -> None:
    done = bptutor("reset", "chain-rule", typed="chain-rule\n")
    assert done.status == 2 and "--yes" in done.err
    assert held(data) == ENTRIES


def test_a_name_is_asked_for(bptutor: Run, data: Path) -> None:
    assert bptutor("reset").status == 2


def test_nothing_to_reset(bptutor: Run, data: Path) -> None:
    done = bptutor("reset", "lesson:multiply-node")
    assert (done.status, done.out) == (0, "There is nothing to reset: the lesson “The multiply node”.\n")
    assert [each.name for each in data.iterdir()] == ["record.sqlite3"]


def test_without_a_record(bptutor: Run, tmp_path: Path) -> None:
    done = bptutor("reset", "everything", "--yes")
    assert done.status == 1 and "there is no record yet" in done.err
    assert not (tmp_path / "data").exists()


class Terminal(io.StringIO):
    """Somebody who types."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def at_a_terminal(bptutor: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    def go(*arguments: str, typed: str = "") -> Done:
        monkeypatch.setattr("io.StringIO", Terminal)
        monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
        return bptutor(*arguments, typed=typed)

    return go


def test_on_a_terminal_the_name_is_typed(at_a_terminal: Run, data: Path) -> None:
    done = at_a_terminal("reset", "chain-rule", typed="chain-rule\n")
    assert done.status == 0 and "Type chain-rule to confirm:" in done.out
    assert "Reset: the skill “Chain rule along a path”, 1 entry of your record." in done.out
    assert len(held(data)) == 4


@pytest.mark.parametrize("typed", ["", "\n", "y\n", "yes\n", "chain\n"])
def test_anything_else_changes_nothing(at_a_terminal: Run, data: Path, typed: str) -> None:
    done = at_a_terminal("--lang", "ko", "reset", "chain-rule", typed=typed)
    assert done.status == 1 and "확인되지 않아" in done.err
    assert held(data) == ENTRIES
