"""What a playground says: the value, the slope, the working, a node, and what is wrong."""

from __future__ import annotations

import pytest

from tutor.drawing import Marks
from tutor.experiments import play_report
from tutor.experiments.playground import Example, Playground
from tutor.words import words

EN, KO = words("en"), words("ko")
TAX = Example("subtotal = apple * count; price = subtotal * tax", {"apple": 100, "count": 2, "tax": 1.1})


def opened(example: Example = TAX) -> Playground:
    play = Playground()
    play.open(example)
    return play


def test_the_value_and_the_slope() -> None:
    play = opened()
    assert play_report.value(play, EN) == "price = 220"
    assert play_report.slope(play, "tax", EN) == "d price / d tax = 200"
    assert play_report.slope(play, "nothing", EN) == ""


def test_what_has_no_name_is_the_result_or_its_expression() -> None:
    play = opened(Example("(a*b + c) * d", {"a": 2, "b": 3, "c": 4, "d": 5}))
    assert play_report.value(play, EN) == "result = 50"
    assert play_report.value(play, KO) == "결과 = 50"
    play.take_output("a*b")
    assert play_report.value(play, EN) == "(a * b) = 6"


def test_the_working_ends_with_the_chosen_input() -> None:
    play = opened()
    assert play_report.working(play, EN)[-2:] == [
        "d price / d subtotal = 1 * 1.1 = 1.1",
        "d price / d apple = 1.1 * 2 = 2.2",
    ]
    play.take_output("subtotal")
    play.choose("tax")
    assert play_report.working(play, EN) == []


@pytest.mark.parametrize(
    ("text", "tone", "column"),
    [
        ("", "note", None),
        ("a*", "wrong", 2),
        ("log(0-a)", "warning", None),
        ("a*b", "note", None),
        ("a = 1; -a", "note", None),
    ],
)
def test_one_thing_is_said_of_every_state(text: str, tone: str, column: int | None) -> None:
    play = Playground()
    play.write(text)
    if "log" in text:
        play.put("a", 3)
    said = play_report.remark(play, EN)
    assert said.text
    assert (said.tone, said.column) == (tone, column)


def test_a_graph_too_large_to_draw_is_said_to_be() -> None:
    play = Playground()
    play.write("+".join(f"a{i}" for i in range(play_report.MOST_DRAWN)))
    assert str(play.size) in play_report.remark(play, EN).text


def test_a_node_is_told_with_its_numbers() -> None:
    play = opened()
    assert play_report.node(play, "subtotal", EN) == [
        "subtotal = apple * count = 100 * 2 = 200",
        "d price / d subtotal = 1 * 1.1 = 1.1",
    ]
    assert play_report.node(play, "apple", EN) == ["apple = 100", "d price / d apple = 1.1 * 2 = 2.2"]
    play.put("tax", 1e200)
    play.put("apple", 1e200)
    assert play_report.node(play, "apple", EN) == []


def test_the_passes_end_with_all_that_is_shown() -> None:
    play = opened()
    beats = play_report.passes(play, EN)
    assert beats[-1].marks == Marks(play.values, play.gradients)
    assert not beats[0].marks.gradients
    assert "price" not in beats[0].marks.values
