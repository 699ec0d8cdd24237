"""A compiled graph: in every way of running it the same numbers, and the same faults, as the graph itself has."""

import itertools
import math
import random
import sys
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given

from tests.core.test_graph import SHOP, SHOP_INPUTS, Drawn, graphs, random_graphs
from tutor.core import Graph, GraphError, Node
from tutor.core.levels import Levels, levels_of
from tutor.core.program import MOST_LINES, Program
from tutor.core.straight import for_floats

RUNS = 3  # by the tape, by what is then prepared, and by that once more


def by_graph(graph: Graph, inputs: dict[str, float], output: str | None = None) -> tuple[float, list[float]]:
    values = graph.forward(inputs)
    found = graph.backward(values, output)
    return values[output or graph.output], [found[name] for name in graph.inputs]


def by_straight_line(graph: Graph, inputs: Sequence[float]) -> tuple[float, list[float]]:
    def otherwise(_: object) -> None:
        raise AssertionError("the straight line gave up")

    pruned = graph.leading_to(graph.output)
    return for_floats(pruned, pruned.position[graph.output], otherwise)(inputs)


def by_levels(graph: Graph, inputs: Sequence[float]) -> tuple[float, list[float]]:
    pruned = graph.leading_to(graph.output)
    found = Levels(pruned.nodes, levels_of(pruned.nodes), pruned.position[graph.output]).run(inputs)
    assert found is not None
    return found


def fault(call: Callable[[], object]) -> tuple[str, object]:
    with pytest.raises(GraphError) as caught:
        call()
    return caught.value.code, caught.value.details.get("name")


def wide_graph(nodes: int, inputs: int, seed: int = 0) -> Graph:
    """A random graph of sums and bounded functions, which the last node draws together."""
    draw = random.Random(seed)
    made = [Node(f"x{i}", "input") for i in range(inputs)]
    loose = list(range(inputs))
    for at in range(inputs, inputs + nodes):
        op = draw.choice(["+", "-", "max", "tanh", "sin", "sigmoid", "relu"])
        first, second = loose.pop(0), draw.randrange(at)
        if len(loose) >= inputs + nodes - at:  # time to draw the loose ends together
            op, second = draw.choice(["+", "-", "max"]), loose.pop(0)
        made.append(Node(f"q{at}", op, (first, second) if op in ("+", "-", "max") else (first,)))
        loose.append(at)
    return Graph(tuple(made))


class TestTheSameNumbers:
    def test_the_notebook(self) -> None:
        program = Graph.parse(SHOP).compile()
        for _ in range(RUNS):
            assert program(SHOP_INPUTS) == (
                220.00000000000003,
                {"apple": 2.2, "count": 110.00000000000001, "tax": 200},
            )
            assert program.run([100.0, 2.0, 1.1]) == (220.00000000000003, [2.2, 110.00000000000001, 200.0])

    @random_graphs
    @given(graphs())
    def test_in_every_way_of_running(self, drawn: Drawn) -> None:
        graph = Graph.parse(drawn.text)
        expected = by_graph(graph, drawn.inputs)
        program = graph.compile()
        inputs = list(drawn.inputs.values())
        for _ in range(RUNS):
            assert program.run(inputs) == expected  # to the last bit
        value, gradients = by_levels(graph, inputs)
        assert value == pytest.approx(expected[0], rel=1e-12, abs=1e-12)
        assert gradients == pytest.approx(expected[1], rel=1e-12, abs=1e-12)

    @random_graphs
    @given(graphs())
    def test_on_arrays_each_element_is_a_case(self, drawn: Drawn) -> None:
        graph = Graph.parse(drawn.text)
        inputs = {name: np.array([[value], [value * 1.01]]) for name, value in drawn.inputs.items()}
        try:
            values = graph.forward(inputs)
        except GraphError:  # a nudged input has left the domain of a node
            return
        expected = graph.backward(values)
        value, gradients = graph.compile()(inputs)
        np.testing.assert_allclose(value, values["y"], rtol=1e-12, atol=1e-12)
        for name, gradient in gradients.items():
            assert gradient.shape == (2, 1)
            np.testing.assert_allclose(gradient, expected[name], rtol=1e-12, atol=1e-12)

    @pytest.mark.parametrize(("nodes", "inputs"), [(30, 5), (1_000, 100), (20_000, 20), (20_000, 2_000)])
    def test_a_large_graph(self, nodes: int, inputs: int) -> None:
        graph = wide_graph(nodes, inputs)
        draw = random.Random(1)
        program = graph.compile()
        for _ in range(RUNS):
            given = {name: draw.uniform(-1, 1) for name in graph.inputs}
            value, gradients = by_graph(graph, given)
            found = program.run(list(given.values()))
            scale = max(1.0, *map(abs, gradients))
            assert found[0] == pytest.approx(value, rel=1e-12)
            assert found[1] == pytest.approx(gradients, rel=1e-12, abs=1e-12 * scale)

    def test_a_large_graph_is_run_level_by_level(self, monkeypatch: pytest.MonkeyPatch) -> None:
        runs = []
        run = Levels.run
        monkeypatch.setattr(Levels, "run", lambda self, inputs: runs.append(1) or run(self, inputs))
        program = wide_graph(20_000, 2_000).compile()
        for _ in range(RUNS):
            program.run([0.5] * 2_000)
        assert len(runs) == RUNS - 1

    def test_a_graph_too_deep_for_levels_and_too_long_for_a_function(self) -> None:
        length = 4 * MOST_LINES
        assert length > sys.getrecursionlimit()
        graph = Graph.parse("y0 = x + x\n" + "\n".join(f"y{i + 1} = sin(y{i})" for i in range(length)))
        expected = by_graph(graph, {"x": 0.5})
        program = graph.compile()
        for _ in range(RUNS):
            assert program.run([0.5]) == expected
        value, (gradient,) = program.run([np.array([0.5, 0.25])])
        assert value[0] == pytest.approx(expected[0])
        assert gradient[0] == pytest.approx(expected[1][0])

    def test_whole_numbers_are_floats_here(self) -> None:
        program = Graph.parse("y = a * b + 3").compile()
        for _ in range(RUNS):
            value, gradients = program(a=2, b=5)
            assert (repr(value), repr(gradients)) == ("13.0", "{'a': 5.0, 'b': 2.0}")
            assert repr(program.run([np.float32(2), np.int64(5)])) == "(13.0, [5.0, 2.0])"

    def test_whole_numbers_that_would_fill_the_memory(self) -> None:
        graph = Graph.parse("y0 = x * x\n" + "\n".join(f"y{i + 1} = y{i} * y{i}" for i in range(4_000)))
        program = graph.compile()
        for _ in range(RUNS):
            assert fault(lambda: program.run([3]))[0] == "no-value"

    def test_whole_arrays(self) -> None:
        value, gradients = Graph.parse("y = a * b").compile()(a=np.array([1, 2]), b=3)
        assert value.tolist() == [3.0, 6.0]
        assert {name: gradient.tolist() for name, gradient in gradients.items()} == {"a": [3.0, 3.0], "b": [1.0, 2.0]}

    def test_arrays_that_broadcast(self) -> None:
        value, gradients = Graph.parse("y = a + b").compile()(a=np.zeros((3, 1)), b=np.arange(4))
        assert value.shape == (3, 4)
        assert gradients["a"].shape == gradients["b"].shape == (3, 4)

    def test_another_output_and_an_input_that_does_not_matter(self) -> None:
        graph = Graph.parse("a = 2\ny = a * b\nz = log(c) + y")
        program = graph.compile("y")
        for _ in range(RUNS):
            assert program(b=3.0, c=-1.0) == (6.0, {"a": 3.0, "b": 2.0, "c": 0.0})
            assert program.run([2.0, 3.0, -1.0]) == (6.0, [3.0, 2.0, 0.0])
        _, gradients = program(b=np.ones(2), c=-1)
        assert gradients["c"].tolist() == [0.0, 0.0]

    def test_an_input_as_output(self) -> None:
        program = Graph.parse("y = a * b").compile("a")
        for _ in range(RUNS):
            assert program(a=2.0, b=3.0) == (2.0, {"a": 1.0, "b": 0.0})

    def test_a_graph_of_constants(self) -> None:
        program = Graph.parse("y = 2 * 3").compile()
        for _ in range(RUNS):
            assert program() == (6.0, {})

    def test_constants_need_no_gradient(self) -> None:
        program = Graph.parse("y = x^3 + (-2)^3 * x").compile()  # d/dn of (-2)^n does not exist, and nobody asks
        for _ in range(RUNS):
            assert program(x=-2.0) == (8.0, {"x": 4.0})
        assert program(x=np.array([-2.0]))[1]["x"].tolist() == [4.0]


class TestFaults:
    @pytest.mark.parametrize(
        ("text", "inputs"),
        [
            ("y = log(a)", {"a": -1.0}),
            ("y = log(a) * 2", {"a": 0.0}),
            ("y = a / b", {"a": 1.0, "b": 0.0}),
            ("y = exp(a)", {"a": 1e4}),
            ("y = a^b", {"a": -2.0, "b": 0.5}),
            ("y = a^b", {"a": -2.0, "b": 2.0}),
            ("y = sqrt(a)", {"a": 0.0}),
            ("big = a * a\nsmall = 1 / big\ny = small * 1", {"a": 1e200}),
            ("big = a * a\ny = tanh(big)", {"a": 1e200}),
            ("big = a * a\ny = sigmoid(-big)", {"a": 1e200}),
            ("big = a * a\ny = relu(-big)", {"a": 1e200}),
            ("big = a * a\ny = exp(-big)", {"a": 1e200}),
            ("big = a * a\ny = big^-1", {"a": 1e200}),
            ("big = a * a\ny = max(-big, a)", {"a": 1e200}),
            ("y = a * b * b", {"a": 0.0, "b": 1e200}),
            ("y = tanh(a)", {"a": math.inf}),
            ("y = a + 1", {"a": math.nan}),
            ("y = a + 1", {"a": 10**400}),
        ],
    )
    def test_are_those_of_the_graph(self, text: str, inputs: dict[str, float]) -> None:
        graph = Graph.parse(text)
        expected = fault(lambda: by_graph(graph, inputs))
        program = graph.compile()
        for _ in range(RUNS):
            assert fault(lambda: program(inputs)) == expected
        one = dict.fromkeys(inputs, 2.0)
        program(one)
        for _ in range(RUNS):
            assert fault(lambda: program(inputs)) == expected
        if all(isinstance(value, float) for value in inputs.values()):
            arrays = {name: np.array([1.5, value]) for name, value in inputs.items()}
            assert fault(lambda: program(arrays)) == fault(lambda: graph.backward(graph.forward(arrays)))

    def test_levels_see_what_is_not_finite(self) -> None:
        graph = Graph.parse("big = a * a\ny = tanh(big)")
        levels = Levels(graph.nodes, levels_of(graph.nodes), 2)
        assert levels.run([1e200]) is None
        assert levels.run([0.0]) == (0.0, [0.0])

    def test_a_sum_of_large_gradients_is_no_fault(self) -> None:
        program = Graph.parse("y = a * b").compile()  # 1e308 + 1e308 would be inf where they are looked at together
        for _ in range(RUNS):
            assert program.run([1.7e308, 1.0]) == (1.7e308, [1.0, 1.7e308])

    def test_of_the_caller(self) -> None:
        program = Graph.parse(SHOP).compile()
        for _ in range(RUNS):
            assert fault(lambda: program(apple=1, count=2))[0] == "missing-input"
            assert fault(lambda: program(apple=1, count=2, tax=1, tip=3))[0] == "unknown-input"
            assert fault(lambda: program(apple="1", count=2, tax=1))[0] == "not-a-number"
            assert fault(lambda: program(apple=np.ones(2), count=np.ones(3), tax=1))[0] == "shapes-differ"
            with pytest.raises(ValueError, match="3 inputs are needed, not 2"):
                program.run([1.0, 2.0])
            program.run([1.0, 2.0, 3.0])


class TestNothingIsShared:
    def test_gradients_of_a_plus(self) -> None:
        a = np.ones(3)
        value, gradients = Graph.parse("y = a + b").compile()(a=a, b=np.ones(3))
        gradients["a"][:] = 7
        value[:] = 9
        assert gradients["b"].tolist() == [1, 1, 1]
        assert a.tolist() == [1, 1, 1]

    @pytest.mark.parametrize(
        "last", ["a", "-a", "exp(a)", "relu(a)", "max(a, b)", "a + b", "a - b", "a * b", "a / b", "b^a", "a + a"]
    )
    @pytest.mark.parametrize("first", ["", "a = p + 0; b = q * 1; "])
    def test_arrays(self, first: str, last: str) -> None:
        text = f"{first}y = {last}" if last != "a" else f"{first or 'z = a * b; '}w = a * 2"
        graph = Graph.parse(text)
        output = "a" if last == "a" else "y"
        given = {name: np.array([0.5, 2.0]) + at for at, name in enumerate(graph.inputs)}
        kept = {name: each.copy() for name, each in given.items()}
        program = graph.compile(output)
        values = graph.forward(given)
        expected = graph.backward(values, output)
        for _ in range(RUNS):
            value, gradients = program(given)
            assert value.dtype == float
            np.testing.assert_allclose(value, values[output], rtol=1e-15)
            for name, gradient in gradients.items():
                assert (gradient.dtype, gradient.shape) == (float, (2,))
                np.testing.assert_allclose(gradient, expected[name], rtol=1e-15)
            every = [*given.values(), value, *gradients.values()]
            assert not any(np.shares_memory(one, two) for one, two in itertools.combinations(every, 2))
            assert all(np.array_equal(given[name], kept[name]) for name in kept)

    def test_names_are_no_code(self) -> None:
        graph = Graph.parse("v0 = isfinite * otherwise\nrun = v0 * inputs\n__import__ = run + float")
        program = graph.compile()
        for _ in range(RUNS):
            assert program.run([2.0, 3.0, 4.0, 5.0]) == (29.0, [12.0, 8.0, 6.0, 1.0])

    def test_two_programs_of_one_graph(self) -> None:
        graph = Graph.parse(SHOP)
        whole, half = graph.compile(), graph.compile("subtotal")
        for _ in range(RUNS):
            assert whole.run([100.0, 2.0, 1.1])[0] == 220.00000000000003
            assert half.run([100.0, 2.0, 1.1]) == (200.0, [2.0, 100.0, 0.0])
        assert isinstance(half, Program)
