"""Random graphs over all nodes against PyTorch and autograd: the value and the gradient of every quantity."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pytest
import torch
from autograd import make_vjp

from tutor.core import Graph

from .closeness import TOLERANCE, assert_close, broadcastable, random_shape
from .nodes import PEERS

pytestmark = pytest.mark.peers

CONSTANTS = (-2, -1.5, -1, 0.5, 2, 3)
LARGEST = 1e4


class Step(NamedTuple):
    """`name = op(operands)`, each operand a name or a constant."""

    name: str
    op: str
    operands: tuple[str | float, ...]

    @property
    def line(self) -> str:
        return f"{self.name} = {PEERS[self.op].text.format(*self.operands)}"


def drawn(rng: np.random.Generator, inputs: Mapping[str, Any], last: str, length: int = 10) -> list[Step]:
    """Steps from the inputs on, all where their nodes are smooth: `length` or more, the last one of kind `last`."""
    known = {name: np.asarray(value, dtype=float) for name, value in inputs.items()}
    steps: list[Step] = []
    ops = list(PEERS)
    while len(steps) < length or steps[-1].op != last:
        op = last if len(steps) >= length - 1 and rng.random() < 0.5 else ops[rng.integers(len(ops))]
        recent = list(known)[-6:]
        operands: list[str | float] = [recent[rng.integers(len(recent))] for _ in range(PEERS[op].arity)]
        if len(operands) == 2 and rng.random() < 0.3:
            operands[rng.integers(2)] = CONSTANTS[rng.integers(len(CONSTANTS))]
        values = [known[each] if isinstance(each, str) else each for each in operands]
        if not PEERS[op].accepts(*values):
            continue
        value = PEERS[op].torch(*map(torch.as_tensor, values)).numpy()
        if np.all(np.abs(value) < LARGEST):
            name = f"q{len(steps)}"
            known[name] = value
            steps.append(Step(name, op, tuple(operands)))
    return steps


def run(steps: list[Step], inputs: Mapping[str, Any], call: Callable[[str, list[Any]], Any]) -> dict[str, Any]:
    """The value of every quantity, each node worked out by `call`."""
    values = dict(inputs)
    for step in steps:
        operands = [values[each] if isinstance(each, str) else each for each in step.operands]
        values[step.name] = call(step.op, operands)
    return values


def by_torch(
    steps: list[Step], inputs: Mapping[str, Any], output: str, dout: Any, rng: np.random.Generator | None = None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Values and the gradients of `output`; with `rng` what flows into each node is off by one part in 1e12 or so."""

    def small(each: torch.Tensor) -> torch.Tensor:
        assert rng is not None
        return torch.as_tensor(TOLERANCE * rng.normal(size=each.shape))

    def call(op: str, operands: list[Any]) -> Any:
        tensors = [torch.as_tensor(each, dtype=torch.float64) for each in operands]
        if rng is not None:  # the value by itself too, or a slope that has to cancel, as in x / x, always would
            tensors = [each * (1 + small(each)) + each.detach() * small(each) for each in tensors]
        return PEERS[op].torch(*tensors)

    values = run(steps, {name: torch.tensor(x).requires_grad_() for name, x in inputs.items()}, call)
    upstream = torch.as_tensor(np.broadcast_to(dout, values[output].shape).copy())
    found = torch.autograd.grad(values[output], list(values.values()), upstream, materialize_grads=True)
    return values, dict(zip(values, found, strict=True))


def compare(steps: list[Step], given: Mapping[str, Any], output: str, dout: Any = None) -> None:
    graph = Graph.parse("\n".join(step.line for step in steps))
    given = {name: given[name] for name in graph.inputs}
    shape = np.broadcast_shapes(*map(np.shape, given.values()))
    spread = {name: np.array(np.broadcast_to(x, shape), dtype=float) for name, x in given.items()}
    upstream = np.array(np.broadcast_to(1.0 if dout is None else dout, shape))

    def same(mine: Any, right: Any, shaken: list[Any]) -> None:
        # What cancels in a graph grows the rounding of the nodes before: as much as it grows any other small change.
        changes = [np.abs((other - right).detach().numpy()) for other in shaken]
        assert_close(mine, right, np.max(changes, axis=0) / TOLERANCE)

    (right, slopes), *shaken = (
        by_torch(steps, spread, output, upstream, rng) for rng in (None, *map(np.random.default_rng, range(3)))
    )
    values = graph.forward(given)
    gradients = graph.backward(values, output, upstream if shape else float(upstream))
    assert set(gradients) == set(values) == set(right)
    for name in values:
        same(values[name], right[name], [each[0][name] for each in shaken])
        same(gradients[name], slopes[name], [each[1][name] for each in shaken])

    program = graph.compile(output)
    for _ in range(3 if dout is None else 0):  # it finds a quicker way from one run to the next
        value, found = program(given)
        same(value, right[output], [each[0][output] for each in shaken])
        for name in given:
            same(found[name], slopes[name], [each[1][name] for each in shaken])

    def by_autograd(*arrays: Any) -> Any:
        inputs = dict(zip(spread, arrays, strict=True))
        return run(steps, inputs, lambda op, operands: PEERS[op].autograd(*operands))[output]

    vjp, _ = make_vjp(by_autograd, tuple(range(len(spread))))(*spread.values())
    for name, slope in zip(spread, vjp(upstream), strict=True):
        same(gradients[name], torch.as_tensor(slope), [each[1][name] for each in shaken])


@pytest.mark.parametrize("last", PEERS)
class TestRandomGraphs:
    def test_numbers(self, last: str) -> None:
        for seed in range(10):
            rng = np.random.default_rng(seed)
            given = {name: rng.uniform(0.3, 3) for name in "abc"}
            steps = drawn(rng, given, last)
            compare(steps, given, steps[-1].name)

    def test_arrays_each_element_a_case(self, last: str) -> None:
        for seed in range(10):
            rng = np.random.default_rng(seed)
            shape = random_shape(rng)
            given = {name: rng.uniform(-3, 3, size=broadcastable(rng, shape)) for name in "abc"}
            steps = drawn(rng, given, last)
            compare(steps, given, steps[-1].name)

    def test_whole_numbers(self, last: str) -> None:
        for seed in range(10):
            rng = np.random.default_rng(seed)
            given: dict[str, Any] = {name: rng.integers(1, 5, size=(3, 1)[: seed % 3]) for name in "ab"}
            given["c"] = int(rng.integers(1, 5))
            steps = drawn(rng, given, last)
            compare(steps, given, steps[-1].name)

    def test_from_the_middle_and_from_any_gradient(self, last: str) -> None:
        for seed in range(10):
            rng = np.random.default_rng(seed)
            given = {name: rng.uniform(0.3, 3, size=4) for name in "abc"}
            steps = drawn(rng, given, last)
            compare(steps, given, steps[rng.integers(len(steps))].name, rng.normal(size=4))


def test_a_long_graph() -> None:
    rng = np.random.default_rng(0)
    given = {name: rng.uniform(0.3, 3, size=2) for name in "abc"}
    steps = drawn(rng, given, "+", length=500)
    compare(steps, given, steps[-1].name)
