"""What the training view says: which part of a step was made, and what came of it."""

from __future__ import annotations

from tutor.experiments.runner import title
from tutor.experiments.training import Look, Training
from tutor.numbers import show
from tutor.words import N_, Words

PARTS = {"predict": N_("predict"), "loss": N_("loss"), "gradient": N_("gradient"), "update": N_("update")}
"""The four parts of a step, by the state's names."""


def told(training: Training, look: Look, t: Words) -> str:
    """What was done last, in a sentence."""
    if look.failed:
        return t(
            "Diverged after step {number}: the numbers grew too large. Take a smaller learning rate; x begins anew.",
            number=look.number,
        )
    if look.number and look.whole is not None and look.whole > 2 * training.guessing:
        return t(
            "The loss is far above {guessing}, which guessing has: the learning rate is too large.",
            guessing=show(training.guessing, 3),
        )
    if look.phase == "predict":
        right, count = training.right
        return t("Predict: {count} points go forward; {right} of them land in their class.", count=count, right=right)
    if look.phase == "loss":
        return t("Loss: how wrong that is, {loss} on average.", loss=show(look.loss, 4))
    if look.phase == "gradient":
        return t("Gradient: backpropagation tells each weight how the loss changes with it.")
    if look.phase == "update":
        return t(
            "Update: {rule} moves each weight against its gradient, with learning rate {lr}.",
            rule=title(training.rule),
            lr=show(training.lr),
        )
    return t("Nothing is learnt yet: the weights are random. r draws others.")
