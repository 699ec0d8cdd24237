"""Central differences: right on what is known, and sharp enough to refuse what is nearly right."""

import math
import random
import unicodedata
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.core import Graph, GraphError, central_difference, nudge, numeric_gradients, numerical_gradient
from tutor.core.checking import KINK, expected_noise, gradient_check, relative_error, step_study
from tutor.core.numeric import difference, differences, sides

SHOP = "subtotal = apple * count\nprice = subtotal * tax"
SHOP_INPUTS = {"apple": 100, "count": 2, "tax": 1.1}

coefficients = st.floats(-10, 10)


class Counted(Graph):
    """A graph that counts its runs."""

    runs = 0

    def replay(self, *given: Any) -> dict[str, Any]:
        """One more run."""
        self.runs += 1
        return super().replay(*given)


def counted(text: str, **inputs: Any) -> tuple[Counted, dict[str, Any]]:
    graph = Counted(Graph.parse(text).nodes)
    return graph, graph.forward(inputs)


def smooth_graph(seed: int, lines: int = 12) -> tuple[Graph, dict[str, Any]]:
    """A random graph of every smooth node, and of relu away from its kink; its values are of any size up to 1e4."""
    rng = random.Random(seed)
    forms = [
        "{a} + {b}",
        "{a} - {b}",
        "{a} * {b}",
        "{a} / (1 + {b} ^ 2)",
        "{a} ^ 3 * {b}",
        "exp({a} / 4) - {b}",
        "log({a} ^ 2 + 1) * {b}",
        "sigmoid({a}) + {b}",
        "tanh({a}) * {b}",
        "sin({a}) / (2 + cos({b}))",
        "relu({a} - 0.3) + {b}",
        "-{a} * sqrt({b} ^ 2 + 1)",
    ]
    while True:
        inputs: dict[str, Any] = {f"x{i}": rng.choice([rng.uniform(-3, 3), rng.randint(-3, 3)]) for i in range(4)}
        names, text = list(inputs), ""
        for i in range(lines):
            text += f"q{i} = " + rng.choice(forms).format(a=rng.choice(names), b=rng.choice(names[-4:])) + "\n"
            names.append(f"q{i}")
        graph = Graph.parse(text)
        try:
            values = graph.forward({name: inputs[name] for name in graph.inputs})
            gradients = graph.backward(values)
        except GraphError:
            continue
        if max(map(abs, (*values.values(), *gradients.values()))) < 1e4:
            return graph, values


class TestCentralDifference:
    @settings(deadline=None)
    @given(coefficients, coefficients, coefficients, coefficients, st.sampled_from([1e-4, 0.01, 0.5, 1, 2]))
    def test_exact_for_quadratics_at_any_step(self, a: float, b: float, c: float, x: float, h: float) -> None:
        found = central_difference(lambda t: a * t * t + b * t + c, x, h)
        assert found == pytest.approx(2 * a * x + b, rel=1e-9, abs=1e-7)

    def test_exact_to_the_last_digit_where_floats_are(self) -> None:
        assert central_difference(lambda t: 3 * t * t - 2 * t + 1, 2, h=0.5) == 10
        assert central_difference(lambda t: 3 * t * t - 2 * t + 1, 2.0, h=1) == 10

    def test_the_error_shrinks_with_the_square_of_the_step(self) -> None:
        errors = [abs(central_difference(math.exp, 1.0, h) - math.e) for h in (0.1, 0.01)]
        assert errors[0] / errors[1] == pytest.approx(100, rel=0.01)

    @pytest.mark.parametrize("x", [0, 1, 1e4, 1e8, 1e13, -1e13, 1e100])
    def test_large_numbers(self, x: float) -> None:
        assert central_difference(lambda t: 3 * t, x) == pytest.approx(3, rel=1e-3)

    def test_a_whole_number_is_nudged_too(self) -> None:
        assert central_difference(lambda t: t * t, 3) == pytest.approx(6)


class TestNumericalGradient:
    @pytest.mark.parametrize("x", [np.array([3, 4]), np.array([3.0, 4.0]), np.array([3, 4], dtype=np.uint8), [3, 4]])
    def test_the_books_example_also_on_integers(self, x: object) -> None:
        found = numerical_gradient(lambda v: float(np.sum(v**2)), x)
        np.testing.assert_allclose(found, [6, 8], rtol=1e-9)
        assert found.dtype == float

    def test_its_shape_is_that_of_the_parameter(self) -> None:
        x = np.arange(6).reshape(2, 3)
        weights = np.array([[1.0, -2, 3], [4, 0, -6]])
        np.testing.assert_allclose(numerical_gradient(lambda v: float((weights * v).sum()), x), weights, atol=1e-8)
        assert numerical_gradient(lambda v: float(v) ** 2, 3) == pytest.approx(6)
        assert numerical_gradient(lambda v: 1.0, np.zeros((0, 2))).shape == (0, 2)

    def test_the_parameter_is_left_as_it_is(self) -> None:
        x = np.array([1.0, 2.0])
        x.flags.writeable = False
        numerical_gradient(lambda v: float(v[0] * v[1]), x)
        np.testing.assert_array_equal(x, [1.0, 2.0])

    def test_the_books_way_in_which_f_looks_at_the_parameter_itself(self) -> None:
        params = {"W": np.array([[1.0, 2.0], [3.0, 4.0]])}
        found = numerical_gradient(lambda _: float((params["W"] ** 2).sum()), params["W"])
        np.testing.assert_allclose(found, [[2, 4], [6, 8]], rtol=1e-9)
        assert params["W"].tolist() == [[1, 2], [3, 4]]

    def test_a_parameter_is_put_back_where_f_fails(self) -> None:
        x = np.array([1.0, 2.0])
        with pytest.raises(ZeroDivisionError):
            numerical_gradient(lambda _: 1 / 0, x)
        assert x.tolist() == [1, 2]

    def test_each_number_is_nudged_alone(self) -> None:
        seen = []
        numerical_gradient(lambda v: seen.append(v.copy()) or 0.0, np.array([1.0, 2.0, 3.0]), h=0.5)  # type: ignore[func-returns-value]
        moved = [tuple(v - [1, 2, 3]) for v in seen]
        assert moved == [(0.5, 0, 0), (-0.5, 0, 0), (0, 0.5, 0), (0, -0.5, 0), (0, 0, 0.5), (0, 0, -0.5)]


class TestNudge:
    def test_every_quantity_of_the_notebook(self) -> None:
        graph = Graph.parse(SHOP)
        values = graph.forward(SHOP_INPUTS)
        numeric = numeric_gradients(graph, values)
        assert list(numeric) == list(graph.backward(values))
        assert numeric == pytest.approx(graph.backward(values), rel=1e-8)
        assert {type(slope) for slope in numeric.values()} == {float}

    def test_of_a_quantity_in_the_middle_and_what_it_does_not_reach(self) -> None:
        graph = Graph.parse(SHOP)
        values = graph.forward(SHOP_INPUTS)
        assert numeric_gradients(graph, values, "subtotal") == pytest.approx(graph.backward(values, "subtotal"))
        assert nudge(graph, values, "tax", "subtotal") == 0
        assert nudge(graph, values, "price", "price") == pytest.approx(1)

    def test_the_values_are_left_as_they_are(self) -> None:
        graph = Graph.parse(SHOP)
        values = graph.forward(SHOP_INPUTS)
        kept = dict(values)
        numeric_gradients(graph, values)
        assert values == kept

    def test_arrays_are_nudged_in_one_sweep(self) -> None:
        graph, values = counted("s = x * x\nk = 2 * 3\ny = s * w + k", x=np.array([1, 2, 3]), w=np.array([[1.0], [-1]]))
        for name, slope in numeric_gradients(graph, values).items():
            assert slope.shape == (2, 3)
            np.testing.assert_allclose(slope, graph.backward(values)[name], rtol=1e-8)
        assert graph.runs == 4 * len(graph.quantities)

    def test_a_step_of_ones_own(self) -> None:
        graph = Graph.parse("y = x ^ 3")
        assert nudge(graph, graph.forward(x=2), "x", h=1) == 13  # (27 - 1) / 2
        np.testing.assert_array_equal(nudge(graph, graph.forward(x=np.array([2, 0])), "x", h=1), [13, 1])

    def test_a_step_of_ones_own_is_used_to_the_letter(self) -> None:
        graph = Graph.parse("y = 3 * x")
        assert nudge(graph, graph.forward(x=1e13), "x", h=1e-4) == 0  # lost: nothing moves
        x, h = 1.0, 1e-13
        assert nudge(graph, graph.forward(x=x), "x", h=h) == (3 * (x + h) - 3 * (x - h)) / (2 * h) != 3

    def test_beyond_the_domain_is_an_error_of_ones_own_step(self) -> None:
        graph = Graph.parse("y = log(x)")
        with pytest.raises(GraphError):
            nudge(graph, graph.forward(x=1), "x", h=2)

    def test_names_as_they_are_typed(self) -> None:
        graph = Graph.parse("값 = 2 * 사과")
        values = graph.forward(사과=1)
        apple, value = unicodedata.normalize("NFD", "사과"), unicodedata.normalize("NFD", "값")
        assert nudge(graph, values, apple, value, 1) == step_study(graph, values, apple, value).gradient == 2
        assert difference(graph, values, apple, value) == difference(graph, values, "사과")
        assert sides(graph, values, apple, value, 1) == (2, 2)
        with pytest.raises(GraphError):
            nudge(graph, values, "z", h=1)


SHARP: list[tuple[str, float]] = [
    *(("log(x)", x) for x in (0.01, 1e-4, 1e-6, 1e-9, 1e-12, 1e-20, 1e-200)),
    *(("1 / x", x) for x in (0.01, 1e-6, -1e-7, 1e-12, 1e-20)),
    *(("sqrt(x)", x) for x in (1e-5, 1e-30)),
    *((f"sin({w} * x)", 0.3) for w in (1000, 100_000, 1_000_000)),
    *((f"exp({k} * x)", -0.7) for k in (30, 300, -900)),
    ("log(x - 3)", 3.00000001),
    ("x ^ -0.5", 1e-8),
    ("1 / (1 - x)", 0.9999),
    ("tanh(100000 * x)", 3e-6),
]


class TestTheStepThatNudgeChooses:
    @pytest.mark.parametrize(("text", "x"), SHARP)
    def test_fits_a_sharp_curve_and_a_domains_edge(self, text: str, x: float) -> None:
        graph, values = counted(text, x=x)
        found = difference(graph, values, "x")
        gradient = graph.backward(values)["x"]
        assert relative_error(found.slope, gradient) < 1e-6
        assert nudge(graph, values, "x") == found.slope
        assert found.uncertainty < 1e-6 * abs(gradient)
        assert graph.runs <= 60

    @pytest.mark.parametrize(("text", "x"), SHARP)
    def test_in_arrays_each_case_has_its_own(self, text: str, x: float) -> None:
        graph = Graph.parse(text)
        values = graph.forward(x=np.array([x, x * (1 + 1e-10)]))
        found = difference(graph, values, "x")
        assert found.slope.shape == found.h.shape == found.uncertainty.shape == (2,)
        assert relative_error(found.slope, graph.backward(values)["x"]).max() < 1e-6

    def test_a_case_at_the_edge_does_not_spoil_the_others(self) -> None:
        graph = Graph.parse("k = 2 * 3\ny = log(x) * w + k")
        values = graph.forward(x=np.array([[1, 2], [1e-7, 3]]), w=np.array([1, -2]))
        found = differences(graph, values)
        gradients = graph.backward(values)
        for name in gradients:
            assert relative_error(found[name].slope, gradients[name]).max() < 1e-6
        assert found["x"].h.argmin() == 2

    @pytest.mark.parametrize("text", ["x * x", "3 * x + 1", "exp(x)", "sin(x) / x", "sigmoid(x)", "relu(x)", "x ^ 5"])
    @pytest.mark.parametrize("x", [1, 2, 1.3, 4])
    def test_usually_takes_four_runs(self, text: str, x: float) -> None:
        graph, values = counted(text, x=x)
        found = difference(graph, values, "x")
        assert graph.runs == 4
        assert found.h == 1e-5 * x
        assert abs(found.slope - graph.backward(values)["x"]) <= found.uncertainty

    def test_four_runs_also_where_the_output_is_nearly_nothing(self) -> None:
        graph, values = counted("exp(x) - 1", x=0)
        assert difference(graph, values, "x").slope == pytest.approx(1, rel=1e-9)
        assert graph.runs == 4

    @pytest.mark.parametrize("spread", [float, lambda x: np.array([x, 1.0])])
    def test_a_rise_beyond_the_floats_takes_a_smaller_step(self, spread: Any) -> None:
        graph = Graph.parse("k * sin(x)")
        values = graph.forward(k=1.79e308, x=spread(math.pi * 318310))
        found = difference(graph, values, "x")
        assert np.max(relative_error(found.slope, graph.backward(values)["x"])) < 1e-7

    def test_a_number_among_arrays(self) -> None:
        graph = Graph.parse("k = 2 * 3\ny = k * log(x)")
        values = graph.replay(graph.forward(x=2), {"x": np.array([1, 3])})
        assert values["k"] == 6
        found = difference(graph, values, "k")
        np.testing.assert_allclose(found.slope, [0, math.log(3)], atol=1e-9)
        assert found.h.shape == found.uncertainty.shape == (2,)
        np.testing.assert_array_equal(nudge(graph, values, "x", "k"), [0, 0])

    @pytest.mark.parametrize("x", [1e13, -1e20, 1e300, np.array([1e13, 2.0])])
    def test_grows_with_the_value(self, x: object) -> None:
        graph = Graph.parse("y = 3 * x")
        np.testing.assert_allclose(nudge(graph, graph.forward(x=x), "x"), 3, rtol=1e-8)

    def test_stays_large_where_rounding_is(self) -> None:
        graph, values = counted("(100000000 + x) - 100000000", x=1.7)
        found = difference(graph, values, "x")
        assert found.h == 1.7e-5
        assert abs(found.slope - 1) <= found.uncertainty < 0.01

    @pytest.mark.parametrize("seed", range(60))
    def test_it_is_as_sure_as_it_says(self, seed: int) -> None:
        graph, values = smooth_graph(seed)
        gradients = graph.backward(values)
        numeric = differences(graph, values)
        for name, noise in expected_noise(values, gradients, numeric).items():
            assert abs(numeric[name].slope - gradients[name]) <= noise, name
            assert noise <= 1e-5 * max(1, abs(gradients[name]), abs(values[graph.output])), name

    @pytest.mark.parametrize("x", [-1e-6, 3e-6])
    def test_steps_inside_of_a_kink_nearby(self, x: float) -> None:
        graph = Graph.parse("relu(x)")
        assert nudge(graph, graph.forward(x=x), "x") == pytest.approx(float(x > 0), abs=1e-9)

    def test_a_flat_place(self) -> None:
        graph = Graph.parse("y = x ^ 3")
        found = difference(graph, graph.forward(x=0), "x")
        assert abs(found.slope) <= found.uncertainty < 1e-20

    def test_no_step_is_small_enough(self) -> None:
        graph = Graph.parse("sqrt(x)")
        with pytest.raises(GraphError):
            nudge(graph, graph.forward(x=0), "x")

    def test_a_slope_beyond_the_floats(self) -> None:
        graph = Graph.parse("k * tanh(10000000000 * x)")
        with pytest.raises(GraphError, match="no-gradient"):
            nudge(graph, graph.forward(k=1e308, x=0), "x")

    def test_integers_as_floats(self) -> None:
        graph = Graph.parse("y = a ^ 2 * b / 3 + exp(a)")
        whole, floating = graph.forward(a=3, b=2), graph.forward(a=3.0, b=2.0)
        assert numeric_gradients(graph, whole) == numeric_gradients(graph, floating)
        a = np.array([3, 4], dtype=np.uint8)
        arrays = numeric_gradients(graph, graph.forward(a=a, b=np.array([2, -1])))
        for name, slope in numeric_gradients(graph, graph.forward(a=a.astype(float), b=np.array([2.0, -1.0]))).items():
            np.testing.assert_array_equal(arrays[name], slope)


class TestManyQuantities:
    def test_are_nudged_together(self) -> None:
        rng = random.Random(0)
        terms = [f"a{i} {rng.choice('*/')} b{i}" for i in range(250)]
        graph, values = counted(" + ".join(terms), **{f"{n}{i}": rng.uniform(0.5, 2) for n in "ab" for i in range(250)})
        assert len(graph.quantities) == 999
        numeric = numeric_gradients(graph, values)
        assert graph.runs == 0  # where each nudge of its own would be four
        assert list(numeric) == list(graph.backward(values))
        assert {type(slope) for slope in numeric.values()} == {float}
        assert numeric == pytest.approx(graph.backward(values), rel=1e-6)

    def test_in_blocks_alike(self, monkeypatch: pytest.MonkeyPatch) -> None:
        graph, values = smooth_graph(3, lines=60)
        assert len(graph.quantities) > 100
        whole = differences(graph, values)
        monkeypatch.setattr("tutor.core.numeric._CELLS", 100 * len(graph.nodes))
        for name, found in differences(graph, values).items():
            assert abs(found.slope - whole[name].slope) <= found.uncertainty, name

    @pytest.mark.parametrize("seed", range(5))
    def test_as_each_alone(self, seed: int) -> None:
        graph, values = smooth_graph(seed, lines=60)
        output = graph.quantities[len(graph.quantities) * 2 // 3]
        together = differences(graph, values, output)
        assert len(together) == len(graph.quantities) > 100
        for name, found in together.items():
            alone = difference(graph, values, name, output)
            assert abs(found.slope - alone.slope) <= found.uncertainty + alone.uncertainty, name
        slopes = {name: each.slope for name, each in together.items()}
        gradients = graph.backward(values, output)
        assert gradient_check(gradients, slopes, noise=expected_noise(values, gradients, together)).passed

    @pytest.mark.parametrize("text", ["log({})", "1 / {}", "sin(1000 * {})", "{} ^ 3", "{} ^ -0.5"])
    def test_sharp_ones_have_their_own_steps(self, text: str) -> None:
        xs = {f"x{i}": (1e-6, 1 + i, 1e-20, 3)[i % 4] for i in range(60)}
        graph, values = counted("\n".join(f"y{i} = {text.format(x)}" for i, x in enumerate(xs)) + "\n1 * y2", **xs)
        for output in ("y0", "y1", "y2"):
            together = differences(graph, values, output)
            assert graph.runs == 0
            for name in (f"x{output[1:]}", output, "x5"):
                alone = difference(graph, values, name, output)
                assert together[name].slope == pytest.approx(alone.slope, rel=1e-7)
                assert together[name].h == alone.h
            graph.runs = 0

    def test_one_that_no_step_fits_is_an_error_as_it_is_alone(self) -> None:
        graph = Graph.parse(" + ".join(f"sqrt(x{i})" for i in range(60)))
        with pytest.raises(GraphError, match="no-value"):
            differences(graph, graph.forward({f"x{i}": i for i in range(60)}))


class TestSides:
    def test_of_a_kink_and_of_a_curve(self) -> None:
        graph = Graph.parse("y = 3 * relu(x)")
        assert sides(graph, graph.forward(x=0), "x") == (0, pytest.approx(3))
        below, above = sides(Graph.parse("y = exp(x)"), Graph.parse("y = exp(x)").forward(x=0), "x")
        assert below < 1 < above
        assert relative_error(below, above) < KINK < relative_error(0.0, 3.0)

    def test_of_a_step_of_ones_own(self) -> None:
        graph = Graph.parse("y = x * x")
        assert sides(graph, graph.forward(x=3), "x", h=1) == (5, 7)
        below, above = sides(graph, graph.forward(x=np.array([3, 0])), "x", h=1)
        assert (below.tolist(), above.tolist()) == ([5, -1], [7, 1])
