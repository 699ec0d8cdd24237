"""Experiments that a lesson sets: a lab's settings are tried out by the core, and a goal is reached or it is not."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import ClassVar, NamedTuple

from tutor.core import ExpressionError
from tutor.experiments.depth import DepthLab, bounds, choices
from tutor.experiments.depth_report import told
from tutor.experiments.descents import Descents
from tutor.experiments.runner import RULES, Runner, defaults
from tutor.experiments.surfaces import SURFACES, Surface
from tutor.experiments.training_trial import TrainingTrial, learns, parts_all
from tutor.experiments.trial import Goal, Settings, Trial, Value
from tutor.numbers import show
from tutor.words import N_, Words

STEPS = 50
"""So many steps a path has: those of one run in the lab."""

ROOM = 1.05
"""The largest that does: what is so many times as large does no more."""

PAST = 0.1
"""A path goes past a minimum where it comes so far behind it, as a part of the way from the start."""


# --- optimizers on a surface -----------------------------------------------------------------------------


class Path(NamedTuple):
    """Where a descent went."""

    points: tuple[tuple[float, float], ...]
    losses: tuple[float, ...]
    stopped: bool
    """Whether it grew beyond what floats hold, or left for good, before its last step."""


@dataclass(frozen=True)
class DescentTrial(Trial):
    """One optimizer on its way over a surface, from its start."""

    surface: Surface
    room: ClassVar[str] = "optimizers"
    steps: ClassVar[int] = STEPS

    @classmethod
    def of(cls, settings: Settings) -> DescentTrial:
        """The trial on the first surface."""
        return cls.on(next(iter(SURFACES)), None, settings)

    @classmethod
    def on(cls, surface: str, start: tuple[float, float] | None, settings: Settings) -> DescentTrial:
        """The trial on a surface, with the rule's own numbers where there are none. ExpressionError for unknowns.

        It has the settings of all rules, since the rule may be changed.
        """
        if surface not in SURFACES:
            raise ExpressionError("unknown-surface", name=surface, known=tuple(SURFACES))
        rule = settings.get("rule", RULES[0])
        if rule not in RULES:
            raise ExpressionError("setting-not-one-of", name="rule", known=RULES)
        found = SURFACES[surface]
        every = {name: value for other in (*RULES, str(rule)) for name, value in defaults(other).items()}
        trial = cls({"rule": rule, **every}, replace(found, start=start) if start else found)
        return replace(trial, settings=trial.with_settings(settings))

    def choices(self, name: str) -> Sequence[str]:
        """The rules."""
        return RULES if name == "rule" else ()

    def bounds(self, name: str) -> tuple[float, float]:
        """Learning rates above 0; shares of what is kept below 1."""
        return (1e-6, 100.0) if name == "lr" else (0.0, 0.9999)

    @property
    def facts(self) -> Mapping[str, object]:
        """The surface and the start."""
        return {"surface": self.surface.id, "start": self.surface.start}

    def path(self, settings: Settings) -> Path:
        """The way of so many steps: kept, since an answer is judged anew whenever it is shown."""
        return _path(self.surface, tuple(settings.items()))

    def came_out(self, settings: Settings, t: Words) -> str:
        """How the loss goes."""
        path = self.path(settings)
        if not path.losses:
            return t("The loss has no value at the start.")
        start, end, steps = show(path.losses[0], 4), show(path.losses[-1], 4), len(path.losses) - 1
        if path.stopped:
            return t("After {steps} steps the loss has grown from {start} to {end}.", start=start, end=end, steps=steps)
        return t("In {steps} steps the loss goes from {start} to {end}.", start=start, end=end, steps=steps)

    def lab(self, settings: Settings) -> Descents:
        """Its runner on the surface; the others are there to be switched on."""
        lab = Descents(self.surface)
        rule = str(settings["rule"])
        lab.runners[0] = Runner(rule, {name: float(settings[name]) for name in defaults(rule)})
        for other in lab.runners[1:]:
            other.on = False
        lab.reset()
        return lab

    def settings_of(self, lab: object) -> Settings:
        """Those of the first runner; what its rule has no use for stays as it was."""
        assert isinstance(lab, Descents)
        runner = lab.runners[0]
        return {**self.settings, **runner.settings, "rule": runner.rule}


@lru_cache(maxsize=32)
def _path(surface: Surface, settings: tuple[tuple[str, Value], ...]) -> Path:
    lab = DescentTrial({}, surface).lab(dict(settings))
    lab.run(STEPS)
    places = lab.runners[0].places
    return Path(tuple(place.point for place in places), tuple(place.loss for place in places), len(places) <= STEPS)


def grows(trial: Trial, settings: Settings, bound: float) -> bool:
    """The loss is larger in the end than at the start."""
    assert isinstance(trial, DescentTrial)
    path = trial.path(settings)
    return bool(path.losses) and (path.stopped or path.losses[-1] > path.losses[0])


def largest(trial: Trial, settings: Settings, bound: float) -> bool:
    """The loss does not grow, and with a learning rate a little larger it does."""
    larger = {**settings, "lr": float(settings["lr"]) * ROOM}
    return not grows(trial, settings, bound) and grows(trial, larger, bound)


def below(trial: Trial, settings: Settings, bound: float) -> bool:
    """The loss comes below a bound, and is there at the end."""
    assert isinstance(trial, DescentTrial)
    path = trial.path(settings)
    return bool(path.losses) and not path.stopped and path.losses[-1] < bound


def overshoots(trial: Trial, settings: Settings, bound: float) -> bool:
    """The path goes past a minimum, and the loss still does not grow."""
    assert isinstance(trial, DescentTrial)
    path, minima = trial.path(settings), trial.surface.minima
    if not minima or grows(trial, settings, bound):
        return False
    end = path.points[-1]
    nearest = min(minima, key=lambda point: math.dist(point, end))
    for axis in (0, 1):
        way = path.points[0][axis] - nearest[axis]
        if any((point[axis] - nearest[axis]) * math.copysign(1, way) < -PAST * abs(way) for point in path.points):
            return True
    return False


# --- depth -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DepthTrial(Trial):
    """A deep network that has not learnt yet, and the gradients at its weights."""

    room: ClassVar[str] = "depth"

    @classmethod
    def of(cls, settings: Settings) -> DepthTrial:
        """The trial with the lab's own settings where the lesson gives none."""
        lab = DepthLab()
        names = ("depth", "activation", "weights", "factor", "deviation", "width", "seed")
        trial = cls({name: getattr(lab, name) for name in names})
        return replace(trial, settings=trial.with_settings(settings))

    def choices(self, name: str) -> Sequence[str]:
        """Activations and rules for starting weights."""
        return choices(name)

    def bounds(self, name: str) -> tuple[float, float]:
        """Those of the lab."""
        return bounds(name)

    def is_whole(self, name: str) -> bool:
        """Layers and units are counted."""
        return name in ("depth", "width", "seed")

    def came_out(self, settings: Settings, t: Words) -> str:
        """What the lab says."""
        return " ".join(told(self.lab(settings), t)[:2])

    def lab(self, settings: Settings) -> DepthLab:
        """The lab with these settings."""
        lab = DepthLab()
        for name, value in settings.items():
            setattr(lab, name, int(value) if self.is_whole(name) else value)
        return lab

    def settings_of(self, lab: object) -> Settings:
        """Those of the lab."""
        return {name: getattr(lab, name) for name in self.settings}


def trend(*wanted: str) -> Callable[[Trial, Settings, float], bool]:
    """Whether the gradients of the layers go one of these ways."""

    def reached(trial: Trial, settings: Settings, bound: float) -> bool:
        assert isinstance(trial, DepthTrial)
        return trial.lab(settings).trend in wanted

    return reached


GOALS: Mapping[str, Mapping[str, Goal]] = {
    "optimizers": {
        "grows": Goal(N_("after {steps} steps the loss is larger than at the start"), grows),
        "largest": Goal(N_("as large as can be without the loss growing, to within 5 %"), largest),
        "below": Goal(N_("after {steps} steps the loss is below {bound}"), below, needs_bound=True),
        "overshoots": Goal(N_("the path goes past the minimum and comes back"), overshoots),
    },
    "depth": {
        "vanishes": Goal(N_("the first dW is below a thousandth of the last"), trend("vanishes")),
        "level": Goal(N_("first and last dW within 10 times"), trend("level")),
        "explodes": Goal(N_("the first dW is over a thousand times the last"), trend("explodes")),
    },
    "training": {
        "learns": Goal(N_("after {steps} steps the loss on all points is below {bound}"), learns, needs_bound=True),
        "parts-all": Goal(N_("after {steps} steps all points are in their class"), parts_all),
    },
}
"""By lab. A new goal is an entry here and its test."""

TRIALS: Mapping[str, type[Trial]] = {trial.room: trial for trial in (DescentTrial, DepthTrial, TrainingTrial)}
"""By lab."""
