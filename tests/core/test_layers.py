"""Each layer against the notebook, against central differences, and at the edges of its domain."""

import math
import warnings
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tutor.core import (
    AddLayer,
    DivLayer,
    ExpLayer,
    LogLayer,
    MaxLayer,
    MulLayer,
    PowLayer,
    Relu,
    Sigmoid,
    SqrtLayer,
    SubLayer,
    numerical_gradient,
)
from tutor.core.layers import FUNCTIONS, NODES, OPERATORS, Layer, Value, backward_each, forward_each

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
    "max": (WIDE, WIDE),
}
OPS = sorted(DOMAINS)
NAME = {layer: op for op, layer in NODES.items()}

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
    "max": max,
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


def sent(layer: Layer, dout: object) -> tuple[object, ...]:
    """What a layer sends back, as a tuple for one input too."""
    found = layer.backward(dout)
    return found if len(DOMAINS[NAME[type(layer)]]) > 1 else (found,)


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
    assert {op: layer.arity for op, layer in NODES.items()} == {op: len(domain) for op, domain in DOMAINS.items()}


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
    if op == "max":
        assume(abs(inputs[0] - inputs[1]) > 1e-4)
    dout = data.draw(st.floats(-3, 3))
    layer = NODES[op]()
    assert layer.forward(*inputs) == pytest.approx(MEANING[op](*inputs), rel=1e-12, abs=1e-12)
    assert isinstance(layer.backward(dout), tuple) == (
        len(inputs) > 1
    )  # one input's gradient comes bare, as in the book
    expected = [dout * slope for slope in slopes(op, inputs)]
    assert list(sent(layer, dout)) == pytest.approx(expected, rel=1e-5, abs=1e-7)


def test_what_the_book_does_with_relu() -> None:
    relu = Relu()
    x = np.array([[1.0, -0.5], [-2.0, 3.0]])
    np.testing.assert_array_equal(relu.forward(x), [[1, 0], [0, 3]])
    dx = relu.backward(np.array([[1.0, 2.0], [3.0, 4.0]]))
    np.testing.assert_array_equal(dx, [[1, 0], [0, 4]])


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
    out, gradients = layer.forward(*arrays), sent(layer, dout)
    assert len(gradients) == len(arrays)
    one_by_one = NODES[op]()
    np.testing.assert_array_equal(forward_each(one_by_one, *arrays), out)
    np.testing.assert_array_equal(backward_each(one_by_one, dout), gradients)
    for index in np.ndindex(2, 3):
        one = NODES[op]()
        assert out[index] == pytest.approx(one.forward(*(float(a[index]) for a in arrays)), rel=1e-12)
        expected = sent(one, float(dout[index]))
        assert [g[index] for g in gradients] == pytest.approx(list(expected), rel=1e-12)


SHAPES = st.lists(st.integers(1, 3), max_size=3).map(tuple)


@st.composite
def broadcasting(draw: st.DrawFn, op: str) -> tuple[list[Value], Value]:
    """Inputs of shapes that fit together, plain numbers among them, and a dout that fits their output."""
    whole = draw(SHAPES)

    def fitting(shape: tuple[int, ...]) -> tuple[int, ...]:
        """Shorter, or with ones in it."""
        kept = shape[draw(st.integers(0, len(shape))) :]
        return tuple(1 if draw(st.booleans()) else size for size in kept)

    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    inputs: list[Value] = []
    for low, high in DOMAINS[op]:
        numbers = rng.uniform(low, high, fitting(whole))
        inputs.append(float(numbers) if numbers.ndim == 0 and draw(st.booleans()) else numbers)
    shape = np.broadcast_shapes(*map(np.shape, inputs))
    dout = rng.normal(size=fitting(shape))
    return inputs, float(dout) if dout.ndim == 0 and draw(st.booleans()) else dout


@pytest.mark.parametrize("op", OPS)
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_each_gradient_has_the_shape_of_its_input_and_is_the_slope_there(op: str, data: st.DataObject) -> None:
    inputs, dout = data.draw(broadcasting(op))
    if op == "max":
        assume(np.all(np.abs(np.subtract(*inputs)) > 1e-3))
    layer = NODES[op]()
    out = layer.forward(*inputs)
    assert np.shape(out) == np.broadcast_shapes(*map(np.shape, inputs))
    gradients = sent(layer, dout)
    assert [np.shape(gradient) for gradient in gradients] == [np.shape(value) for value in inputs]
    if any(isinstance(value, np.ndarray) for value in inputs):
        assert all(type(g) is float for g, v in zip(gradients, inputs, strict=True) if type(v) is float)
    for slot, value in enumerate(inputs):
        spread = np.broadcast_to(dout, np.shape(out))
        right = numerical_gradient(partial(weighted, op, inputs, slot, spread), value)
        np.testing.assert_allclose(gradients[slot], right, rtol=1e-5, atol=1e-6)


def weighted(op: str, inputs: list[Value], slot: int, dout: Value, moved: Value) -> float:
    """The sum of dout times the output, with another array in one slot."""
    return float(np.sum(dout * NODES[op]().forward(*inputs[:slot], moved, *inputs[slot + 1 :])))


@pytest.mark.parametrize(
    ("op", "inputs", "dout", "gradients"),
    [
        ("+", [np.zeros((2, 3)), np.zeros(3)], 1, [np.ones((2, 3)), [2, 2, 2]]),
        ("+", [np.zeros((2, 3)), 5], 1, [np.ones((2, 3)), 6.0]),
        ("+", [np.zeros((2, 1)), np.zeros((1, 3))], [[1, 2, 3], [4, 5, 6]], [[[6], [15]], [[5, 7, 9]]]),
        ("-", [np.zeros((2, 3)), np.zeros(3)], [1, 2, 3], [[[1, 2, 3], [1, 2, 3]], [-2, -4, -6]]),
        ("*", [np.array([1, 2]), 3], np.array([10, 20]), [[30, 60], 50.0]),
        ("*", [np.array(2.0), np.array([3.0, 4.0])], 1, [7, [2, 2]]),
        ("/", [6, np.array([2.0, 3.0])], 1, [0.5 + 1 / 3, [-1.5, -2 / 3]]),
        ("^", [np.array([2.0, 3.0]), 2], 1, [[4, 6], 4 * math.log(2) + 9 * math.log(3)]),
        ("max", [np.array([1.0, 2.0, 3.0]), 2], 8, [[0, 4, 8], 12.0]),
        ("neg", [np.zeros((2, 2))], 1, [[[-1, -1], [-1, -1]]]),
        ("exp", [np.zeros((0, 2))], 1, [np.zeros((0, 2))]),
        ("*", [np.zeros((0, 2)), np.ones(2)], 1, [np.zeros((0, 2)), [0, 0]]),
    ],
)
def test_what_was_repeated_gets_the_sum(op: str, inputs: list[Value], dout: Value, gradients: list[Value]) -> None:
    layer = NODES[op]()
    layer.forward(*inputs)
    for found, value, right in zip(sent(layer, dout), inputs, gradients, strict=True):
        assert np.shape(found) == np.shape(value)
        np.testing.assert_allclose(found, right, rtol=1e-12)


@pytest.mark.parametrize("op", OPS)
@pytest.mark.parametrize(
    ("shape", "upstream"),
    [((2, 3), (2,)), ((2, 3), (3, 3)), ((2, 3), (1, 2, 3)), ((1, 3), (2, 3)), ((), (2,)), (None, (2,))],
)
def test_a_dout_that_does_not_fit_is_refused(op: str, shape: tuple[int, ...] | None, upstream: tuple[int, ...]) -> None:
    layer = NODES[op]()
    layer.forward(*[1.5 if shape is None else np.full(shape, 1.5)] * layer.arity)
    with pytest.raises(ValueError, match=r"dout of shape \(.*\) does not fit the output's shape \("):
        layer.backward(np.ones(upstream))


@pytest.mark.parametrize("op", OPS)
def test_a_layer_fits_what_went_forward_last(op: str) -> None:
    layer = NODES[op]()
    layer.forward(*[np.full((2, 3), 1.5)] * layer.arity)
    layer.forward(*[1.5, 2.5][: layer.arity])
    assert all(type(gradient) is float for gradient in sent(layer, 1.0))
    layer.forward(*[np.full(4, 1.5)] * layer.arity)
    assert {gradient.shape for gradient in sent(layer, 1)} == {(4,)}  # type: ignore[attr-defined]


@pytest.mark.parametrize("op", OPS)
@pytest.mark.parametrize("number", [np.float64, np.float32, np.array])
def test_numpys_single_numbers_are_numbers(op: str, number: Callable[[float], Value]) -> None:
    values = [1.5, 0.5][: NODES[op].arity]
    plain, single = NODES[op](), NODES[op]()
    assert single.forward(*map(number, values)) == pytest.approx(plain.forward(*values), rel=1e-6)
    assert list(sent(single, number(2.0))) == pytest.approx(list(sent(plain, 2.0)), rel=1e-6)
    assert list(sent(plain, number(2.0))) == pytest.approx(list(sent(plain, 2.0)), rel=1e-12)


@pytest.mark.parametrize("op", OPS)
def test_nothing_handed_in_is_changed(op: str) -> None:
    arrays = [np.array([0.5, 1.0, 2.0]) for _ in DOMAINS[op]]
    dout = np.array([1.0, -2.0, 3.0])
    kept = [array.copy() for array in (*arrays, dout)]
    for array in (*arrays, dout):
        array.flags.writeable = False
    layer = NODES[op]()
    out = layer.forward(*arrays)
    gradients = sent(layer, dout)
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
    expected = (floats.forward(*(w.astype(float) for w in wholes)), *sent(floats, dout.astype(float)))
    found = (ints.forward(*(w.astype(dtype) for w in wholes)), *sent(ints, dout.astype(dtype)))
    for ours, right in zip(found, expected, strict=True):
        np.testing.assert_allclose(ours, right, rtol=1e-12)


@pytest.mark.parametrize("op", OPS)
def test_python_ints_give_what_floats_give(op: str) -> None:
    wholes = [5, 3][: len(DOMAINS[op])]
    floats, ints = NODES[op](), NODES[op]()
    assert ints.forward(*wholes) == pytest.approx(floats.forward(*map(float, wholes)), rel=1e-15)
    assert list(sent(ints, 2)) == pytest.approx(list(sent(floats, 2.0)), rel=1e-15)


def test_large_whole_numbers_do_not_wrap_around() -> None:
    big = np.array([2**40])
    assert MulLayer().forward(big, big)[0] == 2.0**80
    layer = DivLayer()
    layer.forward(np.array([1]), big)
    assert layer.backward(1)[1][0] == -(2.0**-80)
    assert MulLayer().forward(np.int64(2**40), np.int64(2**40)) == 2**80
    assert SubLayer().forward(np.uint8(1), np.uint8(2)) == -1


@pytest.mark.parametrize("op", OPS)
@pytest.mark.parametrize("beside", [2, 2.5, np.float64(2.5), np.array([[1.5], [2.0]], np.float32)])
def test_float32_stays_float32(op: str, beside: Value) -> None:
    x = np.array([0.5, 2.0], dtype=np.float32)
    for inputs in ([x, x], [x, beside], [beside, x])[: 2 * NODES[op].arity - 1]:
        layer = NODES[op]()
        assert layer.forward(*inputs[: layer.arity]).dtype == np.float32
        for dout in (1, 2.5, np.float64(2.5), x):
            found = sent(layer, dout)
            assert all(g.dtype == np.float32 for g, v in zip(found, inputs, strict=False) if np.shape(v))  # type: ignore[attr-defined]


def test_an_input_is_kept_as_it_was_used() -> None:
    layer = MulLayer()
    layer.forward(3, 4)
    layer.forward(5, 6)
    assert (layer.x, layer.y) == (5, 6)
    assert layer.backward(1) == (6, 5)
    assert layer.backward(1) == (6, 5)  # a second backward adds nothing up


def test_whole_numbers_stay_whole() -> None:
    for op, inputs, expected in (("*", (100, 2), "(2, 100)"), ("+", (1, 2), "(1, 1)"), ("max", (3, 2), "(1, 0)")):
        layer = NODES[op]()
        assert type(layer.forward(*inputs)) is int
        assert repr(layer.backward(1)) == expected
    layer = Relu()
    layer.forward(3)
    assert repr(layer.backward(2)) == "2"


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
                repeats = 2 if kind == 2 else 1  # one base for two exponents has both slopes
                assert layer.backward(1)[0] == pytest.approx(repeats * dx)
                assert layer.backward(2)[0] == pytest.approx(repeats * 2 * dx)

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

    @pytest.mark.parametrize(
        ("x", "n", "dx", "dn"),
        [
            (0.0, 0.5, math.inf, 0),
            (0.0, -1.0, -math.inf, -math.inf),
            (math.inf, 0.0, 0, math.inf),
            (math.nan, 0.0, 0, math.nan),
            (-8.0, 1 / 3, math.nan, math.nan),
            (-2.0, 3.0, 12, math.nan),
            (0.0, 2.0, 0, 0),
        ],
    )
    def test_at_the_edges_arrays_say_inf_and_nan(self, x: float, n: float, dx: float, dn: float) -> None:
        layer = PowLayer()
        layer.forward(np.array([x]), np.array([n]))
        np.testing.assert_array_equal(layer.backward(1), [[dx], [dn]])

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
        layer.forward(np.array([math.e, 1, 0, -2]), np.full(4, 2))
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

    @pytest.mark.parametrize(
        ("op", "inputs", "value", "gradients"),
        [
            ("log", [-1.0], math.nan, [-1]),
            ("log", [0.0], -math.inf, [math.inf]),
            ("sqrt", [-1.0], math.nan, [math.nan]),
            ("sqrt", [0.0], 0, [math.inf]),
            ("exp", [1000.0], math.inf, [math.inf]),
            ("sin", [math.inf], math.nan, [math.nan]),
            ("sigmoid", [math.nan], math.nan, [math.nan]),
            ("sigmoid", [-math.inf], 0, [0]),
            ("tanh", [math.inf], 1, [0]),
            ("relu", [math.nan], math.nan, [0]),
            ("/", [1.0, 0.0], math.inf, [math.inf, -math.inf]),
            ("/", [0.0, 0.0], math.nan, [math.inf, math.nan]),
            ("*", [1e200, 1e200], math.inf, [1e200, 1e200]),
            ("+", [1e308, 1e308], math.inf, [1, 1]),
            ("-", [math.inf, math.inf], math.nan, [1, -1]),
            ("max", [math.nan, 1.0], math.nan, [0, 0]),
            ("max", [1.0, math.nan], math.nan, [0, 0]),
        ],
    )
    def test_arrays_have_inf_and_nan_without_a_warning(
        self, op: str, inputs: list[float], value: float, gradients: list[float]
    ) -> None:
        for shape in ((1,), (2, 2), ()):
            layer = NODES[op]()
            np.testing.assert_array_equal(layer.forward(*(np.full(shape, x) for x in inputs)), np.full(shape, value))
            for found, right in zip(sent(layer, 1), gradients, strict=True):
                np.testing.assert_array_equal(found, np.full(shape, right))

    def test_a_sum_that_is_too_large_is_inf_without_a_warning(self) -> None:
        layer = AddLayer()
        layer.forward(np.zeros(3), 0)
        assert layer.backward(np.full(3, 1e308))[1] == math.inf

    @pytest.mark.parametrize(("x", "y"), [(np.float64(1), np.float64(0)), (1, 0.0), (np.int64(1), 0)])
    def test_a_single_number_by_zero_is_an_error(self, x: Value, y: Value) -> None:
        with pytest.raises(ZeroDivisionError):
            DivLayer().forward(x, y)

    @pytest.mark.parametrize(
        ("x", "y", "value", "gradients"),
        [(2, 3, 3, (0, 5)), (3, 2, 3, (5, 0)), (-1.5, -1.5, -1.5, (2.5, 2.5)), (0, -0.0, 0, (2.5, 2.5))],
    )
    def test_max(self, x: float, y: float, value: float, gradients: tuple[float, float]) -> None:
        layer = MaxLayer()
        assert layer.forward(x, y) == value
        assert layer.backward(5) == gradients
        assert layer.forward(np.array([x]), np.array([y])) == [value]
        np.testing.assert_array_equal(layer.backward(5), [[g] for g in gradients])

    @pytest.mark.parametrize(("x", "y"), [(math.nan, 1), (1, math.nan), (math.nan, math.nan)])
    def test_max_of_what_is_no_number_is_none(self, x: float, y: float) -> None:
        assert math.isnan(MaxLayer().forward(x, y))

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
            slope, all_slopes = one.backward(1), many.backward(1)
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
        assert layer.backward(5) == 5 * slope
        assert layer.forward(np.array([x]))[0] == value
        assert layer.backward(np.array([5.0]))[0] == 5 * slope


@pytest.fixture(autouse=True)
def no_warnings() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.mark.parametrize(("x", "y", "dout", "dy"), [(1e200, 1e200, 1e200, -1.0), (1e-200, 1e-200, 1e-200, -1.0)])
def test_the_quotients_gradient_survives_large_and_tiny_numbers(x: float, y: float, dout: float, dy: float) -> None:
    layer = DivLayer()
    layer.forward(x, y)
    assert layer.backward(dout) == (1.0, dy)
