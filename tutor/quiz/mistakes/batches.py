"""Thoughts about mini-batches. The factor of a batch's loss is from forum threads and bug reports."""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt

from tutor.quiz.mistakes.situation import Mistake, Situation, Wrong
from tutor.quiz.subjects import (
    BatchMean,
    BatchNeeded,
    BatchNoise,
    SquaredErrors,
)
from tutor.words import N_


def batch_loss_factor(s: Situation) -> Iterator[Wrong]:
    """Loses the 2 or the 1/n of the mean squared error."""
    if isinstance(s.question.about, SquaredErrors):
        count = len(s.question.about.errors)
        reply = N_("{answer} is half of it: the derivative of a square brings a factor 2.")
        yield Wrong(s.truth / 2, reply, {})
        reply = N_("{answer} is the sum over the batch. The loss is the mean: divide by {count}.")
        yield Wrong(s.truth * count, reply, {"count": count})
    if isinstance(s.question.about, BatchMean):
        count = len(s.question.about.samples)
        reply = N_("{answer} is the sum over the batch. The loss is the mean: divide by {count}.")
        yield Wrong(s.truth * count, reply, {"count": count})


def batch_one_sample(s: Situation) -> Iterator[Wrong]:
    """Uses one sample only."""
    about, v = s.question.about, s.question.values
    if isinstance(about, SquaredErrors):
        reply = N_("{answer} is the gradient of the first sample only. The others count too: take the mean.")
        yield Wrong(2 * v[about.errors[0]] * v[about.inputs[0]], reply, {})
    if isinstance(about, BatchMean):
        reply = N_("{answer} is the gradient of the first sample only. The others count too: take the mean.")
        yield Wrong(v[about.samples[0]], reply, {})


def batch_forgets_x(s: Situation) -> Iterator[Wrong]:
    """Leaves out the inputs that the errors are multiplied by."""
    about, v = s.question.about, s.question.values
    if isinstance(about, SquaredErrors):
        reply = N_("{answer}: the factor 2 and the mean are right. Each error is still to be multiplied by its x.")
        yield Wrong(2 * sum(v[error] for error in about.errors) / len(about.errors), reply, {})


def batch_sign(s: Situation) -> Iterator[Wrong]:
    """Takes target minus prediction."""
    if isinstance(s.question.about, SquaredErrors):
        reply = N_("{answer}: the size is right. The error is prediction minus target, so the sign is the other one.")
        yield Wrong(-s.truth, reply, {})


def noise_no_root(s: Situation) -> Iterator[Wrong]:
    """Divides by the number of samples, not by its root; or forgets the square, the other way round."""
    about, v = s.question.about, s.question.values
    if isinstance(about, BatchNoise):
        reply = N_("{answer}: dividing is right, but scatter falls with the root. Divide by sqrt({batch}).")
        yield Wrong(v[about.deviation] / v[about.batch], reply, {"batch": v[about.batch]})
    if isinstance(about, BatchNeeded):
        factor = v[about.deviation] / v[about.wanted]
        reply = N_("{answer}: the scatter must fall by this factor. It falls with the root of the size: square it.")
        yield Wrong(factor, reply, {})
        reply = N_("{answer}: the root is taken where a square is needed. The factor is {factor}: square it.")
        yield Wrong(sqrt(abs(factor)), reply, {"factor": factor})


def noise_unchanged(s: Situation) -> Iterator[Wrong]:
    """Thinks that a mean scatters as much as one sample."""
    about, v = s.question.about, s.question.values
    if isinstance(about, BatchNoise):
        reply = N_("{answer} would be unchanged. In a larger mean errors cancel: divide by sqrt({batch}).")
        yield Wrong(v[about.deviation], reply, {"batch": v[about.batch]})


def noise_grows(s: Situation) -> Iterator[Wrong]:
    """Multiplies by the root."""
    about, v = s.question.about, s.question.values
    if isinstance(about, BatchNoise):
        reply = N_("{answer}: the root is right, but a mean over more samples scatters less. Divide by it.")
        yield Wrong(v[about.deviation] * sqrt(v[about.batch]), reply, {})


def noise_root_only(s: Situation) -> Iterator[Wrong]:
    """Gives the root itself."""
    about, v = s.question.about, s.question.values
    if isinstance(about, BatchNoise):
        reply = N_("{answer} is sqrt({batch}), right so far. Divide {deviation} by it.")
        yield Wrong(sqrt(v[about.batch]), reply, {"batch": v[about.batch], "deviation": v[about.deviation]})


BATCHES: dict[str, Mistake] = {
    "batch-loss-factor": Mistake(N_("lost the 2 or the 1/n of the loss"), batch_loss_factor),
    "batch-one-sample": Mistake(N_("used one sample only"), batch_one_sample),
    "batch-forgets-x": Mistake(N_("left out the inputs x"), batch_forgets_x),
    "batch-sign": Mistake(N_("took target minus prediction"), batch_sign),
    "noise-no-root": Mistake(N_("forgot the square root"), noise_no_root),
    "noise-unchanged": Mistake(N_("took the scatter of one sample"), noise_unchanged),
    "noise-grows": Mistake(N_("multiplied by the square root"), noise_grows),
    "noise-root-only": Mistake(N_("stopped at the square root"), noise_root_only),
}
