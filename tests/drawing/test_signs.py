"""Plain signs: as wide as what they stand for, and none of ambiguous width among them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth, wcwidth

from tutor.drawing import BOX
from tutor.drawing.signs import SIGNS, plain


def test_every_sign_is_one_ascii_character_for_one_narrow_character() -> None:
    for sign, instead in SIGNS.items():
        assert len(sign) == len(instead) == wcwidth(sign) == 1
        assert instead.isascii() and instead.isprintable()


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_any_text_stays_as_wide_and_loses_all_that_is_ambiguous(text: str) -> None:
    made = plain(text)
    assert not [character for character in made if unicodedata.east_asian_width(character) == "A"]
    assert len(made) == len(text)
    for before, after in zip(text, made, strict=True):
        assert after == before or wcwidth(before) in (wcwidth(after), 0, -1)


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("사과 값: 100원, a*b", "사과 값: 100원, a*b"),
        ("⠿⡇⣀", "⠿⡇⣀"),  # braille is narrow everywhere
        ("╭───╮ │ × │ ╰┬┴╯ ┼ ├ ┤", "+---+ | * | ++++ + + +"),
        ("┏━┓ ╔═╗ ║ ╱╲╳", "+-+ +=+ | /\\X"),
        ("●●○ ✓ ▸ ∞ ▶ ← ≈ ÷ …", "**o * > * > < ~ / _"),
        ("m² é α", "m2 e ?"),
    ],
)
def test_what_stands_for_what(text: str, instead: str) -> None:
    assert plain(text) == instead
    assert wcswidth(plain(text)) == wcswidth(text)


def test_every_line_of_a_picture_keeps_its_way() -> None:
    for sides, (line, instead) in enumerate(zip(BOX.lines, plain(BOX.lines), strict=True)):
        level, upright = sides & 3, sides & 12
        assert instead == ("+" if level and upright else "-" if level else "|" if upright else " "), line
