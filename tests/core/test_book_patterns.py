"""The book's ways of using its classes, with nothing of the tutor but one line of import."""

import copy
from collections import OrderedDict
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from tutor.core import (
    OPTIMIZERS,
    SGD,
    AdaGrad,
    Adam,
    AddLayer,
    Affine,
    Momentum,
    MulLayer,
    Optimizer,
    Relu,
    SoftmaxWithLoss,
    digits,
    numerical_gradient,
)


def test_apples_and_oranges() -> None:
    """Two apples of 100 and three oranges of 150, with 10 % tax, layer by layer there and back (chapter 5)."""
    apple, apple_count, orange, orange_count, tax = 100, 2, 150, 3, 1.1
    apple_layer, orange_layer, sum_layer, tax_layer = MulLayer(), MulLayer(), AddLayer(), MulLayer()
    apples = apple_layer.forward(apple, apple_count)
    oranges = orange_layer.forward(orange, orange_count)
    subtotal = sum_layer.forward(apples, oranges)
    price = tax_layer.forward(subtotal, tax)
    assert (apples, oranges, subtotal) == (200, 450, 650)
    assert repr(price) == "715.0000000000001"

    dsubtotal, dtax = tax_layer.backward(1)
    dapples, doranges = sum_layer.backward(dsubtotal)
    dapple, dapple_count = apple_layer.backward(dapples)
    dorange, dorange_count = orange_layer.backward(doranges)
    assert (dsubtotal, dapples, doranges, dtax) == (1.1, 1.1, 1.1, 650)
    assert (dapple, dorange) == pytest.approx((2.2, 3.3), rel=1e-15)
    assert (dapple_count, dorange_count) == pytest.approx((110, 165), rel=1e-15)


class TwoLayerNet:
    """Affine, Relu, Affine in an ordered dict and SoftmaxWithLoss behind them; one dict of parameters (chapter 5)."""

    def __init__(self, sizes: tuple[int, int, int], deviation: float) -> None:
        n_in, hidden, n_out = sizes
        rng = np.random.default_rng(0)
        self.params = {
            "W1": deviation * rng.standard_normal((n_in, hidden)),
            "b1": np.zeros(hidden),
            "W2": deviation * rng.standard_normal((hidden, n_out)),
            "b2": np.zeros(n_out),
        }
        self.layers: OrderedDict[str, Any] = OrderedDict()
        self.layers["Affine1"] = Affine(self.params["W1"], self.params["b1"])
        self.layers["Relu1"] = Relu()
        self.layers["Affine2"] = Affine(self.params["W2"], self.params["b2"])
        self.last_layer = SoftmaxWithLoss()

    def predict(self, x: np.ndarray) -> np.ndarray:
        for layer in self.layers.values():
            x = layer.forward(x)
        return x

    def loss(self, x: np.ndarray, t: np.ndarray) -> float:
        return self.last_layer.forward(self.predict(x), t)

    def accuracy(self, x: np.ndarray, t: np.ndarray) -> float:
        return float((self.predict(x).argmax(axis=1) == t.argmax(axis=1)).mean())

    def gradient(self, x: np.ndarray, t: np.ndarray) -> dict[str, np.ndarray]:
        self.loss(x, t)
        dout = self.last_layer.backward(1)
        for layer in reversed(list(self.layers.values())):
            dout = layer.backward(dout)
        assert dout.shape == x.shape
        return {
            "W1": self.layers["Affine1"].dW,
            "b1": self.layers["Affine1"].db,
            "W2": self.layers["Affine2"].dW,
            "b2": self.layers["Affine2"].db,
        }


def pictures(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    x, t = digits(n, seed)
    return x, np.eye(10)[t]


class TestTwoLayerNet:
    def test_backpropagation_by_central_differences(self) -> None:
        network, (x, t) = TwoLayerNet((64, 8, 10), 0.5), pictures(5, 0)
        for key, gradient in network.gradient(x, t).items():
            parameter = network.params[key]

            def loss_at(value: np.ndarray, parameter: np.ndarray = parameter) -> float:
                kept = parameter.copy()
                parameter[...] = value
                found = network.loss(x, t)
                parameter[...] = kept
                return found

            numeric = numerical_gradient(loss_at, parameter, 1e-5)
            assert gradient.shape == parameter.shape
            assert np.abs(gradient - numeric).max() < 1e-7 * np.abs(gradient).max(), key

    def test_the_loss_falls_with_each_step_over_all_samples(self) -> None:
        network, (x, t) = TwoLayerNet((64, 30, 10), 0.1), pictures(200, 0)
        optimizer, losses = SGD(lr=0.1), []
        for _ in range(30):
            optimizer.update(network.params, network.gradient(x, t))
            losses.append(network.loss(x, t))
        assert all(after < before for before, after in pairwise(losses))

    @pytest.mark.parametrize("rule", OPTIMIZERS.values())
    def test_it_learns_from_batches_in_a_loop(self, rule: type[Optimizer]) -> None:
        network, (x, t) = TwoLayerNet((64, 30, 10), 0.1), pictures(500, 0)
        optimizer, rng = (
            rule(lr=1.0 if rule.__name__ in ("SGD", "AveragedMomentum") else 0.03),
            np.random.default_rng(0),
        )
        for _ in range(150):
            chosen = rng.choice(len(x), 100)
            optimizer.update(network.params, network.gradient(x[chosen], t[chosen]))
        assert network.accuracy(*pictures(500, 1)) > 0.9


class TestTheBooksComparison:
    """f = x^2 / 20 + y^2 from (-7, 2), 30 steps (chapter 6)."""

    def path(self, optimizer: Optimizer, make: Callable[[float], Any] = float) -> list[tuple[float, float]]:
        params: dict[str, Any] = {"x": make(-7.0), "y": make(2.0)}
        path = [(-7.0, 2.0)]
        for _ in range(30):
            optimizer.update(params, {"x": params["x"] / 10.0, "y": 2.0 * params["y"]})
            path.append((float(params["x"]), float(params["y"])))
        return path

    @pytest.mark.parametrize(
        "optimizer", [SGD(lr=0.95), Momentum(lr=0.1), AdaGrad(lr=1.5), Adam(lr=0.3)], ids=lambda o: type(o).__name__
    )
    def test_the_loss_falls(self, optimizer: Optimizer) -> None:
        loss = [x * x / 20 + y * y for x, y in self.path(copy.deepcopy(optimizer))]
        assert loss[0] == pytest.approx(6.45)
        assert loss[-1] < 0.1 * loss[0]
        assert loss[-1] < min(loss[:3])
        assert self.path(copy.deepcopy(optimizer), np.array) == self.path(copy.deepcopy(optimizer))

    def test_sgd_zigzags(self) -> None:
        path = self.path(SGD(lr=0.95))
        np.testing.assert_allclose(path, [(-7 * 0.905**k, 2 * (-0.9) ** k) for k in range(31)], rtol=1e-12)

    def test_momentum_rolls_past_the_lowest_point(self) -> None:
        x = [x for x, _ in self.path(Momentum(lr=0.1))]
        assert max(x) > 0.8
        assert x[1] == pytest.approx(-6.93)
        assert x[2] == pytest.approx(-6.93 + 0.9 * 0.07 + 0.0693)

    def test_adagrad_starts_with_lr_in_each_direction_and_slows_down(self) -> None:
        path = np.array(self.path(AdaGrad(lr=1.5)))
        np.testing.assert_allclose(path[1], [-5.5, 0.5], rtol=1e-6)
        steps = np.abs(np.diff(path, axis=0))
        assert np.all(np.diff(steps, axis=0) < 0)
        assert np.all(path[:, 0] < 0)  # it never overshoots

    def test_adam_starts_with_lr_in_each_direction(self) -> None:
        path = np.array(self.path(Adam(lr=0.3)))
        np.testing.assert_allclose(path[1], [-6.7, 1.7], rtol=1e-5)
        assert np.abs(np.diff(path, axis=0)).max() < 0.31
