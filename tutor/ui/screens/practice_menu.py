"""What to practise: what is needed, by Enter alone, or skills of one's choice, so many questions or minutes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor import choosing, skill_lines
from tutor.cells import cells, cut
from tutor.learner.mastery import Mastery
from tutor.practice import COUNT, MOST, Wish, practised
from tutor.quiz.skills import SKILLS
from tutor.ui.screens.base import TutorScreen
from tutor.ui.widgets.key_bar import KeyBar
from tutor.ui.widgets.settings_panel import Setting, SettingsPanel
from tutor.words import N_

NEEDED = "*needed"
"""The first entry, which is no skill."""

COUNTS = (3, 5, COUNT, 15, 20, 30, 50, MOST)
MINUTES = (None, 5, 10, 15, 20, 30, 45, 60)
LEVELS = (None, 1, 2, 3)

_AROUND = 20
"""Cells of a skill's row that are neither its title nor its state, frame and scrollbar among them."""


class PracticeMenuScreen(TutorScreen):
    """Begin a practice. Enter begins at once."""

    BINDINGS = [  # noqa: RUF012
        Binding("enter", "begin", N_("Begin"), tooltip=N_("Begin the practice"), priority=True),
        Binding("space", "mark", N_("Mark"), tooltip=N_("Mark the skill under the cursor, or take the mark away")),
        Binding("tab", "app.focus_next", N_("Length"), tooltip=N_("To the number of questions and back")),
        Binding("escape", "leave", N_("Map"), tooltip=N_("The map of lessons")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._marked: dict[str, None] = {}
        self._count, self._minutes, self._level = COUNTS.index(COUNT), 0, 0
        self._masteries: Mapping[str, Mastery] = {}

    def compose(self) -> ComposeResult:
        """The skills, below them how long and how hard."""
        yield Static(id="title", markup=False)
        yield OptionList(id="practised", markup=False)
        yield SettingsPanel(id="length")
        yield KeyBar(show_command_palette=False)

    def on_mount(self) -> None:
        """Show it."""
        self._fill()
        self.query_one(OptionList).focus()

    def on_resize(self) -> None:
        """There is more room, or less."""
        self._fill()

    def language_changed(self) -> None:
        """Say everything again."""
        super().language_changed()
        self._fill()

    def record_opened(self) -> None:
        """How it stands with each skill is known now."""
        self._fill()

    def _fill(self) -> None:
        t, today, record = self.t, date.today(), self.tutor.record
        self._masteries = record.masteries() if record is not None else {}
        self.query_one("#title", Static).update(Content(t("Practice")))
        options = self.query_one(OptionList)
        at = options.highlighted or 0
        options.clear_options()
        due = choosing.due(SKILLS, self._masteries, today)
        needed = t("what is due, and then what comes next")
        if due:
            needed = t.n(
                "{count} skill is due, then what comes next", "{count} skills are due, then what comes next", len(due)
            )
        options.add_option(Option(Content.assemble((t("What I need now"), "bold"), "  ", needed), id=NEEDED))
        options.add_option(
            Option(Content.styled(t("Or skills of your choice: Space marks"), "bold $text-primary"), disabled=True)
        )
        for skill in practised():
            options.add_option(Option(self._line(skill, today), id=skill))
        options.highlighted = at
        self._show_settings()

    def _line(self, skill: str, today: date) -> Content:
        t, mastery = self.t, skill_lines.of(skill, self._masteries)
        box = "[x]" if skill in self._marked else "[ ]"
        mark, state = skill_lines.MARKS[mastery.standing(today)], skill_lines.state(mastery, today, t)
        title = cut(skill_lines.title(skill, t), max(self.size.width - _AROUND - cells(state), 8), "…")
        return Content.assemble(f"{box} {mark} ", title, "  ", (state, "italic"))

    def _show_settings(self) -> None:
        t, count, minutes, level = self.t, COUNTS[self._count], MINUTES[self._minutes], LEVELS[self._level]
        self.query_one(SettingsPanel).show(
            [
                Setting("count", t("Questions"), t("no limit") if count == MOST else str(count)),
                Setting("minutes", t("Minutes"), t("no limit") if minutes is None else str(minutes)),
                Setting("level", t("Level"), t("what fits") if level is None else str(level)),
            ]
        )

    @on(SettingsPanel.Changed)
    def _changed(self, event: SettingsPanel.Changed) -> None:
        event.stop()
        if event.setting == "count":
            self._count = (self._count + event.by) % len(COUNTS)
        elif event.setting == "minutes":
            before = self._minutes
            self._minutes = (self._minutes + event.by) % len(MINUTES)
            if not before or not self._minutes:  # time takes the place of a number of questions, and gives it back
                self._count = COUNTS.index(MOST if self._minutes else COUNT)
        else:
            self._level = (self._level + event.by) % len(LEVELS)
        self._show_settings()

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id == NEEDED:
            self.action_begin()
        else:
            self.action_mark()

    def action_mark(self) -> None:
        """Mark the skill under the cursor, or take its mark away."""
        options = self.query_one(OptionList)
        at = options.highlighted_option
        if at is None or at.id is None or at.id == NEEDED:
            return
        if at.id in self._marked:
            del self._marked[at.id]
        else:
            self._marked[at.id] = None
        options.replace_option_prompt(at.id, self._line(at.id, date.today()))

    @property
    def wish(self) -> Wish:
        """What was chosen: the marked skills; without a mark the one under the cursor."""
        at = self.query_one(OptionList).highlighted_option
        pointed = () if at is None or at.id in (None, NEEDED) else (str(at.id),)
        skills = tuple(self._marked) or pointed
        return Wish(skills, LEVELS[self._level], COUNTS[self._count], MINUTES[self._minutes])

    def action_begin(self) -> None:
        """Begin the practice."""
        if self.is_active:
            wish = self.wish
            self.tutor.show_map()
            self.tutor.open_practice(wish)

    def action_leave(self) -> None:
        """Go to the map."""
        if self.is_active:
            self.tutor.show_map()
