"""Bars on a logarithmic scale: as long as their numbers are large, and never wider than their place."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.cells import cells
from tutor.drawing import ASCII, BOX, Glyphs
from tutor.drawing.bars import FEWEST_DECADES, NUMBER, Scale, bar_rows, pitch

values = st.lists(st.one_of(st.floats(1e-300, 1e300), st.sampled_from([0.0, math.inf])), min_size=1, max_size=8)


def text(value: float, scale: Scale, rows: int = 1, glyphs: Glyphs = BOX) -> list[str]:
    return ["".join(span.text for span in row) for row in bar_rows("  1 ", value, scale, rows, glyphs)]


def filled(value: float, scale: Scale, glyphs: Glyphs = BOX) -> str:
    return bar_rows("", value, scale, 1, glyphs)[0][1].text


@given(values, st.integers(8, 80))
@settings(max_examples=80, deadline=None)
def test_lengths_follow_the_numbers(numbers: list[float], width: int) -> None:
    scale = Scale.of(numbers, width)
    ordered = sorted(numbers)
    lengths = [scale.length(value) for value in ordered]
    assert lengths == sorted(lengths)
    for value, length in zip(ordered, lengths, strict=True):
        assert 0 <= length <= width
        assert (length == 0) == (value == 0)
        for glyphs in (BOX, ASCII):
            assert bool(filled(value, scale, glyphs)) == (value > 0)
            assert {cells(row) for row in text(value, scale, 3, glyphs)} == {4 + width + NUMBER}


def test_a_decade_is_as_long_everywhere() -> None:
    scale = Scale.of([1e-5, 1.0], 60)
    assert (scale.low, scale.high) == (-6, 0)
    assert [round(scale.length(10.0**power)) for power in range(-6, 1)] == list(range(0, 61, 10))
    assert cells(filled(0.01, scale)) == 40 == len(filled(0.01, scale, ASCII))
    assert filled(10**-3.99, scale) == "█" * 20 + "▏"


def test_equal_numbers_still_have_an_axis() -> None:
    for numbers in ([0.5, 0.5], [0.0], [math.inf], [1.0]):
        scale = Scale.of(numbers, 30)
        assert scale.high - scale.low >= FEWEST_DECADES
        assert len(scale.ticks) >= 2


@pytest.mark.parametrize("glyphs", [BOX, ASCII])
@pytest.mark.parametrize("width", [1, 5, 26, 100])
@pytest.mark.parametrize("numbers", [[1e-51, 0.3], [2e-3, 0.5], [1e49, 2e50]])
def test_the_axis_marks_powers_of_ten(glyphs: Glyphs, width: int, numbers: list[float]) -> None:
    scale = Scale.of(numbers, width)
    line, below = scale.axis(glyphs)
    assert len(line) == len(below) == width
    found = [(match.start(), match.group()) for match in re.finditer(r"\S+", below)]
    assert len(found) >= 2 or width < 20
    for first, written in found:
        power = math.log10(float(written))
        assert power == pytest.approx(round(power))
        assert first <= scale.length(float(written)) <= first + len(written)


def test_numbers_stand_beside_their_bars_once() -> None:
    scale = Scale.of([0.00191, 0.517], 20)
    rows = text(0.00191, scale, 4)
    assert [row[4 + 20 :].strip() for row in rows] == ["0.00191", "", "", ""]
    assert [row[:4] for row in rows] == ["  1 ", *["    "] * 3]
    assert "█" in rows[2] and "█" not in rows[3]


@pytest.mark.parametrize(("bars", "rows", "each"), [(5, 14, 3), (5, 13, 2), (30, 14, 1), (2, 50, 4), (3, 1, 1)])
def test_bars_are_as_tall_as_there_is_room(bars: int, rows: int, each: int) -> None:
    assert pitch(bars, rows) == each
