"""Central differences: right on what is known, and sharp enough to refuse what is nearly right."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.core import Graph, GraphError, central_difference, nudge, numeric_gradients, numerical_gradient
from tutor.core.layers import FUNCTIONS, NODES

SHOP = "subtotal = apple * count\nprice = subtotal * tax"
SHOP_INPUTS = {"apple": 100, "count": 2, "tax": 1.1}
TOLERANCE = 1e-6
"""At this a gradient check is sane: far above rounding, far below any wrong thought."""


def agrees(gradient: float, numeric: float) -> bool:
    return abs(gradient - numeric) <= TOLERANCE * max(1.0, abs(gradient))


coefficients = st.floats(-10, 10)


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
        graph = Graph.parse("s = x * x\nk = 2 * 3\ny = s * w + k")
        values = graph.forward(x=np.array([1, 2, 3]), w=np.array([[1.0], [-1.0]]))
        for name, slope in numeric_gradients(graph, values).items():
            assert slope.shape == (2, 3)
            np.testing.assert_allclose(slope, graph.backward(values)[name], rtol=1e-8)

    def test_a_step_of_ones_own(self) -> None:
        graph = Graph.parse("y = x ^ 3")
        assert nudge(graph, graph.forward(x=2), "x", h=1) == 13  # (27 - 1) / 2

    @pytest.mark.parametrize("x", [1e13, -1e20, np.array([1e13, 2.0])])
    def test_a_step_that_is_lost_in_a_large_number(self, x: object) -> None:
        graph = Graph.parse("y = 3 * x")
        np.testing.assert_allclose(nudge(graph, graph.forward(x=x), "x", h=1e-4), 3, rtol=1e-3)
        np.testing.assert_allclose(nudge(graph, graph.forward(x=x), "x"), 3, rtol=1e-8)

    def test_beyond_the_domain_is_an_error(self) -> None:
        graph = Graph.parse("y = log(x)")
        with pytest.raises(GraphError):
            nudge(graph, graph.forward(x=1), "x", h=2)


CASES = {
    **{key: {"x": 0.7} for key in FUNCTIONS},
    **{key: {"x": 1.3, "z": 1.9} for key in "+-*/^"},
    "neg": {"x": 0.7},
}


@pytest.mark.parametrize("op", NODES)
def test_a_gradient_off_by_one_part_in_a_thousand_is_refused(op: str) -> None:
    text = f"y = {op}(x)" if op in FUNCTIONS else "y = -x" if op == "neg" else f"y = x {op} z"
    graph = Graph.parse(text)
    values = graph.forward(CASES[op])
    numeric = numeric_gradients(graph, values)
    for name, gradient in graph.backward(values).items():
        assert agrees(gradient, numeric[name])
        assert not agrees(gradient * 1.001, numeric[name])
        assert not agrees(gradient * 0.999, numeric[name])


def test_a_wrong_layer_is_refused() -> None:
    """The check itself can fail: a layer that forgets to swap its inputs does not pass it."""
    layer = NODES["*"]()
    layer.forward(3.0, 5.0)
    wrong = layer.backward(1.0)[::-1]
    found = numerical_gradient(lambda v: float(v[0] * v[1]), np.array([3.0, 5.0]))
    assert [agrees(a, b) for a, b in zip(layer.backward(1.0), found, strict=True)] == [True, True]
    assert [agrees(a, b) for a, b in zip(wrong, found, strict=True)] == [False, False]
