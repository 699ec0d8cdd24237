"""Goals of the labs: each is reached where the core says so, and missed beside it."""

from __future__ import annotations

import pytest

from tutor.core import OPTIMIZERS, ExpressionError, Graph, descend, layer_norms
from tutor.experiments.runner import RULES, defaults
from tutor.experiments.surfaces import SURFACES
from tutor.experiments.trials import GOALS, STEPS, TRIALS, DepthTrial, DescentTrial, Settings, Trial
from tutor.words import LANGUAGES, words


def reached(trial: Trial, goal: str, changed: Settings, bound: float = 0.0) -> bool:
    return GOALS[trial.room][goal].reached(trial, trial.with_settings(changed), bound)


BOWL = DescentTrial.on("bowl", None, {"rule": "sgd", "lr": 0.1})
RIDGE = DescentTrial.on("ridge", None, {"rule": "sgd", "lr": 0.1})
DEEP = DepthTrial.of({"depth": 20})


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("surface", SURFACES)
def test_a_path_is_the_cores(surface: str, rule: str) -> None:
    trial = DescentTrial.on(surface, None, {"rule": rule, "lr": 0.001})
    path = trial.path(trial.settings)
    optimizer = OPTIMIZERS[rule](**{**defaults(rule), "lr": 0.001})
    start = dict(zip("xy", SURFACES[surface].start, strict=True))
    steps = descend(optimizer, Graph.parse(SURFACES[surface].text), start)
    for point, loss, step in zip(path.points, path.losses, steps, strict=False):
        assert point == (step.params["x"], step.params["y"])
        assert loss == step.loss
    assert len(path.losses) == STEPS + 1 and not path.stopped


def test_the_bowl_diverges_above_two_and_not_below() -> None:
    # (x^2 + y^2) / 2: each step multiplies the place by 1 - lr
    for lr, grows in ((0.1, False), (1.9, False), (2, False), (2.01, True), (2.5, True), (100, True)):
        assert reached(BOWL, "grows", {"lr": lr}) == grows


def test_the_largest_learning_rate_is_known_to_five_percent() -> None:
    for lr, largest in ((1, False), (1.9, False), (1.91, True), (1.99, True), (2, True), (2.01, False)):
        assert reached(BOWL, "largest", {"lr": lr}) == largest


def test_momentum_gets_over_the_ridge_where_sgd_stays() -> None:
    assert not reached(RIDGE, "below", {}, -1)
    assert not reached(RIDGE, "below", {"lr": 0.3}, -1)
    assert reached(RIDGE, "below", {"rule": "momentum"}, -1)  # its momentum is the core's 0.9
    assert not reached(RIDGE, "below", {"rule": "momentum", "momentum": 0.1}, -1)


def test_a_momentum_that_overshoots() -> None:
    trial = DescentTrial.on("bowl", None, {"rule": "momentum", "lr": 0.1, "momentum": 0.1})
    assert not reached(trial, "overshoots", {})
    assert reached(trial, "overshoots", {"momentum": 0.9})
    assert not reached(trial, "overshoots", {"lr": 10})  # goes past it, and never comes back


def test_gradients_vanish_and_come_back() -> None:
    assert reached(DEEP, "vanishes", {}) and not reached(DEEP, "level", {})
    assert reached(DEEP, "level", {"activation": "relu", "weights": "he"})
    assert reached(DEEP, "explodes", {"activation": "tanh", "factor": 5})
    first, *_, last = layer_norms(20, "sigmoid", "xavier", 50, 0).weights
    assert first / last < 1e-3


@pytest.mark.parametrize(
    ("trial", "changed", "code"),
    [
        (BOWL, {"beta": 1}, "unknown-setting"),
        (BOWL, {"rule": "newton"}, "setting-not-one-of"),
        (BOWL, {"rule": 3}, "setting-not-one-of"),
        (BOWL, {"lr": 0}, "setting-out-of-bounds"),
        (BOWL, {"momentum": 1}, "setting-out-of-bounds"),
        (BOWL, {"lr": "much"}, "not-a-number"),
        (DEEP, {"depth": 31}, "setting-out-of-bounds"),
        (DEEP, {"depth": 2.5}, "setting-not-whole"),
        (DEEP, {"activation": "softmax"}, "setting-not-one-of"),
    ],
)
def test_what_no_setting_can_be(trial: Trial, changed: Settings, code: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        trial.with_settings(changed)
    assert caught.value.code == code


def test_an_unknown_surface() -> None:
    with pytest.raises(ExpressionError) as caught:
        DescentTrial.on("moon", None, {})
    assert caught.value.code == "unknown-surface"


@pytest.mark.parametrize("room", GOALS)
def test_a_lab_gives_its_settings_back(room: str) -> None:
    trial = TRIALS[room].of({})
    assert trial.settings_of(trial.lab(trial.settings)) == trial.settings


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_came_out_is_said_in_numbers(lang: str) -> None:
    t = words(lang)
    assert "4.25" in BOWL.came_out(BOWL.settings, t)
    assert "4.25" in BOWL.came_out(BOWL.with_settings({"lr": 3}), t)
    assert BOWL.came_out(BOWL.settings, t) != BOWL.came_out(BOWL.with_settings({"lr": 3}), t)
    assert any(digit in DEEP.came_out(DEEP.settings, t) for digit in "123456789")
