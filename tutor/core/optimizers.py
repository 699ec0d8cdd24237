"""Rules that move parameters against their gradients. Names and conventions are the book's (chapter 6).

`update(params, grads)` changes `params`: arrays in place, plain numbers by replacing them in the dict.
`grads` has the same keys and is never changed.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from typing import Any

from tutor.core.arrays import is_array, np
from tutor.core.layers import Value


class SGD:
    """w = w - lr * g."""

    def __init__(self, lr: float = 0.01) -> None:
        self.lr = lr

    def update(self, params: MutableMapping[str, Value], grads: Mapping[str, Value]) -> None:
        """Take one step with learning rate `lr`."""
        _must_be_floats(params)
        for key in params:
            _move(params, key, -(self.lr * grads[key]))


class Momentum:
    """v = momentum * v - lr * g; w = w + v. The velocity v starts at zeros, made on the first update."""

    def __init__(self, lr: float = 0.01, momentum: float = 0.9) -> None:
        self.lr = lr
        self.momentum = momentum
        self.v: dict[str, Any] | None = None

    def update(self, params: MutableMapping[str, Value], grads: Mapping[str, Value]) -> None:
        """Take one step with learning rate `lr`, keeping the velocity in `v`."""
        _must_be_floats(params)
        if self.v is None:
            self.v = {key: _zeros_like(value) for key, value in params.items()}
        for key in params:
            self.v[key] = self.momentum * self.v[key] - self.lr * grads[key]
            _move(params, key, self.v[key])


def _zeros_like(value: Value) -> Value:
    return np.zeros_like(value) if is_array(value) else 0.0


def _must_be_floats(params: Mapping[str, Value]) -> None:
    """TypeError before anything has moved: a step would be lost in an array of integers."""
    for key, value in params.items():
        if is_array(value) and value.dtype.kind != "f":
            raise TypeError(f"parameter {key!r} holds {value.dtype}: a parameter must be an array of floats")


def _move(params: MutableMapping[str, Value], key: str, step: Value) -> None:
    value = params[key]
    if is_array(value):
        value += step  # in place: other names for this array see the step
    else:
        params[key] = value + step
