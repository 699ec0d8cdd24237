"""The command line, with a folder of its own."""

import io
import os
from pathlib import Path

import pytest

from tutor import cli

from .calling import Done, Run


@pytest.fixture
def bptutor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """`bptutor …` in this process, with lines `typed`, in English where nothing else is asked for."""
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("BPTUTOR_HOME", str(tmp_path / "data"))

    def go(*arguments: str, typed: str = "") -> Done:
        for name in ("LANG", "LANGUAGE"):
            monkeypatch.setitem(os.environ, name, "en")
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        return Done(cli.main(arguments), *capfd.readouterr())

    return go
