"""Work that does not depend on the machine: how many functions are called."""

import sys
from collections.abc import Callable
from typing import Any


def calls(what: Callable[[], object]) -> int:
    """How many functions are called in a run."""
    count = 0

    def counted(frame: Any, event: str, arg: Any) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(counted)
    try:
        what()
    finally:
        sys.setprofile(None)
    return count
