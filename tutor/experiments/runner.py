"""One optimizer on its way over a surface: each step follows from the place before and the present settings."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from tutor.core import OPTIMIZERS, GraphError, Optimizer, Step, descend
from tutor.experiments.surfaces import PARAMETERS, Box

if TYPE_CHECKING:
    from tutor.core.program import Program

FAR = 50
"""Who is so many times the box away from it has left for good."""

_RATES = tuple(digit * 10.0**power for power in range(-5, 2) for digit in (1, 2, 5))
_SHARES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999)

RULES = tuple(OPTIMIZERS)
"""Keys of the rules, in the core's order."""


def title(rule: str) -> str:
    """A rule's name as the core has it: `SGD`, `RMSProp`."""
    return OPTIMIZERS[rule].__name__


def defaults(rule: str) -> dict[str, float]:
    """The settings of a rule with the numbers that the core's class has."""
    return {name: each.default for name, each in inspect.signature(OPTIMIZERS[rule]).parameters.items()}


def ladder(setting: str) -> tuple[float, ...]:
    """The numbers through which a setting goes."""
    return _RATES if setting == "lr" else _SHARES


class Place(NamedTuple):
    """Where a runner stands, and the optimizer with all that it remembers there."""

    step: Step
    optimizer: Optimizer

    @property
    def point(self) -> tuple[float, float]:
        """x and y."""
        return float(self.step.params["x"]), float(self.step.params["y"])

    @property
    def loss(self) -> float:
        """The surface's height here."""
        return float(self.step.loss)


@dataclass
class Runner:
    """An optimizer with its settings and its path so far."""

    rule: str
    settings: dict[str, float]
    on: bool = True
    places: list[Place] = field(default_factory=list)
    """The start, then the place after each step; empty while it is off, or where the start has no value."""
    failure: GraphError | None = None
    """Why it could not go on from its last place; none where it can, or where it only went too far."""

    @classmethod
    def of(cls, rule: str, rates: Mapping[str, float], *, on: bool = True) -> Runner:
        """A runner with the core's settings, but its learning rate from `rates`."""
        return cls(rule, {**defaults(rule), "lr": rates[rule]}, on)

    @property
    def title(self) -> str:
        """The name of its rule."""
        return title(self.rule)

    @property
    def place(self) -> Place | None:
        """Where it stands now."""
        return self.places[-1] if self.places else None

    def begin(self, program: Program, start: tuple[float, float]) -> None:
        """Go to the start, and forget everything."""
        self.places, self.failure = [], None
        optimizer = OPTIMIZERS[self.rule](**self.settings)
        try:
            self.places.append(Place(_first(optimizer, program, dict(zip(PARAMETERS, start, strict=True))), optimizer))
        except GraphError as error:
            self.failure = error

    def advance(self, program: Program, box: Box) -> None:
        """Take one step where there is a way on; else stay, and keep the reason."""
        before = self.place
        if before is None or self.has_left(box):
            return
        optimizer = self.next_optimizer(before)
        walk = descend(optimizer, program, before.step.params)
        try:
            next(walk)
            after = next(walk)
        except GraphError as error:
            self.failure = error
            return
        self.places.append(Place(after._replace(number=before.step.number + 1), optimizer))

    def has_left(self, box: Box) -> bool:
        """Whether it is so far outside that it will not come back."""
        return self.place is not None and not box.zoomed(FAR).holds(*self.place.point)

    def cut(self, number: int) -> None:
        """Back to the place after `number` steps, where it came further."""
        if len(self.places) <= number:  # it had stopped before that
            return
        if len(self.places) > number + 1 or self.failure is not None:
            del self.places[number + 1 :]
            self.failure = None

    def next_optimizer(self, place: Place) -> Optimizer:
        """The optimizer that leads on from a place, with what it remembers and the settings of now.

        One of another rule than before remembers nothing.
        """
        if type(place.optimizer) is not OPTIMIZERS[self.rule]:
            return OPTIMIZERS[self.rule](**self.settings)
        found = copy.deepcopy(place.optimizer)
        for name, value in self.settings.items():
            setattr(found, name, value)
        return found


def _first(optimizer: Optimizer, program: Program, params: Mapping[str, float]) -> Step:
    return next(descend(optimizer, program, params))
