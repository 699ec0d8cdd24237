"""Training: its numbers are the core's, pieces make the same whole, looking changes nothing, divergence is told."""

from __future__ import annotations

import math
import threading

import numpy as np
import pytest

from tutor.core import OPTIMIZERS, Network, gradient_norms, softmax, two_spirals, xor
from tutor.experiments.training import (
    DATA,
    EDGE,
    MOST_POINTS,
    ON_THE_WAY,
    PHASES,
    RATES,
    SETTINGS,
    Training,
)
from tutor.experiments.training_report import told
from tutor.experiments.training_run import PICTURES, Run
from tutor.words import words


def training_of(**settings: str | float) -> Training:
    training = Training()
    for name, value in settings.items():
        training.choose(name, value)
    return training


def weights(training: Training) -> dict[str, list[object]]:
    return {key: value.tolist() for key, value in training.network.params.items()}


DIVERGING = {"activation": "relu", "layers": 3, "lr": 1e150}


@pytest.mark.parametrize("rule", OPTIMIZERS)
def test_the_steps_are_the_cores(rule: str) -> None:
    """All points in one batch: their order counts for nothing but the last digits."""
    training = training_of(rule=rule, batch=200, units=4)
    training.advance(30)
    x, t = xor(120)
    network, optimizer = Network((2, 4, 2), "tanh", "xavier", 0), OPTIMIZERS[rule](lr=RATES[rule])
    losses = []
    for _ in range(30):
        losses.append(network.loss(x, t))
        optimizer.update(network.params, network.gradient(x, t))
    assert training.losses == pytest.approx(losses, rel=1e-9)
    look = training.look(3, 2)
    assert look.whole == pytest.approx(network.loss(x, t), rel=1e-9)
    assert look.accuracy == network.accuracy(x, t)
    assert (look.number, look.epoch, look.loss) == (30, 30, training.losses[-1])


def test_the_norms_are_those_of_the_last_gradient() -> None:
    training = training_of(batch=200, layers=2)
    assert training.look(2, 2).norms == ()
    for _ in PHASES[:3]:
        training.part()
    grads = training.network.gradient(training.x, training.t)
    expected = [np.linalg.norm(grads[f"W{k}"]) for k in (1, 2, 3)]
    assert training.look(2, 2).norms == pytest.approx(expected)
    assert len(expected) == len(gradient_norms(3, "tanh", "xavier"))


@pytest.mark.parametrize("data", DATA)
def test_shares_are_the_cores_at_the_middle_of_each_cell(data: str) -> None:
    training = training_of(data=data)
    training.advance(20)
    shares = training.look(6, 4).shares
    for row, column in ((0, 0), (3, 5), (1, 4)):
        point = [(column + 0.5) / 6 * 2 * EDGE - EDGE, EDGE - (row + 0.5) / 4 * 2 * EDGE]
        assert shares[row, column] == pytest.approx(softmax(training.network.predict(point))[1], rel=1e-12)
    assert np.abs(training.x).max() < EDGE


@pytest.mark.parametrize("settings", [{}, {"data": "spirals", "layers": 2, "rule": "adam", "batch": 50, "seed": 4}])
def test_pieces_make_the_same_whole(settings: dict[str, str | float]) -> None:
    at_once, pieces = training_of(**settings), training_of(**settings)
    at_once.advance(40)
    pieces.advance(7)
    for _ in range(6):
        pieces.part()
    pieces.look(30, 20)
    pieces.step()
    pieces.advance(31)
    assert (pieces.number, pieces.losses, weights(pieces)) == (40, at_once.losses, weights(at_once))


def test_looking_in_the_middle_of_a_step_changes_nothing() -> None:
    one, other = Training(), Training()
    for _ in range(9):
        one.part()
        other.part()
        other.look(5, 5)
    assert weights(one) == weights(other)
    assert one.losses == other.losses


def test_the_four_parts_follow_each_other() -> None:
    training = Training()
    before = weights(training)
    seen = []
    for number in (0, 0, 0, 1, 1):
        training.part()
        seen.append(training.phase)
        assert training.number == number
        assert (weights(training) == before) == (number == 0)
    assert seen == [*PHASES, PHASES[0]]
    training.step()  # what is left of the second
    assert (training.number, training.phase) == (2, "update")


def test_the_same_seed_gives_the_same_numbers_and_another_others() -> None:
    one, same, other = Training(), Training(), training_of(seed=1)
    for training in (one, same, other):
        training.advance(10)
    assert one.losses == same.losses != other.losses
    one.begin()
    assert (one.number, one.losses, one.phase, one.epoch) == (0, [], "", 1)
    one.advance(10)
    assert one.losses == same.losses


def test_an_epoch_takes_each_point_once() -> None:
    training = training_of(batch=50)  # 120 points: two batches, and the rest of them goes back
    seen = []
    for _ in range(4):
        training.part()
        assert training._at is not None
        seen.append(training._at.x)
        training.step()
    assert training.epoch == 2
    for first, second in ((0, 1), (2, 3)):
        rows = {tuple(row) for row in np.concatenate([seen[first], seen[second]])}
        assert len(rows) == 100


def test_it_learns_what_it_can() -> None:
    training = Training()
    training.advance(2000)
    look = training.look(2, 2)
    assert look.whole is not None and look.whole < 0.05 and look.accuracy == 1
    assert not look.wrong.any()
    straight = training_of(layers=0, rule="adam")
    straight.advance(1000)
    look = straight.look(2, 2)
    assert look.accuracy is not None and look.accuracy < 0.8  # no straight line parts them
    assert look.wrong.mean() == pytest.approx(1 - look.accuracy)
    spirals = training_of(data="spirals", layers=2, units=16, activation="relu", rule="adam")
    spirals.advance(1500)
    assert spirals.look(2, 2).accuracy == 1


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_divergence_is_kept_and_told(lang: str) -> None:
    training, t = training_of(**DIVERGING), words(lang)
    training.advance(50)
    assert training.failed and training.number < 50
    number, losses = training.number, list(training.losses)
    training.step()
    training.part()
    assert (training.number, training.losses) == (number, losses)
    look = training.look(4, 3)
    assert (look.failed, look.whole, look.accuracy) == (True, None, None)
    assert np.isnan(look.shares).any()
    assert str(number) in told(training, look, t)
    training.choose("lr", 0.1)
    training.begin()
    training.advance(5)
    assert not training.failed and training.number == 5


def test_a_loss_worse_than_guessing_is_told() -> None:
    training = training_of(activation="relu", lr=10.0)
    training.advance(300)
    assert training.guessing == pytest.approx(math.log(2))
    assert "0.693" in told(training, training.look(2, 2), words("en"))


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_each_part_is_told(lang: str) -> None:
    training, t = Training(), words(lang)
    said = [told(training, training.look(2, 2), t)]
    for _ in PHASES:
        training.part()
        said.append(told(training, training.look(2, 2), t))
    assert len(set(said)) == 5 and not any("{" in line for line in said)
    right, count = training.right
    assert count == 20 and str(count) in said[1] and str(right) in said[1]
    assert Training().right == (0, 0)


def test_the_curve_is_thinned_to_means() -> None:
    training = Training()
    training.advance(100)
    assert training.look(2, 2).curve == tuple(enumerate(training.losses, start=1))
    training.advance(501)
    every = -(-601 // MOST_POINTS)
    curve = training.look(2, 2).curve
    assert [step for step, _ in curve] == [*range(every, 601 - every, every), 601]
    assert curve[0] == (every, pytest.approx(sum(training.losses[:every]) / every))
    rest = training.losses[curve[-2][0] :]
    assert curve[-1] == (601, pytest.approx(sum(rest) / len(rest))) and len(rest) >= every
    assert Training().look(2, 2).curve == ()


# --- settings ---------------------------------------------------------------------------------------------


def test_what_counts_on_the_way_goes_on_and_the_rest_begins_anew() -> None:
    for setting in (*SETTINGS, "seed"):
        training = Training()
        training.advance(3)
        before = weights(training)
        training.adjust(setting, 1)
        goes_on = setting in ON_THE_WAY
        assert (training.number == 3) == goes_on, setting
        assert (weights(training) == before) == goes_on, setting
        training.advance(3)
        assert training.number == (6 if goes_on else 3)


def test_another_rule_has_a_rate_that_suits_it() -> None:
    training = Training()
    assert set(RATES) == set(OPTIMIZERS)
    for _ in OPTIMIZERS:
        training.adjust("rule", 1)
        assert (training.lr, training.optimizer.lr) == (RATES[training.rule],) * 2
        assert type(training.optimizer) is OPTIMIZERS[training.rule]
    training.adjust("lr", 1)
    assert training.optimizer.lr == training.lr == 0.2


def test_a_ladder_ends_without_a_new_beginning() -> None:
    training = training_of(layers=4)
    training.advance(2)
    training.adjust("layers", 1)
    assert (training.layers, training.number) == (4, 2)
    assert training.network.sizes == (2, 8, 8, 8, 8, 2)


def test_relu_begins_with_hes_weights() -> None:
    ours = weights(training_of(activation="relu"))
    assert ours == {key: value.tolist() for key, value in Network((2, 8, 2), "relu", "he", 0).params.items()}


def test_data_are_the_cores() -> None:
    for name, (x, t) in {"xor": xor(120), "spirals": two_spirals(200)}.items():
        training = training_of(data=name)
        assert (training.x == x).all() and (training.t == t).all()


# --- a run ------------------------------------------------------------------------------------------------


def test_a_run_ends_where_steps_at_once_do() -> None:
    training, other = Training(), Training()
    run = Run(training, 250, (4, 3), 0, 0)
    run.go()
    other.advance(250)
    assert run.is_over and run.look is not None
    assert (run.look.number, training.losses, weights(training)) == (250, other.losses, weights(other))
    assert run.look.shares.shape == (3, 4)
    run = Run(training, 260, (4, 3), 0, 0)
    run.go()
    assert training.number == 260


def test_a_watched_run_shows_each_part_of_the_first_step_and_ends_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    training, other = Training(), Training()
    run, phases, numbers = Run(training, 400, (2, 2), 1e-6, 1e-6), [], []
    look = training.look

    def watched(columns: int, rows: int) -> object:
        found = look(columns, rows)
        phases.append(found.phase)
        numbers.append(found.number)
        return found

    monkeypatch.setattr(training, "look", watched)
    run.go()
    assert phases[:5] == [*PHASES, "update"]
    assert numbers[:6] == [0, 0, 0, 1, 2, 3]
    strides = np.diff(numbers[4:-1])
    assert (np.diff(strides) >= 0).all() and strides.max() == 400 // PICTURES
    other.advance(400)
    assert training.losses == other.losses


def test_a_run_ends_where_it_diverges() -> None:
    run = Run(training_of(**DIVERGING), 1000, (2, 2), 0, 0)
    run.go()
    assert run.is_over and run.look is not None and run.look.failed


def test_after_a_stop_no_step_is_made() -> None:
    training = Training()
    run = Run(training, 10**9, (2, 2), 0, 0)
    thread = threading.Thread(target=run.go)
    thread.start()
    try:
        while training.number < 20:
            pass
        run.stop()
        number = training.number
        thread.join(10)
        assert not thread.is_alive() and run.is_over
        assert training.number == number
    finally:
        run.stop()


def test_a_pause_does_not_hold_up_a_stop() -> None:
    run = Run(Training(), 1000, (2, 2), 3600, 3600)
    thread = threading.Thread(target=run.go)
    thread.start()
    while run.look is None:
        pass
    run.stop()
    thread.join(10)
    assert not thread.is_alive()
    assert run.look.phase == "predict"
