"""The optimizers against the notebook's own code and the book's formulas, bit for bit."""

import copy
import inspect
import math
import subprocess
import sys
import tracemalloc
import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tutor.core.optimizers
from tutor.core import (
    OPTIMIZERS,
    SGD,
    AdaGrad,
    Adam,
    AveragedMomentum,
    Momentum,
    Nesterov,
    Optimizer,
    PyTorchMomentum,
    RMSProp,
)


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
STRAIGHT = [SGD, Momentum]  # the first step is lr * g
ALL = list(OPTIMIZERS.values())
WITH_STATE = [rule for rule in ALL if rule.states]


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


@pytest.mark.parametrize("of_gradient", [np.float16, np.float64, np.int32])
def test_sgd_is_the_notebooks_where_types_mix(of_gradient: type) -> None:
    rng = np.random.default_rng(2)
    mine = {"W": rng.normal(size=50).astype(np.float32)}
    theirs = copy.deepcopy(mine)
    for _ in range(5):
        grads = {"W": (rng.normal(size=50) * 5).astype(of_gradient)}
        SGD(0.1).update(mine, grads)
        NotebookSGD(0.1).update(theirs, grads)
    assert bits(mine) == bits(theirs)


def test_defaults_are_the_notebooks() -> None:
    assert vars(SGD()) == vars(NotebookSGD())
    assert vars(Momentum()) == vars(NotebookMomentum())


@pytest.mark.parametrize("make", STRAIGHT)
class TestFirstStep:
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

    def test_a_gradient_that_is_the_parameter_itself(self, make: type) -> None:
        weights = np.array([1.0, -2.0])
        make(lr=0.25).update({"W": weights}, {"W": weights})
        np.testing.assert_array_equal(weights, [0.75, -1.5])

    def test_gradients_of_others_are_left_alone(self, make: type) -> None:
        params = {"x": 1.0}
        make(lr=1).update(params, {"x": 1.0, "other": 5.0})
        assert params == {"x": 0.0}


@pytest.mark.parametrize("make", ALL)
class TestUpdate:
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

    def test_an_array_of_integers_is_refused_before_anything_moves(self, make: type) -> None:
        params = {"a": np.array([1.0]), "b": np.array([1, 2])}
        with pytest.raises(TypeError, match="'b'"):
            make().update(params, {"a": np.array([1.0]), "b": np.array([1.0, 1.0])})
        assert params["a"][0] == 1.0

    def test_a_missing_gradient_is_an_error(self, make: type) -> None:
        params = {"a": np.array([1.0]), "x": 1.0}
        optimizer = make()
        with pytest.raises(KeyError):
            optimizer.update(params, {"a": np.array([1.0])})
        assert params["a"][0] == 1.0
        assert vars(optimizer) == vars(make())

    @pytest.mark.parametrize(
        ("parameter", "gradient", "error"),
        [
            (np.ones(2), np.ones(3), ValueError),
            (np.ones(2), np.ones((1, 2)), ValueError),
            (1.0, np.ones(2), ValueError),
            (np.ones(2), np.ones(2) * 1j, TypeError),
            (np.ones(2), [1.0, 1.0], TypeError),
            (1.0, 1j, TypeError),
            (1.0, None, TypeError),
            (np.broadcast_to(1.0, 2), np.ones(2), ValueError),
            (np.ones(2, dtype=complex), np.ones(2), TypeError),
        ],
    )
    def test_what_does_not_fit_is_refused_before_anything_moves(
        self, make: type, parameter: Any, gradient: Any, error: type[Exception]
    ) -> None:
        params = {"a": np.array([1.0]), "b": parameter}
        optimizer = make()
        with pytest.raises(error, match="'b'"):
            optimizer.update(params, {"a": np.array([1.0]), "b": gradient})
        assert params["a"][0] == 1.0
        assert vars(optimizer) == vars(make())

    def test_an_array_and_numbers_go_the_same_way(self, make: type) -> None:
        rng = np.random.default_rng(5)
        params = {"W": rng.normal(size=4)}
        numbers = {str(i): value for i, value in enumerate(params["W"].tolist())}
        one, two = make(), make()
        for _ in range(20):
            gradient = rng.normal(size=4)
            one.update(params, {"W": gradient})
            two.update(numbers, {str(i): value for i, value in enumerate(gradient.tolist())})
            assert params["W"].tolist() == list(numbers.values())
            for name in make.states:
                assert getattr(one, name)["W"].tolist() == list(getattr(two, name).values())

    @pytest.mark.parametrize("gradient", [2, 2.0, True, np.float64(2), np.float32(2), np.int8(2), np.array(2.0)])
    def test_plain_numbers_stay_plain(self, make: type, gradient: Any) -> None:
        params = {"x": 3, "y": 1.5}
        optimizer = make(lr=np.float64(0.1))
        optimizer.update(params, {"x": gradient, "y": gradient})
        assert [type(value) for value in params.values()] == [float, float]
        for name in make.states:
            assert [type(value) for value in getattr(optimizer, name).values()] == [float, float]

    @pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
    @pytest.mark.parametrize("of_gradient", [np.float32, np.float64, np.int8])
    def test_the_type_stays(self, make: type, dtype: type, of_gradient: type) -> None:
        weights = np.ones(3, dtype)
        optimizer = make(lr=np.float64(0.1))
        for _ in range(2):
            optimizer.update({"W": weights}, {"W": np.full(3, 2, of_gradient)})
        assert weights.dtype == dtype
        assert np.all(weights < 1)
        for name in make.states:
            assert getattr(optimizer, name)["W"].dtype == dtype

    def test_integer_gradients_are_as_good_as_floats(self, make: type) -> None:
        whole, real = {"W": np.ones(2), "x": 1.0}, {"W": np.ones(2), "x": 1.0}
        one, two = make(), make()
        for _ in range(3):
            one.update(whole, {"W": np.array([100, -100], np.int8), "x": 100})
            two.update(real, {"W": np.array([100.0, -100.0]), "x": 100.0})
        assert bits(whole) == bits(real)

    @pytest.mark.parametrize("gradient", [0.5, np.array(0.5), np.full(3, 0.5), np.full((2, 1), 0.5)])
    def test_a_gradient_is_stretched_to_the_parameter(self, make: type, gradient: Any) -> None:
        one, two = {"W": np.ones((2, 3))}, {"W": np.ones((2, 3))}
        make().update(one, {"W": gradient})
        make().update(two, {"W": np.full((2, 3), 0.5)})
        assert bits(one) == bits(two)

    def test_the_parameter_may_be_its_own_gradient(self, make: type) -> None:
        one, two = {"W": np.array([1.0, -2.0])}, {"W": np.array([1.0, -2.0])}
        mine, theirs = make(), make()
        for _ in range(3):
            mine.update(one, {"W": one["W"]})
            theirs.update(two, {"W": two["W"].copy()})
        assert bits(one) == bits(two)

    @pytest.mark.parametrize("block", [1, 7, 64])
    def test_blocks_change_nothing(self, make: type, block: int, monkeypatch: pytest.MonkeyPatch) -> None:
        def run() -> list[Any]:
            rng = np.random.default_rng(3)
            base = rng.normal(size=31)
            params = {
                "row": rng.normal(size=(5, 6)),
                "fortran": np.asfortranarray(rng.normal(size=(5, 6))),
                "spread": rng.normal(size=(5, 12))[:, ::2],
                "shifted": base[1:],
                "itself": rng.normal(size=30),
                "none": np.zeros((0, 3)),
                "point": np.array(2.0),
            }
            optimizer = make()
            for _ in range(4):
                grads = {key: rng.normal(size=value.shape) for key, value in params.items()}
                grads |= {"shifted": base[:-1], "itself": params["itself"]}
                optimizer.update(params, grads)
            return [params["row"].flags.c_contiguous, *(value.tobytes() for value in params.values())]

        whole = run()
        monkeypatch.setattr(tutor.core.optimizers, "_BLOCK", block)
        assert run() == whole

    @pytest.mark.parametrize("size", [1000, 300_000])
    def test_no_array_is_made_in_a_step(self, make: type, size: int) -> None:
        params = {"W": np.ones(size), "b": np.ones((size // 100, 10))}
        grads = {key: np.ones_like(value) for key, value in params.items()}
        optimizer = make()
        optimizer.update(params, grads)
        places = [getattr(optimizer, name)[key] for name in make.states for key in params]
        tracemalloc.start()
        try:
            optimizer.update(params, grads)
            before, _ = tracemalloc.get_traced_memory()
            tracemalloc.reset_peak()
            optimizer.update(params, grads)
            after = tracemalloc.get_traced_memory()[1] - before
        finally:
            tracemalloc.stop()
        assert after < 4000  # views and tuples; one array would be 8,000 at least
        now = [getattr(optimizer, name)[key] for name in make.states for key in params]
        assert all(one is two for one, two in zip(places, now, strict=True))

    def test_diverging_ends_without_a_warning(self, make: type) -> None:
        params: dict[str, Any] = {"W": np.full(2, 1e300), "x": 1e300, "n": np.float64(1e300)}
        optimizer = make(lr=1e10)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            for _ in range(3):
                optimizer.update(params, {"W": np.full(2, -1e300), "x": -1e300, "n": np.float64(-1e300)})
        assert np.array_equal(params["W"], [params["x"]] * 2, equal_nan=True)

    def test_a_copy_goes_its_own_way(self, make: type) -> None:
        params, grads = {"W": np.ones(3), "x": 1.0}, {"W": np.full(3, 0.5), "x": 0.5}
        optimizer = make()
        optimizer.update(params, grads)
        twin, others = copy.deepcopy((optimizer, params))
        optimizer.update(params, grads)
        assert bits(others) != bits(params)
        twin.update(others, grads)
        assert bits(others) == bits(params)


@pytest.mark.parametrize("make", WITH_STATE)
class TestState:
    def test_it_is_made_on_the_first_update(self, make: type) -> None:
        optimizer = make()
        assert [getattr(optimizer, name) for name in make.states] == [None] * len(make.states)
        params = {"x": 1.0, "W": np.ones((2, 2), np.float32)}
        optimizer.update(params, {"x": 0.0, "W": np.zeros((2, 2))})
        assert params["x"] == 1
        for name in make.states:
            state = getattr(optimizer, name)
            assert list(state) == ["x", "W"]
            assert state["x"] == 0
            assert bits({"W": state["W"]}) == bits({"W": np.zeros((2, 2), np.float32)})
            assert not np.shares_memory(state["W"], params["W"])

    def test_a_parameter_that_comes_later_starts_at_zero(self, make: type) -> None:
        optimizer = make()
        optimizer.update({"a": 1.0}, {"a": 1.0})
        optimizer.update({"a": 1.0, "b": 1.0}, {"a": 1.0, "b": 0.0})
        assert all(getattr(optimizer, name)["b"] == 0 for name in make.states)

    @pytest.mark.parametrize("other", [1.0, np.array(1.0), np.ones(3)])
    def test_another_shape_under_the_same_name_is_refused(self, make: type, other: Any) -> None:
        optimizer = make()
        optimizer.update({"a": np.ones(1), "W": np.ones(2)}, {"a": 1.0, "W": 1.0})
        start = np.ones(1)
        with pytest.raises(ValueError, match="'W'"):
            optimizer.update({"a": start, "W": other}, {"a": 1.0, "W": 1.0})
        assert start[0] == 1


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


# The book's formulas for one array, each as a generator: a gradient goes in, the parameter comes out.


def book_nesterov(w, lr=0.01, momentum=0.9):
    v = np.zeros_like(w)
    while True:
        g = yield w
        w = w + momentum * momentum * v
        w = w - (1 + momentum) * lr * g
        v = momentum * v - lr * g


def book_adagrad(w, lr=0.01):
    h = np.zeros_like(w)
    while True:
        g = yield w
        h = h + g * g
        w = w - lr * g / (np.sqrt(h) + 1e-7)


def book_rmsprop(w, lr=0.01, decay_rate=0.99):
    h = np.zeros_like(w)
    while True:
        g = yield w
        h = h * decay_rate
        h = h + (1 - decay_rate) * g * g
        w = w - lr * g / (np.sqrt(h) + 1e-7)


def book_adam(w, lr=0.001, beta1=0.9, beta2=0.999):
    m, v, t = np.zeros_like(w), np.zeros_like(w), 0
    while True:
        g = yield w
        t += 1
        lr_t = lr * math.sqrt(1.0 - beta2**t) / (1.0 - beta1**t)
        m = m + (1 - beta1) * (g - m)
        v = v + (1 - beta2) * (g**2 - v)
        w = w - lr_t * m / (np.sqrt(v) + 1e-7)


def pytorch_momentum(w, lr=0.01, momentum=0.9):
    v = np.zeros_like(w)
    while True:
        g = yield w
        v = momentum * v + g
        w = w - lr * v


def averaged_momentum(w, lr=0.01, momentum=0.9):
    v = np.zeros_like(w)
    while True:
        g = yield w
        v = momentum * v + (1 - momentum) * g
        w = w - lr * v


FORMULAS = {
    Nesterov: book_nesterov,
    AdaGrad: book_adagrad,
    RMSProp: book_rmsprop,
    Adam: book_adam,
    PyTorchMomentum: pytorch_momentum,
    AveragedMomentum: averaged_momentum,
}
SETTINGS = {"lr": (1e-6, 2.0), "momentum": (0.0, 0.999), "decay_rate": (0.0, 0.999), "beta1": (0.0, 0.999)}
SETTINGS["beta2"] = (0.0, 0.9999)


def test_each_has_something_to_be_held_against() -> None:
    assert {*FORMULAS, SGD, Momentum} == set(ALL)


@pytest.mark.parametrize("make", FORMULAS)
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@settings(deadline=None, max_examples=40)
@given(
    seed=st.integers(0, 2**32 - 1),
    shape=st.lists(st.integers(0, 5), max_size=4).map(tuple),
    plain=st.booleans(),
    data=st.data(),
)
def test_bit_for_bit_the_formula(make: type, dtype: type, seed: int, shape: Any, plain: bool, data: Any) -> None:
    formula = FORMULAS[make]
    chosen = {
        name: data.draw(st.floats(*SETTINGS[name]))
        for name in inspect.signature(formula).parameters
        if name != "w" and not plain
    }
    rng = np.random.default_rng(seed)
    start = rng.normal(size=shape).astype(dtype)
    run = formula(start.copy(), **chosen)
    next(run)
    params, optimizer = {"W": start}, make(**chosen)
    for _ in range(6):
        gradient = (rng.normal(size=shape) * 10.0 ** rng.integers(-4, 4)).astype(dtype)
        optimizer.update(params, {"W": gradient})
        assert params["W"] is start
        assert start.tobytes() == np.asarray(run.send(gradient), dtype).tobytes()


def test_names_and_defaults_are_the_books() -> None:
    assert vars(Nesterov()) == {"lr": 0.01, "momentum": 0.9, "v": None}
    assert vars(AdaGrad()) == {"lr": 0.01, "h": None}
    assert vars(RMSProp()) == {"lr": 0.01, "decay_rate": 0.99, "h": None}
    assert vars(Adam()) == {"lr": 0.001, "beta1": 0.9, "beta2": 0.999, "iter": 0, "m": None, "v": None}
    assert vars(Adam(0.1, 0.2, 0.3)) == {"lr": 0.1, "beta1": 0.2, "beta2": 0.3, "iter": 0, "m": None, "v": None}


def test_the_table() -> None:
    assert list(OPTIMIZERS) == [
        "sgd",
        "momentum",
        "nesterov",
        "adagrad",
        "rmsprop",
        "adam",
        "pytorchmomentum",
        "averagedmomentum",
    ]
    for name, rule in OPTIMIZERS.items():
        assert name == rule.__name__.lower()
        assert issubclass(rule, Optimizer)
        assert rule.__doc__


def test_plain_numbers_need_no_numpy() -> None:
    program = (
        "import sys\nfrom tutor.core import OPTIMIZERS\n"
        "for rule in OPTIMIZERS.values():\n"
        "    optimizer = rule()\n"
        "    for _ in range(2): optimizer.update({'x': 1.0}, {'x': 2})\n"
        "print('numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False"]


class TestConventions:
    """The forms of momentum, told apart and brought together."""

    def paths(self, *optimizers: Optimizer, steps: int = 40) -> list[list[float]]:
        found = []
        for optimizer in optimizers:
            params, path = {"x": -7.0}, []
            for _ in range(steps):
                optimizer.update(params, {"x": params["x"] / 10 + math.sin(params["x"])})
                path.append(params["x"])
            found.append(path)
        return found

    def test_pytorchs_goes_the_books_way_while_lr_stays(self) -> None:
        book, other = Momentum(lr=0.1, momentum=0.9), PyTorchMomentum(lr=0.1, momentum=0.9)
        one, two = self.paths(book, other)
        np.testing.assert_allclose(one, two, rtol=1e-12)
        assert book.v is not None
        assert other.v is not None
        assert book.v["x"] == pytest.approx(-0.1 * other.v["x"], rel=1e-12)

    def test_they_part_when_lr_changes(self) -> None:
        ends = []
        for optimizer in (Momentum(lr=0.1, momentum=0.5), PyTorchMomentum(lr=0.1, momentum=0.5)):
            params = {"x": 0.0}
            optimizer.update(params, {"x": 10.0})
            optimizer.lr = 0.01
            optimizer.update(params, {"x": 0.0})
            ends.append(params["x"])
        assert ends == pytest.approx([-1.5, -1.05])

    def test_the_averaged_one_goes_a_tenth_of_the_way(self) -> None:
        one, two = self.paths(PyTorchMomentum(lr=0.1, momentum=0.9), AveragedMomentum(lr=1.0, momentum=0.9))
        np.testing.assert_allclose(one, two, rtol=1e-12)
        first, tenth = self.paths(PyTorchMomentum(lr=0.1), AveragedMomentum(lr=0.1), steps=1)
        assert tenth[0] + 7 == pytest.approx((first[0] + 7) / 10)

    def test_the_average_of_a_constant_gradient_is_that_gradient(self) -> None:
        params, optimizer = {"x": 0.0}, AveragedMomentum(lr=0.1, momentum=0.9)
        for _ in range(400):
            optimizer.update(params, {"x": 3.0})
        assert optimizer.v is not None
        assert optimizer.v["x"] == pytest.approx(3.0)

    @pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9])
    def test_nesterovs_parameter_is_the_point_that_the_lesson_looks_at(self, momentum: float) -> None:
        def gradient(at: float) -> float:
            return at / 10 + math.sin(at)

        lr, p, v = 0.1, -7.0, 0.0
        params, optimizer = {"x": p}, Nesterov(lr, momentum)
        for _ in range(60):
            ahead = p + momentum * v
            assert params["x"] == pytest.approx(ahead, rel=1e-11, abs=1e-12)
            v = momentum * v - lr * gradient(ahead)
            p = p + v
            optimizer.update(params, {"x": gradient(params["x"])})
            assert optimizer.v is not None
            assert optimizer.v["x"] == pytest.approx(v, rel=1e-10, abs=1e-12)
            assert params["x"] - momentum * optimizer.v["x"] == pytest.approx(p, rel=1e-11, abs=1e-12)

    def test_nesterov_goes_pytorchs_way_while_lr_stays(self) -> None:
        (ours,) = self.paths(Nesterov(lr=0.1, momentum=0.9))
        w, v, theirs = -7.0, 0.0, []
        for _ in range(40):
            g = w / 10 + math.sin(w)
            v = 0.9 * v + g
            w = w - 0.1 * (g + 0.9 * v)
            theirs.append(w)
        np.testing.assert_allclose(ours, theirs, rtol=1e-11)

    def test_nesterov_without_momentum_is_sgd(self) -> None:
        one, two = self.paths(SGD(lr=0.1), Nesterov(lr=0.1, momentum=0))
        assert one == two

    def test_nesterov_overshoots_less_than_momentum(self) -> None:
        def highest(optimizer: Optimizer) -> float:
            params, top = {"x": -7.0}, -7.0
            for _ in range(60):
                optimizer.update(params, {"x": params["x"]})
                top = max(top, params["x"])
            return top

        assert 0 < highest(Nesterov(lr=0.1, momentum=0.9)) < highest(Momentum(lr=0.1, momentum=0.9))
