"""Formulas in a question's own names and numbers: what a node computes and its local gradients."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from tutor.core import Graph, Node, Use
from tutor.core.expression import compose
from tutor.core.layers import FUNCTIONS
from tutor.numbers import show

if TYPE_CHECKING:
    from tutor.quiz.question import Question

# The derivative of a node z by each of its inputs x and y, in input order.
LOCAL: dict[str, tuple[str, ...]] = {
    "+": ("1", "1"),
    "-": ("1", "(-1)"),
    "*": ("{y}", "{x}"),
    "/": ("1 / {y}", "(-{x} / {y}^2)"),
    "^": ("{y} * {x}^({y} - 1)", "{z} * ln({x})"),
    "neg": ("(-1)",),
    "exp": ("{z}",),
    "log": ("1 / {x}",),
    "ln": ("1 / {x}",),
    "sqrt": ("1 / (2 * {z})",),
    "sin": ("cos({x})",),
    "cos": ("(-sin({x}))",),
    "tanh": ("(1 - {z}^2)",),
    "sigmoid": ("{z} * (1 - {z})",),
    "relu": ("({x} > 0)",),
    "max": ("({x} > {y})", "({y} > {x})"),
}
"""Adding a node to the core is adding its line here and its sentence in `hints.RULES`; a test holds them together."""

TIED: dict[str, tuple[str, ...]] = {"max": ("1 / 2", "1 / 2")}
"""The same where both inputs are equal, for a node that has another derivative there."""


@lru_cache(maxsize=1024)
def graph_of(text: str) -> Graph:
    """The graph of a text that many items share."""
    return Graph.parse(text)


def number(value: float) -> str:
    """A number as it stands within a formula: a negative one in brackets."""
    return f"({show(value)})" if value < 0 else show(value)


def in_names(question: Question, node: Node) -> str:
    """A quantity or constant as it stands in a formula."""
    return show(node.number) if node.op == "number" else question.name(node.name)


def expression_text(question: Question, quantity: str, tell: Callable[[Node], str] | None = None) -> str:
    """How a quantity follows from those that have a name: `apple * count`, or as `tell` writes them: `100 * 2`."""
    graph = question.graph
    texts: dict[int, tuple[str, str]] = {}
    for at, node in enumerate(graph.nodes):
        if node.op == "number":
            texts[at] = (show(node.number), "neg" if show(node.number).startswith("-") else "number")
        elif node.inputs and (node.name == quantity or not node.named):
            texts[at] = (compose(node.op, [texts[i] for i in node.inputs], " "), node.op)
            if node.name == quantity:
                return texts[at][0]
        else:
            texts[at] = (tell(node) if tell else question.name(node.name), "name")
        if node.name == quantity:
            break
    return question.name(quantity)


def operation(question: Question, quantity: str, tell: Callable[[Node], str] | None = None) -> str:
    """The one node that makes `quantity`, over its operands: in names, or as `tell` writes them."""
    say = tell or (lambda node: in_names(question, node))
    node = question.graph.node(quantity)
    texts = [say(operand) for operand in question.graph.operands(quantity)]
    if node.op in FUNCTIONS:  # its own brackets are enough
        texts = [text[1:-1] if text.startswith("(") else text for text in texts]
    return compose(node.op, [(text, "name") for text in texts], " ")


def in_numbers(question: Question) -> Callable[[Node], str]:
    """Writes a node's value."""
    return lambda node: number(node.number if node.op == "number" else question.values[node.name])  # type: ignore[arg-type]


def local_gradient(op: str, slot: int, operands: Sequence[str], output: str) -> str:
    """The local gradient of a node by its input `slot`, with operands and output written as given."""
    x, y = operands[0], operands[-1]
    rule = TIED[op] if op in TIED and x == y else LOCAL[op]
    return rule[slot].format(x=x, y=y, z=output)


def derivative(question: Question, quantity: str, of: str | None = None) -> str:
    """`d price / d apple`."""
    return f"d {question.name(of or question.output)} / d {question.name(quantity)}"


def values_of(question: Question, quantity: str) -> Mapping[str, str]:
    """The operands and the value of a node, as numbers in a formula."""
    tell = in_numbers(question)
    operands = [tell(node) for node in question.graph.operands(quantity)]
    return {"x": operands[0], "y": operands[-1], "z": number(question.values[quantity])}


def uses(question: Question, quantity: str | None = None) -> list[Use]:
    """The places through which a quantity (the asked one where not given) reaches the output."""
    graph, name = question.graph, quantity or question.quantity
    on_way = graph.between(name, question.output) - {name}
    return [use for use in graph.uses[graph.position[name]] if graph.nodes[use.node].name in on_way]


def sent_back(question: Question, quantity: str) -> list[str]:
    """What each use of a quantity sends back to it, in numbers: upstream times local gradient, `1.1 * 2`."""
    products = []
    for use in uses(question, quantity):
        node = question.graph.nodes[use.node]
        texts = values_of(question, node.name)
        local = local_gradient(node.op, use.slot, (texts["x"], texts["y"]), texts["z"])
        products.append(f"{number(question.gradients[node.name])} * {local}")
    return products
