"""The depth lab: the gradient's size at each layer, and what depth, activation and starting weights do to it."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Footer, Static

from tutor.experiments.depth import KINDS, DepthLab
from tutor.experiments.depth_report import told
from tutor.numbers import show
from tutor.ui.screens.base import TutorScreen
from tutor.ui.widgets.norm_bars import NormBars
from tutor.ui.widgets.settings_panel import Setting, SettingsPanel
from tutor.words import N_

TITLES = {
    "depth": N_("layers"),
    "activation": N_("activation"),
    "weights": N_("starting weights"),
    "factor": N_("factor"),
    "deviation": N_("deviation"),
    "width": N_("units a layer"),
    "seed": N_("random start"),
}

NAMES = {
    "sigmoid": N_("sigmoid"),
    "tanh": "tanh",
    "relu": "ReLU",
    "xavier": "Xavier",
    "he": "He",
    "deviation": N_("a deviation"),
}
"""What stands for a chosen name."""

KIND_TITLES = {"dW": N_("size of dW, at the weights"), "dH": N_("size of dH, at the output")}

COLUMNS_FOR_BOTH = 150
"""From so many columns both gradients are seen, the chosen one first."""


class DepthScreen(TutorScreen):
    """The lab. Its state is a `DepthLab`."""

    BINDINGS = [  # noqa: RUF012
        Binding("d,ㅇ", "kind", N_("dW or dH"), key_display="d", tooltip=N_("Gradients at the weights, or at outputs")),
        Binding(
            "r,ㄱ", "again", N_("New weights"), key_display="r", tooltip=N_("Draw other random weights and inputs")
        ),
        Binding("x,ㅌ", "reset", N_("Reset"), key_display="x", tooltip=N_("All settings as they were at first")),
        Binding("pageup", "scroll(-10)", show=False),
        Binding("pagedown", "scroll(10)", show=False),
        Binding("escape", "leave", N_("Map"), tooltip=N_("The map of lessons")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.lab = DepthLab()

    def compose(self) -> ComposeResult:
        """The bars, and beside them settings and a sentence."""
        yield Static(id="title", markup=False)
        with Container(id="depth"):
            yield NormBars(id="depth-bars")
            yield NormBars(id="depth-other")
            with Vertical(id="depth-side"):
                yield SettingsPanel(id="depth-settings")
                with VerticalScroll(id="depth-reading", can_focus=False):
                    yield Static(id="depth-said", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Show where the lab stands; the settings have the focus."""
        self.query_one(SettingsPanel).focus()
        self.show()

    def on_resize(self) -> None:
        """There is more room, or less."""
        self.set_class(self.size.width >= COLUMNS_FOR_BOTH, "-both")

    def language_changed(self) -> None:
        """Say everything again."""
        super().language_changed()
        self.show()

    def drawing_changed(self) -> None:
        """Draw all again."""
        self.show()

    def show(self) -> None:
        """Show where the lab stands."""
        t, lab = self.t, self.lab
        self.query_one("#title", Static).update(t("Depth lab"))
        for kind in KINDS:
            bars = self.query_one("#depth-bars" if kind == lab.kind else "#depth-other", NormBars)
            bars.show(t(KIND_TITLES[kind]), lab.norms_of(kind), t, self.glyphs)
        self.query_one(SettingsPanel).show([self._setting(name) for name in lab.settings])
        self.query_one("#depth-said", Static).update(Content("\n\n".join(told(lab, t))))

    def _setting(self, name: str) -> Setting:
        value = getattr(self.lab, name)
        written = self.t(NAMES[value]) if isinstance(value, str) else show(value)
        return Setting(name, self.t(TITLES[name]), written)

    @on(SettingsPanel.Changed)
    def _changed(self, event: SettingsPanel.Changed) -> None:
        event.stop()
        self.lab.adjust(event.setting, event.by)
        self.show()

    def action_kind(self) -> None:
        """Show the other gradient."""
        self.lab.turn_kind()
        self.show()

    def action_again(self) -> None:
        """Draw other weights."""
        self.lab.adjust("seed", 1)
        self.show()

    def action_reset(self) -> None:
        """Begin as at first."""
        self.lab = DepthLab()
        self.show()

    def action_scroll(self, by: int) -> None:
        """Show layers further down, or further up."""
        for bars in self.query(NormBars):
            bars.action_scroll_bars(by)

    def action_leave(self) -> None:
        """Go to the map."""
        if self.is_active:
            self.tutor.show_map()
