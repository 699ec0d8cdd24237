"""NumPy, loaded when the first array comes along: a lesson works on plain numbers, and starts sooner without it."""

from __future__ import annotations

import math
import sys
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any, TypeGuard

__all__ = ["is_array", "is_finite", "is_floating", "is_integer", "np", "quietly", "spread", "summed"]

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:

    class _NumPy:
        """Stands for the module until something of it is used."""

        def __getattr__(self, name: str) -> Any:
            import numpy

            found = getattr(numpy, name)
            setattr(self, name, found)
            return found

    np = _NumPy()


def _type(name: str) -> Any:
    """A type of NumPy's, or none where NumPy is not loaded: then there can be no value of it."""
    return getattr(sys.modules.get("numpy"), name, ())


def is_array(value: object) -> TypeGuard[NDArray[Any]]:
    """Whether a value is an array."""
    return isinstance(value, getattr(sys.modules.get("numpy"), "ndarray", ()))  # as `_type`, without its call


def is_integer(value: object) -> bool:
    """Whether a value is one of NumPy's whole numbers."""
    return isinstance(value, _type("integer"))


def is_floating(value: object) -> bool:
    """Whether a value is one of NumPy's floats."""
    return isinstance(value, _type("floating"))


def is_finite(value: Any) -> bool:
    """Whether a number, or every one of an array, is neither infinite nor nan."""
    return bool(np.isfinite(value).all()) if is_array(value) else math.isfinite(value)


def quietly() -> AbstractContextManager[None]:
    """NumPy's warnings held back, where it is loaded: whoever uses this reports what is not finite by name."""
    return np.errstate(all="ignore") if "numpy" in sys.modules else nullcontext()


def spread(dout: Any, shape: tuple[int, ...], dtype: Any) -> NDArray[Any]:
    """An upstream gradient in the shape of the output; ValueError where it does not broadcast to that.

    A plain number takes on the output's dtype, so that float32 stays float32.
    """
    upstream = dout if is_array(dout) else np.asarray(dout, dtype)
    if upstream.shape == shape:
        return upstream
    try:
        return np.broadcast_to(upstream, shape)
    except ValueError:
        raise ValueError(f"dout of shape {upstream.shape} does not fit the output's shape {shape}") from None


def summed(gradient: NDArray[Any], shape: tuple[int, ...]) -> NDArray[Any]:
    """A gradient of the output's shape, summed over the axes along which an input of `shape` was repeated."""
    if gradient.shape == shape:
        return gradient
    new = gradient.ndim - len(shape)
    stretched = (new + axis for axis, size in enumerate(shape) if size != gradient.shape[new + axis])
    return np.asarray(gradient.sum(axis=(*range(new), *stretched))).reshape(shape)
