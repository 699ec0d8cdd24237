"""Help: how to answer, what the picture shows, which keys there are."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widgets import Footer, Static

from tutor.ui.screens.base import TutorScreen
from tutor.ui.widgets.page import Page
from tutor.words import N_

TEXTS = (
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
    N_("**Keys**, the same everywhere:"),
)
KEYS = (
    ("Enter", N_("answer; after a right answer: go on")),
    ("?", N_("the next hint")),
    ("!", N_("the worked solution; then the question comes again with new numbers")),
    ("Ctrl+N", N_("skip the question")),
    ("Ctrl+B", N_("back to the question before")),
    ("↑ ↓", N_("scroll the page")),
    ("Ctrl+PgUp PgDn", N_("move the picture where it is wider than its place")),
    ("Ctrl+↑ ↓", N_("move it up and down")),
    ("Esc", N_("the map of lessons")),
    ("P", N_("on the map: practice, ten questions of all kinds")),
    ("Ctrl+P", N_("commands: language, theme, begin a lesson afresh")),
    ("Ctrl+Q", N_("quit; every answer and your place are kept")),
)


class HelpScreen(TutorScreen):
    """One page of help."""

    BINDINGS = [  # noqa: RUF012
        Binding("escape,enter,f1", "close", N_("Close"), key_display="esc"),
    ]

    def compose(self) -> ComposeResult:
        """Title and page."""
        yield Static(id="title", markup=False)
        with VerticalScroll(id="reading"):
            yield Page(id="page")
        yield Footer()

    async def on_mount(self) -> None:
        """Show the page."""
        await self._show()
        self.query_one("#reading").focus()

    def language_changed(self) -> None:
        """Say everything again."""
        super().language_changed()
        self.call_next(self._show)

    def action_close(self) -> None:
        """Back to what lies below."""
        if self.is_active:
            self.app.pop_screen()

    async def _show(self) -> None:
        t = self.t
        self.query_one("#title", Static).update(t("Help"))
        keys = "\n".join(f"- `{key}`  {t(does)}" for key, does in KEYS)
        await self.query_one(Page).update("\n\n".join([*(t(text) for text in TEXTS), keys]))
