"""A command called in this process, and what came of it."""

from collections.abc import Callable
from typing import NamedTuple


class Done(NamedTuple):
    """What a call ended with."""

    status: int
    out: str
    err: str


Run = Callable[..., Done]
