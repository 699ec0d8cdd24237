"""`bptutor trace`: the path as a table and as JSON, what it says where a run diverges, every way to call it wrongly."""

from __future__ import annotations

import inspect
import json
import math
import os
import subprocess
import sys
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from wcwidth import wcswidth

from tutor import cli
from tutor.commands import trace
from tutor.core import OPTIMIZERS, Graph
from tutor.core.descent import descend
from tutor.words import LANGUAGES, words

BOWL = ("x^2/20 + y^2", "x=-7", "y=2")
README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


class Done(NamedTuple):
    status: int
    out: str
    err: str

    @property
    def table(self) -> list[list[str]]:
        """The rows below the heads, as words."""
        return [row.split() for row in self.out.splitlines()[3:]]

    @property
    def heads(self) -> str:
        return self.out.splitlines()[2]


Run = Callable[..., Done]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """`bptutor trace` in this process, in English where nothing else is asked for, 80 cells wide."""
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("LANGUAGE", "")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("BPTUTOR_HOME", str(tmp_path))

    def do(*arguments: str) -> Done:
        os.environ["LANGUAGE"] = ""  # the command sets it
        return Done(cli.main(["trace", *arguments]), *capfd.readouterr())

    return do


def told(run: Run, *arguments: str) -> dict[str, Any]:
    """The JSON of a run that went well."""
    done = run(*arguments, "--json")
    assert (done.status, done.err) == (0, "")
    return json.loads(done.out)  # type: ignore[no-any-return]


# --- the numbers -----------------------------------------------------------------------------------------


def by_hand(move: Callable[[float, float, dict[str, float]], float], steps: int) -> list[tuple[float, float]]:
    """Where the bowl's x and y are after each update, by a loop over one rule for one number."""
    x, y = -7.0, 2.0
    kept_x: dict[str, float] = {}
    kept_y: dict[str, float] = {}
    path = [(x, y)]
    for _ in range(steps):
        x, y = x + move(x, x / 10, kept_x), y + move(y, 2 * y, kept_y)
        path.append((x, y))
    return path


def sgd(w: float, g: float, kept: dict[str, float]) -> float:
    return -0.95 * g


def momentum(w: float, g: float, kept: dict[str, float]) -> float:
    kept["v"] = 0.9 * kept.get("v", 0) - 0.1 * g
    return kept["v"]


def adagrad(w: float, g: float, kept: dict[str, float]) -> float:
    kept["h"] = kept.get("h", 0) + g * g
    return -1.5 * g / (math.sqrt(kept["h"]) + 1e-7)


def adam(w: float, g: float, kept: dict[str, float]) -> float:
    kept["n"] = kept.get("n", 0) + 1
    kept["m"] = 0.9 * kept.get("m", 0) + 0.1 * g
    kept["v"] = 0.999 * kept.get("v", 0) + 0.001 * g * g
    rate = 0.3 * math.sqrt(1 - 0.999 ** kept["n"]) / (1 - 0.9 ** kept["n"])
    return -rate * kept["m"] / (math.sqrt(kept["v"]) + 1e-7)


@pytest.mark.parametrize(
    ("name", "lr", "move"),
    [("SGD", "0.95", sgd), ("Momentum", "1/10", momentum), ("AdaGrad", "3/2", adagrad), ("Adam", "0.3", adam)],
)
def test_the_books_four_paths(run: Run, name: str, lr: str, move: Any) -> None:
    found = told(run, name, *BOWL, "--lr", lr, "--steps", "30")
    assert found["optimizer"] == name
    assert [step["step"] for step in found["steps"]] == list(range(31))
    for step, (x, y) in zip(found["steps"], by_hand(move, 30), strict=True):
        assert step["parameters"] == pytest.approx({"x": x, "y": y}, rel=1e-9, abs=1e-12)
        assert step["gradient"] == pytest.approx({"x": x / 10, "y": 2 * y}, rel=1e-9, abs=1e-12)
        assert step["loss"] == pytest.approx(x * x / 20 + y * y, rel=1e-9)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_json_gives_every_number_whole(run: Run, name: str) -> None:
    rule = OPTIMIZERS[name]
    found = told(run, name, *BOWL, "--steps", "4")
    assert list(found) == ["optimizer", "settings", "steps"]
    optimizer = rule()
    assert found["settings"] == {setting: getattr(optimizer, setting) for setting in found["settings"]}
    path = islice(descend(optimizer, Graph.parse(BOWL[0]), {"x": -7, "y": 2}), 5)
    for step, row in zip(path, found["steps"], strict=True):
        assert list(row) == ["step", "parameters", "gradient", *rule.states, "loss"]
        assert row == {
            "step": step.number,
            "parameters": step.params,
            "gradient": step.grads,
            **step.states,
            "loss": step.loss,
        }


def test_json_of_a_number_that_the_table_shortens(run: Run) -> None:
    done = run("sgd", "0.1*x", "x=0.3", "--lr", "1", "--steps", "1", "--json")
    assert '"x": 0.19999999999999998' in done.out
    assert run("sgd", "0.1*x", "x=0.3", "--lr", "1", "--steps", "1").table[1] == ["1", "0.2", "0.1", "0.02"]


# --- the settings ----------------------------------------------------------------------------------------


def test_the_help_knows_the_cores_rules_and_settings() -> None:
    taken = {name for rule in OPTIMIZERS.values() for name in inspect.signature(rule).parameters}
    assert list(trace.RULES) == list(OPTIMIZERS)
    assert set(trace.SETTINGS) == taken


@pytest.mark.parametrize("name", ["momentum", "Momentum", "MOMENTUM", " momentum"])
def test_names_are_read_in_any_case(run: Run, name: str) -> None:
    assert told(run, name, *BOWL)["optimizer"] == "Momentum"


@pytest.mark.parametrize("name", ["PyTorchMomentum", "pytorch-momentum", "pytorch_momentum"])
def test_names_of_two_words(run: Run, name: str) -> None:
    assert told(run, name, *BOWL)["optimizer"] == "PyTorchMomentum"


@pytest.mark.parametrize(
    ("arguments", "settings"),
    [
        (("sgd",), {"lr": 0.01}),
        (("adagrad", "--lr", "1/10"), {"lr": 0.1}),
        (("momentum", "--lr", "1e-1"), {"lr": 0.1, "momentum": 0.9}),
        (("nesterov", "--momentum", "0"), {"lr": 0.01, "momentum": 0}),
        (("momentum", "--momentum", "1"), {"lr": 0.01, "momentum": 1}),
        (("rmsprop", "--decay-rate", "0.5"), {"lr": 0.01, "decay_rate": 0.5}),
        (("adam", "--beta1", "0", "--beta2=0.9", "--lr", "1"), {"lr": 1, "beta1": 0, "beta2": 0.9}),
        (("sgd", "--lr", "-0.1"), {"lr": -0.1}),
        (("sgd", "--lr", "-1/10"), {"lr": -0.1}),
    ],
    ids=" ".join,
)
def test_settings(run: Run, arguments: tuple[str, ...], settings: dict[str, float]) -> None:
    name, *options = arguments
    found = told(run, name, *BOWL, *options)
    assert found["settings"] == settings
    path = descend(OPTIMIZERS[name](**settings), Graph.parse(BOWL[0]), {"x": -7, "y": 2})
    assert [step["parameters"] for step in found["steps"]] == [step.params for step in islice(path, 11)]


def test_steps(run: Run) -> None:
    assert len(told(run, "sgd", *BOWL)["steps"]) == 11
    assert len(told(run, "sgd", *BOWL, "--steps", "3")["steps"]) == 4
    assert len(told(run, "sgd", *BOWL, "--steps", "0")["steps"]) == 1


def test_what_the_expression_gives_stays_fixed(run: Run) -> None:
    line = "t = 5; x = 2; (w*x - t)^2"
    found = told(run, "sgd", line, "w=1", "--lr", "0.1", "--steps", "1")
    assert [step["parameters"] for step in found["steps"]] == [{"w": 1}, {"w": pytest.approx(2.2)}]
    assert list(told(run, "sgd", line, "w=1", "x=2")["steps"][0]["parameters"]) == ["w", "x"]


def test_of_another_quantity(run: Run) -> None:
    found = told(run, "sgd", "a = x^2; b = a*3", "x=1", "--of", " a ", "--steps", "0")
    assert found["steps"] == [{"step": 0, "parameters": {"x": 1}, "gradient": {"x": 2}, "loss": 1}]


# --- the table -------------------------------------------------------------------------------------------


def test_a_row_a_step(run: Run) -> None:
    done = run("momentum", *BOWL, "--lr", "0.1", "--steps", "2")
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines() == [
        "Momentum: lr = 0.1, momentum = 0.9",
        "",
        "step        x     y  gradient x  gradient y     v x    v y     loss",
        "   0       -7     2        -0.7           4       0      0     6.45",
        "   1    -6.93   1.6      -0.693         3.2    0.07   -0.4  4.96124",
        "   2  -6.7977  0.92    -0.67977        1.84  0.1323  -0.68  3.15684",
    ]


def test_a_row_a_parameter_where_a_step_is_too_wide(run: Run) -> None:
    done = run("adam", *BOWL, "--lr", "0.3", "--steps", "3")
    assert done.out.splitlines() == [
        "Adam: lr = 0.3, beta1 = 0.9, beta2 = 0.999",
        "",
        "step  parameter     value   gradient          m           v     loss",
        "   0          x        -7       -0.7          0           0     6.45",
        "              y         2          4          0           0",
        "   1          x      -6.7      -0.67      -0.07     0.00049   5.1345",
        "              y       1.7        3.4        0.4       0.016",
        "   2          x  -6.40042  -0.640042      -0.13  0.00093841  4.01456",
        "              y   1.40225    2.80449        0.7    0.027544",
        "   3          x  -6.10155  -0.610155  -0.181004  0.00134713  3.09113",
        "              y   1.10891    2.21782   0.910449   0.0353816",
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("width", [80, 120])
def test_tables_fit_the_terminal(run: Run, monkeypatch: pytest.MonkeyPatch, name: str, lang: str, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    for expression, *start in (BOWL, ("(무게/1e3)^2 + (길이 - c)^2", "무게=-1234.5", "길이=1e-9", "c=1/3")):
        done = run(name, expression, *start, "--lr", "0.03", "--steps", "100", "--lang", lang)
        assert (done.status, done.err) == (0, "")
        rows = done.out.splitlines()[2:]
        assert max(map(wcswidth, rows)) <= width
        whole = [wcswidth(row) for row in rows if row[:4].strip()]
        assert len(whole) == 102
        assert len(set(whole)) == 1  # the loss ends each of them, to the right


def test_a_wide_terminal_has_the_moments_beside_each_other(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    done = run("adam", *BOWL, "--steps", "100")
    assert done.heads.split("  ")[-1].strip() == "loss"
    for head in ("gradient x", "gradient y", "m x", "m y", "v x", "v y"):
        assert head in done.heads
    assert [row[0] for row in done.table] == [str(number) for number in range(101)]


def test_more_parameters_than_any_row_has_room_for(run: Run) -> None:
    names = [f"w{i}" for i in range(12)]
    done = run("sgd", " + ".join(f"{name}^2" for name in names), *(f"{name}=1" for name in names), "--steps", "2")
    assert done.status == 0
    assert done.heads.split() == ["step", "parameter", "value", "gradient", "loss"]
    assert [row[0] for row in done.table] == [row for step in "012" for row in (step, *names[1:])]
    assert max(map(len, done.out.splitlines())) <= 80


def test_heads_speak_korean(run: Run) -> None:
    t = words("ko")
    done = run("momentum", *BOWL, "--lang", "ko")
    for head in (t("step"), f"{t('gradient')} x", "v y", t("loss")):
        assert head in done.heads
    assert t("parameter") in run("adam", *BOWL, "--lang", "ko").heads
    assert "step" not in done.heads


def test_the_help_speaks_both_languages(run: Run) -> None:
    for lang in LANGUAGES:
        said = run("--help", "--lang", lang).out
        assert words(lang)("the learning rate") in said
        for name in ("OPTIMIZER", "EXPRESSION", "NAME=VALUE", "--of", "--json", "--steps", *trace.RULES):
            assert name in said
        for name in trace.SETTINGS:
            assert "--" + name.replace("_", "-") in said
    assert "the" not in said.split()


# --- where a run ends early ------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_run_that_diverges(run: Run, lang: str) -> None:
    done = run("sgd", "x^2", "x=-7", "--lr", "10", "--steps", "1000", "--lang", lang)
    assert done.status == 1
    assert done.table[-1][0] == "119"
    assert done.err.count("\n") == 1 and done.err.startswith("bptutor: ")
    for part in ("120", "x^2", "--lr 10"):
        assert part in done.err
    if lang == "en":
        assert "the learning rate is probably too large" in done.err
    else:
        assert "학습률이 너무 큰" in done.err


def test_a_run_that_diverges_as_json(run: Run) -> None:
    done = run("sgd", "x^2", "x=-7", "--lr", "10", "--steps", "1000", "--json")
    assert done.status == 1
    assert "step 120" in done.err

    def refuse(name: str) -> None:
        raise AssertionError(name)

    found = json.loads(done.out, parse_constant=refuse)
    assert len(found["steps"]) == 120
    assert all(math.isfinite(step["loss"]) for step in found["steps"])


def test_a_step_over_the_edge(run: Run) -> None:
    done = run("sgd", "log(x)", "x=1", "--lr", "0.3")
    assert done.status == 1
    assert [row[:2] for row in done.table] == [["0", "1"], ["1", "0.7"], ["2", "0.271429"]]
    assert "step 3: log(x) has no finite value" in done.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("log(x)", "x=-1"), "log(x) has no finite value with these numbers\n"),
        (("1/x", "x=0"), "division by zero at 1/x\n"),
        (("sqrt(x)", "x=0"), "no finite gradient at"),
    ],
    ids=str,
)
def test_a_start_without_a_loss_blames_no_learning_rate(run: Run, arguments: tuple[str, ...], said: str) -> None:
    for more in ((), ("--json",)):
        done = run("sgd", *arguments, *more)
        assert (done.status, done.out) == (1, "")
        assert said in done.err
        assert "learning rate" not in done.err


def test_a_reader_that_has_gone(tmp_path: Path) -> None:
    """Of a run that diverges too, whose rows are many."""
    program = [sys.executable, "-m", "tutor", "trace", "sgd"]
    for more in (("x^2", "x=1", "--steps", "5000"), ("x^2", "x=-7", "--lr", "1.05", "--steps", "90000")):
        child = subprocess.Popen(
            [*program, *more],
            env={"PATH": os.environ["PATH"], "BPTUTOR_HOME": str(tmp_path), "LANG": "C.UTF-8"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert child.stdout and child.stderr
        assert child.stdout.readline().startswith(b"SGD: lr = ")
        child.stdout.close()
        assert child.wait(timeout=30) == 128 + 13
        assert child.stderr.read() == b""
        child.stderr.close()


def test_it_loads_neither_numpy_nor_screens(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from tutor.cli import main\n"
        "status = main(['trace', 'adam', 'x^2', 'x=1'])\n"
        "print(status, sorted({'numpy', 'textual', 'rich', 'sqlite3'} & set(sys.modules)), file=sys.stderr)"
    )
    env = {"PATH": os.environ["PATH"], "BPTUTOR_HOME": str(tmp_path), "LANG": "C.UTF-8"}
    done = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True)
    assert done.stderr == "0 []\n"


# --- called wrongly --------------------------------------------------------------------------------------


def _id(value: object) -> str:
    return ascii(" ".join(value)) if isinstance(value, tuple) else ""


WRONG: list[tuple[tuple[str, ...], str]] = [
    ((), "OPTIMIZER"),
    (("sgd",), "EXPRESSION"),
    (("rprop", *BOWL), "there is no optimizer rprop (there are: sgd, momentum, nesterov, adagrad, rmsprop, adam, "),
    (("", *BOWL), "there is no optimizer"),
    (("\x1b[2J", *BOWL), "there is no optimizer"),
    (("sgd", *BOWL, "--momentum", "0.9"), "SGD has no --momentum (it has: --lr)"),
    (("adam", *BOWL, "--decay-rate", "0.9"), "Adam has no --decay-rate (it has: --lr, --beta1, --beta2)"),
    (("momentum", *BOWL, "--beta1", "0.9"), "Momentum has no --beta1 (it has: --lr, --momentum)"),
    (("sgd", *BOWL, "--lr", "fast"), "the value of --lr can't be read: fast is not known here"),
    (("sgd", *BOWL, "--lr", "nan"), "the value of --lr can't be read"),
    (("sgd", *BOWL, "--lr", "inf"), "the value of --lr can't be read"),
    (("sgd", *BOWL, "--lr", "1e999"), "the value of --lr can't be read: the number is too large"),
    (("sgd", *BOWL, "--lr", "1/0"), "the value of --lr can't be read: division by zero"),
    (("sgd", *BOWL, "--lr="), "the value of --lr can't be read: nothing is written"),
    (("adam", *BOWL, "--beta1", "1"), "--beta1 must be at least 0 and less than 1"),
    (("adam", *BOWL, "--beta2", "-0.5"), "--beta2 must be at least 0 and less than 1"),
    (("rmsprop", *BOWL, "--decay-rate", "1.5"), "--decay-rate must be at least 0 and less than 1"),
    (("sgd", *BOWL, "--steps", "-1"), "--steps takes a whole number from 0 to 100000, not -1"),
    (("sgd", *BOWL, "--steps", "100001"), "--steps takes a whole number from 0 to 100000, not 100001"),
    (("sgd", *BOWL, "--steps", "2.5"), "--steps takes a whole number from 0 to 100000, not 2.5"),
    (("sgd", *BOWL, "--steps", "many"), "--steps takes a whole number from 0 to 100000, not many"),
    (("sgd", *BOWL, "--speed", "2"), "there is no option --speed"),
    (("sgd", "x^2"), "a value is missing for: x (add x=1)"),
    (("sgd", "x = 3; x^2"), "no parameter to move"),
    (("sgd", "x^", "x=1"), "a number is missing here (column 3 of x^)"),
    (("sgd", *BOWL, "z=1"), "z is not an input of this graph (inputs: x, y)"),
    (("sgd", *BOWL, "x=1"), "x is given twice"),
    (("sgd", *BOWL, "--of", "z"), "there is no quantity z"),
]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("arguments", "said"), WRONG, ids=_id)
def test_a_usage_error_is_one_line_and_2(run: Run, arguments: tuple[str, ...], said: str, lang: str) -> None:
    done = run(*arguments, "--lang", lang)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("bptutor: ") and done.err.endswith("\n") and done.err[:-1].isprintable()
    if lang == "en":
        assert said in done.err


def test_complaints_speak_korean(run: Run) -> None:
    for arguments in [("rprop", *BOWL), ("sgd", *BOWL, "--beta1", "0"), ("sgd", *BOWL, "--steps", "-1")]:
        said = run(*arguments, "--lang", "ko").err
        assert any("가" <= char <= "힣" for char in said)


# --- the README ------------------------------------------------------------------------------------------


def test_the_readme_shows_what_it_prints(run: Run) -> None:
    block = README[README.index("    $ uv run bptutor trace ") :].split("\n\nOPTIMIZER", 1)[0]
    shown = "\n".join(row.removeprefix("    ") for row in block.split("\n")[1:])
    done = run("momentum", *BOWL, "--lr", "0.1", "--steps", "5")
    assert "trace momentum 'x^2/20 + y^2' x=-7 y=2 --lr 0.1 --steps 5\n" in block
    assert shown == done.out.rstrip("\n")
