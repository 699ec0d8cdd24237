"""The app: it opens the record, switches screens and languages, and leaves the rest to the screens."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from textual import work
from textual.app import SystemCommand
from textual.binding import Binding
from textual.command import CommandPalette
from textual.screen import Screen
from textual.theme import ThemeProvider
from textual.widget import AwaitMount

from tutor import paths
from tutor.course import Course, CourseError, Lesson, load_lesson, load_titles
from tutor.learner.record import Notice, Place, Record, next_lesson
from tutor.learner.settings import Settings
from tutor.ui.looks import Looks
from tutor.ui.rooms import ROOMS
from tutor.ui.screens.base import TutorScreen
from tutor.ui.screens.palette import Palette
from tutor.words import N_, Words, words

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

    from tutor.practice import Wish
    from tutor.session import LessonSession
    from tutor.ui.screens.lesson import LessonScreen


def one_at_a_time(loop: asyncio.AbstractEventLoop, name: str) -> None:
    """Have the loop call the handler that this signal has by now.

    Called by the signal itself, a second one may come while the first is handled, and be done before it. Textual's
    handler reads the terminal's size and then sends it, so of two quick changes the older size could be sent last.
    """
    number = getattr(signal, name, None)
    handler = None if number is None else signal.getsignal(number)
    if number is not None and callable(handler):
        with suppress(NotImplementedError):  # where the loop knows no signals
            loop.add_signal_handler(number, handler, number, None)


class TutorApp(Looks):
    """The tutor on screens."""

    CSS_PATH = paths.stylesheet()
    TITLE = "bptutor"
    BINDINGS = [  # noqa: RUF012
        Binding("f1", "help", N_("Help"), tooltip=N_("How to answer, and all keys"), id="app.help"),
        # With priority, so that it works over the command palette too.
        Binding(
            "ctrl+q",
            "quit",
            N_("Quit"),
            tooltip=N_("Quit; every answer and your place are kept"),
            priority=True,
            id="app.quit",
        ),
    ]

    def __init__(
        self,
        course: Course,
        record: Path,
        settings: Settings,
        lang: str,
        *,
        first: Callable[[TutorApp], object] | None = None,
        learner: str = "",
        animated: bool = True,
        ascii_only: bool = False,
    ) -> None:
        """Start with what `first` opens; else at the map, the first time at lesson 1. Without `animated` nothing
        moves, with `ascii_only` all is drawn in ASCII, whatever the settings say. `learner` is who sits there, where
        several share the machine."""
        super().__init__(settings, animated=animated, ascii_only=ascii_only)
        self.course = course
        self.t: Words = words(lang)
        self._record_path = record
        self._record: Record | None = None
        self._opening = Lock()
        self._told: Notice | None = None
        """The notice that was shown last: each is shown once."""
        self._first = first
        self.learner = learner
        self.moved_keys: dict[str, str] = {}
        """The keys that the learner has moved, by the ids of `ui/keys.py`."""

    # --- start and end -----------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Show the first screen. Its paint waits neither for the record nor for a page: threads bring them."""
        loop = asyncio.get_running_loop()
        for number in (getattr(signal, name, None) for name in ("SIGTERM", "SIGHUP", "SIGINT")):
            if number is not None:
                with suppress(NotImplementedError):  # where the loop knows no signals
                    loop.add_signal_handler(number, self._ended_by, number)
        one_at_a_time(loop, "SIGWINCH")
        self.keep_theme()
        if self.settings.keys:
            for line in self.use_keys():
                self.notify(line, severity="warning", timeout=15, markup=False)
        self._greet(is_new=bool(self.learner) and not self._record_path.parent.exists())
        if self._first is not None:
            self._first(self)
        elif not os.path.lexists(self._record_path):
            self.open_lesson(self.course.lessons[0])  # the first time: straight into the first lesson
        else:
            from tutor.ui.screens.map import MapScreen

            self.push_screen(MapScreen())
            self.call_after_refresh(self._open_record)

    def _greet(self, is_new: bool) -> None:
        """Say what can't be used in the settings, and that a learner is new: the name may have been typed wrong."""
        if not (self.settings.faults or is_new):
            return
        from tutor.phrases import new_learner_line, setting_line

        if is_new:
            self.notify(new_learner_line(self.learner, self.t), timeout=10, markup=False)
        for fault in self.settings.faults:
            line = setting_line(fault, self.settings.path, self.t)
            self.notify(line, severity="warning", timeout=15, markup=False)

    def _ended_by(self, number: int) -> None:
        self.exit(return_code=128 + number)

    async def on_unmount(self) -> None:
        """Let go of the record; what still waits is saved."""
        if self._record is not None:
            self._record.close()

    @work(thread=True, exclusive=True, group="record")
    def _open_record(self) -> None:
        self._the_record()
        import tutor.skill_lines  # noqa: F401  (the map needs it next; with the quiz it takes a moment)

        self.call_from_thread(self._record_opened)

    def _the_record(self) -> Record:
        """The record, opened on first use. Called from a worker: opening may take a moment."""
        with self._opening:  # two workers may want it at once
            if self._record is None:
                from tutor.learner.store import open_record

                self._record = open_record(self._record_path)
            return self._record

    def _record_opened(self) -> None:
        if not self.is_running:  # the learner quit meanwhile
            return
        for screen in self.screen_stack:
            if isinstance(screen, TutorScreen):
                screen.record_opened()
        self._tell_notice()
        if self._record is not None and self._record.check_due:
            self.set_timer(2, self._check_record)

    @work(thread=True, exclusive=True, group="check")
    def _check_record(self) -> None:
        """The day's check and backup, while nobody waits for it."""
        if self._record is not None:
            self._record.check()
            self.call_from_thread(self._tell_notice)

    def _tell_notice(self) -> None:
        notice = self.notice
        if notice is not None and notice != self._told:
            from tutor.phrases import notice_line

            self.notify(notice_line(notice, self.t), severity="warning", timeout=15, markup=False)
        self._told = notice

    @property
    def record(self) -> Record | None:
        """The learner's record; None until it is open."""
        return self._record

    @property
    def notice(self) -> Notice | None:
        """What the learner should know of the record."""
        return self._record.notice if self._record is not None else None

    # --- lessons -----------------------------------------------------------------------------------------

    @property
    def places(self) -> dict[str, Place]:
        """How far the learner is, by lesson id; empty until the record is open."""
        return self._record.places() if self._record is not None else {}

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

    # --- keys --------------------------------------------------------------------------------------------

    def use_keys(self) -> list[str]:
        """Take the keys from the settings; what is wrong with some of them, in one line each."""
        from tutor.ui.keys import fault_line, usable  # seldom needed

        self.moved_keys, faults = usable(self.settings.keys)
        self.set_keymap(self.moved_keys)
        return [fault_line(fault, self.t) for fault in faults]

    def key_of(self, id: str) -> str:
        """The key as it is shown, by an id of `ui/keys.py`: the one that the learner has chosen, or its own."""
        from tutor.ui.keys import KEYS, pretty

        return pretty(self.moved_keys.get(id) or KEYS[id].keys)

    # --- choices -----------------------------------------------------------------------------------------

    async def set_language(self, lang: str) -> None:
        """Speak another language from now on, also in the middle of a question."""
        from tutor.ui.screens.lesson import LessonScreen

        self.t = words(lang)
        self.settings.set("lang", lang)
        for screen in self.screen_stack:
            if isinstance(screen, LessonScreen) and screen.session is not None:
                with suppress(CourseError):  # a page from elsewhere has only its own language
                    await screen.speak(self._in_language(screen.session, lang))
            if isinstance(screen, TutorScreen):
                screen.language_changed()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The command palette's entries."""
        from tutor.ui.entries import entries  # nobody needs them for the first screen

        return entries(self, screen)

    def action_command_palette(self) -> None:
        """Open the command palette, in the learner's language."""
        if self.use_command_palette and not CommandPalette.is_open(self):
            self.push_screen(Palette(placeholder=self.t("Search for a command…")))

    def search_themes(self) -> None:
        """Choose a theme."""
        self.push_screen(Palette(providers=[ThemeProvider], placeholder=self.t("Search for a theme…")))

    def open_settings(self) -> None:
        """Show what can be chosen."""
        from tutor.ui.screens.settings import SettingsScreen

        if not isinstance(self.screen, SettingsScreen):
            self.push_screen(SettingsScreen())

    def action_help(self) -> None:
        """Show the help."""
        from tutor.ui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen())

    def action_help_quit(self) -> None:
        """Ctrl+C is for copying; say how to quit."""
        self.notify(
            self.t("{key} quits. Every answer and your place are kept.", key=self.key_of("app.quit")), markup=False
        )
