"""`bptutor play` in plain lines: what can be typed, what is answered, and that nothing typed ends it."""

from __future__ import annotations

from functools import partial

import pytest

from .calling import Run


@pytest.fixture
def run(bptutor: Run) -> Run:
    """`bptutor play …` in this process with lines typed, in English where nothing else is asked for."""
    return partial(bptutor, "play", "--plain")


def test_an_expression_on_the_command_line_is_shown_with_its_values(run: Run) -> None:
    done = run("apple*count*tax", "apple=100", "count=2", "tax=1.1")
    assert done.status == 0
    assert "result = 220" in done.out
    assert "d result / d tax = 200" in done.out


def test_inputs_without_a_value_get_one_and_it_is_said(run: Run) -> None:
    assert "change them: b." in run("a*b", "a=3").out


def test_an_expression_and_values_are_typed(run: Run) -> None:
    out = run(typed="s = x + y; s*x\nx = 3\ny = 1/2\n").out
    assert "result = 10.5" in out
    assert "d result / d x = 6.5" in out
    assert out.count("s*x\n") >= 2  # a picture each time


def test_what_can_not_be_read_is_told_with_a_caret_and_the_last_graph_stays(run: Run) -> None:
    out = run(typed="a*b\na*b+\na = 3 +\na = 4\n").out
    assert "a number is missing here\na*b+\n    ^\n" in out
    assert "a number is missing here\na = 3 +\n       ^\n" in out
    assert "d result / d b = 4" in out


@pytest.mark.parametrize("name", ["s", "x+y"])
def test_another_output(run: Run, name: str) -> None:
    expression = "s = x + y; s*x" if name == "s" else "(x+y)*x"
    out = run(expression, "x=3", "y=4", typed=f":of {name}\n:of nonsense\n").out
    assert "= 7\n" in out
    assert "there is no quantity nonsense" in out


def test_a_nudge_is_measured(run: Run) -> None:
    out = run("x^2", "x=3", typed=":nudge x 0.001\n").out
    assert "Backprop: 6" in out


def test_questions_come_back_to_the_playground(run: Run) -> None:
    out = run("a*b", "a=3", "b=4", typed=":ask\n12\n:quit\na = 5\n").out
    assert "Right." in out
    assert "Summary" in out
    assert "result = 20" in out


def test_the_questions_end_with_the_input(run: Run) -> None:
    done = run("a*b", "a=3", "b=4", typed=":ask\n12\n4\n3\n")
    assert done.status == 0
    assert "Right at once, without help: 3." in done.out


@pytest.mark.parametrize("command", [":ask", ":nudge", ":of s", ":graph"])
def test_before_an_expression_there_is_nothing_to_do(run: Run, command: str) -> None:
    assert "Type an expression first" in run(typed=command + "\n").out


@pytest.mark.parametrize("command", [":ask", ":nudge"])
def test_outside_the_domain_it_is_said_why(run: Run, command: str) -> None:
    out = run("log(x)", "x=-1", typed=command + "\n").out
    assert out.count("log(x) has no finite value with these numbers") == 2


def test_what_is_no_command_is_told_the_commands(run: Run) -> None:
    assert run(typed=":zzz\n\n").out.count(":ask") == 3


def test_too_many_quantities_are_no_questions(run: Run) -> None:
    done = run("+".join(f"a{i}" for i in range(30)), typed=":ask\n")
    assert "More than 40 quantities" in done.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("a*",), "a number is missing"), (("a*b", "c=3"), "c is not an input"), (("a*b", "a"), "NAME=VALUE")],
)
def test_a_wrong_call_is_one_line(run: Run, arguments: tuple[str, ...], said: str) -> None:
    done = run(*arguments)
    assert done.status == 2
    assert said in done.err
    assert done.err.count("\n") == 1


def test_it_speaks_korean(run: Run) -> None:
    out = run("a*b", "--lang", "ko", typed="a =\n:ask\n:quit\n").out
    assert "결과 = 6" in out
    assert "아무것도" in out or "비어" in out or "없습니다" in out
    assert "Type" not in out


def test_a_line_of_ten_megabytes_does_not_hang(run: Run) -> None:
    assert run(typed="a+" * 5_000_000 + "\n").status == 0


def test_with_ascii_there_is_nothing_else(run: Run) -> None:
    assert run("a*b", "--ascii").out.isascii()
