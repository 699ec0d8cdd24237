"""How large the gradient is at each layer of a deep network."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from tutor.core.arrays import np
from tutor.core.network import Network

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["LayerNorms", "frobenius", "gradient_norms", "layer_norms"]


class LayerNorms(NamedTuple):
    """Norms of gradients, an entry a layer, from the input's side; inf where one is beyond the floats."""

    weights: tuple[float, ...]
    """Of dW, the gradient at the layer's weights."""
    outputs: tuple[float, ...]
    """Of the gradient at the layer's output, behind its activation, over the batch."""


def layer_norms(
    depth: int,
    activation: str,
    weights: float | str,
    width: int = 100,
    seed: int = 0,
    batch: int = 100,
) -> LayerNorms:
    """How large the gradient is at each layer of a deep network that has not learnt yet.

    The network has `depth` Affine layers, all of `width` inputs and outputs, so that their norms can be compared.
    One batch of normal random inputs with random labels runs forward and back; each entry is a Frobenius norm.
    Sigmoid multiplies the gradient by 0.25 at most in every layer, so with small weights it vanishes towards the
    input; relu with "he" keeps its size. Weights of relu that are too small or too large make all layers' dW small
    or large alike, since dW is the product of what comes forward, which shrinks towards the output, and of what
    comes back, which shrinks towards the input. ValueError where the scores are not finite.
    """
    if depth < 1 or width < 1 or batch < 1:
        raise ValueError(f"depth, width and batch are 1 or more, not {depth}, {width} and {batch}")
    network = Network([width] * (depth + 1), activation, weights, seed)
    rng = np.random.default_rng([seed, 1])  # another stream than that of the weights
    network.loss(rng.standard_normal((batch, width)), rng.integers(width, size=batch))
    outputs = [frobenius(dout) for dout in network.flow_back()]
    grads = network.grads
    at_weights = (frobenius(grads[f"W{k}"]) for k in range(1, depth + 1))
    return LayerNorms(tuple(at_weights), tuple(reversed(outputs)))


def gradient_norms(
    depth: int,
    activation: str,
    weights: float | str,
    width: int = 100,
    seed: int = 0,
    batch: int = 100,
) -> list[float]:
    """The norms of dW that `layer_norms` finds."""
    return list(layer_norms(depth, activation, weights, width, seed, batch).weights)


def frobenius(values: NDArray[Any]) -> float:
    """The root of the sum of squares, scaled by the largest, since squares vanish or overflow long before it does."""
    largest = float(np.abs(values).max())
    if not math.isfinite(largest):
        return math.inf
    return largest * float(np.linalg.norm(values / largest)) if largest else 0.0
