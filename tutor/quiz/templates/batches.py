"""Items on mini-batches and the noise of their gradients."""

from __future__ import annotations

from tutor.quiz.question import Question
from tutor.quiz.subjects import (
    BatchMean,
    BatchNeeded,
    BatchNoise,
    SquaredErrors,
)
from tutor.quiz.templates.template import Draw, Level, Source, Template
from tutor.words import N_

SMALL = Draw(1, 9)
SIGNED: Source = (-4, -3, -2, -1, 1, 2, 3, 4, 5, 6, 7, 8)


def _distinct_errors(question: Question) -> bool:
    """Whether no error is 0, and none is as large as another."""
    errors = [value for name, value in question.values.items() if name in ("e1", "e2", "e3", "e4")]
    return all(errors) and len({abs(error) for error in errors}) == len(errors)


_BATCH_LABELS = {
    "e1": N_("e1: error of sample 1, prediction minus target"),
    "e2": N_("e2: error of sample 2, prediction minus target"),
    "gradient": N_("gradient: of the batch's loss by the weight"),
    "loss": N_("loss: mean squared error of the batch"),
}

_MINI_BATCH = (
    Template(
        "model",
        N_(
            "The model w * x, now with w = {w}, is trained on a mini-batch of two samples: x1 = {x1} with the target "
            "t1 = {t1}, and x2 = {x2} with t2 = {t2}. The loss is the mean of the squared errors. What is its "
            "gradient by the weight?"
        ),
        "e1 = w * x1 - t1\ne2 = w * x2 - t2\nloss = (e1^2 + e2^2) / 2",
        {
            1: Level(
                {"w": Draw(2, 4), "x1": Draw(1, 5), "t1": Draw(1, 15), "x2": Draw(2, 6), "t2": Draw(1, 15)},
                ("d loss / d w",),
            ),
            2: Level(
                {
                    "w": Draw(2, 4),
                    "b": Draw(1, 4),
                    "x1": Draw(1, 5),
                    "t1": Draw(1, 15),
                    "x2": Draw(2, 6),
                    "t2": Draw(1, 15),
                },
                ("d loss / d w",),
                "e1 = w * x1 + b - t1\ne2 = w * x2 + b - t2\nloss = (e1^2 + e2^2) / 2",
                N_(
                    "The model w * x + b, now with w = {w} and b = {b}, is trained on a mini-batch of two samples: x1 "
                    "= {x1} with the target t1 = {t1}, and x2 = {x2} with t2 = {t2}. The loss is the mean of the "
                    "squared errors. What is its gradient by the weight?"
                ),
            ),
            3: Level(
                {
                    "w": Draw(2, 4),
                    "x1": Draw(1, 6),
                    "t1": Draw(1, 20),
                    "x2": Draw(1, 6),
                    "t2": Draw(1, 20),
                    "x3": Draw(1, 6),
                    "t3": Draw(1, 20),
                    "x4": Draw(1, 6),
                    "t4": Draw(1, 20),
                },
                ("d loss / d w",),
                "e1 = w * x1 - t1\ne2 = w * x2 - t2\ne3 = w * x3 - t3\ne4 = w * x4 - t4\n"
                "loss = (e1^2 + e2^2 + e3^2 + e4^2) / 4",
                N_(
                    "The model w * x, now with w = {w}, is trained on a mini-batch of four samples: x is {x1}, {x2}, "
                    "{x3} and {x4}, with the targets {t1}, {t2}, {t3} and {t4}. The loss is the mean of the squared "
                    "errors. What is its gradient by the weight?"
                ),
                SquaredErrors(("e1", "e2", "e3", "e4"), ("x1", "x2", "x3", "x4"), weight="w"),
            ),
        },
        _BATCH_LABELS,
        SquaredErrors(("e1", "e2"), ("x1", "x2"), weight="w"),
        _distinct_errors,
    ),
    Template(
        "samples",
        N_(
            "A model w * x is trained on a mini-batch of two samples: x1 = {x1} with the error {e1} and x2 = {x2} "
            "with the error {e2} (prediction minus target). What is the gradient of the mean squared error by w?"
        ),
        "g1 = 2 * e1 * x1\ng2 = 2 * e2 * x2\ngradient = (g1 + g2) / 2",
        {
            1: Level(
                {"g1": SIGNED, "g2": SIGNED, "g3": SIGNED, "g4": SIGNED},
                ("gradient",),
                "gradient = (g1 + g2 + g3 + g4) / 4",
                N_(
                    "The four samples of a mini-batch give the gradients {g1}, {g2}, {g3} and {g4}. The loss of the "
                    "mini-batch is the mean of theirs. What is its gradient?"
                ),
                BatchMean(("g1", "g2", "g3", "g4")),
            ),
            2: Level({"x1": SMALL, "e1": SIGNED, "x2": SMALL, "e2": SIGNED}, ("gradient",)),
            3: Level(
                {"x1": SMALL, "y1": Draw(2, 15), "t1": Draw(2, 15), "x2": SMALL, "y2": Draw(2, 15), "t2": Draw(2, 15)},
                ("gradient",),
                "e1 = y1 - t1\ne2 = y2 - t2\ng1 = 2 * e1 * x1\ng2 = 2 * e2 * x2\ngradient = (g1 + g2) / 2",
                N_(
                    "For the inputs {x1} and {x2} a model w * x + b predicts {y1} and {y2}; the targets are {t1} and "
                    "{t2}. What is the gradient of the mean squared error by w?"
                ),
            ),
        },
        _BATCH_LABELS,
        SquaredErrors(("e1", "e2"), ("x1", "x2"), "gradient"),
        _distinct_errors,
    ),
)

_NOISE_LABELS = {
    "std": N_("std: standard deviation of one sample's gradient"),
    "batch": N_("batch: samples in a mini-batch"),
    "noise": N_("noise: standard deviation of the mini-batch's gradient"),
    "wanted": N_("wanted: standard deviation that is wanted"),
    "before": N_("before: standard deviation with small mini-batches"),
    "small": N_("small: size of the small mini-batches"),
    "large": N_("large: size of the large mini-batches"),
    "times": N_("times: how many times as large"),
}

_NOISE = (
    Template(
        "samples",
        N_(
            "The gradients of single samples have the standard deviation {std}. What standard deviation does the mean "
            "gradient of a mini-batch of {batch} independent samples have?"
        ),
        "noise = std / sqrt(batch)",
        {
            1: Level({"std": Draw(2, 30, 2), "batch": (4, 9, 16, 25)}, ("noise",)),
            2: Level({"std": Draw(0.4, 6, 0.2), "batch": (64, 100, 144, 256, 400)}, ("noise",)),
            3: Level(
                {"std": Draw(1.5, 12, 0.5), "wanted": (0.1, 0.2, 0.25, 0.5)},
                ("batch",),
                "batch = (std / wanted)^2",
                N_(
                    "The gradients of single samples have the standard deviation {std}. How many independent samples "
                    "must a mini-batch have so that its mean gradient has the standard deviation {wanted}?"
                ),
                BatchNeeded("std", "wanted"),
            ),
        },
        _NOISE_LABELS,
        BatchNoise("std", "batch"),
    ),
    Template(
        "larger",
        N_(
            "The gradient of a mini-batch has the standard deviation {before}. The mini-batches are now made {times} "
            "times as large. What is the standard deviation then?"
        ),
        "noise = before / sqrt(times)",
        {
            1: Level({"before": Draw(0.6, 6, 0.2), "times": (4, 9, 16, 25)}, ("noise",)),
            2: Level(
                {
                    "before": Draw(0.6, 6, 0.2),
                    "small": (8, 16, 20, 25, 32),
                    "large": (72, 128, 180, 225, 288, 400, 512),
                },
                ("noise",),
                "times = large / small\nnoise = before / sqrt(times)",
                N_(
                    "With mini-batches of {small} samples the gradient has the standard deviation {before}. "
                    "What is it with {large} samples?"
                ),
            ),
            3: Level(
                {"before": Draw(0.6, 6, 0.2), "wanted": (0.1, 0.2, 0.3, 0.5)},
                ("times",),
                "times = (before / wanted)^2",
                N_(
                    "The gradient of a mini-batch has the standard deviation {before}. How many times as large must "
                    "the mini-batch be made to bring it down to {wanted}?"
                ),
                BatchNeeded("before", "wanted"),
            ),
        },
        _NOISE_LABELS,
        BatchNoise("before", "times"),
        lambda question: question.values["times"] in (4, 9, 16, 25, 36, 49) or "wanted" in question.values,
    ),
)


TEMPLATES: dict[str, tuple[Template, ...]] = {
    "mini-batch": _MINI_BATCH,
    "batch-noise": _NOISE,
}
