"""Progress: right answers by day, each skill, the mistakes made most, what comes due."""

from __future__ import annotations

from datetime import date

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tutor import progress_lines, skill_lines
from tutor.cells import cells, cut
from tutor.drawing import ASCII
from tutor.drawing.day_bars import LABEL, NARROWEST, day_rows, pitch
from tutor.learner.mastery import Mastery
from tutor.progress import Progress, progress_of
from tutor.ui.screens.base import TutorScreen
from tutor.ui.widgets.key_bar import KeyBar
from tutor.words import N_

ROWS = 6
"""Of the bars."""
SHARE = 10
"""Cells of a bar that shows a share."""


class ProgressScreen(TutorScreen):
    """What the learner has done so far."""

    BINDINGS = [Binding("escape", "leave", N_("Map"), tooltip=N_("The map of lessons"))]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        """One page that scrolls."""
        yield Static(id="title", markup=False)
        with VerticalScroll(id="progress"):
            yield Static(id="progress-text", markup=False)
        yield KeyBar(show_command_palette=False)

    def on_mount(self) -> None:
        """Let the keys scroll."""
        self.query_one("#progress").focus()
        self._fill()

    def on_resize(self) -> None:
        """There is more room, or less."""
        self._fill()

    def record_opened(self) -> None:
        """There is something to show now."""
        self._fill()

    def language_changed(self) -> None:
        """Say everything again."""
        super().language_changed()
        self._fill()

    def drawing_changed(self) -> None:
        """Draw the bars again."""
        self._fill()

    def action_leave(self) -> None:
        """Go to the map."""
        if self.is_active:
            self.tutor.show_map()

    def _fill(self) -> None:
        t, record = self.t, self.tutor.record
        self.query_one("#title", Static).update(Content(t("Progress")))
        if record is None:  # a moment after the start
            return
        found = progress_of(record, self.tutor.settings.daily_goal, date.today())
        text = Content("\n").join(map(Content, progress_lines.empty_lines(t))) if found.is_empty else self._all(found)
        self.query_one("#progress-text", Static).update(text)

    def _all(self, found: Progress) -> Content:
        t = self.t
        parts = [
            (t("Right answers by day"), [*self._bars(found), *map(Content, progress_lines.day_lines(found, t))]),
            (t("Due"), [Content(line) for line in progress_lines.due_lines(found, t)]),
            (t("Mistakes made most"), [Content(line) for line in progress_lines.mistake_lines(found, t)]),
            (t("Skills: right at once, without help"), self._skills(found)),
        ]
        return Content("\n\n").join(
            Content("\n").join([Content.styled(title, "bold $text-primary"), *lines]) for title, lines in parts if lines
        )

    @property
    def _width(self) -> int:
        """Cells of a line."""
        return max(self.size.width - 5, 20)

    def _bars(self, found: Progress) -> list[Content]:
        t = self.t
        room = self._width - LABEL
        days = found.days[-max(1, room // NARROWEST) :]
        cells_a_day = pitch(len(days), room)
        rows = day_rows([day.right for day in days], found.goal, ROWS, cells_a_day, self.glyphs)
        drawn = [Content.assemble((row.label, "bold"), (row.cells, "$text-primary")) for row in rows]
        first, last = days[0].on.isoformat(), t("today")
        gap = " " * max(1, cells_a_day * len(days) - cells(first) - cells(last))
        return [*drawn, Content(" " * LABEL + first + gap + last)]

    def _skills(self, found: Progress) -> list[Content]:
        """A row a skill, those with the smallest share first."""
        skills = sorted(found.skills, key=lambda mastery: mastery.unaided / mastery.items)
        t, today = self.t, found.today
        titles = [skill_lines.title(mastery.skill, t) for mastery in skills]
        counts = [t("{right} of {count}", right=mastery.unaided, count=mastery.items) for mastery in skills]
        states = [_state(mastery, today, self) for mastery in skills]
        count_width = max(map(cells, counts), default=0)
        room = self._width - SHARE - count_width - max(map(cells, states), default=0) - 6
        title_width = min(max(map(cells, titles), default=0), max(room, 10))
        lines = []
        for mastery, title, count, state in zip(skills, titles, counts, states, strict=True):
            name = cut(title, title_width, "…")
            lines.append(
                Content.assemble(
                    name + " " * (title_width - cells(name) + 2),
                    (self._share(mastery.unaided / mastery.items), "$text-primary"),
                    "  " + " " * (count_width - cells(count)) + count + "  ",
                    state,
                )
            )
        return lines

    def _share(self, share: float) -> str:
        full = round(share * SHARE)
        marks = "#." if self.glyphs is ASCII else "█░"
        return marks[0] * full + marks[1] * (SHARE - full)


def _state(mastery: Mastery, today: date, screen: TutorScreen) -> str:
    mark = skill_lines.MARKS[mastery.standing(today)]
    return f"{mark} {skill_lines.state(mastery, today, screen.t)}"
