"""What holds for the picture of any graph of up to forty nodes, in any window, in both styles of drawing."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from line_tracer import LINES, Sheet, connections

from tutor.cells import cells
from tutor.core import Graph
from tutor.drawing import ASCII, BOX, Glyphs, Marks, Picture, Rect, draw
from tutor.drawing.signs import plain
from tutor.numbers import show

pytestmark = pytest.mark.slow

MOST_NODES = 40
FUNCTIONS = ("exp", "sigmoid", "relu", "tanh", "-")
NAMES = ("값", "사과 값", "price", "가중치 합", "e\u0301te\u0301", "Ｗ", "한국어로 쓴 아주 긴 이름입니다", "subtotal")

WINDOWS = st.tuples(st.integers(80, 200), st.integers(11, 50))
"""From the picture's place in a small terminal to a whole large one."""

AS_WIDE_AS_ASCII = replace(BOX, back=ASCII.back, cut=ASCII.cut, operators=ASCII.operators)
"""Box drawing laid out as ASCII is: its lines can be followed, while `+` may be any corner."""


@st.composite
def graphs(draw_one: st.DrawFn) -> Graph:
    """Programs with fan-out, functions, constants, operands alike and results that nobody uses."""
    names = [f"x{number}" for number in range(draw_one(st.integers(1, 8)))]
    lines: list[str] = []
    room = MOST_NODES - len(names)
    for number in range(draw_one(st.integers(1, 32))):
        recent = st.sampled_from(names[-6:])
        one, other = draw_one(recent), draw_one(st.one_of(recent, st.sampled_from(names), st.sampled_from("23")))
        kind = draw_one(st.sampled_from(("+", "*", "-", "/", "+", "*", "max", "f")))
        needs = 1 + (other in "23" and kind != "f")
        if needs > room:
            break
        room -= needs
        if kind == "f":
            made = f"{draw_one(st.sampled_from(FUNCTIONS))}({one})"
        else:
            made = f"max({one}, {other})" if kind == "max" else f"{one} {kind} {other}"
        lines.append(f"y{number} = {made}")
        names.append(f"y{number}")
    graph = Graph.parse("\n".join(lines))
    assert len(graph.nodes) <= MOST_NODES
    return graph


@st.composite
def trees(draw_one: st.DrawFn) -> Graph:
    """Expressions in which each quantity is used once."""
    count = draw_one(st.integers(2, 12))
    parts = [f"x{number}" for number in range(count)]
    while len(parts) > 1:
        at = draw_one(st.integers(0, len(parts) - 2))
        operator = draw_one(st.sampled_from(("+", "*", "-", "/")))
        parts[at : at + 2] = [f"({parts[at]} {operator} {parts[at + 1]})"]
    return Graph.parse(parts[0])


def numbered(graph: Graph) -> Marks:
    """A different number for each place."""
    numbers = iter(range(1001, 9999))
    return Marks({q: next(numbers) for q in graph.quantities}, {q: -next(numbers) / 100 for q in graph.quantities})


def drawn(graph: Graph, window: tuple[int, int], glyphs: Glyphs = BOX, labels: dict[str, str] | None = None) -> Picture:
    return draw(graph, numbered(graph), labels=labels, width=window[0], height=window[1], glyphs=glyphs)


def apart(one: Rect, other: Rect) -> bool:
    return (
        one.x + one.width <= other.x
        or other.x + other.width <= one.x
        or one.y + one.height <= other.y
        or other.y + other.height <= one.y
    )


def sources(graph: Graph, name: str) -> list[str]:
    return [show(node.number) if node.op == "number" else node.name for node in graph.operands(name)]


@settings(deadline=None, max_examples=25)
@given(graph=graphs(), window=WINDOWS)
def test_every_edge_runs_from_its_quantity_to_each_that_uses_it(graph: Graph, window: tuple[int, int]) -> None:
    for glyphs in (BOX, AS_WIDE_AS_ASCII):
        found = connections(drawn(graph, window, glyphs))
        ends = [node.name for node, uses in zip(graph.nodes, graph.uses, strict=True) if node.inputs and not uses]
        assert sorted(found.pop("▶")) == sorted(ends)
        assert found.keys() == {node.name for node in graph.nodes if node.inputs}
        for name, entering in found.items():
            wanted = sources(graph, name)
            if graph.node(name).op in ("+", "*", "max"):  # in the order that makes fewer crossings
                entering, wanted = sorted(entering), sorted(wanted)
            assert entering == wanted


@settings(deadline=None, max_examples=25)
@given(graph=graphs(), window=WINDOWS, names=st.lists(st.sampled_from(NAMES), max_size=40), plainly=st.booleans())
def test_labels_boxes_and_names_stand_clear_of_each_other(
    graph: Graph, window: tuple[int, int], names: list[str], plainly: bool
) -> None:
    picture = drawn(graph, window, ASCII if plainly else BOX, dict(zip(graph.quantities, names, strict=False)))
    sheet = Sheet(picture)  # every row as wide as the picture, in cells
    places = [*picture.places.values(), *picture.nodes.values()]
    for one, other in itertools.combinations(places, 2):
        assert apart(one, other)
    for rect in places:
        assert 0 <= rect.x <= rect.x + rect.width <= picture.width
        assert 0 <= rect.y <= rect.y + rect.height <= picture.height
    ends = [Rect(x, y, cells(text), 1) for y, x, text in sheet.runs("name")]
    for end, box in itertools.product(ends, (rect for rect in picture.nodes.values() if rect.height == 3)):
        assert apart(end, box)


@settings(deadline=None, max_examples=25)
@given(graph=graphs(), window=WINDOWS)
def test_every_number_is_there_in_the_place_that_is_kept_for_it(graph: Graph, window: tuple[int, int]) -> None:
    marks = numbered(graph)
    for glyphs in (BOX, ASCII):
        picture = drawn(graph, window, glyphs)
        sheet = Sheet(picture)
        for name, place in picture.places.items():
            rows = [sheet.text(y, place.x, place.width) for y in range(place.y, place.y + place.height)]
            assert show(marks.values[name]) in rows[0]
            close = rows[-1].replace(f"{glyphs.back} ", glyphs.back)  # where it is tight there is no blank
            assert f"{glyphs.back}{show(marks.gradients[name])}" in close


@settings(deadline=None, max_examples=25)
@given(graph=graphs(), window=WINDOWS)
def test_a_quantity_stands_left_of_all_that_use_it(graph: Graph, window: tuple[int, int]) -> None:
    nodes = drawn(graph, window).nodes
    for node in graph.nodes:
        for operand in (graph.nodes[at] for at in node.inputs if graph.nodes[at].op != "number"):
            assert nodes[operand.name].x + nodes[operand.name].width < nodes[node.name].x


@settings(deadline=None, max_examples=25)
@given(graph=graphs(), window=WINDOWS, names=st.lists(st.sampled_from(NAMES), max_size=40))
def test_ascii_is_the_same_picture_cell_by_cell(graph: Graph, window: tuple[int, int], names: list[str]) -> None:
    labels = dict(zip(graph.quantities, names, strict=False))
    fine, rough = (drawn(graph, window, glyphs, labels) for glyphs in (AS_WIDE_AS_ASCII, ASCII))
    assert (fine.places, fine.nodes, fine.width, fine.height) == (rough.places, rough.nodes, rough.width, rough.height)
    cells_of_both = zip(Sheet(fine).cells.items(), Sheet(rough).cells.items(), strict=True)
    for (at, (box, style)), (same_place, (ascii_, same_style)) in cells_of_both:
        assert (at, style) == (same_place, same_style)
        assert ascii_ == (plain(box) if style in (*LINES, "box") else box)


@settings(deadline=None, max_examples=25)
@given(graph=trees(), window=WINDOWS)
def test_a_tree_is_drawn_without_a_crossing(graph: Graph, window: tuple[int, int]) -> None:
    assert not crossings(drawn(graph, window))


def crossings(picture: Picture) -> list[tuple[int, int]]:
    """Where an edge passes under another: an upright line between two level ones that don't join it."""
    sheet = Sheet(picture)
    level = "─╮╯╭╰├┤┬┴┼"

    def at(y: int, x: int) -> str:
        character, style = sheet.cells.get((y, x), (" ", ""))
        return character if style in LINES else " "

    return [(y, x) for y, x in sheet.cells if at(y, x) == "│" and at(y, x - 1) in level and at(y, x + 1) in level]


def test_a_crossing_would_be_seen() -> None:
    assert crossings(draw(Graph.parse("a = x*y\nb = x+y"), Marks()))
