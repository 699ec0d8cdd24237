"""From a playground to the screens that go on with its expression. They are imported when they are wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.experiments.playground import Playground
from tutor.learner.record import Record

if TYPE_CHECKING:
    from tutor.ui.screens.asked import AskedScreen
    from tutor.ui.screens.nudge import NudgeScreen


def nudge(play: Playground) -> NudgeScreen:
    """The chosen input to be nudged. There has to be a graph with values; CoreError where it can't be nudged."""
    from tutor.experiments.nudging import Nudging
    from tutor.ui.screens.nudge import NudgeScreen

    assert play.graph is not None
    return NudgeScreen(Nudging(play.graph, play.inputs, play.output, chosen=play.chosen))


def too_many_to_ask(play: Playground) -> int:
    """The most quantities that can be asked about, where there are more; else 0."""
    from tutor.own_questions import MOST

    return MOST if play.size > MOST else 0


def ask(play: Playground, record: Record, lang: str) -> AskedScreen:
    """Questions on the expression. There has to be a graph with values."""
    from tutor.own_questions import Own, OwnSession
    from tutor.ui.screens.asked import AskedScreen

    assert play.graph is not None
    own = Own(play.text, play.graph, dict(play.inputs), play.output)
    return AskedScreen(OwnSession(own, record, lang))
