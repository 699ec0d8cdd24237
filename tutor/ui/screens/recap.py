"""The end of a practice: what was right, what went wrong, which thoughts come back, and what can be done next."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.course import load_titles
from tutor.practice import PracticeSession
from tutor.recap import lesson_on, recap
from tutor.recap_lines import sections
from tutor.skill_lines import title
from tutor.ui.screens.base import TutorScreen
from tutor.ui.screens.lesson import LessonScreen
from tutor.ui.widgets.key_bar import KeyBar
from tutor.words import N_

LESSON, AGAIN, MAP = "lesson", "again", "map"


class RecapScreen(TutorScreen):
    """What came of a practice, above its last item."""

    BINDINGS = [  # noqa: RUF012
        Binding("enter", "choose", N_("Go there"), tooltip=N_("Do what is under the cursor"), priority=True),
        Binding("ctrl+b", "back", N_("Back"), tooltip=N_("Back to the last question")),
        Binding("escape", "leave", N_("Map"), tooltip=N_("The map of lessons")),
        Binding("pageup", "read('page_up')", show=False, priority=True),
        Binding("pagedown", "read('page_down')", show=False, priority=True),
    ]

    def __init__(self, session: PracticeSession) -> None:
        super().__init__()
        self._session = session
        self._lesson = ""
        """The lesson on what went wrong most."""

    def compose(self) -> ComposeResult:
        """What came of it, and below what can be done next."""
        yield Static(id="title", markup=False)
        with VerticalScroll(id="recap", can_focus=False):
            yield Static(id="recap-text", markup=False)
        yield OptionList(id="next", markup=False)
        yield KeyBar(show_command_palette=False)

    def on_mount(self) -> None:
        """Say it."""
        self._fill()
        self.query_one(OptionList).focus()

    def language_changed(self) -> None:
        """Say everything again; the practice below speaks the new language already."""
        super().language_changed()
        self._fill()

    def _fill(self) -> None:
        t, found, course = self.t, recap(self._session), self.tutor.course
        self.query_one("#title", Static).update(Content(f"{self._session.lesson.title}   {t('Summary')}"))
        parts = []
        for section in sections(found, t):
            parts.append(
                Content("\n").join([Content.styled(section.title, "bold $text-primary"), *map(_line, section.lines)])
            )
        self.query_one("#recap-text", Static).update(Content("\n\n").join(parts))
        self._lesson = lesson_on(found.weak, course.skills)
        options = self.query_one(OptionList)
        options.clear_options()
        options.border_title = Content(t("What to do next"))
        if self._lesson:
            name = load_titles(course, t.lang)[self._lesson]
            line = t("Lesson: {title}", title=name)
            options.add_option(Option(Content.assemble(line, "  ", (title(found.weak, t), "italic")), id=LESSON))
        options.add_option(Option(Content(t("Practise again")), id=AGAIN))
        options.add_option(Option(Content(t("The map")), id=MAP))
        first = LESSON if self._lesson and found.is_weak else MAP
        options.highlighted = options.get_option_index(first)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if not self.is_active:
            return
        self.tutor.show_map()
        if event.option_id == LESSON:
            self.tutor.open_lesson(self._lesson)
        elif event.option_id == AGAIN:
            self.tutor.open_practice(self._session.again)

    def action_choose(self) -> None:
        """Do what is under the cursor."""
        self.query_one(OptionList).action_select()

    def action_read(self, way: str) -> None:
        """Scroll what is said."""
        getattr(self.query_one("#recap"), f"scroll_{way}")(animate=False)

    async def action_back(self) -> None:
        """Back to the last question."""
        if not self.is_active:
            return
        self.app.pop_screen()
        for screen in self.app.screen_stack[-1:]:
            if isinstance(screen, LessonScreen):
                await screen.action_back()

    def action_leave(self) -> None:
        """Go to the map."""
        if self.is_active:
            self.tutor.show_map()


def _line(text: str) -> Content:
    return Content("  " + text)
