"""The path of an optimizer: the parameters of a graph moved against their gradients, step by step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from tutor.core.arrays import is_array, is_finite, np
from tutor.core.errors import GraphError
from tutor.core.expression import normalise
from tutor.core.graph import Graph
from tutor.core.layers import Value
from tutor.core.optimizers import Optimizer

if TYPE_CHECKING:
    from tutor.core.program import Program


class Step(NamedTuple):
    """Where the path stands after some updates. Its numbers are copies: a later step does not change them."""

    number: int
    """How many updates led here; 0 is the start."""
    params: dict[str, Value]
    loss: Value
    """The output at `params`."""
    grads: dict[str, Value]
    """The gradients at `params`: those that the next update takes."""
    states: dict[str, dict[str, Value]]
    """What the rule has kept from the updates so far, by the names in `Optimizer.states`; zeros at the start."""


def descend(
    optimizer: Optimizer, graph: Graph | Program, start: Mapping[str, Value], output: str | None = None
) -> Iterator[Step]:
    """The start, then the place after each update, without end: the caller stops.

    `output` (the last quantity where not given) is the loss; whoever begins many walks over one graph hands in its
    program (`Graph.compile`), which has an output already. The inputs in `start` are the parameters and move; an
    input whose value only the graph's text gives stays as it is. Whole numbers count as floats. With arrays each
    element is a start of its own, and all of them move at once.

    An update is made when the step after it is asked for, so a caller may change `optimizer.lr` between two steps.
    The optimizer's memory (and Adam's count of updates) goes on where it stands: a run of its own takes a new one.
    GraphError where an input is missing or unknown, and at the first step that has a number which is not finite.
    """
    if isinstance(graph, Graph):
        program, values = graph.compile(output), graph.forward(start)
    elif output is not None:
        raise ValueError("a program has an output already")
    else:
        program, values = graph, graph.graph.checked(start)
    inputs = {name: _own(values[name]) for name in program.inputs}
    params = {name: inputs[name] for name in map(normalise, start)}
    number = 0
    while True:
        loss, gradients = program.run(list(inputs.values()))
        gradient_of = dict(zip(inputs, gradients, strict=True))
        grads = {name: gradient_of[name] for name in params}
        states = {state: _memory(optimizer, state, params) for state in optimizer.states}
        yield Step(number, _copied(params), _own(loss), _copied(grads), states)
        optimizer.update(params, grads)
        inputs |= params
        number += 1


def _memory(optimizer: Optimizer, state: str, params: Mapping[str, Value]) -> dict[str, Value]:
    """What the rule keeps for each parameter, zeros where that is nothing yet: its first update makes them."""
    kept: Mapping[str, Value] = getattr(optimizer, state) or {}
    found = {name: kept[name] if name in kept else _zeros(value) for name, value in params.items()}
    for name, value in found.items():
        if not is_finite(value):  # while the parameters may be: AdaGrad divides by what has grown too large
            raise GraphError("no-value", name=f"{state} {name}")
    return _copied(found)


def _copied(values: Mapping[str, Value]) -> dict[str, Value]:
    return {name: _own(value) for name, value in values.items()}


def _own(value: Value) -> Value:
    """A float, or an array that no update changes."""
    return value.copy() if is_array(value) else float(value)


def _zeros(value: Value) -> Value:
    return np.zeros_like(value) if is_array(value) else 0.0
