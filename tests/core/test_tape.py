"""A tape, where a graph is built and run once: the same numbers as a graph, by number instead of by name."""

import math

import pytest
from hypothesis import given

from tests.core.test_graph import Drawn, graphs, random_graphs
from tutor.core import Graph, GraphError, Tape


def taped(graph: Graph, inputs: dict[str, float]) -> Tape:
    tape = Tape()
    for node in graph.nodes:
        if node.inputs:
            tape.node(node.op, *node.inputs)
        else:
            number = inputs[node.name] if node.op == "input" else node.number
            assert number is not None
            tape.input(number)
    return tape


def test_the_notebook() -> None:
    tape = Tape()
    apple, count, tax = tape.input(100), tape.input(2), tape.input(1.1)
    subtotal = tape.node("*", apple, count)
    price = tape.node("*", subtotal, tax)
    assert tape.values[price] == 220.00000000000003
    assert tape.gradients() == [2.2, 110.00000000000001, 200.0, 1.1, 1.0]
    assert tape.gradients(subtotal) == [2.0, 100.0, 0.0, 1.0, 0.0]


@random_graphs
@given(graphs())
def test_any_graph(drawn: Drawn) -> None:
    graph = Graph.parse(drawn.text)
    values = graph.forward(drawn.inputs)
    expected = graph.backward(values)
    tape = taped(graph, drawn.inputs)
    assert {name: tape.values[at] for name, at in graph.position.items()} == values
    found = tape.gradients()
    assert {name: found[at] for name, at in graph.position.items()} == expected


def test_what_it_is_given_is_refused() -> None:
    tape = Tape()
    x = tape.input(0)
    with pytest.raises(KeyError):
        tape.node("input", x)
    with pytest.raises(ValueError, match="domain"):
        tape.node("log", x)
    with pytest.raises(ZeroDivisionError):
        tape.node("/", x, x)
    assert len(tape.values) == 1  # what failed is not on the tape


@pytest.mark.parametrize(("op", "value", "code"), [("*", 1e200, "no-value"), ("sqrt", 0.0, "no-gradient")])
def test_what_is_not_finite(op: str, value: float, code: str) -> None:
    tape = Tape()
    x = tape.input(value)
    made = tape.node(op, x, x) if op == "*" else tape.node(op, x)
    tape.node("tanh", made)
    with pytest.raises(GraphError) as caught:
        tape.gradients()
    assert caught.value.code == code


def test_an_input_that_is_not_finite() -> None:
    tape = Tape()
    tape.node("tanh", tape.input(math.inf))
    with pytest.raises(GraphError) as caught:
        tape.gradients()
    assert (caught.value.code, caught.value.details["name"]) == ("no-value", "0")
