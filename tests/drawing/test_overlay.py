"""What is put over a picture for a moment: it moves nothing, and hides nothing that has to be read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_layout_properties import WINDOWS, graphs
from wcwidth import wcswidth

from tutor.core import Graph
from tutor.drawing import BOX, Marks, Picture, Rect, Span, Way, draw, lay_out
from tutor.drawing.overlay import LINES, Overlay, free_place

pytestmark = pytest.mark.slow

SHOP = Graph.parse("subtotal = apple * count\nprice = subtotal * tax")
MARKS = Marks({"apple": 100, "count": 2, "tax": 1.1, "subtotal": 200, "price": 220})


def text(rows: tuple[tuple[Span, ...], ...]) -> list[str]:
    return ["".join(span.text for span in row) for row in rows]


def in_style(rows: tuple[tuple[Span, ...], ...], style: str) -> str:
    return "".join(span.text for row in rows for span in row if span.style == style)


@settings(max_examples=50, deadline=None)
@given(graphs(), WINDOWS, st.floats(0, 1), st.booleans())
def test_what_travels_changes_lines_only(graph: Graph, window: tuple[int, int], part: float, back: bool) -> None:
    values = dict.fromkeys(graph.quantities, 12.5)
    layout = lay_out(graph, Marks(values).widths(BOX), width=window[0], height=window[1])
    picture = layout.paint(Marks(values))
    overlay = Overlay(picture)
    for runs in layout.ways.values():
        for run in runs:
            overlay.travel(run, part, "●", back=back)
    before = [[(c, span.style) for span in row for c in span.text] for row in picture.rows]
    after = [[(c, span.style) for span in row for c in span.text] for row in overlay.rows()]
    for old_row, new_row in zip(before, after, strict=True):
        assert len(old_row) == len(new_row)
        for (old, style), (new, now) in zip(old_row, new_row, strict=True):
            assert (old, style) == (new, now) or (style in LINES and now in ("lit", "spark")), (old, style, new, now)


def test_it_travels_with_its_head_before_it() -> None:
    layout = lay_out(SHOP, MARKS.widths(BOX))
    picture = layout.paint(MARKS)
    (way,) = layout.ways[Way("tax", "price")]
    for part in (0.0, 0.5, 1.0):
        for back in (False, True):
            overlay = Overlay(picture)
            overlay.travel(way, part, "●", back=back)
            (head,) = [cell for cell, (character, _) in overlay.cells.items() if character == "●"]
            passed = max(1, round(part * len(way)))
            assert head == (way[len(way) - passed] if back else way[passed - 1])
            assert len(overlay.cells) == passed


def test_a_text_is_put_over_by_cells() -> None:
    picture = draw(SHOP, MARKS, labels={"apple": "사과 값"})
    overlay = Overlay(picture)
    overlay.write(0, 3, "값 = 2", "working")
    rows = overlay.rows()
    assert in_style(rows, "working") == "값 = 2"
    assert [wcswidth(row) for row in text(rows)] == [picture.width] * picture.height
    assert text(rows)[1:] == text(picture.rows)[1:]


def test_a_node_that_is_looked_at_keeps_its_characters() -> None:
    picture = draw(SHOP, MARKS)
    overlay = Overlay(picture)
    overlay.restyle(picture.nodes["price"], "cursor")
    assert text(overlay.rows()) == text(picture.rows)
    assert "*" in in_style(overlay.rows(), "cursor") or "×" in in_style(overlay.rows(), "cursor")


@settings(max_examples=80, deadline=None)
@given(graphs(), WINDOWS, st.text("0123456789*=. ", min_size=1, max_size=30), st.data())
def test_a_free_place_covers_nothing(graph: Graph, window: tuple[int, int], said: str, data: st.DataObject) -> None:
    picture = draw(graph, Marks(), width=window[0], height=window[1])
    near = picture.places[data.draw(st.sampled_from(sorted(picture.places)))]
    x, y = data.draw(st.integers(0, picture.width - 1)), data.draw(st.integers(0, picture.height - 1))
    within = data.draw(st.sampled_from([None, Rect(x, y, 60, 10)]))
    place = free_place(picture, said, near, within)
    rows = text(picture.rows)
    if place is None:
        seen = within or Rect(0, 0, picture.width, picture.height)
        for row in rows[seen.y : seen.y + seen.height]:
            assert " " * len(said) not in row[seen.x : seen.x + seen.width]
        return
    row, column = place
    assert rows[row][column : column + len(said)] == " " * len(said)
    if within is not None:
        assert within.y <= row < within.y + within.height
        assert within.x <= column and column + len(said) <= within.x + within.width


def test_of_free_places_the_nearest_is_taken() -> None:
    row = (Span(" " * 40, ""),)
    picture = Picture((row, row, row), 40, 3)
    assert free_place(picture, "1 + 2 = 3", Rect(20, 2, 4, 1)) == (2, 18)
    assert free_place(picture, "x" * 41, Rect(20, 2, 4, 1)) is None
