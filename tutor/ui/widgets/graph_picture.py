"""A graph as a picture of cells: drawn to fit its place, panned where it is larger, with a note below it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.geometry import Region
from textual.widgets import Static

from tutor.drawing import Layout, Marks, Picture, Rect, Span, Widths
from tutor.ui.widgets.canvas import Canvas
from tutor.ui.widgets.pannable import Pannable
from tutor.ui.widgets.scene import STYLES, Scene

Row = tuple[Span, ...]


class GraphPicture(Pannable, inherit_bindings=False):
    """Shows a `Scene`, or nothing."""

    def __init__(self, **keywords: Any) -> None:
        super().__init__(**keywords)
        self._scene: Scene | None = None
        self.layout_now: Layout | None = None
        """Where everything stands."""
        self._laid_out_for: object = None
        self._room: Widths = {}
        """The most cells that each number has taken since: one that grows longer and shorter again moves nothing."""
        self._keeps_room = True
        """Whether there is a place for the longest; else there is one for the present numbers."""
        self.picture: Picture | None = None
        """What is on the screen now, without what is put over it for a moment."""
        self.spare = 0
        """Rows kept free below the picture for a note, so that nothing moves when it comes."""
        self._note: Static | None = None
        self._note_rows = self._note_width = 0

    def compose(self) -> ComposeResult:
        """One canvas."""
        yield Canvas(STYLES)

    # --- what those who put more on it say ---------------------------------------------------------------

    def marks_now(self, scene: Scene) -> Marks:
        """The numbers of this moment."""
        return scene.marks

    def rows_now(self, picture: Picture) -> Sequence[Row]:
        """The picture's rows with what is put over them for a moment."""
        return picture.rows

    def places_now(self, scene: Scene, picture: Picture) -> Iterable[Rect | None]:
        """What has to be in sight, the most important last."""
        return (picture.places.get(scene.marks.asked[1]) if scene.marks.asked is not None else None,)

    # --- what is shown -----------------------------------------------------------------------------------

    def show(self, scene: Scene | None) -> None:
        """Show another scene; None hides the view."""
        self._scene = scene
        self.set_class(scene is None, "-empty")
        self._draw()

    @property
    def scene(self) -> Scene | None:
        """What is shown at rest."""
        return self._scene

    @property
    def is_in_sight(self) -> bool:
        """Whether there is a picture, and room for it on the screen."""
        return self._scene is not None and self.display and bool(self.region.area)

    @property
    def note_rows(self) -> int:
        """Rows that the note takes."""
        return self._note_rows

    def say(self, lines: Sequence[Content]) -> None:
        """Say something below the picture; nothing takes the place away."""
        if self._note is None:
            if not lines:
                return
            self._note = Static(markup=False, classes="note")
            self.mount(self._note)
        self._note.display = bool(lines)
        self._note_rows, self._note_width = len(lines), max((line.cell_length for line in lines), default=0) + 2
        self._note.styles.height = len(lines)
        self._note.update(Content("\n").join(lines))
        self._draw()

    def on_resize(self, event: events.Resize) -> None:
        """Draw to the new size."""
        self._draw()

    def _draw(self) -> None:
        """Lay out what is new, and paint it."""
        scene, size = self._scene, self.size or self.container_size
        if scene is None or size.width < 2:
            return
        self._lay_out(scene, size.width, size.height - max(self.note_rows, self.spare))
        self.paint()
        self.call_after_refresh(self.bring_into_sight)

    def _lay_out(self, scene: Scene, width: int, height: int) -> None:
        """Find a place for everything, unless it has one already."""
        laid_out_for = (scene.graph, scene.labels, scene.glyphs, width, height)
        if laid_out_for != self._laid_out_for:
            self._laid_out_for, self._room, self._keeps_room = laid_out_for, {}, True
        room = needed = scene.room.widths(scene.glyphs)
        if self._keeps_room:
            room = {place: max(needed.get(place, 0), self._room.get(place, 0)) for place in {**needed, **self._room}}
        if room == self._room and self.layout_now is not None:
            return
        self.layout_now, self._room = scene.layout(width, height, room), room
        if room != needed and self.layout_now.width > width:  # what was longer once is to push nothing out of sight
            self._keeps_room = False
            self.layout_now, self._room = scene.layout(width, height, needed), needed

    def paint(self) -> None:
        """Put the picture as it is at this moment on the canvas."""
        if self._scene is not None and self.layout_now is not None:
            self.picture = self.layout_now.paint(self.marks_now(self._scene))
            self.put_on_canvas(self.picture)

    def put_on_canvas(self, picture: Picture) -> None:
        """Put a picture, and what is over it at this moment, on the canvas."""
        rows = list(self.rows_now(picture))
        while len(rows) > self.size.height and not "".join(span.text for span in rows[-1]).strip():
            rows.pop()  # room for a gradient that is not on show needs no scrollbar
        self.query_one(Canvas).put(rows, picture.width)

    @property
    def part_in_sight(self) -> Rect:
        """The part of the picture that can be seen."""
        return Rect(self.scroll_offset.x, self.scroll_offset.y, self.size.width, self.size.height - self.note_rows)

    def watch_virtual_size(self) -> None:
        """A larger picture is laid out only now: before, there was nowhere to scroll to."""
        self.call_after_refresh(self.bring_into_sight)

    def _lift_note(self) -> None:
        """Put the note right below the picture, where that does not fill its place."""
        if self._note is not None and self._note.display:
            place, picture = self.content_region, self.query_one(Canvas).region
            free = place.bottom - self.note_rows - picture.bottom
            left = min(picture.x - place.x, place.width - self._note_width)
            self._note.set_class(free < 0, "-over")
            self._note.styles.offset = (max(0, left), -max(0, free - 1))

    def bring_into_sight(self) -> None:
        """Move the picture so that what it is about can be seen."""
        self._lift_note()
        if self._scene is None or self.picture is None:
            return
        for place in self.places_now(self._scene, self.picture):
            if place is not None:
                self.scroll_to_region(Region(*place), animate=False)
