"""`bptutor review` in plain lines: what is due, and that nothing is."""

from __future__ import annotations

import re
from pathlib import Path

import histories
import pytest

from tutor import paths
from tutor.learner.store import open_record
from tutor.numbers import show
from tutor.quiz import Question, generate
from tutor.words import words

from .calling import Run


def seed(folder: Path, *skills: str, days_ago: int) -> None:
    record = open_record(paths.record(folder / "data"))
    for skill in skills:
        histories.passed(record, skill, days_ago)
    record.close()


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_nothing_was_ever_practised(bptutor: Run, tmp_path: Path, lang: str) -> None:
    t = words(lang)
    done = bptutor("review", "--lang", lang)
    assert (done.status, done.err) == (0, "")
    assert t("Nothing is due today.") in done.out
    assert not (tmp_path / "data").exists()  # looking makes nothing


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_nothing_is_due_today(bptutor: Run, tmp_path: Path, lang: str) -> None:
    t = words(lang)
    seed(tmp_path, "chain-rule", days_ago=0)
    done = bptutor("review", "--lang", lang)
    assert done.out.splitlines()[0] == t("Nothing is due today.")
    assert t("Chain rule along a path") in done.out and re.search(r"\(\d{4}-\d\d-\d\d\)", done.out)


def test_what_is_due_once_each(bptutor: Run, tmp_path: Path) -> None:
    seed(tmp_path, "chain-rule", "add-node", days_ago=30)
    seed(tmp_path, "tanh", days_ago=0)
    done = bptutor("review", "--plain", typed=":skip\n:skip\n")
    assert done.out.startswith("Review\n======\n")
    assert set(re.findall(r"of 2 \(Item ([a-z-]+)\.", done.out)) == {"chain-rule", "add-node"}
    assert "Summary\n2 questions." in done.out


def test_what_is_answered_is_due_no_more(bptutor: Run, tmp_path: Path) -> None:
    seed(tmp_path, "chain-rule", days_ago=30)
    done = bptutor("review", "--plain", typed=":quit\n")
    assert "of 1 (Item chain-rule." in done.out
    # The next review asks with other numbers: answer it by way of its solution's twin.
    done = bptutor("review", "--plain", typed="!\n:quit\n")
    assert len(re.findall(r"Item (\S+)\)", done.out)) == 2
    question = generate("chain-rule:1")
    assert isinstance(question, Question)
    bptutor("practice", "--plain", "--item", "chain-rule:1", typed=f"{show(question.truth)}\n")
    assert "Nothing is due today." in bptutor("review").out
