"""`bptutor progress`: what the tables and the data say of some weeks."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import histories
import pytest

from tutor import paths
from tutor.cells import cells
from tutor.learner.store import open_record
from tutor.words import words

from .calling import Run


@pytest.fixture
def weeks(tmp_path: Path) -> None:
    record = open_record(paths.record(tmp_path / "data"))
    histories.weeks(record)
    record.close()


def test_data(bptutor: Run, weeks: None) -> None:
    found = json.loads(bptutor("progress", "--json").out)
    assert set(found) == {"attempts", "lessons", "goal", "days", "skills", "mistakes", "due"}
    assert found["goal"] == 10
    assert found["days"][date.today().isoformat()] == {"right": 4, "wrong": 0}
    assert found["mistakes"] == {"adds-upstream": 4, "last-branch": 2, "own-input": 1}
    skill = found["skills"]["chain-rule"]
    assert (skill["state"], skill["items"], skill["unaided"], skill["streak"]) == ("passed", 16, 12, 8)
    assert 0.9 < skill["retrievability"] <= 1 < skill["stability"]
    assert "add-node" in found["due"][date.today().isoformat()]
    assert found["skills"]["add-node"]["due"] <= date.today().isoformat()


def test_data_of_an_empty_record(bptutor: Run, tmp_path: Path) -> None:
    found = json.loads(bptutor("progress", "--json").out)
    assert (found["days"], found["skills"], found["mistakes"], found["due"]) == ({}, {}, {}, {})
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_tables(bptutor: Run, weeks: None, lang: str) -> None:
    t = words(lang)
    out = bptutor("progress", "--lang", lang).out
    (row,) = [row for row in out.splitlines() if row.startswith(t("Chain rule along a path"))]
    assert row.split()[-4:-1] == [t("passed"), "16", "12"]
    assert f"{date.today().isoformat()}  " in out
    assert t("Right answers today: {count} of {goal}.", count=4, goal=10) in out
    assert (
        "  "
        + t.n("{count} time: {thought}", "{count} times: {thought}", 2, thought=t("kept only one branch's gradient"))
        in out
    )
    (head,) = [row for row in out.splitlines() if row.startswith(t("skill") + " ") and t("questions") in row]
    assert cells(row) <= cells(head) <= 100


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_an_empty_record_says_what_to_do(bptutor: Run, lang: str) -> None:
    t = words(lang)
    said = t("Nothing is answered yet. Do a lesson, or practise: then it is shown here how it goes.")
    assert bptutor("progress", "--lang", lang).out.splitlines()[-1] == said


def test_the_goal_of_the_settings(bptutor: Run, weeks: None, tmp_path: Path) -> None:
    paths.settings(tmp_path / "data").write_text("daily_goal = 4\n", encoding="utf-8")
    assert "Right answers today: 4 of 4." in bptutor("progress").out
