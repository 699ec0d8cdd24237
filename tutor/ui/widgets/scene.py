"""What a picture of a graph shows, and how its parts look on the screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tutor.core import Graph
from tutor.drawing import BOX, Glyphs, Layout, Marks, Picture, Widths, lay_out

STYLES = {
    "": "$foreground",
    "edge": "$foreground 60%",
    "back": "$text-warning",
    "path": "bold $accent",
    "box": "$primary",
    "operator": "bold $foreground",
    "name": "bold $text-primary",
    "quantity": "italic $foreground 80%",
    "value": "$text-success",
    "gradient": "$text-warning",
    "asked": "bold reverse $accent",
    "wrong": "strike $text-error",
    "landed": "bold underline $text-success",
    "lit": "bold $accent",
    "spark": "bold $foreground",
    "working": "bold reverse $text-success",
    "slip": "bold reverse $text-error",
    "count": "$foreground on $panel",
    "cursor": "bold reverse $foreground",
}
"""How each part of a picture looks; colours are the theme's."""


@dataclass(frozen=True)
class Scene:
    """What a picture shows."""

    graph: Graph
    marks: Marks
    room: Marks
    """All numbers that may come to be shown, so that nothing moves when they do."""
    labels: Mapping[str, str]
    glyphs: Glyphs = BOX

    def layout(self, width: int, height: int, widths: Widths | None = None) -> Layout:
        """Where everything stands in a place of so many cells, with `widths` of the numbers or those of `room`."""
        widths = self.room.widths(self.glyphs) if widths is None else widths
        return lay_out(self.graph, widths, labels=self.labels, width=width, height=height, glyphs=self.glyphs)

    def picture(self, width: int, height: int) -> Picture:
        """The picture for a place of so many cells; larger where it can't be tightened to that."""
        return self.layout(width, height).paint(self.marks)
