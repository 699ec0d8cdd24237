"""A playground: an expression being written, values for its inputs, and the gradients that follow from both."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tutor.core import CoreError, ExpressionError, Graph, parse
from tutor.core.expression import NUMBER_LIMITS, SPACES, TYPED_LIMITS, normalise
from tutor.experiments.start_values import start_values
from tutor.numbers import show
from tutor.words import N_

_FINEST = 2
"""A step is no smaller than the value's leading digit two places further on: 100 moves by 1."""


@dataclass(frozen=True)
class Example:
    """An expression worth looking at, and numbers for it."""

    text: str
    values: Mapping[str, float] = field(default_factory=dict)
    output: str = ""
    """The quantity whose gradients are taken; the last where none is named."""


EXAMPLES = {
    N_("Apples with tax"): Example(
        "subtotal = apple * count; price = subtotal * tax", {"apple": 100, "count": 2, "tax": 1.1}
    ),
    N_("Sums and products"): Example("(a * b + c) * d", {"a": 2, "b": 3, "c": -4, "d": 10}),
    N_("A branch: x is used twice"): Example("s = x + y; s * x", {"x": 3, "y": 4}),
    N_("A sigmoid neuron"): Example(
        "out = sigmoid(w1*x1 + w2*x2 + b)", {"w1": 0.5, "x1": 1, "w2": -0.6, "x2": 2, "b": 0.3}
    ),
    N_("A squared error"): Example("error = w*x + b - t; loss = error^2 / 2", {"w": 2, "x": 3, "b": 1, "t": 4}),
}
"""To begin with, from easy to hard, by what they are (an English message)."""


class Playground:
    """What somebody tries out. `write`, `put`, `move` and the others never fail: what is wrong is in `error` or
    `trouble`, and all that was there before stays."""

    def __init__(self) -> None:
        self.text = ""
        self.error: CoreError | None = None
        """Why the text makes no graph; its column counts in `normalise(text)`."""
        self.graph: Graph | None = None
        """The graph of the text, or of the last one that made any."""
        self.inputs: dict[str, float] = {}
        """The value of every input of the graph."""
        self.output = ""
        """The quantity whose gradients are taken."""
        self.chosen = ""
        """The input that the keys change."""
        self.values: Mapping[str, Any] = {}
        self.gradients: Mapping[str, Any] = {}
        self.trouble: CoreError | None = None
        """Why there are no values, or no gradients, with these inputs."""
        self._taken = ""
        """The output that somebody chose; without one it is the last quantity, as the expression grows."""
        self._own: dict[str, float] = {}
        """The values that were given, by name; kept while a name is not in the graph, too."""
        self._steps: dict[str, float | int] = {}
        """By how much a key changes an input; as long as it is changed by keys only."""

    # --- what somebody does ------------------------------------------------------------------------------

    def write(self, text: str) -> None:
        """The expression as it is now, in one line."""
        self.text = text
        if not text.strip(SPACES):
            self.error, self.graph = None, None
            self._work_out()
            return
        try:
            graph = Graph.parse(text, TYPED_LIMITS)
        except CoreError as error:
            self.error = error
            return
        before = self.graph.given if self.graph is not None else {}
        for name, value in graph.given.items():
            if before.get(name) != value:
                self._give(name, value)
        self.error, self.graph = None, graph
        self._work_out()

    def open(self, example: Example) -> None:
        """Something written before, with its values and output."""
        self._own, self._steps = {}, {}
        self.graph = None
        self._taken = self.chosen = ""
        self.write(one_line(example.text))
        if self.graph is not None:
            for name, value in example.values.items():
                if name in self.graph.inputs and name not in self.graph.given:
                    self._give(name, value)
            self._work_out()
            self.take_output(example.output)

    def put(self, name: str, value: float) -> None:
        """Give an input a value. Where the text gives it one, the text is changed too."""
        if self.graph is None or name not in self.graph.inputs:
            return
        self._own |= self.inputs  # numbers to start with stay where they are once somebody builds on them
        self._give(name, value)
        if name in self.graph.given:
            self.write(with_value(self.text, name, value))
        self._work_out()

    def enter(self, text: str) -> CoreError | None:
        """Read `3` for the chosen input, or `b = 3` for any; what is wrong with it otherwise."""
        before, equals, after = normalise(text).partition("=")
        name = before.strip(SPACES) if equals else self.chosen
        try:
            if self.graph is None or name not in self.graph.inputs:
                return CoreError("unknown-input", name=name, known=tuple(self.inputs))
            value = parse(after if equals else text, NUMBER_LIMITS).number()
        except ExpressionError as error:
            return ExpressionError(error.code, error.column + (len(before) + 1 if equals else 0), **error.details)
        self.chosen = name
        self.put(name, value)
        return None

    def move(self, steps: int) -> None:
        """Change the chosen input by so many steps."""
        if self.chosen not in self.inputs:
            return
        step = self.step
        moved = Decimal(show(self.inputs[self.chosen])) + steps * Decimal(show(step))
        self.put(self.chosen, int(moved) if moved == moved.to_integral_value() else float(moved))
        self._steps[self.chosen] = step

    def turn(self, by: int) -> bool:
        """Choose the next input, or with -1 the one before; False where there is none in that direction."""
        names = list(self.inputs)
        at = names.index(self.chosen) + by if names else -1
        if not 0 <= at < len(names):
            return False
        self.chosen = names[at]
        return True

    def choose(self, name: str) -> None:
        """Choose an input."""
        if name in self.inputs:
            self.chosen = name

    def take_output(self, name: str) -> None:
        """Take the gradients of another quantity."""
        if self.graph is not None and name in self.outputs:
            self._taken = name if name != self.graph.output else ""
            self._work_out()

    def turn_output(self, by: int) -> None:
        """Take the gradients of the next quantity that is worked out, or with -1 of the one before."""
        outputs = self.outputs
        if outputs:
            self.take_output(outputs[(outputs.index(self.output) + by) % len(outputs)])

    # --- what follows ------------------------------------------------------------------------------------

    @property
    def step(self) -> float | int:
        """By how much the chosen input changes at a time."""
        return self._steps.get(self.chosen) or step_of(self.inputs[self.chosen])

    @property
    def size(self) -> int:
        """How many quantities the graph has."""
        return len(self.graph.position) if self.graph is not None else 0

    @property
    def outputs(self) -> tuple[str, ...]:
        """The quantities whose gradients can be taken."""
        return tuple(node.name for node in self.graph.nodes if node.inputs) if self.graph is not None else ()

    @property
    def started(self) -> tuple[str, ...]:
        """The inputs with a value that nobody gave."""
        return tuple(name for name in self.inputs if name not in self._own)

    @property
    def kept(self) -> Example:
        """What there is to be kept."""
        given = self.graph.given if self.graph is not None else {}
        return Example(self.text, {name: n for name, n in self.inputs.items() if name not in given}, self.output)

    def _give(self, name: str, value: float) -> None:
        self._own[name] = value
        self._steps.pop(name, None)

    def _work_out(self) -> None:
        graph = self.graph
        self.values, self.gradients, self.trouble = {}, {}, None
        if graph is None:
            self.inputs = {}
            return
        self.inputs = start_values(graph, self._own)
        if self.chosen not in self.inputs:
            self.chosen = next(iter(self.inputs), "")
        self.output = self._taken if self._taken in self.outputs else graph.output
        try:
            self.values = graph.forward(self.inputs)
            self.gradients = graph.backward(self.values, self.output)
        except CoreError as error:
            self.trouble = error


def step_of(value: float) -> float | int:
    """The place of the value's last digit, within reason: 1 for 2 and for 100, 0.1 for 1.1."""
    number = Decimal(show(value)).normalize()
    if not number:
        return 1
    last = min(int(number.as_tuple().exponent), 0)
    step = Decimal(1).scaleb(max(last, number.adjusted() - _FINEST))
    return int(step) if step >= 1 else float(step)


def one_line(text: str) -> str:
    """A program as one line: its lines parted by `;`, without comments."""
    lines = (line.split("#", 1)[0].strip(SPACES) for line in text.splitlines())
    return "; ".join(line.rstrip(";") for line in lines if line)


def with_value(text: str, name: str, value: float) -> str:
    """The text with another number where it gives one to `name`."""
    given = re.compile(rf"((?:^|[;\n])\s*{re.escape(name)}\s*=\s*)[^;#\n]*?(?=\s*(?:[;#\n]|$))")
    return given.sub(lambda found: found[1] + show(value), normalise(text), count=1)
