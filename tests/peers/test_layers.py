"""Each node's layer by itself against PyTorch and autograd: any shapes, any upstream gradient, and at the corners."""

from typing import Any

import numpy as np
import pytest
import torch
from autograd import make_vjp

from tutor.core.layers import NODES

from .closeness import TOLERANCE, assert_close, broadcastable, random_shape, summed_to
from .nodes import PEERS, Peer

pytestmark = pytest.mark.peers

SHAPES = [
    ((), ()),
    ((3,), ()),
    ((), (2, 3)),
    ((3, 1), (4,)),
    ((4,), (3, 1)),
    ((2, 3), (3,)),
    ((1,), (5,)),
    ((1, 1), (1,)),
    ((4, 1, 3), (2, 1)),
    ((2, 3, 4), (1, 3, 1)),
    ((5,), (2, 1, 3, 5)),
    ((0, 3), (1, 3)),
]


def drawn(rng: np.random.Generator, peer: Peer, shapes: Any, whole: bool = False) -> list[Any]:
    """Inputs of these shapes where the node is smooth; without axes a number, NumPy's own or an array of none."""
    while True:
        inputs = []
        for (low, high), shape in zip(peer.domains, shapes, strict=False):
            x = rng.integers(int(np.ceil(low)), int(high), endpoint=True, size=shape) if whole else None
            x = np.asarray(rng.uniform(low, high, size=shape) if x is None else x)
            inputs.append(x if x.shape else (x, x[()], x.item())[rng.integers(3)])
        if peer.accepts(*inputs):
            return inputs


def gradients(peer: Peer, inputs: list[Any], dout: Any, dtype: Any = torch.float64) -> tuple[Any, Any]:
    """PyTorch's value, and its gradient for each input."""
    leaves = [torch.tensor(np.asarray(x), dtype=dtype).requires_grad_() for x in inputs]
    out = peer.torch(*leaves)
    upstream = torch.broadcast_to(torch.tensor(np.asarray(dout), dtype=dtype), out.shape)
    return out, torch.autograd.grad(out, leaves, upstream)


def scales(peer: Peer, inputs: list[Any], dout: Any) -> list[np.ndarray]:
    """The size of the terms that each input's gradient is the sum of."""
    shape = np.broadcast_shapes(*map(np.shape, inputs))
    out, parts = gradients(peer, [np.broadcast_to(x, shape) for x in inputs], dout)
    terms = [np.abs(part.numpy()) for part in parts]
    if peer.terms:
        terms = [peer.terms(np.abs(out.detach().numpy())) * np.abs(dout)]
    return [summed_to(term, np.shape(x)) for term, x in zip(terms, inputs, strict=True)]


def backward(layer: Any, dout: Any, arity: int) -> tuple[Any, ...]:
    """A gradient for each input: a layer of one input returns it bare."""
    found = layer.backward(dout)
    return (found,) if arity == 1 else found


def compare(op: str, inputs: list[Any], dout: Any) -> None:
    peer, layer = PEERS[op], NODES[op]()
    out = layer.forward(*inputs)
    ours = backward(layer, dout, peer.arity)
    terms = scales(peer, inputs, dout)
    value, theirs = gradients(peer, inputs, dout)
    assert_close(out, value)
    for mine, other, scale, x in zip(ours, theirs, terms, inputs, strict=True):
        assert np.shape(mine) == np.shape(x)
        assert_close(mine, other, scale)

    vjp, value = make_vjp(peer.autograd, tuple(range(peer.arity)))(*(np.asarray(x, dtype=float) for x in inputs))
    assert_close(out, value)
    for mine, other, scale in zip(ours, vjp(np.broadcast_to(dout, value.shape) * 1.0), terms, strict=True):
        assert_close(mine, other, scale)


def test_every_node_has_its_peer() -> None:
    assert set(PEERS) == set(NODES)


@pytest.mark.parametrize("op", PEERS)
@pytest.mark.parametrize("whole", [False, True], ids=["floats", "integers"])
class TestShapes:
    @pytest.mark.parametrize("shapes", SHAPES, ids=str)
    def test_chosen(self, op: str, shapes: Any, whole: bool) -> None:
        rng = np.random.default_rng(len(str(shapes)))
        inputs = drawn(rng, PEERS[op], shapes, whole)
        compare(op, inputs, rng.normal(size=np.broadcast_shapes(*map(np.shape, inputs))))

    def test_random(self, op: str, whole: bool) -> None:
        for seed in range(50):
            rng = np.random.default_rng(seed)
            shape = random_shape(rng)
            inputs = drawn(rng, PEERS[op], [broadcastable(rng, shape) for _ in range(2)], whole)
            full = np.broadcast_shapes(*map(np.shape, inputs))
            compare(op, inputs, rng.normal(size=full))
            compare(op, inputs, rng.normal(size=broadcastable(rng, full)))
            compare(op, inputs, 1)


@pytest.mark.parametrize("op", PEERS)
@pytest.mark.parametrize("dtype", [np.int8, np.uint8, np.int32, np.int64])
def test_integer_types(op: str, dtype: type) -> None:
    rng, peer = np.random.default_rng(0), PEERS[op]
    tries = ([np.abs(x) for x in drawn(rng, peer, [(3, 4), (4,)], whole=True)] for _ in range(100))
    inputs = next(found for found in tries if peer.accepts(*found))
    compare(op, [x.astype(dtype) for x in inputs], rng.integers(100, size=(3, 4)).astype(dtype))


@pytest.mark.parametrize("op", PEERS)
def test_single_precision(op: str) -> None:
    peer = PEERS[op]
    for seed in range(20):
        rng = np.random.default_rng(seed)
        inputs = [x.astype(np.float32) for x in drawn(rng, peer, [(3, 4), (4,)])]
        dout = rng.normal(size=(3, 4)).astype(np.float32)
        layer = NODES[op]()
        out = layer.forward(*inputs)
        value, theirs = gradients(peer, inputs, dout, torch.float32)
        assert_close(out, value, tolerance=1e-6)
        for mine, other, scale in zip(
            backward(layer, dout, peer.arity), theirs, scales(peer, inputs, dout), strict=True
        ):
            assert_close(mine, other, scale, tolerance=2e-6)
            assert mine.dtype == out.dtype == np.float32


class TestCorners:
    """Where a derivative is a matter of convention, or where none is finite."""

    def compare(self, op: str, *inputs: Any) -> None:
        """Against PyTorch alone, on arrays: autograd has conventions of its own there."""
        layer, arrays = NODES[op](), [np.array(x, dtype=float) for x in inputs]
        dout = np.full(arrays[0].shape, 3.0)
        value, theirs = gradients(PEERS[op], arrays, dout)
        with np.errstate(all="ignore"):
            assert_close(layer.forward(*arrays), value)
            for mine, other in zip(backward(layer, dout, len(arrays)), theirs, strict=True):
                assert_close(mine, other)

    def test_relu_at_zero_sends_nothing_back(self) -> None:
        self.compare("relu", [-1, -0.0, 0.0, 5e-324, 1])
        assert gradients(PEERS["relu"], [0.0], 1)[1][0] == 0

    def test_a_tie_is_shared(self) -> None:
        self.compare("max", [1, 2, 0.0, 3], [1, 1, -0.0, 4])
        compare("max", [np.array([[2.0], [1.0]]), np.array([2.0, 1.0, 0.0])], np.array([1.0, 10.0, 100.0]))
        compare("max", [2, 2], 3)
        assert [part.item() for part in gradients(PEERS["max"], [2.0, 2.0], 3)[1]] == [1.5, 1.5]

    @pytest.mark.parametrize("op", ["log", "ln", "sqrt"])
    def test_the_end_of_the_domain(self, op: str) -> None:
        self.compare(op, [0.0, 5e-324, 1e-308, 1, 1e308])
        value, (slope,) = gradients(PEERS[op], [np.array([0.0])], 1)
        assert np.isinf(slope.item()) and value.item() == (0 if op == "sqrt" else -np.inf)

    def test_powers(self) -> None:
        x, n = np.meshgrid([0.0, -2, -1, -0.5, 1, 3], [0.0, 1, 2, 3, 5])
        self.compare("^", x, n)
        x, n = np.meshgrid([-2.0, -0.5, 1, 3], [-1.0, -2, -3])
        self.compare("^", x, n)
        self.compare("^", [0.0, 0.0], [0.5, 1.5])

    def test_quotients_of_very_large_and_small_numbers(self) -> None:
        self.compare("/", [1e200, 1e-200, 1e300, -1e-300], [1e200, 1e-200, -1e5, 1e5])

    @pytest.mark.parametrize("op", ["tanh", "sigmoid"])
    def test_saturation(self, op: str) -> None:
        peer, x = PEERS[op], np.concatenate([-np.logspace(-9, 3, 200), [0.0], np.logspace(-9, 3, 200)])
        x = np.concatenate([x, np.linspace(-45, 45, 500)])
        layer, dout = NODES[op](), np.linspace(0.5, 2, x.size)
        out, ours = layer.forward(x), layer.backward(dout)
        value, (theirs,) = gradients(peer, [x], dout)
        # Beyond -709 PyTorch's e^-x overflows and its sigmoid is 0, where it is not quite.
        smallest = np.finfo(float).tiny / TOLERANCE
        assert_close(out, value, smallest)
        assert_close(ours, theirs, np.maximum(scales(peer, [x], dout)[0], smallest))
        assert np.all(ours >= 0)
        numbers = [NODES[op]() for _ in x]
        assert_close([node.forward(at) for node, at in zip(numbers, x.tolist(), strict=True)], value, smallest)
