"""Random small graphs with nice numbers, and questions about them, for properties that hold for all."""

from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from tutor.core import Graph, GraphError
from tutor.quiz import Question, gradient_question, value_question

INPUTS = ("a", "b", "c", "d")
NICE = (1, 2, 3, 4, 5, 7, 10, 12, 20, 100, 0.5, 0.7, 1.1, 1.2, 2.5, -1, -2, -3, 0.25)


@st.composite
def graphs(draw: Any) -> tuple[Graph, dict[str, float]]:
    """A graph over up to four inputs and up to six nodes, with inputs for which all its gradients exist."""
    names = list(INPUTS[: draw(st.integers(1, 4))])
    lines = []
    for at in range(draw(st.integers(1, 6))):
        op = draw(st.sampled_from("+-*/*+^nm"))
        one = draw(st.sampled_from(names))
        if op == "^":
            made = f"{one}^{draw(st.sampled_from((2, 3, 2)))}"
        elif op == "n":
            made = f"-{one}"
        else:
            other = draw(st.one_of(st.sampled_from(names), st.sampled_from(names), st.sampled_from(("2", "3", "10"))))
            x, y = (one, other) if draw(st.booleans()) else (other, one)
            made = f"max({x}, {y})" if op == "m" else f"{x} {op} {y}"
        lines.append(f"n{at} = {made}")
        names.append(f"n{at}")
    graph = Graph.parse("\n".join(lines))
    inputs = {name: draw(st.sampled_from(NICE)) for name in graph.inputs}
    try:
        graph.backward(graph.forward(inputs))
    except GraphError:
        assume(False)
    return graph, inputs


@st.composite
def questions(draw: Any, lang: str = "en") -> Question:
    """A question about such a graph, with an answer of a size that a person would type."""
    graph, inputs = draw(graphs())
    made = [name for name in graph.quantities if graph.node(name).inputs]
    if draw(st.booleans()):
        asked = value_question(graph, inputs, draw(st.sampled_from(made)), lang=lang, code="random/value")
    else:
        quantity = draw(st.sampled_from(graph.quantities))
        asked = gradient_question(graph, inputs, graph.output, quantity, lang=lang, code="random/gradient")
    assume(asked.truth == 0 or 1e-6 < abs(asked.truth) < 1e9)
    return asked
