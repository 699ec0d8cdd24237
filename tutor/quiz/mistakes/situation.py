"""A question as the wrong thoughts look at it, and what a thought gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from tutor.core import Node
from tutor.quiz.formulas import uses
from tutor.quiz.question import Question


class Wrong(NamedTuple):
    """A number that a thought gives, and what to say to it."""

    value: float
    reply: str
    """An English message; `{answer}` and the parts are filled in."""
    parts: Mapping[str, object]
    convention: bool = False
    """Whether this is no mistake but the right number of another convention, which the reply names."""


class Situation:
    """A question as the mistakes look at it: the node behind the asked edge, what flows there and what comes back."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.truth = question.truth

    @cached_property
    def node(self) -> Node | None:
        """The node that matters: for a gradient the only one that the edge flows into, for a value the one it leaves.

        None where there is none, and where the edge flows into several.
        """
        graph = self.question.graph
        if self.question.kind == "value":
            node = graph.node(self.question.quantity)
            return node if node.inputs else None
        places = uses(self.question)
        return graph.nodes[places[0].node] if len(places) == 1 else None

    @cached_property
    def slot(self) -> int:
        """Which input of the node the asked edge is."""
        return uses(self.question)[0].slot

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

    @cached_property
    def upstream(self) -> float:
        """The gradient that comes back into the node."""
        assert self.node is not None
        return self.question.gradients[self.node.name]

    @cached_property
    def local(self) -> float:
        """The node's local gradient by the asked edge."""
        assert self.node is not None
        return self.question.graph.local_gradients(self.question.values, self.node.name)[self.slot]  # type: ignore[no-any-return]

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

    def value_at(self, *ops: str) -> bool:
        """Whether a value is asked for that one of these nodes makes."""
        return self.question.kind == "value" and self.node is not None and self.node.op in ops


@dataclass(frozen=True)
class Mistake:
    """A wrong thought: what it is called in a summary, and the numbers it gives for a question."""

    thought: str
    numbers: Callable[[Situation], Iterator[Wrong]] = field(repr=False)
