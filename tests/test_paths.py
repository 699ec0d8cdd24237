"""Where things lie: chosen folder, environment, the system's own place."""

from pathlib import Path

import pytest

from tutor import paths


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("BPTUTOR_HOME", raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    return tmp_path


def test_the_chosen_folder_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BPTUTOR_HOME", "/from/environment")
    assert paths.data("/chosen") == Path("/chosen")
    assert paths.data() == paths.data("") == Path("/from/environment")


@pytest.mark.parametrize("value", [None, ""])
def test_else_the_systems_place(home: Path, monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    if value is not None:
        monkeypatch.setenv("BPTUTOR_HOME", value)
    found = paths.data()
    assert found.is_relative_to(home)
    assert found.name == "bptutor"


def test_a_tilde_is_the_home_folder(home: Path) -> None:
    assert paths.data("~/x") == home / "x"


def test_a_tilde_of_nobody_is_a_name() -> None:
    assert paths.data("~no-such-user/x") == Path("~no-such-user/x")


def test_looking_makes_no_folder(home: Path) -> None:
    folder = paths.data(str(home / "a" / "b"))
    assert paths.record(folder).parent == paths.settings(folder).parent == folder
    assert list(home.iterdir()) == []


def test_what_comes_with_the_program_is_there() -> None:
    assert (paths.lessons() / "course.toml").is_file()
    assert (paths.catalogs() / "ko" / "LC_MESSAGES" / "bptutor.mo").is_file()
    assert paths.stylesheet().is_file()
