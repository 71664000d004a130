"""The instruments are right, and the gradient check notices what it is for."""

import math
import re

import numpy as np
import pytest

from tinynet import Network, initializers, layers, losses, mlp
from tinynet.diagnostics import gradient_check, layer_statistics, relative_error, update_ratios
from tinynet.normalization import BatchNorm


def normal(*shape, seed=0):
    return np.random.default_rng(seed).standard_normal(shape)


def make(activation=layers.Tanh, init=initializers.glorot_normal):
    return mlp([4, 6, 3], activation, init, np.random.default_rng(0), np.float64)


# ------------------------------------------------------------------ statistics


def test_layer_statistics_are_means_and_deviations_of_what_the_layers_hold():
    net = Network([layers.Residual([layers.Tanh()]), *make().layers])
    net.backward(net.forward(normal(7, 4)))
    rows = layer_statistics(net)
    residual = net.layers[0]
    every = [residual, residual.layers[0], *net.layers[1:]]
    assert [row.name for row in rows] == ["Residual", "Tanh", "Dense", "Tanh", "Dense"]
    for row, layer in zip(rows, every, strict=True):
        assert (row.mean, row.std) == (layer.out.mean(), layer.out.std())
        assert (row.grad_mean, row.grad_std) == (layer.dout.mean(), layer.dout.std())


def test_gradients_are_nan_before_a_backward():
    net = make()
    net.forward(normal(7, 4))
    assert all(math.isnan(row.grad_mean + row.grad_std) for row in layer_statistics(net))
    assert all(math.isfinite(row.mean + row.std) for row in layer_statistics(net))


@pytest.mark.parametrize(
    ("layer", "out", "saturated"),
    [
        # within 5 % of the range: sigmoid below 0.05 or above 0.95, tanh beyond +-0.9
        (layers.Sigmoid(), [0.04, 0.06, 0.94, 0.96], 0.5),
        (layers.Sigmoid(), [0.0, 0.04, 1.0, 0.5], 0.75),
        (layers.Tanh(), [-0.91, -0.89, 0.89, 0.91], 0.5),
        (layers.Tanh(), [-1.0, 0.0, 0.0, 0.0], 0.25),
        (layers.ReLU(), [0.0, 0.0, 1e9, 1.0], 0),
        (layers.LeakyReLU(), [-1e9, 0.0, 1e9, 1.0], 0),
    ],
)
def test_saturated(layer, out, saturated):
    layer.out = np.array([out])
    (row,) = layer_statistics(Network([layer]))
    assert row.saturated == saturated


def test_dead_units_are_zero_for_every_example():
    relu = layers.ReLU()
    #                      dead     sometimes  alive
    relu.out = np.array([[0.0, 0.0, 0.0, 1.0, 2.0], [0.0, 0.0, 3.0, 0.0, 1.0]])
    assert layer_statistics(Network([relu]))[0].dead == 2 / 5


def test_update_ratios():
    net = make()
    net.dense[0].W[...], net.dense[0].dW[...] = 2, 0.5
    net.dense[1].W[...], net.dense[1].dW[...] = -1, 3
    assert update_ratios(net, 0.1) == pytest.approx([0.025, 0.3], rel=1e-14)


def test_update_ratios_of_zero_weights():
    net = make(init=initializers.zeros)
    net.dense[0].dW[...] = 1
    assert update_ratios(net, 0.1) == [math.inf, 0]


# ------------------------------------------------------------------ the gradient check


def test_relative_error():
    a = np.array([3.0, 4.0])
    assert relative_error(a, a) == 0
    assert relative_error(a, -a) == 1
    assert relative_error(a, 1.1 * a) == pytest.approx(0.1 / 2.1)
    assert relative_error(1e-100 * a, 1e-100 * a * 1.1) == pytest.approx(0.1 / 2.1)
    assert relative_error(0 * a, 0 * a) == 0
    assert relative_error(a, 0 * a) == 1


class Wrong(layers.Dense):
    """A dense layer with a mistake to choose."""

    def parameter_gradients(self, dy):
        super().parameter_gradients(dy)
        if self.what != "x":
            {"dW": self.dW, "db": self.db}[self.what][...] *= self.factor

    def backward(self, dy):
        dx = super().backward(dy)
        return self.factor * dx if self.what == "x" else dx


@pytest.mark.parametrize(("what", "entry"), [("dW", "0"), ("db", "1"), ("x", "x")])
@pytest.mark.parametrize("factor", [-1, 0, 1.01])
@pytest.mark.parametrize("size", [1, 1e-6])
def test_the_check_finds_a_wrong_gradient_however_small(what, entry, factor, size):
    """A vanishing gradient with its sign flipped would pass an absolute check."""
    rng = np.random.default_rng(0)
    net = Network([Wrong(4, 3, initializers.glorot_normal, rng, np.float64)])
    net.layers[0].what, net.layers[0].factor = what, factor

    def loss(predictions, targets):
        value, gradient = losses.mean_squared_error(predictions, targets)
        return size * value, size * gradient

    errors = gradient_check(net, loss, normal(5, 4), normal(5, 3, seed=1))
    expected = abs(1 - factor) / (1 + abs(factor))
    assert errors[entry] == pytest.approx(expected, rel=1e-4)
    assert max(error for name, error in errors.items() if name != entry) < 1e-8


def test_the_check_leaves_everything_as_it_was():
    net, x, labels = make(), normal(5, 4), np.arange(5) % 3
    before, x_before = net.get_weights(), x.copy()
    errors = gradient_check(net, losses.softmax_cross_entropy, x, labels)
    assert list(errors) == ["0", "1", "2", "3", "x"]
    assert max(errors.values()) < 1e-8
    assert np.array_equal(x, x_before)
    assert all(np.array_equal(a, b) for a, b in zip(before, net.get_weights(), strict=True))


def normalized():
    """Dense, BatchNorm with a gamma and running moments of its own, dense."""
    net = make()
    norm = BatchNorm(6, dtype=np.float64)
    norm.gamma[...], norm.mean[...] = normal(6, seed=1), normal(6, seed=2)
    return Network([net.layers[0], norm, *net.layers[1:]])


@pytest.mark.parametrize("mode", [True, False])
def test_the_check_leaves_running_moments_and_modes_as_they_were(mode):
    net, x, labels = normalized(), normal(7, 4), np.arange(7) % 3
    net.layers[1].training = mode
    before = net.get_weights()
    errors = gradient_check(net, losses.softmax_cross_entropy, x, labels)
    assert max(errors.values()) < 1e-8
    assert all(np.array_equal(a, b) for a, b in zip(before, net.get_weights(), strict=True))
    assert net.layers[1].training == mode


@pytest.mark.parametrize("size", [1, 1e-6, 1e6])
def test_a_gradient_of_0_is_right_whatever_rounding_leaves_of_it(size):
    """A bias just before BatchNorm does nothing. A gradient that says it does is found."""
    net, x, labels = normalized(), normal(7, 4), np.arange(7) % 3
    net.dense[0].b[...] = 10 * normal(6, seed=3)

    def loss(predictions, targets):
        value, gradient = losses.softmax_cross_entropy(predictions, targets)
        return size * value, size * gradient

    assert 0 < abs(gradients_of(net, loss, x, labels)[1]).max() < 1e-14 * size, "not exactly 0"
    errors = gradient_check(net, loss, x, labels)
    assert errors["1"] == 0 and 0 < errors["0"] < 1e-8

    class Leaky(BatchNorm):
        def backward(self, dy):
            return super().backward(dy) + 1e-6 * size

    wrong = Leaky(6, dtype=np.float64)
    errors = gradient_check(Network([net.layers[0], wrong, *net.layers[2:]]), loss, x, labels)
    assert errors["1"] > 0.99


def gradients_of(net, loss, x, y):
    net.backward(loss(net.forward(x), y)[1])
    return [gradient for _, gradient in net.parameters()]


def test_relative_error_has_a_resolution_where_it_is_given_one():
    a, b = np.array([3.0, 4.0]), np.array([-3.0, -4.0])
    assert relative_error(a, b) == relative_error(a, b, resolution=9.9) == 1
    assert relative_error(a, b, resolution=10) == 0


def test_the_step_of_the_check_may_be_chosen():
    """A central difference is wrong by the order of eps^2: twice the step, four times as wrong."""
    x, labels, net = normal(5, 4), np.arange(5) % 3, make()
    errors = [
        gradient_check(net, losses.softmax_cross_entropy, x, labels, eps=eps)["0"]
        for eps in (0.01, 0.02)
    ]
    assert errors[1] / errors[0] == pytest.approx(4, rel=0.01)


# ------------------------------------------------------------------ errors


def test_statistics_before_a_forward():
    message = "run net.forward(x) first: the layers hold no activations yet"
    with pytest.raises(ValueError, match=re.escape(message)):
        layer_statistics(make())


@pytest.mark.parametrize(
    ("net_dtype", "x_dtype"), [(np.float32, np.float64), (np.float64, np.float32)]
)
def test_the_check_needs_float64(net_dtype, x_dtype):
    net = mlp([4, 3], layers.Tanh, initializers.zeros, np.random.default_rng(0), net_dtype)
    message = "gradient_check needs float64: mlp(..., dtype=np.float64) and x"
    with pytest.raises(TypeError, match=re.escape(message)):
        gradient_check(net, losses.mean_squared_error, np.zeros((2, 4), x_dtype), np.zeros((2, 3)))


def test_the_gradients_that_are_checked_are_those_that_training_uses():
    """The first layer's come from ``parameter_gradients``, whatever its ``backward`` does."""

    class Two(layers.Dense):
        def parameter_gradients(self, dy):
            super().parameter_gradients(dy)
            self.dW *= 2

        def backward(self, dy):
            super().parameter_gradients(dy)
            return dy @ self.W.T

    rng = np.random.default_rng(0)
    net = Network([Two(4, 3, initializers.he_normal, rng, np.float64)])
    errors = gradient_check(net, losses.mean_squared_error, normal(5, 4), normal(5, 3, seed=1))
    assert errors["0"] > 0.1
    assert errors["x"] < 1e-7
