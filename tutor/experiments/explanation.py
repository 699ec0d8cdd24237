"""What happens at a node, in a few lines: its operation, and for each input upstream times local gradient."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.cells import cells
from tutor.core import Use
from tutor.drawing import Marks
from tutor.numbers import show
from tutor.quiz import formulas
from tutor.quiz.hints import node_name
from tutor.quiz.question import Question
from tutor.words import words

UNKNOWN = "?"
"""Stands for a number that is not on show."""


def lines(question: Question, marks: Marks, quantity: str, width: int | None = None) -> list[str]:
    """Up to three lines, in fewer words where one would be wider than `width` cells.

    What `marks` does not show stands as `?`.
    """
    t = words(question.lang)
    node, name = question.graph.node(quantity), question.name(quantity)
    if not node.inputs:
        what = t("input {name} = {value}", name=name, value=_value(marks, quantity))
        return [what, f"{formulas.derivative(question, quantity)} = {_gradient(question, marks, quantity)}"]
    working = f"{_in_numbers(question, marks, quantity)} = {_value(marks, quantity)}"
    made = f"{formulas.operation(question, quantity)} = {working}"
    kind = node_name(node.op, t)
    head = fitting([f"{kind}: {name} = {made}"] * node.named + [f"{kind}: {made}", f"{kind}: {working}"], width)
    operands = [operand for operand in question.graph.operands(quantity) if operand.op != "number"]
    sent = (_sent_to(question, marks, quantity, operand.name) for operand in dict.fromkeys(operands))
    return [head, *(fitting(each, width) for each in sent)]


def fitting(texts: Sequence[str], width: int | None) -> str:
    """The first of some texts that is no wider than `width` cells, or the last."""
    return next((text for text in texts if width is None or cells(text) <= width), texts[-1])


def _sent_to(question: Question, marks: Marks, quantity: str, operand: str) -> list[str]:
    """What the node sends back to one of its inputs: in words, and in numbers alone."""
    t, graph = words(question.lang), question.graph
    at = graph.position[quantity]
    uses = [use for use in graph.uses[graph.position[operand]] if use.node == at]
    known = operand in marks.gradients and quantity in marks.gradients and _all_shown(question, marks, quantity)
    local = " + ".join(_local(question, use) for use in uses) if known else UNKNOWN
    back = question.gradients[quantity] * sum(graph.local_gradients(question.values, quantity)[u.slot] for u in uses)
    product = show(back) if known else UNKNOWN
    if len(uses) > 1 and known:
        local = f"({local})"
    upstream = formulas.number(question.gradients[quantity]) if quantity in marks.gradients else UNKNOWN
    parts = {"name": question.name(operand), "upstream": upstream, "local": local, "product": product}
    return [
        t("to {name}: upstream * local gradient = {upstream} * {local} = {product}", **parts),
        t("to {name}: {upstream} * {local} = {product}", **parts),
    ]


def _local(question: Question, use: Use) -> str:
    """A node's local gradient by one of its inputs, in numbers."""
    node = question.graph.nodes[use.node]
    texts = formulas.values_of(question, node.name)
    return formulas.local_gradient(node.op, use.slot, (texts["x"], texts["y"]), texts["z"])


def _all_shown(question: Question, marks: Marks, quantity: str) -> bool:
    around = {quantity, *(each.name for each in question.graph.operands(quantity) if each.op != "number")}
    return around <= set(marks.values)


def _in_numbers(question: Question, marks: Marks, quantity: str) -> str:
    tell = formulas.in_numbers(question)
    return formulas.operation(
        question, quantity, lambda node: tell(node) if node.op == "number" or node.name in marks.values else UNKNOWN
    )


def _value(marks: Marks, quantity: str) -> str:
    return show(marks.values[quantity]) if quantity in marks.values else UNKNOWN


def _gradient(question: Question, marks: Marks, quantity: str) -> str:
    return show(question.gradients[quantity]) if quantity in marks.gradients else UNKNOWN
