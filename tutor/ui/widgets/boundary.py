"""The plane as a network parts it, with the points that it learns from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.strip import Strip
from textual.widget import Widget

from tutor.drawing import ASCII, BOX, Glyphs
from tutor.drawing.contours import NONE
from tutor.drawing.regions import BANDS, Patch, patches, shade
from tutor.drawing.terrain import Span, frame, margin
from tutor.ui.themes import contrast

SMALLEST = (10, 4)
"""A picture of fewer columns or rows says nothing."""

_SIDES = ("primary", "warning")
"""The theme's colours of the two classes. Signs say the same."""

_PALE, _FULL = 0.06, 0.5
"""How much of its class's colour the ground has at the boundary, and where the network is sure."""

_LEAST = 4.5
"""The contrast of a point with the ground below it."""


class BoundaryView(Widget):
    """Shows shares of class 1 for each of its `cells`, and the points."""

    def __init__(self, span: Span, **keywords: Any) -> None:
        super().__init__(**keywords)
        self._span = span
        self._glyphs = BOX
        self._given: tuple[Any, Any, Any, Any] | None = None
        self._rows: list[Strip] = []

    @property
    def cells(self) -> tuple[int, int]:
        """Columns and rows of the plane; none where there is no room for it."""
        rows = self.size.height - 1
        columns = self.size.width - margin(self._span, max(rows, 1))
        return (columns, rows) if columns >= SMALLEST[0] and rows >= SMALLEST[1] else (0, 0)

    def show(
        self, shares: Any, points: Sequence[tuple[float, float]], classes: Sequence[int], wrong: Any, glyphs: Glyphs
    ) -> None:
        """Draw; shares for another number of cells than there are now are left out until others come."""
        self._given, self._glyphs = (shares, points, classes, wrong), glyphs
        self._draw()

    def notify_style_update(self) -> None:
        """The theme has changed."""
        super().notify_style_update()
        self._draw()

    def render_line(self, y: int) -> Strip:
        """One row of cells, as it was drawn."""
        return self._rows[y] if y < len(self._rows) else Strip.blank(self.size.width, self.rich_style)

    def _draw(self) -> None:
        columns, rows = self.cells
        self._rows = []
        if self._given is not None and columns and self._given[0].shape == (rows, columns):
            looks, around = _Looks.of(self), frame(self._span, columns, rows)
            drawn = patches(*self._given, self._span)
            self._rows = [
                Strip(
                    [Segment(number, looks.axis), *(Segment(looks.text(patch), looks.of_patch(patch)) for patch in row)]
                )
                for number, row in zip(around.left, drawn, strict=True)
            ]
            self._rows.append(Strip([Segment(" " * around.margin + around.below, looks.axis)]))
        self.refresh()

    @property
    def is_shaded(self) -> bool:
        """Whether characters say what colours would."""
        return self._glyphs is ASCII or self.app.no_color or self.app.native_ansi_color


class _Looks:
    """Styles of the cells."""

    def __init__(self, variables: tuple[tuple[str, str], ...], is_coloured: bool, is_shaded: bool) -> None:
        self._is_shaded = is_shaded
        self._styles: dict[tuple[int, str], Style] = {}
        self.axis = Style(dim=True)
        self._colours: dict[str, Color] | None = None
        if is_coloured:
            given = dict(variables)
            names = ("background", "foreground", "surface", *_SIDES)
            self._colours = {name: Color.parse(given[name]) for name in names}
            background, foreground = self._colours["background"], self._colours["foreground"]
            self._colours["foreground"] = foreground = background + foreground
            axis = background.blend(foreground, 0.75)
            self.axis = Style(color=axis.rich_color, bgcolor=background.rich_color)

    @classmethod
    def of(cls, view: BoundaryView) -> _Looks:
        """Those of the app's theme; a theme of the terminal's own colours can't be mixed, and NO_COLOR wants none."""
        app: Any = view.app
        is_coloured = not (app.no_color or app.native_ansi_color)
        return _made(tuple(sorted(app.theme_variables.items())), is_coloured, view.is_shaded)

    def text(self, patch: Patch) -> str:
        """What stands there."""
        return shade(patch.band) * len(patch.text) if self._is_shaded and not patch.kind else patch.text

    def of_patch(self, patch: Patch) -> Style:
        """How it looks."""
        key = (patch.band, patch.kind)
        if key not in self._styles:
            self._styles[key] = self._mixed(patch) if self._colours else _BARE[patch.kind]
        return self._styles[key]

    def _mixed(self, patch: Patch) -> Style:
        assert self._colours is not None
        background, foreground = self._colours["background"], self._colours["foreground"]
        ground = self._ground(patch.band)
        if patch.kind == "wrong":
            return Style(color=background.rich_color, bgcolor=foreground.rich_color, bold=True)
        text = foreground if patch.kind else foreground.blend(ground, 0.3)
        away = ground.get_contrast_text(1.0)
        share = 0.0
        while share < 1 and contrast(text.blend(away, share), ground) < _LEAST:
            share += 0.1
        color = text.blend(away, min(share, 1.0))
        return Style(color=color.rich_color, bgcolor=ground.rich_color, bold=bool(patch.kind))

    def _ground(self, band: int) -> Color:
        assert self._colours is not None
        if band == NONE:
            return self._colours["surface"]
        side = self._colours[_SIDES[band >= BANDS // 2]]
        steps = BANDS // 2 - 1
        sure = (band - BANDS // 2 if band >= BANDS // 2 else BANDS // 2 - 1 - band) / steps
        return self._colours["background"].blend(side, _PALE + (_FULL - _PALE) * sure)


_BARE = {"": Style(dim=True), "point": Style(bold=True), "wrong": Style(bold=True, reverse=True)}


@lru_cache(maxsize=4)
def _made(variables: tuple[tuple[str, str], ...], is_coloured: bool, is_shaded: bool) -> _Looks:
    return _Looks(variables, is_coloured, is_shaded)
