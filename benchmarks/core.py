"""The core beside micrograd, HIPS autograd, PyTorch and scikit-learn, in one run: medians and their ratios.

    uv venv --python 3.11 /tmp/peers
    uv pip install --python /tmp/peers -r tests/peers/requirements.txt
    PYTHONPATH=. /tmp/peers/bin/python benchmarks/core.py [--quick] [--parts graph sets step train] [--json FILE]

All runs on one thread. In a case every contender runs once a round, in turn; a slow one sits rounds out, so that none
takes much longer than its share. Before that the contenders are seen to agree on what they work out. A ratio says how
many times faster ours is than the peer (below 1: slower), an aim which ratio to reach.
"""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"

import argparse
import gc
import json
import operator
import platform
import random
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import autograd
import autograd.numpy
import numpy as np
import torch
from micrograd.engine import Value as Scalar
from sklearn.neural_network import MLPClassifier

from tutor.core import OPTIMIZERS, SGD, Graph, Network, Tape
from tutor.core.graph import Node

WHOLE, QUICK = 3.0, 0.2  # seconds: a contender's share of a case
MOST = 30  # rounds
TURN = 0.01  # of the share: what is over sooner runs several times in a row


class Contender(NamedTuple):
    """One way to do a case's work."""

    name: str
    run: Callable[[], Any]
    read: Callable[[Any], Any] | None = None
    """From what the first run gives to the numbers on which all have to agree."""


@dataclass
class Case:
    """The same work, done by ours and by peers."""

    what: str
    size: str
    ours: list[Contender]
    peers: list[Contender]
    aims: dict[tuple[str, str], float] = field(default_factory=dict)
    """For one of ours and a peer the ratio to reach."""
    tolerance: float = 1e-9
    """How far the numbers may lie apart, relative."""


def measure(case: Case, share: float, least: int) -> dict[str, list[float]]:
    """Seconds that each contender took, for each round that it ran in."""
    contenders = [*case.ours, *case.peers]
    repeats, spent = {}, dict.fromkeys([each.name for each in contenders], 0.0)
    taken: dict[str, list[float]] = {name: [] for name in spent}
    agreed = None
    for name, run, read in contenders:
        start = time.perf_counter()
        result = run()
        once = time.perf_counter() - start
        if read is not None:
            numbers = np.asarray(read(result))
            agreed = numbers.copy() if agreed is None else agreed
            slack = case.tolerance * float(np.abs(agreed).max()) * 1e-3  # where sums cancel, nothing is left to compare
            np.testing.assert_allclose(numbers, agreed, case.tolerance, slack, err_msg=f"{case.what}: {name}")
        del result
        if once < share:  # perhaps it was only warming up
            start = time.perf_counter()
            run()
            once = time.perf_counter() - start
        repeats[name] = max(1, int(share * TURN / once))
    gc.collect()
    gc.freeze()
    for turn in range(MOST):
        for name, run, _ in contenders:
            missing = least - len(taken[name])
            if spent[name] > share * turn / MOST and turn < MOST - missing:
                continue
            gc.collect()  # no one pays for what another has left
            start = time.perf_counter()
            for _ in range(repeats[name]):
                run()
            seconds = time.perf_counter() - start
            spent[name] += seconds
            taken[name].append(seconds / repeats[name])
    gc.unfreeze()
    return taken


# Random scalar graphs


class Recipe(NamedTuple):
    """A graph: values for its inputs, and how each node after them follows. The last one is the output."""

    inputs: list[float]
    steps: list[tuple[str, int, int]]


def random_recipe(size: int, seed: int = 0) -> Recipe:
    """So many nodes, a tenth of them inputs (two at least), all of them ancestors of the output or itself.

    The operators are those that all peers have. No value is beyond 0.1 to 3 in size, until the loose ends are added
    up pair by pair, which keeps the graph shallow: micrograd's backward is a recursion.
    """
    rng = random.Random(seed)
    inputs = [rng.uniform(0.5, 2) * rng.choice((-1, 1)) for _ in range(max(2, size // 10))]
    values, steps, loose = list(inputs), [], dict.fromkeys(range(len(inputs)))
    plain = {"+": operator.add, "-": operator.sub, "*": operator.mul, "relu": lambda x, _: max(x, 0)}
    while missing := size - (len(values) + len(loose) - 1):
        op, i, j = rng.choice(list(plain)), rng.randrange(len(values)), rng.randrange(len(values))
        value = plain[op](values[i], values[j])
        used = {i} if op == "relu" else {i, j}
        if 0.1 <= abs(value) <= 3 and 2 - len(used & loose.keys()) <= missing:
            for end in used & loose.keys():
                del loose[end]
            loose[len(values)] = None
            values.append(value)
            steps.append((op, i, j))
    ends = deque(loose)
    while len(ends) > 1:
        steps.append(("+", ends.popleft(), ends.popleft()))
        ends.append(len(inputs) + len(steps) - 1)
    return Recipe(inputs, steps)


def as_nodes(recipe: Recipe) -> tuple[Node, ...]:
    inputs = [Node(f"x{k}", "input") for k in range(len(recipe.inputs))]
    steps = [
        Node(f"y{k}", op, (i,) if op == "relu" else (i, j))
        for k, (op, i, j) in enumerate(recipe.steps, start=len(inputs))
    ]
    return (*inputs, *steps)


def as_text(recipe: Recipe) -> str:
    names = [f"x{k}" for k in range(len(recipe.inputs))]
    lines = []
    for op, i, j in recipe.steps:
        value = f"relu({names[i]})" if op == "relu" else f"{names[i]} {op} {names[j]}"
        names.append(f"y{len(names)}")
        lines.append(f"{names[-1]} = {value}")
    return "\n".join(lines)


def depth(recipe: Recipe) -> int:
    depths = [0] * len(recipe.inputs)
    for op, i, j in recipe.steps:
        depths.append(1 + max(depths[i], depths[i if op == "relu" else j]))
    return depths[-1]


def peers_of_graph(recipe: Recipe) -> list[Contender]:
    """Define-by-run libraries: to run again is to run their code again."""

    def steps(relu: Callable[[Any], Any]) -> list[tuple[Callable[[Any, Any], Any], int, int]]:
        functions = {"+": operator.add, "-": operator.sub, "*": operator.mul, "relu": lambda x, _: relu(x)}
        return [(functions[op], i, j) for op, i, j in recipe.steps]

    for_micrograd, for_torch = steps(Scalar.relu), steps(torch.relu)
    for_autograd = steps(lambda x: autograd.numpy.maximum(x, 0.0))

    def micrograd() -> tuple[Scalar, list[Scalar]]:
        inputs = [Scalar(number) for number in recipe.inputs]
        values = list(inputs)
        for function, i, j in for_micrograd:
            values.append(function(values[i], values[j]))
        values[-1].backward()
        return values[-1], inputs

    def pytorch() -> tuple[torch.Tensor, torch.Tensor]:
        inputs = torch.tensor(recipe.inputs, dtype=torch.float64, requires_grad=True)
        values = list(inputs.unbind())
        for function, i, j in for_torch:
            values.append(function(values[i], values[j]))
        values[-1].backward()
        return values[-1], inputs

    def output(inputs: Any) -> Any:
        values = [inputs[k] for k in range(len(inputs))]
        for function, i, j in for_autograd:
            values.append(function(values[i], values[j]))
        return values[-1]

    with_gradient, at = autograd.value_and_grad(output), np.array(recipe.inputs)
    return [
        Contender("micrograd", micrograd, lambda got: [got[0].data, *(each.grad for each in got[1])]),
        Contender("PyTorch", pytorch, lambda got: [got[0].item(), *got[1].grad.tolist()]),
        Contender("autograd", lambda: with_gradient(at), lambda got: [got[0], *got[1]]),
    ]


def graph_cases() -> Iterator[Case]:
    for size, of_micrograd in ((10, 20), (1_000, 15), (100_000, 200)):
        recipe = random_recipe(size)
        nodes, text = as_nodes(recipe), as_text(recipe)
        graph = Graph(nodes)
        program = graph.compile()
        program.run(recipe.inputs)
        program.run(recipe.inputs)  # the second run prepares those after it
        named = dict(zip(graph.inputs, recipe.inputs, strict=True))
        peers = peers_of_graph(recipe)

        steps = [(op, i, -1 if op == "relu" else j) for op, i, j in recipe.steps]  # as the peers' steps are prepared

        def on_tape(recipe: Recipe = recipe, steps: list[tuple[str, int, int]] = steps) -> Any:
            tape = Tape()
            for number in recipe.inputs:
                tape.input(number)
            node = tape.node
            for op, i, j in steps:
                node(op, i, j)
            return tape.values[-1], tape.gradients()[: len(recipe.inputs)]

        def by_program(nodes: tuple[Node, ...] = nodes, recipe: Recipe = recipe) -> Any:
            return Graph(nodes).compile().run(recipe.inputs)

        def by_program_twice(nodes: tuple[Node, ...] = nodes, recipe: Recipe = recipe) -> Any:
            program = Graph(nodes).compile()
            program.run(recipe.inputs)
            return program.run(recipe.inputs)

        def by_layers(graph: Graph = graph, named: dict[str, float] = named) -> Any:
            return graph.backward(graph.forward(named))

        yield Case(
            "graph",
            f"{size:,} nodes ({len(recipe.inputs):,} inputs), {depth(recipe)} deep",
            [
                Contender("run again", lambda p=program, r=recipe: p.run(r.inputs), lambda got: [got[0], *got[1]]),
                Contender("build and run", on_tape, lambda got: [got[0], *got[1]]),
                Contender("compile, run", by_program),
                Contender("compile, run twice", by_program_twice),
                Contender("run by layers", by_layers),
                Contender("parse the text", lambda text=text: Graph.parse(text)),
            ],
            peers,
            {("run again", peer.name): of_micrograd if peer.name == "micrograd" else 1 for peer in peers}
            | {("build and run", "micrograd"): 3},
        )


# Many sets of inputs through one graph


def sets_cases() -> Iterator[Case]:
    rng = np.random.default_rng(0)
    columns = [rng.uniform(50, 150, 10_000), rng.uniform(1, 9, 10_000), rng.uniform(1, 1.3, 10_000)]
    program = Graph.parse("subtotal = apple * count\nprice = subtotal * tax").compile()
    tensors = [torch.tensor(column, requires_grad=True) for column in columns]
    rows = list(zip(*(column.tolist() for column in columns), strict=True))
    vjp = autograd.make_vjp(lambda each: each[0] * each[1] * each[2])

    def pytorch() -> Any:
        for tensor in tensors:
            tensor.grad = None
        price = tensors[0] * tensors[1] * tensors[2]
        price.sum().backward()
        return price, [tensor.grad for tensor in tensors]

    def with_autograd() -> Any:
        back, price = vjp(tuple(columns))
        return price, back(np.ones_like(price))

    def micrograd() -> Any:
        found = []
        for row in rows:
            apple, count, tax = map(Scalar, row)
            price = apple * count * tax
            price.backward()
            found.append((price.data, apple.grad, count.grad, tax.grad))
        return found

    yield Case(
        "apple-tax graph",
        "10,000 sets of inputs",
        [Contender("run again", lambda: program.run(columns), lambda got: np.stack([got[0], *got[1]]))],
        [
            Contender("PyTorch", pytorch, lambda got: torch.stack([got[0], *got[1]]).detach().numpy()),
            Contender("autograd", with_autograd, lambda got: np.stack([got[0], *got[1]])),
            Contender("micrograd", micrograd, lambda got: np.array(got).T),
        ],
        {("run again", peer): 1 for peer in ("PyTorch", "autograd", "micrograd")},
    )


# A step of an optimizer

IN_TORCH: dict[str, Callable[..., Any]] = {
    "sgd": lambda params, **how: torch.optim.SGD(params, lr=1e-4, **how),
    "momentum": lambda params, **how: torch.optim.SGD(params, lr=1e-4, momentum=0.9, **how),
    "adam": lambda params, **how: torch.optim.Adam(params, lr=1e-4, **how),
}
FORMS = {
    "PyTorch": {"foreach": False},
    "PyTorch, foreach": {"foreach": True},
    "PyTorch, fused": {"fused": True},
}


def step_cases() -> Iterator[Case]:
    for rule in IN_TORCH:
        for size in (1_000, 100_000, 10_000_000):
            # Away from 0: Adam's guard against a division by zero is another in PyTorch.
            gradient = np.random.default_rng(0).uniform(0.5, 1.5, size)
            yield Case(
                f"step of {rule}",
                f"{size:,} parameters",
                [our_step(rule, gradient)],
                [
                    *(torch_step(name, IN_TORCH[rule], gradient, form) for name, form in FORMS.items()),
                    copying(gradient),
                ],
                {("ours", name): 1.0 for name in FORMS} if size < 1_000_000 else {("ours", "PyTorch, fused"): 0.5},
                tolerance=1e-5 if rule == "adam" else 1e-9,
            )


def our_step(rule: str, gradient: np.ndarray) -> Contender:
    optimizer, params, grads = OPTIMIZERS[rule](lr=1e-4), {"W": np.zeros_like(gradient)}, {"W": gradient}
    return Contender("ours", lambda: optimizer.update(params, grads), lambda _: params["W"])


def torch_step(name: str, rule: Callable[..., Any], gradient: np.ndarray, form: dict[str, bool]) -> Contender:
    parameter = torch.zeros(len(gradient), dtype=torch.float64, requires_grad=True)
    parameter.grad = torch.tensor(gradient)
    return Contender(name, rule([parameter], **form).step, lambda _: parameter.detach().numpy())


def copying(gradient: np.ndarray) -> Contender:
    """The floor: no more than reading one array and writing another."""
    target = np.zeros_like(gradient)
    return Contender("np.copyto", lambda: np.copyto(target, gradient))


# A step of training

SIZES, BATCH, RATE = (784, 50, 10), 100, 0.01


def train_cases() -> Iterator[Case]:
    rng = np.random.default_rng(0)
    pictures, labels = rng.uniform(size=(BATCH, SIZES[0])), rng.integers(SIZES[-1], size=BATCH)
    for dtype in (np.float64, np.float32):
        x = pictures.astype(dtype)
        network = Network(SIZES, dtype=dtype)
        yield Case(
            "training step",
            f"{'-'.join(map(str, SIZES))}, batch {BATCH}, {dtype.__name__}",
            [our_training(network, x, labels)],
            [torch_training(network, x, labels), sklearn_training(x, labels)],
            {("ours", "PyTorch"): 1.5, ("ours", "scikit-learn"): 1},
            tolerance=1e-9 if dtype is np.float64 else 1e-5,
        )


def our_training(network: Network, x: np.ndarray, labels: np.ndarray) -> Contender:
    optimizer = SGD(RATE)
    return Contender(
        "ours", lambda: optimizer.update(network.params, network.gradient(x, labels)), lambda _: network.params["W1"]
    )


def torch_training(network: Network, x: np.ndarray, labels: np.ndarray) -> Contender:
    """Starts from the weights that `network` has now."""
    kind, (n_in, n_hidden, n_out) = torch.tensor(x).dtype, SIZES
    first, last = torch.nn.Linear(n_in, n_hidden, dtype=kind), torch.nn.Linear(n_hidden, n_out, dtype=kind)
    with torch.no_grad():
        for k, layer in enumerate((first, last), start=1):
            layer.weight.copy_(torch.tensor(network.params[f"W{k}"].T))
            layer.bias.copy_(torch.tensor(network.params[f"b{k}"]))
    model = torch.nn.Sequential(first, torch.nn.ReLU(), last)
    optimizer, loss = torch.optim.SGD(model.parameters(), lr=RATE), torch.nn.CrossEntropyLoss()
    inputs, targets = torch.tensor(x), torch.tensor(labels)

    def step() -> None:
        optimizer.zero_grad()
        loss(model(inputs), targets).backward()
        optimizer.step()

    return Contender("PyTorch", step, lambda _: first.weight.detach().numpy().T)


def sklearn_training(x: np.ndarray, labels: np.ndarray) -> Contender:
    model = MLPClassifier(
        SIZES[1:-1], solver="sgd", alpha=0, batch_size=BATCH, learning_rate_init=RATE, momentum=0, random_state=0
    )
    classes = np.arange(SIZES[-1])
    return Contender("scikit-learn", lambda: model.partial_fit(x, labels, classes=classes))


# The run

PARTS: dict[str, Callable[[], Iterator[Case]]] = {
    "graph": graph_cases,
    "sets": sets_cases,
    "step": step_cases,
    "train": train_cases,
}

COLUMNS = "{:<18} {:<18} {:>10}  {:<18} {:>10} {:>8}  {:>5} {}"


def rows(case: Case, taken: dict[str, list[float]]) -> Iterator[dict[str, Any]]:
    """One for each pair of ours and a peer, or for ours alone where it is not held against any."""
    medians = {name: median(seconds) for name, seconds in taken.items()}
    for ours in case.ours:
        row = {"what": case.what, "size": case.size, "ours": ours.name, "seconds": medians[ours.name]}
        if case.aims and not any(name == ours.name for name, _ in case.aims):
            yield row
            continue
        for peer in case.peers:
            aim, ratio = case.aims.get((ours.name, peer.name)), medians[peer.name] / medians[ours.name]
            yield row | {
                "peer": peer.name,
                "peer_seconds": medians[peer.name],
                "ratio": ratio,
                "aim": aim,
                "met": None if aim is None else ratio >= aim,
                "rounds": [len(taken[ours.name]), len(taken[peer.name])],
            }


def line(row: dict[str, Any]) -> str:
    start = row["what"], row["ours"], duration(row["seconds"])
    if "peer" not in row:
        return COLUMNS.format(*start, "", "", "", "", "")
    aim, met = ("", "") if row["aim"] is None else (f"{row['aim']:g}", "yes" if row["met"] else "NO")
    return COLUMNS.format(*start, row["peer"], duration(row["peer_seconds"]), f"{row['ratio']:.2f}", aim, met)


def duration(seconds: float) -> str:
    for unit, scale in (("s", 1), ("ms", 1e3)):
        if seconds * scale >= 1:
            return f"{seconds * scale:.2f} {unit}"
    return f"{seconds * 1e6:.2f} us"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--quick", action="store_true", help="fewer rounds: under a minute, and less to be trusted")
    parser.add_argument("--json", type=Path, help="write all rows there too")
    options = parser.parse_args()
    torch.set_num_threads(1)
    share, least = (QUICK, 1) if options.quick else (WHOLE, 3)
    found: list[dict[str, Any]] = []
    print(COLUMNS.format("what", "ours", "median", "peer", "median", "ratio", "aim", "met"))
    for part in options.parts:
        for case in PARTS[part]():
            print(f"-- {case.what}: {case.size}", flush=True)
            for row in rows(case, measure(case, share, least)):
                print(line(row), flush=True)
                found.append(row)
    held = [row for row in found if row.get("aim") is not None]
    print(f"{sum(row['met'] for row in held)} of {len(held)} aims met")
    if options.json:
        versions = {"python": platform.python_version(), "numpy": np.__version__, "torch": torch.__version__}
        text = json.dumps({"versions": versions, "machine": platform.machine(), "rows": found}, indent=1)
        options.json.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
