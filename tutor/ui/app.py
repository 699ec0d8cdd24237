"""The app: what it begins and ends with, languages and keys. The rest it leaves to the screens."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from textual.app import SystemCommand
from textual.binding import Binding
from textual.command import CommandPalette
from textual.screen import Screen
from textual.theme import ThemeProvider

from tutor import paths
from tutor.course import Course, CourseError
from tutor.learner.settings import Settings
from tutor.ui.opening import Opening
from tutor.ui.screens.base import TutorScreen
from tutor.ui.screens.palette import Palette
from tutor.words import N_, words


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


class TutorApp(Opening):
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
        super().__init__(course, record, settings, lang, animated=animated, ascii_only=ascii_only)
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
