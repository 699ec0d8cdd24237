"""The network's layers, weights, training and data sets: against central differences and independent formulas."""

import copy
import math
from itertools import pairwise

import numpy as np
import pytest

from tutor.core import (
    SGD,
    Affine,
    Momentum,
    Network,
    SoftmaxWithLoss,
    digits,
    gradient_norms,
    initial_deviation,
    initial_weights,
    layer_norms,
    numerical_gradient,
    softmax,
    two_spirals,
    xor,
)


def off(ours: np.ndarray, other: np.ndarray) -> float:
    """The relative error, on the scale of the whole array."""
    assert ours.shape == other.shape
    scale = np.abs(ours).max(initial=0) + np.abs(other).max(initial=0)
    return float(np.abs(ours - other).max(initial=0) / scale) if scale else 0.0


def one_hot(t: np.ndarray, classes: int) -> np.ndarray:
    return np.eye(classes, dtype=int)[t]


class TestAffine:
    @pytest.mark.parametrize(
        ("x_shape", "n_in", "out_shape"),
        [
            ((5, 3), 3, (5, 4)),
            ((1, 3), 3, (1, 4)),
            ((3,), 3, (4,)),
            ((5, 2, 3), 6, (5, 4)),
            ((2, 1, 3, 3), 9, (2, 4)),
            ((5, 2, 3), 3, (5, 2, 4)),
            ((0, 3), 3, (0, 4)),
            ((1,), 1, (4,)),
        ],
    )
    def test_every_gradient_by_central_differences(self, x_shape: tuple, n_in: int, out_shape: tuple) -> None:
        rng = np.random.default_rng(0)
        x, W, b = rng.normal(size=x_shape), rng.normal(size=(n_in, 4)), rng.normal(size=4)
        dout = rng.normal(size=out_shape)
        layer = Affine(W, b)
        assert layer.forward(x).shape == out_shape
        dx = layer.backward(dout)
        assert off(dx, numerical_gradient(lambda x: float((Affine(W, b).forward(x) * dout).sum()), x)) < 1e-6
        assert off(layer.dW, numerical_gradient(lambda W: float((Affine(W, b).forward(x) * dout).sum()), W)) < 1e-6
        assert off(layer.db, numerical_gradient(lambda b: float((Affine(W, b).forward(x) * dout).sum()), b)) < 1e-6

    def test_a_batch_is_its_samples(self) -> None:
        rng = np.random.default_rng(1)
        x, dout = rng.normal(size=(6, 3)), rng.normal(size=(6, 2))
        layer = Affine(rng.normal(size=(3, 2)), rng.normal(size=2))
        together, dx = layer.forward(x), layer.backward(dout)
        dW, db = layer.dW, layer.db
        summed_W, summed_b = 0, 0
        for i in range(6):
            np.testing.assert_allclose(layer.forward(x[i]), together[i], rtol=1e-12, atol=1e-14)
            np.testing.assert_allclose(layer.backward(dout[i]), dx[i], rtol=1e-12, atol=1e-14)
            summed_W, summed_b = summed_W + layer.dW, summed_b + layer.db
        np.testing.assert_allclose(summed_W, dW, rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(summed_b, db, rtol=1e-12, atol=1e-14)

    def test_known_numbers(self) -> None:
        layer = Affine([[1, 2, 3], [4, 5, 6]], [10, 20, 30])
        assert layer.forward([[1, 1], [2, 0]]).tolist() == [[15, 27, 39], [12, 24, 36]]
        assert layer.backward([[1, 0, 1], [0, 1, 0]]).tolist() == [[4, 10], [2, 5]]
        assert layer.dW.tolist() == [[1, 2, 1], [1, 0, 1]]
        assert layer.db.tolist() == [1, 1, 1]

    @pytest.mark.parametrize("dtype", [np.int64, np.uint8, np.int8])
    def test_integers_give_what_floats_give(self, dtype: type) -> None:
        x, W, b = np.full((2, 3), 100, dtype), np.full((3, 2), 100, dtype), np.full(2, 100, dtype)
        whole, real = Affine(W, b), Affine(W.astype(float), b.astype(float))
        assert (whole.forward(x) == 30100).all()
        assert (real.forward(x.astype(float)) == 30100).all()
        dout = np.full((2, 2), 100, dtype)
        assert (whole.backward(dout) == real.backward(dout.astype(float))).all()
        assert (whole.dW == real.dW).all() and (whole.db == real.db).all()
        assert whole.dW.dtype == whole.db.dtype == float

    def test_float32_stays(self) -> None:
        layer = Affine(np.ones((3, 2), np.float32), np.ones(2, np.float32))
        assert layer.forward(np.ones((4, 3), np.float32)).dtype == np.float32
        assert layer.backward(np.ones((4, 2), np.float32)).dtype == np.float32
        assert layer.dW.dtype == layer.db.dtype == np.float32

    def test_the_arrays_are_shared_and_arguments_unchanged(self) -> None:
        rng = np.random.default_rng(2)
        arrays = [rng.normal(size=shape) for shape in [(4, 2, 3), (6, 2), (2,), (4, 2)]]
        before = copy.deepcopy(arrays)
        x, W, b, dout = arrays
        layer = Affine(W, b)
        assert layer.W is W and layer.b is b
        assert not np.shares_memory(layer.forward(x), x)
        layer.backward(dout)
        for now, then in zip(arrays, before, strict=True):
            assert (now == then).all()

    def test_what_does_not_fit(self) -> None:
        with pytest.raises(ValueError, match=r"b of shape \(n_out,\), not \(3, 2\) and \(3,\)"):
            Affine(np.ones((3, 2)), np.ones(3))
        with pytest.raises(ValueError, match="W must be"):
            Affine(np.ones(3), np.ones(3))
        layer = Affine(np.ones((3, 2)), np.ones(2))
        with pytest.raises(ValueError, match="forward before"):
            layer.backward(np.ones((1, 2)))
        for shape in [(), (2,), (5, 4), (3, 2)]:
            with pytest.raises(ValueError, match="a sample must have 3 numbers"):
                layer.forward(np.ones(shape))
        layer.forward(np.ones((5, 3)))
        for shape in [(), (2,), (5, 1), (4, 2)]:
            with pytest.raises(ValueError, match=r"dout of shape .* does not fit the output's shape \(5, 2\)"):
                layer.backward(np.ones(shape))
        with pytest.raises(ValueError, match=r"dout of shape \(1, 5, 2\)"):
            layer.backward((np.ones((5, 2)),))  # layers of one input return the gradient itself
        with pytest.raises(ValueError, match="x must hold numbers"):
            layer.forward([["a", "b", "c"]])


class TestSoftmaxWithLoss:
    @pytest.mark.parametrize("seed", range(5))
    @pytest.mark.parametrize("scale", [1, 30, 1e3])
    def test_an_independent_formula(self, seed: int, scale: float) -> None:
        rng = np.random.default_rng(seed)
        n, classes = int(rng.integers(1, 7)), int(rng.integers(2, 8))
        x, t = rng.normal(size=(n, classes)) * scale, rng.integers(classes, size=n)
        expected, slopes = 0.0, np.zeros((n, classes))
        for i in range(n):  # one number at a time
            big = max(x[i])
            expected += big - x[i, t[i]] + math.log(math.fsum(math.exp(value - big) for value in x[i]))
            for k in range(classes):
                y = 1 / math.fsum(math.exp(min(700.0, other - x[i, k])) for other in x[i])
                slopes[i, k] = (y - (k == t[i])) / n
        for labels in (t, one_hot(t, classes), one_hot(t, classes).astype(float), t.astype(float), t.tolist()):
            last = SoftmaxWithLoss()
            loss = last.forward(x, labels)
            assert type(loss) is float and loss == last.loss
            assert loss == pytest.approx(expected / n, rel=1e-12)
            np.testing.assert_allclose(last.backward(), slopes, rtol=1e-9, atol=1e-15)
            np.testing.assert_allclose(last.backward(3), 3 * slopes, rtol=1e-9, atol=1e-15)
            np.testing.assert_allclose(last.y, softmax(x), rtol=1e-15)

    @pytest.mark.parametrize("shape", [(4, 3), (1, 5), (3,), (2, 3, 4), (4, 1)])
    def test_central_differences(self, shape: tuple) -> None:
        rng = np.random.default_rng(0)
        x, t = rng.normal(size=shape), rng.integers(shape[-1], size=shape[:-1])
        for labels in (t, one_hot(t, shape[-1])):
            last = SoftmaxWithLoss()
            last.forward(x, labels)
            numeric = numerical_gradient(lambda x, labels=labels: SoftmaxWithLoss().forward(x, labels), x)
            assert off(last.backward(), numeric) < 1e-6

    def test_shares_as_labels(self) -> None:
        x, t = np.random.default_rng(0).normal(size=(3, 4)), np.full((3, 4), 0.25)
        last = SoftmaxWithLoss()
        last.forward(x, t)
        assert off(last.backward(), numerical_gradient(lambda x: SoftmaxWithLoss().forward(x, t), x)) < 1e-6

    def test_known_numbers(self) -> None:
        last = SoftmaxWithLoss()
        assert last.forward([0, 0, 0, 0], 2) == pytest.approx(math.log(4), rel=1e-15)
        assert last.backward().tolist() == [0.25, 0.25, -0.75, 0.25]
        assert last.forward([[1000, 0], [0, 1000]], [0, 0]) == 500
        assert last.backward().tolist() == [[0, 0], [-0.5, 0.5]]
        assert math.copysign(1, last.forward([[1000, -1000]], [0])) == 1  # not -0.0
        assert last.forward([[1e308, -1e308]], [0]) == last.forward([[1e308, -1e308]], [[1, 0]]) == 0
        assert last.forward([[1e308, -1e308]], [[0, 1]]) == math.inf

    def test_arguments_unchanged(self) -> None:
        x, t = np.random.default_rng(0).normal(size=(3, 4)), np.array([0, 3, 1])
        for labels in (t, one_hot(t, 4), one_hot(t, 4).astype(float)):
            before = x.copy(), labels.copy()
            last = SoftmaxWithLoss()
            last.forward(x, labels)
            first = last.backward()
            assert (first == last.backward()).all()
            assert (x == before[0]).all() and (labels == before[1]).all()

    def test_what_does_not_fit(self) -> None:
        last = SoftmaxWithLoss()
        with pytest.raises(ValueError, match="forward before"):
            last.backward()
        x = np.zeros((3, 4))
        for shape in [(4,), (3, 1), (4, 3), ()]:
            with pytest.raises(ValueError, match=r"t of shape .* does not fit scores of shape \(3, 4\)"):
                last.forward(x, np.zeros(shape))
        for t in ([0, 1, 4], [0, 1, -1], [0, 1, 0.5], [0, 1, np.nan], [0, 1, np.inf]):
            with pytest.raises(ValueError, match="whole numbers from 0 to 3"):
                last.forward(x, t)
        for rows in (np.zeros((3, 4)), np.ones((3, 4)), [[2, -1, 0, 0]] * 3, np.full((3, 4), np.nan)):
            with pytest.raises(ValueError, match="one-hot"):
                last.forward(x, rows)
        for empty in (np.zeros((0, 4)), np.zeros((3, 0)), 1.0):
            with pytest.raises(ValueError, match="at least one sample and one class"):
                last.forward(empty, [])
        for bad in (np.inf, np.nan):
            with pytest.raises(ValueError, match="not all finite"):
                last.forward([[bad, 1.0]], [0])
            with pytest.raises(ValueError, match="not all finite"):
                softmax([bad, 1.0])
        with pytest.raises(ValueError, match="at least one score"):
            softmax(1.0)

    @pytest.mark.parametrize("of_labels", [np.float64, np.int8])
    def test_the_gradient_is_of_the_floats_of_the_scores(self, of_labels: type) -> None:
        last, labels = SoftmaxWithLoss(), np.array([0, 2])
        for t in (labels.astype(of_labels), one_hot(labels, 3).astype(of_labels)):
            last.forward(np.ones((2, 3), np.float32), t)
            assert last.y.dtype == last.backward().dtype == last.backward(np.float64(2)).dtype == np.float32

    def test_the_gradient_is_the_callers_own(self) -> None:
        for t in ([0, 2], [[1, 0, 0], [0, 0, 1]]):
            last = SoftmaxWithLoss()
            last.forward(np.ones((2, 3)), t)
            kept = last.backward()
            last.backward()[...] = 7
            assert (last.backward() == kept).all()
            np.testing.assert_allclose(last.y, 1 / 3)

    def test_softmax(self) -> None:
        y = softmax([[1000, 1000], [0, -2000]])
        assert y.tolist() == [[0.5, 0.5], [1, 0]]
        assert softmax(np.array([3, 1, 2])).sum() == pytest.approx(1, rel=1e-15)


class TestNetwork:
    @pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
    @pytest.mark.parametrize("seed", range(4))
    def test_gradient_by_central_differences(self, activation: str, seed: int) -> None:
        rng = np.random.default_rng(seed)
        sizes = rng.integers(2, 6, size=rng.integers(2, 5)).tolist()
        network = Network(sizes, activation, weights=0.8, seed=seed)
        for key in network.params:
            network.params[key] += rng.normal(size=network.params[key].shape) * 0.3
        n = int(rng.integers(1, 5))
        x, t = rng.normal(size=(n, sizes[0])), rng.integers(sizes[-1], size=n)
        shared, before = dict(network.params), copy.deepcopy(network.params)
        for labels in (t, one_hot(t, sizes[-1])):
            grads = network.gradient(x, labels)
            # A smaller step than the book's, so that none crosses the corner of a relu.
            numeric = network.numerical_gradient(x, labels, h=1e-5)
            assert list(grads) == list(numeric) == list(network.params)
            for key in grads:
                assert off(grads[key], numeric[key]) < 1e-6, key
        for key, value in before.items():
            assert network.params[key] is shared[key] and (shared[key] == value).all()

    @pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
    def test_float32_throughout(self, activation: str) -> None:
        single, double = (Network([6, 5, 4, 3], activation, seed=2, dtype=dtype) for dtype in (np.float32, np.float64))
        x, t = np.random.default_rng(0).normal(size=(8, 6)), np.arange(8) % 3
        assert all((single.params[key] == value.astype(np.float32)).all() for key, value in double.params.items())
        for data in (x, x.astype(np.float32)):
            for labels in (t, one_hot(t, 3), one_hot(t, 3).astype(float)):
                assert single.predict(data).dtype == np.float32
                assert single.loss(data, labels) == pytest.approx(double.loss(data, labels), rel=1e-5)
                grads, exact = single.gradient(data, labels), double.gradient(data, labels)
                assert {value.dtype for value in grads.values()} == {np.dtype(np.float32)}
                assert all(off(grads[key], exact[key]) < 1e-5 for key in exact)
        Momentum().update(single.params, grads)
        assert {value.dtype for value in single.params.values()} == {np.dtype(np.float32)}

    def test_the_numerical_gradient_of_a_float32_network_is_as_close(self) -> None:
        network = Network([4, 5, 3], "tanh", seed=1, dtype=np.float32)
        x, t = np.random.default_rng(1).normal(size=(6, 4)).astype(np.float32), np.arange(6) % 3
        shared = dict(network.params)
        numeric = network.numerical_gradient(x, t)
        exact = Network([4, 5, 3], "tanh")
        exact.params |= {key: value.astype(float) for key, value in shared.items()}
        for key, value in exact.gradient(x, t).items():
            assert off(numeric[key], value) < 1e-6
            assert network.params[key] is shared[key]

    def test_the_numerical_gradient_leaves_the_parameters_where_it_fails(self) -> None:
        network = Network([3, 2])
        shared = dict(network.params)
        with pytest.raises(ValueError, match="does not fit"):
            network.numerical_gradient(np.ones((5, 3)), [0])
        assert all(network.params[key] is shared[key] for key in shared)

    def test_the_check_sees_a_wrong_gradient(self) -> None:
        network = Network([3, 4, 2], "tanh")
        x, t = np.random.default_rng(0).normal(size=(5, 3)), [0, 1, 0, 1, 1]
        numeric = network.numerical_gradient(x, t)["W1"]
        assert off(network.gradient(x, t)["W1"] * 1.001, numeric) > 1e-4

    def test_one_sample_and_a_batch_of_one(self) -> None:
        network = Network([4, 5, 3], "tanh", seed=1)
        x = np.random.default_rng(1).normal(size=4)
        assert network.predict(x).shape == (3,)
        assert network.predict(x[None]).shape == (1, 3)
        assert network.loss(x, 2) == network.loss(x[None], [2]) == network.loss(x, [0, 0, 1])
        alone, batch = network.gradient(x, 2), network.gradient(x[None], [2])
        assert all((alone[key] == batch[key]).all() for key in batch)
        assert network.accuracy(x, int(network.predict(x).argmax())) == 1.0

    def test_pictures_are_flattened(self) -> None:
        network = Network([64, 8, 10])
        x, _ = digits(6)
        assert (network.predict(x.reshape(6, 8, 8)) == network.predict(x)).all()

    def test_integers_give_what_floats_give(self) -> None:
        network = Network([2, 6, 2], seed=3)
        x, t = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], np.uint8), np.array([0, 1, 1, 0])
        whole, real = network.gradient(x, t), network.gradient(x.astype(float), t.astype(float))
        assert all((whole[key] == real[key]).all() for key in whole)

    def test_accuracy(self) -> None:
        network = Network([2, 2], weights=0)
        network.params["W1"] = np.eye(2)
        x = [[1, 0], [0, 1], [2, 1], [1, 3]]
        assert network.accuracy(x, [0, 1, 0, 0]) == 0.75
        assert network.accuracy(x, [[1, 0], [0, 1], [1, 0], [1, 0]]) == 0.75

    def test_parameters_moved_or_replaced_train(self) -> None:
        x, t = two_spirals(50)
        for replace in (False, True):
            network = Network([2, 10, 2], "tanh", "xavier")
            shared = dict(network.params)
            start = network.loss(x, t)
            for _ in range(20):
                grads = network.gradient(x, t)
                if replace:
                    for key in grads:
                        network.params[key] = network.params[key] - 0.1 * grads[key]
                else:
                    SGD(0.1).update(network.params, grads)
            assert network.loss(x, t) < start
            assert all((network.params[key] is shared[key]) is not replace for key in shared)

    def test_gradients_are_the_callers_own(self) -> None:
        network = Network([2, 3, 2])
        x, t = xor(8)
        first = network.gradient(x, t)
        kept = copy.deepcopy(first)
        network.gradient(-x, 1 - t)
        assert all((first[key] == kept[key]).all() for key in kept)

    def test_arguments_unchanged(self) -> None:
        network = Network([2, 3, 2])
        x, t = xor(8)
        x[0] = 0.0  # on the corner of every relu
        sizes, x_before, t_before = [2, 3, 2], x.copy(), t.copy()
        Network(sizes).gradient(x, t)
        network.numerical_gradient(x, t)
        network.accuracy(x, t)
        assert sizes == [2, 3, 2] and (x == x_before).all() and (t == t_before).all()

    def test_shapes_and_seeds(self) -> None:
        network = Network([3, 5, 4], seed=7)
        assert {key: value.shape for key, value in network.params.items()} == {
            "W1": (3, 5), "b1": (5,), "W2": (5, 4), "b2": (4,),
        }  # fmt: skip
        again, other = Network((3, 5, 4), seed=7), Network([3, 5, 4], seed=8)
        assert all((network.params[key] == again.params[key]).all() for key in network.params)
        assert (network.params["W1"] != other.params["W1"]).all()
        assert not network.params["b1"].any()

    def test_what_does_not_fit(self) -> None:
        with pytest.raises(ValueError, match="needs the number of its inputs and of its outputs"):
            Network([3])
        with pytest.raises(ValueError, match="relu, sigmoid, tanh, not 'swish'"):
            Network([3, 2], activation="swish")
        for dtype in (int, complex):
            with pytest.raises(ValueError, match="a type of floats, not"):
                Network([3, 2], dtype=dtype)
        with pytest.raises(ValueError, match="at least one input and one output"):
            Network([3, 0, 2])
        network = Network([3, 2])
        with pytest.raises(ValueError, match="a sample must have 3 numbers"):
            network.predict(np.ones((5, 2)))
        with pytest.raises(ValueError, match="does not fit scores"):
            network.accuracy(np.ones((5, 3)), [0, 1])
        network.params["W1"] = np.ones((2, 2, 2))
        with pytest.raises(ValueError, match="W must be of shape"):
            network.predict(np.ones((5, 3)))

    def test_divergence_is_an_error_without_a_warning(self) -> None:
        network = Network([2, 4, 2], seed=0)
        network.params["W1"] *= 1e300
        network.params["W2"] *= 1e300
        x, t = xor(8)
        for method in (network.loss, network.accuracy, network.gradient):
            with pytest.raises(ValueError, match="not all finite"):
                method(x, t)


class TestInitialWeights:
    @pytest.mark.parametrize(
        ("kind", "deviation"),
        [(0.01, 0.01), (1, 1.0), ("xavier", math.sqrt(1 / 400)), ("he", math.sqrt(2 / 400))],
    )
    def test_standard_deviation(self, kind: float | str, deviation: float) -> None:
        weights = initial_weights(kind, 400, 300, np.random.default_rng(0))
        assert weights.shape == (400, 300)
        assert weights.std() == pytest.approx(deviation, rel=0.01)
        assert abs(weights.mean()) < 0.01 * deviation

    def test_their_deviation(self) -> None:
        assert [initial_deviation(kind, 50) for kind in ("xavier", "he", 0.01)] == [
            pytest.approx(math.sqrt(0.02)),
            0.2,
            0.01,
        ]

    def test_zero(self) -> None:
        assert not initial_weights(0, 2, 3, np.random.default_rng(0)).any()

    @pytest.mark.parametrize("kind", ["He", "0.1", -0.1, math.nan, math.inf])
    def test_no_other(self, kind: float | str) -> None:
        with pytest.raises(ValueError, match='"xavier", "he" or a standard deviation'):
            initial_weights(kind, 2, 3, np.random.default_rng(0))


class TestGradientNorms:
    @pytest.mark.parametrize("seed", range(3))
    @pytest.mark.parametrize("weights", [0.01, "xavier"])
    def test_sigmoid_vanishes_towards_the_input(self, weights: float | str, seed: int) -> None:
        norms = gradient_norms(8, "sigmoid", weights, seed=seed)
        assert len(norms) == 8
        assert all(before < after for before, after in pairwise(norms))
        assert norms[0] < 1e-3 * norms[-1]
        assert norms[0] > 0

    @pytest.mark.parametrize("seed", range(3))
    def test_relu_with_he_keeps_its_size(self, seed: int) -> None:
        norms = gradient_norms(20, "relu", "he", seed=seed)
        assert max(norms) < 10 * min(norms)

    def test_what_is_measured(self) -> None:
        norms = gradient_norms(3, "tanh", 0.5, width=5, seed=2, batch=4)
        network = Network([5] * 4, "tanh", 0.5, seed=2)
        rng = np.random.default_rng([2, 1])
        grads = network.numerical_gradient(rng.standard_normal((4, 5)), rng.integers(5, size=4))
        assert norms == pytest.approx([np.linalg.norm(grads[key]) for key in ("W1", "W2", "W3")], rel=1e-6)

    def test_what_flows_back_to_each_output(self) -> None:
        """Against central differences: each output is the input of the network that is left behind it."""
        network = Network([5] * 4, "tanh", 0.5, seed=2)
        rng = np.random.default_rng([2, 1])
        h, t = rng.standard_normal((4, 5)), rng.integers(5, size=4)
        expected = []
        for k in (1, 2):
            h = np.tanh(h @ network.params[f"W{k}"])
            rest = Network([5] * (4 - k), "tanh")
            rest.params |= {f"W{at - k}": network.params[f"W{at}"] for at in range(k + 1, 4)}
            expected.append(np.linalg.norm(numerical_gradient(lambda x, rest=rest: rest.loss(x, t), h)))
        scores = h @ network.params["W3"]
        expected.append(np.linalg.norm(numerical_gradient(lambda x: SoftmaxWithLoss().forward(x, t), scores)))
        found = layer_norms(3, "tanh", 0.5, width=5, seed=2, batch=4)
        assert found.outputs == pytest.approx(expected, rel=1e-6)
        assert list(found.weights) == gradient_norms(3, "tanh", 0.5, width=5, seed=2, batch=4)

    def test_a_loss_from_scores(self) -> None:
        network = Network([2, 3, 2], seed=1)
        x, t = [[1.0, 2.0], [0.5, -1.0]], [1, 0]
        assert network.judge(network.predict(x), t) == network.loss(x, t)

    def test_gradients_are_there_after_a_backward_pass(self) -> None:
        network = Network([2, 3, 2])
        with pytest.raises(ValueError, match="after a backward pass"):
            network.grads
        x, t = [[1.0, 2.0]], [1]
        network.loss(x, t)
        assert all((value == network.gradient(x, t)[key]).all() for key, value in network.backward().items())

    def test_beyond_where_squares_vanish(self) -> None:
        norms = gradient_norms(120, "sigmoid", 0.01, width=30, batch=5)
        ratios = [after / before for before, after in pairwise(norms)]
        assert 0 < norms[0] < 1e-200
        assert all(10 < ratio < 1000 for ratio in ratios[:100])

    def test_no_weights_no_gradient(self) -> None:
        assert gradient_norms(3, "relu", 0) == [0.0, 0.0, 0.0]

    def test_by_seed(self) -> None:
        assert gradient_norms(4, "relu", "he", 20) == gradient_norms(4, "relu", "he", 20)
        assert gradient_norms(4, "relu", "he", 20) != gradient_norms(4, "relu", "he", 20, seed=1)

    def test_what_does_not_fit(self) -> None:
        with pytest.raises(ValueError, match="depth, width and batch"):
            gradient_norms(0, "relu", "he")
        with pytest.raises(ValueError, match="not all finite"):
            gradient_norms(400, "relu", 10.0, width=20, batch=2)


class TestData:
    @pytest.mark.parametrize(("make", "width", "classes"), [(two_spirals, 2, 2), (xor, 2, 2), (digits, 64, 10)])
    @pytest.mark.parametrize("n", [1, 7, 203])
    def test_shapes_balance_and_seeds(self, make, width: int, classes: int, n: int) -> None:
        x, t = make(n, seed=3)
        assert x.shape == (n, width) and x.dtype == float and np.isfinite(x).all()
        assert t.shape == (n,) and t.dtype.kind == "i"
        counts = np.bincount(t, minlength=classes)
        assert len(counts) == classes and counts.max() - counts.min() <= 1
        again, other = make(n, seed=3), make(n, seed=4)
        assert (x == again[0]).all() and (t == again[1]).all()
        assert (x != other[0]).any()
        x[...], t[...] = 0, 0
        assert make(n, seed=3)[0].any()

    @pytest.mark.parametrize("make", [two_spirals, xor, digits])
    def test_every_other_row_is_a_fair_sample(self, make) -> None:
        t = make(1000)[1]
        assert np.bincount(t[::2]).min() > 0.6 * np.bincount(t).min() / 2

    def test_spirals_without_noise(self) -> None:
        x, t = two_spirals(100, noise=0)
        radius = np.hypot(*x.T)
        assert radius.min() >= 0.1 and radius.max() <= 1
        angle = np.arctan2(x[:, 1], x[:, 0]) - 3 * math.pi * radius - math.pi * t
        np.testing.assert_allclose(np.cos(angle), 1, atol=1e-12)

    def test_xor_is_the_sign_of_the_product(self) -> None:
        x, t = xor(100)
        assert (t == (x[:, 0] * x[:, 1] < 0)).all()
        assert np.abs(x).min() >= 0.1 and np.abs(x).max() <= 1

    def test_digits_are_ink_on_paper(self) -> None:
        x, _ = digits(500)
        assert x.min() == 0 and x.max() == 1
        assert 0.15 < x.mean() < 0.5
        assert len(np.unique(x, axis=0)) == 500

    def test_what_does_not_fit(self) -> None:
        for make in (two_spirals, xor, digits):
            with pytest.raises(ValueError, match="at least one sample"):
                make(0)
        for noise in (-1, math.nan, math.inf):
            with pytest.raises(ValueError, match="noise"):
                two_spirals(10, noise)

    def test_a_small_network_reads_digits(self) -> None:
        x, t = digits(1000, seed=0)
        network, optimizer = Network([64, 32, 10]), Momentum(lr=0.2)
        for _ in range(100):
            optimizer.update(network.params, network.gradient(x, t))
        assert network.accuracy(*digits(1000, seed=1)) > 0.95

    @pytest.mark.parametrize("make", [two_spirals, xor])
    def test_a_hidden_layer_parts_what_a_line_cannot(self, make) -> None:
        x, t = make(200, seed=0)
        found = {}
        for sizes in ([2, 2], [2, 32, 32, 2]):
            network, optimizer = Network(sizes, "tanh", "xavier"), Momentum(lr=0.2)
            for _ in range(600):
                optimizer.update(network.params, network.gradient(x, t))
            found[len(sizes)] = network.accuracy(*make(500, seed=1))
        assert found[2] < 0.75
        assert found[4] > 0.95
