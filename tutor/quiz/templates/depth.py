"""Items on depth, and on gradient checks."""

from __future__ import annotations

from collections.abc import Mapping

from tutor.quiz.question import Question
from tutor.quiz.subjects import (
    CentralDifference,
    Depth,
)
from tutor.quiz.templates.template import Draw, Level, Source, Template
from tutor.words import N_


def _descends(question: Question) -> bool:
    """Whether x - h is positive, so that both values are on the same side of 0."""
    return question.values["x"] > question.values["h"]


def _is_above(question: Question) -> bool:
    """Whether the gradient is the larger one, where the story asks by how much it is above the central difference."""
    return question.quantity != "off" or question.truth > 0


_DEPTH_LABELS = {
    "slope": N_("slope: slope of each layer's activation"),
    "weight": N_("weight: weight of each layer"),
    "layers": N_("layers: how many layers"),
    "upstream": N_("upstream: gradient that arrives at the last layer"),
    "y": N_("y: output of each sigmoid"),
    "factor": N_("factor: by what the layers multiply the gradient"),
    "gradient": N_("gradient: what reaches the first layer"),
}

_DEPTH = (
    Template(
        "layers",
        N_(
            "Each of {layers} layers has an activation with the slope {slope} and the weight {weight}. "
            "By what factor do they multiply a gradient on its way back?"
        ),
        "factor = (slope * weight)^layers",
        {
            1: Level(
                {"slope": (0.1, 0.2, 0.25, 0.4, 0.5), "layers": Draw(3, 5)},
                ("factor",),
                "factor = slope^layers",
                N_(
                    "Each of {layers} layers has an activation with the slope {slope}; all weights are 1. "
                    "By what factor do they multiply a gradient on its way back?"
                ),
                Depth("slope", "layers"),
            ),
            2: Level(
                {
                    "slope": (0.1, 0.2, 0.25, 0.4, 0.5),
                    "weight": (0.5, 1.5, 2, 3, 4, 5, 6),
                    "layers": Draw(3, 4),
                },
                ("factor",),
            ),
            3: Level(
                {
                    "upstream": (0.5, 2, 3, 4, 5, 8, 10, 20),
                    "slope": (0.1, 0.2, 0.25, 0.4, 0.5),
                    "weight": (0.5, 1.5, 2, 3, 4, 5, 6, -2, -3),
                    "layers": Draw(3, 4),
                },
                ("gradient",),
                "gradient = upstream * (slope * weight)^layers",
                N_(
                    "The gradient {upstream} arrives at the last of {layers} layers. Each has an activation with the "
                    "slope {slope} and the weight {weight}. What gradient leaves the first of them?"
                ),
                Depth("slope", "layers", "weight", "upstream"),
            ),
        },
        _DEPTH_LABELS,
        Depth("slope", "layers", "weight"),
    ),
    Template(
        "sigmoids",
        N_(
            "Each of {layers} sigmoid layers gives the output {y} and has the weight {weight}. "
            "By what factor do they multiply a gradient on its way back?"
        ),
        "slope = y * (1 - y)\nfactor = (slope * weight)^layers",
        {
            1: Level(
                {"y": (0.1, 0.2, 0.4, 0.5, 0.6, 0.8, 0.9), "layers": Draw(3, 4)},
                ("factor",),
                "slope = y * (1 - y)\nfactor = slope^layers",
                N_(
                    "Each of {layers} sigmoid layers gives the output {y}; all weights are 1. "
                    "By what factor do they multiply a gradient on its way back?"
                ),
                Depth("slope", "layers", activation="y"),
            ),
            2: Level(
                {"y": (0.1, 0.2, 0.4, 0.5, 0.6, 0.8, 0.9), "weight": (2, 3, 5, 10), "layers": Draw(3, 4)}, ("factor",)
            ),
            3: Level(
                {
                    "upstream": (0.5, 2, 3, 4, 5, 10),
                    "y": (0.1, 0.2, 0.4, 0.5, 0.6, 0.8, 0.9),
                    "weight": (2, 3, 5, 10, -2, -5),
                    "layers": Draw(3, 4),
                },
                ("gradient",),
                "slope = y * (1 - y)\ngradient = upstream * (slope * weight)^layers",
                N_(
                    "The gradient {upstream} arrives at the last of {layers} sigmoid layers. Each gives the output "
                    "{y} and has the weight {weight}. What gradient leaves the first of them?"
                ),
                Depth("slope", "layers", "weight", "upstream", "y"),
            ),
        },
        _DEPTH_LABELS,
        Depth("slope", "layers", "weight", activation="y"),
    ),
)


_CHECK_LABELS = {
    "above": N_("above: value at x + h"),
    "below": N_("below: value at x - h"),
    "rise": N_("rise: how much higher the first value is than the second"),
    "slope": N_("slope: central difference"),
    "gradient": N_("gradient: from backpropagation"),
    "off": N_("off: gradient minus central difference"),
    "ratio": N_("ratio: gradient divided by central difference"),
}
_CENTRAL = "rise = above - below\nslope = rise / (2 * h)"
_OVER_X = CentralDifference("above", "below", "h", "rise", "slope", "x")
_MEASURED: Mapping[str, Source] = {
    "above": Draw(2.1, 2.98, 0.02),
    "below": Draw(1.1, 1.98, 0.02),
    "h": (0.01, 0.02, 0.05, 0.1, 0.2),
}

_CHECK = (
    Template(
        "function",
        N_(
            "To check the derivative of f(x) = x^3 at x = {x}, you take the central difference with h = {h}. "
            "What slope does it give?"
        ),
        f"above = (x + h)^3\nbelow = (x - h)^3\n{_CENTRAL}",
        {
            1: Level({"x": Draw(3, 6), "h": (2, 3, 4)}, ("slope",)),
            2: Level({"x": (1, 2, 3, 4, 5, 10), "h": (0.1, 0.2, 0.4)}, ("slope",)),
            3: Level(
                {"x": (0.3, 0.5, 0.6, 0.9, 1.5, 3, 5, 6, 9), "h": (0.1, 0.2, 0.3, 2, 3)},
                ("slope",),
                f"above = 1 / (x + h)\nbelow = 1 / (x - h)\n{_CENTRAL}",
                N_(
                    "To check the derivative of f(x) = 1 / x at x = {x}, you take the central difference with h = {h}. "
                    "What slope does it give?"
                ),
            ),
        },
        _CHECK_LABELS,
        _OVER_X,
        _descends,
    ),
    Template(
        "measured",
        N_(
            "A weight is moved by h = {h}: the loss is {above} when it is larger and {below} when it is smaller. "
            "What gradient does the central difference give?"
        ),
        _CENTRAL,
        {
            1: Level(_MEASURED, ("slope",)),
            2: Level(
                {**_MEASURED, "gradient": Draw(2.5, 30.5, 0.5)},
                ("off",),
                f"{_CENTRAL}\noff = gradient - slope",
                N_(
                    "A weight is moved by h = {h}: the loss is {above} when it is larger and {below} when it is "
                    "smaller. Backpropagation gives the gradient {gradient}. By how much is that above the central "
                    "difference?"
                ),
                CentralDifference("above", "below", "h", "rise", "slope", gradient="gradient", compared="difference"),
            ),
            3: Level(
                {**_MEASURED, "gradient": Draw(2, 60)},
                ("ratio",),
                f"{_CENTRAL}\nratio = gradient / slope",
                N_(
                    "A weight is moved by h = {h}: the loss is {above} when it is larger and {below} when it is "
                    "smaller. Backpropagation gives the gradient {gradient}. How many times the central difference is "
                    "that?"
                ),
                CentralDifference("above", "below", "h", "rise", "slope", gradient="gradient", compared="ratio"),
            ),
        },
        _CHECK_LABELS,
        CentralDifference("above", "below", "h", "rise", "slope"),
        _is_above,
    ),
)


TEMPLATES: dict[str, tuple[Template, ...]] = {
    "vanishing-gradients": _DEPTH,
    "gradient-check": _CHECK,
}
