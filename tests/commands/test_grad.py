"""`bptutor grad --check`: what it says of gradients that agree, of a kink, of what is lost in rounding; its status."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tutor import cli
from tutor.core import Graph
from tutor.words import LANGUAGES, words


class Done(NamedTuple):
    status: int
    out: str
    err: str

    def table(self) -> list[list[str]]:
        """The rows of the table, as words."""
        lines = self.out.splitlines()
        start = next(i for i, line in enumerate(lines) if "central difference" in line) + 1
        return [line.split() for line in lines[start : lines.index("", start)]]

    def said(self) -> list[str]:
        """The lines below the table."""
        return self.out.rstrip("\n").split("\n\n")[-1].split("\n")


Run = Callable[..., Done]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """`bptutor grad … --check` in this process, in English where nothing else is asked for."""
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("LANGUAGE", "")
    monkeypatch.setenv("BPTUTOR_HOME", str(tmp_path))

    def do(*arguments: str) -> Done:
        os.environ["LANGUAGE"] = ""  # the command sets it
        return Done(cli.main(["grad", *arguments, "--check"]), *capfd.readouterr())

    return do


def test_all_agree(run: Run) -> None:
    done = run("a*b + sigmoid(a)", "a=1.5", "b=3")
    assert (done.status, done.err) == (0, "")
    table = done.table()
    assert [row[0] for row in table] == ["a", "b", "a*b", "sigmoid(a)", "a*b+sigmoid(a)"]
    errors = [float(row[-1]) for row in table]
    assert 0 < max(errors) < 1e-8
    assert all(float(row[2]) == pytest.approx(float(row[3]), rel=1e-8) for row in table)
    assert done.said() == [f"All agree: the largest relative error is {table[errors.index(max(errors))][-1]}."]


def test_a_kink_differs(run: Run) -> None:
    done = run("b*relu(x)", "x=0", "b=2")
    assert (done.status, done.err) == (1, "")
    assert done.said() == [
        "x differs: the gradient is 0, the central difference 1.",
        "There is a kink: the slope is 0 below this value and 2 above it, so there is no single gradient.",
        "All others agree: the largest relative error is 0.",
    ]


def test_a_wrong_gradient_differs_and_is_called_no_kink(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    right = Graph.backward

    def wrong(self: Graph, *given: Any) -> dict[str, Any]:
        gradients = right(self, *given)
        return gradients | {"x": gradients["x"] * 1.001}

    monkeypatch.setattr(Graph, "backward", wrong)
    done = run("x^2 * y", "x=3", "y=5")
    assert done.status == 1
    assert [line[:43] for line in done.said()] == [
        "x differs: the gradient is 30.03, the centr",
        "All others agree: the largest relative erro",
    ]


def test_what_is_lost_in_rounding_is_neither_right_nor_wrong(run: Run) -> None:
    done = run("(1e13+x)-1e13", "x=1.7")
    assert done.status == 0
    assert done.table()[0] == ["x", "1.7", "1", "0", "1"]
    assert done.said() == [
        "x: the central difference is lost in rounding and can't tell.",
        "All others agree: the largest relative error is 0.",
    ]


def test_a_gradient_of_0_is_no_alarm(run: Run) -> None:
    done = run("sin(x)^2 + cos(x)^2", "x=0.7")
    assert done.status == 0
    assert done.said()[0].startswith("All agree")


def test_near_the_edge_of_a_domain(run: Run) -> None:
    done = run("log(x)", "x=1e-6")
    assert done.status == 0
    assert float(done.table()[0][3]) == pytest.approx(1e6, rel=1e-6)


def test_of_another_quantity(run: Run) -> None:
    done = run("s = a*b; p = s*c", "a=2", "b=3", "c=4", "--of", "s")
    assert done.status == 0
    assert {row[0]: row[2] for row in done.table()} == {"a": "3", "b": "2", "s": "1", "c": "0", "p": "0"}


@pytest.mark.parametrize(("x", "status"), [("0", 1), ("1", 0)])
def test_json_keeps_its_shape_and_has_the_status(run: Run, x: str, status: int) -> None:
    done = run("relu(x)*2", f"x={x}", "--json")
    assert (done.status, done.err) == (status, "")
    found = json.loads(done.out)
    assert list(found) == ["values", "gradients", "numeric"]
    assert list(found["numeric"]) == list(found["gradients"]) == ["relu(x)*2", "relu(x)", "x"]
    assert found["numeric"]["x"] == pytest.approx(2 if x == "1" else 1)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_in_each_language(run: Run, lang: str) -> None:
    t = words(lang)
    done = run("relu(사과)", "사과=0", "--lang", lang)
    assert any(line.endswith(t("relative error")) for line in done.out.splitlines())
    assert done.said()[0] == t(
        "{name} differs: the gradient is {gradient}, the central difference {difference}.",
        name="사과",
        gradient="0",
        difference="0.5",
    )
    assert done.said()[-1] == t("All others agree: the largest relative error is {error}.", error="0")


def test_a_graph_too_large_to_be_drawn_has_its_table(run: Run) -> None:
    names = [f"{letter}{i}" for letter in "ab" for i in range(250)]
    done = run(" + ".join(f"a{i}*b{i}" for i in range(250)), *(f"{name}={1 + i % 7}.5" for i, name in enumerate(names)))
    assert (done.status, done.err) == (0, "")
    assert len(done.table()) == 999
    assert done.said()[0].startswith("All agree")
