"""The colours of a contour map and of the paths over it, from the theme, each readable on what lies behind it."""

from __future__ import annotations

from functools import lru_cache

from rich.style import Style
from textual.app import App
from textual.color import Color

from tutor.drawing.contours import BANDS, NONE
from tutor.drawing.terrain import Cell
from tutor.ui.themes import contrast

OWNERS = ("error", "success", "warning", "accent")
"""The theme's colour of each path. A digit says the same."""

_HIGH, _LOW, _LOW_ON_LIGHT = 0.06, 0.62, 0.4
"""How much of the primary colour the highest and the lowest ground have; the rest is background. On a light background
less: the paths are dark there, and are to be seen."""

_LEAST = 3.0
"""The contrast of a path with the ground below it."""


class MapColours:
    """Styles for the cells of a map."""

    def __init__(self, variables: dict[str, str], is_coloured: bool) -> None:
        """`variables` are the theme's; without colours there is nothing but bold and reverse."""
        self.is_coloured = is_coloured
        self._styles: dict[tuple[int, int, str], Style] = {}
        self.axis = Style(dim=True)
        if not is_coloured:
            return
        background, primary = Color.parse(variables["background"]), Color.parse(variables["primary"])
        low = _LOW if background.brightness < 0.5 else _LOW_ON_LIGHT
        shares = (low + (_HIGH - low) * band / (BANDS - 1) for band in range(BANDS))
        self._bands = [background.blend(primary, share) for share in shares]
        self._nothing = Color.parse(variables["surface"])
        self._foreground = background.blend(Color.parse(variables["foreground"]), 1.0)
        self._background = background
        self._owners = [Color.parse(variables[name]) for name in OWNERS]
        axis = background.blend(self._foreground, 0.75)
        self.axis = Style(color=axis.rich_color, bgcolor=background.rich_color)

    @classmethod
    def of(cls, app: App[object]) -> MapColours:
        """Those of the app's theme; a theme of the terminal's own colours can't be mixed, and NO_COLOR wants none."""
        is_coloured = not (app.no_color or app.native_ansi_color)
        return _made(tuple(sorted(app.theme_variables.items())), is_coloured)

    def owner(self, owner: int) -> str:
        """The colour in which somebody is written beside the map, as Textual's styles have it; empty for none."""
        return f"${OWNERS[owner]}" if self.is_coloured else ""

    def rich(self, owner: int) -> str:
        """The same as Rich has it, on the theme's background."""
        return _apart(self._owners[owner], self._background).hex if self.is_coloured else ""

    def style(self, cell: Cell) -> Style:
        """How a cell looks."""
        key = (cell.band, cell.owner, cell.kind)
        if key not in self._styles:
            self._styles[key] = self._coloured(cell) if self.is_coloured else _BARE[cell.kind]
        return self._styles[key]

    def _coloured(self, cell: Cell) -> Style:
        ground = self._nothing if cell.band == NONE else self._bands[min(cell.band, BANDS - 1)]
        if cell.kind == "path":
            return Style(color=self._path(cell.owner, ground).rich_color, bgcolor=ground.rich_color)
        if cell.kind == "here":
            owner = self._owners[cell.owner]
            text = _apart(self._background, owner)
            return Style(color=text.rich_color, bgcolor=owner.rich_color, bold=True)
        if cell.kind == "start":
            return Style(color=self._background.rich_color, bgcolor=self._foreground.rich_color, bold=True)
        text = _apart(self._foreground.blend(ground, 0.0 if cell.kind else 0.5), ground)
        return Style(color=text.rich_color, bgcolor=ground.rich_color, bold=bool(cell.kind))

    def _path(self, owner: int, ground: Color) -> Color:
        """The colour of a path: away from the background's side, wherever it runs, so that it stays the same path."""
        return _apart(self._owners[owner], ground, self._background.get_contrast_text(1.0))


_BARE = {
    "": Style(dim=True),
    "path": Style(bold=True),
    "here": Style(bold=True, reverse=True),
    "start": Style(bold=True, reverse=True),
    "minimum": Style(bold=True, reverse=True),
}


@lru_cache(maxsize=4)
def _made(variables: tuple[tuple[str, str], ...], is_coloured: bool) -> MapColours:
    return MapColours(dict(variables), is_coloured)


def _apart(color: Color, behind: Color, away: Color | None = None) -> Color:
    """The colour, moved away from what lies behind it as far as it needs to be seen."""
    away = away or behind.get_contrast_text(1.0)
    share = 0.0
    while share < 1 and contrast(color.blend(away, share), behind) < _LEAST:
        share += 0.1
    return color.blend(away, min(share, 1.0))
