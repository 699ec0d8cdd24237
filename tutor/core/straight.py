"""A graph as one function of Python without a loop: a line for each value, then a line for each gradient.

For `subtotal = apple * count; price = subtotal * tax` the lines between unpacking and checking are

    v3 = v0 * v1
    v4 = v3 * v2
    g3 = v2
    g2 = v3
    g0 = g3 * v1
    g1 = g3 * v0

Variables are numbered and constants are written as floats, so no text of a learner's gets into the code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from math import isfinite
from typing import TYPE_CHECKING, Any

from tutor.core.rules import RULES, SCALAR, Rule, array_functions, for_arrays

if TYPE_CHECKING:
    from tutor.core.graph import Graph


_TERMS = 50  # added in one line: the depth of an expression is bounded by Python's compiler


class Lines:
    """What the function is made of."""

    def __init__(self, graph: Graph, goal: int, rules: Mapping[str, Rule]) -> None:
        self.inputs = [at for at, node in enumerate(graph.nodes) if node.op == "input"]
        self.body: list[str] = []
        self.gradients: dict[int, str] = {goal: "1.0"}
        """Where the gradient of each node is found."""
        self.looked_at: list[str] = []
        """Values that may be infinite although the output and all gradients are finite."""
        self._names = [
            f"({float(node.number or 0)!r})" if node.op == "number" else f"v{at}" for at, node in enumerate(graph.nodes)
        ]
        self.output = self._names[goal]
        self._forward(graph, rules)
        self._backward(graph, goal, rules)

    def _forward(self, graph: Graph, rules: Mapping[str, Rule]) -> None:
        looked_at: dict[str, None] = {}
        for at, node in enumerate(graph.nodes):
            if node.inputs:
                rule = rules[node.op]
                operands = [self._names[i] for i in node.inputs]
                self.body.append(f"v{at} = {_template(rule.value).format(x=operands[0], y=operands[-1])}")
                if rule.hides:
                    looked_at |= dict.fromkeys(name for name in operands if name.startswith("v"))
        self.looked_at = list(looked_at)

    def _backward(self, graph: Graph, goal: int, rules: Mapping[str, Rule]) -> None:
        varies = [node.op == "input" for node in graph.nodes]
        for at, node in enumerate(graph.nodes):
            varies[at] |= any(varies[i] for i in node.inputs)
        for at in range(goal, -1, -1):
            node = graph.nodes[at]
            if not node.inputs or not varies[at]:
                continue
            operands = [self._names[i] for i in node.inputs]
            names = {"g": self.gradients[at], "x": operands[0], "y": operands[-1], "z": f"v{at}"}
            for source, line in zip(node.inputs, rules[node.op].gradients, strict=True):
                if varies[source]:
                    if at == goal and ">" not in line:  # a product by 1, but what is compared must become a number
                        line = line.replace("g * ", "")
                    part = _template(line).format(**names)
                    known = self.gradients.get(source)
                    self.body.append(f"g{source} = {part}" if known is None else f"g{source} = {known} + ({part})")
                    self.gradients[source] = f"g{source}"


def for_floats(
    graph: Graph, goal: int, otherwise: Callable[[Sequence[Any]], Any]
) -> Callable[[Sequence[Any]], tuple[float, list[float]]]:
    """The function for inputs that are all floats; anything else, and what is not finite, is left to `otherwise`."""
    lines = Lines(graph, goal, RULES)
    gradients = [lines.gradients.get(at, "0.0") for at in lines.inputs]
    names = [f"v{at}" for at in lines.inputs]
    checked = list(dict.fromkeys([lines.output, *gradients, *lines.looked_at]))
    source = [
        "def run(inputs):",
        "    try:",
        *(f"        {line}" for line in [f"{', '.join(names)}, = inputs"] * bool(names)),
        f"        if not ({' and '.join(f'type({name}) is float' for name in names) or 'not inputs'}):",
        "            return otherwise(inputs)",
        *(f"        {line}" for line in lines.body),
        *(
            f"        s {'+' * bool(at)}= {' + '.join(checked[at : at + _TERMS])}"
            for at in range(0, len(checked), _TERMS)
        ),
        "        if isfinite(s):",
        f"            return {lines.output}, [{', '.join(gradients)}]",
        "    except (ArithmeticError, ValueError):",
        "        pass",
        "    return otherwise(inputs)",
    ]
    return _made(source, {**SCALAR, "otherwise": otherwise, "isfinite": isfinite})


def for_arrays_of_floats(graph: Graph, goal: int) -> Callable[[Sequence[Any]], tuple[Any, list[Any], list[Any]]]:
    """The function for inputs that are arrays of one shape: value, gradients, and what else must be finite."""
    lines = Lines(graph, goal, {op: for_arrays(rule) for op, rule in RULES.items()})
    gradients = [lines.gradients.get(at, "0.0") for at in lines.inputs]
    source = [
        "def run(inputs):",
        f"    {', '.join(f'v{at}' for at in lines.inputs)}, = inputs",
        *(f"    {line}" for line in lines.body),
        f"    return {lines.output}, [{', '.join(gradients)}], [{', '.join(lines.looked_at)}]",
    ]
    return _made(source, array_functions())


def _made(source: Sequence[str], names: Mapping[str, Any]) -> Callable[..., Any]:
    room: dict[str, Any] = dict(names)
    exec("\n".join(source), room)  # noqa: S102 - numbered variables, floats and the table of rules, nothing else
    made: Callable[..., Any] = room["run"]
    return made


@cache
def _template(line: str) -> str:
    return re.sub(r"\b[gxyz]\b", r"{\g<0>}", line)
