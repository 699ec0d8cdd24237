"""Thoughts about the training loop. All but a few are inferred."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.quiz.mistakes.situation import Mistake, Situation, Wrong
from tutor.quiz.subjects import (
    Epochs,
    TrainingTime,
    Updates,
)
from tutor.words import N_


def loop_batch(s: Situation) -> Iterator[Wrong]:
    """Takes the batch size for the number of updates."""
    about, v = s.question.about, s.question.values
    if isinstance(about, Updates):
        epochs = v[about.epochs] if about.epochs else 1.0
        reply = N_(
            "{answer} counts the items of one mini-batch. Asked are updates: how many such batches make an epoch?"
        )
        yield Wrong(v[about.batch] * epochs, reply, {})


def loop_items(s: Situation) -> Iterator[Wrong]:
    """Takes each item for an update."""
    about, v = s.question.about, s.question.values
    if isinstance(about, Updates | TrainingTime):
        left_out = v[about.held] if isinstance(about, Updates) and about.held else 0.0
        items = v[about.items] - left_out
        epochs = v[about.epochs] if about.epochs else 1.0
        reply = N_("{answer} makes every item an update. An update takes a mini-batch of {batch} items.")
        each = v[about.seconds] / 60 if isinstance(about, TrainingTime) else 1.0
        yield Wrong(items * epochs * each, reply, {"batch": v[about.batch]})


def loop_one(s: Situation) -> Iterator[Wrong]:
    """Thinks that an epoch is one update."""
    about, v = s.question.about, s.question.values
    if isinstance(about, Updates | TrainingTime):
        epochs = v[about.epochs] if about.epochs else 1.0
        reply = N_("{answer} makes an epoch one update. An epoch has as many updates as there are mini-batches.")
        each = v[about.seconds] / 60 if isinstance(about, TrainingTime) else 1.0
        yield Wrong(epochs * each, reply, {})
    if isinstance(about, Epochs):
        reply = N_("{answer} makes every update an epoch. An update sees only {batch} items.")
        if not about.items:
            reply = N_("{answer} is the number of updates. Each of them sees {batch} items.")
        yield Wrong(v[about.updates], reply, {"batch": v[about.batch]})


def loop_one_epoch(s: Situation) -> Iterator[Wrong]:
    """Forgets the number of epochs."""
    about = s.question.about
    if isinstance(about, Updates | TrainingTime) and about.epochs:
        epochs = s.question.values[about.epochs]
        reply = N_("{answer} is right for one epoch. There are {epochs}.")
        yield Wrong(s.truth / epochs, reply, {"epochs": epochs})


def loop_all_items(s: Situation) -> Iterator[Wrong]:
    """Trains on the items that are kept for testing as well."""
    about, v = s.question.about, s.question.values
    if isinstance(about, Updates) and about.held:
        epochs = v[about.epochs] if about.epochs else 1.0
        reply = N_("{answer} trains on all {items} items. {held} of them are kept for testing: take them off first.")
        parts = {"items": v[about.items], "held": v[about.held]}
        yield Wrong(v[about.items] / v[about.batch] * epochs, reply, parts)


def loop_items_seen(s: Situation) -> Iterator[Wrong]:
    """Gives the items seen, not the epochs."""
    about, v = s.question.about, s.question.values
    if isinstance(about, Epochs) and about.items:
        reply = N_("{answer} is the number of items seen, right so far. An epoch is {items} of them.")
        yield Wrong(v[about.updates] * v[about.batch], reply, {"items": v[about.items]})


def loop_no_batch(s: Situation) -> Iterator[Wrong]:
    """Takes an update for one item seen."""
    about, v = s.question.about, s.question.values
    if isinstance(about, Epochs) and about.items:
        reply = N_("{answer} counts one item an update. An update sees {batch} items.")
        yield Wrong(v[about.updates] / v[about.items], reply, {"batch": v[about.batch]})
    if isinstance(about, Epochs) and not about.items:
        reply = N_("{answer} is the size of one mini-batch. There were {updates} updates, a mini-batch each.")
        yield Wrong(v[about.batch], reply, {"updates": v[about.updates]})


def loop_seconds(s: Situation) -> Iterator[Wrong]:
    """Gives seconds for minutes, or the number of updates."""
    about = s.question.about
    if isinstance(about, TrainingTime):
        seconds = s.question.values[about.seconds]
        reply = N_("{answer} is right in seconds. Asked are minutes: divide by 60.")
        yield Wrong(s.truth * 60, reply, {})
        reply = N_(
            "{answer} is the number of updates, right so far. Each takes {seconds} s; then turn seconds into minutes."
        )
        yield Wrong(s.truth * 60 / seconds, reply, {"seconds": seconds})


TRAINING: dict[str, Mistake] = {
    "loop-batch": Mistake(N_("took the batch size for the number of updates"), loop_batch),
    "loop-items": Mistake(N_("made every item an update"), loop_items),
    "loop-one": Mistake(N_("mixed up update and epoch"), loop_one),
    "loop-one-epoch": Mistake(N_("counted one epoch only"), loop_one_epoch),
    "loop-all-items": Mistake(N_("trained on the test items too"), loop_all_items),
    "loop-items-seen": Mistake(N_("gave items seen, not epochs"), loop_items_seen),
    "loop-no-batch": Mistake(N_("left out the batch size or the updates"), loop_no_batch),
    "loop-seconds": Mistake(N_("stopped at seconds or updates"), loop_seconds),
}
