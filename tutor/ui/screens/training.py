"""The training view: a small network learns to part two classes of points, and all of it can be watched."""

from __future__ import annotations

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widgets import Static

from tutor.drawing import ASCII
from tutor.drawing.regions import SIGNS
from tutor.drawing.terrain import Span
from tutor.experiments.runner import title
from tutor.experiments.training import EDGE, ON_THE_WAY, PHASES, SETTINGS, Look, Training
from tutor.experiments.training_report import PARTS, told
from tutor.experiments.training_run import Run
from tutor.numbers import show
from tutor.ui.screens.lab import Assignment
from tutor.ui.screens.running_lab import RunningLab
from tutor.ui.widgets.boundary import BoundaryView
from tutor.ui.widgets.key_bar import KeyBar
from tutor.ui.widgets.loss_plot import LossPlot
from tutor.ui.widgets.norm_bars import AROUND, NormBars
from tutor.ui.widgets.settings_panel import Setting, SettingsPanel
from tutor.words import N_

RUN_STEPS = 2000
"""So many steps a run makes, with animation and without."""

SECONDS_A_PICTURE, SECONDS_A_PART = 1 / 12, 0.5
"""How long a picture stands, and each part of the very first step."""

TICKS_A_CURVE = 3
"""While it runs, the curve follows at every third picture only: it takes as long to draw as all else together."""

BAR = 12
"""Cells of the bar that shows progress."""

_CURVE, HERE = 3, "o"
"""Which of the map's owners the curve's colour is, and what stands at its end."""

TITLES = {
    "data": N_("data"),
    "layers": N_("hidden layers"),
    "units": N_("units in each"),
    "activation": N_("activation"),
    "rule": N_("optimizer"),
    "lr": N_("learning rate"),
    "batch": N_("batch"),
}

NAMES = {"xor": "XOR", "spirals": N_("two spirals"), "sigmoid": N_("sigmoid"), "tanh": "tanh", "relu": "ReLU"}
"""What stands for a chosen name."""


class TrainingScreen(RunningLab):
    """The view. Its state is a `Training`; a worker advances it in a `Run`, of which a timer shows the last look."""

    ROWS_WITH_LOSSES = 32

    BINDINGS = [  # noqa: RUF012
        Binding("space", "run", N_("Run"), tooltip=N_("Train two thousand steps, or pause"), id="training.run"),
        Binding("n,ㅜ", "step", N_("Step"), key_display="n", tooltip=N_("Make one step"), id="training.step"),
        Binding(
            "full_stop",
            "part",
            N_("Part"),
            key_display=".",
            tooltip=N_("One part of a step: the next of the four"),
            id="training.part",
        ),
        Binding(
            "x,ㅌ", "stop", N_("Stop"), key_display="x", tooltip=N_("Stop, and back to the start"), id="training.stop"
        ),
        Binding(
            "r,ㄱ",
            "again",
            show=False,
            key_display="r",
            tooltip=N_("Begin anew with other random weights"),
            id="training.again",
        ),
        Binding(
            "l,ㅣ",
            "losses",
            N_("Losses"),
            key_display="l",
            tooltip=N_("The loss curve, or the plane"),
            id="training.losses",
        ),
        Binding(
            "g,ㅎ",
            "scale",
            show=False,
            key_display="g",
            tooltip=N_("Logarithmic or linear loss axis"),
            id="training.scale",
        ),
    ]

    def __init__(self, assignment: Assignment | None = None) -> None:
        super().__init__(assignment)
        self.training = Training()
        self._run_steps = RUN_STEPS
        if assignment is not None:
            trial = assignment.question.trial
            training, self._run_steps = trial.lab(trial.settings), trial.steps
            assert isinstance(training, Training)
            self.training = training
        self.run: Run | None = None
        """The present run; none while it stands still."""
        self._ticks = 0
        self._goal = self._run_steps

    def state(self) -> Training:
        """The training."""
        return self.training

    @property
    def _free(self) -> tuple[str, ...]:
        """The settings that may be changed here."""
        return self.asked_for or SETTINGS

    def compose(self) -> ComposeResult:
        """The plane, and beside it numbers, settings, gradients and the curve."""
        yield Static(id="title", markup=False)
        with Container(id="training"):
            yield BoundaryView(Span(-EDGE, EDGE, -EDGE, EDGE), id="boundary")
            yield LossPlot(id="training-curve")
            with Vertical(id="training-side"):
                yield Static(id="training-state", markup=False)
                yield SettingsPanel(id="training-settings")
                yield NormBars(tall=False, id="training-norms")
                yield Static(id="training-losses-title", markup=False)
                yield LossPlot(id="training-losses")
        yield KeyBar(show_command_palette=False)

    def on_mount(self) -> None:
        """Show where it stands; the settings have the focus."""
        self.query_one(SettingsPanel).focus()
        self.call_after_refresh(self.show)

    def on_unmount(self) -> None:
        """Leave no worker behind."""
        self.pause()

    # --- showing -----------------------------------------------------------------------------------------

    def show(self) -> None:
        """Show where training stands; while it runs, the run's last look."""
        if not self.is_mounted or not self.query("#title"):
            return
        boundary = self.query_one(BoundaryView)
        look = None
        if self.run is not None:
            self.run.cells = boundary.cells
            look = self.run.look
        if look is None:
            look = self.training.look(*boundary.cells)
        t, training = self.t, self.training
        signs = t("two classes, {o} and {x}; in reverse where the network is wrong", o=SIGNS[0], x=SIGNS[1])
        self._write("#title", Content(self.titled(f"{t('Training')}   {signs}")))
        self._write("#training-losses-title", Content(t("loss of the batches over the steps")))
        self._write("#training-state", self._state(look))
        self.query_one(SettingsPanel).show([self._setting(name) for name in self._free])
        bars = self.query_one(NormBars)
        bars.styles.height = training.layers + 1 + AROUND
        bars.show(t("size of dW, at the weights"), look.norms, t, self.glyphs)
        if boundary.display:
            boundary.show(look.shares, training.x.tolist(), training.t.tolist(), look.wrong.tolist(), self.glyphs)
        for plot in self.query(LossPlot):
            if plot.display and (self.run is None or self._ticks % TICKS_A_CURVE == 0):
                plot.draw({_CURVE: look.curve}, look.number, HERE, plain=self.glyphs is ASCII)

    def _write(self, selector: str, text: Content) -> None:
        """Show a text in a place of fixed size: nothing has to be laid out anew, many times a second."""
        self.query_one(selector, Static).update(text, layout=False)

    def _state(self, look: Look) -> Content:
        """Progress, loss and accuracy, the four parts with the last one marked, and a sentence."""
        t = self.t
        share = min(look.number / self._goal, 1)
        full = round(share * BAR)
        bar = "█" * full + "░" * (BAR - full)
        step = t("step {number} of {goal}", number=look.number, goal=self._goal)
        loss = "-" if look.whole is None else show(look.whole, 4)
        accuracy = "-" if look.accuracy is None else show(100 * look.accuracy, 3)
        parts: list[tuple[str, str] | str] = []
        for part in PHASES:
            parts += [" > "] if parts else []
            parts.append((t(PARTS[part]), "bold reverse" if part == look.phase else ""))
        return Content("\n").join(
            [
                Content(f"{step}  {bar}"),
                Content(
                    t(
                        "loss {loss}   right {accuracy} %   epoch {epoch}",
                        loss=loss,
                        accuracy=accuracy,
                        epoch=look.epoch,
                    )
                ),
                Content(""),
                Content.assemble(*parts),
                Content(told(self.training, look, t)),
            ]
        )

    def _setting(self, name: str) -> Setting:
        value = getattr(self.training, name)
        if name == "rule":
            written = title(value)
        elif isinstance(value, str):
            written = self.t(NAMES[value])
        else:
            written = show(value)
        return Setting(name, self.t(TITLES[name]), written)

    # --- the run -----------------------------------------------------------------------------------------

    def action_run(self) -> None:
        """Train, or pause."""
        if self.run is not None:
            self.pause()
            self.show()
            return
        if self.training.number >= self._goal:
            self._goal = self.training.number + self._run_steps
        pauses = (SECONDS_A_PICTURE, SECONDS_A_PART) if self.animated else (0, 0)
        self.run = Run(self.training, self._goal, self.query_one(BoundaryView).cells, *pauses)
        self._every(SECONDS_A_PICTURE)
        self._train(self.run)

    @work(thread=True, group="training")
    def _train(self, run: Run) -> None:
        run.go()

    def _tick(self) -> None:
        self._ticks += 1
        run = self.run
        if run is not None and run.is_over:
            self.pause()
        self.show()

    def pause(self) -> None:
        """Stand still, and leave no worker behind."""
        super().pause()
        if self.run is not None:
            self.run.stop()
            self.run = None

    def action_step(self) -> None:
        """Make one step, or what is left of one."""
        self.pause()
        self.training.step()
        self.show()

    def action_part(self) -> None:
        """Make the next part of a step."""
        self.pause()
        self.training.part()
        self.show()

    def action_stop(self) -> None:
        """Back to the start, with the same weights."""
        self._begin()

    def action_again(self) -> None:
        """Begin anew, with other weights."""
        if self.assignment is None or "seed" in self._free:
            self.training.adjust("seed", 1)
            self._begin()

    def _begin(self) -> None:
        self.pause()
        self.training.begin()
        self._goal = self._run_steps
        self.show()

    # --- what is chosen ----------------------------------------------------------------------------------

    @on(SettingsPanel.Changed)
    def _changed(self, event: SettingsPanel.Changed) -> None:
        event.stop()
        if event.setting not in ON_THE_WAY:
            self.pause()
        rate = self.training.lr
        self.training.adjust(event.setting, event.by)
        if "lr" not in self._free:  # another rule brings its own rate only where that may be changed
            self.training.choose("lr", rate)
        if not self.training.number:
            self._goal = self._run_steps
        self.show()
