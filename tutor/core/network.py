"""Affine, SoftmaxWithLoss and a small network made of layers.

Source: chapters 5 and 6 of "Deep Learning from Scratch" (밑바닥부터 시작하는 딥러닝), whose names and conventions
these follow. Nothing that is handed in is changed, arrays of integers are worked with as floats, and what does
not fit is a ValueError that names both shapes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from tutor.core.arrays import np, quietly
from tutor.core.layers import Relu, Sigmoid, Tanh
from tutor.core.numeric import STEP
from tutor.core.numeric import numerical_gradient as numerical_gradient_at

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import ArrayLike, DTypeLike, NDArray

__all__ = ["ACTIVATIONS", "Affine", "Network", "SoftmaxWithLoss", "initial_deviation", "initial_weights", "softmax"]

ACTIVATIONS: dict[str, type[Relu] | type[Sigmoid] | type[Tanh]] = {"relu": Relu, "sigmoid": Sigmoid, "tanh": Tanh}
"""The layers that may stand between two Affine layers, by name."""


class Affine:
    """out = x W + b, with W of shape (n_in, n_out) and b of shape (n_out,).

    Arrays of floats are kept, not copied: an optimizer that moves them in place trains the layer.
    After `backward`, `dW` and `db` are the gradients at W and b, summed over the batch.
    """

    def __init__(self, W: ArrayLike, b: ArrayLike) -> None:
        self.W = _floats(W, "W")
        self.b = _floats(b, "b")
        self.x: NDArray[Any] | None = None
        self.dW: NDArray[Any] | None = None
        self.db: NDArray[Any] | None = None
        self._in_shape: tuple[int, ...] = ()
        self._out_shape: tuple[int, ...] = ()
        self._must_fit()

    def forward(self, x: ArrayLike) -> NDArray[Any]:
        """Work out x W + b and keep x, as rows.

        x is one sample (n_in,), giving (n_out,); a batch (N, ...) of samples of any shape with n_in numbers each,
        which are flattened, giving (N, n_out); or else (..., n_in), giving (..., n_out).
        """
        self._must_fit()
        given = _floats(x, "x")
        n_in, n_out = self.W.shape
        batch = self._batch(given.shape)
        self._in_shape, self._out_shape = given.shape, (*batch, n_out)
        self.x = given.reshape(math.prod(batch), n_in)
        with quietly():  # what overflows here is reported by name where the loss is worked out
            out: NDArray[Any] = self.x @ self.W + self.b
        return out.reshape(self._out_shape)

    def backward(self, dout: ArrayLike) -> NDArray[Any]:
        """The gradient at x, dout W^T in the shape of x; sets `dW` = x^T dout and `db` = dout summed over the batch.

        dout has the shape of the output.
        """
        rows = self.backward_parameters(dout)
        with quietly():
            dx: NDArray[Any] = rows @ self.W.T
        return dx.reshape(self._in_shape)

    def backward_parameters(self, dout: ArrayLike) -> NDArray[Any]:
        """Set `dW` and `db` only, for a first layer, whose input needs no gradient; returns dout as rows."""
        if self.x is None:
            raise ValueError("backward of Affine needs a forward before it")
        upstream = _floats(dout, "dout")
        if upstream.shape != self._out_shape:
            raise ValueError(f"dout of shape {upstream.shape} does not fit the output's shape {self._out_shape}")
        rows = upstream.reshape(len(self.x), self._out_shape[-1])
        with quietly():
            self.dW = self.x.T @ rows
            self.db = rows.sum(axis=0)
        return rows

    def _must_fit(self) -> None:
        if self.W.ndim != 2 or self.b.shape != self.W.shape[1:]:
            raise ValueError(
                f"W must be of shape (n_in, n_out) and b of shape (n_out,), not {self.W.shape} and {self.b.shape}"
            )

    def _batch(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """The axes of an input that count samples."""
        n_in = self.W.shape[0]
        if len(shape) > 1 and math.prod(shape[1:]) == n_in:
            return shape[:1]
        if shape and shape[-1] == n_in:
            return shape[:-1]
        raise ValueError(
            f"x of shape {shape} does not fit W of shape {self.W.shape}: a sample must have {n_in} numbers"
        )


class SoftmaxWithLoss:
    """The mean cross-entropy of softmax(x) against the labels t.

    After `forward`, `y` holds the probabilities, in x's shape, and `loss` the loss.
    """

    def __init__(self) -> None:
        self.y: NDArray[Any] | None = None
        self.t: NDArray[Any] | None = None
        self.loss: float | None = None

    def forward(self, x: ArrayLike, t: ArrayLike) -> float:
        """The loss of the scores x: (N, classes), or (classes,) for one sample.

        t holds indices, in x's shape without its last axis, or one-hot rows, in x's shape; a row may also
        be shares that add up to 1. ValueError where a score is not finite: training has diverged.
        """
        scores = _floats(x, "x")
        target = _target(t, scores.shape)
        _must_be_finite(scores)
        with quietly():
            self.y, log_y = _softmax(scores)
            if target.ndim < scores.ndim:
                gains = log_y[_places(target)]
            else:
                target = target.astype(scores.dtype, copy=False)
                gains = np.where(target > 0, target * log_y, 0).sum(axis=-1)
        self.t = target
        self.loss = 0.0 - float(gains.mean())
        return self.loss

    def backward(self, dout: float = 1) -> NDArray[Any]:
        """The gradient at x, (y - t) / batch * dout, with t as one-hot rows; of the floats that x has."""
        if self.y is None or self.t is None:
            raise ValueError("backward of SoftmaxWithLoss needs a forward before it")
        if self.t.ndim == self.y.ndim:
            dx: NDArray[Any] = self.y - self.t
        else:
            dx = self.y.copy()
            dx[_places(self.t)] -= 1
        dx *= dout / math.prod(dx.shape[:-1])
        return dx


def softmax(x: ArrayLike) -> NDArray[Any]:
    """Scores along the last axis as probabilities; scores of any finite size will do."""
    scores = _floats(x, "x")
    if scores.ndim == 0 or scores.shape[-1] == 0:
        raise ValueError(f"softmax needs at least one score, not x of shape {scores.shape}")
    _must_be_finite(scores)
    with quietly():
        return _softmax(scores)[0]


def initial_deviation(kind: float | str, n_in: int) -> float:
    """The standard deviation of starting weights behind `n_in` inputs.

    `kind` is that number itself, or "xavier", sqrt(1 / n_in), for sigmoid and tanh, or "he", sqrt(2 / n_in), for
    relu. Source: the book's chapter 6, after Glorot and Bengio 2010 and He et al. 2015 (Glorot and Bengio
    themselves use the mean of n_in and n_out).
    """
    if kind == "xavier":
        return math.sqrt(1 / n_in)
    if kind == "he":
        return math.sqrt(2 / n_in)
    if isinstance(kind, str) or not 0 <= kind < math.inf:
        raise ValueError(f'weights are "xavier", "he" or a standard deviation, 0 or more, not {kind!r}')
    return float(kind)


def initial_weights(kind: float | str, n_in: int, n_out: int, rng: Generator) -> NDArray[Any]:
    """Normal random weights of shape (n_in, n_out) with mean 0.

    Their standard deviation is `initial_deviation(kind, n_in)`.
    """
    if n_in < 1 or n_out < 1:
        raise ValueError(f"weights need at least one input and one output, not {n_in} and {n_out}")
    return rng.standard_normal((n_in, n_out)) * initial_deviation(kind, n_in)


class Network:
    """Affine layers with an activation between each two, and SoftmaxWithLoss at the end.

    `sizes` are the numbers of inputs, of units of each hidden layer, and of classes. `params` holds "W1", "b1",
    "W2", ..., the arrays that the layers work with: what moves or replaces them trains the network. Biases
    start at 0, weights as `initial_weights` draws them from `seed`. With `dtype=np.float32` all is worked out
    in floats of half the size, inputs too: quicker, and right to about 7 digits.
    """

    def __init__(
        self,
        sizes: Iterable[int],
        activation: str = "relu",
        weights: float | str = "he",
        seed: int = 0,
        dtype: DTypeLike = float,
    ) -> None:
        self.sizes = tuple(sizes)
        self.dtype = np.dtype(dtype)
        if len(self.sizes) < 2:
            raise ValueError(f"a network needs the number of its inputs and of its outputs, not {self.sizes}")
        if activation not in ACTIVATIONS:
            raise ValueError(f"activation is one of {', '.join(ACTIVATIONS)}, not {activation!r}")
        if self.dtype.kind != "f":
            raise ValueError(f"dtype is a type of floats, not {self.dtype}")
        rng = np.random.default_rng(seed)
        self.params: dict[str, NDArray[Any]] = {}
        self._affine: list[Affine] = []
        for k, (n_in, n_out) in enumerate(pairwise(self.sizes), start=1):
            W = initial_weights(weights, n_in, n_out, rng).astype(self.dtype, copy=False)
            layer = Affine(W, np.zeros(n_out, self.dtype))
            self.params |= {f"W{k}": layer.W, f"b{k}": layer.b}
            self._affine.append(layer)
        self._between = [ACTIVATIONS[activation]() for _ in self._affine[1:]]
        self._last = SoftmaxWithLoss()

    def predict(self, x: ArrayLike) -> NDArray[Any]:
        """The scores of the classes, before softmax: (N, classes), or (classes,) for one sample."""
        self._use_params()
        out = self._affine[0].forward(_floats(x, "x").astype(self.dtype, copy=False))
        with quietly():
            for activation, affine in zip(self._between, self._affine[1:], strict=True):
                out = affine.forward(activation.forward(out))
        return out

    def loss(self, x: ArrayLike, t: ArrayLike) -> float:
        """The mean cross-entropy of a batch, or of one sample; t as indices or one-hot."""
        return self.judge(self.predict(x), t)

    def judge(self, scores: ArrayLike, t: ArrayLike) -> float:
        """The same from the scores that `predict` gave."""
        return self._last.forward(scores, t)

    def accuracy(self, x: ArrayLike, t: ArrayLike) -> float:
        """The share of samples whose highest score is that of their label, 0 to 1; t as indices or one-hot."""
        scores = self.predict(x)
        target = _target(t, scores.shape)
        _must_be_finite(scores)
        labels = target if target.ndim < scores.ndim else target.argmax(axis=-1)
        return float((scores.argmax(axis=-1) == labels).mean())

    def gradient(self, x: ArrayLike, t: ArrayLike) -> dict[str, NDArray[Any]]:
        """The gradient of the loss at every parameter, by backpropagation; keys and order are those of `params`."""
        self.loss(x, t)
        return self.backward()

    def backward(self) -> dict[str, NDArray[Any]]:
        """The same after `loss`, for the batch that it was given."""
        for _ in self.flow_back():
            pass
        return self.grads

    @property
    def grads(self) -> dict[str, NDArray[Any]]:
        """The gradients at the parameters that the last backward pass found."""
        grads: dict[str, NDArray[Any]] = {}
        for k, affine in enumerate(self._affine, start=1):
            if affine.dW is None or affine.db is None:
                raise ValueError("a network has gradients after a backward pass")
            grads |= {f"W{k}": affine.dW, f"b{k}": affine.db}
        return grads

    def flow_back(self) -> Iterator[NDArray[Any]]:
        """After `loss`: the gradient at each layer's output (behind its activation), from the last layer to the first.

        Each is of shape (N, units). When all were taken, `grads` has those of the parameters.
        """
        dout = self._last.backward()
        yield dout
        for activation, affine in zip(reversed(self._between), reversed(self._affine[1:]), strict=True):
            dout = affine.backward(dout)
            yield dout
            with quietly():
                dout = activation.backward(dout)
        self._affine[0].backward_parameters(dout)

    def numerical_gradient(self, x: ArrayLike, t: ArrayLike, h: float = STEP) -> dict[str, NDArray[Any]]:
        """The same by central differences: two losses for each single number, so for checks of small networks.

        They are worked out in float64 whatever `dtype` is, for the step is lost in the rounding of smaller floats.
        """
        params = self.params
        exact = {key: value.astype(float) for key, value in params.items()}

        def at(key: str, value: NDArray[Any]) -> float:
            self.params = exact | {key: value}
            return self.loss(x, t)

        try:
            return {key: numerical_gradient_at(partial(at, key), value, h) for key, value in exact.items()}
        finally:
            self.params = params

    def _use_params(self) -> None:
        """So that `params["W1"] = params["W1"] - step` trains as well as the step in place does."""
        for k, affine in enumerate(self._affine, start=1):
            affine.W, affine.b = self.params[f"W{k}"], self.params[f"b{k}"]


def _softmax(scores: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """The probabilities, and their logarithms, which are finite where a probability is too small for a float."""
    shifted = scores - scores.max(axis=-1, keepdims=True)  # changes no probability, and lets no exp overflow
    y = np.exp(shifted)
    total = y.sum(axis=-1, keepdims=True)
    y /= total
    return y, shifted - np.log(total)


def _places(labels: NDArray[Any]) -> tuple[NDArray[Any], ...]:
    """The index of each sample's label in an array of scores."""
    return (*np.indices(labels.shape, sparse=True), labels)


def _must_be_finite(scores: NDArray[Any]) -> None:
    if not np.isfinite(scores).all():
        raise ValueError("the scores are not all finite: the inputs, the weights or a step are too large")


def _floats(values: ArrayLike, name: str) -> NDArray[Any]:
    """Values as an array of floats: the very same where it is one already."""
    array = np.asarray(values)
    if array.dtype.kind in "iub":
        return array.astype(float)
    if array.dtype.kind != "f":
        raise ValueError(f"{name} must hold numbers, not {array.dtype}")
    return array


def _target(t: ArrayLike, shape: tuple[int, ...]) -> NDArray[Any]:
    """Labels for scores of a shape: indices as integers, or rows of shares as floats, by their own shape."""
    if not shape or 0 in shape:
        raise ValueError(f"the loss needs at least one sample and one class, not scores of shape {shape}")
    target = _floats(t, "t")
    if target.shape == shape:
        if (target < 0).any() or not (np.abs(target.sum(axis=-1) - 1) <= 1e-5).all():
            raise ValueError("t in the shape of the scores must be one-hot: each row 0 or more, adding up to 1")
        return target
    if target.shape != shape[:-1]:
        raise ValueError(
            f"t of shape {target.shape} does not fit scores of shape {shape}: indices of shape "
            f"{shape[:-1]} or one-hot rows of shape {shape} are needed"
        )
    if not ((target >= 0) & (target < shape[-1]) & (target == np.floor(target))).all():
        raise ValueError(f"t must hold whole numbers from 0 to {shape[-1] - 1}, the indices of the classes")
    return target.astype(int)
