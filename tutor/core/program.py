"""A graph made ready to be run many times: the value of one quantity and its gradients for all inputs.

`Graph.forward` and `Graph.backward` go from layer to layer and tell every quantity by its name: that is what a learner
is shown. A program tells less and is quicker. How it works depends on the graph and on what it is given:

- its first run walks along a tape, since anything else takes longer to prepare than a run takes;
- from the second run on, a small graph is one function of Python without a loop, written node by node;
- a large one whose nodes are not much deeper than others is worked out level by level (`levels.py`);
- arrays of inputs, each element a case of its own, go through the same function with NumPy's operations.

What has no finite value is left to the graph itself, which knows whose fault it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any

from tutor.core.arrays import is_array, np, quietly
from tutor.core.layers import Value
from tutor.core.levels import Levels, levels_of
from tutor.core.rules import Functions, array_rules, scalar_rules
from tutor.core.straight import for_arrays_of_floats, for_floats
from tutor.core.tape import Row, walk_back

if TYPE_CHECKING:
    from tutor.core.graph import Graph

Found = tuple[Value, list[Value]]
"""The output's value, and its gradient for each input in the order of `Program.inputs`."""

MOST_LINES = 2_000
"""Nodes of a graph that is still written as one function: writing a line takes longer than a hundred walks over it."""

# Nodes that a call of NumPy must do on average so that levels are quicker than one node after the other.
_AGAINST_LINES = 40
_AGAINST_TAPE = 8


class Program:
    """Value and gradients of one quantity of a graph. Make one with `Graph.compile`.

    `program(apple=100, count=2, tax=1.1)` tells the gradients by name; `program.run([100.0, 2.0, 1.1])` is the
    quicker form for loops. All numbers are worked with as floats; arrays broadcast together, each element a case.
    """

    def __init__(self, graph: Graph, output: str | None = None) -> None:
        self.output = graph.node(output or graph.output).name
        """The quantity whose value and gradients are worked out."""
        self.inputs = graph.inputs
        """The inputs' names, in the order in which `run` takes their values and returns their gradients."""
        self.graph = graph.leading_to(self.output)
        self._goal = self.graph.position[self.output]
        self._array: Callable[[Sequence[Any]], tuple[Any, list[Any], list[Any]]] | None = None
        self.run: Callable[[Sequence[Value]], Found] = self._first
        """Inputs as a sequence -> (value, gradients). GraphError, with a name, where there is no finite number."""

    def __call__(self, inputs: Mapping[str, Value] | None = None, /, **named: Value) -> tuple[Value, dict[str, Value]]:
        """Value and gradients by name. Inputs to which the graph's text gives a value may be left out.

        GraphError where an input is missing or unknown, or where a number on the way is not finite.
        """
        given = self.graph.checked({**(inputs or {}), **named})
        value, gradients = self.run(list(given.values()))
        return value, dict(zip(given, gradients, strict=True))

    def _first(self, inputs: Sequence[Value]) -> Found:
        """The first run. What is quicker from now on is prepared when there is a second one."""
        if not self._fit(inputs):
            return self._carefully(inputs)
        self.run = self._second
        return self._by_tape(inputs) or self._by_layers(inputs)

    def _second(self, inputs: Sequence[Value]) -> Found:
        self.run = self._prepared()
        return self.run(inputs)

    def _prepared(self) -> Callable[[Sequence[Value]], Found]:
        nodes = self.graph.nodes
        depth = levels_of(nodes)
        at_once = len(nodes) / len(set(zip(depth, (node.op for node in nodes), strict=True)))
        if at_once >= (_AGAINST_LINES if len(nodes) <= MOST_LINES else _AGAINST_TAPE):
            return self._guarded(Levels(nodes, depth, self._goal).run)
        if len(nodes) <= MOST_LINES:
            return for_floats(self.graph, self._goal, self._carefully)
        return self._guarded(self._by_tape)

    def _guarded(self, quick: Callable[[Sequence[float]], Found | None]) -> Callable[[Sequence[Value]], Found]:
        def run(inputs: Sequence[Value]) -> Found:
            return (quick(inputs) if self._fit(inputs) else None) or self._carefully(inputs)

        return run

    def _fit(self, inputs: Sequence[Value]) -> bool:
        return len(inputs) == len(self.inputs) and set(map(type, inputs)) <= {float}

    def _carefully(self, inputs: Sequence[Value]) -> Found:
        """For what is more than floats, and for floats that led to no finite number."""
        if self._fit(inputs):
            return self._by_layers(inputs)
        if len(inputs) != len(self.inputs):
            raise ValueError(f"{len(self.inputs)} inputs are needed, not {len(inputs)}")
        if _alike(inputs):
            return self._on_arrays(inputs)
        given = list(self.graph.checked(dict(zip(self.inputs, inputs, strict=True))).values())
        if any(map(is_array, given)):
            return self._on_arrays(given)
        try:
            return self.run([float(value) for value in given])
        except OverflowError:  # a whole number beyond the floats
            return self._by_layers(given)

    def _by_layers(self, inputs: Sequence[Value]) -> Found:
        """As the graph itself does it: it says which quantity has no finite value, if one has none."""
        values = self.graph.forward(dict(zip(self.inputs, inputs, strict=True)))
        gradients = self.graph.backward(values, self.output)
        found = values[self.output], *(gradients[name] for name in self.inputs)
        value, *rest = (each if is_array(each) else float(each) for each in found)
        return value, rest

    def _by_tape(self, inputs: Sequence[float]) -> Found | None:
        try:
            values, gradients = self._walked(inputs, scalar_rules())
        except (ArithmeticError, ValueError):
            return None
        return (values[self._goal], gradients) if all(map(isfinite, [*values, *gradients])) else None

    def _on_arrays(self, inputs: Sequence[Any]) -> Found:
        """Arrays of one shape, each element a case."""
        with quietly():
            if len(self.graph.nodes) > MOST_LINES:
                values, gradients = self._walked(inputs, array_rules())
                value, looked_at = values[self._goal], values
            else:
                if self._array is None:
                    self._array = for_arrays_of_floats(self.graph, self._goal)
                value, gradients, looked_at = self._array(inputs)
            # What is not finite makes a sum that is not; the layers decide where the sum alone is too large.
            if not all(isfinite(np.sum(each)) for each in (value, *gradients, *looked_at)):
                return self._by_layers(inputs)
        return _each_its_own(inputs, value, gradients)

    def _walked(self, inputs: Sequence[Value], rules: Mapping[str, Functions]) -> tuple[list[Value], list[Value]]:
        """The values of all quantities and the gradients of the inputs, node by node."""
        left = iter(inputs)
        values: list[Value] = []
        rows: list[Row | None] = []
        for node in self.graph.nodes:
            if not node.inputs:
                values.append(next(left) if node.op == "input" else float(node.number or 0))
                rows.append(None)
                continue
            value, gradients = rules[node.op]
            i, j = node.inputs if len(node.inputs) == 2 else (*node.inputs, -1)
            values.append(value(values[i], values[j]))
            rows.append((gradients, i, j))
        back = walk_back(rows, values, self._goal, 1.0)
        found = (back[self.graph.position[name]] for name in self.inputs)
        return values, [0.0 if g is None else g for g in found]


def _alike(inputs: Sequence[Value]) -> bool:
    """Whether they are arrays of floats of one shape, so that there is nothing to check and to spread."""
    shapes = {each.shape if is_array(each) and each.dtype == float and each.ndim else None for each in inputs}
    return len(shapes) == 1 and None not in shapes


def _each_its_own(inputs: Sequence[Any], value: Any, gradients: Sequence[Any]) -> Found:
    """Value and gradients as arrays that share no memory: a plus sends the very same one to both sides."""
    taken = {id(each) for each in inputs}
    own: list[Any] = []
    for each in (value, *gradients):
        if not is_array(each) or id(each) in taken:  # a number where the gradient is the same for all cases
            each = np.array(np.broadcast_to(each, inputs[0].shape))
        taken.add(id(each))
        own.append(each)
    return own[0], own[1:]
