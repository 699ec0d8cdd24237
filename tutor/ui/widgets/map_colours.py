"""The colours of a contour map and of the paths over it, from the theme, each readable on what lies behind it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import dist

from rich.style import Style
from textual.app import App
from textual.color import Color

from tutor.drawing.contours import BANDS, NONE
from tutor.drawing.terrain import Cell
from tutor.ui.themes import contrast

OWNERS = ("error", "success", "warning", "accent", "secondary", "foreground")
"""The theme's colours for the paths: the first ones that can be told apart. A digit says the same."""

_HIGH, _LOW = 0.06, 0.62
"""How much of the primary colour the highest and the lowest ground have; the rest is background."""

_DEEPEST = 2.1
"""The contrast of the lowest ground with the background at most: the paths keep their colours over it."""

_LEAST, _MOST = 3.0, 4.5
"""The contrast of a path with any ground: more in a theme whose text has more of it."""

_SHARE = 4.5
"""The part of its text's contrast that a theme's paths have."""

_DISTANCE = 90
"""So far apart are the colours of two paths, in the cube of red, green and blue, a side of which is 255."""


class MapColours:
    """Styles for the cells of a map. Each path has one colour, wherever it runs, on the map and beside it."""

    def __init__(self, variables: dict[str, str], is_coloured: bool) -> None:
        """`variables` are the theme's; without colours there is nothing but bold and reverse."""
        self.is_coloured = is_coloured
        self._styles: dict[tuple[int, int, int, str], Style] = {}
        self.axis = Style(dim=True)
        if not is_coloured:
            return
        background, primary = Color.parse(variables["background"]), Color.parse(variables["primary"])
        low = _LOW
        while contrast(background.blend(primary, low), background) > _DEEPEST:
            low -= 0.02
        shares = (low + (_HIGH - low) * band / (BANDS - 1) for band in range(BANDS))
        self._bands = [background.blend(primary, share) for share in shares]
        self._nothing = Color.parse(variables["surface"])
        self._foreground = background.blend(Color.parse(variables["foreground"]), 1.0)
        self._background = background
        self._least = min(_MOST, max(_LEAST, contrast(self._foreground, background) / _SHARE))
        self._owners = self._told_apart([Color.parse(variables[name]) for name in OWNERS])
        axis = background.blend(self._foreground, 0.75)
        self.axis = Style(color=axis.rich_color, bgcolor=background.rich_color)

    @classmethod
    def of(cls, app: App[object]) -> MapColours:
        """Those of the app's theme; a theme of the terminal's own colours can't be mixed, and NO_COLOR wants none."""
        is_coloured = not (app.no_color or app.native_ansi_color)
        return _made(tuple(sorted(app.theme_variables.items())), is_coloured)

    def badge(self, owner: int) -> str:
        """How the digit of a path is written beside the map, in Textual's words."""
        if not self.is_coloured:
            return "bold reverse"
        return f"bold {self._on(self._owners[owner]).hex} on {self._owners[owner].hex}"

    def line(self, owner: int) -> str:
        """The colour of a path, in Rich's words; empty for none."""
        return self._owners[owner].hex if self.is_coloured else ""

    def style(self, cell: Cell) -> Style:
        """How a cell looks."""
        key = (cell.band, cell.above, cell.owner, cell.kind)
        if key not in self._styles:
            self._styles[key] = self._coloured(cell) if self.is_coloured else _BARE[cell.kind]
        return self._styles[key]

    def _coloured(self, cell: Cell) -> Style:
        ground = self._ground(cell.band)
        if cell.kind == "path":
            return Style(color=self._owners[cell.owner].rich_color, bgcolor=ground.rich_color)
        if cell.kind == "here":
            owner = self._owners[cell.owner]
            return Style(color=self._on(owner).rich_color, bgcolor=owner.rich_color, bold=True)
        if cell.kind == "start":
            return Style(color=self._background.rich_color, bgcolor=self._foreground.rich_color, bold=True)
        if cell.kind == "minimum":
            return Style(color=self._apart(self._foreground, [ground]).rich_color, bgcolor=ground.rich_color, bold=True)
        if cell.above != cell.band:
            return Style(color=self._ground(cell.above).rich_color, bgcolor=ground.rich_color)
        text = self._apart(self._foreground.blend(ground, 0.5), [ground])
        return Style(color=text.rich_color, bgcolor=ground.rich_color)

    def _ground(self, band: int) -> Color:
        return self._nothing if band == NONE else self._bands[min(band, BANDS - 1)]

    def _on(self, colour: Color) -> Color:
        """The colour of text on another."""
        return self._apart(self._background, [colour])

    def _told_apart(self, colours: Sequence[Color]) -> list[Color]:
        """As many colours as there are, each to be seen on any ground; those that look like one before come last."""
        seen = [self._apart(colour, [*self._bands, self._background]) for colour in colours]
        found: list[Color] = []
        for colour in seen:
            if all(dist(colour.rgb, other.rgb) >= _DISTANCE for other in found):
                found.append(colour)
        return [*found, *(colour for colour in seen if colour not in found)]

    def _apart(self, colour: Color, grounds: Sequence[Color]) -> Color:
        """The colour, moved to the other side from the grounds as far as it needs to be seen on all of them."""
        white, black = (min(contrast(end, ground) for ground in grounds) for end in _ENDS)
        moved = colour.lighten if white > black else colour.darken
        share = 0.0
        while share < 1 and min(contrast(moved(share), ground) for ground in grounds) < self._least:
            share += 0.05
        return moved(share)


_ENDS = (Color(255, 255, 255), Color(0, 0, 0))

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
