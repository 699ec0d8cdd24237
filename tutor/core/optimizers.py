"""Rules that move parameters against their gradients. Names and conventions are the book's (chapter 6).

`update(params, grads)` changes `params`: arrays in place, plain numbers by replacing them in the dict.
`grads` has the same keys and is never changed. What does not fit is refused before anything has moved.
A new rule is a class with a formula for numbers and one for arrays, and its line in `OPTIMIZERS`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, MutableMapping
from typing import TYPE_CHECKING, Any, ClassVar

from tutor.core.arrays import is_array, is_floating, is_integer, np, quietly
from tutor.core.layers import Value

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BLOCK = 128 * 1024  # a large array moves in blocks of so many numbers: the next pass finds them in the cache
_TINY = 1e-7  # the book's guard against a division by zero


class Optimizer:
    """What all rules share: checking, the memory of each parameter, and arrays in place without a new array."""

    __slots__ = ("__dict__", "_scratch")  # `vars` shows what the book's own classes have, and no more
    states: ClassVar[tuple[str, ...]] = ()
    """Names of the dicts that the rule keeps between updates, with a value like the parameter's for each key."""

    def __init__(self, lr: float = 0.01) -> None:
        self.lr = lr
        self._scratch: dict[tuple[Any, ...], tuple[NDArray[Any], NDArray[Any]]] = {}
        for name in self.states:
            setattr(self, name, None)

    def update(self, params: MutableMapping[str, Value], grads: Mapping[str, Value]) -> None:
        """Take one step. The memory starts at zeros, made on the first update."""
        moves = self._checked(params, grads)
        for name in self.states:
            if getattr(self, name) is None:
                setattr(self, name, {})
        memories: list[dict[str, Any]] = [getattr(self, name) for name in self.states]
        # as Python's floats: one of NumPy's would make float64 of a float32
        factors = tuple(map(float, self._factors()))
        with quietly():  # a run that diverges ends at inf or nan, on arrays as on numbers
            for key, w, g, dtype in moves:
                for memory in memories:
                    if key not in memory:
                        memory[key] = 0.0 if dtype is None else np.zeros_like(w)
                state = [memory[key] for memory in memories]
                if dtype is not None:
                    self._move_array(factors, dtype, w, g, state)
                    continue
                params[key], *state = self._on_number(factors, w, g, *state)
                for memory, value in zip(memories, state, strict=True):
                    memory[key] = value

    def _factors(self) -> Iterable[float]:
        """What this step multiplies by; called once for each update."""
        return (self.lr,)

    @staticmethod
    def _on_number(factors: Any, w: Any, g: Any, *state: Any) -> tuple[Any, ...]:
        """The new parameter and the new state."""
        raise NotImplementedError

    @staticmethod
    def _on_array(factors: Any, a: Any, b: Any, w: Any, g: Any, *state: Any) -> None:
        """The same in place, bit for bit. `a` and `b` are scratch; `w` is written last, for `g` may be `w` itself."""
        raise NotImplementedError

    def _checked(self, params: Mapping[str, Value], grads: Mapping[str, Value]) -> list[tuple[str, Any, Any, Any]]:
        """Each parameter with its gradient and, for an array, the type to work in; or an error before any has moved."""
        memories = [(name, memory) for name in self.states if (memory := getattr(self, name)) is not None]
        moves = []
        for key, w in params.items():
            g = grads[key]
            if not is_array(w):
                shape, dtype = None, None
                g = _for_number(key, w, g)
            else:
                shape, dtype = w.shape, w.dtype
                if dtype.kind != "f":
                    raise TypeError(f"parameter {key!r} holds {dtype}: a parameter must be an array of floats")
                if not w.flags.writeable:
                    raise ValueError(f"parameter {key!r} is read-only")
                g = _for_array(key, shape, g)
                kind = getattr(g, "dtype", dtype)
                if kind != dtype:
                    dtype = np.result_type(dtype, kind)
            for name, memory in memories:
                if key in memory and _shape(memory[key]) != shape:
                    raise ValueError(f"parameter {key!r} has another shape than {name} has for it from earlier updates")
            moves.append((key, w, g, dtype))
        return moves

    def _move_array(self, factors: Any, dtype: Any, w: NDArray[Any], g: Any, state: list[Any]) -> None:
        if w.size <= _BLOCK or not _flat(w, g, *state):
            self._on_array(factors, *self._buffers(w.shape, dtype), w, g, *state)
            return
        a, b = self._buffers((_BLOCK,), dtype)
        rows = [each.reshape(-1) for each in (w, g, *state)]
        for start in range(0, w.size, _BLOCK):
            parts = [row[start : start + _BLOCK] for row in rows]
            n = len(parts[0])
            self._on_array(factors, a[:n], b[:n], *parts)

    def _buffers(self, shape: tuple[int, ...], dtype: Any) -> tuple[NDArray[Any], NDArray[Any]]:
        key = shape, dtype.char
        buffers = self._scratch.get(key)
        if buffers is None:
            buffers = self._scratch[key] = np.empty(shape, dtype), np.empty(shape, dtype)
        return buffers


class SGD(Optimizer):
    """w = w - lr * g."""

    @staticmethod
    def _on_number(factors: Any, w: Any, g: Any, *state: Any) -> tuple[Any, ...]:
        (lr,) = factors
        return (w - lr * g,)

    @staticmethod
    def _on_array(factors: Any, a: Any, b: Any, w: Any, g: Any, *state: Any) -> None:
        (lr,) = factors
        np.multiply(g, lr, out=a)
        np.subtract(w, a, out=w)


class Momentum(Optimizer):
    """v = momentum * v - lr * g; w = w + v. The velocity v starts at zeros, made on the first update."""

    states = ("v",)
    v: dict[str, Any] | None

    def __init__(self, lr: float = 0.01, momentum: float = 0.9) -> None:
        super().__init__(lr)
        self.momentum = momentum

    def _factors(self) -> Iterable[float]:
        return self.lr, self.momentum

    @staticmethod
    def _on_number(factors: Any, w: Any, g: Any, *state: Any) -> tuple[Any, ...]:
        lr, mu = factors
        (v,) = state
        v = mu * v - lr * g
        return w + v, v

    @staticmethod
    def _on_array(factors: Any, a: Any, b: Any, w: Any, g: Any, *state: Any) -> None:
        lr, mu = factors
        (v,) = state
        np.multiply(g, lr, out=a)
        np.multiply(v, mu, out=v)
        np.subtract(v, a, out=v)
        np.add(w, v, out=w)


class PyTorchMomentum(Momentum):
    """v = momentum * v + g; w = w - lr * v, as torch.optim.SGD has it.

    While lr stays the same this is Momentum's path, with v there = -lr * v here. When lr changes, the whole velocity
    is scaled at once here, and only what is added to it there.
    """

    @staticmethod
    def _on_number(factors: Any, w: Any, g: Any, *state: Any) -> tuple[Any, ...]:
        lr, mu = factors
        (v,) = state
        v = mu * v + g
        return w - lr * v, v

    @staticmethod
    def _on_array(factors: Any, a: Any, b: Any, w: Any, g: Any, *state: Any) -> None:
        lr, mu = factors
        (v,) = state
        np.multiply(v, mu, out=v)
        np.add(v, g, out=v)
        np.multiply(v, lr, out=a)
        np.subtract(w, a, out=w)


class AveragedMomentum(Momentum):
    """v = momentum * v + (1 - momentum) * g; w = w - lr * v: the velocity is a running mean of the gradients.

    It is PyTorchMomentum's path at (1 - momentum) times its lr: with 0.9, a tenth of the way in each step.
    """

    @staticmethod
    def _on_number(factors: Any, w: Any, g: Any, *state: Any) -> tuple[Any, ...]:
        lr, mu = factors
        (v,) = state
        v = mu * v + (1 - mu) * g
        return w - lr * v, v

    @staticmethod
    def _on_array(factors: Any, a: Any, b: Any, w: Any, g: Any, *state: Any) -> None:
        lr, mu = factors
        (v,) = state
        np.multiply(g, 1 - mu, out=a)
        np.multiply(v, mu, out=v)
        np.add(v, a, out=v)
        np.multiply(v, lr, out=a)
        np.subtract(w, a, out=w)


class Nesterov(Momentum):
    """w = w + momentum^2 * v - (1 + momentum) * lr * g; v = momentum * v - lr * g: the book's rewritten form.

    The lesson's form takes the gradient where the velocity is about to lead: from a position p it looks ahead to
    p + momentum * v, takes g there, and then v = momentum * v - lr * g; p = p + v. The parameter w here is that
    look-ahead point: w = p + momentum * v after every update, with the same v, so that an ordinary gradient at w is
    the one that the lesson's form asks for. Both start at the same place, where v is zero, and come to rest at the
    same place. In between, p = w - momentum * v. While lr stays the same, torch.optim.SGD(nesterov=True) goes this way
    too, in the velocity of PyTorchMomentum.
    """

    @staticmethod
    def _on_number(factors: Any, w: Any, g: Any, *state: Any) -> tuple[Any, ...]:
        lr, mu = factors
        (v,) = state
        return w + mu * mu * v - (1 + mu) * lr * g, mu * v - lr * g

    @staticmethod
    def _on_array(factors: Any, a: Any, b: Any, w: Any, g: Any, *state: Any) -> None:
        lr, mu = factors
        (v,) = state
        np.multiply(v, mu * mu, out=a)
        np.multiply(g, lr, out=b)
        np.multiply(v, mu, out=v)
        np.subtract(v, b, out=v)
        np.multiply(g, (1 + mu) * lr, out=b)
        np.add(w, a, out=w)
        np.subtract(w, b, out=w)


class AdaGrad(Optimizer):
    """h = h + g * g; w = w - lr * g / (sqrt(h) + 1e-7). h starts at zeros, made on the first update."""

    states = ("h",)
    h: dict[str, Any] | None

    @staticmethod
    def _on_number(factors: Any, w: Any, g: Any, *state: Any) -> tuple[Any, ...]:
        (lr,) = factors
        (h,) = state
        h = h + g * g
        return w - lr * g / (math.sqrt(h) + _TINY), h

    @staticmethod
    def _on_array(factors: Any, a: Any, b: Any, w: Any, g: Any, *state: Any) -> None:
        (lr,) = factors
        (h,) = state
        np.multiply(g, g, out=a)
        np.add(h, a, out=h)
        _move_by_root(lr, a, b, w, g, h)


class RMSProp(Optimizer):
    """h = decay_rate * h + (1 - decay_rate) * g * g; w = w - lr * g / (sqrt(h) + 1e-7). h starts at zeros."""

    states = ("h",)
    h: dict[str, Any] | None

    def __init__(self, lr: float = 0.01, decay_rate: float = 0.99) -> None:
        super().__init__(lr)
        self.decay_rate = decay_rate

    def _factors(self) -> Iterable[float]:
        return self.lr, self.decay_rate

    @staticmethod
    def _on_number(factors: Any, w: Any, g: Any, *state: Any) -> tuple[Any, ...]:
        lr, decay = factors
        (h,) = state
        h = decay * h + (1 - decay) * g * g
        return w - lr * g / (math.sqrt(h) + _TINY), h

    @staticmethod
    def _on_array(factors: Any, a: Any, b: Any, w: Any, g: Any, *state: Any) -> None:
        lr, decay = factors
        (h,) = state
        np.multiply(g, 1 - decay, out=a)
        np.multiply(a, g, out=a)
        np.multiply(h, decay, out=h)
        np.add(h, a, out=h)
        _move_by_root(lr, a, b, w, g, h)


RMSprop = RMSProp
"""The book's own spelling."""


class Adam(Optimizer):
    """m and v run after g and g^2: m = m + (1 - beta1) * (g - m); v = v + (1 - beta2) * (g^2 - v).

    Then w = w - lr_t * m / (sqrt(v) + 1e-7) with lr_t = lr * sqrt(1 - beta2^iter) / (1 - beta1^iter), which makes up
    for both having started at zeros; iter counts the updates.
    """

    states = ("m", "v")
    m: dict[str, Any] | None
    v: dict[str, Any] | None

    def __init__(self, lr: float = 0.001, beta1: float = 0.9, beta2: float = 0.999) -> None:
        super().__init__(lr)
        self.beta1 = beta1
        self.beta2 = beta2
        self.iter = 0

    def _factors(self) -> Iterable[float]:
        self.iter += 1
        lr_t = self.lr * math.sqrt(1.0 - self.beta2**self.iter) / (1.0 - self.beta1**self.iter)
        return lr_t, 1 - self.beta1, 1 - self.beta2

    @staticmethod
    def _on_number(factors: Any, w: Any, g: Any, *state: Any) -> tuple[Any, ...]:
        lr_t, rate1, rate2 = factors
        m, v = state
        m = m + rate1 * (g - m)
        v = v + rate2 * (g * g - v)
        return w - lr_t * m / (math.sqrt(v) + _TINY), m, v

    @staticmethod
    def _on_array(factors: Any, a: Any, b: Any, w: Any, g: Any, *state: Any) -> None:
        lr_t, rate1, rate2 = factors
        m, v = state
        np.subtract(g, m, out=a)
        np.multiply(a, rate1, out=a)
        np.add(m, a, out=m)
        np.multiply(g, g, out=a)
        np.subtract(a, v, out=a)
        np.multiply(a, rate2, out=a)
        np.add(v, a, out=v)
        _move_by_root(lr_t, a, b, w, m, v)


OPTIMIZERS: dict[str, type[Optimizer]] = {
    rule.__name__.lower(): rule
    for rule in (SGD, Momentum, Nesterov, AdaGrad, RMSProp, Adam, PyTorchMomentum, AveragedMomentum)
}


def _move_by_root(lr: float, a: Any, b: Any, w: Any, g: Any, h: Any) -> None:
    """w = w - lr * g / (sqrt(h) + 1e-7), in place."""
    np.sqrt(h, out=a)
    np.add(a, _TINY, out=a)
    np.multiply(g, lr, out=b)
    np.divide(b, a, out=b)
    np.subtract(w, b, out=w)


def _shape(value: Value) -> tuple[int, ...] | None:
    return value.shape if is_array(value) else None


def _for_array(key: str, shape: tuple[int, ...], g: Any) -> Any:
    """The gradient of an array, as floats: small integers would overflow in g * g."""
    if not is_array(g):
        return g if isinstance(g, float) or is_floating(g) else _as_float(key, g)
    if g.shape != shape and not _fits(g.shape, shape):
        raise ValueError(f"the gradient of {key!r} has shape {g.shape}, the parameter {shape}")
    if g.dtype.kind == "f":
        return g
    if g.dtype.kind not in "iub":
        raise TypeError(f"the gradient of {key!r} holds {g.dtype}: a gradient must be of real numbers")
    return g.astype(float)


def _for_number(key: str, w: Value, g: Any) -> Any:
    """The gradient of a number, of a kind that leaves a plain number plain."""
    if is_array(g):
        if g.shape != ():
            raise ValueError(f"the gradient of {key!r} has shape {g.shape}, the parameter is a number")
        g = g[()]
    return g if is_floating(g) and is_floating(w) else _as_float(key, g)


def _as_float(key: str, g: Any) -> float:
    if not (isinstance(g, int | float) or is_floating(g) or is_integer(g)):
        raise TypeError(f"the gradient of {key!r} is a {type(g).__name__}, not a number or an array")
    return float(g)


def _fits(shape: tuple[int, ...], into: tuple[int, ...]) -> bool:
    """Whether NumPy would stretch one shape to the other."""
    return len(shape) <= len(into) and all(a in (1, b) for a, b in zip(reversed(shape), reversed(into), strict=False))


def _flat(w: NDArray[Any], g: Any, *state: NDArray[Any]) -> bool:
    """Whether all lie in one row alike, and the gradient is no shifted view of the parameter."""
    if not (is_array(g) and g.shape == w.shape and (g is w or not np.may_share_memory(g, w))):
        return False
    return all(each.flags.c_contiguous for each in (w, g, *state))
