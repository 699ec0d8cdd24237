"""The graph of a playground: drawn as it is written, run forward and backward, its nodes explained one by one."""

from __future__ import annotations

from typing import Any

from textual import on
from textual.content import Content
from textual.timer import Timer

from tutor.drawing import BOX, Glyphs, Marks
from tutor.experiments import play_report
from tutor.experiments.play_report import MOST_DRAWN
from tutor.experiments.playground import Playground
from tutor.ui.widgets.graph_view import GraphView
from tutor.ui.widgets.scene import Scene
from tutor.words import Words

QUICK, PAUSE = 60, 0.4
"""Graphs of up to so many quantities are drawn at each key, larger ones after so many seconds without a key."""

SECONDS, SLOWEST, QUICKEST = 8.0, 0.9, 0.2
"""How long a whole pass takes, and how long one beat of it at most and at least."""


class PlayGraph(GraphView):
    """A `GraphView` of a playground, with the way from the chosen input to the output lit."""

    def __init__(self, play: Playground, **keywords: Any) -> None:
        super().__init__(**keywords)
        self._play = play
        self._glyphs: Glyphs = BOX
        self._later: Timer | None = None

    def put(self, t: Words, glyphs: Glyphs) -> None:
        """Draw it as it is now: at once what is drawn quickly, what takes longer once the keys rest."""
        self._t, self._glyphs = t, glyphs
        if self._later is not None:
            self._later.stop()
            self._later = None
        if self._play.size > QUICK:
            self._later = self.set_timer(PAUSE, self._show_it)
        else:
            self._show_it()

    def too_wide(self, width: int, height: int, glyphs: Glyphs) -> bool:
        """Whether it needs more columns than these. Large ones are taken to: to find out takes long."""
        if self._play.size > QUICK:
            return True
        scene = self._scene_now(glyphs)
        return scene is not None and scene.picture(width, height).width > width

    def run(self, t: Words, *, animated: bool) -> None:
        """Play the forward and the backward pass, for the learner to steer; again: be done with it."""
        if self.steered:
            self.stop()
        elif self.scene is not None and self._play.gradients:
            beats = play_report.passes(self._play, t)
            self.replay(beats, max(QUICKEST, min(SECONDS / len(beats), SLOWEST)), runs=animated)

    def look(self) -> None:
        """Look at the first node, or at none any more."""
        if self.cursor is not None:
            self.look_at(None)
        elif self.picture is not None:
            self.action_turn(1)

    @on(GraphView.Picked)
    def _node_picked(self) -> None:
        self._explain()

    def _explain(self) -> None:
        width = self.size.width - 2  # the note has a cell at each side
        lines = play_report.node(self._play, self.cursor, self._t, width) if self.cursor is not None else []
        self.say([Content(line) for line in lines])

    def _show_it(self) -> None:
        play = self._play
        self.set_class(play.error is not None, "-stale")
        self.show(self._scene_now(self._glyphs))
        if self.cursor is not None:  # its numbers may have changed
            self._explain()

    def _scene_now(self, glyphs: Glyphs) -> Scene | None:
        play = self._play
        if play.graph is None or play.size > MOST_DRAWN:
            return None
        way = play.graph.between(play.chosen, play.output) if play.chosen else frozenset()
        marks = Marks(play.values or play.inputs, play.gradients, path=way)
        return Scene(play.graph, marks, marks, {}, glyphs)
