"""The questions on a learner's own expression: a lesson's screen above the playground, to which it leads back."""

from __future__ import annotations

from textual import on
from textual.binding import Binding

from tutor.own_questions import OwnSession
from tutor.session import LessonSession
from tutor.ui.screens.lesson import LessonScreen
from tutor.ui.widgets.answer_box import AnswerBox
from tutor.words import N_


class AskedScreen(LessonScreen):
    """A lesson from its first step on. Escape, and Enter after the summary, lead back to what lies below."""

    BINDINGS = [  # noqa: RUF012
        Binding("escape", "leave", N_("Leave"), tooltip=N_("Back to your expression, as it was")),
    ]

    def __init__(self, session: OwnSession) -> None:
        super().__init__()
        self._own = session

    async def on_mount(self) -> None:
        """Begin."""
        await self.begin(self._own)

    def language_changed(self) -> None:
        """Say everything again, the questions too."""
        if self.session is not None:
            self.run_worker(self.speak(self._own.in_language(self.t.lang)), exclusive=True)
        self.refresh_bindings()

    def _show_answer_box(self, session: LessonSession) -> None:
        super()._show_answer_box(session)
        if session.finished:
            self.query_one(AnswerBox).put(self.t("Enter: back to the playground"), open_=False)

    @on(AnswerBox.Answered)
    def _leave_at_the_end(self, event: AnswerBox.Answered) -> None:
        """After the summary there is no next lesson."""
        if self.session is not None and self.session.finished:
            event.stop()
            event.prevent_default()
            self.action_leave()

    def action_leave(self) -> None:
        """Back to the playground."""
        if self.is_active:
            self.app.pop_screen()
