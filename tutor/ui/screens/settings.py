"""What can be chosen: language, colours, drawing, the daily goal, and the keys."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from tutor.learner.settings import MOST_A_DAY
from tutor.ui.keys import KEYS, PLACES, fault_line, usable
from tutor.ui.screens.base import TutorScreen
from tutor.ui.screens.catch_key import CatchKey
from tutor.ui.widgets.key_bar import KeyBar
from tutor.ui.widgets.key_table import KeyRow, KeyTable
from tutor.ui.widgets.settings_panel import Setting, SettingsPanel
from tutor.words import LANGUAGES, N_

GOALS: tuple[int, ...] = (*range(1, 10), *range(10, 100, 5), *range(100, MOST_A_DAY + 1, 50))
"""Daily goals that the arrows lead to; the file may have any."""


class SettingsScreen(TutorScreen):
    """A form; what is chosen is in force and written down at once."""

    BINDINGS = [  # noqa: RUF012
        Binding("tab", "app.focus_next", N_("Keys"), tooltip=N_("To the keys")),
        Binding("shift+tab", "app.focus_previous", show=False),
        Binding("escape", "close", N_("Back"), tooltip=N_("Back to where you were")),
    ]

    def described(self, binding: Binding) -> Binding:
        """Tab leads from the one half to the other."""
        if binding.key != "tab" or not isinstance(self.focused, KeyTable):
            return binding
        return replace(binding, description=N_("Settings"), tooltip=N_("Back to the settings"))

    def compose(self) -> ComposeResult:
        """The settings, the keys, and where all this is written."""
        yield Static(id="title", markup=False)
        yield SettingsPanel(id="choices")
        yield Static(id="keys-heading", classes="heading", markup=False)
        yield KeyTable(id="key-table", markup=False)
        yield Static(id="settings-file", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Show what is chosen."""
        self.query_one("#choices").focus()
        self._show()

    def language_changed(self) -> None:
        """Say everything again."""
        super().language_changed()
        self._show()

    def drawing_changed(self) -> None:
        """The settings may have been changed from elsewhere."""
        self._show()

    def _show(self) -> None:
        t, tutor = self.t, self.tutor
        settings = tutor.settings
        self.query_one("#title", Static).update(Content(t("Settings")))
        goal = t.n("{count} question", "{count} questions", settings.daily_goal)
        still = "" if tutor.may_move else " (--no-animation)"
        self.query_one(SettingsPanel).show(
            [
                Setting("lang", t("Language"), LANGUAGES[t.lang]),
                Setting("theme", t("Theme"), tutor.theme),
                Setting("animation", t("Animation"), (t("on") if tutor.animated else t("off")) + still),
                Setting("drawing", t("Drawing"), t("plain, in ASCII") if tutor.draws_plainly else t("fine, in lines")),
                Setting("daily_goal", t("Daily goal"), goal),
            ]
        )
        self.query_one("#keys-heading", Static).update(Content(t("Keys")))
        rows = []
        for place, name in PLACES.items():
            rows.append(KeyRow("", "", t(name)))
            for id, key in KEYS.items():
                if id.startswith(place + "."):
                    rows.append(KeyRow(id, tutor.key_of(id), key.line(t), id in tutor.moved_keys))
        self.query_one(KeyTable).show(rows, t("moved"))
        self.query_one("#settings-file", Static).update(Content(t("Written in {path}", path=settings.path)))

    # --- settings ----------------------------------------------------------------------------------------

    @on(SettingsPanel.Changed)
    async def _changed(self, event: SettingsPanel.Changed) -> None:
        event.stop()
        tutor, by = self.tutor, event.by
        match event.setting:
            case "lang":
                await tutor.set_language(_next(list(LANGUAGES), self.t.lang, by))
            case "theme":
                tutor.theme = _next(sorted(tutor.available_themes), tutor.theme, by)
                tutor.settings.set("theme", tutor.theme)
            case "animation":
                tutor.set_animation(tutor.settings.get("animation") == "off")
            case "drawing":
                tutor.set_drawing("box" if tutor.draws_plainly else "ascii")
            case "daily_goal":
                tutor.settings.set("daily_goal", goal_after(tutor.settings.daily_goal, by))
        self._written()

    def _written(self) -> None:
        """Show what is chosen now, and say where it could not be written."""
        settings, t = self.tutor.settings, self.t
        if settings.is_unsaved:
            self.notify(t("It could not be saved ({path}).", path=settings.path), severity="error", markup=False)
        elif settings.moved is not None:
            line = t("The file before could not be read; it is now {path}.", path=settings.moved)
            self.notify(line, severity="warning", timeout=15, markup=False)
            settings.moved = None
        self._show()

    # --- keys --------------------------------------------------------------------------------------------

    @on(KeyTable.Chosen)
    def _choose_key(self, event: KeyTable.Chosen) -> None:
        event.stop()
        question = self.t("Press the new key for: {what}", what=KEYS[event.id].title(self.t))
        self.app.push_screen(CatchKey(question, self.t("Esc: leave it as it is")), partial(self._move_key, event.id))

    def _move_key(self, id: str, key: str | None) -> None:
        if key is None:
            return
        settings = self.tutor.settings
        others = {other: moved for other, moved in settings.keys.items() if other != id}
        _, faults = usable(others | {id: key})
        for fault in faults:
            if fault.id == id:
                self.notify(fault_line(fault, self.t), severity="warning", markup=False)
                return
        by_itself = key in KEYS[id].keys.split(",")
        settings.set_key(id, None if by_itself else key)
        self._keys_changed()

    @on(KeyTable.PutBack)
    def _put_back(self, event: KeyTable.PutBack) -> None:
        event.stop()
        settings = self.tutor.settings
        others = {other: moved for other, moved in settings.keys.items() if other != event.id}
        settings.set_key(event.id, None)
        for fault in usable(others)[1]:
            if fault.other == event.id:  # what has the key meanwhile
                self.notify(fault_line(fault, self.t), severity="warning", markup=False)
        self._keys_changed()

    def _keys_changed(self) -> None:
        self.tutor.use_keys()
        self._written()

    def action_close(self) -> None:
        """Back to what lies below."""
        if self.is_active:
            self.app.pop_screen()


def goal_after(goal: int, by: int) -> int:
    """The next larger goal that the arrows lead to, or the next smaller one."""
    place = bisect_right(GOALS, goal) if by > 0 else bisect_left(GOALS, goal) - 1
    return GOALS[min(max(place, 0), len(GOALS) - 1)]


def _next(choices: list[str], now: str, by: int) -> str:
    """The choice after this one, or before it."""
    return choices[(choices.index(now) + by) % len(choices)] if now in choices else choices[0]
