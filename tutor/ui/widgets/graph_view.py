"""A graph as a picture of cells: drawn to fit its place, panned where it is larger, set in motion, looked over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import ScrollableContainer
from textual.content import Content
from textual.geometry import Offset, Region
from textual.message import Message
from textual.reactive import reactive
from textual.timer import Timer
from textual.widgets import Static

from tutor.core import Graph
from tutor.drawing import BOX, Beat, Glyphs, Layout, Marks, Picture, Rect, lay_out
from tutor.ui.widgets.canvas import Canvas
from tutor.words import N_

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
    "cursor": "bold reverse $foreground",
}
"""How each part of a picture looks; colours are the theme's."""

FRAME_SECONDS = 1 / 30

TRAVEL = 0.7
"""The part of a beat in which what travels arrives; the rest is for reading."""


@dataclass(frozen=True)
class Scene:
    """What a picture shows."""

    graph: Graph
    marks: Marks
    room: Marks
    """All numbers that may come to be shown, so that nothing moves when they do."""
    labels: Mapping[str, str]
    glyphs: Glyphs = BOX

    def layout(self, width: int, height: int) -> Layout:
        """Where everything stands in a place of so many cells."""
        return lay_out(self.graph, self.room, labels=self.labels, width=width, height=height, glyphs=self.glyphs)

    def picture(self, width: int, height: int) -> Picture:
        """The picture for a place of so many cells; larger where it can't be tightened to that."""
        return self.layout(width, height).paint(self.marks)


class GraphView(ScrollableContainer, inherit_bindings=False):
    """Shows a `Scene`, or nothing. While a node is looked at (`cursor`) it has the focus."""

    BINDINGS = [  # noqa: RUF012
        Binding("left", "go('left')", N_("Node"), key_display="←↑↓→", tooltip=N_("Go to another node")),
        Binding("right", "go('right')", show=False),
        Binding("up", "go('up')", show=False),
        Binding("down", "go('down')", show=False),
        Binding("tab", "turn(1)", show=False),
        Binding("shift+tab", "turn(-1)", show=False),
        Binding("escape", "leave", N_("Done"), tooltip=N_("Look at no node any more")),
    ]

    can_focus = False

    cursor: reactive[str | None] = reactive(None)
    """The quantity that is looked at: its node is shown in reverse."""

    @dataclass
    class Picked(Message):
        """A node was chosen, with keys or the mouse; None: none any more."""

        view: GraphView
        quantity: str | None

        @property
        def control(self) -> GraphView:
            """Where."""
            return self.view

    def __init__(self, **keywords: Any) -> None:
        super().__init__(**keywords)
        self._scene: Scene | None = None
        self._layout: Layout | None = None
        self._laid_out_for: object = None
        self.picture: Picture | None = None
        """What is on the screen now, without what is put over it for a moment."""
        self.spare = 0
        """Rows kept free below the picture for a note, so that nothing moves when it comes."""
        self._beats: tuple[Beat, ...] = ()
        self._at = 0
        self._seconds = 0.0
        self._since = 0.0
        self._timer: Timer | None = None
        self._note: Static | None = None
        self._note_rows = 0
        self._dragged: tuple[Offset, Offset] | None = None
        """Where the mouse was pressed, and how far the picture was moved then."""

    def compose(self) -> ComposeResult:
        """One canvas."""
        yield Canvas(STYLES)

    # --- what is shown -----------------------------------------------------------------------------------

    def show(self, scene: Scene | None) -> None:
        """Show another scene; None hides the view. What moved stands still."""
        self._halt()
        self._beats = ()
        self._scene = scene
        self.set_class(scene is None, "-empty")
        if self.cursor is not None and (scene is None or self.cursor not in scene.graph.position):
            self.look_at(None)
        self._draw()

    @property
    def scene(self) -> Scene | None:
        """What is shown at rest."""
        return self._scene

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
        self._note_rows = len(lines)
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
        height = size.height - max(self.note_rows, self.spare)
        laid_out_for = (scene.graph, scene.labels, scene.room, scene.glyphs, size.width, height)
        if laid_out_for != self._laid_out_for:
            self._layout, self._laid_out_for = scene.layout(size.width, height), laid_out_for
        self._paint()
        self.call_after_refresh(self._bring_into_sight)

    def _paint(self) -> None:
        """Put the picture as it is at this moment on the canvas."""
        scene, layout = self._scene, self._layout
        if scene is None or layout is None:
            return
        beat = self._beats[self._at] if self._beats else None
        picture = self.picture = layout.paint(beat.marks if beat else scene.marks)
        self._put(picture, beat)

    def _put(self, picture: Picture, beat: Beat | None) -> None:
        rows = list(picture.rows)
        if beat is not None or self.cursor in picture.nodes:
            rows = list(self._overlaid(picture, beat))
        while len(rows) > self.size.height and not "".join(span.text for span in rows[-1]).strip():
            rows.pop()  # room for a gradient that is not on show needs no scrollbar
        self.query_one(Canvas).put(rows, picture.width)

    def _overlaid(self, picture: Picture, beat: Beat | None) -> Sequence[Any]:
        """The rows with what is looked at, what travels and its working over them."""
        from tutor.drawing.overlay import Overlay, free_place  # a lesson's first screen does without

        overlay = Overlay(picture)
        if self.cursor is not None and self.cursor in picture.nodes:
            overlay.restyle(picture.nodes[self.cursor], "cursor")
        if beat is None or self._layout is None or self._scene is None:
            return overlay.rows()
        for way in beat.ways:
            for cells in self._layout.ways.get(way, ()):
                overlay.travel(cells, self._part, self._scene.glyphs.spark, back=beat.back)
        near = picture.places.get(beat.at)
        if beat.text and near is not None:
            text = f" {beat.text} "
            place = free_place(picture, text, near, self._in_sight)
            if place is not None:
                overlay.write(*place, text, "slip" if beat.wrong else "working")
        return overlay.rows()

    @property
    def _in_sight(self) -> Rect:
        """The part of the picture that can be seen."""
        return Rect(self.scroll_offset.x, self.scroll_offset.y, self.size.width, self.size.height - self.note_rows)

    def watch_virtual_size(self) -> None:
        """A larger picture is laid out only now: before, there was nowhere to scroll to."""
        self.call_after_refresh(self._bring_into_sight)

    def _bring_into_sight(self) -> None:
        """Move the picture so that what it is about can be seen: what is looked at, what happens, what is asked."""
        if self._scene is None or self.picture is None:
            return
        asked = self._scene.marks.asked
        happening = self._beats[self._at].at if self._beats else ""
        name = self.cursor or happening or (asked[1] if asked is not None else "")
        for place in (self.picture.nodes.get(name) if self.cursor else None, self.picture.places.get(name)):
            if place is not None:
                self.scroll_to_region(Region(*place), animate=False)

    # --- motion ------------------------------------------------------------------------------------------

    @property
    def playing(self) -> bool:
        """Whether beats are on show, moving or at their end."""
        return bool(self._beats)

    @property
    def moving(self) -> bool:
        """Whether something moves by itself."""
        return self._timer is not None

    def play(self, beats: Sequence[Beat], seconds: float = 0) -> None:
        """Show beats over the scene, each for so many seconds, and stay at the last; with 0 each waits for `step`."""
        self._halt()
        self._beats, self._at, self._seconds, self._since = tuple(beats), 0, seconds, monotonic()
        if len(self._beats) and seconds:
            self._timer = self.set_interval(FRAME_SECONDS, self._tick)
        self._paint()
        self._bring_into_sight()

    def step(self) -> bool:
        """On to the next beat at once; False where there is none."""
        if self._at + 1 >= len(self._beats):
            return False
        self._at += 1
        self._since = monotonic()
        self._paint()
        self._bring_into_sight()
        return True

    def stop(self) -> None:
        """Back to the scene itself."""
        if self._beats:
            self._halt()
            self._beats = ()
            self._paint()

    def _halt(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    @property
    def _part(self) -> float:
        """How much of its way what travels has behind it, 0 to 1."""
        return min(1.0, (monotonic() - self._since) / (TRAVEL * self._seconds)) if self.moving else 1.0

    def _tick(self) -> None:
        if monotonic() - self._since < self._seconds:
            if self.picture is not None and self._beats[self._at].ways:
                self._put(self.picture, self._beats[self._at])
        elif not self.step():
            self._halt()
            self._paint()

    # --- looking at a node -------------------------------------------------------------------------------

    def look_at(self, quantity: str | None) -> None:
        """Put the cursor on a quantity's node and take the focus; None takes the cursor away."""
        if quantity == self.cursor:
            return
        self.can_focus = quantity is not None
        self.cursor = quantity
        if quantity is not None:
            self.focus(scroll_visible=False)
        self.post_message(self.Picked(self, quantity))

    def watch_cursor(self) -> None:
        """Show where it is."""
        if self.is_mounted:
            self._paint()
            self._bring_into_sight()

    def action_go(self, arrow: str) -> None:
        """Go to the next node in a direction."""
        from tutor.drawing.steering import towards

        if self.picture is not None and self.cursor is not None:
            self.look_at(towards(self.picture, self.cursor, arrow))

    def action_turn(self, by: int) -> None:
        """Go to the next node of the layer, or of the layer after it; to the first one where there is no cursor."""
        from tutor.drawing.steering import after

        if self.picture is not None and self.picture.nodes:
            self.look_at(after(self.picture, self.cursor, by))

    def action_leave(self) -> None:
        """Look at no node any more."""
        self.look_at(None)

    def on_blur(self) -> None:
        """Somebody went on elsewhere on the screen."""
        if self.screen.focused is not None and self.screen.focused is not self:
            self.look_at(None)

    # --- the mouse ---------------------------------------------------------------------------------------

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """The picture may be dragged from here."""
        self._dragged = event.screen_offset, self.scroll_offset
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Move the picture along."""
        if self._dragged is not None:
            pressed, moved = self._dragged
            to = moved + pressed - event.screen_offset
            self.scroll_to(to.x, to.y, animate=False)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go. Where it was pressed, that is a click: on a node or the label of its edge it looks at that."""
        self.release_mouse()
        dragged, self._dragged = self._dragged, None
        if dragged is None or dragged[0] != event.screen_offset or self.picture is None:
            return
        at = event.screen_offset - self.query_one(Canvas).region.offset
        self.look_at(self.picture.at(at.x, at.y))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """A picture that is only too wide moves sideways."""
        self._scroll_sideways(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """And back."""
        self._scroll_sideways(event, -1)

    def _scroll_sideways(self, event: events.MouseEvent, by: int) -> None:
        if not self.max_scroll_y and self.max_scroll_x:
            event.prevent_default()
            event.stop()
            self.scroll_relative(x=6 * by, animate=False)
