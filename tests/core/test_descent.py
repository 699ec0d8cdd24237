"""The path of an optimizer: against plain loops, on numbers and arrays, and where it ends."""

from __future__ import annotations

import math
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import numpy as np
import pytest

from tutor.core import (
    OPTIMIZERS,
    SGD,
    AdaGrad,
    Adam,
    Graph,
    GraphError,
    Momentum,
    RMSProp,
)
from tutor.core.descent import Step, descend

BOWL = Graph.parse("x^2/20 + y^2")
START = {"x": -7, "y": 2}
ALL = list(OPTIMIZERS.values())

# Plain loops, written for this bowl alone: what (x, y) is after each update.
Path = Iterator[tuple[float, float]]


def slope(x: float, y: float) -> tuple[float, float]:
    return x / 10, 2 * y


def sgd(lr: float) -> Path:
    x, y = -7.0, 2.0
    while True:
        yield x, y
        gx, gy = slope(x, y)
        x, y = x - lr * gx, y - lr * gy


def momentum(lr: float, mu: float = 0.9) -> Path:
    x, y = -7.0, 2.0
    vx = vy = 0.0
    while True:
        yield x, y
        gx, gy = slope(x, y)
        vx, vy = mu * vx - lr * gx, mu * vy - lr * gy
        x, y = x + vx, y + vy


def adagrad(lr: float) -> Path:
    x, y = -7.0, 2.0
    hx = hy = 0.0
    while True:
        yield x, y
        gx, gy = slope(x, y)
        hx, hy = hx + gx * gx, hy + gy * gy
        x, y = x - lr * gx / (math.sqrt(hx) + 1e-7), y - lr * gy / (math.sqrt(hy) + 1e-7)


def adam(lr: float, beta1: float = 0.9, beta2: float = 0.999) -> Path:
    x, y = -7.0, 2.0
    mx = my = vx = vy = 0.0
    count = 0
    while True:
        yield x, y
        count += 1
        gx, gy = slope(x, y)
        mx, my = beta1 * mx + (1 - beta1) * gx, beta1 * my + (1 - beta1) * gy
        vx, vy = beta2 * vx + (1 - beta2) * gx**2, beta2 * vy + (1 - beta2) * gy**2
        rate = lr * math.sqrt(1 - beta2**count) / (1 - beta1**count)
        x, y = x - rate * mx / (math.sqrt(vx) + 1e-7), y - rate * my / (math.sqrt(vy) + 1e-7)


def taken(path: Iterator[Step], count: int) -> list[Step]:
    return list(islice(path, count))


def arrays_of(step: Step) -> list[Any]:
    dicts = (step.params, step.grads, *step.states.values())
    return [step.loss, *(value for each in dicts for value in each.values())]


@pytest.mark.parametrize(
    ("optimizer", "by_hand"),
    [(SGD(0.95), sgd(0.95)), (Momentum(0.1), momentum(0.1)), (AdaGrad(1.5), adagrad(1.5)), (Adam(0.3), adam(0.3))],
    ids=["SGD", "Momentum", "AdaGrad", "Adam"],
)
def test_the_books_four_paths(optimizer: Any, by_hand: Path) -> None:
    for step, (x, y) in zip(taken(descend(optimizer, BOWL, START), 31), by_hand, strict=False):
        assert (step.params["x"], step.params["y"]) == pytest.approx((x, y), rel=1e-9, abs=1e-12)
        gradient = slope(step.params["x"], step.params["y"])
        assert (step.grads["x"], step.grads["y"]) == pytest.approx(gradient, rel=1e-12)
        assert step.loss == pytest.approx(step.params["x"] ** 2 / 20 + step.params["y"] ** 2, rel=1e-12)


def test_a_step_has_what_belongs_to_its_place() -> None:
    """The velocity of a row is the one that led there; its gradient the one that the next update takes."""
    first, second, third = taken(descend(Momentum(0.5, 0.5), Graph.parse("w^2"), {"w": 1}), 3)
    assert first == Step(0, {"w": 1.0}, 1.0, {"w": 2.0}, {"v": {"w": 0.0}})
    assert second == Step(1, {"w": 0.0}, 0.0, {"w": 0.0}, {"v": {"w": -1.0}})
    assert third == Step(2, {"w": -0.5}, 0.25, {"w": -1.0}, {"v": {"w": -0.5}})


@pytest.mark.parametrize("rule", ALL)
class TestEveryRule:
    def test_the_states_are_the_rules_own(self, rule: type) -> None:
        optimizer = rule()
        start, later = taken(descend(optimizer, BOWL, START), 2)
        assert list(start.states) == list(later.states) == list(rule.states)
        assert start.states == {state: {"x": 0.0, "y": 0.0} for state in rule.states}
        assert not any(math.copysign(1, value) < 0 for kept in start.states.values() for value in kept.values())
        assert later.states == {state: getattr(optimizer, state) for state in rule.states}

    def test_whole_numbers_and_floats_go_one_way(self, rule: type) -> None:
        whole = taken(descend(rule(), BOWL, START), 4)
        assert whole == taken(descend(rule(), BOWL, {"x": -7.0, "y": 2.0}), 4)
        for step in whole:
            numbers = [step.loss, *step.params.values(), *step.grads.values()]
            assert {type(number) for number in numbers} == {float}

    def test_arrays_are_many_starts_at_once(self, rule: type) -> None:
        xs, y = np.array([-7, 1, 0]), 2
        together = taken(descend(rule(0.1), BOWL, {"x": xs, "y": y}), 6)
        for at, x in enumerate(xs):
            alone = taken(descend(rule(0.1), BOWL, {"x": int(x), "y": y}), 6)
            for one, many in zip(alone, together, strict=True):
                assert many.loss[at] == pytest.approx(one.loss, rel=1e-12)
                for name in ("x", "y"):
                    assert many.params[name][at] == pytest.approx(one.params[name], rel=1e-12)
                    assert many.grads[name][at] == pytest.approx(one.grads[name], rel=1e-12)
                    for state in rule.states:  # type: ignore[attr-defined]
                        assert many.states[state][name][at] == pytest.approx(one.states[state][name], rel=1e-12)
        np.testing.assert_array_equal(xs, [-7, 1, 0])

    def test_what_was_yielded_is_the_callers(self, rule: type) -> None:
        """A later update does not change it, and a caller who writes into it does not change the path."""
        graph, start = Graph.parse("x + y"), {"x": np.array([-7.0, 3.0]), "y": np.array([2.0, 2.0])}
        kept = taken(descend(rule(0.1), graph, start), 4)
        seen = []
        for step in islice(descend(rule(0.1), graph, start), 4):
            seen.append([array.tolist() for array in arrays_of(step)])
            for array in arrays_of(step):
                array[:] = 1e6
        assert seen == [[array.tolist() for array in arrays_of(step)] for step in kept]
        assert kept[0].params["x"].tolist() == start["x"].tolist() == [-7.0, 3.0]
        assert kept[3].params["x"][0] < kept[0].params["x"][0]


class TestWhatMoves:
    def test_what_the_text_gives_stays(self) -> None:
        graph = Graph.parse("t = 5; x = 2; loss = (w*x - t)^2")
        for step in taken(descend(SGD(0.1), graph, {"w": 1}), 3):
            assert list(step.params) == list(step.grads) == ["w"]
            assert step.loss == (step.params["w"] * 2 - 5) ** 2

    def test_what_the_start_gives_moves_in_its_place(self) -> None:
        _, second = taken(descend(SGD(0.1), Graph.parse("x = 2; x^2"), {"x": 3}), 2)
        assert second.params == {"x": pytest.approx(2.4)}

    def test_of_another_quantity(self) -> None:
        graph = Graph.parse("near = x^2; far = near*100 + y")
        first, second = taken(descend(SGD(0.25), graph, {"x": 1, "y": 1}, "near"), 2)
        assert (first.loss, first.grads) == (1, {"x": 2, "y": 0})
        assert second.params == {"x": 0.5, "y": 1}

    def test_names_in_pieces_are_the_same_names(self) -> None:
        pieces = unicodedata.normalize("NFD", "가")
        first, _ = taken(descend(SGD(), Graph.parse("가^2"), {pieces: 3}, f"{pieces}^2"), 2)
        assert first.params == {"가": 3}


class TestTheOptimizerGoesOn:
    def test_its_learning_rate_can_change_between_steps(self) -> None:
        optimizer = SGD(0.5)
        path = descend(optimizer, Graph.parse("x^2"), {"x": 8})
        places = []
        for step in islice(path, 4):
            places.append(step.params["x"])
            optimizer.lr = 0.25
        assert places == [8, 4, 2, 1]

    @pytest.mark.parametrize("make", [lambda: Momentum(0.1), lambda: Adam(0.3), lambda: RMSProp(0.1)])
    def test_its_memory_too(self, make: Callable[[], Any]) -> None:
        whole = taken(descend(make(), BOWL, START), 8)
        optimizer = make()
        begun = taken(descend(optimizer, BOWL, START), 5)
        gone_on = taken(descend(optimizer, BOWL, begun[-1].params), 4)
        assert [step[1:] for step in begun + gone_on[1:]] == [step[1:] for step in whole]
        assert gone_on[0][1:] == begun[-1][1:]
        assert [step.number for step in gone_on] == [0, 1, 2, 3]


class TestFaults:
    @pytest.mark.parametrize(
        ("start", "output", "code"),
        [
            ({"x": 1}, None, "missing-input"),
            ({"x": 1, "y": 1, "z": 1}, None, "unknown-input"),
            ({"x": 1, "y": "1"}, None, "not-a-number"),
            ({"x": 1, "y": math.nan}, None, "no-value"),
            ({"x": 1, "y": 10**400}, None, "no-value"),
            ({"x": 1, "y": 1}, "z", "unknown-quantity"),
            ({"x": np.ones(2), "y": np.ones(3)}, None, "shapes-differ"),
        ],
    )
    def test_a_start_that_can_not_be(self, start: dict[str, Any], output: str | None, code: str) -> None:
        with pytest.raises(GraphError) as caught:
            next(descend(SGD(), BOWL, start, output))
        assert caught.value.code == code

    def test_a_run_that_diverges_ends_with_its_last_finite_step(self) -> None:
        path: list[Step] = []
        with pytest.raises(GraphError) as caught:
            path.extend(descend(SGD(10), Graph.parse("x^2"), {"x": -7}))
        assert caught.value.code == "no-value"
        # x is multiplied by -19 in each step: the square leaves the floats when |x| passes sqrt(1.8e308).
        assert len(path) == math.ceil(math.log(math.sqrt(1.797e308) / 7, 19))
        assert all(math.isfinite(step.loss) for step in path)

    def test_a_memory_that_is_no_longer_finite(self) -> None:
        """AdaGrad's parameters stand still then, at finite places."""
        path: list[Step] = []
        with pytest.raises(GraphError) as caught:
            path.extend(islice(descend(AdaGrad(), Graph.parse("x*y"), {"x": 1, "y": 1e200}), 5))
        assert (caught.value.code, caught.value.details) == ("no-value", {"name": "h x"})
        assert [step.number for step in path] == [0]

    def test_a_gradient_that_is_not_finite(self) -> None:
        with pytest.raises(GraphError) as caught:
            next(descend(SGD(), Graph.parse("sqrt(x)"), {"x": 0}))
        assert caught.value.code == "no-gradient"


@pytest.mark.parametrize("rule", ALL)
def test_a_program_leads_the_same_way_as_its_graph(rule: type[Any]) -> None:
    program = BOWL.compile()
    for _ in range(2):  # it is used again
        mine, other = (list(islice(descend(rule(), way, START), 4)) for way in (program, BOWL))
        assert mine == other
    with pytest.raises(ValueError, match="output already"):
        next(descend(rule(), program, START, "x^2"))
    with pytest.raises(GraphError):
        next(descend(rule(), program, {"x": 1}))


def test_it_needs_no_numpy_for_numbers() -> None:
    program = (
        "import sys\n"
        "from tutor.core.descent import descend\n"
        "from tutor.core import Graph, Adam\n"
        "path = descend(Adam(), Graph.parse('x^2'), {'x': 1})\n"
        "print([next(path).number for _ in range(3)], 'numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[0, 1, 2] False\n"
