"""The way of each edge: over the lines of the picture, cell by cell, from one node to the next."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_layout_properties import WINDOWS, graphs

from tutor.core import Graph
from tutor.drawing import Picture, Way, lay_out
from tutor.drawing.overlay import LINES

pytestmark = pytest.mark.slow

FEW = settings(max_examples=60, deadline=None)


def styles(picture: Picture) -> dict[tuple[int, int], tuple[str, str]]:
    """(row, column) -> the character there and its style; names here are all narrow."""
    return {
        (y, x): cell
        for y, row in enumerate(picture.rows)
        for x, cell in enumerate((character, span.style) for span in row for character in span.text)
    }


@FEW
@given(graphs(), WINDOWS)
def test_every_edge_has_its_way(graph: Graph, window: tuple[int, int]) -> None:
    layout = lay_out(graph, {}, width=window[0], height=window[1])
    edges = [
        Way(operand.name, name)
        for name in graph.quantities
        if graph.node(name).inputs
        for operand in graph.operands(name)
        if operand.op != "number"
    ]
    ends = [Way(name, "") for name in graph.quantities if not graph.uses[graph.position[name]]]
    ends = [way for way in ends if graph.node(way.quantity).inputs]
    assert set(layout.ways) == {*edges, *ends}
    for way in set(edges):
        assert len(layout.ways[way]) == edges.count(way), "one for each time it enters the node"


@FEW
@given(graphs(), WINDOWS)
def test_a_way_runs_over_lines_from_its_node_to_the_next(graph: Graph, window: tuple[int, int]) -> None:
    layout = lay_out(graph, {}, width=window[0], height=window[1])
    picture = layout.still
    cells = styles(picture)
    for way, runs in layout.ways.items():
        for run in runs:
            assert run, way
            for (row, column), (below, right) in pairwise(run):
                assert abs(below - row) + abs(right - column) == 1 and right >= column, (way, run)
            assert len(set(run)) == len(run)
            assert all(cells[at][1] in LINES or layout.plan.spacing.inline for at in run), (way, run)
            row, column = run[0]
            node = picture.nodes[way.quantity]
            assert node.y <= row < node.y + node.height and column >= node.x + node.width
            if way.into:
                row, column = run[-1]
                goal = picture.nodes[way.into]
                assert goal.y <= row < goal.y + goal.height and column == goal.x - 1
                assert cells[row, column][0] == "▶"


@given(st.sampled_from(["y = a * a", "y = a + a"]))
def test_a_quantity_that_enters_a_node_twice_has_two_ways(text: str) -> None:
    layout = lay_out(Graph.parse(text), {})
    upper, lower = layout.ways[Way("a", "y")]
    assert upper[0] == lower[0] and {upper[-1][0], lower[-1][0]} == {upper[-1][0], upper[-1][0] + 2}
