"""How the app looks: its themes, box characters or plain ASCII, colours or none, and whether anything moves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import App
from textual.filter import LineFilter, Monochrome, NoColor
from textual.scrollbar import ScrollBar, ScrollBarRender

from tutor.learner.settings import Fault, Settings
from tutor.ui.filters import COLOURLESS, PLAIN_SIGNS, WholeCells
from tutor.ui.screens.base import TutorScreen
from tutor.ui.themes import THEMES, readable

if TYPE_CHECKING:
    from tutor.drawing import Glyphs


class Looks(App[object]):
    """An app that looks as its settings say, and writes down what is chosen."""

    def __init__(self, settings: Settings, *, animated: bool, ascii_only: bool) -> None:
        """Without `animated` nothing moves, with `ascii_only` all is drawn in ASCII, whatever the settings say."""
        super().__init__()
        self.settings = settings
        self.may_move = animated
        """Whether the settings may let pictures move."""
        for own in THEMES:
            self.register_theme(own)
        theme = settings.get("theme")
        if theme in self.available_themes:
            self.theme = theme
        elif theme:
            settings.faults.append(Fault("no-theme", "theme", theme))
        self._draw_in("ascii" if ascii_only else settings.get("drawing"))

    def keep_theme(self) -> None:
        """From now on a theme that is chosen is written down."""
        self.theme_changed_signal.subscribe(self, self._theme_changed)

    @property
    def animated(self) -> bool:
        """Whether what moves in the mathematics moves on the screen."""
        return self.may_move and self.settings.get("animation") != "off"

    def set_animation(self, on: bool) -> None:
        """Let pictures move, or stand still."""
        self.settings.set("animation", "on" if on else "off")

    @property
    def glyphs(self) -> Glyphs:
        """The characters that pictures are made of."""
        from tutor.drawing import ASCII, BOX

        return ASCII if self.draws_plainly else BOX

    def set_drawing(self, style: str) -> None:
        """Draw with box characters (`box`) or in plain ASCII (`ascii`)."""
        self._draw_in(style)
        self.settings.set("drawing", style)
        for screen in self.screen_stack:
            if isinstance(screen, TutorScreen):
                screen.drawing_changed()
            for widget in screen.query("*"):
                widget.refresh()

    def _draw_in(self, style: str) -> None:
        self.draws_plainly = style == "ascii"
        self.set_class(self.draws_plainly, "-ascii")
        ScrollBar.renderer = WholeCells if self.draws_plainly else ScrollBarRender

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What is done to each row of the screen at last."""
        filters = list(super().get_line_filters())
        if self.no_color:  # Textual makes grey of colours; whoever sets NO_COLOR wants the terminal's own
            filters = [*(each for each in filters if not isinstance(each, Monochrome | NoColor)), COLOURLESS]
        return [*filters, PLAIN_SIGNS] if self.draws_plainly else filters

    def get_css_variables(self) -> dict[str, str]:
        """The theme's colours, readable ones; a theme of the terminal's own colours stays as it is."""
        found = super().get_css_variables()
        if not self.native_ansi_color:
            found = self.theme_variables = readable(found)
        return found

    def _theme_changed(self, _: object) -> None:
        self.settings.set("theme", self.theme)
