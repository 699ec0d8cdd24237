"""From a playground to what goes on with its expression: a nudge, questions. Their screens are imported when wanted."""

from __future__ import annotations

from textual.notifications import SeverityLevel

from tutor.complaints import complaint
from tutor.core import CoreError
from tutor.experiments.playground import Playground
from tutor.ui.screens.picture import PictureScreen


class OnwardScreen(PictureScreen):
    """A screen on a playground, with the ways that lead on from it."""

    def __init__(self, play: Playground) -> None:
        super().__init__()
        self.play = play
        self._asking = False
        """Whether questions wait for the record."""

    def record_opened(self) -> None:
        """Questions may have waited for it."""
        if self._asking:
            self.action_ask()

    def tell(self, text: str, severity: SeverityLevel = "information") -> None:
        """Say something in passing."""
        self.notify(text, severity=severity, markup=False)

    def action_nudge(self) -> None:
        """Nudge an input."""
        from tutor.experiments.nudging import Nudging
        from tutor.ui.screens.nudge import NudgeScreen

        if self.play.graph is None or not self.can_go_on():
            return
        try:
            nudging = Nudging(self.play.graph, self.play.inputs, self.play.output, chosen=self.play.chosen)
        except CoreError as error:
            self.tell(complaint(error, self.t), "warning")
            return
        self.app.push_screen(NudgeScreen(nudging))

    def action_ask(self) -> None:
        """Questions on the expression."""
        from tutor.own_questions import MOST, Own, OwnSession
        from tutor.ui.screens.asked import AskedScreen

        play, record, t = self.play, self.tutor.record, self.t
        if play.graph is None or not self.can_go_on():
            return
        if play.size > MOST:
            self.tell(t("More than {limit} quantities are too many to ask about.", limit=MOST), "warning")
            return
        self._asking = record is None  # a moment after the start it is not open yet
        if record is not None:
            own = Own(play.text, play.graph, dict(play.inputs), play.output)
            self.app.push_screen(AskedScreen(OwnSession(own, record, t.lang)))

    def can_go_on(self) -> bool:
        """Whether there are values and gradients; if not, it is said why."""
        fault = self.play.error or self.play.trouble
        if fault is not None:
            self.tell(complaint(fault, self.t), "warning")
        return fault is None
