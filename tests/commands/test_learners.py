"""`--learner NAME`: each one's own record, kept expressions and settings; and who there is."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from tutor import paths
from tutor.learner.entry import Entry
from tutor.learner.settings import Settings
from tutor.learner.store import open_record

from .calling import Run


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_each_learner_has_a_record_of_their_own(bptutor: Run, data: Path) -> None:
    for name, answer in (("민지", "220"), ("Ana", "100")):
        done = bptutor("--learner", name, "learn", "apple-tax", "--plain", typed=answer + "\n")
        assert done.status == 0 and done.out.startswith(f"A new learner begins: {name}.\n")
    again = bptutor("learn", "apple-tax", "--learner=ANA", "--plain", typed="220\n")
    assert "A new learner" not in again.out
    assert sorted(each.name for each in paths.learners(data).iterdir()) == ["Ana", "민지"]
    counts = {}
    for name in ("민지", "ana"):
        found = json.loads(bptutor("--learner", name, "progress", "--json").out)
        counts[name] = [attempt["outcome"] for attempt in found["attempts"]]
    assert counts["민지"] == ["right"] and len(counts["ana"]) == 2
    assert not paths.record(data).exists()
    assert json.loads(bptutor("progress", "--json").out)["attempts"] == []


def test_each_learner_has_settings_of_their_own(bptutor: Run, data: Path) -> None:
    Settings(paths.settings(paths.learners(data) / "민지")).set("lang", "ko")
    assert bptutor("--learner", "민지", "progress").out.startswith("레슨")
    assert bptutor("progress").out.startswith("lesson")


@pytest.mark.parametrize("command", [("progress",), ("export", "-"), ("reset", "everything", "--yes")])
def test_who_is_not_there_has_nothing_to_show(bptutor: Run, data: Path, command: tuple[str, ...]) -> None:
    (paths.learners(data) / "Ana").mkdir(parents=True)
    done = bptutor("--learner", "Anna", *command)
    assert (done.status, done.out) == (2, "") and "there is no learner Anna (there are: Ana)" in done.err
    assert not (paths.learners(data) / "Anna").exists()


@pytest.mark.parametrize("name", ["", "..", "../../etc", "a/b", "x" * 41, "con", "\x1b[2J"])
def test_a_name_that_can_not_be_one(bptutor: Run, data: Path, name: str) -> None:
    done = bptutor(f"--learner={name}", "learn", "--plain")
    assert done.status == 2 and done.err.count("\n") == 1 and "\x1b" not in done.err
    assert not data.exists()


def test_a_record_goes_from_one_learner_to_another(bptutor: Run, data: Path, tmp_path: Path) -> None:
    bptutor("--learner", "Ana", "learn", "apple-tax", "--plain", typed="220\n")
    file = tmp_path / "ana.json"
    assert bptutor("--learner", "ana", "export", str(file)).status == 0
    done = bptutor("--learner", "Bo", "import", str(file))
    assert done.status == 0 and done.out.startswith("A new learner begins: Bo.\n")


def test_who_there_is(bptutor: Run, data: Path) -> None:
    assert bptutor("learners").out == "Nobody yet. bptutor --learner NAME begins for somebody.\n"
    assert not data.exists()
    with closing(open_record(paths.record(paths.learners(data) / "민지"))) as record:
        at = "2026-11-24T12:00:00.000Z"
        record.append(Entry(session="s", outcome="done", lesson="apple-tax", at=at))
    with closing(open_record(paths.record(data))):
        pass
    (paths.learners(data) / "Ana").mkdir()
    rows = [row.split() for row in bptutor("learners").out.splitlines()]
    assert rows[1:] == [["(without", "--learner)", "0", "-"], ["Ana", "0", "-"], ["민지", "1", "2026-11-24"]]
    assert bptutor("--lang", "ko", "learners").out.startswith("학습자")


def test_a_record_that_can_not_be_read_hides_nobody(bptutor: Run, data: Path) -> None:
    (paths.learners(data) / "Ana" / "record.sqlite3").mkdir(parents=True)
    done = bptutor("learners")
    assert done.status == 0 and ["Ana", "?", "?"] in [row.split() for row in done.out.splitlines()]
    assert "can't be opened" in done.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('lang = "xx"', "settings.toml: lang is one of en, ko, not xx"),
        ("daily_goal = 0", "settings.toml: daily_goal must be a whole number from 1 to 500, not 0"),
        ("daily_gaol = 10", "settings.toml: there is no setting daily_gaol"),
        ("lang = ko", "settings.toml can't be read, so nothing is chosen: "),
        ("keys = 3", "settings.toml: keys must be a table"),
        ("theme = 3", "settings.toml: theme must be a text in quotes, not 3"),
    ],
)
def test_what_can_not_be_used_in_the_settings_is_told(bptutor: Run, data: Path, text: str, said: str) -> None:
    data.mkdir()
    paths.settings(data).write_text(text + "\n")
    done = bptutor("learn", "apple-tax", "--plain", typed=":quit\n")
    assert done.status == 0 and said in done.err and done.err.count("\n") == 1
    assert paths.settings(data).read_text() == text + "\n"


def test_a_practice_is_something_done(bptutor: Run, data: Path) -> None:
    path = paths.record(paths.learners(data) / "Ana")
    with closing(open_record(path)) as record:
        record.append(Entry(session="s", outcome="right", skill="chain-rule", at="2026-11-20T12:00:00.000Z"))
    assert bptutor("learners").out.split("\n")[1].split() == ["Ana", "0", "2026-11-20"]
