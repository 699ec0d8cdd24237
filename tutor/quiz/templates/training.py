"""Items on the training loop."""

from __future__ import annotations

from tutor.quiz.question import Question
from tutor.quiz.subjects import (
    Epochs,
    TrainingTime,
    Updates,
)
from tutor.quiz.templates.template import Draw, Level, Source, Template
from tutor.words import N_


def _whole(question: Question) -> bool:
    """Whether everything that is counted is a whole number: no half update, no half mini-batch."""
    counted = (
        question.values[name] for name in question.graph.quantities if name not in ("update_time", "training_time")
    )
    return all(value == int(value) for value in counted)


_LOOP_LABELS = {
    "items": N_("items: training items"),
    "held": N_("held: items kept for testing"),
    "batch": N_("batch: items in a mini-batch"),
    "epochs": N_("epochs: how often every item is seen"),
    "steps": N_("steps: updates an epoch"),
    "updates": N_("updates: updates in all"),
    "seen": N_("seen: items seen, repeats counted"),
    "update_time": N_("update_time: what an update takes, in s"),
    "training_time": N_("training_time: in minutes"),
}
_ITEMS: Source = (600, 800, 900, 1000, 1200, 1500, 2000, 2400, 3000, 5000, 6000)
_BATCHES: Source = (20, 25, 30, 40, 50, 60, 80, 100, 120, 150, 200)

_LOOP = (
    Template(
        "updates",
        N_(
            "{items} items are trained on in mini-batches of {batch}, for {epochs} epochs. "
            "How many times are the parameters updated?"
        ),
        "steps = items / batch\nupdates = epochs * steps",
        {
            1: Level(
                {"items": _ITEMS, "batch": _BATCHES},
                ("steps",),
                "steps = items / batch",
                N_(
                    "{items} items are trained on in mini-batches of {batch}. "
                    "How many times are the parameters updated in one epoch?"
                ),
                Updates("items", "batch"),
            ),
            2: Level({"items": _ITEMS, "batch": _BATCHES, "epochs": Draw(3, 12)}, ("updates",)),
            3: Level(
                {"items": _ITEMS, "held": (100, 150, 200, 300, 400), "batch": _BATCHES, "epochs": Draw(3, 12)},
                ("updates",),
                "steps = (items - held) / batch\nupdates = epochs * steps",
                N_(
                    "Of {items} items {held} are kept for testing, the others are trained on in mini-batches of "
                    "{batch}, for {epochs} epochs. How many times are the parameters updated?"
                ),
                Updates("items", "batch", "epochs", "held"),
            ),
        },
        _LOOP_LABELS,
        Updates("items", "batch", "epochs"),
        _whole,
    ),
    Template(
        "progress",
        N_(
            "There are {items} items to train on. The parameters have been updated {updates} times, with mini-batches "
            "of {batch}. How many epochs is that?"
        ),
        "seen = updates * batch\nepochs = seen / items",
        {
            1: Level(
                {"updates": Draw(30, 400, 10), "batch": _BATCHES},
                ("seen",),
                "seen = updates * batch",
                N_(
                    "The parameters have been updated {updates} times, with mini-batches of {batch}. "
                    "How many items has the training seen, repeats counted?"
                ),
                Epochs("updates", "batch"),
            ),
            2: Level({"updates": Draw(60, 600, 20), "batch": _BATCHES, "items": _ITEMS}, ("epochs",)),
            3: Level(
                {"items": _ITEMS, "batch": _BATCHES, "epochs": Draw(3, 20), "update_time": (0.5, 1.5, 2, 3, 4)},
                ("training_time",),
                "steps = items / batch\nupdates = epochs * steps\ntraining_time = updates * update_time / 60",
                N_(
                    "{items} items are trained on in mini-batches of {batch}, for {epochs} epochs. An update takes "
                    "{update_time} s. How many minutes does the training take?"
                ),
                TrainingTime("items", "batch", "epochs", "update_time"),
            ),
        },
        _LOOP_LABELS,
        Epochs("updates", "batch", "items"),
        _whole,
    ),
)


TEMPLATES: dict[str, tuple[Template, ...]] = {
    "training-loop": _LOOP,
}
