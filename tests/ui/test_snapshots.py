"""A few screens, character by character."""

from __future__ import annotations

from pathlib import Path

import pytest
from snapshots import FOLDER, SHOTS, look


@pytest.mark.parametrize("name", SHOTS)
async def test_a_screen_looks_as_before(name: str, tmp_path: Path) -> None:
    """Where the change is meant: `uv run tests/ui/snapshots.py`, and look at the difference."""
    found = await look(SHOTS[name], tmp_path)
    assert found.splitlines() == (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def test_no_snapshot_is_left_over() -> None:
    assert {file.stem for file in FOLDER.glob("*.txt")} == set(SHOTS)
