"""The optimizer lab's state: steps, back, settings that change on the way, runs that diverge, surfaces of one's own."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.core import OPTIMIZERS, CoreError, descend
from tutor.experiments.descents import Descents
from tutor.experiments.runner import RULES, Runner, defaults
from tutor.experiments.surfaces import SURFACES, own


def places(lab: Descents) -> list[list[tuple[float, float]]]:
    return [[place.point for place in runner.places] for runner in lab.runners]


def lab_of(rule: str, surface: str = "valley") -> Descents:
    lab = Descents(SURFACES[surface])
    lab.runners[0] = Runner.of(rule, {rule: 0.05})
    lab.reset()
    return lab


@pytest.mark.parametrize("rule", RULES)
def test_a_path_is_the_cores(rule: str) -> None:
    lab = lab_of(rule)
    lab.run(20)
    path = descend(OPTIMIZERS[rule](**lab.runners[0].settings), lab.surface.graph, {"x": -7.0, "y": 2.0})
    steps = [next(path) for _ in range(21)]
    assert [place.step for place in lab.runners[0].places] == steps


@given(st.sampled_from(RULES), st.sampled_from(list(SURFACES)), st.integers(1, 12))
@settings(max_examples=30, deadline=None)
def test_back_is_where_one_step_less_leads_and_the_way_on_is_the_same(rule: str, surface: str, steps: int) -> None:
    lab, other = lab_of(rule, surface), lab_of(rule, surface)
    lab.run(steps)
    whole = places(lab)
    assert lab.back()
    other.run(steps - 1)
    assert (lab.number, places(lab)) == (other.number, places(other))
    lab.step()
    assert places(lab) == whole


def test_back_at_the_start_does_nothing() -> None:
    lab = Descents()
    assert not lab.back()
    assert lab.number == 0


def test_a_setting_counts_from_the_next_step_on() -> None:
    lab, other = Descents(), Descents()
    lab.run(3)
    before = places(lab)[0]
    lab.adjust("lr", -1)
    assert lab.runner.settings["lr"] == 0.5
    assert places(lab)[0] == before
    lab.step()
    other.run(4)
    assert places(lab)[0][:4] == places(other)[0][:4]
    x, y = before[-1]
    assert places(lab)[0][-1] == pytest.approx((x - 0.5 * x / 10, y - 0.5 * 2 * y))


def test_another_rule_goes_on_from_the_present_point_with_no_memory() -> None:
    lab = Descents()
    lab.choose(1)
    lab.run(3)
    x, y = lab.runner.place.point  # type: ignore[union-attr]
    lab.turn_rule(-1)
    assert lab.runner.rule == "sgd"
    lab.step()
    assert lab.runner.place is not None
    rate = lab.runner.settings["lr"]
    assert lab.runner.place.point == pytest.approx((x - rate * x / 10, y - rate * 2 * y))


def test_one_that_is_switched_on_later_catches_up() -> None:
    lab = Descents()
    lab.run(5)
    lab.choose(3)
    lab.switch()
    assert len(lab.runner.places) == 6
    lab.switch()
    lab.step()
    assert len(lab.runner.places) == 6


def test_a_run_that_diverges_stops_and_back_frees_it() -> None:
    lab = Descents()
    lab.runner.settings["lr"] = 10.0
    lab.run(30)
    stopped = lab.runner
    assert not lab.goes_on(stopped)
    assert lab.goes_on(lab.runners[1])
    assert all(math.isfinite(number) for place in stopped.places for number in place.point)
    assert len(stopped.places) < 31
    last = len(stopped.places) - 1
    while lab.number >= last:
        lab.back()
    assert len(stopped.places) == last
    assert lab.goes_on(stopped)


def test_only_momentum_with_enough_speed_gets_over_the_ridge() -> None:
    lab = Descents(SURFACES["ridge"])
    lab.choose(1)
    lab.adjust("lr", 1)
    lab.run(200)
    deep, shallow = lab.surface.minima
    ends = [runner.place.point for runner in lab.runners[:2] if runner.place is not None]
    assert ends[0] == pytest.approx(shallow, abs=0.01)
    assert ends[1] == pytest.approx(deep, abs=0.01)


@pytest.mark.parametrize("surface", SURFACES.values(), ids=list(SURFACES))
def test_the_gradient_is_zero_at_each_minimum(surface) -> None:
    assert surface.minima
    for x, y in surface.minima:
        gradients = surface.graph.compile()({"x": x, "y": y})[1]
        assert math.hypot(gradients["x"], gradients["y"]) < 1e-3
        assert surface.box.holds(x, y)


def test_the_minima_are_where_they_are_known_to_be() -> None:
    assert SURFACES["rosenbrock"].minima == ((1.0, 1.0),)
    assert SURFACES["bowl"].minima == ((0.0, 0.0),)
    assert sorted(SURFACES["saddle"].minima) == [(0.0, -1.414214), (0.0, 1.414214)]


@pytest.mark.parametrize("text", ["x^2", "x^2 - y^2", "log(x) + y^2", "x + y"])
def test_no_minimum_is_made_up(text: str) -> None:
    assert own(text).minima == ()


@pytest.mark.parametrize(
    ("text", "column"),
    [("x^2 + z", 4), ("", None), ("x +", 3), ("x = 3; x*y", 0), ("log(-1 - x^2) + y", None), ("x*" * 200, None)],
)
def test_what_is_no_surface_is_refused(text: str, column: int | None) -> None:
    with pytest.raises(CoreError) as caught:
        own(text)
    if text == "x^2 + z":
        column = 6
    assert getattr(caught.value, "column", None) == column


@given(st.text(alphabet="xy+-*/^()0123456789. ,expsqrtlog=;#\n가", max_size=40))
@settings(max_examples=150, deadline=None)
def test_whatever_is_typed_is_a_surface_or_a_fault_of_the_core(text: str) -> None:
    try:
        surface = own(text)
    except CoreError:
        return
    lab = Descents(surface)
    lab.run(3)
    assert all(math.isfinite(number) for runner in lab.runners for place in runner.places for number in place.point)


def test_settings_stay_within_their_ladder() -> None:
    lab = Descents()
    for _ in range(60):
        lab.adjust("lr", 1)
    assert lab.runner.settings["lr"] == 50
    for _ in range(60):
        lab.adjust("lr", -1)
    assert lab.runner.settings["lr"] == pytest.approx(1e-5)


def test_a_start_without_a_value_is_left_alone() -> None:
    lab = Descents(own("log(x) + y^2"))
    start = lab.start
    assert not lab.move_start(-1, 1)
    assert lab.start == start
    assert lab.move_start(2, 1)


def test_defaults_are_the_cores() -> None:
    assert defaults("adam") == {"lr": 0.001, "beta1": 0.9, "beta2": 0.999}
