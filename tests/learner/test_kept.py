"""Kept expressions: there the next time, newest first, and nothing in or around the file is ever lost."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.learner.kept import MOST, Kept, Shelf


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "playground.json"


def test_looking_makes_no_file(path: Path) -> None:
    assert Shelf(path).entries() == ()
    assert not path.parent.exists()


def test_what_is_kept_is_there_the_next_time_newest_first(path: Path) -> None:
    one, two = Kept("a * b", {"a": 2, "b": 0.5}, "a*b"), Kept("가격 * 개수", {"가격": 100}, "")
    assert Shelf(path).keep(one)
    assert Shelf(path).keep(two)
    assert Shelf(path).entries() == (two, one)


def test_the_same_expression_is_kept_once_with_its_new_values(path: Path) -> None:
    shelf = Shelf(path)
    shelf.keep(Kept("a * b", {"a": 2}, ""))
    shelf.keep(Kept("c", {}, ""))
    shelf.keep(Kept("a * b", {"a": 3}, ""))
    assert shelf.entries() == (Kept("a * b", {"a": 3}, ""), Kept("c", {}, ""))


def test_what_is_removed_is_gone(path: Path) -> None:
    shelf = Shelf(path)
    shelf.keep(Kept("a * b", {}, ""))
    shelf.keep(Kept("c", {}, ""))
    assert shelf.remove("a * b")
    assert shelf.entries() == (Kept("c", {}, ""),)


def test_another_window_is_not_overwritten(path: Path) -> None:
    mine, other = Shelf(path), Shelf(path)
    mine.keep(Kept("a", {}, ""))
    other.keep(Kept("b", {}, ""))
    mine.keep(Kept("c", {}, ""))
    assert [each.text for each in mine.entries()] == ["c", "b", "a"]


def test_there_is_an_end_to_it(path: Path) -> None:
    shelf = Shelf(path)
    rows = [{"text": f"x{i}", "values": {}, "output": ""} for i in range(MOST)]
    path.parent.mkdir()
    path.write_text(json.dumps({"kept": rows}))
    shelf.keep(Kept("new", {}, ""))
    assert len(shelf.entries()) == MOST
    assert shelf.entries()[0].text == "new"


DAMAGED = [
    b"",
    b"{",
    b"[]",
    b'{"kept": 3}',
    b'{"kept": [{"text": 1, "values": {}, "output": ""}]}',
    b'{"kept": [{"text": "a", "values": {"a": "x"}, "output": ""}]}',
    b'{"kept": [{"text": "a", "values": {"a": true}, "output": ""}]}',
    b'{"kept": [{"text": "a"}]}',
    b"\xff\xfe",
    b'{"kept":' + b"[" * 100_000,
]


@pytest.mark.parametrize("content", DAMAGED)
def test_a_file_that_can_not_be_read_is_kept_aside(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    shelf = Shelf(path)
    assert shelf.entries() == ()
    assert path.read_bytes() == content  # looking changes nothing
    assert shelf.keep(Kept("a", {}, ""))
    assert shelf.moved is not None
    assert shelf.moved.read_bytes() == content
    assert shelf.entries() == (Kept("a", {}, ""),)


def test_numbers_that_are_none_are_left_out(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"kept": [{"text": "a", "values": {"a": NaN, "b": 1e999, "c": 2}, "output": ""}]}')
    assert Shelf(path).entries() == (Kept("a", {"c": 2}, ""),)


def test_where_nothing_can_be_written_that_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert not Shelf(tmp_path / "file" / "playground.json").keep(Kept("a", {}, ""))


def test_a_pipe_in_its_place_does_not_hang(path: Path) -> None:
    path.parent.mkdir()
    os.mkfifo(path)
    assert Shelf(path).entries() == ()


@given(text=st.text(max_size=40), values=st.dictionaries(st.text(max_size=5), st.floats(-1e300, 1e300), max_size=4))
def test_whatever_is_kept_comes_back(tmp_path_factory: pytest.TempPathFactory, text: str, values: dict) -> None:
    shelf = Shelf(tmp_path_factory.mktemp("kept") / "playground.json")
    assert shelf.keep(Kept(text, values, ""))
    assert shelf.entries() == (Kept(text, values, ""),)
