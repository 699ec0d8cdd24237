"""Every optimizer against torch.optim, step by step, and where the book's form parts from PyTorch's: by how much."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import torch

from tutor.core import (
    OPTIMIZERS,
    SGD,
    AdaGrad,
    Adam,
    AveragedMomentum,
    Momentum,
    Nesterov,
    Optimizer,
    PyTorchMomentum,
    RMSProp,
)

from .closeness import assert_close

pytestmark = pytest.mark.peers

STEPS = 40
SHAPES: dict[str, tuple[int, ...]] = {"W": (4, 3), "b": (3,), "kernel": (2, 1, 3, 2), "point": (), "none": (0, 2)}

# For each rule the same in PyTorch, with the same settings.
PEERS: dict[type[Optimizer], Callable[..., torch.optim.Optimizer]] = {
    SGD: lambda params, lr: torch.optim.SGD(params, lr=lr),
    Momentum: lambda params, lr, momentum=0.9: torch.optim.SGD(params, lr=lr, momentum=momentum),
    PyTorchMomentum: lambda params, lr, momentum=0.9: torch.optim.SGD(params, lr=lr, momentum=momentum),
    AveragedMomentum: lambda params, lr, momentum=0.9: torch.optim.SGD(
        params, lr=lr, momentum=momentum, dampening=momentum
    ),
    Nesterov: lambda params, lr, momentum=0.9: torch.optim.SGD(params, lr=lr, momentum=momentum, nesterov=True),
    AdaGrad: lambda params, lr: torch.optim.Adagrad(params, lr=lr, eps=1e-7),
    RMSProp: lambda params, lr, decay_rate=0.99: torch.optim.RMSprop(params, lr=lr, alpha=decay_rate, eps=1e-7),
    Adam: lambda params, lr, beta1=0.9, beta2=0.999: torch.optim.Adam(params, lr=lr, betas=(beta1, beta2)),
}

SETTINGS: list[tuple[type[Optimizer], dict[str, float]]] = [
    (SGD, {}),
    *(
        (rule, {"momentum": mu})
        for rule in (Momentum, PyTorchMomentum, AveragedMomentum, Nesterov)
        for mu in (0.5, 0.9)
    ),
    (AdaGrad, {}),
    (RMSProp, {"decay_rate": 0.9}),
    (RMSProp, {"decay_rate": 0.99}),
    (Adam, {}),
    (Adam, {"beta1": 0.5, "beta2": 0.9}),
]
NAMED = [pytest.param(rule, chosen, id=f"{rule.__name__}-{chosen}") for rule, chosen in SETTINGS]
# The book's velocity holds each step's own lr, so when lr changes only the others agree with PyTorch.
ANY_LR = [each for each in NAMED if each.values[0] not in (Momentum, Nesterov)]

Params = dict[str, Any]


def gradients(seed: int, dtype: type = np.float64) -> Iterator[Params]:
    """Random ones, of sizes from 1e-3 to 1e3, and at times 0."""
    rng = np.random.default_rng(seed)
    for _ in range(STEPS):
        size = 10.0 ** rng.uniform(-3, 3) * (rng.random() < 0.95)
        yield {key: np.asarray(size * rng.normal(size=shape)).astype(dtype) for key, shape in SHAPES.items()}


def run(
    rule: type[Optimizer],
    chosen: dict[str, float],
    seed: int,
    dtype: type = np.float64,
    lr_of: Callable[[int], float] = lambda step: 0.1,
    plain: bool = False,
) -> Iterator[tuple[Optimizer, Params, torch.optim.Optimizer, dict[str, torch.Tensor], Params, Params]]:
    """Both optimizers after each step, with the gradients and the way that each number has gone so far."""
    rng = np.random.default_rng(seed)
    ours: Params = {key: np.asarray(rng.normal(size=shape)).astype(dtype) for key, shape in SHAPES.items()}
    theirs = {key: torch.tensor(value).requires_grad_() for key, value in ours.items()}
    way = {key: np.abs(value).astype(float) for key, value in ours.items()}
    if plain:
        ours = as_numbers(ours)
    optimizer, peer = rule(lr_of(0), **chosen), PEERS[rule](list(theirs.values()), lr_of(0), **chosen)
    for step, grads in enumerate(gradients(seed, dtype)):
        group = peer.param_groups[0]
        optimizer.lr = group["lr"] = lr_of(step)
        if isinstance(optimizer, Adam):
            # The book adds 1e-7 to the root of v as it is, PyTorch to the root of v made up for its start at zeros.
            group["eps"] = 1e-7 / np.sqrt(1 - optimizer.beta2 ** (step + 1))
        before = {key: value.detach().clone() for key, value in theirs.items()}
        for key, value in theirs.items():
            value.grad = torch.tensor(grads[key])
        optimizer.update(ours, as_numbers(grads) if plain else grads)
        peer.step()
        for key, value in theirs.items():
            way[key] = way[key] + (value.detach() - before[key]).abs().numpy()
        yield optimizer, ours, peer, theirs, grads, way


def as_numbers(arrays: Params) -> Params:
    """Each number of the arrays under a key of its own."""
    return {f"{key} {i}": x for key, value in arrays.items() for i, x in enumerate(np.ravel(value).tolist())}


def as_arrays(numbers: Params) -> Params:
    return {
        key: np.array([x for name, x in numbers.items() if name.split()[0] == key]).reshape(shape)
        for key, shape in SHAPES.items()
    }


def buffer(peer: torch.optim.Optimizer, value: torch.Tensor, name: str = "momentum_buffer") -> Any:
    return peer.state[value][name]


class FirstGradient:
    """What PyTorch's dampened velocity has too much: it starts at the first gradient, not at (1 - momentum) of it.

    So after step k its velocity is momentum^k * g1 larger, and its parameter lr times the sum of those behind.
    """

    def __init__(self, rule: type[Optimizer], chosen: dict[str, float]) -> None:
        self.momentum = chosen["momentum"] if rule is AveragedMomentum else 0.0
        self.velocity: Params = {}
        self.lead: Params = {}

    def step(self, lr: float, grads: Params) -> None:
        if not self.velocity:
            self.velocity, self.lead = dict(grads), {key: 0 * value for key, value in grads.items()}
        for key in grads:
            self.velocity[key] = self.momentum * self.velocity[key]
            self.lead[key] = self.lead[key] + lr * self.velocity[key]


def test_every_optimizer_has_its_peer() -> None:
    assert set(PEERS) == set(OPTIMIZERS.values()) == {rule for rule, _ in SETTINGS}


@pytest.mark.parametrize("seed", range(3))
class TestPath:
    @pytest.mark.parametrize(("rule", "chosen"), NAMED)
    @pytest.mark.parametrize("plain", [False, True], ids=["arrays", "numbers"])
    def test_lr_stays(self, rule: type[Optimizer], chosen: dict[str, float], plain: bool, seed: int) -> None:
        first = FirstGradient(rule, chosen)
        for optimizer, ours, _, theirs, grads, way in run(rule, chosen, seed, plain=plain):
            first.step(optimizer.lr, grads)
            for key, value in (as_arrays(ours) if plain else ours).items():
                assert_close(value, theirs[key].detach().numpy() + first.lead[key], way[key])

    @pytest.mark.parametrize(("rule", "chosen"), ANY_LR)
    def test_lr_changes(self, rule: type[Optimizer], chosen: dict[str, float], seed: int) -> None:
        first = FirstGradient(rule, chosen)
        for optimizer, ours, _, theirs, grads, way in run(rule, chosen, seed, lr_of=lambda step: 0.3 / (1 + step % 7)):
            first.step(optimizer.lr, grads)
            for key, value in ours.items():
                assert_close(value, theirs[key].detach().numpy() + first.lead[key], way[key])

    @pytest.mark.parametrize(("rule", "chosen"), NAMED)
    def test_single_precision(self, rule: type[Optimizer], chosen: dict[str, float], seed: int) -> None:
        first = FirstGradient(rule, chosen)
        for optimizer, ours, _, theirs, grads, way in run(rule, chosen, seed, np.float32):
            first.step(optimizer.lr, {key: value.astype(float) for key, value in grads.items()})
            for key, value in ours.items():
                assert value.dtype == np.float32
                assert_close(value, theirs[key].detach().numpy() + first.lead[key], way[key], 1e-5)


@pytest.mark.parametrize("seed", range(3))
class TestMemory:
    """What is remembered between the steps, in each one's convention."""

    @pytest.mark.parametrize("rule", [Momentum, Nesterov, PyTorchMomentum, AveragedMomentum])
    def test_velocity(self, rule: Any, seed: int) -> None:
        chosen = {"momentum": 0.9}
        first, size = FirstGradient(rule, chosen), dict.fromkeys(SHAPES, 0.0)
        for optimizer, _, peer, theirs, grads, _ in run(rule, chosen, seed):
            first.step(optimizer.lr, grads)
            assert isinstance(optimizer, Momentum) and optimizer.v is not None
            for key, value in theirs.items():
                size[key] = 0.9 * size[key] + np.abs(grads[key])
                theirs_v = buffer(peer, value).numpy() - first.velocity[key]
                # In the book's form the velocity is the step itself.
                book = rule in (Momentum, Nesterov)
                assert_close(optimizer.v[key] / (-optimizer.lr if book else 1), theirs_v, size[key])

    @pytest.mark.parametrize(("rule", "name"), [(AdaGrad, "sum"), (RMSProp, "square_avg")])
    def test_squares(self, rule: Any, name: str, seed: int) -> None:
        for optimizer, _, peer, theirs, _, _ in run(rule, {}, seed):
            for key, value in theirs.items():
                assert_close(optimizer.h[key], buffer(peer, value, name))  # type: ignore[attr-defined]

    def test_adam(self, seed: int) -> None:
        size = dict.fromkeys(SHAPES, 0.0)
        for optimizer, _, peer, theirs, grads, _ in run(Adam, {}, seed):
            assert isinstance(optimizer, Adam) and optimizer.m is not None and optimizer.v is not None
            for key, value in theirs.items():
                size[key] = 0.9 * size[key] + 0.1 * np.abs(grads[key])
                assert_close(optimizer.m[key], buffer(peer, value, "exp_avg"), size[key])
                assert_close(optimizer.v[key], buffer(peer, value, "exp_avg_sq"))


class TestWhereTheyPart:
    @pytest.mark.parametrize("rule", [Momentum, Nesterov])
    def test_when_lr_changes_the_books_velocity_keeps_its_length(self, rule: type[Optimizer]) -> None:
        before, after = 0.4, 0.1
        steps = list(self.way(rule, lambda step: before if step == 0 else after))
        (book_1, torch_1), (book_2, torch_2) = steps
        assert_close(book_1, torch_1, 1)
        # Without a gradient each goes on by its velocity alone, and only PyTorch's is multiplied by the new lr.
        assert_close(book_2 * after, torch_2 * before, 1)

    def way(self, rule: type[Optimizer], lr_of: Callable[[int], float]) -> Iterator[tuple[float, float]]:
        """The length of each step: a gradient of 1, then one of 0."""
        ours, theirs = {"x": 0.0}, torch.zeros((), dtype=torch.float64, requires_grad=True)
        optimizer, peer = rule(lr_of(0)), PEERS[rule]([theirs], lr_of(0))
        for step, g in enumerate((1.0, 0.0)):
            optimizer.lr = peer.param_groups[0]["lr"] = lr_of(step)
            theirs.grad = torch.tensor(g, dtype=torch.float64)
            start = ours["x"], theirs.item()
            optimizer.update(ours, {"x": g})
            peer.step()
            yield ours["x"] - start[0], theirs.item() - start[1]

    def test_pytorchs_own_adam_is_as_near_as_its_epsilon(self) -> None:
        ours, theirs = {"x": 1.0}, torch.ones((), dtype=torch.float64, requires_grad=True)
        optimizer, peer = Adam(0.1), torch.optim.Adam([theirs], lr=0.1)
        for _ in range(STEPS):
            theirs.grad = torch.tensor(2 * theirs.item(), dtype=torch.float64)
            optimizer.update(ours, {"x": 2 * ours["x"]})
            peer.step()
        assert 1e-12 < abs(ours["x"] - theirs.item()) < 1e-5
