"""A small network that a lesson lets learn: settings with which it learns well enough are to be found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import ClassVar

from tutor.experiments.training import SETTINGS, Look, Training, bounds, choices
from tutor.experiments.trial import Settings, Trial, Value
from tutor.numbers import show
from tutor.words import Words

STEPS = 500
"""So many steps it learns."""


@dataclass(frozen=True)
class TrainingTrial(Trial):
    """A network and its training, from the start."""

    room: ClassVar[str] = "training"
    steps: ClassVar[int] = STEPS

    @classmethod
    def of(cls, settings: Settings) -> TrainingTrial:
        """The trial with the view's own settings where the lesson gives none."""
        training = Training()
        trial = cls({name: getattr(training, name) for name in (*SETTINGS, "seed")})
        return replace(trial, settings=trial.with_settings(settings))

    def choices(self, name: str) -> Sequence[str]:
        """Data, activations and rules."""
        return choices(name)

    def bounds(self, name: str) -> tuple[float, float]:
        """Those of the view."""
        return bounds(name)

    def is_whole(self, name: str) -> bool:
        """Layers, units and points are counted."""
        return name in ("layers", "units", "batch", "seed")

    def learnt(self, settings: Settings) -> Look:
        """How far it is after all steps."""
        return _learnt(tuple((name, settings[name]) for name in self.settings))

    def came_out(self, settings: Settings, t: Words) -> str:
        """The loss and the share of points in their class."""
        look = self.learnt(settings)
        if look.whole is None or look.accuracy is None:
            return t("After {steps} steps it has diverged: the numbers grew too large.", steps=look.number)
        return t(
            "After {steps} steps the loss is {loss}, and {accuracy} % of the points are in their class.",
            steps=look.number,
            loss=show(look.whole, 3),
            accuracy=show(100 * look.accuracy, 3),
        )

    def lab(self, settings: Settings) -> Training:
        """The view's state with these settings, before the first step."""
        return _training(tuple(settings.items()))

    def settings_of(self, lab: object) -> Settings:
        """Those of the view."""
        return {name: getattr(lab, name) for name in self.settings}


def learns(trial: Trial, settings: Settings, bound: float) -> bool:
    """The loss on all points is below a bound."""
    assert isinstance(trial, TrainingTrial)
    whole = trial.learnt(settings).whole
    return whole is not None and whole < bound


def parts_all(trial: Trial, settings: Settings, bound: float) -> bool:
    """All points are in their class."""
    assert isinstance(trial, TrainingTrial)
    return trial.learnt(settings).accuracy == 1


def _training(settings: tuple[tuple[str, Value], ...]) -> Training:
    training = Training()
    for name, value in settings:
        setattr(training, name, int(value) if isinstance(getattr(training, name), int) else value)
    training.begin()
    return training


@lru_cache(maxsize=32)
def _learnt(settings: tuple[tuple[str, Value], ...]) -> Look:
    training = _training(settings)
    training.advance(STEPS)
    return training.look(0, 0)
