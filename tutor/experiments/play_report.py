"""What a playground says of its expression, in words and numbers: the same on the screen and in plain text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from tutor.complaints import complaint
from tutor.drawing import Beat, Marks
from tutor.experiments.explanation import fitting
from tutor.experiments.passes import backward, forward
from tutor.experiments.playground import Playground
from tutor.numbers import show
from tutor.quiz import formulas
from tutor.quiz.question import Question, gradient_question
from tutor.words import Words

MOST_DRAWN = 200
"""Graphs of more quantities are not drawn."""

FAST = 10
"""How many steps a key makes with Shift."""

Tone = Literal["note", "warning", "wrong"]


class Remark(NamedTuple):
    """One line about the expression."""

    text: str
    tone: Tone = "note"
    column: int | None = None
    """The character of the normalised expression that is meant."""


def value(play: Playground, t: Words) -> str:
    """The output's value, as `price = 220`; empty where there is none."""
    return f"{_named(play, t)(play.output)} = {show(play.values[play.output])}" if play.values else ""


def slope(play: Playground, name: str, t: Words) -> str:
    """The output's gradient by a quantity, as `d price / d tax = 200`; empty where there is none."""
    if name not in play.gradients:
        return ""
    called = _named(play, t)
    return f"d {called(play.output)} / d {called(name)} = {show(play.gradients[name])}"


def working(play: Playground, t: Words) -> list[str]:
    """The backward pass from the output to the chosen input, in numbers; nothing where it is not on the way."""
    graph = play.graph
    if graph is None or play.chosen not in play.gradients or play.chosen not in graph.ancestors(play.output):
        return []
    asked = gradient_question(graph, play.inputs, play.output, play.chosen, lang=t.lang)
    chain, *steps = asked.hints[-1].text.splitlines()
    way = graph.between(play.chosen, play.output) - {play.output}
    # The chain rule reads well over names; over expressions it is longer than what it explains.
    return [chain, *steps] if all(graph.node(name).named for name in way) else steps


def node(play: Playground, quantity: str, t: Words, width: int | None = None) -> list[str]:
    """What the node of a quantity does: how its value comes to be, and what comes back to it.

    Shorter where one line would be wider than `width` cells.
    """
    graph, known = play.graph, play.gradients
    if graph is None or not known:
        return []
    asked = gradient_question(graph, play.inputs, play.output, quantity, lang=t.lang)
    result, back = show(play.values[quantity]), asked.hints[-1].text.splitlines()[-1]
    come = fitting([back, slope(play, quantity, t)], width)
    if not graph.node(quantity).inputs:
        return [f"{asked.name(quantity)} = {result}", come]
    working = formulas.operation(asked, quantity, formulas.in_numbers(asked))
    made = f"{asked.name(quantity)} = {asked.expression(quantity)} = {working} = {result}"
    return [fitting([made, f"{asked.name(quantity)} = {working} = {result}", f"{working} = {result}"], width), come]


def passes(play: Playground, t: Words) -> list[Beat]:
    """The forward pass and then the backward pass, as beats; there have to be values and gradients."""
    assert play.graph is not None
    asked = gradient_question(play.graph, play.inputs, play.output, play.output, lang=t.lang)
    return [*forward(asked, Marks(play.values)), *backward(asked, Marks(play.values, play.gradients))]


def _named(play: Playground, t: Words) -> Callable[[str], str]:
    """What a quantity is called: the last one is the result, others without a name are the expression they are."""
    assert play.graph is not None
    last = play.graph.output
    return Question("value", play.graph, play.values, last, last, t.lang).name


def remark(play: Playground, t: Words) -> Remark:
    """What is to be said of the expression now, the most pressing."""
    if play.error is not None:
        return Remark(complaint(play.error, t), "wrong", getattr(play.error, "column", None))
    if play.trouble is not None:
        return Remark(complaint(play.trouble, t), "warning")
    if play.graph is None:
        return Remark(t("Names, numbers, + - * / ^, functions. Several steps: s = x + y; s * x"))
    if play.size > MOST_DRAWN:
        return Remark(t("Too large to be drawn: {count} quantities.", count=play.size), "warning")
    if play.started:
        return Remark(t("Values to begin with, change them: {names}.", names=", ".join(play.started)))
    if not play.chosen:
        return Remark("")
    how = {"name": play.chosen, "step": show(play.step), "fast": show(FAST * play.step)}
    return Remark(t("← → change {name} by {step}, with Shift by {fast}.", **how))
