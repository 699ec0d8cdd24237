"""What each command loads, seen in a process of its own: the screens stay out where no screen is shown."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCREENS = {"textual", "rich"}
LATE = {"numpy", "sqlite3", "fsrs"}
"""What a first screen must be painted without."""


def loaded(program: str, home: Path, feed: str = "") -> set[str]:
    """The top-level packages that are there after the statements, and the tutor's own modules in full."""
    report = (
        "import sys, os; os.write(2, ' '.join({n.partition('.')[0] for n in sys.modules} | set(sys.modules)).encode())"
    )
    done = subprocess.run(
        [sys.executable, "-c", f"{program}\n{report}"],
        env={"PATH": os.environ["PATH"], "HOME": str(home), "BPTUTOR_HOME": str(home / "data"), "LANG": "C.UTF-8"},
        input=feed,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


def after(home: Path, *arguments: str, feed: str = "") -> set[str]:
    return loaded(f"from tutor.cli import main; assert main({list(arguments)!r}) == 0", home, feed)


@pytest.mark.parametrize("arguments", [("--version",), ("--help",), ("--lang", "ko", "grad", "--help")])
def test_version_and_help_load_next_to_nothing(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    found = after(tmp_path, *arguments)
    assert found.isdisjoint(SCREENS | LATE | {"markdown_it", "platformdirs", "wcwidth", "tutor.core", "tutor.course"})


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        (("grad", "x*y", "x=2", "y=3"), "tutor.drawing"),
        (("grad", "x*y", "x=2", "y=3", "--json", "--check"), "tutor.core"),
        (("lint",), "tutor.lint"),
        (("progress",), "tutor.learner.store"),
        (("progress", "--json"), "tutor.learner.store"),
        (("learners",), "tutor.learner.names"),
        (("learn", "apple-tax"), "tutor.plain"),
        ((), "tutor.plain"),
    ],
)
def test_commands_without_screens_load_none(tmp_path: Path, arguments: tuple[str, ...], needed: str) -> None:
    found = after(tmp_path, *arguments, feed="3\n220\n:graph\n?\n!\n")
    assert needed in found
    assert found.isdisjoint(SCREENS)


def test_the_map_is_painted_before_numpy_and_the_store(tmp_path: Path) -> None:
    found = loaded("import tutor.ui.app, tutor.ui.screens.map", tmp_path)
    assert "textual" in found
    assert found.isdisjoint(LATE | {"tutor.core", "tutor.learner.store"})


def test_the_app_shows_its_first_map_without_numpy_and_the_store(tmp_path: Path) -> None:
    """Until the first paint, that is: what the app does afterwards is stopped here."""
    program = """
import asyncio, pathlib, sys
from tutor import paths
from tutor.course import load_course
from tutor.learner.settings import Settings
from tutor.ui.app import TutorApp
from tutor.ui.screens.map import MapScreen
folder = pathlib.Path(paths.data())
folder.mkdir()
paths.record(folder).touch()
TutorApp._open_record = lambda self: None
async def look():
    app = TutorApp(load_course(), paths.record(folder), Settings(paths.settings(folder)), "ko")
    async with app.run_test() as pilot:
        await pilot.pause()
        assert isinstance(app.screen, MapScreen)
        assert app.screen.query_one("#lessons").option_count > 3
asyncio.run(look())
"""
    found = loaded(program, tmp_path)
    assert "textual" in found
    assert found.isdisjoint(LATE | {"tutor.core", "tutor.learner.store"})


def test_the_checks_above_see_what_is_loaded(tmp_path: Path) -> None:
    assert {"numpy", "sqlite3", "textual"} <= loaded("import numpy, sqlite3, textual", tmp_path)
