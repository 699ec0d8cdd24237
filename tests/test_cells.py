"""Text in terminal cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcwidth

from tutor.cells import cells, clusters, cut


@pytest.mark.parametrize(
    ("text", "width"),
    [("", 0), ("price", 5), ("가격", 4), ("\u1100\u1161\u11a8", 2), ("e\u0301", 1), ("×", 1), ("a\x00b\n", 4)],
)
def test_width(text: str, width: int) -> None:
    assert cells(text) == width


def test_cut() -> None:
    assert cut("price", 5, "…") == "price"
    assert cut("price", 4, "…") == "pri…"
    assert cut("소비세", 5, "…") == "소비…"
    assert cut("소비세", 4, "…") == "소…"
    assert cut("사과 값", 6, "…") == "사과…"
    assert cut("price", 0, "…") == ""


def test_many_marks_are_thinned() -> None:
    assert cut("a" + "\u0323" * 40, 5, "…") == "\u1ea1" + "\u0323" * 3


@given(st.text(), st.integers(0, 20))
def test_cut_text_is_safe_and_fits(text: str, most: int) -> None:
    short = cut(text, most, "…")
    assert cells(short) <= most
    assert sum(width for _, width in clusters(short)) == cells(short)
    for character in short:
        assert wcwidth(character) >= 0
        assert character.isprintable() or wcwidth(character) == 1
    assert cut(short, most, "…") == short
