"""A question as the wrong thoughts look at it, and what a thought gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import prod
from typing import Any, NamedTuple

from tutor.core import Node, Use
from tutor.core.layers import NODES, backward_each
from tutor.quiz.formulas import uses
from tutor.quiz.question import Question

CURVES = frozenset({"^", "exp", "log", "ln", "sqrt", "sin", "cos", "tanh", "sigmoid"})
"""Nodes whose slope depends on where it is taken: the outer function of a composition."""

INNER = CURVES | {"+", "-", "*", "/", "neg"}


class Step(NamedTuple):
    """A number that a thought puts on an edge."""

    quantity: str
    number: float


class Wrong(NamedTuple):
    """A number that a thought gives, and what to say to it."""

    value: float
    reply: str
    """An English message; `{answer}` and the parts are filled in."""
    parts: Mapping[str, object]
    convention: bool = False
    """Whether this is no mistake but the right number of another convention, which the reply names."""
    working: str = ""
    """How the thought works the number out, the parts in it: `{d} * {own}`; empty where it takes it as it stands."""
    node: str = ""
    """Where it goes wrong; empty: at the node behind the asked edge, or at the asked quantity where that is none."""
    way: tuple[Step, ...] | None = None
    """What the thought puts on other edges on its way; None: the right numbers."""
    tell: Callable[[], dict[str, Any]] | None = None
    """Works out the fields that are only read when a learner gives the number, where that takes its time."""

    @property
    def whole(self) -> Wrong:
        """The same with all that is said about it."""
        return self._replace(tell=None, **self.tell()) if self.tell else self


class Branch(NamedTuple):
    """One use of a quantity, and what comes back through it."""

    node: str
    upstream: float
    local: float

    @property
    def gradient(self) -> float:
        """What the branch sends back."""
        return self.upstream * self.local


class Place:
    """Where in its graph a question asks: what stays true whatever the numbers are."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.graph = question.graph

    @cached_property
    def on_way(self) -> frozenset[str]:
        """The quantities through which the asked one reaches the output, both ends too."""
        return self.graph.between(self.question.quantity, self.question.output)

    def uses(self, quantity: str) -> list[Use]:
        """The places through which a quantity on the way reaches the output."""
        if quantity == self.question.output:
            return []
        nodes = self.graph.nodes
        return [use for use in self.graph.uses[self.graph.position[quantity]] if nodes[use.node].name in self.on_way]

    @cached_property
    def here(self) -> list[Use]:
        """The places through which the asked quantity reaches the output."""
        return self.uses(self.question.quantity)

    @cached_property
    def line(self) -> tuple[Use, ...]:
        """The nodes behind the asked quantity up to the first fork, or to the output."""
        passed: list[Use] = []
        found = self.here
        while len(found) == 1:
            passed.append(found[0])
            found = self.uses(self.graph.nodes[found[0].node].name)
        return tuple(passed)

    @cached_property
    def end(self) -> str | None:
        """The quantity at the end of that line: a fork or the output; None where there is no line."""
        return self.graph.nodes[self.line[-1].node].name if self.line else None

    @cached_property
    def composition(self) -> tuple[Use, ...]:
        """The nodes of f(g(x)) for the asked quantity x, f the last of them; () where there is none.

        All are functions of one quantity: of two operands the other one is a constant.
        """
        for count, use in enumerate(self.line):
            node = self.graph.nodes[use.node]
            others = [self.graph.nodes[at] for slot, at in enumerate(node.inputs) if slot != use.slot]
            if node.op not in INNER or any(other.op != "number" for other in others):
                return ()
            if count and node.op in CURVES:
                return self.line[: count + 1]
        return ()

    @cached_property
    def is_arithmetic(self) -> bool:
        """Whether only arithmetic lies on the way: no exp, no sigmoid."""
        passed = (self.graph.node(name) for name in self.on_way if name != self.question.quantity)
        return all(node.op in ("+", "-", "*", "/", "^", "neg") for node in passed)


class Situation:
    """A question as the mistakes look at it: the node behind the asked edge, what flows there and what comes back."""

    def __init__(self, question: Question, place: Place | None = None) -> None:
        self.question = question
        self.truth = question.truth
        self.place = place or Place(question)

    @cached_property
    def node(self) -> Node | None:
        """The node that matters: for a gradient the only one that the edge flows into, for a value the one it leaves.

        None where there is none, or where the edge flows into several.
        """
        graph = self.question.graph
        if self.question.kind == "value":
            node = graph.node(self.question.quantity)
            return node if node.inputs else None
        places = self.place.here
        return graph.nodes[places[0].node] if len(places) == 1 else None

    @property
    def slot(self) -> int:
        """Which input of the node the asked edge is."""
        return self.place.here[0].slot

    @cached_property
    def operands(self) -> tuple[float, ...]:
        """The values that flow into the node."""
        assert self.node is not None
        return self.question.graph.operand_values(self.question.values, self.node.name)

    @property
    def own(self) -> float:
        """The value on the asked edge."""
        return self.operands[self.slot]

    @property
    def partner(self) -> float:
        """The value on the node's other edge."""
        return self.operands[1 - self.slot]

    @property
    def made(self) -> float:
        """The value that the node makes."""
        assert self.node is not None
        return self.question.values[self.node.name]

    @cached_property
    def upstream(self) -> float:
        """The gradient that comes back into the node."""
        assert self.node is not None
        return self.question.gradients[self.node.name]

    @cached_property
    def local(self) -> float:
        """The node's local gradient by the asked edge."""
        return self.local_at(self.place.here[0])

    def local_at(self, use: Use) -> float:
        """The local gradient of a node by one of its inputs."""
        graph = self.question.graph
        return graph.local_gradients(self.question.values, graph.nodes[use.node].name)[use.slot]  # type: ignore[no-any-return]

    def branches(self, quantity: str) -> list[Branch]:
        """What each use of a quantity on the way sends back to it."""
        nodes, gradients = self.question.graph.nodes, self.question.gradients
        found = ((nodes[use.node].name, self.local_at(use)) for use in self.place.uses(quantity))
        return [Branch(name, gradients[name], local) for name, local in found]

    @cached_property
    def arriving(self) -> list[Branch]:
        """What each use of the asked quantity sends back to it."""
        return self.branches(self.question.quantity) if self.question.kind == "gradient" else []

    @cached_property
    def after_one_more(self) -> float:
        """The output's value when the asked quantity has grown by 1."""
        q = self.question
        more = q.graph.replay(q.values, {q.quantity: q.values[q.quantity] + 1})
        return more[q.output]  # type: ignore[no-any-return]

    @property
    def is_last(self) -> bool:
        """Whether the node makes the output."""
        return self.node is not None and self.node.name == self.question.output

    def at(self, *ops: str) -> bool:
        """Whether a gradient is asked for on an edge that flows into just one node, one of these."""
        return self.question.kind == "gradient" and self.node is not None and self.node.op in ops

    @property
    def on_edge(self) -> bool:
        """Whether a gradient is asked for on an edge that flows into just one node."""
        return self.question.kind == "gradient" and self.node is not None

    @property
    def is_behind(self) -> bool:
        """Whether a gradient is asked for of a quantity that reaches the output and is not the output itself."""
        return self.question.kind == "gradient" and bool(self.place.here)

    def value_at(self, *ops: str) -> bool:
        """Whether a value is asked for that one of these nodes makes, and the node is there to be seen."""
        stated = self.question.kind == "value" and self.question.states_steps
        return stated and self.node is not None and self.node.op in ops

    @cached_property
    def composition(self) -> Composition | None:
        """The functions of one another through which the asked quantity goes, where a gradient by it is asked for."""
        if self.question.kind != "gradient" or not self.place.composition:
            return None
        *inner, outer = self.place.composition
        return Composition(self, outer, prod(self.local_at(use) for use in inner))


class Composition:
    """f(g(x)): the outer node f, the inner derivative g'(x) and what goes into f."""

    def __init__(self, s: Situation, outer: Use, inner_slope: float) -> None:
        self.node = s.question.graph.nodes[outer.node]
        self.slot = outer.slot
        self.inner_slope = inner_slope
        self.upstream: float = s.question.gradients[self.node.name]
        self.x: float = s.question.values[s.question.quantity]
        self.operands: tuple[float, ...] = s.question.graph.operand_values(s.question.values, self.node.name)

    @property
    def inner(self) -> float:
        """g(x), the value that goes into the outer node."""
        return self.operands[self.slot]

    def at(self, value: float) -> tuple[float, ...]:
        """What flows into the outer node with this value in place of g(x)."""
        return tuple(value if slot == self.slot else other for slot, other in enumerate(self.operands))

    def outer(self, value: float) -> float:
        """f of a value."""
        return NODES[self.node.op]().forward(*self.at(value))  # type: ignore[no-any-return]

    def outer_slope(self, value: float) -> float:
        """f' at a value."""
        layer = NODES[self.node.op]()
        layer.forward(*self.at(value))
        return backward_each(layer, 1)[self.slot]  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Mistake:
    """A wrong thought: what it is called in a summary, and the numbers it gives for a question."""

    thought: str
    numbers: Callable[[Situation], Iterator[Wrong]] = field(repr=False)


def right_way(question: Question) -> tuple[Step, ...]:
    """The right numbers that lie behind an asked number: gradients from the output on, or the node's operands."""
    if question.kind == "value":
        operands = question.graph.operands(question.quantity)
        return tuple(Step(node.name, question.values[node.name]) for node in operands if node.op != "number")
    behind = question.graph.between(question.quantity, question.output) - {question.quantity}
    return tuple(Step(name, gradient) for name, gradient in question.gradients.items() if name in behind)


def where(question: Question) -> str:
    """The node behind the asked edge, or the asked quantity where that is not just one."""
    if question.kind == "gradient":
        nodes = {question.graph.nodes[use.node].name for use in uses(question)}
        if len(nodes) == 1:
            return nodes.pop()
    return question.quantity
