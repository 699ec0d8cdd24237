"""The nodes of a graph, each as the book writes a layer: forward keeps its inputs, backward sends gradients.

Source: the layers of chapter 5 of "Deep Learning from Scratch" (밑바닥부터 시작하는 딥러닝), whose names and
conventions these follow. `forward` takes numbers or arrays; `backward(dout)` takes the upstream gradient and
returns one gradient for each input, in input order. Nothing that is handed in is changed.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Protocol

from tutor.core.arrays import is_array, is_integer, np

# A number or an array of numbers. Plain Python numbers stay plain, so that 200 prints as 200;
# an array of integers is worked with as the same array of floats.
Value = Any

EXACT_INTEGER = 2**53
"""Above this a whole number is carried as a float: exact integers could grow until memory ends."""


class Layer(Protocol):
    """What every node can do."""

    def forward(self, *inputs: Value) -> Value:
        """Work out the node's value and keep what backward will need."""

    def backward(self, dout: Value) -> tuple[Value, ...]:
        """Send the upstream gradient `dout` back: one gradient for each input, in input order."""


def _exact(value: Value) -> Value:
    """Arrays of integers as floats and NumPy integers as Python's: NumPy's own wrap around where they overflow."""
    if type(value) is float or type(value) is int:
        return value
    if is_array(value):
        return value.astype(float) if value.dtype.kind in "iub" else value
    return int(value) if is_integer(value) else value


class MulLayer:
    """z = x * y. Backward swaps the forward inputs and multiplies by the upstream gradient."""

    def __init__(self) -> None:
        self.x: Value = None
        self.y: Value = None

    def forward(self, x: Value, y: Value) -> Value:
        """x * y."""
        self.x = _exact(x)
        self.y = _exact(y)
        return self.x * self.y

    def backward(self, dout: Value) -> tuple[Value, Value]:
        """(dout * y, dout * x)."""
        dout = _exact(dout)
        dx = dout * self.y
        dy = dout * self.x
        return dx, dy


class AddLayer:
    """z = x + y. The derivative is 1 on both sides, so the upstream gradient passes on unchanged."""

    def forward(self, x: Value, y: Value) -> Value:
        """x + y."""
        return _exact(x) + _exact(y)

    def backward(self, dout: Value) -> tuple[Value, Value]:
        """(dout, dout)."""
        dx = dout * 1
        dy = dout * 1
        return dx, dy


class SubLayer:
    """z = x - y."""

    def forward(self, x: Value, y: Value) -> Value:
        """x - y."""
        return _exact(x) - _exact(y)

    def backward(self, dout: Value) -> tuple[Value, Value]:
        """(dout, -dout)."""
        dout = _exact(dout)
        return dout * 1, -dout


class DivLayer:
    """z = x / y."""

    def __init__(self) -> None:
        self.x: Value = None
        self.y: Value = None

    def forward(self, x: Value, y: Value) -> Value:
        """x / y; ZeroDivisionError for plain numbers where y is 0."""
        self.x = _exact(x)
        self.y = _exact(y)
        return self.x / self.y

    def backward(self, dout: Value) -> tuple[Value, Value]:
        """(dout / y, -dout * x / y^2)."""
        dout = _exact(dout)
        dx = dout / self.y
        # Twice by y and not once by its square, which overflows (or vanishes) long before the quotient does.
        dy = -(dout * self.x) / self.y / self.y
        return dx, dy


class PowLayer:
    """z = x ^ n, over the real numbers."""

    def __init__(self) -> None:
        self.x: Value = None
        self.n: Value = None
        self.out: Value = None

    def forward(self, x: Value, n: Value) -> Value:
        """x ^ n; ValueError for a negative x with an n that is not whole, and for 0 to a negative n."""
        self.x = _exact(x)
        self.n = _exact(n)
        self.out = _power(self.x, self.n)
        return self.out

    def backward(self, dout: Value) -> tuple[Value, Value]:
        """(dout * n * x^(n-1), dout * x^n * ln x); the second is nan where x is negative: no real one exists."""
        dout = _exact(dout)
        # At n = 0 the node is the constant 1, also where x^(n-1) would divide by zero.
        if is_array(self.x) or is_array(self.n):
            constant = self.n == 0
            slope = _power(self.x, np.where(constant, 1.0, self.n - 1))
            dx = dout * self.n * slope
        else:
            dx = dout * 0 if self.n == 0 else dout * self.n * _power(self.x, self.n - 1)
        return dx, dout * _power_slope_of_exponent(self.x, self.out)


class NegLayer:
    """z = -x."""

    def forward(self, x: Value) -> Value:
        """-x."""
        return -_exact(x)

    def backward(self, dout: Value) -> tuple[Value]:
        """(-dout,)."""
        return (-_exact(dout),)


class _FunctionLayer:
    """A function of one input whose derivative is worked out from the input and the output."""

    name: str
    scalar: Callable[[float], float]
    array: Callable[[Any], Any]

    def __init__(self) -> None:
        self.x: Value = None
        self.out: Value = None

    def forward(self, x: Value) -> Value:
        """The function of x; ValueError or OverflowError where it has no value for a plain number."""
        self.x = _exact(x)
        cls = type(self)
        self.out = cls.array(self.x) if is_array(self.x) else cls.scalar(self.x)
        return self.out

    def backward(self, dout: Value) -> tuple[Value]:
        """(dout * the derivative,)."""
        return (_exact(dout) * self.derivative(),)

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


def _sigmoid_scalar(x: float) -> float:
    # Each side has its own form, so that exp never overflows.
    if x >= 0:
        return 1 / (1 + math.exp(-x))
    return math.exp(x) / (1 + math.exp(x))


def _sigmoid_array(x: Any) -> Any:
    decay = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + decay), decay / (1 + decay))


class Sigmoid(_FunctionLayer):
    """z = 1 / (1 + e^-x)."""

    scalar = staticmethod(_sigmoid_scalar)
    array = staticmethod(_sigmoid_array)

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


def _power(x: Value, n: Value) -> Value:
    if is_array(x) or is_array(n):
        return np.power(np.asarray(x, dtype=float), n)
    # Exact where the result is small; math.pow elsewhere, since 9**9**9 would never end.
    small = isinstance(x, int) and isinstance(n, int) and 0 <= n * max(1, abs(x).bit_length()) <= 54
    return x**n if small else math.pow(x, n)


def _power_slope_of_exponent(x: Value, out: Value) -> Value:
    if is_array(x) or is_array(out):
        positive = np.asarray(x) > 0
        slope = out * np.log(np.where(positive, x, 1.0))
        return np.where(positive, slope, np.where(np.asarray(x) == 0, 0.0, np.nan))
    if x > 0:
        return out * math.log(x)
    return 0.0 if x == 0 else math.nan


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
}
"""Node for each function of one operand, by the name it is written with."""

NODES: dict[str, type[Layer]] = OPERATORS | FUNCTIONS
"""Every node. Adding one is adding its class and its entry above."""
