"""Central differences: right on what is known, and sharp enough to refuse what is nearly right."""

import math
import random
import unicodedata
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.core import Graph, GraphError, Network, central_difference, nudge, numeric_gradients, numerical_gradient
from tutor.core.graph import Node
from tutor.core.layers import FUNCTIONS, NODES
from tutor.core.numeric import (
    KINK,
    TOLERANCE,
    Check,
    Curve,
    Step,
    difference,
    differences,
    expected_noise,
    gradient_check,
    relative_error,
    sides,
    step_study,
)

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


def checked(graph: Graph, values: dict[str, Any], gradients: dict[str, Any], output: str | None = None) -> Check:
    numeric = differences(graph, values, output)
    noise = expected_noise(values, gradients, numeric)
    return gradient_check(gradients, {name: found.slope for name, found in numeric.items()}, noise=noise)


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
        assert checked(graph, values, graph.backward(values, output), output).passed

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


STUDIED = [("exp(x)", 1.0), ("sin(x)", 1.0), ("log(x)", 2.0), ("x ^ 5", 1.7), ("sigmoid(3 * x)", 0.2), ("1 / x", 1.5)]


def slope_of(curve: Curve, lowest: float, highest: float) -> float:
    """The exponent p of error = c * h^p between two steps, by least squares on logarithmic scales."""
    part = [step for step in curve.steps if lowest <= step.h <= highest and step.error > 0]
    return float(np.polyfit(np.log([step.h for step in part]), np.log([step.error for step in part]), 1)[0])


def studied(text: str, x: float, **more: float) -> Any:
    graph = Graph.parse(text)
    return step_study(graph, graph.forward(x=x, **more), "x")


class TestStepStudy:
    @pytest.mark.parametrize(("text", "x"), STUDIED)
    def test_truncation_falls_with_the_square_and_for_one_side_with_h(self, text: str, x: float) -> None:
        study = studied(text, x)
        assert slope_of(study.central, 1e-4, 1e-2) == pytest.approx(2, abs=0.1)
        assert slope_of(study.forward, 1e-6, 1e-2) == pytest.approx(1, abs=0.1)

    @pytest.mark.parametrize(("text", "x"), STUDIED)
    def test_rounding_grows_as_one_over_h(self, text: str, x: float) -> None:
        # One x may be lucky; the middle of many is not.
        studies = [studied(text, x * (1 + k / 100)) for k in range(25)]
        for kind in ("central", "forward"):
            curves = [getattr(study, kind).steps for study in studies]
            middle = [
                steps[0]._replace(error=float(np.median([step.error for step in steps])))
                for steps in zip(*curves, strict=True)
            ]
            assert slope_of(Curve(tuple(middle)), 1e-14, 1e-9) == pytest.approx(-1, abs=0.25)
            for steps in curves:
                assert all(step.error < 10 * step.rounding for step in steps if step.h < 1e-9)

    @pytest.mark.parametrize(("text", "x"), STUDIED)
    def test_the_best_lies_between_and_is_better_for_the_central_difference(self, text: str, x: float) -> None:
        study = studied(text, x)
        central, forward = study.central, study.forward
        eps = np.finfo(float).eps
        assert central.best.h == pytest.approx(eps ** (1 / 3), rel=30)  # theory: the cube root of eps, and the root
        assert forward.best.h == pytest.approx(eps ** (1 / 2), rel=30)
        assert central.best.h > forward.best.h
        assert central.best.error < forward.best.error
        for curve in (central, forward):
            assert [*curve.too_large, curve.best, *curve.too_small] == list(curve.steps)
            assert len(curve.too_large) > 2 and len(curve.too_small) > 2
            assert max(step.error for step in curve.too_large) == curve.too_large[0].error
            assert min(curve.too_large[0].error, curve.too_small[-1].error) > 100 * curve.best.error

    def test_its_numbers_are_those_of_the_textbook(self) -> None:
        study = studied("y = x ^ 3", 2)
        assert study.gradient == 12
        assert [step.h for step in study.central.steps] == [float(f"1e-{k}") for k in range(1, 16)]
        first = study.central.steps[0]
        assert first.slope == ((2 + 0.1) ** 3 - (2 - 0.1) ** 3) / (2 * 0.1) == pytest.approx(12.01)
        assert first.error == first.slope - 12
        assert first.relative == first.error / first.slope
        assert study.forward.steps[0].slope == pytest.approx(12.61)
        graph = Graph.parse("y = x ^ 3")
        values = graph.forward(x=2)
        assert [nudge(graph, values, "x", h=step.h) for step in study.central.steps] == [
            step.slope for step in study.central.steps
        ]

    def test_a_lucky_hit_is_not_the_best(self) -> None:
        steps = [Step(1e-2, 1.1, 0.1, 0.1, 1e-14), Step(1e-5, 1.0, 1e-10, 1e-10, 1e-11), Step(1e-9, 1.0, 0, 0, 1e-7)]
        curve = Curve(tuple(steps))
        assert (curve.too_large, curve.best, curve.too_small) == ((steps[0],), steps[1], (steps[2],))

    def test_a_straight_line_has_no_step_that_is_too_large(self) -> None:
        study = studied("y = 3 * x + 1", 0.7)
        assert study.central.too_large == study.forward.too_large == ()
        assert study.central.best.h == 0.1
        assert study.central.too_small[-1].error > 1e-3

    def test_a_parabola_has_none_for_the_central_difference(self) -> None:
        study = studied("y = x * x", 3)
        assert study.central.too_large == ()
        assert study.forward.too_large != ()

    def test_a_step_out_of_the_domain_is_too_large(self) -> None:
        study = studied("log(x)", 0.005)
        out = [step for step in study.central.steps if step.slope is None]
        assert [step.h for step in out] == [0.1, 0.01]
        assert {step.error for step in out} == {step.relative for step in out} == {math.inf}
        assert set(out) < set(study.central.too_large)
        assert study.forward.steps[0].slope is not None

    def test_a_step_that_is_lost_moves_nothing(self) -> None:
        lost = studied("y = x * x", 1000).central.steps[-1]
        assert (lost.slope, lost.error, lost.relative) == (0, 2000, 1)

    def test_of_a_quantity_in_the_middle(self) -> None:
        graph = Graph.parse("s = a * b\ny = exp(s)\nz = y * a")
        study = step_study(graph, graph.forward(a=1, b=2), "s", "y")
        assert study.gradient == pytest.approx(math.e**2)
        assert study.central.best.relative < 1e-8


class TestRelativeError:
    @pytest.mark.parametrize(
        ("a", "b", "error"),
        [
            (1, 1, 0),
            (0, 0, 0),
            (1, 0, 1),
            (0, -2, 1),
            (1, -1, 2),
            (2, 1.999, 0.0005),
            (1e-12, 2e-12, 0.5),
            (1e300, 1.001e300, 0.001 / 1.001),
            (math.inf, math.inf, math.inf),
            (math.nan, 1, math.inf),
            (1e308, -1e308, math.inf),
        ],
    )
    def test_of_numbers_and_of_arrays(self, a: float, b: float, error: float) -> None:
        assert relative_error(a, b) == relative_error(b, a) == pytest.approx(error, rel=1e-9)
        np.testing.assert_allclose(relative_error(np.array([a, 1]), np.array([b, 1])), [error, 0], rtol=1e-9)

    def test_below_the_floor_it_is_not_relative(self) -> None:
        assert relative_error(1e-12, 3e-12, floor=1e-6) == pytest.approx(2e-6)
        assert relative_error(5, 4, floor=1e-6) == 0.2
        np.testing.assert_allclose(relative_error(np.array([1e-12, 5]), np.array([3e-12, 4]), 1e-6), [2e-6, 0.2])

    def test_integers(self) -> None:
        a, b = np.array([3, 200], dtype=np.uint8), np.array([4, 100], dtype=np.uint8)
        np.testing.assert_allclose(relative_error(a, b), [0.25, 0.5])
        assert relative_error(3, 4) == relative_error(np.int8(3), np.int8(4)) == 0.25


class TestGradientCheck:
    def test_names_the_worst_and_what_differs(self) -> None:
        check = gradient_check({"a": 1, "b": 2.0, "c": np.array([1, 2])}, {"a": 1.5, "b": 2, "c": np.array([1, 1.99])})
        assert check.errors == {"a": pytest.approx(1 / 3), "b": 0, "c": pytest.approx(0.005)}
        assert (check.worst, check.differing, check.passed) == ("a", ("a", "c"), False)
        assert check.tolerance == TOLERANCE

    def test_a_tolerance_of_ones_own(self) -> None:
        assert gradient_check({"a": 1.0}, {"a": 1.01}, tolerance=0.02).passed
        assert not gradient_check({"a": 1.0}, {"a": 1.00001}, tolerance=1e-7).passed

    def test_nothing_to_compare(self) -> None:
        assert gradient_check({}, {}).passed
        assert gradient_check({}, {}).worst is None
        assert gradient_check({"a": np.zeros((0, 3))}, {"a": np.zeros((0, 3))}).passed

    @pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
    def test_what_is_not_finite_differs(self, bad: float) -> None:
        assert not gradient_check({"a": bad, "b": 1}, {"a": bad, "b": 1}).passed
        assert not gradient_check({"a": np.array([1.0, bad])}, {"a": np.array([1.0, 1.0])}).passed
        assert not gradient_check({"a": 1.0}, {"a": bad}).passed

    def test_other_names_or_shapes_are_no_comparison(self) -> None:
        with pytest.raises(ValueError, match="gradients of a"):
            gradient_check({"a": 1}, {"b": 1})
        with pytest.raises(ValueError, match=r"shape \(2,\)"):
            gradient_check({"a": np.array([1, 1])}, {"a": 1})
        with pytest.raises(ValueError, match=r"shape \(1, 2\)"):
            gradient_check({"a": np.array([[1, 1]])}, {"a": np.array([1, 1])})

    def test_rounding_noise_is_no_alarm(self) -> None:
        assert gradient_check({"a": 1e-27}, {"a": 0.0}).passed  # a loss of 0, to the last digit
        assert not gradient_check({"a": 1e-6}, {"a": 1.001e-6}).passed
        gradients, numeric = {"a": 0.5, "dead": 0, "tiny": 1e-13}, {"a": 0.5, "dead": 3e-12, "tiny": 2e-12}
        assert gradient_check(gradients, numeric).passed
        assert gradient_check(gradients, numeric, noise=0).differing == ("dead", "tiny")
        noise = {"a": 0.0, "dead": 1e-11, "tiny": 1e-13}
        assert gradient_check(gradients, numeric, noise=noise).differing == ("tiny",)

    def test_integer_gradients(self) -> None:
        assert gradient_check({"a": np.array([2, 3])}, {"a": np.array([2.0, 3.0])}).passed
        wrong = {"a": np.array([200, 3], dtype=np.uint8)}
        assert not gradient_check(wrong, {"a": np.array([2.0, 3.0])}).passed

    @pytest.mark.parametrize("seed", range(80))
    def test_over_random_graphs(self, seed: int) -> None:
        graph, values = smooth_graph(seed)
        numeric = differences(graph, values)
        slopes = {name: found.slope for name, found in numeric.items()}
        gradients = graph.backward(values)
        noise = expected_noise(values, gradients, numeric)
        assert gradient_check(gradients, slopes, noise=noise).passed
        seen = 0
        for name, gradient in gradients.items():
            # An entry that is as small as the rounding of the output can't be told from its neighbours.
            if abs(gradient) <= 1e-5 * abs(values[graph.output]):
                continue
            seen += 1
            for factor in (1.001, 0.999, -1, 0):
                check = gradient_check({**gradients, name: gradient * factor}, slopes, noise=noise)
                assert check.differing == (name,)
        assert seen > 0

    def test_over_arrays_of_cases(self) -> None:
        graph = Graph.parse("s = exp(a / 2) + b ^ 2\ny = sigmoid(s) * log(b + 3) - a / b")
        rng = np.random.default_rng(0)
        values = graph.forward(a=rng.normal(size=(3, 4)), b=rng.uniform(0.5, 2, size=4))
        gradients = graph.backward(values)
        assert checked(graph, values, gradients).passed
        for name, gradient in gradients.items():
            for index in np.ndindex(gradient.shape):
                wrong = gradient.copy()
                wrong[index] *= 1.001
                assert checked(graph, values, {**gradients, name: wrong}).differing == (name,)

    @pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
    @pytest.mark.parametrize("seed", range(12))
    def test_over_random_networks(self, activation: str, seed: int) -> None:
        rng = np.random.default_rng(seed)
        sizes = rng.integers(2, 6, size=rng.integers(2, 5)).tolist()
        network = Network(sizes, activation, weights=0.6, seed=seed)
        for param in network.params.values():
            param += rng.normal(size=param.shape) * 0.2
        n = int(rng.integers(1, 5))
        x, t = rng.normal(size=(n, sizes[0])), rng.integers(sizes[-1], size=n)
        gradients, numeric = network.gradient(x, t), network.numerical_gradient(x, t, h=1e-5)
        assert gradient_check(gradients, numeric).passed
        largest = max(float(np.abs(gradient).max()) for gradient in gradients.values())
        for name, index in entries(gradients):
            if abs(gradients[name][index]) <= 1e-5 * largest:
                continue
            wrong = gradients[name].copy()
            wrong[index] *= 1.001
            assert gradient_check({**gradients, name: wrong}, numeric).differing == (name,)

    def test_a_wrong_shape_of_thought_in_a_network(self) -> None:
        network = Network([3, 4, 2], "tanh", seed=1)
        x, t = np.random.default_rng(0).integers(-2, 3, size=(5, 3)), [0, 1, 0, 1, 1]
        gradients, numeric = network.gradient(x, t), network.numerical_gradient(x, t)
        assert gradient_check(gradients, numeric).passed
        summed = {name: gradient * len(t) for name, gradient in gradients.items()}  # the mean over the batch forgotten
        assert gradient_check(summed, numeric).differing == tuple(gradients)

    def test_a_kink_differs(self) -> None:
        graph = Graph.parse("relu(x) + x")
        values = graph.forward(x=0)
        check = checked(graph, values, graph.backward(values))
        assert check.differing == ("x",)


def entries(gradients: dict[str, Any]) -> Iterator[tuple[str, tuple[int, ...]]]:
    return ((name, index) for name, gradient in gradients.items() for index in np.ndindex(gradient.shape))


@pytest.mark.parametrize("op", NODES)
def test_a_nodes_gradient_off_by_one_part_in_a_thousand_is_refused(op: str) -> None:
    operands = NODES[op].arity
    inputs = {"x": 0.7} if op in FUNCTIONS or operands == 1 else {"x": 1.3}
    inputs |= {"z": 1.9} if operands == 2 else {}
    graph = Graph((*(Node(name, "input") for name in inputs), Node("y", op, tuple(range(operands)))))
    for given_as in (float, lambda x: np.array([x, x / 2]), lambda x: np.array([1, 2]) + (x > 1)):
        values = graph.forward({name: given_as(x) for name, x in inputs.items()})
        gradients = graph.backward(values)
        if op == "max" and np.any(values["x"] == values["z"]):
            continue  # a tie is a kink
        assert checked(graph, values, gradients).passed
        for name, gradient in gradients.items():
            for factor in (1.001, 0.999):
                wrong = {**gradients, name: gradient * factor}
                assert checked(graph, values, wrong).passed == bool(np.all(gradient == 0))


def test_a_wrong_layer_is_refused() -> None:
    """The check itself can fail: a layer that forgets to swap its inputs does not pass it."""
    layer = NODES["*"]()
    layer.forward(3.0, 5.0)
    numeric = {"xy": numerical_gradient(lambda v: float(v[0] * v[1]), np.array([3.0, 5.0]))}
    right = np.array(layer.backward(1.0))
    assert gradient_check({"xy": right}, numeric).passed
    assert not gradient_check({"xy": right[::-1]}, numeric).passed
