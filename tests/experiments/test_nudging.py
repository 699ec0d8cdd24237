"""Nudges: what a move does, what is measured, what is said of h, and what is not to be shown yet."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.core import Graph, GraphError, nudge
from tutor.experiments.nudging import LARGEST, SMALLEST, Move, Nudging

TAX = "subtotal = apple * count\nprice = subtotal * tax"
SHOP = {"apple": 100, "count": 2, "tax": 1.1}


def nudging(text: str, chosen: str = "", *, at: int = -1, **values: float) -> Nudging:
    found = Nudging(Graph.parse(text), values, chosen=chosen)
    found.h = float(f"1e{at}")
    return found


def tax(chosen: str = "apple", **more: object) -> Nudging:
    return Nudging(Graph.parse(TAX), SHOP, chosen=chosen, **more)


def test_a_move_changes_all_that_follows_and_nothing_else() -> None:
    found = tax()
    assert found.moved.ratio is None and not found.moved.changes
    found.move(2)
    move = found.moved
    assert move.by == pytest.approx(0.2)
    assert move.changes == pytest.approx({"apple": 0.2, "subtotal": 0.4, "price": 0.44})
    assert move.rise == pytest.approx(0.44) and move.ratio == pytest.approx(2.2)
    found.move(-5)
    assert found.moved.by == pytest.approx(-0.3) and found.moved.ratio == pytest.approx(2.2)
    found.reset()
    assert found.moved.values == found.base


def test_a_quantity_in_the_middle_is_nudged_by_itself() -> None:
    found = tax("subtotal")
    found.move(1)
    assert set(found.moved.changes) == {"subtotal", "price"}
    assert found.moved.ratio == pytest.approx(1.1) and found.gradient == pytest.approx(1.1)


@given(
    st.floats(-5, 5), st.floats(-5, 5), st.integers(-6, -1), st.integers(-3, 3), st.sampled_from(["x", "y", "x*y", "s"])
)
def test_what_is_measured_is_what_the_core_measures(x: float, y: float, at: int, steps: int, chosen: str) -> None:
    graph = Graph.parse("s = sin(x)\nz = x*y + s")
    found = Nudging(graph, {"x": x, "y": y}, chosen=chosen)
    found.h = float(f"1e{at}")
    found.move(steps)
    assert found.central.slope == nudge(graph, found.base, chosen, "z", found.h)
    up, down = found.ends
    assert (up - down) / (2 * found.h) == found.central.slope
    assert found.moved.rise == found.moved.values["z"] - found.base["z"]
    assert found.gradient == graph.backward(found.base)[chosen]


def test_choosing_begins_at_the_base_value() -> None:
    found = tax()
    found.move(3)
    found.turn(1)
    assert (found.chosen, found.steps) == ("count", 0)
    found.turn(-2)
    assert found.chosen == "subtotal"
    found.turn(1)
    assert found.chosen == "apple"
    found.choose("price")
    assert found.chosen == "apple", "the output is no choice"
    found.choose("no such thing")
    assert found.chosen == "apple"


def test_h_goes_by_decades_within_what_makes_sense() -> None:
    found = tax()
    assert found.h == 0.1
    found.scale(9)
    assert found.h == 10 == 10.0**LARGEST
    found.choose("tax")
    assert found.h == 1, "no larger than the value itself"
    found.scale(-40)
    assert found.h == 1e-15 == float(f"1e{SMALLEST}")
    found.scale(1)
    assert found.h == 1e-14
    assert nudging("x*x", x=0.001).largest == -1


def test_a_smaller_step_comes_nearer_until_rounding() -> None:
    found = nudging("exp(x)", x=1)
    found.move(1)
    errors = []
    for exponent in range(-1, -16, -1):
        found.h = float(f"1e{exponent}")
        errors.append(abs(found.moved.ratio - math.e))
    assert errors[:6] == sorted(errors[:6], reverse=True), "each decade mends a one-sided step"
    assert errors[-1] > errors[6], "and then rounding takes over"


# --- the verdict on h ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "values", "kinds"),
    [
        ("x*y", {"x": 3, "y": 2}, {-1: "straight", -8: "straight", -15: "too-small"}),
        ("x*y", {"x": 300, "y": 2}, {1: "straight", -15: "lost"}),
        ("exp(x)", {"x": 1}, {0: "too-large", -1: "too-large", -5: "good", -15: "too-small"}),
        ("x^2", {"x": 3}, {-1: "good", -15: "too-small"}),
        ("x^2", {"x": 0}, {-1: "good", -9: "good"}),
        ("x^3", {"x": 0}, {-1: "too-large", -7: "good"}),
        ("relu(x)", {"x": 0}, {-1: "kink", -9: "kink"}),
        ("relu(x)", {"x": 0.05}, {-1: "too-large", -3: "good"}),
        ("max(x, y)", {"x": 1, "y": 1}, {-3: "kink"}),
        ("log(x)", {"x": 0.05}, {-1: "outside", -5: "good"}),
        ("1/x", {"x": 0.1}, {-1: "outside", -5: "good"}),
        ("1/x", {"x": 1e-9}, {-3: "too-large", -12: "good"}),
        ("sqrt(x)", {"x": 0}, {-1: "no-gradient"}),
        ("x^1.5", {"x": 0}, {-1: "edge", -9: "edge"}),
        ("a = x + 1\ny*2", {"x": 1, "y": 1}, {-1: "none"}),
        ("exp(x)", {"x": 700}, {1: "outside", -5: "good"}),
        ("x - y", {"x": 1e9, "y": 1e9}, {-1: "straight", -6: "too-small", -9: "lost"}),
    ],
)
def test_the_verdict_on_h(text: str, values: dict[str, float], kinds: dict[int, str]) -> None:
    found = Nudging(Graph.parse(text), values, chosen="x")
    for exponent, kind in kinds.items():
        found.h = float(f"1e{exponent}")
        assert found.verdict.kind == kind, f"h = {found.h}: {found.verdict.kind}"


def test_a_kink_is_told_with_its_two_slopes() -> None:
    assert nudging("2*relu(x)", x=0).verdict.slopes == pytest.approx((0, 2))


def test_a_one_sided_step_bends_where_the_central_one_is_exact() -> None:
    found = nudging("x^2", x=3)
    assert not found.bends, "nothing was moved yet"
    found.move(1)
    assert found.moved.ratio == pytest.approx(6.1) and found.central.slope == pytest.approx(6)
    assert found.bends and found.verdict.kind == "good"
    found.h = 1e-5
    assert not found.bends
    assert not nudging("x*y", x=3, y=2).bends


def test_a_move_out_of_the_domain_is_an_error_to_tell_and_can_be_taken_back() -> None:
    found = nudging("log(x)", x=0.05)
    found.move(-1)
    assert isinstance(found.moved, GraphError) and found.ends is None and isinstance(found.central, GraphError)
    assert list(found.ripple({}))[-1] == {}
    found.move(1)
    assert isinstance(found.moved, Move)


# --- what the learner has said, and what is not to be shown ----------------------------------------------


@pytest.mark.parametrize(("answer", "agrees"), [(2.2, True), (2.2000000001, True), (2.21, False), (3.1, False)])
def test_the_learners_number(answer: float, agrees: bool) -> None:
    found = tax(answer=answer)
    assert found.own_answer == answer and found.agrees is agrees
    found.turn(1)
    assert found.own_answer is None and not found.agrees, "it was the answer for another quantity"


def test_a_correct_rounding_agrees_as_a_question_takes_it() -> None:
    graph = Graph.parse("sigmoid(x)")
    assert Nudging(graph, {"x": 4}, chosen="x", answer=0.0177).agrees
    assert not Nudging(graph, {"x": 4}, chosen="x", answer=0.0178).agrees


def test_what_is_hidden_is_not_shown_and_only_the_asked_can_be_nudged() -> None:
    found = tax("apple", answer=3.1, hidden=frozenset({"apple", "count"}))
    assert found.gradient is None and found.study is not None
    assert found.choices == ("apple", "tax", "subtotal")
    found.choose("count")
    assert found.chosen == "apple"
    found.choose("tax")
    assert found.gradient == pytest.approx(200)


def test_inputs_of_which_the_text_gives_values_and_numbers_of_other_quantities() -> None:
    graph = Graph.parse("a = 2\nb = a * c\nd = b + 1")
    found = Nudging(graph, {"a": 3, "c": 4, "b": 99}, "b")
    assert found.base["b"] == 12 and found.output == "b" and found.choices == ("a", "c", "d")
    with pytest.raises(GraphError):
        Nudging(graph, {"c": 4}, chosen="nobody")


# --- the ripple ------------------------------------------------------------------------------------------


def test_a_change_runs_from_node_to_node_and_ends_as_without_animation() -> None:
    found = tax()
    found.move(1)
    before = found.moved.changes
    found.move(1)
    waves = list(found.ripple(before))
    assert waves[0] == {**before, "apple": found.moved.changes["apple"]}
    assert waves[1]["subtotal"] == found.moved.changes["subtotal"] and waves[1]["price"] == before["price"]
    assert waves[-1] == found.moved.changes and len(waves) == 3


def test_a_ripple_back_to_the_start_ends_without_changes() -> None:
    found = tax("count")
    found.move(1)
    before = found.moved.changes
    found.reset()
    assert list(found.ripple(before))[-1] == {}
