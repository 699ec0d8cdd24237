"""The map of the course: units, lessons and skills, what is done, what is due, where to go on. Nothing is locked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor import skill_lines
from tutor.cells import cells
from tutor.choosing import due
from tutor.course import clean_line, load_titles
from tutor.learner.mastery import Mastery
from tutor.learner.record import Place
from tutor.quiz.skills import SKILLS
from tutor.ui.rooms import ROOMS
from tutor.ui.screens.base import BESIDE, TutorScreen
from tutor.ui.widgets.key_bar import KeyBar
from tutor.ui.widgets.skill_pane import SkillPane, SkillRow
from tutor.words import N_

PRACTICE = "*"
"""The entry that is no lesson: no lesson can have such an id."""

ROOM = "*"
"""Stands before the id of a room, for the same reason."""

PRACTICE_HELP = N_("New numbers each time: what you need, or what you choose")

MARKS = {"done": "✓", "current": "▸", "new": "·"}


class MapScreen(TutorScreen):
    """Choose a lesson."""

    BINDINGS = [  # noqa: RUF012
        Binding("enter", "open", N_("Open"), tooltip=N_("Open the lesson under the cursor"), priority=True),
        # The same key where Hangul is being typed.
        Binding("p,ㅔ", "practise", N_("Practice"), key_display="p", tooltip=PRACTICE_HELP, id="map.practise"),
        Binding(
            "r,ㄱ",
            "review",
            N_("Review"),
            key_display="r",
            tooltip=N_("Practise what is due today"),
            id="map.review",
        ),
        Binding(
            "g,ㅎ",
            "progress",
            N_("Progress"),
            key_display="g",
            tooltip=N_("What you have done so far"),
            id="map.progress",
        ),
        Binding(
            "t,ㅅ",
            "try_out",
            N_("Try out"),
            key_display="t",
            tooltip=N_("Go to the playground and the labs"),
            id="map.try_out",
        ),
        Binding(
            "s,ㄴ",
            "settings",
            N_("Settings"),
            key_display="s",
            tooltip=N_("Language, colours, drawing, daily goal and keys"),
            id="map.settings",
        ),
    ]

    VERTICAL_BREAKPOINTS = [(0, "-tiny"), (18, "-low"), (32, "-high")]  # noqa: RUF012 (Textual's own form)
    """In a low window the list needs all rows."""

    _masteries: Mapping[str, Mastery] = {}
    """How it stands with each skill that was ever tried."""
    _due: Sequence[str] = ()
    """The skills that are due today, those most nearly forgotten first."""
    _today = date.min
    _pointed_at = ""
    """The lesson on which the cursor was set last; where it stands elsewhere, the learner has moved it."""

    def compose(self) -> ComposeResult:
        """Title, list, a line about it."""
        yield Static(id="title", markup=False)
        yield Static(id="greeting", markup=False)
        with Container(id="map"):
            yield OptionList(id="lessons", markup=False)
            yield SkillPane(id="skills")
        yield KeyBar(show_command_palette=True)

    def on_mount(self) -> None:
        """The keys are the list's; it is filled as the screen comes up."""
        self.query_one(OptionList).focus()

    def on_screen_resume(self) -> None:
        """Show the lessons at once, and what is done as far as the record is open; it may have changed in a lesson."""
        self._pointed_at = ""
        self._fill()

    def spared(self) -> Collection[str]:
        """What the list itself does and leads to needs no room in a narrow footer."""
        return () if self.size.width >= BESIDE else ("open", "try_out")

    def language_changed(self) -> None:
        """Say everything again."""
        super().language_changed()
        self._fill()

    def record_opened(self) -> None:
        """The record is there now."""
        self._fill()

    def _fill(self) -> None:
        t, tutor = self.t, self.tutor
        course, places = tutor.course, tutor.places
        titles = load_titles(course, t.lang)
        title = t("bptutor: learn backpropagation by predicting it")
        if tutor.learner:
            title += f" · {clean_line(tutor.learner)}"
        self.query_one("#title", Static).update(Content(title))
        self._look_up()
        going_on = tutor.next_lesson
        self.query_one("#greeting", Static).update(Content("\n".join(self._greeting(titles, going_on))))
        lessons = self.query_one(OptionList)
        at = lessons.highlighted_option
        moved = at is not None and at.id is not None and self._pointed_at not in ("", at.id)
        lessons.clear_options()
        for unit in course.units:
            lessons.add_option(_heading(unit.title(t.lang)))
            for lesson in unit.lessons:
                lessons.add_option(Option(self._line(lesson, titles[lesson], places.get(lesson)), id=lesson))
        lessons.add_option(_heading(t("Practice")))
        lessons.add_option(Option(Content("  ∞ " + t(PRACTICE_HELP)), id=PRACTICE))
        lessons.add_option(_heading(t("Try things out")))
        widest = max(cells(t(room.title)) for room in ROOMS.values())
        for name, room in ROOMS.items():
            title = t(room.title)
            line = Content.assemble("  ◇ ", title, " " * (widest - cells(title) + 2), t(room.help))
            lessons.add_option(Option(line, id=ROOM + name))
        self.refresh_bindings()
        if moved and at is not None and at.id is not None:  # whoever is choosing keeps the place
            lessons.highlighted = lessons.get_option_index(at.id)
        else:
            lessons.highlighted = lessons.get_option_index(going_on)
            self._pointed_at = going_on

    def _look_up(self) -> None:
        """Read anew how it stands with the skills; nothing is known before the record is open."""
        record, self._today = self.tutor.record, date.today()
        self._masteries = record.masteries() if record is not None else {}
        self._due = due(SKILLS, self._masteries, self._today)

    def _greeting(self, titles: Mapping[str, str], going_on: str) -> list[str]:
        """Where to go on, what is due, and how much of the day's goal is done."""
        t, course, places = self.t, self.tutor.course, self.tutor.places
        done = sum(places[lesson].done for lesson in course.lessons if lesson in places)
        if not places:
            lines = [t("Begin with the first lesson, or with any other.")]
        elif done == len(course.lessons):
            lines = [t("All {count} lessons are done. Any of them can be done again.", count=done)]
        else:
            lines = [t("Continue: {title}", title=titles[going_on])]
        said = " ".join(part for part in (self._count_due(), self._goal()) if part)
        return [*lines, said] if said else lines

    def _count_due(self) -> str:
        """How many skills are due; empty where none is."""
        count = len(self._due)
        return self.t.n("Due today: {count} skill.", "Due today: {count} skills.", count) if count else ""

    def _goal(self) -> str:
        """How much of the day's goal is done; empty for who has done nothing ever."""
        record = self.tutor.record
        if record is None or not self._masteries:
            return ""
        today = record.days(self._today).get(self._today)
        right = today["right"] if today is not None else 0
        return self.t("Right answers today: {count} of {goal}.", count=right, goal=self.tutor.settings.daily_goal)

    def _line(self, lesson: str, title: str, place: Place | None) -> Content:
        t = self.t
        state = "new" if place is None else "done" if place.done else "current"
        said = [{"done": t("done"), "current": t("begun"), "new": ""}[state], *self._of_skills(lesson)]
        # No colour: the cursor's bar may have any.
        return Content.assemble(
            "  ", (MARKS[state], "bold"), " ", title, "  ", (", ".join(part for part in said if part), "italic")
        )

    def _of_skills(self, lesson: str) -> list[str]:
        """What the line of a lesson says of its skills: how many are passed, and whether one is due."""
        skills = self.tutor.course.skills.get(lesson, ())
        known = [self._masteries[skill] for skill in skills if skill in self._masteries]
        if not known:
            return []
        t, passed = self.t, sum(mastery.passed for mastery in known)
        said = []
        if passed:
            said.append(
                t("passed") if passed == len(skills) else t("{count} of {all} passed", count=passed, all=len(skills))
            )
        return [*said, t("due today")] if any(skill in self._due for skill in skills) else said

    @on(OptionList.OptionHighlighted)
    def _pointed(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._show_skills(event.option_id or "")

    def _show_skills(self, at: str) -> None:
        """Say how it stands with the skills of what is under the cursor."""
        t, pane = self.t, self.query_one(SkillPane)
        if at.startswith(ROOM) and at != PRACTICE:
            room = ROOMS[at.removeprefix(ROOM)]
            pane.show(t(room.title), (), t(room.help))
        elif at == PRACTICE:
            title = self._count_due() or t("Nothing is due today.")
            pane.show(title, self._skill_rows(self._due), "" if self._due else t(PRACTICE_HELP))
        elif at:
            pane.show(
                t("What this lesson teaches"), self._skill_rows(self.tutor.course.skills.get(at, ())), self._all_due()
            )

    def _all_due(self) -> str:
        if not self._due:
            return ""
        return self.t("Due today: {skills}", skills=skill_lines.titles(self._due, self.t))

    def _skill_rows(self, skills: Sequence[str]) -> list[SkillRow]:
        if self.tutor.record is None:  # a moment after the start
            return []
        t, today, found = self.t, self._today, []
        for skill in skills:
            mastery = skill_lines.of(skill, self._masteries)
            standing = mastery.standing(today)
            name, state = skill_lines.title(skill, t), t(skill_lines.STANDINGS[standing])
            why, when = skill_lines.why(mastery, today, t), skill_lines.due_line(mastery, today, t)
            found.append(SkillRow(skill_lines.MARKS[standing], name, state, why, when))
        return found

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id == PRACTICE:
            self.tutor.choose_practice()
        elif event.option_id is not None and event.option_id.startswith(ROOM):
            self.tutor.open_room(event.option_id.removeprefix(ROOM))
        elif event.option_id is not None:
            self.tutor.open_lesson(event.option_id)

    def action_open(self) -> None:
        """Open the lesson under the cursor."""
        self.query_one(OptionList).action_select()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A review is offered where something is due."""
        return action != "review" or bool(self._due)

    def action_practise(self) -> None:
        """Practise what is needed, or choose."""
        if self.is_active:
            self.tutor.choose_practice()

    def action_review(self) -> None:
        """Practise what is due."""
        if self.is_active:
            self.tutor.open_review()

    def action_progress(self) -> None:
        """Show what was done so far."""
        if self.is_active:
            self.tutor.open_progress()

    def action_settings(self) -> None:
        """Show what can be chosen."""
        if self.is_active:
            self.tutor.open_settings()

    def action_try_out(self) -> None:
        """Put the cursor on the first room, with all of them in sight."""
        lessons = self.query_one(OptionList)
        lessons.highlighted = lessons.get_option_index(ROOM + next(iter(ROOMS)))
        lessons.scroll_end(animate=False)


def _heading(title: str) -> Option:
    return Option(Content.styled(title, "bold $text-primary"), disabled=True)
