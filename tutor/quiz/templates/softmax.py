"""Items on softmax with cross-entropy."""

from __future__ import annotations

from collections.abc import Mapping

from tutor.quiz.subjects import (
    Score,
)
from tutor.quiz.templates.template import Draw, Level, Source, Template
from tutor.words import N_

_EXPS: Mapping[str, Source] = {"e1": Draw(1, 12), "e2": Draw(1, 12), "e3": Draw(1, 12)}
_BATCH_SIZES: Source = (2, 4, 5, 8, 10)
_SOFTMAX_LABELS = {
    "total": N_("total: sum of the exponentials"),
    "d1": N_("d1: gradient of the loss by the first score"),
    "d2": N_("d2: gradient of the loss by the second score"),
    "d": N_("d: gradient of the loss by the score"),
    "batch": N_("batch: samples in the batch"),
}

_SOFTMAX = (
    Template(
        "exponentials",
        N_(
            "Softmax with cross-entropy, the mean over a batch of {batch}. For one sample the exponentials of its "
            "three scores are {e1}, {e2} and {e3}; the second class is right. What is the gradient of the loss by the "
            "second score?"
        ),
        "total = e1 + e2 + e3\ny2 = e2 / total\nd2 = (y2 - 1) / batch",
        {
            1: Level(
                _EXPS,
                ("d2",),
                "total = e1 + e2 + e3\ny2 = e2 / total\nd2 = y2 - 1",
                N_(
                    "Softmax with cross-entropy for one sample: the exponentials of its three scores are {e1}, {e2} "
                    "and {e3}; the second class is right. What is the gradient of the loss by the second score?"
                ),
                Score("y2", 1.0, exps=("e1", "e2", "e3")),
            ),
            2: Level(
                {**_EXPS, "batch": _BATCH_SIZES},
                ("d1",),
                "total = e1 + e2 + e3\ny1 = e1 / total\nd1 = (y1 - 0) / batch",
                N_(
                    "Softmax with cross-entropy, the mean over a batch of {batch}. For one sample the exponentials of "
                    "its three scores are {e1}, {e2} and {e3}; the second class is right. What is the gradient of the "
                    "loss by the first score?"
                ),
                Score("y1", 0.0, "batch", ("e1", "e2", "e3")),
            ),
            3: Level({**_EXPS, "batch": _BATCH_SIZES}, ("d2",)),
        },
        _SOFTMAX_LABELS,
        Score("y2", 1.0, "batch", ("e1", "e2", "e3")),
    ),
    Template(
        "probability",
        N_(
            "Softmax with cross-entropy, the mean over a batch of {batch}: for one sample the right class gets the "
            "probability {y}. What is the gradient of the loss by its score?"
        ),
        "d = (y - 1) / batch",
        {
            1: Level(
                {"y": Draw(0.05, 0.95, 0.05)},
                ("d",),
                "d = y - 1",
                N_(
                    "Softmax with cross-entropy gives the right class of a sample the probability {y}. "
                    "What is the gradient of the loss by its score?"
                ),
                Score("y", 1.0),
            ),
            2: Level({"y": Draw(0.04, 0.96, 0.04), "batch": _BATCH_SIZES}, ("d",)),
            3: Level(
                {"y": Draw(0.04, 0.8, 0.04), "t": (0.85, 0.9, 0.95, 0.1, 0.05), "batch": _BATCH_SIZES},
                ("d",),
                "d = (y - t) / batch",
                N_(
                    "Softmax with cross-entropy, the mean over a batch of {batch}, with smoothed labels: one class "
                    "has the target {t} and gets the probability {y}. What is the gradient of the loss by its score?"
                ),
                Score("y", "t", "batch"),
            ),
        },
        _SOFTMAX_LABELS,
        Score("y", 1.0, "batch"),
    ),
)


TEMPLATES: dict[str, tuple[Template, ...]] = {
    "softmax-cross-entropy": _SOFTMAX,
}
