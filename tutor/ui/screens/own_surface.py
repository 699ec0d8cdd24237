"""The lab's line for a loss of one's own: it is read while it is typed, and a fault stands below it, with a caret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.complaints import complaint
from tutor.core import CoreError
from tutor.experiments import surfaces
from tutor.experiments.surfaces import OWN, Surface
from tutor.ui.widgets.expression_box import ExpressionBox
from tutor.ui.widgets.settings_panel import SettingsPanel

if TYPE_CHECKING:
    from tutor.ui.screens.optimizers import OptimizerScreen


class OwnSurface:
    """Opens the line, says what is wrong with what stands in it, and hands the surface over."""

    def __init__(self, screen: OptimizerScreen) -> None:
        self._screen = screen

    @property
    def _box(self) -> ExpressionBox:
        return self._screen.query_one("#own", ExpressionBox)

    @property
    def is_open(self) -> bool:
        """Whether a loss is being typed."""
        return bool(self._box.display)

    def open(self) -> None:
        """Open the line; a loss that was typed before stands in it."""
        surface = self._screen.lab.surface
        self._box.text = surface.text if surface.id == OWN else ""
        self._box.display = True
        self._screen.add_class("-typing")
        self.speak()
        self._box.take_focus()
        self._screen.call_after_refresh(self._screen.show)

    def close(self) -> None:
        """Close the line."""
        self._box.display = False
        self._screen.remove_class("-typing")
        self._screen.query_one(SettingsPanel).focus()
        self._screen.call_after_refresh(self._screen.show)

    def speak(self) -> None:
        """Say what is to be typed, and what is wrong with what is there."""
        t = self._screen.t
        self._box.put("L(x, y) =", t("a loss in x and y"), t("Enter: use it   Esc: leave it"))
        self.read()

    def read(self) -> Surface | None:
        """The surface that stands in the line; else none, and what is wrong with it stands below."""
        text = self._box.text
        self._box.say("")
        if not text.strip():
            return None
        try:
            return surfaces.own(text)
        except CoreError as error:
            self._box.say(complaint(error, self._screen.t), "wrong", getattr(error, "column", None))
            return None

    def take(self) -> None:
        """Go to the surface that was typed, where it is one."""
        surface = self.read()
        if surface is not None:
            self.close()
            self._screen.use(surface)
