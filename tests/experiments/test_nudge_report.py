"""What a nudge says: aligned rows, sentences in both languages, and the lines of `:nudge`."""

from __future__ import annotations

from typing import get_args

import pytest

from tutor.cells import cells
from tutor.core import Graph
from tutor.experiments import nudge_pictures
from tutor.experiments.nudge_lines import STEPS, nudge_lines
from tutor.experiments.nudge_report import (
    SENTENCES,
    aligned,
    apart,
    changes,
    rows,
    sentences,
    signed,
    title,
)
from tutor.experiments.nudging import Kind, Nudging
from tutor.words import words

EN, KO = words("en"), words("ko")
LABELS = {"apple": "사과: 한 상자의 값", "price": "금액", "tax": "소비세"}


def tax(**more: object) -> Nudging:
    graph = Graph.parse("subtotal = apple * count\nprice = subtotal * tax")
    found = Nudging(graph, {"apple": 100, "count": 2, "tax": 1.1}, chosen="apple", **more)
    found.move(1)
    return found


def one(text: str, **values: float) -> Nudging:
    return Nudging(Graph.parse(text), values)


def test_every_kind_of_verdict_has_its_sentence() -> None:
    assert set(SENTENCES) == set(get_args(Kind))


def test_the_numbers_stand_side_by_side_with_their_workings() -> None:
    found = rows(tax(answer=3.1), EN)
    assert [row[:3] for row in found] == [
        ("Your move", "+0.22 / +0.1", "2.2"),
        ("Central", "(220.22 - 219.78) / 0.2", "2.2"),
        ("Backprop", "", "2.2"),
        ("Your number", "", "3.1"),
    ]
    assert found[0].remark.startswith("off by ") and found[3].remark == "does not agree"
    assert found[3].tone == "wrong" and rows(tax(answer=2.2), EN)[3].tone == "right"


def test_before_the_first_move_there_is_no_ratio_but_a_central_difference() -> None:
    found = tax()
    found.reset()
    shown = rows(found, EN)
    assert shown[0].number == "-" and "arrow" in shown[0].remark and shown[1].number == "2.2"


def test_what_is_hidden_is_not_told_nor_how_far_it_is_off() -> None:
    found = rows(tax(answer=3.1, hidden=frozenset({"apple"})), EN)
    assert [row.remark for row in found[:3]] == ["", "", "shown once you have answered"]
    assert found[2].number == "?"


def test_points_stand_below_each_other_in_cells() -> None:
    found = one("z = x^2 * y", x=3, y=2)
    found.move(3)
    shown = rows(found, KO)
    lines = aligned(shown, 78)
    ends = [cells(what) + len(number.rstrip().partition(".")[0]) for what, number, _ in lines]
    assert [row.number for row in shown] == ["12.6", "12", "12"] and len(set(ends)) == 1
    assert len({cells(what + number) for what, number, _ in lines}) == 1


def test_workings_are_left_out_where_they_do_not_fit() -> None:
    found = rows(tax(), EN)
    assert "220.22 - 219.78" in aligned(found, 78)[1][0]
    narrow = aligned(found, 40)
    assert not any("=" in what for what, _, _ in narrow)
    assert all(cells("".join(line)) <= 40 for line in narrow)


def test_names_are_the_pages() -> None:
    found = tax(labels=LABELS)
    assert title(found, KO).endswith("d 금액 / d 사과")
    assert [change[:3] for change in changes(found, KO)] == [("사과", "100", "100.1"), ("금액", "220", "220.22")]


@pytest.mark.parametrize(("at", "said"), [(-1, "too large"), (-5, "is good"), (-15, "too small")])
def test_which_h_is_too_large_or_too_small_is_said(at: int, said: str) -> None:
    found = one("exp(x)", x=1)
    found.h = float(f"1e{at}")
    assert any(said in sentence for sentence in sentences(found, EN))


def test_a_one_sided_step_is_told_to_bend_only_where_the_central_one_is_good() -> None:
    found = one("x^2", x=3)
    assert len(sentences(found, EN)) == 1
    found.move(1)
    assert len(sentences(found, EN)) == 2
    found.h = 1e-6
    assert len(sentences(found, EN)) == 1


def test_a_move_that_fails_is_told_with_its_reason() -> None:
    found = one("log(x)", x=0.25)
    found.move(-3)
    assert sentences(found, EN)[0].startswith("x can't be moved by -0.3: log(x) has no finite value")
    assert not changes(found, EN) and rows(found, EN)[0].remark == "no value there"


@pytest.mark.parametrize("text", ["exp(x)", "relu(x)", "sqrt(x)", "x^1.5", "log(x + 1e-3)", "1/(x+1e-9)", "x*2"])
@pytest.mark.parametrize("t", [EN, KO], ids=["en", "ko"])
def test_everything_can_be_said_of_every_h_in_both_languages(text: str, t: object) -> None:
    found = one(text, x=0)
    for steps in (-1, 0, 2):
        found.steps = steps
        for at in range(1, -16, -1):
            found.h = float(f"1e{at}")
            said = [title(found, t), *sentences(found, t), *("".join(line) for line in aligned(rows(found, t), 78))]
            assert all(said) and not any("{" in line for line in said)


def test_digits_that_tell_two_numbers_apart() -> None:
    assert apart(220.00000000000003, 220.22) == ("220", "220.22")
    assert apart(1, 1) == ("1", "1")
    assert apart(220.0, 220.0000022) == ("220", "220.0000022")
    assert apart(1.1, 1.1 + 1e-14) == ("1.1", "1.10000000000001")
    assert (signed(0.5), signed(-0.5), signed(0)) == ("+0.5", "-0.5", "0")


# --- on the picture --------------------------------------------------------------------------------------


def test_changes_stand_behind_the_values_and_the_way_is_lit() -> None:
    found = tax()
    marks = nudge_pictures.marks(found, found.moved.changes)
    assert marks.values == {
        "apple": "100 +0.1",
        "count": "2",
        "tax": "1.1",
        "subtotal": "200 +0.2",
        "price": "220 +0.22",
    }
    assert marks.path == {"apple", "subtotal", "price"} and marks.gradients == {"apple": pytest.approx(2.2)}


def test_no_hidden_gradient_is_on_the_picture() -> None:
    found = tax(hidden=frozenset({"apple", "count"}))
    assert not nudge_pictures.marks(found, {}).gradients
    assert set(nudge_pictures.room(found).gradients) == {"tax", "subtotal"}


@pytest.mark.parametrize("value", [0, 1, -2.5, 100, 54000, 123456.789, 1e-12, -3.3333333e100])
@pytest.mark.parametrize("change", [0, 0.1, -0.012345678, 2.2e-12, -1e15, 3.3333333e-200])
def test_a_label_has_room_on_the_picture(value: float, change: float) -> None:
    label = nudge_pictures.label(value, change)
    assert len(label) <= 16 and (" " in label) == bool(change)


# --- lines -----------------------------------------------------------------------------------------------


def test_a_study_measures_with_several_h() -> None:
    said = nudge_lines(tax(answer=3.1), [], EN)
    assert said[0] == "Nudge: d price / d apple"
    assert said[1] == "h = 0.1: one side 2.2, central difference 2.2" and len(said) == len(STEPS) + 4
    assert said[-3:-1] == ["Backprop: 2.2", "Your number: 3.1 (does not agree)"]


def test_one_step_is_worked_out() -> None:
    said = nudge_lines(tax(labels=LABELS), ["사과", "0.01"], KO)
    assert "h = 0.01" in said and "금액: 220 -> 220.022 (+0.022)" in said
    assert any("+0.022 / +0.01 = 2.2" in line for line in said)
    assert nudge_lines(tax(), ["0.01"], EN) == nudge_lines(tax(), ["apple", "0.01"], EN)


@pytest.mark.parametrize("h", ["0.3", "1e300", "1e-300", "1e-15", "7"])
def test_any_step_above_0_is_taken(h: str) -> None:
    assert len(nudge_lines(tax(), ["tax", h], EN)) > 3


@pytest.mark.parametrize("h", ["0", "-1", "nan", "inf", "x", "[/]", "1" * 5000])
def test_no_other_step_is(h: str) -> None:
    assert nudge_lines(tax(), ["tax", h], EN) == ["Write :nudge NAME H, for example :nudge tax 0.001"]


def test_what_can_not_be_nudged_is_said() -> None:
    found = tax(hidden=frozenset({"count"}))
    assert nudge_lines(found, ["count"], EN) == ["count can't be nudged now; these can: apple, tax, subtotal"]
    assert nudge_lines(found, ["apple", "1", "2"], EN)[0].startswith("Write")
