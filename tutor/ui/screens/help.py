"""Help: which keys work here, how to answer, what the picture shows, and what can be chosen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Grid, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tutor.ui.screens.base import TutorScreen
from tutor.ui.widgets.key_bar import KeyBar
from tutor.ui.widgets.page import Page
from tutor.words import N_

ANSWERING = (
    N_("Each question asks for a number *before* it is shown. Work it out, type it, press Enter."),
    N_(
        "**An answer** is a number or an expression: `2.2`, `11/5`, `2*1.1`. "
        "Names that are on show may stand in it: `count*tax`."
    ),
    N_(
        "**The picture**: values flow from left to right and stand above the edges. "
        "Gradients flow back and stand below, after `←`. The place asked for is marked `?`."
    ),
    N_("**A wrong number** is told which thought gives it. Try as often as you like."),
)
CHOICES = (
    N_("**Looks**: `Ctrl+P` has the language, the theme (two with high contrast), still pictures and plain drawing."),
    N_("**Settings**: `s` on the map has the same, your daily goal, and other keys for what stands here."),
    N_(
        "**Plain drawing** shows all in ASCII, for terminals where lines look broken or signs overlap. "
        "For one run only: `--ascii`, and `--no-animation` for still pictures."
    ),
    N_("`NO_COLOR=1` leaves out all colours. `--plain` tells the same in lines of text, for screen readers too."),
)

Keys = Sequence[tuple[str, str]]
"""Keys, and what each does."""

LESSON: Keys = (
    ("Enter", N_("answer; after a right answer: go on")),
    ("?", N_("the next hint")),
    ("!", N_("the worked solution; then the same with new numbers")),
    ("F2", N_("nudge an input, and see how the output moves")),
    ("F3", N_("play again what flowed, or your wrong way; ← → go a beat, Space pauses, Esc ends")),
    ("F4", N_("from node to node, with what each one does")),
    ("Ctrl+N", N_("skip the question")),
    ("Ctrl+B", N_("back to the question before")),
    ("↑ ↓", N_("scroll the page")),
    ("Ctrl+PgUp PgDn", N_("move the picture where it is wider than its place")),
    ("Ctrl+↑ ↓", N_("move it up and down")),
    ("Esc", N_("the map of lessons")),
)
EVERYWHERE: Keys = (
    ("F1", N_("this help, with the keys of the place where you are")),
    ("Ctrl+P", N_("commands: language, theme, begin a lesson afresh")),
    ("Ctrl+Q", N_("quit; every answer and your place are kept")),
)


MOVABLE = {
    "?": "lesson.hint",
    "!": "lesson.solution",
    "F2": "lesson.nudge",
    "F3": "lesson.replay",
    "F4": "lesson.nodes",
    "Ctrl+N": "lesson.skip",
    "Ctrl+B": "lesson.back",
    "F1": "app.help",
    "Ctrl+Q": "app.quit",
}
"""Ids (`ui/keys.py`) of the keys above that a learner may have moved."""


class HelpScreen(TutorScreen):
    """One page of help."""

    BINDINGS = [  # noqa: RUF012
        Binding("escape,enter,f1", "close", N_("Close"), key_display="esc"),
    ]

    def compose(self) -> ComposeResult:
        """Title and page."""
        t = self.t
        yield Static(t("Help"), id="title", markup=False)
        with VerticalScroll(id="help"):
            here = self._here()
            if here:
                yield from _section(t("Keys here"), here)
            yield Static(t("Answering"), classes="heading", markup=False)
            yield Page(markdown="\n\n".join(map(t, ANSWERING)))
            yield from _section(t("Keys in lessons and practice"), self._now(LESSON))
            yield from _section(t("Keys everywhere"), self._now(EVERYWHERE))
            yield Static(t("Your choices"), classes="heading", markup=False)
            yield Page(markdown="\n\n".join(map(t, CHOICES)))
        yield KeyBar()

    def on_mount(self) -> None:
        """Let the keys scroll."""
        self.query_one("#help").focus()

    def language_changed(self) -> None:
        """Say everything again."""
        super().language_changed()
        self.call_next(self._again)

    async def _again(self) -> None:
        await self.recompose()
        self.query_one("#help").focus()

    def action_close(self) -> None:
        """Back to what lies below."""
        if self.is_active:
            self.app.pop_screen()

    def _now(self, keys: Keys) -> Keys:
        """The keys as they are now, and what each does in the learner's language."""
        moved = self.tutor.moved_keys
        return [
            (self.tutor.key_of(MOVABLE[key]) if MOVABLE.get(key) in moved else key, self.t(does)) for key, does in keys
        ]

    def _here(self) -> Keys:
        """The keys of what lies below, as it describes them; a lesson's are told anyway."""
        from tutor.ui.screens.lesson import LessonScreen

        below = self.app.screen_stack[-2]
        if isinstance(below, LessonScreen) or not isinstance(below, TutorScreen):
            return ()
        found: dict[str, tuple[str, str]] = {}
        for node, binding, _, tooltip in below.all_bindings.values():
            if binding.show and node is not self.app:
                found.setdefault(binding.action, (self.app.get_key_display(binding), tooltip or binding.description))
        return tuple(found.values())


def _section(title: str, keys: Iterable[tuple[str, str]]) -> ComposeResult:
    """A heading, and keys beside what they do."""
    yield Static(title, classes="heading", markup=False)
    with Grid(classes="keys"):
        for key, does in keys:
            yield Static(Content.styled(key, "bold $accent"), markup=False)
            yield Static(does, markup=False)
