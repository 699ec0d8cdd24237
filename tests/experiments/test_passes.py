"""Passes as beats, over random graphs: in order, in the core's numbers, and nothing that is not on show at the end."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from quiz.random_graphs import graphs, questions

from tutor.core import Graph, GraphError
from tutor.drawing import Beat, Marks, Way
from tutor.experiments import passes
from tutor.numbers import show
from tutor.quiz.formulas import number
from tutor.quiz.mistakes import Replay
from tutor.quiz.mistakes.situation import Step
from tutor.quiz.question import Question, gradient_question, value_question

NUMBER = re.compile(r"\d+(?:\.\d+)?(?:e[-+]?\d+)?")
MATH: dict[str, Any] = {
    "__builtins__": {},
    "max": max,
    "relu": lambda x: max(x, 0),
    "sigmoid": lambda x: 1 / (1 + math.exp(-x)),
    **{name: getattr(math, name) for name in ("exp", "sqrt", "tanh", "sin", "cos", "log")},
}
SHOP = Graph.parse("subtotal = apple * count\nprice = subtotal * tax")
SHOP_VALUES = {"apple": 100, "count": 2, "tax": 1.1}
RELAXED = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def worth(text: str) -> float:
    """What a working comes to."""
    return float(eval(text.replace("^", "**"), MATH))  # noqa: S307 (workings of the program's own)


def edges(graph: Graph) -> set[Way]:
    """All edges between quantities, constants left out."""
    return {
        Way(operand.name, name)
        for name in graph.quantities
        if graph.node(name).inputs
        for operand in graph.operands(name)
        if operand.op != "number"
    }


def whole(graph: Graph, inputs: Mapping[str, float], output: str | None = None) -> tuple[Question, Marks]:
    """A question about all of a graph, and all its numbers."""
    asked = gradient_question(graph, inputs, output or graph.output, output or graph.output)
    return asked, Marks(asked.values, asked.gradients)


def texts(beats: list[Beat]) -> set[str]:
    """All numbers in the workings, without their signs."""
    return {each for beat in beats for each in NUMBER.findall(beat.text)}


# --- forward ---------------------------------------------------------------------------------------------


@RELAXED
@given(graphs())
def test_forward_runs_over_every_edge_once_from_left_to_right(drawn: tuple[Graph, dict[str, float]]) -> None:
    graph, inputs = drawn
    question, end = whole(graph, inputs)
    beats = passes.forward(question, Marks(question.values))
    assert Counter(way for beat in beats for way in beat.ways) == Counter(edges(graph))
    assert beats[-1] == Beat(Marks(question.values))
    assert set(beats[0].marks.values) == set(graph.inputs)
    columns = {name: column for column, layer in enumerate(passes.layers_of(question)) for name in layer}
    assert [columns[beat.at] for beat in beats[:-1]] == sorted(columns[beat.at] for beat in beats[:-1])
    for beat, after in pairwise(beats):
        assert not beat.back
        assert set(after.marks.values) - set(beat.marks.values) == {beat.at}, "one number arrives with each beat"
        assert {way.quantity for way in beat.ways} <= set(beat.marks.values), "only what is there can travel"
        assert {way.into for way in beat.ways} == {beat.at}
        assert all(beat.marks.values[name] == end.values[name] for name in beat.marks.values)
        made, _, result = beat.text.rpartition(" = ")
        assert result == show(question.values[beat.at])
        assert worth(made) == pytest.approx(question.values[beat.at], rel=1e-8, abs=1e-9)


# --- backward --------------------------------------------------------------------------------------------


@RELAXED
@given(graphs())
def test_backward_runs_over_every_edge_once_from_right_to_left(drawn: tuple[Graph, dict[str, float]]) -> None:
    graph, inputs = drawn
    question, end = whole(graph, inputs)
    beats = passes.backward(question, end)
    on_way = graph.ancestors(graph.output) | {graph.output}
    ways = Counter(way for beat in beats for way in beat.ways)
    assert ways == Counter(way for way in edges(graph) if way.into in on_way)
    if not beats:
        assert not ways
        return
    assert beats[-1] == Beat(end)
    come = {graph.output, *(name for name in end.gradients if name not in on_way)}
    assert set(beats[0].marks.gradients) == come & set(end.gradients)
    for beat in beats[:-1]:
        assert beat.marks.values == end.values
        assert all(beat.marks.gradients[name] == end.gradients[name] for name in beat.marks.gradients)
        assert beat.at not in beat.marks.gradients, "it arrives with the beat that follows"
        for way in beat.ways:
            assert beat.back and way.quantity == beat.at
            assert way.into in beat.marks.gradients, "what comes back is there before it goes on"


@RELAXED
@given(graphs())
def test_a_multiplication_is_upstream_times_local_gradient(drawn: tuple[Graph, dict[str, float]]) -> None:
    graph, inputs = drawn
    question, end = whole(graph, inputs)
    beats = passes.backward(question, end)[:-1]
    sent: dict[str, float] = {}
    for beat in beats:
        working, _, result = beat.text.rpartition(" = ")
        if not beat.ways:  # where branches meet: the sum of what they sent back
            assert worth(working) == pytest.approx(sum(sent.values()), rel=1e-8, abs=1e-9)
            assert result == show(question.gradients[beat.at])
            continue
        (way,) = beat.ways
        slots = [slot for slot, each in enumerate(graph.operands(way.into)) if each.name == way.quantity]
        local = sum(graph.local_gradients(question.values, way.into)[slot] for slot in slots)
        if beat.at not in {each.at for each in beats[: beats.index(beat)]}:
            sent = {}
        sent[way.into] = question.gradients[way.into] * local
        assert working.startswith(f"{number(question.gradients[way.into])} * ")
        assert result == show(sent[way.into])
        assert worth(working) == pytest.approx(sent[way.into], rel=1e-8, abs=1e-9)
        if len(slots) == 1:
            factor = working.removeprefix(f"{number(question.gradients[way.into])} * ")
            assert worth(factor) == pytest.approx(local, rel=1e-8, abs=1e-9)


def test_the_shop_forward_and_backward() -> None:
    question, end = whole(SHOP, SHOP_VALUES)
    assert [beat.text for beat in passes.forward(question, Marks(question.values))] == [
        "100 * 2 = 200",
        "200 * 1.1 = 220",
        "",
    ]
    assert sorted(beat.text for beat in passes.backward(question, end)) == sorted(
        ["1 * 200 = 200", "1 * 1.1 = 1.1", "1.1 * 100 = 110", "1.1 * 2 = 2.2", ""]
    )


def test_what_comes_back_through_two_branches_is_added() -> None:
    graph = Graph.parse("s = a * 3\np = a + 4\ny = s * p")
    question, end = whole(graph, {"a": 2})
    beats = [beat for beat in passes.backward(question, end) if beat.at == "a"]
    assert [beat.text for beat in beats] == ["6 * 3 = 18", "6 * 1 = 6", "18 + 6 = 24"]
    assert [beat.ways for beat in beats] == [(Way("a", "s"),), (Way("a", "p"),), ()]


# --- nothing too early -----------------------------------------------------------------------------------


@st.composite
def partly_known(draw: st.DrawFn) -> tuple[Question, Marks]:
    """A graph with some of its numbers on show, and one of the others asked or none."""
    graph, inputs = draw(graphs())
    question, end = whole(graph, inputs)
    values = {name: end.values[name] for name in end.values if name in graph.inputs or draw(st.booleans())}
    gradients = {name: end.gradients[name] for name in end.gradients if name == graph.output or draw(st.booleans())}
    left = [("value", name) for name in end.values if name not in values]
    left += [("gradient", name) for name in end.gradients if name not in gradients]
    return question, Marks(values, gradients, asked=draw(st.sampled_from(left)) if left else None)  # type: ignore[arg-type]


@RELAXED
@given(partly_known())
def test_a_pass_reveals_only_what_its_end_shows(drawn: tuple[Question, Marks]) -> None:
    question, end = drawn
    for beats in (passes.forward(question, end), passes.backward(question, end)):
        for beat in beats:
            assert beat.marks.values.items() <= end.values.items()
            assert beat.marks.gradients.items() <= end.gradients.items()
            assert beat.marks.asked == end.asked
        assert not beats or beats[-1].marks == end
    graph = question.graph
    for beat in passes.forward(question, end):
        if beat.text:
            around = {beat.at, *(each.name for each in graph.operands(beat.at) if each.op != "number")}
            assert around <= set(end.values)
    for beat in passes.backward(question, end):
        if beat.text:
            users = {way.into for way in beat.ways} or {graph.nodes[use.node].name for use in _uses(question, beat.at)}
            operands = {each.name for user in users for each in graph.operands(user) if each.op != "number"}
            assert {beat.at, *users} <= set(end.gradients) and users | operands <= set(end.values)


def _uses(question: Question, name: str) -> list[Any]:
    on_way = question.graph.between(name, question.output)
    uses = question.graph.uses[question.graph.position[name]]
    return [use for use in uses if question.graph.nodes[use.node].name in on_way]


@RELAXED
@given(questions(), st.randoms(use_true_random=False))
def test_a_wrong_way_gives_nothing_away_and_ends_in_the_answer(question: Question, random: Any) -> None:
    now = _at_a_moment(question, random)
    known = {show(abs(each)) for each in (*now.values.values(), *now.gradients.values())}
    known |= {show(abs(node.number)) for node in question.graph.nodes if node.op == "number"}
    hidden = {show(abs(each)) for each in _all_numbers(question)} - known
    for found in question.mistakes:
        beats = passes.autopsy(question, found.replay, now)
        answer = show(found.value)
        assert beats[-1].marks.wrong == answer and beats[-1].at == question.quantity and beats[-1].wrong
        assert beats[-1].text == answer or beats[-1].text.endswith(f" = {answer}")
        assert not texts(beats) & (hidden - {show(abs(found.value))})
        for beat in beats:
            assert (beat.marks.values, beat.marks.gradients) == (now.values, now.gradients)
            assert beat.marks.asked == now.asked
            assert question.quantity not in beat.marks.doubted
            for name, doubted in beat.marks.doubted.items():
                assert doubted != show(_truths(question)[name])


def _truths(question: Question) -> Mapping[str, float]:
    return question.values if question.kind == "value" else question.gradients


def _all_numbers(question: Question) -> list[float]:
    gradients = question.gradients.values() if question.kind == "gradient" else ()
    return [*question.values.values(), *gradients]


def _at_a_moment(question: Question, random: Any) -> Marks:
    """What may be on show while a question is asked."""
    graph = question.graph
    asked = (question.kind, question.quantity)
    if question.kind == "value":
        return Marks({name: question.values[name] for name in graph.inputs}, asked=asked)
    earned = {question.output, *(name for name in question.gradients if random.random() < 0.4)} - {question.quantity}
    return Marks(question.values, {name: question.gradients[name] for name in earned}, asked=asked)


def test_a_working_that_holds_the_number_asked_for_is_not_told() -> None:
    """Multiplying twice: `100 * 2 * ...` would have the right gradient among its factors."""
    question = gradient_question(SHOP, SHOP_VALUES, "price", "apple")
    now = Marks(question.values, {"price": 1}, asked=("gradient", "apple"))
    telling = Replay("subtotal", "apple", "2 * 2.2", (Step("apple", 4.4),))
    assert [beat.text for beat in passes.autopsy(question, telling, now)] == ["4.4", "4.4"]
    harmless = Replay("subtotal", "apple", "2 + 1.1", (Step("apple", 3.1),))
    assert [beat.text for beat in passes.autopsy(question, harmless, now)] == ["2 + 1.1 = 3.1"] * 2


def test_wrong_numbers_on_the_way_are_struck_out_one_by_one() -> None:
    question = gradient_question(SHOP, SHOP_VALUES, "price", "apple")
    now = Marks(question.values, {"price": 1}, asked=("gradient", "apple"))
    wrong = Replay("price", "apple", "2.1 * 2", (Step("price", 1), Step("subtotal", 2.1), Step("apple", 4.2)))
    first, arriving, last = passes.autopsy(question, wrong, now)
    assert first.ways == (Way("subtotal", "price"),) and first.back and not first.marks.doubted
    assert arriving.ways == (Way("apple", "subtotal"),) and arriving.marks.doubted == {"subtotal": "2.1"}
    assert arriving.marks.wrong is None and last.marks.wrong == "4.2" and not last.ways
    assert last.text == arriving.text == "2.1 * 2 = 4.2"


# --- a solution ------------------------------------------------------------------------------------------


@RELAXED
@given(questions())
def test_a_solution_ends_in_the_number_asked_for(question: Question) -> None:
    beats = passes.solution(question, question.graph.inputs)
    if question.kind == "gradient" and question.quantity == question.output:
        assert beats == []
        return
    try:
        on_way = question.graph.between(question.quantity, question.output)
    except GraphError:
        assume(False)
    assume(on_way or question.kind == "value")
    end = beats[-1].marks
    shown = end.values if question.kind == "value" else end.gradients
    assert shown[question.quantity] == question.truth and end.landed == (question.kind, question.quantity)
    needed = question.graph.ancestors(question.quantity) | {question.quantity}
    if question.kind == "value":
        assert set(end.values) == needed | set(question.graph.inputs)
        assert beats[-2].text.endswith(f" = {show(question.truth)}")
    else:
        assert set(end.gradients) == on_way | {question.output}


def test_a_value_from_the_middle_shows_nothing_beyond_it() -> None:
    question = value_question(SHOP, SHOP_VALUES, "subtotal")
    beats = passes.solution(question, SHOP.inputs)
    assert [set(beat.marks.values) - set(SHOP.inputs) for beat in beats] == [set(), {"subtotal"}]
