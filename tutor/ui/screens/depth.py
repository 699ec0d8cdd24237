"""The depth lab: the gradient's size at each layer, and what depth, activation and starting weights do to it."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from tutor.experiments.depth import KINDS, DepthLab
from tutor.experiments.depth_guess import GUESSES, Guessing
from tutor.experiments.depth_report import told, told_on_the_way
from tutor.numbers import show
from tutor.ui.screens.lab import Assignment, LabScreen
from tutor.ui.widgets.key_bar import KeyBar
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

SECONDS_A_LAYER, MOST_SECONDS = 0.3, 3.0
"""How long the gradient stays at a layer on its way back, and on its whole way at most."""


class DepthScreen(LabScreen):
    """The lab. Its state is a `DepthLab`."""

    BINDINGS = [  # noqa: RUF012
        Binding(
            "space",
            "flow",
            N_("Flow back"),
            tooltip=N_("Let the gradient flow back again, layer by layer"),
            id="depth.flow",
        ),
        Binding(
            "p,ㅔ",
            "guess",
            N_("Predict"),
            key_display="p",
            tooltip=N_("Say what you expect before the bars are seen"),
            id="depth.predict",
        ),
        *(Binding(str(key), f"answer('{guess}')", show=False) for key, guess in enumerate(GUESSES, start=1)),
        Binding(
            "d,ㅇ",
            "kind",
            N_("dW or dH"),
            key_display="d",
            tooltip=N_("Gradients at the weights, or at outputs"),
            id="depth.kind",
        ),
        Binding(
            "r,ㄱ",
            "again",
            show=False,
            key_display="r",
            tooltip=N_("Draw other random weights and inputs"),
            id="depth.again",
        ),
        Binding(
            "x,ㅌ",
            "reset",
            N_("Reset"),
            key_display="x",
            tooltip=N_("All settings as they were at first"),
            id="depth.reset",
        ),
        Binding("pageup", "scroll(-10)", show=False),
        Binding("pagedown", "scroll(10)", show=False),
    ]

    def __init__(self, assignment: Assignment | None = None) -> None:
        super().__init__(assignment)
        self.lab = self._at_first()
        self.guessing: Guessing | None = None
        """Predictions; none while they are off."""
        self.reached = 1
        """Down to which layer the gradient has come; 1 is all of them."""
        self._timer: Timer | None = None

    def _at_first(self) -> DepthLab:
        if self.assignment is None:
            return DepthLab()
        lab = self.assignment.question.trial.lab(self.assignment.question.trial.settings)
        assert isinstance(lab, DepthLab)
        return lab

    def state(self) -> DepthLab:
        """The lab."""
        return self.lab

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
        yield KeyBar(show_command_palette=False)

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
        self.query_one("#title", Static).update(Content(self.titled(t("Depth lab"))))
        reached = lab.depth + 1 if self._is_asked else self.reached
        for kind in KINDS:
            bars = self.query_one("#depth-bars" if kind == lab.kind else "#depth-other", NormBars)
            bars.show(t(KIND_TITLES[kind]), lab.norms_of(kind), t, self.glyphs, reached)
        names = self.asked_for or lab.settings
        self.query_one(SettingsPanel).show([self._setting(name) for name in names])
        self.query_one("#depth-said", Static).update(Content("\n\n".join(self._said())))

    @property
    def _is_asked(self) -> bool:
        return self.guessing is not None and self.guessing.is_open

    def _said(self) -> list[str]:
        """Paragraphs beside the bars."""
        t, lab, guessing = self.t, self.lab, self.guessing
        if guessing is not None and guessing.is_open:
            return guessing.question(lab, t)
        if self.reached > 1:
            return [told_on_the_way(lab, self.reached, t)]
        verdict = [guessing.verdict(t)] if guessing is not None and guessing.chosen else []
        return [*verdict, *told(lab, t)]

    def _anew(self) -> None:
        """A setting has changed: all is seen at once, or asked for first."""
        self._stand_still()
        if self.guessing is not None:
            self.guessing.ask(self.lab)
        self.show()

    # --- the gradient on its way -------------------------------------------------------------------------

    def action_flow(self) -> None:
        """Let the gradient flow back again, layer by layer; without animation it is there at once."""
        self._stand_still()
        if self.animated and self.lab.norms and not self._is_asked:
            self.reached = self.lab.depth
            self._timer = self.set_interval(min(SECONDS_A_LAYER, MOST_SECONDS / self.lab.depth), self._flow_on)
        self.show()

    def _flow_on(self) -> None:
        if self.reached > 1:
            self.reached -= 1
        if self.reached == 1:
            self._stand_still()
        self.show()

    def _stand_still(self) -> None:
        self.reached = 1
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    # --- predictions -------------------------------------------------------------------------------------

    def action_guess(self) -> None:
        """Ask before each new setting is seen, or no more."""
        self.guessing = Guessing() if self.guessing is None else None
        self._anew()

    def action_answer(self, guess: str) -> None:
        """Judge a prediction, then let the gradient flow."""
        if self.guessing is not None and self.guessing.is_open:
            self.guessing.answer(guess, self.lab)
            self.action_flow()

    # --- what is chosen ----------------------------------------------------------------------------------

    def _setting(self, name: str) -> Setting:
        value = getattr(self.lab, name)
        written = self.t(NAMES[value]) if isinstance(value, str) else show(value)
        return Setting(name, self.t(TITLES[name]), written)

    @on(SettingsPanel.Changed)
    def _changed(self, event: SettingsPanel.Changed) -> None:
        event.stop()
        self.lab.adjust(event.setting, event.by)
        self._anew()

    def action_kind(self) -> None:
        """Show the other gradient."""
        self.lab.turn_kind()
        self._anew()

    def action_again(self) -> None:
        """Draw other weights."""
        if self.assignment is None or "seed" in self.assignment.question.free:
            self.lab.adjust("seed", 1)
            self._anew()

    def action_reset(self) -> None:
        """Begin as at first."""
        self.lab = self._at_first()
        self._anew()

    def action_scroll(self, by: int) -> None:
        """Show layers further down, or further up."""
        for bars in self.query(NormBars):
            bars.action_scroll_bars(by)

    def action_leave(self) -> None:
        """Predict no more, or leave."""
        if self.guessing is not None:
            self.action_guess()
        else:
            super().action_leave()
