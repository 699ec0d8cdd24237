"""A picture of a graph that is set in motion and looked over node by node."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any

from textual.binding import Binding
from textual.geometry import Offset
from textual.message import Message
from textual.reactive import reactive
from textual.timer import Timer

from tutor.drawing import Beat, Marks, Picture, Rect
from tutor.ui.widgets.graph_picture import GraphPicture, Row
from tutor.ui.widgets.reel import Reel
from tutor.ui.widgets.scene import Scene
from tutor.words import N_

FRAME_SECONDS = 1 / 30

BEATS, NODES = ("beat", "run_on", "pass_by"), ("go", "turn")
"""Actions of a replay, and of going from node to node."""


class GraphView(GraphPicture, inherit_bindings=False):
    """A `GraphPicture` that has the focus while a node is looked at (`cursor`) or a replay is steered."""

    BINDINGS = [  # noqa: RUF012
        Binding("right", "beat(1)", N_("Beat"), key_display="← →", tooltip=N_("One beat of the replay on or back")),
        Binding("left", "beat(-1)", show=False),
        Binding("enter", "pass_by", show=False),
        Binding("home", "beat(-1000)", show=False),
        Binding("end", "beat(1000)", show=False),
        Binding("space", "run_on", N_("Pause"), tooltip=N_("Let the replay run, or pause it")),
        Binding("left", "go('left')", N_("Node"), key_display="←↑↓→", tooltip=N_("Go to another node")),
        Binding("right", "go('right')", show=False),
        Binding("up", "go('up')", show=False),
        Binding("down", "go('down')", show=False),
        Binding("tab", "turn(1)", show=False),
        Binding("shift+tab", "turn(-1)", show=False),
        Binding("escape", "leave", N_("Done"), tooltip=N_("The picture at rest again")),
    ]

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

    @dataclass
    class Over(Message):
        """A replay that was steered is over; the focus has no place here any more."""

        view: GraphView

        @property
        def control(self) -> GraphView:
            """Where."""
            return self.view

    def __init__(self, **keywords: Any) -> None:
        super().__init__(**keywords)
        self._reel: Reel | None = None
        self._steered = False
        self._timer: Timer | None = None

    # --- the picture of this moment ----------------------------------------------------------------------

    def show(self, scene: Scene | None) -> None:
        """Show another scene; None hides the view. What played is over."""
        self._end()
        if self.cursor is not None and (scene is None or self.cursor not in scene.graph.position):
            self.look_at(None)
        super().show(scene)

    def marks_now(self, scene: Scene) -> Marks:
        """Those of the beat on show, or of the scene."""
        return self._reel.beat.marks if self._reel is not None else scene.marks

    def places_now(self, scene: Scene, picture: Picture) -> Iterable[Rect | None]:
        """What is looked at, what happens, or what is asked."""
        if self.cursor is not None:
            return picture.nodes.get(self.cursor), picture.places.get(self.cursor)
        if self._reel is not None and self._reel.beat.at:
            return (picture.places.get(self._reel.beat.at),)
        return super().places_now(scene, picture)

    def rows_now(self, picture: Picture) -> Sequence[Row]:
        """The rows with what is looked at, what travels and its working over them."""
        if self._reel is None and self.cursor not in picture.nodes:
            return picture.rows
        from tutor.drawing.overlay import Overlay, free_place  # a lesson's first screen does without

        overlay, reel, scene, layout = Overlay(picture), self._reel, self.scene, self.layout_now
        if self.cursor is not None and self.cursor in picture.nodes:
            overlay.restyle(picture.nodes[self.cursor], "cursor")
        if reel is None or scene is None or layout is None:
            return overlay.rows()
        beat, part, seen = reel.beat, reel.part(monotonic()), self.part_in_sight
        for way in beat.ways:
            for cells in layout.ways.get(way, ()):
                overlay.travel(cells, part, scene.glyphs.spark, back=beat.back)
        said = [(f" {beat.text} ", picture.places.get(beat.at), "slip" if beat.wrong else "working")] * bool(beat.text)
        if self._steered:
            corner = Rect(seen.x + seen.width - 1, seen.y + seen.height - 1, 1, 1)
            said.append((f" {reel.at + 1}/{len(reel.beats)} ", corner, "count"))
        for text, near, style in said:
            taken = replace(picture, rows=overlay.rows())
            place = free_place(taken, text, near, seen) if near is not None else None
            if place is not None:
                overlay.write(*place, text, style)
        return overlay.rows()

    # --- motion ------------------------------------------------------------------------------------------

    @property
    def playing(self) -> bool:
        """Whether beats are on show, moving or at their end."""
        return self._reel is not None

    @property
    def steered(self) -> bool:
        """Whether the learner steers what plays."""
        return self._steered

    @property
    def is_looked_at(self) -> bool:
        """Whether the keys are its own: a node is looked at, or a replay is steered."""
        return self._steered or self.cursor is not None

    @property
    def moving(self) -> bool:
        """Whether something moves by itself."""
        return self._reel is not None and self._reel.running

    def play(self, beats: Sequence[Beat], seconds: float) -> None:
        """Show beats over the scene, each for so many seconds, and stay at the last. The focus stays where it is."""
        self._end()
        self._begin(beats, seconds, runs=True)

    def replay(self, beats: Sequence[Beat], seconds: float, *, runs: bool) -> None:
        """Show beats that the learner steers; where they do not run by themselves, the first one waits.

        Enter and the arrow keys go a beat, Space lets it run or pauses it, Escape ends it.
        """
        self.look_at(None)
        self._end()
        self._steered = self.can_focus = True
        self._begin(beats, seconds, runs=runs)
        self.focus(scroll_visible=False)
        self.refresh_bindings()

    def stop(self) -> None:
        """Back to the scene itself."""
        if self._reel is not None:
            self._end()
            self.paint()

    def _begin(self, beats: Sequence[Beat], seconds: float, *, runs: bool) -> None:
        self._reel = Reel(tuple(beats), seconds, runs, monotonic())
        self._keep_time()
        self.paint()
        self.bring_into_sight()

    def _end(self) -> None:
        """Nothing plays any more."""
        self._reel = None
        self._keep_time()
        if self._steered:
            self._steered = False
            self.can_focus = self.cursor is not None
            self.refresh_bindings()
            self.post_message(self.Over(self))

    def _keep_time(self) -> None:
        """A timer while something moves, and only then."""
        if self.moving and self._timer is None:
            self._timer = self.set_interval(FRAME_SECONDS, self._tick)
        elif not self.moving and self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _tick(self) -> None:
        reel, now = self._reel, monotonic()
        if reel is None:
            return
        if not reel.is_over(now):
            if self.picture is not None and reel.beat.ways:
                self.put_on_canvas(self.picture)
        elif reel.is_at_end:
            self._halt(reel)
        else:
            self._turn(reel, 1)

    def _halt(self, reel: Reel) -> None:
        """Stay at the present beat."""
        reel.running = False
        self._keep_time()
        self.paint()
        self.refresh_bindings()

    def _turn(self, reel: Reel, by: int) -> None:
        if reel.turn(by, monotonic()):
            self.paint()
            self.bring_into_sight()

    def action_beat(self, by: int) -> None:
        """Some beats on or back; the replay waits there."""
        if self._reel is not None:
            self._halt(self._reel)
            self._turn(self._reel, by)

    def action_pass_by(self) -> None:
        """On by a beat; at the end the replay is over."""
        if self._reel is not None and self._reel.is_at_end:
            self.stop()
        else:
            self.action_beat(1)

    def action_run_on(self) -> None:
        """Let the replay run, or pause it."""
        reel = self._reel
        if reel is not None and reel.running:
            self._halt(reel)
        elif reel is not None:
            reel.go_on(monotonic())
            self._keep_time()
            self.paint()
            self.refresh_bindings()

    # --- looking at a node -------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The arrow keys steer a replay, or go from node to node."""
        return not (action in NODES and self._steered) and not (action in BEATS and not self._steered)

    def look_at(self, quantity: str | None) -> None:
        """Put the cursor on a quantity's node and take the focus; None takes the cursor away."""
        if quantity is not None:
            self.stop()
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
            self.paint()
            self.bring_into_sight()

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
        """The picture at rest again."""
        self.stop()
        self.look_at(None)

    def on_blur(self) -> None:
        """Somebody went on elsewhere on the screen."""
        if self.screen.focused is not None and self.screen.focused is not self:
            if self._steered:
                self.stop()
            self.look_at(None)

    def on_hide(self) -> None:
        """What can't be seen can't be looked at."""
        self.action_leave()

    def clicked(self, at: Offset) -> None:
        """Look at the node that was clicked, or whose label was."""
        if self.picture is not None:
            self.look_at(self.picture.at(at.x, at.y))
