"""Whether gradients agree: what is nearly right is refused, rounding raises no alarm; and the study of the step h."""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from tests.core.test_numeric import smooth_graph
from tutor.core import Graph, Network, nudge, numerical_gradient
from tutor.core.checking import (
    TOLERANCE,
    Check,
    Curve,
    Trial,
    expected_noise,
    gradient_check,
    relative_error,
    step_study,
)
from tutor.core.graph import Node
from tutor.core.layers import FUNCTIONS, NODES
from tutor.core.numeric import differences


def checked(graph: Graph, values: dict[str, Any], gradients: dict[str, Any], output: str | None = None) -> Check:
    numeric = differences(graph, values, output)
    noise = expected_noise(values, gradients, numeric)
    return gradient_check(gradients, {name: found.slope for name, found in numeric.items()}, noise=noise)


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
        steps = [Trial(1e-2, 1.1, 0.1, 0.1, 1e-14), Trial(1e-5, 1.0, 1e-10, 1e-10, 1e-11), Trial(1e-9, 1.0, 0, 0, 1e-7)]
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
