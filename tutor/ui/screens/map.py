"""The map of the course: units and lessons, what is done, where to go on. Nothing is locked."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.cells import cells
from tutor.course import clean_line, load_titles
from tutor.learner.record import Place
from tutor.ui.rooms import ROOMS
from tutor.ui.screens.base import TutorScreen
from tutor.ui.widgets.key_bar import KeyBar
from tutor.words import N_

PRACTICE = "*"
"""The entry that is no lesson: no lesson can have such an id."""

ROOM = "*"
"""Stands before the id of a room, for the same reason."""

PRACTICE_HELP = N_("Ten questions of all kinds, with new numbers each time")

MARKS = {"done": "✓", "current": "▸", "new": "·"}


class MapScreen(TutorScreen):
    """Choose a lesson."""

    BINDINGS = [  # noqa: RUF012
        Binding("enter", "open", N_("Open"), tooltip=N_("Open the lesson under the cursor"), priority=True),
        # The same key where Hangul is being typed.
        Binding("p,ㅔ", "practise", N_("Practice"), key_display="p", tooltip=PRACTICE_HELP, id="map.practise"),
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

    _pointed_at = ""
    """The lesson on which the cursor was set last; where it stands elsewhere, the learner has moved it."""

    def compose(self) -> ComposeResult:
        """Title, list, a line about it."""
        yield Static(id="title", markup=False)
        yield Static(id="greeting", markup=False)
        yield OptionList(id="lessons", markup=False)
        yield KeyBar(show_command_palette=True)

    def on_mount(self) -> None:
        """Show the lessons at once; what is done follows when the record is open."""
        self._fill()
        self.query_one(OptionList).focus()

    def on_screen_resume(self) -> None:
        """Come back from a lesson: what is done may have changed."""
        self._pointed_at = ""
        self._fill()

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
        done = sum(places[lesson].done for lesson in course.lessons if lesson in places)
        going_on = tutor.next_lesson
        if not places:
            greeting = t("Begin with the first lesson, or with any other.")
        elif done == len(course.lessons):
            greeting = t("All {count} lessons are done. Any of them can be done again.", count=done)
        else:
            greeting = t("Continue: {title}", title=titles[going_on])
        self.query_one("#greeting", Static).update(Content(greeting))
        lessons = self.query_one(OptionList)
        at = lessons.highlighted_option
        moved = at is not None and at.id is not None and self._pointed_at not in ("", at.id)
        lessons.clear_options()
        for unit in course.units:
            lessons.add_option(_heading(unit.title(t.lang)))
            for lesson in unit.lessons:
                lessons.add_option(Option(self._line(titles[lesson], places.get(lesson)), id=lesson))
        lessons.add_option(_heading(t("Practice")))
        lessons.add_option(Option(Content("  ∞ " + t(PRACTICE_HELP)), id=PRACTICE))
        lessons.add_option(_heading(t("Try things out")))
        widest = max(cells(t(room.title)) for room in ROOMS.values())
        for name, room in ROOMS.items():
            title = t(room.title)
            line = Content.assemble("  ◇ ", title, " " * (widest - cells(title) + 2), t(room.help))
            lessons.add_option(Option(line, id=ROOM + name))
        if moved and at is not None and at.id is not None:  # whoever is choosing keeps the place
            lessons.highlighted = lessons.get_option_index(at.id)
        else:
            lessons.highlighted = lessons.get_option_index(going_on)
            self._pointed_at = going_on

    def _line(self, title: str, place: Place | None) -> Content:
        t = self.t
        state = "new" if place is None else "done" if place.done else "current"
        said = {"done": t("done"), "current": t("begun"), "new": ""}[state]
        # No colour: the cursor's bar may have any.
        return Content.assemble("  ", (MARKS[state], "bold"), " ", title, "  ", (said, "italic"))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id == PRACTICE:
            self.tutor.open_practice()
        elif event.option_id is not None and event.option_id.startswith(ROOM):
            self.tutor.open_room(event.option_id.removeprefix(ROOM))
        elif event.option_id is not None:
            self.tutor.open_lesson(event.option_id)

    def action_open(self) -> None:
        """Open the lesson under the cursor."""
        self.query_one(OptionList).action_select()

    def action_practise(self) -> None:
        """Practise all skills."""
        if self.is_active:
            self.tutor.open_practice()

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
