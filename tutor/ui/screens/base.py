"""What all screens share: the learner's language in the footer, and keys that are the same everywhere."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.binding import ActiveBinding, Binding
from textual.screen import Screen

from tutor.words import N_, Words

if TYPE_CHECKING:
    from tutor.drawing import Glyphs
    from tutor.ui.app import TutorApp

BESIDE = 100
"""From so many columns the graph stands beside the text."""

PALETTE = N_("palette")  # Textual's own word for its command palette's key


class TutorScreen(Screen[None]):
    """A screen whose keys are described in the learner's language. Bindings are written in English, marked `N_`."""

    HORIZONTAL_BREAKPOINTS = [(0, "-stacked"), (BESIDE, "-beside")]  # noqa: RUF012 (Textual's own form)
    VERTICAL_BREAKPOINTS = [(0, "-tiny"), (12, "-low"), (32, "-high")]  # noqa: RUF012

    @property
    def tutor(self) -> TutorApp:
        """The app, by its own type."""
        from tutor.ui.app import TutorApp

        app = self.app
        assert isinstance(app, TutorApp)
        return app

    @property
    def t(self) -> Words:
        """The learner's language."""
        return self.tutor.t

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that work now, described in the learner's language."""
        return self._bindings_without(self.spared() if self.is_current else ())

    @property
    def all_bindings(self) -> dict[str, ActiveBinding]:
        """The same, also those for which the footer has no room."""
        return self._bindings_without(())

    def _bindings_without(self, spared: Collection[str]) -> dict[str, ActiveBinding]:
        t, found = self.t, {}
        for key, active in super().active_bindings.items():
            binding = self.described(active.binding)
            tooltip = binding.tooltip or active.tooltip
            found[key] = active._replace(
                binding=replace(
                    binding,
                    description=t(binding.description) if binding.description else "",
                    show=binding.show and binding.action not in spared,
                ),
                tooltip=t(tooltip) if tooltip else tooltip,
            )
        return found

    def described(self, binding: Binding) -> Binding:
        """The binding with what its key does now, where that changes. In English, marked `N_`."""
        return binding

    def spared(self) -> Collection[str]:
        """Actions that do not stand in the footer now, for want of room; the help, which lies above, tells all."""
        return ()

    @property
    def animated(self) -> bool:
        """Whether what moves in the mathematics moves on the screen, too."""
        return self.tutor.animated

    @property
    def glyphs(self) -> Glyphs:
        """The characters that pictures are made of."""
        return self.tutor.glyphs

    def drawing_changed(self) -> None:
        """Draw all pictures again, with `glyphs`."""

    def record_opened(self) -> None:
        """The learner's record is there from now on."""

    def language_changed(self) -> None:
        """Say everything again in the new language."""
        self.refresh_bindings()
