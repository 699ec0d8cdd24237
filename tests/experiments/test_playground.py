"""The playground's state: what is typed, values that follow the keys, an output of one's own, and nothing ever lost."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.core import Graph
from tutor.experiments.playground import EXAMPLES, Example, Playground, one_line, step_of, with_value
from tutor.experiments.start_values import FLATTEST, LARGEST, start_values
from tutor.numbers import show


def written(text: str) -> Playground:
    play = Playground()
    play.write(text)
    return play


# --- writing ---------------------------------------------------------------------------------------------


def test_an_expression_has_values_and_gradients_at_once() -> None:
    play = written("(a*b + c) * d")
    a, b, c, d = play.inputs.values()
    assert play.values[play.output] == (a * b + c) * d
    assert [play.gradients[name] for name in "abcd"] == [b * d, a * d, d, a * b + c]


def test_what_can_not_be_read_leaves_the_last_graph() -> None:
    play = written("a * b")
    values = dict(play.values)
    play.write("a * b +")
    assert play.error is not None
    assert (play.error.code, play.error.column) == ("number-expected", 7)
    assert play.values == values
    play.write("a * b + c")
    assert play.error is None
    assert "c" in play.inputs


def test_an_empty_expression_has_no_graph_and_no_error() -> None:
    play = written("a * b")
    play.write("  ")
    assert (play.graph, play.error, dict(play.inputs), dict(play.values)) == (None, None, {}, {})


def test_outside_the_domain_there_is_a_reason_and_no_number() -> None:
    play = written("log(x)")
    play.put("x", -1)
    assert play.trouble is not None
    assert play.trouble.code == "no-value"
    assert (dict(play.values), dict(play.gradients)) == ({}, {})
    play.put("x", 1)
    assert play.trouble is None
    assert play.gradients["x"] == 1


def test_the_output_grows_with_the_expression() -> None:
    play = written("a * b")
    play.write("a * b + c")
    assert play.output == "a*b+c"


def test_a_chosen_output_stays_until_it_is_gone() -> None:
    play = written("s = a + b; t = s * c")
    play.take_output("s")
    assert play.gradients["c"] == 0
    play.write("s = a + b; t = s * c * d")
    assert play.output == "s"
    play.write("r = a + b; t = r * c * d")
    assert play.output == "t"
    play.take_output("nonsense")
    assert play.output == "t"


def test_outputs_take_turns() -> None:
    play = written("s = a + b; t = s * c")
    seen = []
    for _ in range(3):
        play.turn_output(1)
        seen.append(play.output)
    assert seen == ["s", "t", "s"]


def test_a_program_becomes_one_line() -> None:
    program = "a = 2  # apples\n\nb = 3;\n# nothing\n total = a * b\n"
    assert one_line(program) == "a = 2; b = 3; total = a * b"
    assert written(one_line(program)).values["total"] == 6


# --- values ----------------------------------------------------------------------------------------------


def test_values_that_nobody_gave_are_told_and_all_different() -> None:
    play = written("a*b + c*d + e")
    assert play.started == tuple("abcde")
    assert len(set(play.inputs.values())) == 5


def test_values_stay_where_they_are_once_somebody_builds_on_them() -> None:
    play = written("a * b")
    before = dict(play.inputs)
    play.move(1)
    play.write("x * a * b")
    assert play.inputs["b"] == before["b"]
    assert play.inputs["a"] == before["a"] + 1
    assert play.inputs["x"] not in (play.inputs["a"], play.inputs["b"])


def test_a_value_comes_back_with_its_name() -> None:
    play = written("a * b")
    play.put("a", 17)
    play.write("b * b")
    play.write("b * a")
    assert play.inputs["a"] == 17


def test_where_the_text_gives_the_value_the_text_changes_too() -> None:
    play = written("a = 3; b = 1.5 ; a*b")
    assert play.started == ()
    play.choose("b")
    play.move(1)
    assert play.text == "a = 3; b = 1.6 ; a*b"
    assert play.inputs == {"a": 3, "b": 1.6}
    assert play.error is None


def test_a_value_changed_in_the_text_counts() -> None:
    play = written("a = 3; a*b")
    play.write("a = 30; a*b")
    assert play.inputs["a"] == 30


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [("3", "a", 3), ("b = 3", "b", 3), ("1/4", "a", 0.25), (" b=-2^2 ", "b", -4), ("a = sqrt(9)", "a", 3)],
)
def test_a_value_is_read(text: str, name: str, value: float) -> None:
    play = written("a * b")
    assert play.enter(text) is None
    assert play.inputs[name] == value
    assert play.chosen == name


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("3 +", "number-expected", 3),
        ("b = 1 +", "number-expected", 7),
        ("c = 1", "unknown-input", None),
        ("a * 2", "unknown-name", 0),
        ("1e99", "", None),
        ("1/0", "divide-by-zero", 1),
        ("9^9^9", "power-too-large", 1),
    ],
)
def test_what_is_no_value_is_told_and_changes_nothing(text: str, code: str, column: int | None) -> None:
    play = written("a + b")
    before = dict(play.inputs)
    error = play.enter(text)
    if not code:
        assert error is None
        return
    assert error is not None
    assert (error.code, getattr(error, "column", None)) == (code, column)
    assert play.inputs == before


@pytest.mark.parametrize(
    ("value", "step"),
    [(100, 1), (2, 1), (-40, 1), (0, 1), (1.1, 0.1), (0.5, 0.1), (12.5, 0.1), (1 / 3, 0.001), (1e9, 1e7), (1e-8, 1e-8)],
)
def test_a_step_suits_the_size(value: float, step: float) -> None:
    assert step_of(value) == step


def test_the_step_stays_while_keys_change_the_value() -> None:
    play = written("a * b")
    play.put("a", 1.8)
    seen = []
    for _ in range(4):
        play.move(1)
        seen.append(show(play.inputs["a"]))
    assert seen == ["1.9", "2", "2.1", "2.2"]
    play.put("a", 5)
    assert play.step == 1


def test_steps_there_and_back_end_where_they_began() -> None:
    play = written("a * b")
    play.put("a", 0.3)
    for steps in (1,) * 7 + (-10, 3):
        play.move(steps)
    assert play.inputs["a"] == 0.3


def test_inputs_take_turns_and_end() -> None:
    play = written("a * b")
    assert [play.turn(-1), play.turn(1), play.turn(1)] == [False, True, False]
    assert play.chosen == "b"


def test_a_chosen_input_that_is_gone_leaves_its_place_to_the_first() -> None:
    play = written("a * b")
    play.choose("b")
    play.write("a * c")
    assert play.chosen == "a"


# --- opening and keeping ---------------------------------------------------------------------------------


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=list(EXAMPLES))
def test_every_example_can_be_opened(example: Example) -> None:
    play = written("x + y")
    play.open(example)
    assert (play.error, play.trouble, play.started) == (None, None, ())
    assert play.gradients


def test_what_is_kept_opens_as_it_was() -> None:
    play = written("a = 4; s = a * b; t = s + c")
    play.put("b", -2)
    play.put("a", 5)
    play.take_output("s")
    again = Playground()
    again.open(play.kept)
    assert (again.text, again.inputs, again.output) == (play.text, play.inputs, "s")
    assert again.gradients == play.gradients


def test_values_for_other_names_are_left_out() -> None:
    play = Playground()
    play.open(Example("a * b", {"a": 2, "b": 3, "z": 4}, "z"))
    assert play.inputs == {"a": 2, "b": 3}
    assert play.output == "a*b"


# --- whatever is done ------------------------------------------------------------------------------------

_PIECES = st.sampled_from([*"abcxe+-*/^(),;= .0123456789", "log(", "sigmoid(", "가격", "×", "#", "\n", "\x1b", "max("])


@settings(deadline=None, max_examples=150)
@given(st.lists(_PIECES, max_size=30), st.randoms(use_true_random=False))
def test_nothing_that_is_done_fails(pieces: list[str], source: random.Random) -> None:
    play, text = Playground(), ""
    for piece in pieces:
        text += piece
        play.write(text)
        does = source.choice(["move", "turn", "turn_output", "enter"])
        play.enter(source.choice(["1", "1/0", "a=", "=", "b = 1e300", "-5", ""])) if does == "enter" else getattr(
            play, does
        )(source.choice([-100, -1, 1, 10**6]))
        if play.text != text:
            assert play.graph is not None
            text = play.text
        for number in (*play.values.values(), *play.gradients.values()):
            assert math.isfinite(number)
        assert play.chosen in play.inputs or not play.inputs
        assert (play.trouble is None) or not (play.values and play.gradients)


@given(st.integers(-(10**6), 10**6) | st.floats(-1e6, 1e6).filter(lambda x: abs(x) > 1e-90))
def test_a_text_with_another_value_gives_that_value(value: float) -> None:
    text = with_value("aa = 1; a = 1 ; b = 2 # a = 5\nc = a * b + aa", "a", value)
    assert Graph.parse(text).given == {"aa": 1, "a": pytest.approx(value, rel=1e-11), "b": 2}


# --- numbers to start with -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["a*b+c", "sigmoid(w*x+b)", "log(1-x)", "sqrt(0-x)", "exp(a*b)", "tanh(a*b*c)", "a/(b-c)", "x^y", "2*pi*r"],
)
def test_numbers_to_start_with_make_a_graph_worth_looking_at(text: str) -> None:
    graph = Graph.parse(text)
    values = graph.forward(start_values(graph, {}))
    gradients = graph.backward(values)
    assert all(abs(number) <= LARGEST for number in (*values.values(), *gradients.values()))
    assert all(abs(gradients[name]) >= FLATTEST for name in graph.inputs)


def test_where_no_numbers_serve_there_are_some_all_the_same() -> None:
    graph = Graph.parse("log(0 - x^2)")
    assert set(start_values(graph, {})) == {"x"}


def test_numbers_that_are_fixed_stay_and_no_other_is_the_same() -> None:
    values = start_values(Graph.parse("a*b+c"), {"b": 2})
    assert values["b"] == 2
    assert len(set(values.values())) == 3
