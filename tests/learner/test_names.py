"""Learners' names: in any language, one folder for one name, and no way out of the folder of all."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.learner.names import LONGEST, everyone, fault, folder_of, same, tidy


@pytest.mark.parametrize("name", ["Ana", "김 민지", "José", "Владимир", "宏", "محمد", "O'Neill", "J. K.-R_2", "a"])
def test_names(name: str) -> None:
    assert fault(name) is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("", "empty"),
        ("  \t", "empty"),
        ("a" * (LONGEST + 1), "long"),
        ("..", "edge"),
        (".hidden", "edge"),
        ("-rf", "edge"),
        ("Ana.", "edge"),
        ("../x", "character"),
        ("a/b", "character"),
        ("a\\b", "character"),
        ("C:", "character"),
        ("a\0b", "character"),
        ("a\x1b[2Jb", "character"),
        ("a\u202eb", "character"),
        ("~root", "character"),
        ("$HOME", "character"),
        ("*", "character"),
        ("con", "reserved"),
        ("Nul.txt", "reserved"),
        ("COM1", "reserved"),
    ],
)
def test_what_nobody_is_called(name: str, expected: str) -> None:
    assert fault(name) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana", "ANA"),
        ("ana", " Ana "),
        ("김 민지", "김   민지"),
        ("민지", unicodedata.normalize("NFD", "민지")),
        ("José", "José"),
        ("Strauß", "STRAUSS"),
        ("Ａna", "ana"),
    ],
)
def test_spellings_of_one_name(tmp_path: Path, one: str, other: str) -> None:
    assert same(one, other)
    folder = folder_of(tmp_path, one)
    folder.mkdir()
    assert folder_of(tmp_path, other) == folder
    assert folder_of(tmp_path, "Eva") == tmp_path / "Eva"


def test_everyone(tmp_path: Path) -> None:
    assert list(everyone(tmp_path / "none")) == []
    for name in ("bo", "Ana", ".hidden", "lost+found"):
        (tmp_path / name).mkdir()
    (tmp_path / "file").touch()
    assert [each.name for each in everyone(tmp_path)] == ["Ana", "bo"]


@given(st.text(max_size=LONGEST))
def test_no_name_leads_elsewhere(name: str) -> None:
    if fault(name) is None:
        learners = Path("/data/learners")
        folder = folder_of(learners, name)
        assert folder.parent == learners and folder.name == tidy(name) not in ("", ".", "..")
        assert len(folder.name.encode()) <= 255 and same(folder.name, name)
        assert fault(tidy(name)) is None
