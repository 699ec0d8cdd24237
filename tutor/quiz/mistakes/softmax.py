"""Thoughts about softmax with cross-entropy."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.quiz.mistakes.situation import Mistake, Situation, Wrong
from tutor.quiz.subjects import (
    Score,
)
from tutor.words import N_


class _Score:
    """A question about a score in numbers: probability, target, batch size."""

    def __init__(self, s: Situation, about: Score) -> None:
        v = s.question.values
        self.y = v[about.y]
        self.t = v[about.target] if isinstance(about.target, str) else about.target
        self.batch = v[about.batch] if about.batch else 1.0


def softmax_sign(s: Situation) -> Iterator[Wrong]:
    """Takes target minus probability."""
    if isinstance(s.question.about, Score):
        n = _Score(s, s.question.about)
        reply = N_("{answer}: the size is right, the sign is not. It is probability minus target: {y} - {t}.")
        yield Wrong((n.t - n.y) / n.batch, reply, {"y": n.y, "t": n.t})


def softmax_left_out(s: Situation) -> Iterator[Wrong]:
    """Stops at the cross-entropy: -t / y."""
    if isinstance(s.question.about, Score):
        n = _Score(s, s.question.about)
        reply = N_(
            "{answer} is the gradient at the probability, -t / y. Behind the softmax, at the score, it is y - t."
        )
        yield Wrong(-n.t / n.y / n.batch, reply, {})


def softmax_as_sigmoid(s: Situation) -> Iterator[Wrong]:
    """Gives the slope y * (1 - y)."""
    if isinstance(s.question.about, Score):
        n = _Score(s, s.question.about)
        reply = N_(
            "{answer} is the slope y * (1 - y) of the softmax alone. Together with the cross-entropy y - t is left."
        )
        yield Wrong(n.y * (1 - n.y) / n.batch, reply, {})


def softmax_no_target(s: Situation) -> Iterator[Wrong]:
    """Leaves out the target."""
    if isinstance(s.question.about, Score):
        n = _Score(s, s.question.about)
        reply = N_("{answer}: the probability is right. The target is still to be taken off: {t}.")
        yield Wrong(n.y / n.batch, reply, {"t": n.t})


def softmax_not_averaged(s: Situation) -> Iterator[Wrong]:
    """Does not divide by the batch size, or multiplies by it."""
    about = s.question.about
    if isinstance(about, Score) and about.batch:
        n = _Score(s, about)
        reply = N_("{answer}: y - t is right. The loss is the mean over the batch: divide by {batch}.")
        yield Wrong(n.y - n.t, reply, {"batch": n.batch})
        reply = N_("{answer}: y - t is right, but a mean over the batch divides by {batch}; it does not multiply.")
        yield Wrong((n.y - n.t) * n.batch, reply, {"batch": n.batch})


SOFTMAX: dict[str, Mistake] = {
    "softmax-sign": Mistake(N_("took target minus probability"), softmax_sign),
    "softmax-left-out": Mistake(N_("stopped at the cross-entropy"), softmax_left_out),
    "softmax-as-sigmoid": Mistake(N_("took the slope y * (1 - y)"), softmax_as_sigmoid),
    "softmax-no-target": Mistake(N_("left out the target"), softmax_no_target),
    "softmax-not-averaged": Mistake(N_("did not divide by the batch size"), softmax_not_averaged),
}
