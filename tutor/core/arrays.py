"""NumPy, loaded when the first array comes along: a lesson works on plain numbers, and starts sooner without it."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any, TypeGuard

__all__ = ["is_array", "is_floating", "is_integer", "np", "quietly"]

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
    return isinstance(value, _type("ndarray"))


def is_integer(value: object) -> bool:
    """Whether a value is one of NumPy's whole numbers."""
    return isinstance(value, _type("integer"))


def is_floating(value: object) -> bool:
    """Whether a value is one of NumPy's floats."""
    return isinstance(value, _type("floating"))


def quietly() -> AbstractContextManager[None]:
    """NumPy's warnings held back, where it is loaded: whoever uses this reports what is not finite by name."""
    return np.errstate(all="ignore") if "numpy" in sys.modules else nullcontext()
