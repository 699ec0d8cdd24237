"""A small network that learns two classes of points in the plane, step by step: the state of the training view."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from threading import RLock
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from tutor.core import OPTIMIZERS, Network, Optimizer, SoftmaxWithLoss, softmax, two_spirals, xor
from tutor.core.arrays import np
from tutor.core.depth import frobenius
from tutor.core.network import ACTIVATIONS
from tutor.experiments.runner import RULES, ladder

if TYPE_CHECKING:
    from numpy.typing import NDArray

PHASES = ("predict", "loss", "gradient", "update")
"""The four parts of a step, as they follow each other."""

DATA: Mapping[str, Callable[[], tuple[NDArray[Any], NDArray[Any]]]] = MappingProxyType(
    {"xor": lambda: xor(120), "spirals": lambda: two_spirals(200)}
)
"""What can be learnt: points of shape (n, 2), and for each its class, 0 or 1."""

EDGE = 1.2
"""The plane is seen from -EDGE to EDGE in both directions; all points lie in it."""

RATES: Mapping[str, float] = MappingProxyType(
    {
        "sgd": 0.1,
        "momentum": 0.05,
        "nesterov": 0.05,
        "adagrad": 0.05,
        "rmsprop": 0.01,
        "adam": 0.01,
        "pytorchmomentum": 0.05,
        "averagedmomentum": 0.1,
    }
)
"""A learning rate with which each rule gets somewhere here."""

_LADDERS: Mapping[str, Sequence[float]] = MappingProxyType(
    {
        "layers": range(5),
        "units": (2, 4, 8, 16, 32),
        "lr": ladder("lr"),
        "batch": (1, 5, 10, 20, 50, 100, 200),
        "seed": range(10_000),
    }
)

_CHOICES: Mapping[str, Sequence[str]] = MappingProxyType(
    {"data": tuple(DATA), "activation": tuple(ACTIVATIONS), "rule": RULES}
)
"""What is chosen by name; these go round."""

SETTINGS = ("data", "layers", "units", "activation", "rule", "lr", "batch")
"""In the order in which they are shown."""

ON_THE_WAY = ("rule", "lr", "batch")
"""Settings that count from the next step on; with another of the others training begins anew."""

MOST_POINTS = 120
"""A longer curve of losses is told in so many points."""


class Batch(NamedTuple):
    """What a step learns from, as far as it has come."""

    x: NDArray[Any]
    t: NDArray[Any]
    scores: NDArray[Any]


@dataclass(frozen=True, eq=False)
class Look:
    """How far training is, at one moment."""

    number: int
    """Steps made."""
    epoch: int
    """In which pass through the points it is, from 1."""
    phase: str
    """What was done last; empty before the first."""
    loss: float | None
    """Of the last batch that was judged."""
    whole: float | None
    """The loss on all points; none where a score is not finite."""
    accuracy: float | None
    """The share of all points that are in the right class; none where a score is not finite."""
    norms: tuple[float, ...]
    """Of dW at each layer, in the last gradient; empty before the first."""
    curve: tuple[tuple[int, float], ...]
    """Steps and the losses of their batches; where there are many, each is the mean of a stretch that ends there."""
    shares: NDArray[Any]
    """For each cell of the plane, top row first, how likely the network holds class 1; nan where it says nothing."""
    wrong: NDArray[Any]
    """For each point whether it is in the wrong class."""
    failed: bool
    """Whether training has diverged: it can't go on."""


class Training:
    """Settings, a network, and what it has learnt so far.

    A worker may train while a screen looks: every public method takes the lock, and holds it for one step at most.
    The same settings and seed give the same numbers, in whatever pieces the steps are made.
    """

    def __init__(self) -> None:
        self.data = "xor"
        self.layers = 1
        """Hidden ones."""
        self.units = 8
        """Of each hidden layer."""
        self.activation = "tanh"
        self.rule = "sgd"
        """A key of the core's `OPTIMIZERS`."""
        self.lr = RATES["sgd"]
        self.batch = 20
        self.seed = 0
        """Of the starting weights, and of the order in which the points come."""
        self.lock = RLock()
        self.begin()

    def begin(self) -> None:
        """Back to the start: the weights of this seed, and nothing learnt."""
        with self.lock:
            self.x, self.t = DATA[self.data]()
            self.network = self._network()
            self._watching = self._network()  # looks at the plane while a step is half made
            self._watching.params = self.network.params
            self._rng = np.random.default_rng([self.seed, 1])  # another stream than that of the weights
            self._order = self._rng.permutation(len(self.x))
            self.epoch = 1
            """In which pass through the points it is."""
            self.optimizer = self._optimizer()
            self.losses: list[float] = []
            """Of each step's batch."""
            self.phase = ""
            self.failed = False
            self._at: Batch | None = None
            self._grads: dict[str, NDArray[Any]] = {}

    # --- training ----------------------------------------------------------------------------------------

    @property
    def number(self) -> int:
        """How many steps were made."""
        return len(self.losses) - (self.phase in ("loss", "gradient"))

    def advance(self, steps: int) -> None:
        """Make so many steps, or as many as there are before it diverges."""
        for _ in range(steps):
            self.step()

    def step(self) -> None:
        """Make one step, or what is left of one."""
        with self.lock:
            self.part()
            while self.phase != PHASES[-1] and not self.failed:
                self.part()

    def part(self) -> None:
        """Make the next part of a step: predict, loss, gradient or update."""
        with self.lock:
            if self.failed:
                return
            following = PHASES[(PHASES.index(self.phase) + 1) % len(PHASES)] if self.phase else PHASES[0]
            try:
                getattr(self, f"_{following}")()
            except ValueError:  # a score is not finite
                self.failed = True
            else:
                self.phase = following

    def _predict(self) -> None:
        if len(self._order) < min(self.batch, len(self.x)):
            self._order = self._rng.permutation(len(self.x))
            self.epoch += 1
        chosen, self._order = self._order[: self.batch], self._order[self.batch :]
        x, t = self.x[chosen], self.t[chosen]
        self._at = Batch(x, t, self.network.predict(x))

    def _loss(self) -> None:
        assert self._at is not None
        self.losses.append(self.network.judge(self._at.scores, self._at.t))

    def _gradient(self) -> None:
        self._grads = self.network.backward()

    def _update(self) -> None:
        self.optimizer.update(self.network.params, self._grads)

    @property
    def guessing(self) -> float:
        """The loss of a network that holds both classes equally likely."""
        return SoftmaxWithLoss().forward(np.zeros((1, 2)), [0])

    # --- looking -----------------------------------------------------------------------------------------

    @property
    def right(self) -> tuple[int, int]:
        """How many of the last batch's points were in the right class, and how many there were."""
        with self.lock:
            if self._at is None:
                return 0, 0
            return int((self._at.scores.argmax(axis=1) == self._at.t).sum()), len(self._at.t)

    def look(self, columns: int, rows: int) -> Look:
        """How far it is, with the plane in so many cells."""
        with self.lock:
            scores = self._watching.predict(self.x)
            is_finite = bool(np.isfinite(scores).all())
            wrong = scores.argmax(axis=1) != self.t
            keys = [f"W{k}" for k in range(1, len(self.network.sizes))]
            return Look(
                self.number,
                self.epoch,
                self.phase,
                self.losses[-1] if self.losses else None,
                self._watching.judge(scores, self.t) if is_finite else None,
                float(1 - wrong.mean()) if is_finite else None,
                tuple(frobenius(self._grads[key]) for key in keys) if self._grads else (),
                self._curve(),
                self._shares(columns, rows),
                wrong,
                self.failed,
            )

    def _curve(self) -> tuple[tuple[int, float], ...]:
        losses = self.losses
        every = max(1, -(-len(losses) // MOST_POINTS))
        ends = [*range(every, len(losses) - every + 1, every), len(losses)]  # what is left over goes with the last
        parts = (losses[first:end] for first, end in pairwise((0, *ends)))
        return tuple((end, sum(part) / len(part)) for end, part in zip(ends, parts, strict=True) if part)

    def _shares(self, columns: int, rows: int) -> NDArray[Any]:
        across = (np.arange(columns) + 0.5) / max(columns, 1) * 2 * EDGE - EDGE
        down = EDGE - (np.arange(rows) + 0.5) / max(rows, 1) * 2 * EDGE
        points = np.stack([np.tile(across, rows), np.repeat(down, columns)], axis=1)
        scores = self._watching.predict(points)
        is_known = np.isfinite(scores).all(axis=1)
        shares = np.full(len(scores), np.nan)
        shares[is_known] = softmax(scores[is_known])[:, 1]
        return shares.reshape(rows, columns)

    # --- what is chosen ----------------------------------------------------------------------------------

    def adjust(self, setting: str, by: int) -> None:
        """Make a setting larger (1) or smaller (-1); a named one goes on to the next or the one before."""
        with self.lock:
            value = getattr(self, setting)
            if setting in _CHOICES:
                names = _CHOICES[setting]
                found: Any = names[(names.index(value) + by) % len(names)]
            else:
                numbers = _LADDERS[setting]
                at = (
                    bisect_right(numbers, value * (1 + 1e-9))
                    if by > 0
                    else bisect_left(numbers, value * (1 - 1e-9)) - 1
                )
                found = numbers[min(max(at, 0), len(numbers) - 1)]
            if found != value:
                self.choose(setting, found)

    def choose(self, setting: str, value: str | float) -> None:
        """Set a setting. Rule, rate and batch count from now on; with any other, training begins anew."""
        with self.lock:
            setattr(self, setting, value)
            if setting == "rule":
                self.lr = RATES[self.rule]
                self.optimizer = self._optimizer()
            elif setting == "lr":
                self.optimizer.lr = self.lr
            elif setting not in ON_THE_WAY:
                self.begin()

    def _network(self) -> Network:
        sizes = (2, *[self.units] * self.layers, 2)
        return Network(sizes, self.activation, "he" if self.activation == "relu" else "xavier", self.seed)

    def _optimizer(self) -> Optimizer:
        return OPTIMIZERS[self.rule](lr=self.lr)
