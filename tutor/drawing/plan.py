"""Columns: where in a picture each layer, the labels behind it and the turns of its edges lie, in cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tutor.cells import cells, cut
from tutor.core import Graph
from tutor.drawing.channels import Turn, route
from tutor.drawing.glyphs import Glyphs
from tutor.drawing.layers import Item
from tutor.drawing.marks import Kind as NumberKind
from tutor.drawing.marks import Widths, number
from tutor.drawing.rows import Spacing


@dataclass(frozen=True)
class Fit:
    """How wide a picture is drawn, in cells."""

    before: int
    """Between a node and the label of its edge."""
    after: int
    """Behind a label."""
    lead: int
    """Between the last turn of an edge and its arrow."""
    number: int
    """Kept free at least for a number that is not shown yet."""
    name: int
    """Names of inputs and outputs are cut beyond this."""
    quantity: int
    """Names of quantities in between likewise; 0 leaves them out."""
    gap: int = 1
    """Between the sign that a gradient flows back and the gradient."""


FITS = (
    Fit(before=2, after=3, lead=1, number=4, name=18, quantity=14),
    Fit(before=1, after=2, lead=1, number=4, name=18, quantity=14),
    Fit(before=1, after=1, lead=0, number=5, name=18, quantity=14),
    Fit(before=1, after=1, lead=0, number=3, name=18, quantity=14),
    Fit(before=1, after=1, lead=0, number=3, name=18, quantity=14, gap=0),
    Fit(before=1, after=1, lead=0, number=3, name=14, quantity=8, gap=0),
    Fit(before=1, after=1, lead=0, number=3, name=14, quantity=0, gap=0),
    Fit(before=1, after=1, lead=0, number=3, name=10, quantity=0, gap=0),
)
"""From generous to tight."""


@dataclass(frozen=True)
class Names:
    """How the nodes of a graph read, and how much room their numbers need."""

    graph: Graph
    labels: Mapping[str, str]
    widths: Widths
    """Cells of the numbers that may be shown in time."""
    glyphs: Glyphs

    def sign(self, fit: Fit) -> str:
        """What stands before a gradient. Two minus signs in a row would be misread."""
        return self.glyphs.back + " " * (fit.gap or self.glyphs.back.endswith("-"))

    def end(self, item: Item, fit: Fit) -> str:
        """The name at a leaf or at an end; an unnamed output reads as its expression, if that is short."""
        node = self.graph.nodes[item.node]
        if node.op == "number":
            return number(node.number, self.glyphs)
        label = self.labels.get(node.name)
        if label is None and not node.named:
            return node.name if len(node.name) <= fit.name and not node.name.startswith("_") else ""
        return cut(label or node.name, fit.name, self.glyphs.cut)

    def quantity(self, item: Item, fit: Fit) -> str:
        """The name before the value on an edge: only where no end of the edge bears it."""
        node = self.graph.nodes[item.node]
        if item.kind != "box" or not self.graph.uses[item.node] or not (node.named or node.name in self.labels):
            return ""
        return cut(self.labels.get(node.name, node.name), fit.quantity, self.glyphs.cut)

    def operator(self, item: Item) -> str:
        """What stands in a node's box."""
        op = self.graph.nodes[item.node].op
        return self.glyphs.operators.get(op, op)

    def value_at(self, item: Item, fit: Fit) -> int:
        """Cells from the left end of an item's label to its value."""
        name = self.quantity(item, fit)
        return cells(name) + 1 if name else cells(self.sign(fit))  # without a name it stands right above the gradient

    def number_width(self, kind: NumberKind, item: Item, fit: Fit) -> int:
        """Cells that a number on an item's edge takes, shown or not, its sign not counted."""
        return max(fit.number, self.widths.get((kind, self.graph.nodes[item.node].name), 0))

    def label_width(self, item: Item, fit: Fit, inline: bool) -> int:
        """Cells that the label of an item's edge takes."""
        value = self.number_width("value", item, fit)
        gradient = cells(self.sign(fit)) + self.number_width("gradient", item, fit)
        if inline:
            return self.gradient_at(item, fit, inline) + gradient
        return max(self.value_at(item, fit) + value, gradient)

    def gradient_at(self, item: Item, fit: Fit, inline: bool) -> int:
        """Cells from the left end of an item's label to the sign of its gradient."""
        if not inline:
            return 0
        name = self.quantity(item, fit)
        return (cells(name) + 1 if name else 0) + self.number_width("value", item, fit) + 3


@dataclass
class Plan:
    """Columns for layers whose rows are known."""

    layers: list[list[Item]]
    names: Names
    spacing: Spacing
    turns: list[list[Turn]] = field(init=False)
    tracks: list[int] = field(init=False)
    fit: Fit = field(init=False)
    starts: list[int] = field(init=False)
    """Where each layer begins."""
    lines: list[int] = field(init=False)
    """Where the lines that leave each layer begin."""
    channels: list[int] = field(init=False)
    """Where their turns begin, behind the labels."""
    width: int = field(init=False)

    def __post_init__(self) -> None:
        routes = [route(layer) for layer in self.layers]
        self.turns, self.tracks = [turns for turns, _ in routes], [tracks for _, tracks in routes]

    def rows(self, rows: int) -> int:
        """Rows of the picture if its items take `rows`: now and then an edge has to turn above or below them all."""
        turns = [turn for turns in self.turns for turn in turns]
        top = min([0, *(turn.top for turn in turns)])
        return max([rows - 1, *(turn.bottom for turn in turns)]) - top + 1

    def squeeze(self, most: int | None) -> bool:
        """Set the columns as generously as `most` cells allow; return whether they are enough."""
        for fit in FITS:
            self._measure(fit)
            if most is None or self.width <= most:
                return True
        return False

    def _measure(self, fit: Fit) -> None:
        self.fit = fit
        self.starts, self.lines, self.channels = [], [], []
        x = 0
        for layer, tracks in zip(self.layers, self.tracks, strict=True):
            self.starts.append(x)
            x += max(self.item_width(item) for item in layer)
            self.lines.append(x)
            labels = [self.label_width(item) for item in layer if item.labelled]
            x += self.before(layer) + (max(labels) + fit.after if labels else 0)
            self.channels.append(x)
            x += max(2 * tracks - 1, 0) + fit.lead + 1
        self.width = self.lines[-1]
        if any(item.kind != "end" for item in self.layers[-1]):  # an input that is not used
            self.width = self.channels[-1]

    def before(self, layer: list[Item]) -> int:
        """Cells between the nodes of a layer and the labels of their edges."""
        # A box has corners beside its edge's label; a name has only a space, and that is a cell already.
        inline = self.spacing.inline
        return self.fit.before + inline - (not inline and all(item.kind != "box" for item in layer))

    def item_width(self, item: Item) -> int:
        """Cells that an item takes in its layer's column."""
        if item.kind == "box":
            return cells(self.names.operator(item)) + 4
        return 0 if item.kind == "pass" else cells(self.names.end(item, self.fit)) + 1

    def label_width(self, item: Item) -> int:
        """Cells that the label of an item's edge takes."""
        return self.names.label_width(item, self.fit, self.spacing.inline)

    def track(self, turn: Turn) -> int:
        """The column in which an edge turns."""
        return self.channels[turn.source.layer] + 2 * turn.track  # a cell between two, so that crossings show

    def line(self, item: Item) -> int:
        """Where the line that leaves an item begins; inside its layer's column where it is narrower."""
        if item.kind in ("box", "pass"):
            return self.starts[item.layer] + self.item_width(item)
        return self.lines[item.layer]

    def label(self, item: Item) -> int:
        """Where the label of an item's edge begins."""
        return self.lines[item.layer] + self.before(self.layers[item.layer])
