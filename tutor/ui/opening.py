"""Where the app leads: to lessons, practices, progress and the places to try things out, each above the map."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.widget import AwaitMount

from tutor.course import Course, CourseError, Lesson, load_lesson, load_titles
from tutor.learner.record import next_lesson
from tutor.learner.settings import Settings
from tutor.ui.recorded import Recorded
from tutor.ui.rooms import ROOMS

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

    from tutor.practice import Wish
    from tutor.session import LessonSession
    from tutor.ui.screens.lesson import LessonScreen


class Opening(Recorded):
    """An app that opens a screen, and imports it, when it is asked for."""

    def __init__(
        self, course: Course, record: Path, settings: Settings, lang: str, *, animated: bool, ascii_only: bool
    ) -> None:
        super().__init__(record, settings, lang, animated=animated, ascii_only=ascii_only)
        self.course = course

    @property
    def next_lesson(self) -> str:
        """Where to go on."""
        return next_lesson(self.course.lessons, self.places)

    def lesson_after(self, lesson: str) -> tuple[str, str] | None:
        """Id and title of the lesson that follows; None after the last."""
        following = self.course.after(lesson)
        return None if following is None else (following, load_titles(self.course, self.t.lang)[following])

    def lesson_over(self, lesson: str) -> None:
        """Go on after a lesson's summary."""
        following = self.course.after(lesson)
        self.show_map()
        if following is not None:
            self.open_lesson(following)

    def choose_practice(self) -> None:
        """Leave what is open, and choose what to practise."""
        from tutor.ui.screens.practice_menu import PracticeMenuScreen

        self.show_map()
        self.push_screen(PracticeMenuScreen())

    def show_map(self) -> None:
        """Leave what is open, back to the map."""
        from tutor.ui.screens.map import MapScreen

        while not isinstance(self.screen, MapScreen):
            if len(self.screen_stack) > 2:
                self.pop_screen()
            elif len(self.screen_stack) == 1:  # the tutor begins with a room
                self.push_screen(MapScreen())
            else:  # the tutor began with a lesson: there was no map yet
                self.switch_screen(MapScreen())

    def open_lesson(self, lesson: str | Lesson | None) -> None:
        """Show a lesson of the course, a page, or (without one) the lesson at which the learner stopped."""
        from tutor.ui.screens.lesson import LessonScreen

        self._open(lambda: self._session(lesson), LessonScreen())

    def open_practice(self, wish: Wish | None = None) -> None:
        """Show a practice; without a wish one of all skills."""
        from tutor.ui.screens.practising import PracticeScreen

        self._open(lambda: self._practice_session(wish), PracticeScreen())

    def open_review(self) -> None:
        """Leave what is open, and practise what is due; where nothing is, that is said."""
        from tutor.ui.screens.practising import PracticeScreen

        self.show_map()
        self._open(self._review_session, PracticeScreen())

    def open_progress(self) -> None:
        """Leave what is open, and show what was done so far."""
        from tutor.ui.screens.progress import ProgressScreen

        self.show_map()
        self.push_screen(ProgressScreen())
        self.call_after_refresh(self._open_record)

    def open_room(self, name: str, *arguments: object) -> None:
        """Show a place to try things out, above the map; its screen and what that needs are imported now."""
        self.show_map()
        self.push_screen(ROOMS[name].screen()(*arguments))
        self.call_after_refresh(self._open_record)

    def _session(self, lesson: str | Lesson | None) -> LessonSession:
        from tutor.session import LessonSession

        if lesson is None:
            lesson = next_lesson(self.course.lessons, self._the_record().places())
        page = load_lesson(self.course, lesson, self.t.lang) if isinstance(lesson, str) else lesson
        return LessonSession(page, self._the_record())

    def _practice_session(self, wish: Wish | None) -> LessonSession:
        from tutor.practice import PracticeSession, Wish

        return PracticeSession(wish or Wish(), self._the_record(), self.t.lang)

    def _review_session(self) -> LessonSession | None:
        from tutor.practice import PracticeSession, Wish, due_today

        if not due_today(self._the_record()):
            return None
        return PracticeSession(Wish(review=True), self._the_record(), self.t.lang)

    def _open(self, begin: Callable[[], LessonSession | None], screen: LessonScreen) -> None:
        shown = self.push_screen(screen)
        self._load(begin, screen, shown)

    @work(thread=True, exclusive=True, group="lesson")
    def _load(self, begin: Callable[[], LessonSession | None], screen: LessonScreen, shown: AwaitMount) -> None:
        """Read the page and take up the session: in a thread, so that the first paint waits for nothing."""
        try:
            session = begin()
        except CourseError as error:
            self.call_from_thread(self._no_lesson, error.sentence(self.t), "error")
            return
        if session is None:
            self.call_from_thread(self._nothing_due)
            return
        self.call_from_thread(self.call_later, self._begin, screen, session, shown)

    async def _begin(self, screen: LessonScreen, session: LessonSession, shown: AwaitMount) -> None:
        await shown
        if screen in self.screen_stack:
            await screen.begin(session)
            if session.lesson.lang != self.t.lang:  # chosen while the page was being read
                with suppress(CourseError):
                    await screen.speak(self._in_language(session, self.t.lang))
        self._record_opened()

    def _in_language(self, session: LessonSession, lang: str) -> Lesson:
        from tutor.practice import PracticeSession

        if isinstance(session, PracticeSession):
            return session.in_language(lang)
        return load_lesson(self.course, session.lesson.id, lang)

    def _nothing_due(self) -> None:
        from tutor.skill_lines import nothing_due_lines

        masteries = self._record.masteries() if self._record is not None else {}
        self._record_opened()
        self._no_lesson(" ".join(nothing_due_lines(masteries, date.today(), self.t)), "information")

    def _no_lesson(self, why: str, severity: SeverityLevel) -> None:
        if not self.is_running:
            return
        self.show_map()
        self.notify(why, severity=severity, markup=False, timeout=15)
