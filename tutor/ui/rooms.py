"""The places where a learner tries things out, beside lessons and practice: one entry each."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from tutor.words import N_

if TYPE_CHECKING:
    from tutor.ui.screens.base import TutorScreen


class Room(NamedTuple):
    """A place, as the map, the palette and the command line know it."""

    title: str
    """An English message (`N_`)."""
    help: str
    """What can be done there: an English message."""
    home: str
    """`module:Class` of its screen, imported when it opens: it may need a plotting library, or NumPy."""

    def screen(self) -> Callable[..., TutorScreen]:
        """The screen's class."""
        module, _, name = self.home.partition(":")
        found: Callable[..., TutorScreen] = getattr(import_module(module), name)
        return found


ROOMS = {
    "play": Room(
        N_("Playground"),
        N_("Any expression: its graph, gradients and questions"),
        "tutor.ui.screens.play:PlayScreen",
    ),
    "optimizers": Room(
        N_("Optimizer lab"),
        N_("Optimizers side by side on a loss surface"),
        "tutor.ui.screens.optimizers:OptimizerScreen",
    ),
    "depth": Room(
        N_("Depth lab"),
        N_("Why gradients vanish in deep networks"),
        "tutor.ui.screens.depth:DepthScreen",
    ),
    "training": Room(
        N_("Training"),
        N_("A network learns in front of you"),
        "tutor.ui.screens.training:TrainingScreen",
    ),
}
"""In the order of the map."""
