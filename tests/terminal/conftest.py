"""A learner's home, and terminals to start the program in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from terminals import Start, Terminal, environment


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A learner's home, empty at first."""
    return tmp_path


@pytest.fixture
def start(home: Path) -> Iterator[Start]:
    """Start the program: `start("learn", "apple-tax", columns=80, rows=24, TERM="dumb")`."""
    made: list[Terminal] = []

    def begin(*arguments: str, columns: int = 80, rows: int = 24, **env: str) -> Terminal:
        made.append(Terminal(list(arguments), environment(home, **env), columns, rows))
        return made[-1]

    yield begin
    for terminal in made:
        terminal.child.close(force=True)
