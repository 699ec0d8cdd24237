"""A practice: a lesson's screen, which at the end leads to what came of it."""

from __future__ import annotations

from tutor.practice import PracticeSession
from tutor.ui.screens.lesson import LessonScreen


class PracticeScreen(LessonScreen):
    """A practice, from its first item to its end."""

    async def _show(self) -> None:
        await super()._show()
        session = self.session
        if isinstance(session, PracticeSession) and session.finished and self.is_active:
            from tutor.ui.screens.recap import RecapScreen

            self.app.push_screen(RecapScreen(session))
