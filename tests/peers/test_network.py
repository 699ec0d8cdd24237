"""Affine, SoftmaxWithLoss and whole networks against PyTorch and autograd."""

import math
from typing import Any

import autograd.numpy as anp
import numpy as np
import pytest
import torch
from autograd import make_vjp
from autograd.scipy.special import logsumexp
from torch.nn import functional

from tutor.core import Affine, Network, SoftmaxWithLoss

from .closeness import TOLERANCE, assert_close

pytestmark = pytest.mark.peers

ACTIVATIONS = {"relu": torch.relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh}


def leaf(x: Any, dtype: Any = torch.float64) -> torch.Tensor:
    return torch.tensor(np.asarray(x), dtype=dtype).requires_grad_()


class TestAffine:
    @pytest.mark.parametrize(
        ("shape", "flattened"),
        [
            ((3,), (3,)),
            ((1, 3), (1, 3)),
            ((5, 3), (5, 3)),
            ((5, 2, 3), (5, 2, 3)),
            ((2, 4, 1, 3), (2, 4, 1, 3)),
            ((5, 3, 1), (5, 3)),
            ((0, 3), (0, 3)),
        ],
        ids=str,
    )
    @pytest.mark.parametrize(("dtype", "tolerance"), [(np.float64, 1e-12), (np.float32, 1e-5), (np.int8, 1e-12)])
    def test_any_batch(self, shape: Any, flattened: Any, dtype: type, tolerance: float) -> None:
        for seed in range(10):
            rng = np.random.default_rng(seed)
            n_out = int(rng.integers(1, 6))
            x, W, b = ((10 * rng.normal(size=size)).astype(dtype) for size in (shape, (3, n_out), (n_out,)))
            layer = Affine(W, b)
            out = layer.forward(x)
            dout = (10 * rng.normal(size=out.shape)).astype(dtype)
            dx = layer.backward(dout)

            kind = torch.float32 if dtype == np.float32 else torch.float64
            leaves = [leaf(each, kind) for each in (x, W, b)]
            value = leaves[0].reshape(flattened) @ leaves[1] + leaves[2]
            theirs = torch.autograd.grad(value, leaves, torch.tensor(dout, dtype=kind))
            rows, upstream = np.abs(x.reshape(-1, 3) * 1.0), np.abs(dout.reshape(-1, n_out) * 1.0)
            assert_close(out, value, (rows @ np.abs(W * 1.0) + np.abs(b * 1.0)).reshape(out.shape), tolerance)
            assert_close(dx, theirs[0], (upstream @ np.abs(W.T * 1.0)).reshape(shape), tolerance)
            assert_close(layer.dW, theirs[1], rows.T @ upstream, tolerance)
            assert_close(layer.db, theirs[2], upstream.sum(axis=0), tolerance)

            def by_autograd(x: Any, W: Any, b: Any, flattened: Any = flattened) -> Any:
                return anp.dot(anp.reshape(x, flattened), W) + b

            vjp, _ = make_vjp(by_autograd, (0, 1, 2))(*(each * 1.0 for each in (x, W, b)))
            _, *by_parameters = vjp(dout * 1.0)
            assert_close(layer.dW, by_parameters[0], rows.T @ upstream, tolerance)
            assert_close(layer.db, by_parameters[1], upstream.sum(axis=0), tolerance)


class TestSoftmaxWithLoss:
    @pytest.mark.parametrize("size", [1, 30, 1e3])
    @pytest.mark.parametrize("shape", [(4, 3), (1, 5), (6, 1), (3,), (2, 3, 4)], ids=str)
    def test_labels_as_indices_and_one_hot(self, shape: tuple[int, ...], size: float) -> None:
        for seed in range(10):
            rng = np.random.default_rng(seed)
            x, t = size * rng.normal(size=shape), rng.integers(shape[-1], size=shape[:-1])
            one_hot, batch, dout = np.eye(shape[-1])[t], math.prod(shape[:-1]), float(rng.normal())
            scores = leaf(x)
            flat, labels = scores.reshape(-1, shape[-1]), torch.tensor(t).reshape(-1)
            loss = functional.cross_entropy(flat, labels)
            (theirs,) = torch.autograd.grad(loss, scores, torch.tensor(dout, dtype=torch.float64))
            shares = functional.cross_entropy(flat, torch.tensor(one_hot).reshape(-1, shape[-1]))
            y = torch.softmax(scores, dim=-1).detach().numpy()

            def by_autograd(x: Any, one_hot: Any = one_hot, batch: int = batch) -> Any:
                return anp.sum((logsumexp(x, axis=-1, keepdims=True) - x) * one_hot) / batch

            vjp, value = make_vjp(by_autograd)(x)
            # y has the scores' rounding, for it grows with e to them; below the normal numbers it has few digits.
            scale = np.maximum((y + one_hot) * (abs(dout) / batch), np.finfo(float).tiny / 1e-12)
            for labels_of_ours in (t, one_hot, one_hot.astype(int)):
                last = SoftmaxWithLoss()
                ours = last.forward(x, labels_of_ours)
                for right in (loss, shares, value):
                    assert_close(ours, right, np.abs(x).max())
                assert_close(last.backward(dout), theirs, scale)
                assert_close(last.backward(dout), vjp(dout), scale)
                assert_close(last.y, y, np.finfo(float).tiny / 1e-12)

    def test_shares_as_labels(self) -> None:
        rng = np.random.default_rng(0)
        x, t = rng.normal(size=(5, 4)), rng.dirichlet(np.ones(4), size=5)
        scores, last = leaf(x), SoftmaxWithLoss()
        loss = functional.cross_entropy(scores, torch.tensor(t))
        assert_close(last.forward(x, t), loss)
        assert_close(last.backward(), torch.autograd.grad(loss, scores)[0], 1 / 5)

    def test_single_precision(self) -> None:
        rng = np.random.default_rng(0)
        x, t = rng.normal(size=(8, 5)).astype(np.float32), rng.integers(5, size=8)
        scores, last = leaf(x, torch.float32), SoftmaxWithLoss()
        loss = functional.cross_entropy(scores, torch.tensor(t))
        assert_close(last.forward(x, t), loss, tolerance=1e-6)
        ours = last.backward()
        assert_close(ours, torch.autograd.grad(loss, scores)[0], 1 / 8, tolerance=1e-6)
        assert ours.dtype == np.float32


class TestNetwork:
    @pytest.mark.parametrize("activation", ACTIVATIONS)
    @pytest.mark.parametrize("depth", [1, 2, 3, 6])
    @pytest.mark.parametrize("batch", [None, 1, 7, 50])
    def test_loss_and_gradient(self, activation: str, depth: int, batch: int | None) -> None:
        for seed in range(5):
            rng = np.random.default_rng(seed)
            sizes = rng.integers(2, 12, size=depth + 1).tolist()
            network = Network(sizes, activation, weights=float(rng.uniform(0.3, 1)), seed=seed)
            for key in network.params:
                network.params[key] += 0.3 * rng.normal(size=network.params[key].shape)
            axes = () if batch is None else (batch,)
            x, t = rng.normal(size=(*axes, sizes[0])), rng.integers(sizes[-1], size=axes)
            self.compare(network, activation, depth, x, t)
            self.compare(network, activation, depth, x, np.eye(sizes[-1])[t])

    def test_pictures_are_flattened(self) -> None:
        rng = np.random.default_rng(0)
        network = Network([12, 6, 4], "tanh", weights=0.5)
        self.compare(network, "tanh", 2, rng.normal(size=(5, 3, 4)), rng.integers(4, size=5))

    @pytest.mark.parametrize("activation", ACTIVATIONS)
    def test_single_precision(self, activation: str) -> None:
        rng = np.random.default_rng(0)
        network = Network([6, 5, 4, 3], activation, weights=0.7, dtype=np.float32)
        x, t = rng.normal(size=(9, 6)).astype(np.float32), rng.integers(3, size=9)
        self.compare(network, activation, 3, x, t, 1e-5)
        assert {value.dtype for value in network.gradient(x, t).values()} == {np.dtype(np.float32)}

    def compare(
        self, network: Network, activation: str, depth: int, x: Any, t: Any, tolerance: float = TOLERANCE
    ) -> None:
        params = {key: leaf(value, None) for key, value in network.params.items()}
        n_in = len(network.params["W1"])
        out = torch.tensor(x).reshape(-1, n_in)
        for k in range(1, depth + 1):
            out = out @ params[f"W{k}"] + params[f"b{k}"]
            if k < depth:
                out = ACTIVATIONS[activation](out)
        labels = torch.tensor(t)
        labels = labels.reshape(out.shape) if labels.is_floating_point() else labels.reshape(-1)
        loss = functional.cross_entropy(out, labels)
        theirs = dict(zip(params, torch.autograd.grad(loss, list(params.values())), strict=True))
        assert_close(network.predict(x).reshape(out.shape), out, out.abs().max().item(), tolerance)
        assert_close(network.loss(x, t), loss, out.abs().max().item(), tolerance)
        ours = network.gradient(x, t)
        assert list(ours) == list(theirs)
        for key in ours:  # on the scale of the whole array: single numbers are sums over the batch that may cancel
            assert_close(ours[key], theirs[key], theirs[key].abs().max().item(), tolerance)
