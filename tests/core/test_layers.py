"""Each layer against the notebook, against central differences, and at the edges of its domain."""

import math
import warnings
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.core import (
    AddLayer,
    DivLayer,
    ExpLayer,
    LogLayer,
    MulLayer,
    NegLayer,
    PowLayer,
    Relu,
    Sigmoid,
    SqrtLayer,
    SubLayer,
    Tanh,
)
from tutor.core.layers import FUNCTIONS, NODES, OPERATORS

WIDE = (-4.0, 4.0)
POSITIVE = (0.3, 4.0)

# Where the inputs of each node may lie so that the central difference is a good judge.
DOMAINS: dict[str, tuple[tuple[float, float], ...]] = {
    "+": (WIDE, WIDE),
    "-": (WIDE, WIDE),
    "*": (WIDE, WIDE),
    "/": (WIDE, POSITIVE),
    "^": (POSITIVE, (-2.5, 2.5)),
    "neg": (WIDE,),
    "exp": (WIDE,),
    "log": (POSITIVE,),
    "ln": (POSITIVE,),
    "sqrt": (POSITIVE,),
    "sin": (WIDE,),
    "cos": (WIDE,),
    "tanh": (WIDE,),
    "sigmoid": (WIDE,),
    "relu": (POSITIVE,),
}
OPS = sorted(DOMAINS)

# What each node is, in words of its own.
MEANING: dict[str, Callable[..., float]] = {
    "+": lambda x, y: x + y,
    "-": lambda x, y: x - y,
    "*": lambda x, y: x * y,
    "/": lambda x, y: x / y,
    "^": math.pow,
    "neg": lambda x: -x,
    "exp": math.exp,
    "log": math.log,
    "ln": math.log,
    "sqrt": math.sqrt,
    "sin": math.sin,
    "cos": math.cos,
    "tanh": math.tanh,
    "sigmoid": lambda x: 1 / (1 + math.exp(-x)),
    "relu": lambda x: x if x > 0 else 0.0,
}


class NotebookMulLayer:  # the notebook's own, pasted
    def __init__(self):
        self.x = None
        self.y = None

    def forward(self, x, y):
        self.x = x
        self.y = y
        return x * y

    def backward(self, d_out):
        dx = d_out * self.y
        dy = d_out * self.x
        return dx, dy


class NotebookAddLayer:  # the notebook's own, pasted
    def __init__(self):
        pass

    def forward(self, x, y):
        return x + y

    def backward(self, d_out):
        dx = d_out * 1
        dy = d_out * 1
        return dx, dy


def points(op: str) -> st.SearchStrategy[list[float]]:
    return st.tuples(*(st.floats(low, high) for low, high in DOMAINS[op])).map(list)


def slopes(op: str, inputs: list[float], h: float = 1e-5) -> list[float]:
    found = []
    for slot in range(len(inputs)):
        above, below = list(inputs), list(inputs)
        above[slot] += h
        below[slot] -= h
        found.append((MEANING[op](*above) - MEANING[op](*below)) / (above[slot] - below[slot]))
    return found


def test_every_node_is_in_the_tables_of_this_file() -> None:
    assert set(DOMAINS) == set(MEANING) == set(NODES)
    assert dict(NODES) == {**OPERATORS, **FUNCTIONS}


def test_the_notebook_to_the_last_digit() -> None:
    apple_layer, tax_layer = MulLayer(), MulLayer()
    price = tax_layer.forward(apple_layer.forward(100, 2), 1.1)
    subtotal_gradient, tax_gradient = tax_layer.backward(1)
    apple_gradient, count_gradient = apple_layer.backward(subtotal_gradient)
    assert repr(price) == "220.00000000000003"
    assert repr(apple_gradient) == "2.2"
    assert repr(count_gradient) == "110.00000000000001"
    assert repr(tax_gradient) == "200"


@settings(deadline=None)
@given(*[st.one_of(st.integers(-(10**6), 10**6), st.floats(-1e6, 1e6))] * 3)
def test_mul_and_add_are_the_notebooks_bit_for_bit(x: float, y: float, dout: float) -> None:
    for ours, notebook in ((MulLayer(), NotebookMulLayer()), (AddLayer(), NotebookAddLayer())):
        expected = (notebook.forward(x, y), *notebook.backward(dout))
        found = (ours.forward(x, y), *ours.backward(dout))
        assert [repr(v) for v in found] == [repr(v) for v in expected]


@pytest.mark.parametrize("op", OPS)
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_forward_and_backward_of_numbers(op: str, data: st.DataObject) -> None:
    inputs = data.draw(points(op))
    dout = data.draw(st.floats(-3, 3))
    layer = NODES[op]()
    assert layer.forward(*inputs) == pytest.approx(MEANING[op](*inputs), rel=1e-12, abs=1e-12)
    found = layer.backward(dout)
    assert isinstance(found, tuple)
    expected = [dout * slope for slope in slopes(op, inputs)]
    assert list(found) == pytest.approx(expected, rel=1e-5, abs=1e-7)


@pytest.mark.parametrize("op", OPS)
@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 2**32 - 1))
def test_arrays_are_many_numbers_at_once(op: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    arrays = [rng.uniform(low, high, (2, 3)) for low, high in DOMAINS[op]]
    if op == "relu":
        arrays = [rng.uniform(-2, 2, (2, 3))]
    dout = rng.normal(size=(2, 3))
    layer = NODES[op]()
    out, gradients = layer.forward(*arrays), layer.backward(dout)
    assert len(gradients) == len(arrays)
    for index in np.ndindex(2, 3):
        one = NODES[op]()
        assert out[index] == pytest.approx(one.forward(*(float(a[index]) for a in arrays)), rel=1e-12)
        expected = one.backward(float(dout[index]))
        assert [g[index] for g in gradients] == pytest.approx(list(expected), rel=1e-12)


@pytest.mark.parametrize("op", OPS)
@pytest.mark.parametrize("where", range(2))
def test_a_number_beside_an_array(op: str, where: int) -> None:
    inputs: list[object] = [1.5, 2.0][: len(DOMAINS[op])]
    plain = NODES[op]()
    value, expected = plain.forward(*inputs), plain.backward(2.0)
    inputs[where % len(inputs)] = np.array([inputs[where % len(inputs)]] * 2)
    layer = NODES[op]()
    np.testing.assert_allclose(layer.forward(*inputs), [value] * 2, rtol=1e-12)
    for found, one in zip(layer.backward(2.0), expected, strict=True):
        np.testing.assert_allclose(np.broadcast_to(found, 2), [one] * 2, rtol=1e-12)


@pytest.mark.parametrize("op", OPS)
def test_nothing_handed_in_is_changed(op: str) -> None:
    arrays = [np.array([0.5, 1.0, 2.0]) for _ in DOMAINS[op]]
    dout = np.array([1.0, -2.0, 3.0])
    kept = [array.copy() for array in (*arrays, dout)]
    for array in (*arrays, dout):
        array.flags.writeable = False
    layer = NODES[op]()
    out = layer.forward(*arrays)
    gradients = layer.backward(dout)
    for array, before in zip((*arrays, dout), kept, strict=True):
        np.testing.assert_array_equal(array, before)
    for made in (out, *gradients):  # nor is it changed later, through what came back
        assert not any(np.shares_memory(made, array) for array in (*arrays, dout))


@pytest.mark.parametrize("dtype", ["int8", "uint8", "int32", "int64"])
@pytest.mark.parametrize("op", OPS)
def test_whole_numbers_give_what_floats_give(op: str, dtype: str) -> None:
    wholes = [np.array([1, 5, 100]), np.array([2, 3, 7])][: len(DOMAINS[op])]
    if op == "exp":
        wholes = [np.array([1, 2, 5])]
    dout = np.array([1, 3, 100])
    floats, ints = NODES[op](), NODES[op]()
    expected = (floats.forward(*(w.astype(float) for w in wholes)), *floats.backward(dout.astype(float)))
    found = (ints.forward(*(w.astype(dtype) for w in wholes)), *ints.backward(dout.astype(dtype)))
    for ours, right in zip(found, expected, strict=True):
        np.testing.assert_allclose(ours, right, rtol=1e-12)


@pytest.mark.parametrize("op", OPS)
def test_python_ints_give_what_floats_give(op: str) -> None:
    wholes = [5, 3][: len(DOMAINS[op])]
    floats, ints = NODES[op](), NODES[op]()
    assert ints.forward(*wholes) == pytest.approx(floats.forward(*map(float, wholes)), rel=1e-15)
    assert list(ints.backward(2)) == pytest.approx(list(floats.backward(2.0)), rel=1e-15)


def test_large_whole_numbers_do_not_wrap_around() -> None:
    big = np.array([2**40])
    assert MulLayer().forward(big, big)[0] == 2.0**80
    layer = DivLayer()
    layer.forward(np.array([1]), big)
    assert layer.backward(1)[1][0] == -(2.0**-80)
    assert MulLayer().forward(np.int64(2**40), np.int64(2**40)) == 2**80
    assert SubLayer().forward(np.uint8(1), np.uint8(2)) == -1


def test_float32_stays_float32() -> None:
    x = np.array([0.5, 2.0], dtype=np.float32)
    for layer in (Sigmoid(), Relu(), Tanh(), NegLayer(), ExpLayer()):
        assert layer.forward(x).dtype == np.float32
        assert layer.backward(x)[0].dtype == np.float32


def test_an_input_is_kept_as_it_was_used() -> None:
    layer = MulLayer()
    layer.forward(3, 4)
    layer.forward(5, 6)
    assert (layer.x, layer.y) == (5, 6)
    assert layer.backward(1) == (6, 5)
    assert layer.backward(1) == (6, 5)  # a second backward adds nothing up


class TestPow:
    @pytest.mark.parametrize(
        ("x", "n", "value", "dx"),
        [
            (0, 0, 1, 0),
            (0.0, 0.0, 1, 0),
            (0, 1, 0, 1),
            (0.0, 2.0, 0, 0),
            (-2, 0, 1, 0),
            (-2, 2, 4, -4),
            (-2, 3, -8, 12),
            (-2.0, -1.0, -0.5, -0.25),
            (-2, -2, 0.25, 0.25),
            (2, -1, 0.5, -0.25),
            (2, 10, 1024, 5120),
            (9, 0.5, 3, 1 / 6),
            (1, 10**9, 1, 10**9),
        ],
    )
    def test_values_and_slopes_in_numbers_and_in_arrays(self, x: float, n: float, value: float, dx: float) -> None:
        for kind in range(4):
            base = np.array([x, x]) if kind & 1 else x
            exponent = np.array([n, n]) if kind & 2 else n
            layer = PowLayer()
            with np.errstate(all="raise"):
                assert layer.forward(base, exponent) == pytest.approx(value)
                assert layer.backward(1)[0] == pytest.approx(dx)
                assert layer.backward(2)[0] == pytest.approx(2 * dx)

    def test_small_whole_powers_stay_whole(self) -> None:
        assert repr(PowLayer().forward(2, 10)) == "1024"
        assert repr(PowLayer().forward(-3, 3)) == "-27"
        assert repr(PowLayer().forward(2, -1)) == "0.5"
        assert repr(PowLayer().forward(0, 0)) == "1"

    def test_huge_powers_do_not_hang(self) -> None:
        assert PowLayer().forward(3, 40) == 3.0**40
        with pytest.raises(OverflowError):
            PowLayer().forward(9, 9**9)
        assert PowLayer().forward(-1, 10**15 + 1) == -1

    @pytest.mark.parametrize(("x", "n"), [(-8, 1 / 3), (-1, 0.5), (0, -1), (0.0, -0.5)])
    def test_no_real_value_is_an_error(self, x: float, n: float) -> None:
        with pytest.raises(ValueError):
            PowLayer().forward(x, n)

    def test_an_infinite_slope_is_an_error(self) -> None:
        layer = PowLayer()
        layer.forward(0.0, 0.5)
        with pytest.raises(ValueError):
            layer.backward(1)

    def test_the_slope_by_the_exponent(self) -> None:
        for base, right in ((math.e, math.e**2), (1, 0), (0, 0), (-2, math.nan)):
            layer = PowLayer()
            layer.forward(base, 2)
            assert layer.backward(1)[1] == pytest.approx(right, nan_ok=True)
        layer = PowLayer()
        layer.forward(np.array([math.e, 1, 0, -2]), 2)
        found = layer.backward(np.array([1, 1, 1, 1]))[1]
        np.testing.assert_allclose(found, [math.e**2, 0, 0, math.nan])

    def test_whole_bases_and_whole_negative_powers_in_arrays(self) -> None:
        # NumPy itself refuses integers to negative integer powers.
        layer = PowLayer()
        np.testing.assert_allclose(layer.forward(np.array([1, 2, 4]), np.array([-1, -2, 0])), [1, 0.25, 1])
        np.testing.assert_allclose(layer.backward(1)[0], [-1, -0.25, 0])


class TestEdges:
    def test_division_by_zero(self) -> None:
        with pytest.raises(ZeroDivisionError):
            DivLayer().forward(1, 0)

    def test_the_slopes_of_a_quotient_of_very_large_or_small_numbers(self) -> None:
        layer = DivLayer()
        layer.forward(1e200, 1e200)
        assert layer.backward(1)[1] == pytest.approx(-1e-200, rel=1e-12, abs=0)
        layer.forward(1e-200, 1e-200)
        assert layer.backward(1)[1] == pytest.approx(-1e200, rel=1e-12)

    @pytest.mark.parametrize(("layer", "x"), [(LogLayer, 0), (LogLayer, -1.5), (SqrtLayer, -1)])
    def test_no_real_value(self, layer: type, x: float) -> None:
        with pytest.raises(ValueError):
            layer().forward(x)

    def test_the_root_has_no_slope_at_zero(self) -> None:
        layer = SqrtLayer()
        assert layer.forward(0) == 0
        with pytest.raises(ZeroDivisionError):
            layer.backward(1)

    def test_exp_overflows_as_an_error(self) -> None:
        with pytest.raises(OverflowError):
            ExpLayer().forward(1000)

    @pytest.mark.parametrize("x", [-1000, -745.2, -40, 0, 40, 1000])
    def test_sigmoid_never_overflows(self, x: float) -> None:
        one, many = Sigmoid(), Sigmoid()
        with np.errstate(over="raise", invalid="raise", divide="raise"):
            value, values = one.forward(x), many.forward(np.array([x, x]))
            slope, all_slopes = one.backward(1)[0], many.backward(1)[0]
        right = 0.5 * (1 + math.tanh(x / 2))
        assert value == pytest.approx(right, rel=1e-9, abs=1e-15)
        assert 0 <= slope <= 0.25
        np.testing.assert_allclose(values, value, rtol=1e-14)
        np.testing.assert_allclose(all_slopes, slope, rtol=1e-14)

    def test_sigmoid_of_a_small_number_keeps_its_digits(self) -> None:
        assert Sigmoid().forward(-40) == pytest.approx(math.exp(-40), rel=1e-12, abs=0)
        assert Sigmoid().forward(np.array([-40]))[0] == pytest.approx(math.exp(-40), rel=1e-12, abs=0)

    @pytest.mark.parametrize(
        ("x", "value", "slope"), [(-2, 0, 0), (0, 0, 0), (0.0, 0, 0), (1e-300, 1e-300, 1), (3, 3, 1)]
    )
    def test_relu(self, x: float, value: float, slope: float) -> None:
        layer = Relu()
        assert layer.forward(x) == value
        assert layer.backward(5)[0] == 5 * slope
        assert layer.forward(np.array([x]))[0] == value
        assert layer.backward(np.array([5.0]))[0][0] == 5 * slope


@pytest.fixture(autouse=True)
def no_warnings() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield
