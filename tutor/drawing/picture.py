"""Drawing a graph: layers, rows and columns, and then cells."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from tutor.cells import cells
from tutor.core import Graph
from tutor.drawing.canvas import Canvas, Picture, Rect
from tutor.drawing.glyphs import BOX, DOWN, LEFT, RIGHT, UP, Glyphs
from tutor.drawing.layers import Item, Link, arrange
from tutor.drawing.marks import Kind, Marks, Piece, Widths, number_pieces
from tutor.drawing.plan import Names, Plan
from tutor.drawing.rows import SPACINGS, TIGHT, USUAL, assign_rows
from tutor.drawing.ways import Cell, Way, ways


def draw(
    graph: Graph,
    marks: Marks,
    *,
    labels: Mapping[str, str] | None = None,
    room: Marks | None = None,
    width: int | None = None,
    height: int | None = None,
    glyphs: Glyphs = BOX,
) -> Picture:
    """Draw `graph` with what `marks` shows on it.

    Inputs stand at the left, the output at the right. On the edge of each quantity its value stands above the line
    and its gradient, after a sign that it flows back, below. An edge that splits has one label. Where two edges
    cross, the upright one passes through a gap in the level one (`─│─`); every other meeting of lines (`├ ┬ ┼`) is
    one edge that splits.

    `labels` are names as the learner reads them. `room` holds the numbers that may be shown in time: as long as
    graph, labels, room, width and height stay the same, nothing moves when `marks` changes; without it space is
    kept for the numbers in `marks`. The picture is drawn as generously as `width` cells and `height` rows allow and
    tightened where it has to be, at last with the labels on the lines; a graph that needs more than that gets a
    picture that is larger. TooLargeError (a ValueError) where it would be thousands of cells wide and high.
    """
    widths = (room or marks).widths(glyphs)
    return lay_out(graph, widths, labels=labels, width=width, height=height, glyphs=glyphs).paint(marks)


class Layout:
    """Where everything of a picture stands, whatever numbers are shown: it is painted as often as these change."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    @property
    def width(self) -> int:
        """Of its pictures, in cells."""
        return self.still.width

    @property
    def height(self) -> int:
        """Of its pictures, in rows."""
        return self.still.height

    @property
    def labels_on_lines(self) -> bool:
        """Whether there were too few rows for labels above and below the lines."""
        return self.plan.spacing.inline

    @cached_property
    def still(self) -> Picture:
        """The picture without any number."""
        return self.paint(Marks())

    @cached_property
    def ways(self) -> Mapping[Way, tuple[tuple[Cell, ...], ...]]:
        """For each edge the cells that it runs over, from left to right; several where it enters a node twice."""
        return ways(self.plan, self.still.raised)

    def paint(self, marks: Marks) -> Picture:
        """The picture with these numbers."""
        return _Painter(self.plan, marks).paint()


def lay_out(
    graph: Graph,
    widths: Widths,
    *,
    labels: Mapping[str, str] | None = None,
    width: int | None = None,
    height: int | None = None,
    glyphs: Glyphs = BOX,
) -> Layout:
    """The layout of the pictures that `draw` makes, for many of them with other marks.

    `widths` has the cells of each number that may come to be shown (`Marks.widths`).
    """
    return Layout(_plan(arrange(graph), Names(graph, labels or {}, widths, glyphs), width, height))


def _plan(layers: list[list[Item]], names: Names, width: int | None, height: int | None) -> Plan:
    """The most generous plan that fits; where none does, the tightest with labels above and below the lines."""
    for spacing in SPACINGS if height is not None else (USUAL,):
        rows = assign_rows(layers, spacing)
        if height is not None and rows > height:
            continue
        plan = Plan(layers, names, spacing)
        if height is not None and plan.rows(rows) > height:
            continue
        if plan.squeeze(width) or not spacing.inline:  # labels on the lines save rows but cost cells
            return plan
    assign_rows(layers, TIGHT)
    plan = Plan(layers, names, TIGHT)
    plan.squeeze(width)
    return plan


class _Painter:
    """Puts a plan and its marks on a canvas."""

    def __init__(self, plan: Plan, marks: Marks) -> None:
        self.plan, self.names, self.marks = plan, plan.names, marks
        self.graph, self.glyphs = plan.names.graph, plan.names.glyphs
        self.canvas = Canvas(self.glyphs)
        self.places: dict[str, Rect] = {}
        self.boxes: dict[str, Rect] = {}
        self.reserved: set[tuple[int, int]] = set()
        """The cells of all labels, as (row, column)."""

    def paint(self) -> Picture:
        """The picture."""
        items = [item for layer in self.plan.layers for item in layer]
        for item in items:
            self._node(item)
        for item in items:
            self._edge(item)
        labelled = [item for item in items if item.labelled]
        for item in labelled:
            self._reserve(item)
        for item in labelled:
            self._label(item)
        return self.canvas.picture(self.places, self.boxes)

    def _name(self, item: Item) -> str:
        return self.graph.nodes[item.node].name

    def _node(self, item: Item) -> None:
        start, row = self.plan.starts[item.layer], item.row
        if item.kind == "pass":
            return
        if item.kind == "box":
            name = self.names.operator(item)
            corners = self.glyphs.corners
            level, upright = self.glyphs.lines[LEFT | RIGHT], self.glyphs.lines[UP | DOWN]
            bar = level * (cells(name) + 2)
            self.canvas.write(row - 1, start, corners[0] + bar + corners[1], "box")
            x = self.canvas.write(row, start, upright + " ", "box")
            x = self.canvas.write(row, x, name, "operator")
            self.canvas.write(row, x, " " + upright, "box")
            self.canvas.write(row + 1, start, corners[2] + bar + corners[3], "box")
            self.boxes[self._name(item)] = Rect(start, row - 1, cells(name) + 4, 3)
            return
        name = self.names.end(item, self.plan.fit)
        x = start + 1 if item.kind == "end" else self.plan.lines[item.layer] - 1 - cells(name)
        self.canvas.write(row, x, name, "" if item.kind == "number" else "name")
        if item.kind == "input":
            self.boxes[self._name(item)] = Rect(x, row, cells(name), 1)

    def _edge(self, item: Item) -> None:
        """The lines from an item to where its quantity goes in the next layer."""
        canvas, edge, row = self.canvas, item.node, item.row
        if item.kind == "end":
            return
        styles = {link: self._style(link) for link in item.out}
        style = max(styles.values(), key=("edge", "back", "path").index, default=self._known(item))
        turns = [turn for turn in self.plan.turns[item.layer] if turn.source is item]
        turns.sort(key=lambda turn: turn.track)
        x = self.plan.line(item)
        if not turns:
            canvas.across(edge, row, x, self.plan.channels[item.layer], style)
            x = self.plan.channels[item.layer]
        for turn in turns:
            track = self.plan.track(turn)
            canvas.across(edge, row, x, track, style)
            canvas.join(edge, row, track, LEFT, style)
            x = track + 1
            if turn is not turns[-1]:
                canvas.along(edge, track, row, turn.right[0], style)
                row = turn.right[0]
                canvas.join(edge, row, track, RIGHT, style)
        for link, branch in styles.items():
            end = link.target.row + link.port
            if turns:
                canvas.along(edge, x - 1, row, end, branch)
                canvas.join(edge, end, x - 1, RIGHT, branch)
            stop = self.plan.starts[link.target.layer]
            if link.target.kind == "pass":
                canvas.across(edge, end, x, stop, branch)
            else:
                canvas.across(edge, end, x, stop - 1, branch)
                canvas.write(end, stop - 1, self.glyphs.arrow, branch)

    def _style(self, link: Link) -> str:
        """The style of an edge on one branch."""
        name = self._name(link.source)
        if name in self.marks.path and self.graph.nodes[link.source.node].op != "number":
            goals = {self.graph.nodes[use.node].name for use in self.graph.uses[link.source.node]} & self.marks.path
            if not goals or goals & self._goals(link):
                return "path"
        return self._known(link.source)

    def _goals(self, link: Link) -> set[str]:
        """The quantities into which a branch leads, beyond all layers that it passes."""
        goals: set[str] = set()
        todo = [link]
        while todo:
            link = todo.pop()
            if link.target.kind == "pass":
                todo.extend(link.target.out)
            else:
                goals.add(self._name(link.target))
        return goals

    def _known(self, item: Item) -> str:
        name = self._name(item)
        return "back" if name in self.marks.gradients and self.marks.asked != ("gradient", name) else "edge"

    def _reserve(self, item: Item) -> None:
        inline = self.plan.spacing.inline
        place = Rect(self.plan.label(item), item.row - (not inline), self.plan.label_width(item), 1 if inline else 3)
        self.places[self._name(item)] = place
        self.reserved.update((row, x) for row in (place.y, place.y + place.height - 1) for x in place.across())

    def _label(self, item: Item) -> None:
        """The name and the number above an edge and the one below it, or all on the line."""
        fit, inline, start = self.plan.fit, self.plan.spacing.inline, self.plan.label(item)
        quantity = self.names.quantity(item, fit)
        at = start + (self.names.value_at(item, fit) if quantity or not inline else 0)
        above = item.row if inline else item.row - 1
        value = self._number("value", item, above, at)
        if quantity:
            value = [Piece(quantity, "quantity"), Piece(" ", ""), *value] if value else [Piece(quantity, "quantity")]
            at = start
        self._write(above, at, value)
        below = item.row if inline else item.row + 1
        at = start + self.names.gradient_at(item, fit, inline)
        sign = self.names.sign(fit)
        gradient = self._number("gradient", item, below, at + cells(sign))
        if gradient:
            self._write(below, at, [Piece(sign, "gradient"), *gradient])

    def _number(self, kind: Kind, item: Item, row: int, x: int) -> list[Piece]:
        """A number that begins in cell `x`, made to fit the room that there is."""
        name = self._name(item)
        most = self.names.number_width(kind, item, self.plan.fit)
        if not self.plan.spacing.inline:  # the cells behind a label may be free; what is reserved for others is not
            place = self.places[name]
            end = place.x + place.width
            while end < self.plan.width and self.canvas.free(row, end) and (row, end) not in self.reserved:
                end += 1
            most = max(most, end - x - (end < self.plan.width))
        return number_pieces(kind, name, self.marks, most, self.glyphs)

    def _write(self, row: int, x: int, pieces: list[Piece]) -> None:
        if pieces and self.plan.spacing.inline:
            pieces = [Piece(" ", ""), *pieces, Piece(" ", "")]
            x -= 1
        for piece in pieces:
            x = self.canvas.write(row, x, piece.text, piece.style)
