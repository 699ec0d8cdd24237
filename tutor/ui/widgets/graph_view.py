"""A graph as a picture of cells, drawn to fit its place and panned where it is larger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.containers import ScrollableContainer
from textual.content import Content
from textual.geometry import Region
from textual.widgets import Static

from tutor.core import Graph
from tutor.drawing import Marks, Picture, draw

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

    def picture(self, width: int, height: int) -> Picture:
        """The picture for a place of so many cells; larger where it can't be tightened to that."""
        return draw(self.graph, self.marks, labels=self.labels, room=self.room, width=width, height=height)


class GraphView(ScrollableContainer):
    """Shows a `Scene`, or nothing."""

    can_focus = False

    def __init__(self, **keywords: Any) -> None:
        super().__init__(**keywords)
        self._scene: Scene | None = None
        self.picture: Picture | None = None
        """What is on the screen now."""

    def compose(self) -> ComposeResult:
        """One canvas."""
        yield Static(markup=False)

    def show(self, scene: Scene | None) -> None:
        """Show another scene; None hides the view."""
        self._scene = scene
        self.set_class(scene is None, "-empty")
        self._draw()

    @property
    def scene(self) -> Scene | None:
        """What is shown."""
        return self._scene

    def on_resize(self, event: events.Resize) -> None:
        """Draw to the new size."""
        self._draw()

    def _draw(self) -> None:
        scene, size = self._scene, self.container_size if not self.size else self.size
        if scene is None or size.width < 2:
            return
        picture = scene.picture(size.width, size.height)
        self.picture = picture
        canvas = self.query_one(Static)
        canvas.styles.width = max(picture.width, 1)
        rows = list(picture.rows)
        while len(rows) > size.height and not "".join(span.text for span in rows[-1]).strip():
            rows.pop()  # room for a gradient that is not on show needs no scrollbar
        canvas.update(Content("\n").join(_row(row) for row in rows))
        self.call_after_refresh(self._bring_into_sight)

    def watch_virtual_size(self) -> None:
        """A larger picture is laid out only now: before, there was nowhere to scroll to."""
        self.call_after_refresh(self._bring_into_sight)

    def _bring_into_sight(self) -> None:
        """Move the picture so that what is asked can be seen."""
        asked = self._scene.marks.asked if self._scene is not None else None
        if asked is not None and self.picture is not None and asked[1] in self.picture.places:
            place = self.picture.places[asked[1]]
            self.scroll_to_region(Region(place.x, place.y, place.width, place.height), animate=False)


def _row(row: Any) -> Content:
    return Content.assemble(*((span.text, STYLES.get(span.style, "")) for span in row))
