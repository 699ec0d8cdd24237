"""A network that a lesson lets learn: what comes out is what the view shows, and the goals are reached by it."""

from __future__ import annotations

import pytest

from tutor.core import ExpressionError
from tutor.experiments.lab_question import LabQuestion
from tutor.experiments.training import SETTINGS, Training
from tutor.experiments.training_trial import STEPS, TrainingTrial
from tutor.experiments.trial import Settings
from tutor.experiments.trials import GOALS
from tutor.quiz import grade
from tutor.words import LANGUAGES, words

XOR = TrainingTrial.of({"lr": 0.01})
SPIRALS = TrainingTrial.of({"data": "spirals", "rule": "adam", "lr": 0.01})
DEEP = LabQuestion(XOR, "learns", {"rule": "momentum", "lr": 0.1}, "It builds up speed.", 0.05)


def reached(trial: TrainingTrial, goal: str, changed: Settings, bound: float = 0.0) -> bool:
    return GOALS["training"][goal].reached(trial, trial.with_settings(changed), bound)


def test_it_learns_as_the_view_does() -> None:
    training = Training()
    for name, value in (("data", "spirals"), ("rule", "adam"), ("layers", 2), ("units", 16)):
        training.choose(name, value)
    training.advance(STEPS)
    look, found = training.look(1, 1), SPIRALS.learnt(SPIRALS.with_settings({"layers": 2, "units": 16}))
    assert (found.number, found.whole, found.accuracy) == (STEPS, look.whole, look.accuracy)


def test_goals_are_missed_at_first_and_reached_by_a_way() -> None:
    assert not reached(XOR, "learns", {}, 0.05)
    assert not reached(XOR, "learns", {"lr": 50}, 0.05)
    assert reached(XOR, "learns", {"rule": "momentum", "lr": 0.1}, 0.05)
    assert not reached(SPIRALS, "parts-all", {})
    assert reached(SPIRALS, "parts-all", {"layers": 2, "units": 32, "activation": "relu"})
    assert list(DEEP.faults) == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"depth": 3}, "unknown-setting"),
        ({"data": "digits"}, "setting-not-one-of"),
        ({"layers": 5}, "setting-out-of-bounds"),
        ({"batch": 2.5}, "setting-not-whole"),
        ({"lr": 0}, "setting-out-of-bounds"),
        ({"lr": "much"}, "not-a-number"),
    ],
)
def test_what_no_setting_can_be(changed: Settings, code: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        TrainingTrial.of(changed)
    assert caught.value.code == code


def test_the_view_gives_its_settings_back() -> None:
    lab = SPIRALS.lab(SPIRALS.settings)
    assert SPIRALS.settings_of(lab) == SPIRALS.settings
    assert set(SPIRALS.settings) == {*SETTINGS, "seed"}
    lab.adjust("layers", 1)
    assert SPIRALS.settings_of(lab) == {**SPIRALS.settings, "layers": 2}
    assert DEEP.answer_of(XOR.lab(XOR.settings)) == ""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_came_out_is_said_in_numbers(lang: str) -> None:
    t = words(lang)
    look = XOR.learnt(XOR.settings)
    assert look.whole is not None and f"{look.whole:.3g}" in XOR.came_out(XOR.settings, t)
    far = {**XOR.settings, "activation": "relu", "layers": 3, "lr": 1e150}
    assert XOR.learnt(far).number < STEPS and str(XOR.learnt(far).number) in XOR.came_out(far, t)


def test_an_answer_is_tried_out() -> None:
    assert grade(DEEP, "rule = momentum, lr = 0.1").kind == "right"
    assert grade(DEEP, "lr = 0.05").kind == "wrong"
    assert grade(DEEP, "lr = 500").kind == "unreadable"
