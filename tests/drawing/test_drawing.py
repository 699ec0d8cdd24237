"""Pictures of graphs: what they look like, and that reading them back gives the graph."""

import itertools
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from line_tracer import LINES, Sheet, connections

from tutor.core import Graph
from tutor.drawing import ASCII, BOX, Asked, Marks, Picture, TooLargeError, draw
from tutor.numbers import show

SHOP = Graph.parse("apple = 100\ncount = 2\ntax = 1.1\nsubtotal = apple * count\nprice = subtotal * tax")
KOREAN = {"apple": "사과 값", "count": "개수", "tax": "소비세", "subtotal": "소계", "price": "금액"}
VALUES = SHOP.forward()
ALL = Marks(values=VALUES, gradients=SHOP.backward(VALUES))


def full(text: str) -> tuple[Graph, Marks]:
    graph = Graph.parse(text)
    values = graph.forward()
    return graph, Marks(values=values, gradients=graph.backward(values))


# --- the apple-tax graph ---


def test_apple_tax_in_english() -> None:
    assert (
        draw(SHOP, ALL).text()
        == """\
         100
apple ──────────╮
       ← 2.2    ╰─▶╭───╮  subtotal 200
                   │ × │──────────────────╮
         2      ╭─▶╰───╯  ← 1.1           │
count ──────────╯                         ╰─▶╭───╮    220
       ← 110                                 │ × │────────────▶ price
                                          ╭─▶╰───╯  ← 1
         1.1                              │
  tax ────────────────────────────────────╯
       ← 200"""
    )


def test_apple_tax_in_korean_in_56_cells() -> None:
    assert (
        draw(SHOP, ALL, labels=KOREAN, width=56).text()
        == """\
          100
사과 값 ──────╮
        ← 2.2 ╰▶╭───╮ 소계 200
                │ × │──────────╮
          2   ╭▶╰───╯ ← 1.1    │
   개수 ──────╯                ╰▶╭───╮   220
        ← 110                    │ × │───────▶ 금액
                               ╭▶╰───╯ ← 1
          1.1                  │
 소비세 ───────────────────────╯
        ← 200"""
    )


def test_apple_tax_in_ascii_in_9_rows() -> None:
    assert (
        draw(SHOP, ALL, height=9, glyphs=ASCII).text()
        == """\
          100
apple ------------->+---+  subtotal 200
       <- 2.2       | * |------------------+
          2      +->+---+  <- 1.1          +->+---+     220
count -----------+                            | * |-------------> price
       <- 110                              +->+---+  <- 1
          1.1                              |
  tax -------------------------------------+
       <- 200"""
    )


def test_labels_on_the_lines_where_rows_are_few() -> None:
    picture = draw(SHOP, ALL, height=6, width=100)
    assert picture.height <= 6
    assert "apple ── 100 ── ← 2.2 ──" in picture.text()
    assert "── subtotal 200 ── ← 1.1 ──" in picture.text()
    assert connections(picture) == {"subtotal": ["apple", "count"], "price": ["subtotal", "tax"], "▶": ["price"]}


def test_labels_stay_off_the_lines_where_cells_are_few_too() -> None:
    assert "← 2.2" not in draw(SHOP, ALL, height=6, width=56).text().splitlines()[1]


@pytest.mark.parametrize("labels", [{}, KOREAN], ids=["en", "ko"])
@pytest.mark.parametrize("width", [None, 74, 56])
def test_apple_tax_fits_a_small_terminal(labels: dict[str, str], width: int | None) -> None:
    picture = draw(SHOP, ALL, labels=labels, width=width)
    assert picture.height <= 11
    assert picture.width <= (width or 74)
    for name in labels.values() or SHOP.quantities:
        assert name in picture.text()


def test_more_rows_make_it_more_generous() -> None:
    heights = [draw(SHOP, ALL, height=height).height for height in (9, 11, 13, 15, 40)]
    assert heights == [9, 11, 13, 15, 15]


@pytest.mark.parametrize("height", range(5, 20))
def test_it_keeps_to_the_height_if_at_all_possible(height: int) -> None:
    assert draw(SHOP, ALL, height=height).height <= height


def test_smaller_than_possible_is_just_larger() -> None:
    picture = draw(SHOP, ALL, width=1, height=1)
    assert picture.height == 9
    assert picture.width < 56
    assert connections(picture)["price"] == ["subtotal", "tax"]


# --- marks ---


def styled(picture: Picture, style: str) -> list[str]:
    return [text for _, _, text in Sheet(picture).runs(style)]


def test_asked_wrong_landed() -> None:
    some = Marks(values=VALUES, gradients={"price": 1}, asked=Asked("gradient", "subtotal"))
    picture = draw(SHOP, some, room=ALL)
    assert styled(picture, "asked") == ["?"]
    assert "← ?" in picture.text()
    wrong = draw(SHOP, replace(some, wrong="3.1"), room=ALL)
    assert styled(wrong, "wrong") == ["~3.1~"]
    assert "← ~3.1~ ?" in wrong.text()
    landed = replace(some, gradients={"price": 1, "subtotal": 1.1}, asked=None, landed=("gradient", "subtotal"))
    assert styled(draw(SHOP, landed, room=ALL), "landed") == ["1.1"]
    assert "← 1.1" in draw(SHOP, landed, room=ALL).text()


def test_an_asked_number_is_not_given_away() -> None:
    picture = draw(SHOP, replace(ALL, asked=("value", "price")))
    assert "220" not in picture.text()
    picture = draw(SHOP, replace(ALL, asked=("gradient", "apple")))
    assert "2.2" not in picture.text()


@pytest.mark.parametrize("wrong", ["3.1", "-123456.789", "2*1.1+3*4.25+100000", "몰라요", "1\n2\x1b[2J"])
@pytest.mark.parametrize("width", [None, 56, 1])
@pytest.mark.parametrize("asked", [(kind, name) for kind in ("value", "gradient") for name in SHOP.quantities])
def test_a_wrong_number_of_any_length_moves_nothing(wrong: str, width: int | None, asked: Asked) -> None:
    picture = draw(SHOP, replace(ALL, asked=asked, wrong=wrong), room=ALL, width=width)
    usual = draw(SHOP, ALL, room=ALL, width=width)
    assert (picture.width, picture.height, picture.places) == (usual.width, usual.height, usual.places)
    assert len(styled(picture, "wrong")) == 1
    assert "\x1b" not in picture.text()
    assert connections(picture) == connections(usual)
    for kind, style in ((ALL.values, "value"), (ALL.gradients, "gradient")):
        shown = " ".join(styled(picture, style))
        assert all(show(n) in shown for name, n in kind.items() if (style, name) != asked)


def test_the_way_back_shows_edge_by_edge() -> None:
    picture = draw(SHOP, Marks(gradients={"price": 1, "tax": 200}), room=ALL)
    lit = {y for y, x, _ in Sheet(picture).runs("back")}
    assert picture.places["price"].y + 1 in lit
    assert picture.places["tax"].y + 1 in lit
    assert picture.places["apple"].y + 1 not in lit


def test_a_path_lights_only_its_branch() -> None:
    graph = Graph.parse("y = x * 2\nz = x + 3\nw = y * z")
    sheet = Sheet(draw(graph, Marks(path=frozenset({"x", "y", "w"}))))

    def style_before(name: str) -> str:
        rect = sheet.picture.nodes[name]
        return next(s for y in (rect.y, rect.y + 2) if (s := sheet.cells[y, rect.x - 1][1]) != "edge" or y > rect.y)

    assert style_before("y") == "path"
    assert style_before("z") == "edge"


# --- names ---


def test_names_with_control_characters_and_markup_come_out_plain() -> None:
    labels = {"apple": "a\x1b[31m\nb", "count": "[/]", "tax": "\u202etax", "price": "\u0301\u200b"}
    picture = draw(SHOP, ALL, labels=labels)
    assert not set(picture.text()) & set("\x1b\u202e\u200b")
    assert "a\ufffd[31m\ufffdb" in picture.text()
    assert "[/]" in picture.text()
    Sheet(picture)


def test_max_in_a_picture() -> None:
    graph, marks = full("a = 2\nb = 3\nz = max(a, b)")
    assert (
        draw(graph, marks).text()
        == """\
     2
a ──────────╮
   ← 0      ╰─▶╭─────╮    3
               │ max │────────────▶ z
     3      ╭─▶╰─────╯  ← 1
b ──────────╯
   ← 1"""
    )


def test_long_names_are_cut() -> None:
    labels = {"apple": "사과 한 상자의 값과 그 배달료", "price": "an exceedingly long name for a price"}
    text = draw(SHOP, ALL, labels=labels).text()
    assert "사과 한 상자의 값… ─" in text
    assert "▶ an exceedingly lo…" in text


def test_an_unnamed_result_reads_as_its_expression_if_short() -> None:
    assert "▶ a*b+c" in draw(Graph.parse("a*b+c"), Marks()).text()
    assert draw(Graph.parse("+".join("abcdefghij")), Marks()).text().count("j") == 1


# --- any graph ---

FORMS = ("({}) + {}", "({}) - {}", "({}) * {}", "({}) / {}", "({}) ^ {}", "max({}, {})")


@st.composite
def graphs(draw_one: st.DrawFn) -> Graph:
    """Random programs: fan-out, both operands alike, functions, constants, results that nobody uses."""
    names = [f"x{i}" for i in range(draw_one(st.integers(1, 5)))]
    lines = []
    for i in range(draw_one(st.integers(1, 9))):
        operand = st.sampled_from([*names, *names[-2:], "2", "10.5"])
        if draw_one(st.integers(0, 5)) == 0:
            text = f"{draw_one(st.sampled_from(['exp', 'sigmoid', '-']))}({draw_one(st.sampled_from(names))})"
        else:
            text = draw_one(operand)
            for _ in range(draw_one(st.integers(1, 3))):
                text = draw_one(st.sampled_from(FORMS)).format(text, draw_one(operand))
            text += f" * {draw_one(st.sampled_from(names))}"
        lines.append(f"y{i} = {text}")
        names.append(f"y{i}")
    return Graph.parse("\n".join(lines))


ROOM = {"width": st.sampled_from([None, None, 60, 100]), "height": st.sampled_from([None, None, 10, 25, 60])}
NAMES = ("값", "사과 값", "price", "한국어로 쓴 아주 긴 이름입니다", "e\u0301te\u0301")


def numbered(graph: Graph) -> Marks:
    """A different number for each place."""
    numbers = iter(range(1001, 9999))
    return Marks({q: next(numbers) for q in graph.quantities}, {q: -next(numbers) / 100 for q in graph.quantities})


@settings(deadline=None, max_examples=100)
@given(graph=graphs(), **ROOM)
def test_reading_a_picture_back_gives_the_graph(graph: Graph, width: int | None, height: int | None) -> None:
    picture = draw(graph, numbered(graph), width=width, height=height)
    found = connections(picture)
    ends = sorted(node.name for node, uses in zip(graph.nodes, graph.uses, strict=True) if node.inputs and not uses)
    assert sorted(found.pop("▶")) == ends
    assert set(found) == {node.name for node in graph.nodes if node.inputs}
    for name, sources in found.items():
        wanted = [show(n.number) if n.op == "number" else n.name for n in graph.operands(name)]
        if graph.node(name).op in ("+", "*", "max"):
            assert sorted(sources) == sorted(wanted)
        else:
            assert sources == wanted


@settings(deadline=None, max_examples=100)
@given(graph=graphs(), names=st.lists(st.sampled_from(NAMES), min_size=20, max_size=20), **ROOM)
def test_nothing_overlaps_and_everything_is_there(
    graph: Graph, names: list[str], width: int | None, height: int | None
) -> None:
    labels = dict(zip(graph.quantities, names, strict=False))
    marks = numbered(graph)
    picture = draw(graph, marks, labels=labels, width=width, height=height)
    sheet = Sheet(picture)
    for (_, a), (_, b) in itertools.combinations([*picture.places.items(), *picture.nodes.items()], 2):
        inside = a.x < b.x + b.width and b.x < a.x + a.width and a.y < b.y + b.height and b.y < a.y + a.height
        assert not inside
    for name, place in picture.places.items():
        top, bottom = (sheet.text(y, place.x, place.width) for y in (place.y, place.y + place.height - 1))
        assert show(marks.values[name]) in top
        assert f"←{show(marks.gradients[name])}" in bottom.replace("← ", "←")  # no blank where it is tight
        assert set(sheet.text(place.y + place.height // 2, place.x, place.width)) == {"─"} or place.height == 1
    for rect in picture.nodes.values():
        if rect.height == 3:
            assert sheet.text(rect.y, rect.x, rect.width) == "╭" + "─" * (rect.width - 2) + "╮"
            assert sheet.text(rect.y + 2, rect.x, rect.width) == "╰" + "─" * (rect.width - 2) + "╯"
            assert sheet.text(rect.y + 1, rect.x, rect.width)[:: rect.width - 1] == "││"
    shown = {text for _, _, text in sheet.runs("name")}
    for name in graph.inputs:
        assert any(text.startswith(labels.get(name, name)[:2].replace("e\u0301", "é")) for text in shown)


@settings(deadline=None, max_examples=40)
@given(graph=graphs(), data=st.data(), **ROOM)
def test_marks_move_nothing(graph: Graph, data: st.DataObject, width: int | None, height: int | None) -> None:
    room = numbered(graph)
    name = st.sampled_from(graph.quantities)
    some = Marks(
        values={q: room.values[q] for q in data.draw(st.sets(name))},
        gradients={q: room.gradients[q] for q in data.draw(st.sets(name))},
        asked=data.draw(st.tuples(st.sampled_from(["value", "gradient"]), name)),
        wrong=data.draw(st.sampled_from([None, "3.1", "123456.789"])),
        path=frozenset(data.draw(st.sets(name))),
    )
    a, b = (draw(graph, marks, room=room, width=width, height=height) for marks in (room, some))
    assert (a.width, a.height, a.places, a.nodes) == (b.width, b.height, b.places, b.nodes)
    assert connections(a) == connections(b)


@settings(deadline=None, max_examples=40)
@given(graph=graphs(), width=st.integers(20, 200), height=st.integers(3, 60))
def test_a_picture_keeps_to_the_height_or_is_as_low_as_it_can_be(graph: Graph, width: int, height: int) -> None:
    picture = draw(graph, numbered(graph), width=width, height=height)
    lowest = draw(graph, numbered(graph), width=1, height=1)
    assert picture.height <= max(height, lowest.height)


@settings(deadline=None, max_examples=40)
@given(graph=graphs())
def test_inputs_left_nodes_after_their_operands(graph: Graph) -> None:
    nodes = draw(graph, Marks()).nodes
    for node in graph.nodes:
        for operand in node.inputs:
            source = graph.nodes[operand]
            if source.op != "number":
                assert nodes[source.name].x + nodes[source.name].width < nodes[node.name].x


@settings(deadline=None, max_examples=40)
@given(graph=graphs(), **ROOM)
def test_ascii_is_ascii(graph: Graph, width: int | None, height: int | None) -> None:
    marks = replace(numbered(graph), asked=("value", graph.output), wrong="1")
    assert draw(graph, marks, width=width, height=height, glyphs=ASCII).text().isascii()


def test_the_same_graph_is_drawn_the_same_in_another_process() -> None:
    code = "from tutor.core import Graph; from tutor.drawing import *; print(draw(Graph.parse({!r}), Marks()).text())"
    text = "p = x*y + y*z\nq = p - x*w\nr = q*p + sigmoid(w*z)\n"
    run = [sys.executable, "-c", code.format(text)]
    for seed in ("1", "2"):
        out = subprocess.run(run, env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, encoding="utf-8")
        assert out.stdout == draw(Graph.parse(text), Marks()).text() + "\n", out.stderr


@pytest.mark.parametrize(
    "text",
    [
        "x*x",
        "x*x + 3*x",
        "x + x + x",
        "a = -x",
        "y = x*2\nz = 3",
        "a = x*y\nb = x+y",
        "y = x - 1\nz = 2 ^ y / x",
        # Edges that change places row for row: one of them has to turn twice.
        "y0 = x0 - x2\ny1 = x2 * x2\ny2 = x0 * y0\ny3 = y0 / y2",
    ],
)
@pytest.mark.parametrize("height", [None, 4, 8, 12])
def test_odd_graphs(text: str, height: int | None) -> None:
    graph = Graph.parse(text)
    unused = {node.name for node, uses in zip(graph.nodes, graph.uses, strict=True) if not uses and not node.inputs}
    found = connections(draw(graph, numbered(graph), height=height), unused)
    for name, sources in found.items():
        if name != "▶":
            wanted = [show(n.number) if n.op == "number" else n.name for n in graph.operands(name)]
            assert sorted(sources) == sorted(wanted)


def test_a_few_hundred_nodes_are_just_large() -> None:
    text = "\n".join(f"y{i} = {f'y{i - 1}' if i else 'x0'} * x{i % 7} + x{i * 3 % 5}" for i in range(100))
    picture = draw(Graph.parse(text), Marks())
    assert len(picture.nodes) > 200
    connections(picture)


def test_a_graph_beyond_all_bounds_is_refused() -> None:
    text = "\n".join(f"y{i} = {f'y{i - 1}' if i else 'z'} * x{i}" for i in range(300))
    with pytest.raises(TooLargeError, match="601 nodes"):
        draw(Graph.parse(text), Marks())


def test_every_character_of_a_line_is_one_of_the_glyphs() -> None:
    sheet = Sheet(draw(SHOP, ALL))
    assert {c for c, style in sheet.cells.values() if style in LINES} <= {*BOX.lines, BOX.arrow}
