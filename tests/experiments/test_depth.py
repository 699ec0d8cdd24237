"""The depth lab's state: its numbers are the core's, its words fit them, its settings stay within their ladders."""

from __future__ import annotations

import math
from itertools import product

import pytest

from tutor.core import gradient_norms, layer_norms
from tutor.core.network import ACTIVATIONS
from tutor.experiments.depth import DEVIATION, FACTORS, KINDS, THOUSANDTH, WEIGHTS, DepthLab
from tutor.experiments.depth_guess import GUESSES, Guessing, truth
from tutor.experiments.depth_report import MEANINGS, told, told_on_the_way
from tutor.words import words


def lab_of(**settings: object) -> DepthLab:
    lab = DepthLab()
    for name, value in settings.items():
        assert hasattr(lab, name)
        setattr(lab, name, value)
    return lab


@pytest.mark.parametrize(("activation", "weights"), list(product(ACTIVATIONS, WEIGHTS)))
def test_the_norms_are_the_cores(activation: str, weights: str) -> None:
    lab = lab_of(depth=4, activation=activation, weights=weights, deviation=0.3, width=20, seed=3)
    expected = layer_norms(4, activation, 0.3 if weights == "deviation" else weights, 20, 3)
    assert (lab.both, lab.norms_of("dW"), lab.norms_of("dH")) == (expected, *expected)
    assert list(lab.norms) == gradient_norms(4, activation, lab.spread, 20, 3)
    assert lab.ratio == expected.weights[0] / expected.weights[-1]
    lab.turn_kind()
    assert lab.norms == expected.outputs
    assert lab.ratio == expected.outputs[0] / expected.outputs[-1]


def test_the_factor_scales_the_rules_deviation() -> None:
    assert lab_of(weights="he", width=50, factor=2).spread == 0.4
    assert lab_of(weights="xavier", width=100, factor=0.5).spread == 0.05
    assert lab_of(weights="deviation", deviation=0.2, factor=5).spread == 0.2


def test_the_factor_a_layer_leads_from_the_last_layer_to_the_first() -> None:
    lab = lab_of(depth=7)
    assert lab.factor_a_layer is not None and lab.ratio is not None
    assert lab.factor_a_layer**6 == pytest.approx(lab.ratio)
    assert lab.factor_a_layer < 0.25  # a sigmoid's best


@pytest.mark.parametrize(
    ("settings", "trend"),
    [
        ({}, "shrinks"),
        ({"depth": 10}, "vanishes"),
        ({"depth": 10, "activation": "tanh"}, "level"),
        ({"depth": 20, "activation": "relu", "weights": "he"}, "level"),
        ({"depth": 20, "activation": "relu", "weights": "deviation", "deviation": 0.01}, "tiny"),
        ({"depth": 20, "activation": "relu", "weights": "deviation", "deviation": 0.01, "kind": "dH"}, "vanishes"),
        ({"depth": 12, "activation": "relu", "weights": "deviation", "deviation": 1}, "huge"),
        ({"depth": 5, "activation": "tanh", "weights": "deviation", "deviation": 1}, "grows"),
        ({"depth": 20, "activation": "tanh", "weights": "deviation", "deviation": 1}, "explodes"),
        ({"depth": 1}, "one"),
        ({"depth": 1, "weights": "deviation", "deviation": 0, "activation": "relu"}, "one"),
        ({"depth": 3, "weights": "deviation", "deviation": 0, "activation": "relu"}, "zero"),
        ({"depth": 3, "weights": "deviation", "deviation": 0}, "zero"),
        ({"depth": 2, "weights": "deviation", "deviation": 1e200, "activation": "relu"}, "none"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_what_is_seen_is_told(settings: dict[str, object], trend: str, lang: str) -> None:
    lab, t = lab_of(**settings), words(lang)
    assert lab.trend == trend
    said = told(lab, t)
    assert t(MEANINGS[trend]) in said
    assert (lab.ratio is not None) == (len(said) == 3)
    assert not any("{" in line or "nan" in line for line in said)


def test_no_gradient_where_there_is_no_loss() -> None:
    lab = lab_of(depth=2, weights="deviation", deviation=1e200, activation="relu")
    assert (lab.both, lab.norms, lab.ratio, lab.factor_a_layer) == (None, (), None, None)


def test_the_goal_is_not_reached_at_first_and_reached_both_ways() -> None:
    lab = DepthLab()
    assert lab.ratio is not None and lab.ratio > THOUSANDTH
    for _ in range(5):
        lab.adjust("depth", 1)
    assert lab.ratio < THOUSANDTH
    lab.adjust("activation", 1)
    assert lab.activation == "tanh" and 0.1 < lab.ratio < 10


@pytest.mark.parametrize("weights", WEIGHTS)
@pytest.mark.parametrize("by", [1, -1])
def test_settings_stay_within_what_can_be_worked_out(weights: str, by: int) -> None:
    """At the ends of all ladders, and with each activation, every number is finite."""
    lab = lab_of(weights=weights, seed=0)
    for setting in lab.settings:
        if setting not in ("activation", "weights", "seed"):
            for _ in range(40):
                lab.adjust(setting, by)
    for _, kind in product(ACTIVATIONS, KINDS):
        lab.adjust("activation", 1)
        lab.kind = kind
        assert len(lab.norms) == lab.depth == (30 if by > 0 else 1)
        assert all(map(math.isfinite, lab.norms))


def test_ladders_go_up_and_down_and_names_go_round() -> None:
    lab = DepthLab()
    lab.adjust("factor", 1)
    assert lab.factor == FACTORS[FACTORS.index(1) + 1]
    lab.adjust("factor", -1)
    lab.adjust("seed", -1)
    assert (lab.factor, lab.seed) == (1, 0)
    lab.adjust("weights", -1)
    assert (lab.weights, lab.settings[3]) == ("deviation", "deviation")
    lab.adjust("weights", 1)
    assert (lab.weights, lab.settings[3]) == ("xavier", "factor")
    lab.deviation = 0.03  # between two of the ladder
    lab.adjust("deviation", -1)
    assert lab.deviation == 0.02


@pytest.mark.parametrize(
    ("settings", "right"),
    [({}, "smaller"), ({"activation": "tanh"}, "alike"), ({"activation": "tanh", "weights": DEVIATION}, "larger")],
)
def test_a_guess_is_judged_by_the_cores_numbers(settings: dict[str, object], right: str) -> None:
    lab, guessing = lab_of(deviation=1, **settings), Guessing()
    for number, guess in enumerate(GUESSES, start=1):
        guessing.ask(lab)
        guessing.answer(guess, lab)
        guessing.answer(right, lab)  # it is closed
        assert (guessing.was_right, guessing.asked, guessing.chosen) == (guess == right, number, guess)
    assert guessing.right == 1
    assert truth(lab) == right


def test_what_flows_back_is_told_layer_by_layer() -> None:
    lab, t = DepthLab(), words("en")
    assert told_on_the_way(lab, 5, t) == "From the loss to layer 5: 0.517."
    factor = lab.norms[2] / lab.norms[3]
    assert told_on_the_way(lab, 3, t) == f"From layer 4 to layer 3: times {factor:.3g} gives 0.036."
    silent = lab_of(depth=3, weights=DEVIATION, deviation=0, activation="relu")
    assert told_on_the_way(silent, 1, t) == "From layer 2 to layer 1: times ? gives 0."
