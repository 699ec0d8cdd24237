"""The playground: any expression, its graph at once, values to change, and questions on it."""

from __future__ import annotations

from collections.abc import Mapping

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from tutor import paths
from tutor.complaints import complaint
from tutor.experiments import play_report
from tutor.experiments.playground import Example, Playground
from tutor.learner.kept import Shelf
from tutor.ui.screens import kept
from tutor.ui.screens.onward import OnwardScreen
from tutor.ui.widgets.example_list import ExampleList
from tutor.ui.widgets.expression_box import ExpressionBox
from tutor.ui.widgets.key_bar import KeyBar
from tutor.ui.widgets.play_graph import PlayGraph
from tutor.ui.widgets.play_side import PlaySide
from tutor.ui.widgets.value_list import ValueList
from tutor.ui.widgets.value_panel import ValuePanel
from tutor.words import N_

ROWS_BELOW = 4
"""So many inputs stand below each other where the values stand below the graph."""

SIDE = 42
"""How many columns the values take beside the graph, as the stylesheet says."""


class PlayScreen(OnwardScreen):
    """A playground, empty or with something in it."""

    BINDINGS = [  # noqa: RUF012
        Binding(
            "f2", "nudge", N_("Nudge"), tooltip=N_("Nudge an input by h, and see how the output moves"), id="play.nudge"
        ),
        Binding(
            "f3", "run", N_("Run"), tooltip=N_("Watch the values flow forward and the gradients back"), id="play.run"
        ),
        Binding("f4", "nodes", N_("Nodes"), tooltip=N_("From node to node, with what each one does"), id="play.nodes"),
        Binding("f5", "ask", N_("Ask me"), tooltip=N_("Questions on this expression"), id="play.ask"),
        Binding("f6", "output(1)", N_("Output"), tooltip=N_("The gradients of another quantity"), id="play.output"),
        Binding("shift+f6", "output(-1)", show=False),
        Binding("ctrl+s", "keep", N_("Keep"), tooltip=N_("Keep the expression with its values"), id="play.keep"),
        Binding("ctrl+o", "shelf", N_("Open"), tooltip=N_("What you kept, and examples"), id="play.shelf"),
        Binding("escape", "leave", N_("Map"), tooltip=N_("The map of lessons")),
        Binding("down", "into", show=False),
    ]

    SPARED = ("output(1)", "shelf")
    SPARED_AT_THE_PICTURE = ("nudge", "ask", "keep")

    def __init__(self, text: str = "", values: Mapping[str, float] | None = None) -> None:
        super().__init__(Playground())
        self.play.open(Example(text, values or {}))
        self._room_made_for: object = None

    def compose(self) -> ComposeResult:
        """The expression above, the graph and the values of its inputs below."""
        yield Static(id="title", markup=False)
        yield ExpressionBox(id="expression")
        with Container(id="play"):
            yield PlayGraph(self.play, id="play-graph", classes="-empty")
            yield ExampleList(id="shelf")
            yield PlaySide(id="side")
        yield KeyBar(show_command_palette=False)

    def on_mount(self) -> None:
        """Show what is there."""
        self._box.text = self.play.text
        self._put_shelf(shown=not self.play.text.strip())
        self._show()
        self._box.take_focus()

    def on_resize(self) -> None:
        """There is more room, or less."""
        self.call_after_refresh(self._show)

    def language_changed(self) -> None:
        """Say everything again."""
        super().language_changed()
        self._put_shelf(shown=self._shelf.display)
        self._show()

    def drawing_changed(self) -> None:
        """Draw all again."""
        self._show()

    # --- showing -----------------------------------------------------------------------------------------

    @property
    def _box(self) -> ExpressionBox:
        return self.query_one(ExpressionBox)

    @property
    def _graph(self) -> PlayGraph:
        return self.query_one(PlayGraph)

    @property
    def _shelf(self) -> ExampleList:
        return self.query_one(ExampleList)

    @property
    def _panel(self) -> ValuePanel:
        return self.query_one(PlaySide).panel

    def _show(self) -> None:
        """Show everything as it stands."""
        self._show_title()
        self._show_line()
        self._make_room()
        self._show_values()
        self._graph.put(self.t, self.glyphs)
        self.refresh_bindings()

    def _show_title(self) -> None:
        t, play = self.t, self.play
        parts = (t("Playground"), play_report.value(play, t), play_report.slope(play, play.chosen, t))
        self.query_one("#title", Static).update(Content("   ".join(part for part in parts if part)))

    def _show_line(self) -> None:
        """What is said of the expression, under it."""
        t = self.t
        next_ = t("Enter: the list") if self._shelf.display else t("Enter: the values")
        self._box.put(t("Expression"), t("for example: (a*b + c) * d"), next_)
        self._box.say(*play_report.remark(self.play, t))

    def _show_values(self) -> None:
        area = self.query_one("#play")
        beside = self.has_class("-beside") and not area.has_class("-below")
        most_rows = max(1, area.size.height // 2) if beside else ROWS_BELOW
        self.query_one(PlaySide).put(self.play, self.t, self.glyphs, most_rows, framed=beside)

    def _make_room(self) -> None:
        """Let the values stand below a graph that is too wide to have them beside it."""
        made_for = (self.play.graph, self.glyphs, self.size)
        if made_for == self._room_made_for:
            return
        self._room_made_for = made_for
        beside = self.has_class("-beside")
        too_wide = beside and self._graph.too_wide(self.size.width - SIDE - 2, self.size.height, self.glyphs)
        self.query_one("#play").set_class(too_wide, "-below")

    # --- writing and changing ----------------------------------------------------------------------------

    @on(ExpressionBox.Changed)
    def _changed(self, event: ExpressionBox.Changed) -> None:
        event.stop()
        self.play.write(event.text)
        self._put_shelf(shown=not event.text.strip())
        self._show()

    @on(ExpressionBox.Entered)
    def _entered(self, event: ExpressionBox.Entered) -> None:
        event.stop()
        self.action_into()

    def action_into(self) -> None:
        """From the expression to what lies below: the values, or what can be opened."""
        if self._shelf.display:
            self._shelf.focus()
        elif self.play.inputs:
            self._panel.list.focus()

    @on(ValueList.Turned)
    def _turned(self, event: ValueList.Turned) -> None:
        event.stop()
        if not self.play.turn(event.by) and event.by < 0:
            self._box.take_focus()
        self._show()

    @on(ValueList.Picked)
    def _picked(self, event: ValueList.Picked) -> None:
        event.stop()
        self.play.choose(list(self.play.inputs)[event.place])
        self._show()

    @on(ValueList.Moved)
    def _moved(self, event: ValueList.Moved) -> None:
        event.stop()
        self.play.move(event.steps)
        self._values_changed()

    @on(ValuePanel.Entered)
    def _value_entered(self, event: ValuePanel.Entered) -> None:
        event.stop()
        error = self.play.enter(event.text)
        if error is not None:
            self._panel.say(complaint(error, self.t), getattr(error, "column", None))
            return
        self._panel.close()
        self._values_changed()

    def _values_changed(self) -> None:
        self._box.text = self.play.text  # where the text gives a value it has changed too
        self._show()

    # --- keeping and opening -----------------------------------------------------------------------------

    @property
    def _kept(self) -> Shelf:
        return Shelf(paths.kept(self.tutor.settings.path.parent))

    def _put_shelf(self, *, shown: bool) -> None:
        """Show what can be opened, or the graph in its place."""
        if shown:
            self._shelf.put(kept.to_open(self._kept, self.t))
        self._shelf.display = shown
        self.query_one("#play").set_class(shown, "-open")

    def action_shelf(self) -> None:
        """Show what can be opened; a second time: the graph again."""
        if self._shelf.display and self.play.graph is not None:
            self._close_shelf()
            return
        self._put_shelf(shown=True)
        self._shelf.focus()
        self._show_line()

    def _close_shelf(self) -> None:
        self._put_shelf(shown=False)
        self._show()
        self._box.take_focus()

    @on(ExampleList.Opened)
    def _opened(self, event: ExampleList.Opened) -> None:
        event.stop()
        self.play.open(event.example)
        self._put_shelf(shown=False)
        self._values_changed()
        self.action_into()

    @on(ExampleList.Removed)
    def _removed(self, event: ExampleList.Removed) -> None:
        event.stop()
        if self._kept.remove(event.example.text):
            self._put_shelf(shown=True)
            self.tell(self.t("Removed: {expression}", expression=event.example.text))

    def action_keep(self) -> None:
        """Keep the expression with its values and output."""
        self.tell(*kept.keep(self.play, self._kept, self.t, self.tutor.key_of("play.shelf")))

    # --- further on --------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What works only with an expression stands in the footer only then."""
        of_a_graph = ("nudge", "run", "nodes", "ask", "output", "keep")
        return action not in of_a_graph or (self.play.graph is not None and not self._shelf.display)

    def action_output(self, by: int) -> None:
        """The gradients of another quantity."""
        self.play.turn_output(by)
        self._show()

    def action_run(self) -> None:
        """Watch both passes."""
        if self.can_go_on():
            self._graph.run(self.t, animated=self.animated)

    def action_nodes(self) -> None:
        """Look at the nodes one by one; again: no more."""
        self._graph.look()

    def action_leave(self) -> None:
        """Out of what is open here; at last to the map."""
        if not self.is_active:
            return
        if self._panel.is_open:
            self._panel.close()
            self._show_line()
        elif self._shelf.display and self.play.graph is not None:
            self._close_shelf()
        else:
            self.tutor.show_map()
