"""The nodes of a graph, each as the book writes a layer: forward keeps its inputs, backward sends gradients.

Source: the layers of chapter 5 of "Deep Learning from Scratch" (밑바닥부터 시작하는 딥러닝), whose names and
conventions these follow. `forward` takes numbers or arrays, which may broadcast; `backward(dout)` takes the upstream
gradient and returns the gradient of a layer with one input, or the gradients of one with two as a pair, in input order.
Each has the shape of its input: an input that was repeated to fit the other gets the sum over its repetitions.
Nothing that is handed in is changed.

A plain number without a value there (the log of -1) is an error, as in Python's `math`; an array has nan or inf in
such a place, as in NumPy, but without its warnings.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar, NamedTuple, Protocol, TypeVar, cast

from tutor.core.arrays import is_array, is_floating, is_integer, np, quietly, spread, summed

# A number or an array of numbers. Plain Python numbers stay plain, so that 200 prints as 200;
# an array of integers is worked with as the same array of floats.
Value = Any

EXACT_INTEGER = 2**53
"""Above this a whole number is carried as a float: exact integers could grow until memory ends."""


class Layer(Protocol):
    """What every node can do."""

    arity: ClassVar[int]
    """The number of its inputs."""

    def forward(self, *inputs: Value) -> Value:
        """Work out the node's value and keep what backward will need."""

    def backward(self, dout: Value) -> Value:
        """Send the upstream gradient `dout` back: one input's gradient as it is, those of two as a tuple."""


class _Shapes(NamedTuple):
    """What went through a layer, where arrays did."""

    inputs: tuple[tuple[int, ...] | None, ...]
    """The shape of each input; None for a plain number."""
    output: tuple[int, ...]
    dtype: Any
    """The output's."""


class _Node:
    arity: ClassVar[int]
    _shapes: _Shapes | None = None


class _OneInput(_Node):
    arity = 1


class _TwoInputs(_Node):
    arity = 2


_Method = TypeVar("_Method", bound=Callable[..., Any])


def _forward(rule: _Method) -> _Method:
    """Lets a forward that is written for plain numbers take NumPy's and arrays, and remembers the arrays' shapes."""

    @wraps(rule)
    def of_one(self: _Node, x: Value) -> Value:
        if type(x) is float or type(x) is int:
            self._shapes = None
            return rule(self, x)
        return _of_arrays(rule, self, x)

    @wraps(rule)
    def of_two(self: _Node, x: Value, y: Value) -> Value:
        if (type(x) is float or type(x) is int) and (type(y) is float or type(y) is int):
            self._shapes = None
            return rule(self, x, y)
        return _of_arrays(rule, self, x, y)

    return cast(_Method, of_one if rule.__code__.co_argcount == 2 else of_two)


def _of_arrays(rule: Callable[..., Value], layer: _Node, *inputs: Value) -> Value:
    inputs = tuple([_exact(value) for value in inputs])
    shapes = tuple([getattr(value, "shape", None) for value in inputs])  # what has a shape now is an array
    if shapes.count(None) == len(shapes):
        layer._shapes = None
        return rule(layer, *inputs)
    with quietly():
        out = rule(layer, *inputs)
    layer._shapes = _Shapes(shapes, out.shape, out.dtype)
    return out


def _backward(rule: _Method) -> _Method:
    """Lets a backward that is written for plain numbers take arrays: each gradient comes in its input's shape."""

    @wraps(rule)
    def backward(self: _Node, dout: Value) -> Value:
        shapes = self._shapes
        if shapes is None:
            return rule(self, dout if type(dout) is float or type(dout) is int else _single(dout))
        with quietly():
            found = rule(self, spread(_exact(dout), shapes.output, shapes.dtype))
            if self.arity == 1:
                return found
            (dx, dy), (x, y) = found, shapes.inputs
            return _fitted(dx, x), _fitted(dy, y)

    return cast(_Method, backward)


def forward_each(layer: Layer, *inputs: Value) -> Value:
    """`layer.forward` of plain numbers and of arrays of floats of one shape, each element a case of its own.

    Nothing is fitted and nothing summed, and NumPy warns: for whoever runs many layers and holds warnings back once.
    """
    return type(layer).forward.__wrapped__(layer, *inputs)  # type: ignore[attr-defined]


def backward_each(layer: Layer, dout: Value) -> tuple[Value, ...]:
    """`layer.backward` after `forward_each`: a gradient for each input, as a tuple for one input too."""
    sent = type(layer).backward.__wrapped__(layer, dout)  # type: ignore[attr-defined]
    return (sent,) if layer.arity == 1 else sent


def _exact(value: Value) -> Value:
    """Arrays of integers as floats, NumPy's single numbers as Python's: NumPy's own wrap around where they overflow."""
    if type(value) is float or type(value) is int:
        return value
    if is_array(value):
        return value.astype(float) if value.dtype.kind in "iub" else value
    if is_integer(value):
        return int(value)
    return float(value) if is_floating(value) else value


def _single(dout: Value) -> Value:
    """The upstream gradient of a plain number."""
    if is_array(dout):
        dout = spread(dout, (), dout.dtype)[()]
    return _exact(dout)


def _fitted(gradient: Any, shape: tuple[int, ...] | None) -> Value:
    """A gradient of the output's shape in that of an input; a plain number gets a plain number."""
    return gradient.sum().item() if shape is None else summed(gradient, shape)


class MulLayer(_TwoInputs):
    """z = x * y. Backward swaps the forward inputs and multiplies by the upstream gradient."""

    def __init__(self) -> None:
        self.x: Value = None
        self.y: Value = None

    @_forward
    def forward(self, x: Value, y: Value) -> Value:
        """x * y."""
        self.x = x
        self.y = y
        return x * y

    @_backward
    def backward(self, dout: Value) -> tuple[Value, Value]:
        """(dout * y, dout * x)."""
        dx = dout * self.y
        dy = dout * self.x
        return dx, dy


class AddLayer(_TwoInputs):
    """z = x + y. The derivative is 1 on both sides, so the upstream gradient passes on unchanged."""

    @_forward
    def forward(self, x: Value, y: Value) -> Value:
        """x + y."""
        return x + y

    @_backward
    def backward(self, dout: Value) -> tuple[Value, Value]:
        """(dout, dout)."""
        dx = dout * 1
        dy = dout * 1
        return dx, dy


class SubLayer(_TwoInputs):
    """z = x - y."""

    @_forward
    def forward(self, x: Value, y: Value) -> Value:
        """x - y."""
        return x - y

    @_backward
    def backward(self, dout: Value) -> tuple[Value, Value]:
        """(dout, -dout)."""
        return dout * 1, -dout


class DivLayer(_TwoInputs):
    """z = x / y."""

    def __init__(self) -> None:
        self.y: Value = None
        self.out: Value = None

    @_forward
    def forward(self, x: Value, y: Value) -> Value:
        """x / y; ZeroDivisionError for plain numbers where y is 0."""
        self.y = y
        self.out = x / y
        return self.out

    @_backward
    def backward(self, dout: Value) -> tuple[Value, Value]:
        """(dout / y, -dout * x / y^2)."""
        dx = dout / self.y
        # Not by the square of y, which overflows (or vanishes) long before the quotient does.
        dy = -dx * self.out
        return dx, dy


class PowLayer(_TwoInputs):
    """z = x ^ y, over the real numbers."""

    def __init__(self) -> None:
        self.x: Value = None
        self.y: Value = None
        self.out: Value = None

    @_forward
    def forward(self, x: Value, y: Value) -> Value:
        """x ^ y; ValueError for a negative x with a y that is not whole, and for 0 to a negative y."""
        self.x = x
        self.y = y
        self.out = power(x, y)
        return self.out

    @_backward
    def backward(self, dout: Value) -> tuple[Value, Value]:
        """(dout * y * x^(y-1), dout * x^y * ln x); the second is nan where x is negative: no real one exists."""
        # At y = 0 the node is the constant 1, also where x^(y-1) would divide by zero.
        if is_array(self.y):
            dx = np.where(self.y == 0, 0.0, dout * self.y * power(self.x, np.where(self.y == 0, 1.0, self.y - 1)))
        else:
            dx = dout * 0 if self.y == 0 else dout * self.y * power(self.x, self.y - 1)
        dy = dout * power_slope_of_exponent(self.x, self.out)
        return dx, dy


class MaxLayer(_TwoInputs):
    """z = the larger of x and y; nan where one of them is."""

    def __init__(self) -> None:
        self.x: Value = None
        self.y: Value = None

    @_forward
    def forward(self, x: Value, y: Value) -> Value:
        """Max(x, y)."""
        self.x = x
        self.y = y
        if is_array(x) or is_array(y):
            return np.maximum(x, y)
        return x + y if math.isnan(x) or math.isnan(y) else max(x, y)

    @_backward
    def backward(self, dout: Value) -> tuple[Value, Value]:
        """Dout to the larger one and 0 to the other; half of it to each where they are equal."""
        dx = _share(dout, self.x, self.y)
        dy = _share(dout, self.y, self.x)
        return dx, dy


class NegLayer(_OneInput):
    """z = -x."""

    @_forward
    def forward(self, x: Value) -> Value:
        """-x."""
        return -x

    @_backward
    def backward(self, dout: Value) -> Value:
        """-dout."""
        return -dout


class _FunctionLayer(_OneInput):
    """A function of one input whose derivative is worked out from the input and the output."""

    scalar: Callable[[float], float]
    array: Callable[[Any], Any]

    def __init__(self) -> None:
        self.x: Value = None
        self.out: Value = None

    @_forward
    def forward(self, x: Value) -> Value:
        """The function of x; ValueError or OverflowError where it has no value for a plain number."""
        self.x = x
        cls = type(self)
        self.out = cls.array(x) if is_array(x) else cls.scalar(x)
        return self.out

    @_backward
    def backward(self, dout: Value) -> Value:
        """Dout * the derivative."""
        return dout * self.derivative()

    def derivative(self) -> Value:
        """The local gradient at the x of the last forward."""
        raise NotImplementedError


class ExpLayer(_FunctionLayer):
    """z = e^x."""

    scalar = staticmethod(math.exp)
    array = staticmethod(lambda x: np.exp(x))

    def derivative(self) -> Value:
        """e^x, the output itself."""
        return self.out


class LogLayer(_FunctionLayer):
    """z = ln x, the natural logarithm."""

    scalar = staticmethod(math.log)
    array = staticmethod(lambda x: np.log(x))

    def derivative(self) -> Value:
        """1 / x."""
        return 1 / self.x


class SqrtLayer(_FunctionLayer):
    """z = the square root of x."""

    scalar = staticmethod(math.sqrt)
    array = staticmethod(lambda x: np.sqrt(x))

    def derivative(self) -> Value:
        """1 / (2 * sqrt x)."""
        return 1 / (2 * self.out)


class SinLayer(_FunctionLayer):
    """z = sin x, x in radians."""

    scalar = staticmethod(math.sin)
    array = staticmethod(lambda x: np.sin(x))

    def derivative(self) -> Value:
        """Cos x."""
        return np.cos(self.x) if is_array(self.x) else math.cos(self.x)


class CosLayer(_FunctionLayer):
    """z = cos x, x in radians."""

    scalar = staticmethod(math.cos)
    array = staticmethod(lambda x: np.cos(x))

    def derivative(self) -> Value:
        """-sin x."""
        return -np.sin(self.x) if is_array(self.x) else -math.sin(self.x)


class Tanh(_FunctionLayer):
    """z = tanh x."""

    scalar = staticmethod(math.tanh)
    array = staticmethod(lambda x: np.tanh(x))

    def derivative(self) -> Value:
        """1 - z^2."""
        return 1 - self.out * self.out


def sigmoid_scalar(x: float) -> float:
    """1 / (1 + e^-x) of a plain number, for any size of it."""
    # Each side has its own form, so that exp never overflows.
    if x >= 0:
        return 1 / (1 + math.exp(-x))
    return math.exp(x) / (1 + math.exp(x))


def sigmoid_array(x: Any) -> Any:
    """1 / (1 + e^-x) of each element."""
    decay = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + decay), decay / (1 + decay))


class Sigmoid(_FunctionLayer):
    """z = 1 / (1 + e^-x)."""

    scalar = staticmethod(sigmoid_scalar)
    array = staticmethod(sigmoid_array)

    def derivative(self) -> Value:
        """Z * (1 - z), never above 0.25."""
        return self.out * (1 - self.out)


class Relu(_FunctionLayer):
    """z = x where x is positive, 0 elsewhere."""

    scalar = staticmethod(lambda x: max(x, 0))
    array = staticmethod(lambda x: np.maximum(x, 0))

    def derivative(self) -> Value:
        """1 where x > 0, else 0 (at 0 itself too, as in the book)."""
        return (self.x > 0).astype(self.x.dtype) if is_array(self.x) else (self.x > 0) * 1


def power(x: Value, n: Value) -> Value:
    """x ^ n over the real numbers; nan in an array, ValueError for plain numbers, where there is none."""
    if is_array(x) or is_array(n):
        return np.power(x, n)
    # Exact where the result is small; math.pow elsewhere, since 9**9**9 would never end.
    small = isinstance(x, int) and isinstance(n, int) and 0 <= n * max(1, abs(x).bit_length()) <= 54
    return x**n if small else math.pow(x, n)


def power_slope_of_exponent(x: Value, out: Value) -> Value:
    """The derivative of out = x ^ n by n, out * ln x; nan where x is negative."""
    if is_array(x) or is_array(out):
        # At x = 0 the power is 0 for every n above 0, so flat, and infinite for every n below.
        slope = out * np.log(np.where(x == 0, 1, x), dtype=out.dtype)
        return np.where((x == 0) & np.isinf(out), -np.inf, np.where(x == 0, 0.0, slope))
    if x > 0:
        return out * math.log(x)
    return 0.0 if x == 0 else math.nan


def _share(dout: Value, x: Value, other: Value) -> Value:
    """What x gets of dout at a max node."""
    if is_array(x) or is_array(other):
        return np.where(x == other, dout / 2, dout * (x > other))
    return dout / 2 if x == other else dout * (x > other)


OPERATORS: dict[str, type[Layer]] = {
    "+": AddLayer,
    "-": SubLayer,
    "*": MulLayer,
    "/": DivLayer,
    "^": PowLayer,
    "neg": NegLayer,
}
"""Node for each operator; "neg" is the minus in front of one operand."""

FUNCTIONS: dict[str, type[Layer]] = {
    "exp": ExpLayer,
    "log": LogLayer,
    "ln": LogLayer,
    "sqrt": SqrtLayer,
    "sin": SinLayer,
    "cos": CosLayer,
    "tanh": Tanh,
    "sigmoid": Sigmoid,
    "relu": Relu,
    "max": MaxLayer,
}
"""Node for each function, by the name it is written with; its `arity` says how many operands the brackets hold."""

NODES: dict[str, type[Layer]] = OPERATORS | FUNCTIONS
"""Every node. Adding one is adding its class, its methods marked `_forward` and `_backward`, and its entry above."""
