"""The optimizers against the notebook's own code, bit for bit."""

import copy

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.core import SGD, Momentum


class NotebookSGD:  # pasted
    def __init__(self, lr=0.01):
        self.lr = lr

    def update(self, params, grads):
        for key in params.keys():  # noqa: SIM118
            params[key] -= self.lr * grads[key]


class NotebookMomentum:  # pasted
    def __init__(self, lr=0.01, momentum=0.9):
        self.lr = lr
        self.momentum = momentum
        self.v = None

    def update(self, params, grads):
        if self.v is None:
            self.v = {}
            for key, val in params.items():
                self.v[key] = np.zeros_like(val)

        for key in params.keys():  # noqa: SIM118
            self.v[key] = self.momentum * self.v[key] - self.lr * grads[key]
            params[key] += self.v[key]


PAIRS = {"sgd": (SGD, NotebookSGD), "momentum": (Momentum, NotebookMomentum)}
OPTIMIZERS = [SGD, Momentum]


def bits(params):
    return {key: (np.asarray(value).dtype, np.asarray(value).tobytes()) for key, value in params.items()}


@pytest.mark.parametrize("which", PAIRS)
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 2**32 - 1), lr=st.floats(1e-6, 2), momentum=st.floats(0, 0.999))
def test_bit_for_bit_the_notebooks(which: str, dtype: type, seed: int, lr: float, momentum: float) -> None:
    ours, notebook = (
        make(lr) if which == "sgd" else make(lr, momentum)  # type: ignore[call-arg]
        for make in PAIRS[which]
    )
    rng = np.random.default_rng(seed)
    mine = {"W": rng.normal(size=(3, 2)).astype(dtype), "b": rng.normal(size=2).astype(dtype), "x": float(rng.normal())}
    theirs = copy.deepcopy(mine)
    for _ in range(5):
        grads = {
            "W": rng.normal(size=(3, 2)).astype(dtype),
            "b": rng.normal(size=2).astype(dtype),
            "x": float(rng.normal()),
        }
        ours.update(mine, grads)
        notebook.update(theirs, copy.deepcopy(grads))
        assert bits(mine) == bits(theirs)
        if which == "momentum":
            assert bits(ours.v) == bits(notebook.v)


def test_defaults_are_the_notebooks() -> None:
    assert vars(SGD()) == vars(NotebookSGD())
    assert vars(Momentum()) == vars(NotebookMomentum())


@pytest.mark.parametrize("make", OPTIMIZERS)
class TestUpdate:
    def test_arrays_move_in_place(self, make: type) -> None:
        weights = np.array([1.0, 2.0])
        params = {"W": weights}
        make(lr=0.5).update(params, {"W": np.array([1.0, -1.0])})
        assert params["W"] is weights
        np.testing.assert_array_equal(weights, [0.5, 2.5])

    def test_numbers_are_replaced_in_the_dict(self, make: type) -> None:
        params = {"x": 3, "y": 1.0}
        make(lr=0.5).update(params, {"x": 2, "y": 4.0})
        assert params == {"x": 2.0, "y": -1.0}

    def test_gradients_are_never_changed(self, make: type) -> None:
        gradient = np.array([1.0, 2.0])
        grads = {"W": gradient, "x": 3.0}
        gradient.flags.writeable = False
        params = {"W": np.zeros(2), "x": 0.0}
        optimizer = make()
        for _ in range(3):
            optimizer.update(params, grads)
        assert list(grads) == ["W", "x"]
        assert grads["W"] is gradient
        np.testing.assert_array_equal(gradient, [1.0, 2.0])

    def test_a_gradient_that_is_the_parameter_itself(self, make: type) -> None:
        weights = np.array([1.0, -2.0])
        make(lr=0.25).update({"W": weights}, {"W": weights})
        np.testing.assert_array_equal(weights, [0.75, -1.5])

    def test_an_array_of_integers_is_refused_before_anything_moves(self, make: type) -> None:
        params = {"a": np.array([1.0]), "b": np.array([1, 2])}
        with pytest.raises(TypeError, match="'b'"):
            make().update(params, {"a": np.array([1.0]), "b": np.array([1.0, 1.0])})
        assert params["a"][0] == 1.0

    def test_a_missing_gradient_is_an_error(self, make: type) -> None:
        with pytest.raises(KeyError):
            make().update({"x": 1.0}, {})

    def test_gradients_of_others_are_left_alone(self, make: type) -> None:
        params = {"x": 1.0}
        make(lr=1).update(params, {"x": 1.0, "other": 5.0})
        assert params == {"x": 0.0}


class TestVelocity:
    def test_it_is_made_on_the_first_update(self) -> None:
        optimizer = Momentum(lr=0.1, momentum=0.9)
        assert optimizer.v is None
        params = {"x": 1.0, "W": np.ones((2, 2))}
        optimizer.update(params, {"x": 0.0, "W": np.zeros((2, 2))})
        assert optimizer.v is not None
        assert list(optimizer.v) == ["x", "W"]
        assert optimizer.v["x"] == 0
        assert optimizer.v["W"].shape == (2, 2)

    def test_it_carries_on_without_a_gradient(self) -> None:
        optimizer = Momentum(lr=0.1, momentum=0.5)
        params = {"x": 1.0}
        positions = []
        for gradient in (10.0, 0.0, 0.0):
            optimizer.update(params, {"x": gradient})
            positions.append(params["x"])
        assert positions == [0.0, -0.5, -0.75]

    def test_it_is_not_the_parameter(self) -> None:
        optimizer = Momentum(lr=0.1)
        params = {"W": np.zeros(2)}
        optimizer.update(params, {"W": np.ones(2)})
        assert optimizer.v is not None
        assert not np.shares_memory(optimizer.v["W"], params["W"])

    def test_no_momentum_is_sgd(self) -> None:
        one, two = {"x": 3.0}, {"x": 3.0}
        plain, moving = SGD(lr=0.1), Momentum(lr=0.1, momentum=0)
        for gradient in (1.0, -2.0, 0.5):
            plain.update(one, {"x": gradient})
            moving.update(two, {"x": gradient})
        assert one == two
