"""How large the gradient is from layer to layer: the state of the depth lab."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from tutor.core import initial_deviation
from tutor.core.depth import LayerNorms, layer_norms
from tutor.core.network import ACTIVATIONS

DEVIATION = "deviation"
"""The rule of starting weights whose standard deviation is given as a number."""

WEIGHTS = ("xavier", "he", DEVIATION)
"""The rules for starting weights."""

KINDS = ("dW", "dH")
"""What is measured: the gradient at each layer's weights, or at its output."""

FACTORS = (0.1, 0.2, 0.5, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.5, 2, 5, 10)
"""What the standard deviation of a rule can be multiplied by."""

_LADDERS: Mapping[str, Sequence[float]] = MappingProxyType(
    {
        "depth": range(1, 31),
        "width": (10, 20, 50, 100),
        "factor": FACTORS,
        "deviation": (0, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10),
        "seed": range(10_000),
    }
)
"""The numbers through which each setting goes."""

_CHOICES: Mapping[str, Sequence[str]] = MappingProxyType({"activation": tuple(ACTIVATIONS), "weights": WEIGHTS})
"""What is chosen by name; these go round."""

THOUSANDTH = 1e-3
"""Below this share of the last layer's gradient the first one's counts as vanished; above its inverse as exploded."""

ALIKE = 10
"""Within this factor two gradients are about equal."""

_TINY, _HUGE = 1e-3, 1e3
"""Norms of dW between which a network learns about as it should."""


class DepthLab:
    """A deep network that has not learnt yet, and the gradient's norm at each of its layers.

    All settings are plain attributes; `adjust` takes them through their ladders.
    """

    def __init__(self) -> None:
        self.depth = 5
        self.width = 50
        """Inputs and outputs of every layer."""
        self.activation = "sigmoid"
        """A key of the core's `ACTIVATIONS`."""
        self.weights = "xavier"
        """One of `WEIGHTS`."""
        self.factor = 1.0
        """Times the standard deviation of "xavier" or "he"."""
        self.deviation = 0.01
        """The standard deviation itself, where `weights` says so."""
        self.seed = 0
        """Of starting weights and batch."""
        self.kind = KINDS[0]

    # --- what is seen ------------------------------------------------------------------------------------

    @property
    def spread(self) -> float:
        """The standard deviation of the starting weights."""
        if self.weights == DEVIATION:
            return self.deviation
        return self.factor * initial_deviation(self.weights, self.width)

    @property
    def both(self) -> LayerNorms | None:
        """The norms of dW and of dH; none where the scores are beyond the floats, so that there is no loss."""
        return _norms(self.depth, self.activation, self.spread, self.width, self.seed)

    @property
    def norms(self) -> tuple[float, ...]:
        """The norms that were chosen, from the input's side; empty where there are none."""
        return self.norms_of(self.kind)

    def norms_of(self, kind: str) -> tuple[float, ...]:
        """The same of one of `KINDS`."""
        both = self.both
        if both is None:
            return ()
        return both.weights if kind == "dW" else both.outputs

    @property
    def ratio(self) -> float | None:
        """The first layer's norm over the last one's; none where that says nothing."""
        norms = self.norms
        return norms[0] / norms[-1] if len(norms) > 1 and norms[-1] else None

    @property
    def factor_a_layer(self) -> float | None:
        """By what the gradient is multiplied from one layer to the one before, in the geometric mean."""
        ratio = self.ratio
        return None if ratio is None else ratio ** (1 / (len(self.norms) - 1))

    @property
    def trend(self) -> str:
        """What is seen, in a word.

        "none" (no loss), "one" (layer), "zero", "vanishes", "shrinks", "level", "tiny" and
        "huge" (level, but all that small or large), "grows", "explodes"; all seen from the last layer to the first.
        """
        norms, ratio = self.norms, self.ratio
        if not norms:
            return "none"
        if not all(norms):
            return "zero"
        if ratio is None:
            return "one"
        if ratio < 1 / ALIKE:
            return "vanishes" if ratio < THOUSANDTH else "shrinks"
        if ratio > ALIKE:
            return "explodes" if ratio > 1 / THOUSANDTH else "grows"
        if self.kind == "dW" and max(norms) < _TINY:
            return "tiny"
        return "huge" if self.kind == "dW" and min(norms) > _HUGE else "level"

    # --- what is chosen ----------------------------------------------------------------------------------

    @property
    def settings(self) -> tuple[str, ...]:
        """The settings that count now."""
        scale = "deviation" if self.weights == DEVIATION else "factor"
        return ("depth", "activation", "weights", scale, "width", "seed")

    def adjust(self, setting: str, by: int) -> None:
        """Make a setting larger (1) or smaller (-1); a named one goes on to the next or the one before."""
        value = getattr(self, setting)
        if setting in _CHOICES:
            names = _CHOICES[setting]
            setattr(self, setting, names[(names.index(value) + by) % len(names)])
            return
        ladder = _LADDERS[setting]
        at = bisect_right(ladder, value) if by > 0 else bisect_left(ladder, value) - 1
        setattr(self, setting, ladder[min(max(at, 0), len(ladder) - 1)])

    def turn_kind(self) -> None:
        """Show dH in dW's place, or dW again."""
        self.kind = KINDS[1 - KINDS.index(self.kind)]


def choices(setting: str) -> Sequence[str]:
    """The names that a setting goes through; empty for a number."""
    return _CHOICES.get(setting, ())


def bounds(setting: str) -> tuple[float, float]:
    """The smallest and the largest number that a setting can be."""
    ladder = _LADDERS[setting]
    return ladder[0], ladder[-1]


@lru_cache(maxsize=64)
def _norms(depth: int, activation: str, deviation: float, width: int, seed: int) -> LayerNorms | None:
    try:
        return layer_norms(depth, activation, deviation, width, seed)
    except ValueError:  # the scores are not finite
        return None
