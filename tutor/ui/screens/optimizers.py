"""The optimizer lab: optimizers side by side on a loss surface, step by step, and the next point to be predicted."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widgets import Static

from tutor.complaints import complaint
from tutor.drawing import ASCII
from tutor.experiments.descents import Descents
from tutor.experiments.runner import Runner
from tutor.experiments.surfaces import SURFACES, Surface
from tutor.ui.screens.lab import Assignment
from tutor.ui.screens.own_surface import OwnSurface
from tutor.ui.screens.predictions import Predictions
from tutor.ui.screens.running_lab import RunningLab
from tutor.ui.widgets.answer_box import AnswerBox
from tutor.ui.widgets.expression_box import ExpressionBox
from tutor.ui.widgets.feedback import Feedback
from tutor.ui.widgets.key_bar import KeyBar
from tutor.ui.widgets.loss_plot import LossPlot
from tutor.ui.widgets.reading import Reading
from tutor.ui.widgets.runners import RULE, SWITCH, RunnerTable, settings_of
from tutor.ui.widgets.settings_panel import SettingsPanel
from tutor.ui.widgets.surface import SurfaceView
from tutor.words import N_

RUN_STEPS = 50
"""So many steps a run makes, with animation and without."""

SECONDS_A_STEP = 0.12


class OptimizerScreen(RunningLab):
    """The lab. Its state is a `Descents`; predictions have a part of their own."""

    ROWS_WITH_LOSSES = 24

    BINDINGS = [  # noqa: RUF012
        Binding("space", "run", N_("Run"), tooltip=N_("Run fifty steps, or pause"), id="optimizers.run"),
        Binding("n,ㅜ", "step", N_("Step"), key_display="n", tooltip=N_("Make one step"), id="optimizers.step"),
        Binding(
            "b,ㅠ",
            "back",
            N_("Back"),
            show=False,
            key_display="b",
            tooltip=N_("Undo the last step"),
            id="optimizers.back",
        ),
        Binding(
            "r,ㄱ",
            "reset",
            N_("Reset"),
            show=False,
            key_display="r",
            tooltip=N_("All back to the start"),
            id="optimizers.reset",
        ),
        Binding(
            "s,ㄴ",
            "surface",
            N_("Surface"),
            key_display="s",
            tooltip=N_("The next loss surface"),
            id="optimizers.surface",
        ),
        Binding(
            "e,ㄷ",
            "own",
            N_("Own"),
            show=False,
            key_display="e",
            tooltip=N_("Type a loss of your own in x and y"),
            id="optimizers.own",
        ),
        Binding(
            "p,ㅔ",
            "predict",
            N_("Predict"),
            key_display="p",
            tooltip=N_("Predict each next point of the chosen"),
            id="optimizers.predict",
        ),
        Binding(
            "l,ㅣ",
            "losses",
            N_("Losses"),
            key_display="l",
            tooltip=N_("Loss curves, or the map"),
            id="optimizers.losses",
        ),
        Binding(
            "g,ㅎ",
            "scale",
            show=False,
            key_display="g",
            tooltip=N_("Logarithmic or linear loss axis"),
            id="optimizers.scale",
        ),
        Binding("left_square_bracket", "zoom(1.25)", show=False, key_display="[", tooltip=N_("Show more of the plane")),
        Binding("right_square_bracket", "zoom(0.8)", show=False, key_display="]", tooltip=N_("Show less of the plane")),
        *(Binding(str(at), f"choose({at - 1})", show=False, tooltip=N_("Choose an optimizer")) for at in range(1, 5)),
    ]

    def __init__(self, assignment: Assignment | None = None) -> None:
        super().__init__(assignment)
        self.lab = Descents()
        if assignment is not None:
            lab = assignment.question.trial.lab(assignment.question.trial.settings)
            assert isinstance(lab, Descents)
            self.lab = lab
        self.predictions = Predictions(self)
        self.own = OwnSurface(self)
        self._left = 0
        """How many steps of the present run are left."""

    def state(self) -> Descents:
        """The lab."""
        return self.lab

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where a lesson wants something found, all else stays as the lesson has it."""
        return self.assignment is None or action not in ("surface", "own", "predict", "choose")

    def compose(self) -> ComposeResult:
        """The map, and beside it numbers, settings and curves."""
        yield Static(id="title", markup=False)
        with Container(id="lab"):
            yield SurfaceView(id="surface")
            with Vertical(id="lab-side"):
                yield RunnerTable(id="runners")
                yield SettingsPanel(marked=len((SWITCH, RULE)), id="runner-settings")
                with Reading(id="lab-said"):
                    yield Static(id="said", markup=False)
                    yield Feedback(id="feedback")
                yield Static(id="losses-title", markup=False)
                yield LossPlot(id="losses")
                yield AnswerBox(id="answer")
        yield ExpressionBox(id="own")
        yield KeyBar(show_command_palette=False)

    def on_mount(self) -> None:
        """Show where the lab stands; the settings have the focus."""
        self.query_one("#own").display = False
        self.query_one("#answer").display = False
        self.query_one(SettingsPanel).focus()
        self.call_after_refresh(self.show)

    def language_changed(self) -> None:
        """Say everything again."""
        super().language_changed()
        self.predictions.speak()
        if self.own.is_open:
            self.own.speak()

    def record_opened(self) -> None:
        """Predictions may have waited for it."""
        self.predictions.record_opened()

    # --- showing -----------------------------------------------------------------------------------------

    def show(self) -> None:
        """Show where the lab stands."""
        if not self.is_mounted or not self.query("#title"):
            return
        t, lab = self.t, self.lab
        name = t(lab.surface.title)
        self.query_one("#title", Static).update(
            Content(self.titled(f"{t('Optimizer lab')}   {name}: L = {lab.surface.text}"))
        )
        self.query_one(RunnerTable).show(lab, t)
        self.query_one(SettingsPanel).show(settings_of(lab.runner, t, self.asked_for))
        if self.query_one(SurfaceView).display:
            self.query_one(SurfaceView).show(lab, self.glyphs)
        plot = self.query_one(LossPlot)
        if plot.display and plot.size:
            plot.show(lab, plain=self.glyphs is ASCII)
            self.query_one("#losses-title", Static).update(Content(t("loss over the steps")))
        self.predictions.show()
        if not self.predictions.is_on:
            self._say()

    def _say(self) -> None:
        lines = [line for runner in self.lab.runners if (line := self._stopped(runner))]
        if not lines and not self.has_class("-losses"):  # the curves need the rows more
            if self.assignment is None:
                lines = [self.t("Tab: the map, where the arrows move S. b: back. r: reset. e: a loss of your own.")]
            else:
                lines = [self.t("Space: run. b: a step back. r: back to the start.")]
        self.query_one("#said", Static).update(Content("\n".join(lines)))

    def _stopped(self, runner: Runner) -> str:
        """Why a runner does not go on, in a sentence; empty where it does."""
        t, place = self.t, runner.place
        if not runner.on or self.lab.goes_on(runner):
            return ""
        if place is None or runner.failure is not None:
            reason = complaint(runner.failure, t) if runner.failure is not None else ""
            number = place.step.number if place is not None else 0
            return t("{rule} stops after step {number}: {reason}.", rule=runner.title, number=number, reason=reason)
        return t(
            "{rule} is far outside after step {number}: the learning rate is too large here, or the ground falls on.",
            rule=runner.title,
            number=place.step.number,
        )

    # --- the run -----------------------------------------------------------------------------------------

    def action_run(self) -> None:
        """Run, or pause."""
        if self.predictions.is_on:
            return
        if self.runs:
            self.pause()
        elif self.animated:
            self._left = RUN_STEPS
            self._every(SECONDS_A_STEP)
        else:
            self.lab.run(RUN_STEPS)
            self.show()

    def _tick(self) -> None:
        self._left -= 1
        if not self.lab.step() or self._left <= 0:
            self.pause()
        self.show()

    def action_step(self) -> None:
        """Make one step."""
        self.pause()
        if not self.predictions.is_on:
            self.lab.step()
            self.show()

    def action_back(self) -> None:
        """Undo the last step."""
        self.pause()
        self.lab.back()
        self.show()

    def action_reset(self) -> None:
        """All back to the start."""
        self.pause()
        self.lab.reset()
        self.show()

    # --- what is chosen ----------------------------------------------------------------------------------

    def action_choose(self, index: int) -> None:
        """Choose an optimizer."""
        self.lab.choose(index)
        self.show()

    @on(RunnerTable.Chosen)
    def _chosen(self, event: RunnerTable.Chosen) -> None:
        event.stop()
        if not self.predictions.is_on and self.assignment is None:
            self.action_choose(event.index)

    @on(SettingsPanel.Changed)
    def _changed(self, event: SettingsPanel.Changed) -> None:
        event.stop()
        if event.setting == SWITCH:
            self.lab.switch()
        elif event.setting == RULE:
            self.lab.turn_rule(event.by)
        else:
            self.lab.adjust(event.setting, event.by)
        if self.assignment is not None:  # what is asked is what comes of these settings from the start on
            self.pause()
            self.lab.reset()
        self.show()

    @on(SurfaceView.Nudged)
    def _nudged(self, event: SurfaceView.Nudged) -> None:
        event.stop()
        x, y = self.lab.start
        self._start_at(x + event.right, y + event.up)

    @on(SurfaceView.Pointed)
    def _pointed(self, event: SurfaceView.Pointed) -> None:
        event.stop()
        self._start_at(event.x, event.y)

    def _start_at(self, x: float, y: float) -> None:
        """Begin anew from another start, as round as its cell allows; one outside the picture is left alone."""
        if self.predictions.is_on or self.assignment is not None or not self.lab.box.holds(x, y):
            return
        self.pause()
        self.lab.move_start(float(f"{x:.4g}"), float(f"{y:.4g}"))
        self.show()

    def action_zoom(self, factor: float) -> None:
        """Show more of the plane, or less."""
        self.lab.zoom(factor)
        self.show()

    def action_surface(self) -> None:
        """Go to the next surface."""
        every = list(SURFACES)
        here = self.lab.surface.id
        self.use(SURFACES[every[(every.index(here) + 1) % len(every)] if here in every else every[0]])

    def use(self, surface: Surface) -> None:
        """Go to another surface."""
        self.pause()
        self.lab.use(surface)
        self.show()

    # --- a surface of one's own --------------------------------------------------------------------------

    def action_own(self) -> None:
        """Open the line in which a loss is typed."""
        self.pause()
        if self.predictions.is_on:
            self.predictions.end()
        self.own.open()

    @on(ExpressionBox.Changed)
    def _typed(self, event: ExpressionBox.Changed) -> None:
        event.stop()
        self.own.read()

    @on(ExpressionBox.Entered)
    def _entered(self, event: ExpressionBox.Entered) -> None:
        event.stop()
        self.own.take()

    # --- predicting --------------------------------------------------------------------------------------

    def action_predict(self) -> None:
        """Ask for each next point from now on."""
        self.pause()
        self.predictions.begin()

    @on(AnswerBox.Answered)
    def _answered(self, event: AnswerBox.Answered) -> None:
        event.stop()
        self.predictions.answer(event.text)

    @on(AnswerBox.Called)
    def _called(self, event: AnswerBox.Called) -> None:
        event.stop()
        self.predictions.help(event.character)

    def action_leave(self) -> None:
        """Close what is open, or go to the map."""
        if self.own.is_open:
            self.own.close()
        elif self.predictions.is_on:
            self.predictions.end()
        else:
            super().action_leave()
