"""The nudge proof: move a quantity with the arrow keys, and see the output's change beside backprop's gradient."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, Vertical
from textual.content import Content
from textual.geometry import Region
from textual.timer import Timer
from textual.widgets import Static

from tutor.drawing import ASCII
from tutor.experiments import nudge_pictures, nudge_report, step_curve
from tutor.experiments.nudging import Move, Nudging
from tutor.numbers import show
from tutor.ui.screens.base import TutorScreen
from tutor.ui.widgets.graph_view import GraphView
from tutor.ui.widgets.key_bar import KeyBar
from tutor.ui.widgets.nudge_choices import NudgeChoices
from tutor.ui.widgets.scene import STYLES, Scene
from tutor.words import N_

CURVE_ROWS = 11
"""How high the picture of the error is."""

CURVE_BESIDE, CURVE_BELOW = (110, 20), (0, 36)
"""From so many columns and rows it stands beside the numbers, or below them."""

RIPPLE_SECONDS, MOST_WAVES = 0.07, 7
"""How long a change takes from one picture to the next, and in how many it runs through a graph, however long."""

TONES = {"right": "bold $text-success", "wrong": "bold $text-error", "note": "$foreground 70%", "": "$foreground 70%"}


class NudgeScreen(TutorScreen):
    """A nudge, above the screen from which it was called."""

    BINDINGS = [  # noqa: RUF012
        Binding("left", "move(-1)", "-h", key_display="←", tooltip=N_("Move the quantity down by h")),
        Binding("right", "move(1)", "+h", key_display="→", tooltip=N_("Move the quantity up by h")),
        Binding("up", "turn(-1)", show=False),
        Binding("down", "turn(1)", N_("Choose"), key_display="↑↓", tooltip=N_("Nudge another quantity")),
        Binding("shift+tab", "turn(-1)", show=False),
        Binding("tab", "turn(1)", show=False),
        Binding("left_square_bracket,pagedown", "scale(-1)", "h/10", key_display="[", tooltip=N_("Make h smaller")),
        Binding("right_square_bracket,pageup", "scale(1)", "h*10", key_display="]", tooltip=N_("Make h larger")),
        Binding("0,home", "reset", N_("Start"), key_display="0", tooltip=N_("Back to the value it had")),
        Binding("escape", "close", N_("Back"), tooltip=N_("Back to where you were")),
        Binding("ctrl+left", "pan(-8, 0)", show=False),
        Binding("ctrl+right", "pan(8, 0)", show=False),
        Binding("ctrl+up", "pan(0, -3)", show=False),
        Binding("ctrl+down", "pan(0, 3)", show=False),
    ]

    def __init__(self, nudging: Nudging) -> None:
        super().__init__()
        self.nudging = nudging
        self._shown: Mapping[str, float] = {}
        """The changes that the picture shows now."""
        self._ripple: Iterator[dict[str, float]] = iter(())
        self._timer: Timer | None = None
        self._tight: tuple[object, bool] = (None, False)
        """Whether the picture is rather to be whole than to have room for all numbers to come; for which place."""

    def compose(self) -> ComposeResult:
        """The picture above, the numbers below."""
        yield Static(id="title", markup=False)
        yield GraphView(id="nudge-graph", classes="-empty")
        with Container(id="proof"):
            with Vertical(id="measured"):
                yield NudgeChoices(id="choices")
                yield Static(id="moved", markup=False)
                yield Static(id="slopes", markup=False)
                yield Static(id="said", markup=False)
            yield Static(id="step-curve", markup=False)
        yield KeyBar(show_command_palette=False)

    def on_mount(self) -> None:
        """Show where it stands."""
        self._show()

    def on_resize(self) -> None:
        """There is more room, or less."""
        for place, (columns, rows) in (("-beside-curve", CURVE_BESIDE), ("-below-curve", CURVE_BELOW)):
            self.set_class(self.size.width >= columns and self.size.height >= rows, place)
        self.call_after_refresh(self._show)

    def language_changed(self) -> None:
        """Say everything again."""
        super().language_changed()
        self._show()

    def drawing_changed(self) -> None:
        """Draw all again."""
        self._show()

    # --- what the learner does ---------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        """Move the chosen quantity by h."""
        self.nudging.move(by)
        self._run()

    def action_reset(self) -> None:
        """Back to the base value."""
        self.nudging.reset()
        self._run()

    def action_scale(self, decades: int) -> None:
        """Make h larger or smaller."""
        self.nudging.scale(decades)
        self._show()

    def action_turn(self, by: int) -> None:
        """Choose the next quantity."""
        self.nudging.turn(by)
        self._show()
        self.call_after_refresh(self._bring_into_sight)

    @on(NudgeChoices.Picked)
    def _picked(self, event: NudgeChoices.Picked) -> None:
        event.stop()
        self.nudging.choose(self.nudging.choices[event.place])
        self._show()
        self.call_after_refresh(self._bring_into_sight)

    def action_pan(self, cells: int, rows: int) -> None:
        """Move the picture."""
        self.query_one(GraphView).scroll_relative(cells, rows, animate=False)

    def action_close(self) -> None:
        """Back to what lies below."""
        if self.is_active:
            self._stop()
            self.app.pop_screen()

    # --- showing -----------------------------------------------------------------------------------------

    def _show(self) -> None:
        """Show everything as it stands."""
        self._stop()
        self._show_numbers()
        self._draw(self._changes)

    def _run(self) -> None:
        """Show the numbers at once, and let the change run through the picture."""
        if not self.animated:
            self._show()
            return
        self._stop()
        self._show_numbers()
        waves = list(self.nudging.ripple(self._shown))
        apart = math.ceil(len(waves) / MOST_WAVES)
        self._ripple = iter(waves[::-apart][::-1])  # the last one is among them
        self._next_wave()
        self._timer = self.set_interval(RIPPLE_SECONDS, self._next_wave)

    def _next_wave(self) -> None:
        changes = next(self._ripple, None)
        if changes is None:
            self._stop()
        else:
            self._draw(changes)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _draw(self, changes: Mapping[str, float]) -> None:
        nudging, view = self.nudging, self.query_one(GraphView)
        self._shown = changes
        labels = {name: nudge_report.short(nudging, name) for name in nudging.graph.quantities}
        marks, room = nudge_pictures.marks(nudging, changes), nudge_pictures.room(nudging)
        scene = Scene(nudging.graph, marks, room, labels, glyphs=self.glyphs)
        size = view.size or self.size
        if self._tight[0] != (size, self.glyphs):
            too_wide = scene.picture(size.width, size.height).width > size.width
            self._tight = ((size, self.glyphs), too_wide)
        if self._tight[1]:
            scene = replace(scene, room=nudge_pictures.marks(nudging, self._changes))
        view.show(scene)

    @property
    def _changes(self) -> Mapping[str, float]:
        """The changes of the present move."""
        move = self.nudging.moved
        return move.changes if isinstance(move, Move) else {}

    def _bring_into_sight(self) -> None:
        """Move the picture to the chosen quantity."""
        view = self.query_one(GraphView)
        place = view.picture.places.get(self.nudging.chosen) if view.picture is not None else None
        if place is not None:
            view.scroll_to_region(Region(place.x, place.y, place.width, place.height), animate=False)

    def _show_numbers(self) -> None:
        nudging, t = self.nudging, self.t
        self.query_one("#title", Static).update(Content(nudge_report.title(nudging, t)))
        names = [nudge_report.name(nudging, name, t) for name in nudging.choices]
        self.query_one(NudgeChoices).show(names, nudging.choices.index(nudging.chosen))
        self.query_one("#moved", Static).update(self._moved())
        self.query_one("#said", Static).update(Content("\n".join(nudge_report.sentences(nudging, t))))
        self._show_slopes()
        self._show_curve()

    def _moved(self) -> Content:
        """The step, and from where to where input and output have moved."""
        arrow = "->" if self.glyphs is ASCII else "→"
        parts = [Content.styled(f"h = {show(self.nudging.h)}", "bold $accent")]
        for change in nudge_report.changes(self.nudging, self.t):
            way = f"{change.before} {arrow} {change.after}" if change.before != change.after else change.before
            parts.append(Content.assemble((change.name, "bold $text-primary"), "  ", way))
        return Content("    ").join(parts)

    def _show_slopes(self) -> None:
        slopes = self.query_one("#slopes", Static)
        found = nudge_report.rows(self.nudging, self.t)
        lines = []
        for row, parts in zip(found, nudge_report.aligned(found, slopes.size.width or self.size.width), strict=True):
            what, number, remark = parts
            style = f"bold {TONES[row.tone]}" if row.tone else "bold"
            lines.append(Content.assemble(what, (number, style), (remark, TONES[row.tone])))
        slopes.update(Content("\n").join(lines))

    def _show_curve(self) -> None:
        canvas, study = self.query_one("#step-curve", Static), self.nudging.study
        if study is None:
            canvas.update("")
            return
        picture = step_curve.step_curve(study, self.nudging.h, CURVE_ROWS, self.t, self.glyphs)
        rows = (Content.assemble(*((span.text, STYLES.get(span.style, "")) for span in row)) for row in picture.rows)
        canvas.update(Content("\n").join(rows))
