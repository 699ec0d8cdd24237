"""Text from strangers: what reaches the screen is harmless, and what is meant stays."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.course.clean import clean, clean_line, clean_markdown, unsafe_characters, unsafe_rows


@pytest.mark.parametrize(
    "text",
    [
        "\x1b[2J",  # clears the screen
        "\x1b]0;title\x07",  # sets the window's title
        "\x9b31m",  # the same in one character
        "a\x00b",
        "pay \u202e022",  # right to left from here
        "\u2066isolated\u2069",
        "zero\u200bwidth",
        "\ufeff",
        "\u2028",  # a line separator that some terminals obey
        "\x7f",
    ],
)
def test_control_format_and_bidi_characters_are_replaced(text: str) -> None:
    cleaned = clean(text)
    assert "\ufffd" in cleaned
    assert all(unicodedata.category(char) not in ("Cc", "Cf", "Zl", "Zp") for char in cleaned)
    assert unsafe_characters(text)


def test_what_is_meant_stays() -> None:
    text = "사과 × 2 = 200원\n\t− ½ é 😀 ∂price/∂apple\n"
    assert clean(text) == text
    assert unsafe_characters(text) == []


def test_newlines_of_other_systems_become_newlines() -> None:
    assert clean("a\r\nb\rc\n") == "a\nb\nc\n"


def test_decomposed_hangul_is_composed() -> None:
    assert clean(unicodedata.normalize("NFD", "사과")) == "사과"


def test_a_tower_of_marks_is_cut_to_three() -> None:
    assert clean("x" + "\u0323" * 50) == "x" + "\u0323" * 3


def test_a_very_long_run_of_marks_is_no_trouble() -> None:
    run = "\u0301\u0323" * 500_000  # sorting these into their canonical order takes minutes
    assert len(clean("a" + run)) <= 4


def test_a_line_is_one_line() -> None:
    assert clean_line("  a\n b\tc ") == "a b c"


def test_an_entity_cannot_bring_an_unsafe_character_back() -> None:
    assert clean_markdown("a&#x202e;b &rlm; &#8206; &amp; &times;") == "a\ufffdb \ufffd \ufffd &amp; &times;"
    assert unsafe_characters("&#x202E;") == ["U+202E"]


def test_rows_are_counted_as_an_editor_counts_them() -> None:
    assert list(unsafe_rows("a\r\nb\x1b\r\n\x0cc\r\n")) == [(2, ("U+001B",)), (3, ("U+000C",))]


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean_markdown(text)
    assert clean_markdown(once) == once
    assert unsafe_characters(once) == []
