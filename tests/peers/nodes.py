"""What each node of the core is in PyTorch and in autograd, and where it is smooth."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import autograd.numpy as anp
import numpy as np
import torch
from autograd.scipy.special import expit

WIDE = (-30.0, 30.0)
NEAR = (-5.0, 5.0)
POSITIVE = (0.2, 5.0)


@dataclass(frozen=True)
class Peer:
    """One node. `text` is how a graph has it, `smooth` tells which inputs keep away from corners and poles."""

    text: str
    torch: Callable[..., Any]
    autograd: Callable[..., Any]
    domains: tuple[tuple[float, float], ...]
    smooth: Callable[..., Any] = lambda *inputs: True
    terms: Callable[[Any], Any] | None = None
    """The size of the terms of a derivative that is a difference, from the node's output."""

    @property
    def arity(self) -> int:
        return len(self.domains)

    def accepts(self, *inputs: Any) -> bool:
        inside = all(
            np.all((low <= np.asarray(x)) & (np.asarray(x) <= high))
            for x, (low, high) in zip(inputs, self.domains, strict=True)
        )
        return inside and bool(np.all(self.smooth(*inputs)))


_LOG = Peer("log({})", torch.log, anp.log, (POSITIVE,))

PEERS: dict[str, Peer] = {
    "+": Peer("{} + {}", torch.add, anp.add, (WIDE, WIDE)),
    "-": Peer("{} - {}", torch.sub, anp.subtract, (WIDE, WIDE)),
    "*": Peer("{} * {}", torch.mul, anp.multiply, (WIDE, WIDE)),
    "/": Peer("{} / {}", torch.div, anp.divide, (WIDE, WIDE), lambda x, y: abs(y) > 0.2),
    "^": Peer("{} ^ {}", torch.pow, anp.power, (POSITIVE, (-3.0, 3.0))),
    "neg": Peer("-{}", torch.neg, anp.negative, (WIDE,)),
    "max": Peer("max({}, {})", torch.maximum, anp.maximum, (WIDE, WIDE), lambda x, y: abs(x - y) > 1e-3),
    "exp": Peer("exp({})", torch.exp, anp.exp, (NEAR,)),
    "log": _LOG,
    "ln": Peer("ln({})", _LOG.torch, _LOG.autograd, _LOG.domains),
    "sqrt": Peer("sqrt({})", torch.sqrt, anp.sqrt, (POSITIVE,)),
    "sin": Peer("sin({})", torch.sin, anp.sin, (WIDE,)),
    "cos": Peer("cos({})", torch.cos, anp.cos, (WIDE,)),
    "tanh": Peer("tanh({})", torch.tanh, anp.tanh, (NEAR,), terms=lambda out: 1 + out * out),
    "sigmoid": Peer("sigmoid({})", torch.sigmoid, expit, (NEAR,), terms=lambda out: out + out * out),
    "relu": Peer("relu({})", torch.relu, lambda x: anp.where(x > 0, x, 0.0), (WIDE,), lambda x: abs(x) > 1e-3),
}
