"""The error over h as a picture: a V whose points stand where the core's errors say."""

from __future__ import annotations

import pytest

from tutor.core import Graph, step_study
from tutor.drawing import ASCII, BOX, Picture
from tutor.experiments.step_curve import FEWEST_ROWS, step_curve, width
from tutor.words import words

EN, KO = words("en"), words("ko")


def study(text: str, x: float = 1.0) -> object:
    graph = Graph.parse(text)
    return step_study(graph, graph.forward(x=x), "x")


def rows_of(picture: Picture, sign: str) -> dict[int, int]:
    """The row of each sign below the legend, by its column."""
    lines = picture.text().split("\n")[1:-1]
    return {x: row for row, line in enumerate(lines) for x, character in enumerate(line) if x > 6 and character == sign}


def test_the_error_falls_and_rises_again() -> None:
    found = study("exp(x)")
    drawn = step_curve(found, 0.1, 16, EN, ASCII)
    central = rows_of(drawn, "x") | rows_of(drawn, "8")
    steps = [central[x] for x in sorted(central)]
    assert len(steps) == 15
    lowest = max(range(15), key=steps.__getitem__)
    assert steps[0] < steps[lowest] > steps[-1], "a V, its bottom between too small and too large a step"
    one_side = rows_of(drawn, "o") | rows_of(drawn, "8")
    assert one_side[max(one_side)] < central[max(central)], "with the largest h it is higher: further off"


@pytest.mark.parametrize("glyphs", [BOX, ASCII], ids=["box", "ascii"])
@pytest.mark.parametrize("t", [EN, KO], ids=["en", "ko"])
@pytest.mark.parametrize("text", ["exp(x)", "x*3", "x^2", "log(x)", "relu(x-1)", "x^1.5", "exp(exp(x*5))", "x*0"])
def test_it_keeps_to_its_place(text: str, t: object, glyphs: object) -> None:
    found = study(text)
    for rows in (0, FEWEST_ROWS, 11, 30):
        for h in (10.0, 0.1, 1e-7, 1e-15, 0.3):
            drawn = step_curve(found, h, rows, t, glyphs)
            assert drawn.height == max(rows, FEWEST_ROWS)
            assert drawn.width <= width(found) + 1
            if glyphs is ASCII and t is EN:
                assert drawn.text().isascii()


def test_the_present_h_is_marked_without_colour() -> None:
    drawn = step_curve(study("exp(x)"), 1e-7, 11, EN, BOX)
    assert [span.text for row in drawn.rows for span in row if span.style == "asked"] == ["1e-7"]
    assert "1e-7" in drawn.text().split("\n")[-1]
    beyond = step_curve(study("exp(x)"), 10.0, 11, EN, BOX)
    assert not [span for row in beyond.rows for span in row if span.style in ("asked", "path")]


def test_an_error_of_0_lies_on_the_axis_and_one_without_value_nowhere() -> None:
    exact = step_curve(study("x^2", 0.0), 0.1, 11, EN, ASCII)
    assert "x-x-x" in exact.text().split("\n")[-2]
    edge = step_curve(study("x^1.5", 0.0), 0.1, 11, EN, ASCII)
    assert not rows_of(edge, "x") and not rows_of(edge, "8") and len(rows_of(edge, "o")) == 15
