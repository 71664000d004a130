"""Normalization by hand, its gradients and invariances, its two modes, what it keeps, bad input."""

import math
import re

import numpy as np
import pytest

from tinynet import Network, initializers, losses
from tinynet.diagnostics import gradient_check
from tinynet.layers import Dense, ReLU, Residual, Tanh
from tinynet.normalization import BatchNorm, LayerNorm, evaluation
from tinynet.optimizers import sgd
from tinynet.training import accuracy, train

# Central differences leave 1e-10 here; a term forgotten leaves 0.01 and more.
WRONG = 2e-9
EXACT = {"rtol": 1e-13, "atol": 1e-13}
both = pytest.mark.parametrize("norm", [BatchNorm, LayerNorm])


def normal(*shape, seed=0):
    return np.random.default_rng(seed).standard_normal(shape)


def layer(norm=BatchNorm, width=5, **settings):
    """In float64, with a gamma and a beta that have been learned."""
    made = norm(width, **{"dtype": np.float64, **settings})
    made.gamma[...], made.beta[...] = normal(width, seed=1), normal(width, seed=2)
    return made


def dense(fan_in, fan_out, seed=0, dtype=np.float64):
    return Dense(fan_in, fan_out, initializers.he_normal, np.random.default_rng(seed), dtype)


def small(norm, activation=Tanh):
    return Network([dense(4, 5), layer(norm), activation(), dense(5, 3, seed=1)])


# ------------------------------------------------------------------ by hand


def test_batch_norm_by_hand():
    """eps = 3 makes s = sqrt(1 + 3) = 2: all numbers are sums of powers of two, so exact."""
    norm = BatchNorm(2, eps=3, dtype=np.float64)
    norm.gamma[...], norm.beta[...] = [2, -1], [1, -3]
    x = np.array([[1.0, 12.0], [3.0, 10.0]])
    # means (2, 11), variances (1, 1): z = ((-1, 1), (1, -1)) / 2
    assert np.array_equal(norm.forward(x), [[-1 + 1, -0.5 - 3], [1 + 1, 0.5 - 3]])
    dx = norm.backward(np.array([[1.0, -2.0], [3.0, 0.0]]))
    # feature 0: dz = (2, 6), its mean 4, its part along z (-1 + 3) / 2 = 1
    #            dx = ((2, 6) - 4 - (-0.5, 0.5)) / 2 = (-0.75, 0.75)
    # feature 1: dz = (2, 0), its mean 1, its part along z (1 + 0) / 2 = 0.5
    #            dx = ((2, 0) - 1 - (0.25, -0.25)) / 2 = (0.375, -0.375)
    assert np.array_equal(dx, [[-0.75, 0.375], [0.75, -0.375]])
    assert np.array_equal(norm.dgamma, [-0.5 + 1.5, -1])  # sum of dy z
    assert np.array_equal(norm.dbeta, [4, -2])  # sum of dy


def test_layer_norm_by_hand():
    """The same numbers, by row: z = ((-1, 1), (1, -1)) / 2."""
    norm = LayerNorm(2, eps=3, dtype=np.float64)
    norm.gamma[...], norm.beta[...] = [2, -1], [1, -3]
    x = np.array([[1.0, 3.0], [12.0, 10.0]])
    assert np.array_equal(norm.forward(x), [[-1 + 1, -0.5 - 3], [1 + 1, 0.5 - 3]])
    dx = norm.backward(np.array([[1.0, 3.0], [-2.0, 0.0]]))
    # row 0: dz = (2, -3), its mean -0.5, its part along z (-1 - 1.5) / 2 = -1.25
    #        dx = ((2, -3) + 0.5 + 1.25 (-0.5, 0.5)) / 2 = (0.9375, -0.9375)
    # row 1: dz = (-4, 0), its mean -2, its part along z (-2 + 0) / 2 = -1
    #        dx = ((-4, 0) + 2 + (0.5, -0.5)) / 2 = (-0.75, 0.75)
    assert np.array_equal(dx, [[0.9375, -0.9375], [-0.75, 0.75]])
    assert np.array_equal(norm.dgamma, [-0.5 - 1, 1.5])
    assert np.array_equal(norm.dbeta, [-1, 3])


def test_every_feature_or_every_example_gets_mean_0_and_variance_1():
    x = 7 * normal(40, 30) + 3
    for norm, axis in ((BatchNorm, 0), (LayerNorm, 1)):
        y = norm(30, dtype=np.float64).forward(x)
        assert np.allclose(y.mean(axis=axis), 0, atol=1e-14)
        assert np.allclose(y.var(axis=axis), x.var(axis=axis) / (x.var(axis=axis) + 1e-5))


def test_a_feature_that_does_not_vary_becomes_beta():
    """As behind a dead unit: 0 / sqrt(0 + eps), and no warning."""
    norm, x = layer(), np.ones((6, 5))
    assert np.array_equal(norm.forward(x), np.tile(norm.beta, (6, 1)))
    assert np.isfinite(norm.backward(normal(6, 5))).all()


# ------------------------------------------------------------------ derivatives


@both
@pytest.mark.parametrize("mode", ["training", "evaluation"])
def test_gradients_of_every_variable(norm, mode):
    net, x, labels = small(norm), normal(7, 4), np.arange(7) % 3
    for _ in range(5):
        net.forward(normal(7, 4, seed=3))
    net.layers[1].training = mode == "training"
    errors = gradient_check(net, losses.softmax_cross_entropy, x, labels)
    names = ["W1", "b1", "gamma", "beta", "W2", "b2", "x"]
    errors = dict(zip(names, errors.values(), strict=True))
    assert max(errors.values()) < WRONG, errors
    no_gradient = norm is BatchNorm and mode == "training"
    assert (errors["b1"] == 0) == no_gradient
    assert (np.abs(net.dense[0].db).max() < 1e-15) == no_gradient


@both
def test_gradients_where_it_comes_first_and_in_a_block(norm):
    block = Residual([layer(norm), dense(5, 5, seed=2), Tanh(), layer(norm)])
    net = Network([layer(norm), dense(5, 5), block, dense(5, 3, seed=1)])
    x, labels = normal(7, 5), np.arange(7) % 3
    errors = gradient_check(net, losses.softmax_cross_entropy, x, labels)
    assert max(errors.values()) < WRONG, errors


@both
def test_backward_goes_the_way_that_forward_came(norm):
    """Whatever mode the layer is in by then."""
    net, x, dy = Network([layer(norm)]), normal(7, 5), normal(7, 5, seed=1)
    net.forward(x)
    expected = net.input_gradient(dy)
    net.forward(x)
    with evaluation(net):
        assert np.array_equal(net.input_gradient(dy), expected)
        net.forward(x)
        expected = net.input_gradient(dy)
    assert np.array_equal(net.input_gradient(dy), expected)


@both
def test_the_gradient_has_no_mean_and_no_part_along_z(norm):
    one, axis = layer(norm, eps=1e-30), 0 if norm is BatchNorm else 1
    one.forward(normal(7, 5))
    dx = one.backward(normal(7, 5, seed=1))
    assert np.allclose(dx.mean(axis=axis), 0, atol=1e-14)
    assert np.allclose((dx * one.z).mean(axis=axis), 0, atol=1e-13)


# ------------------------------------------------------------------ invariances


@both
@pytest.mark.parametrize("factor", [4.0, 0.125])
def test_the_size_of_the_weights_before_it_does_not_matter(norm, factor):
    """The output stays, dW is divided by the factor, W dW is 0: all of it a matter of eps."""
    one, x, dy = dense(4, 5), normal(7, 4), normal(7, 5, seed=1)
    net = Network([one, layer(norm, eps=1e-30)])
    y = net.forward(x)
    net.backward(dy)
    dW = one.dW.copy()
    one.W *= factor
    assert np.allclose(net.forward(x), y, **EXACT)
    net.backward(dy)
    assert np.allclose(one.dW, dW / factor, **EXACT)
    assert abs((one.W * one.dW).sum()) < 1e-12 * np.linalg.norm(one.W) * np.linalg.norm(one.dW)


def test_batch_norm_does_not_see_a_bias_layer_norm_not_the_mean_of_the_biases():
    x = normal(7, 5)
    bias = normal(5, seed=1)
    batch, by_row = layer(BatchNorm), layer(LayerNorm)
    assert np.allclose(batch.forward(x + bias), batch.forward(x), **EXACT)
    assert np.allclose(by_row.forward(x + 3), by_row.forward(x), **EXACT)
    assert not np.allclose(by_row.forward(x + bias), by_row.forward(x))


def test_layer_norm_sees_every_example_alone():
    one, x = layer(LayerNorm), normal(7, 5)
    whole = one.forward(x)
    rows = [one.forward(x[i : i + 1]) for i in range(7)]
    assert np.allclose(np.concatenate(rows), whole, **EXACT)
    with evaluation(Network([one])):
        assert np.array_equal(one.forward(x), whole)


@both
def test_units_that_start_alike_stay_alike(norm):
    """Normalization breaks no symmetry: a constant start stays one unit, many times over."""
    init = initializers.constant(0.1)
    first, last = (Dense(*sizes, init, None, np.float64) for sizes in ((4, 6), (6, 3)))
    net = Network([first, norm(6, dtype=np.float64), Tanh(), last])
    x, labels = normal(60, 4), np.arange(60) % 3
    rng = np.random.default_rng(1)
    list(train(net, losses.softmax_cross_entropy, x, labels, sgd(lr=0.5), epochs=10, rng=rng))
    assert np.abs(first.W - first.W[:, :1]).max() < 1e-13
    assert np.abs(last.W - last.W[:1]).max() < 1e-13


# ------------------------------------------------------------------ training and evaluation


def test_running_moments_by_hand():
    norm = BatchNorm(1, momentum=0.75, dtype=np.float64)
    assert (norm.mean, norm.variance) == (0, 1)
    held = norm.running()
    norm.forward(np.array([[0.0], [8.0]]))  # mean 4, variance 16
    assert (norm.mean, norm.variance) == (1, 0.75 + 4)
    norm.forward(np.array([[4.0], [8.0], [6.0], [6.0]]))  # mean 6, variance 2
    assert (norm.mean, norm.variance) == (0.75 + 1.5, 0.75 * 4.75 + 0.5)
    assert held[0] is norm.mean and held[1] is norm.variance, "in place"


def test_evaluation_uses_the_running_moments_and_leaves_them():
    norm, x = layer(eps=0.5), normal(7, 5)
    norm.mean[...], norm.variance[...] = normal(5, seed=3), np.arange(5)
    before = [array.copy() for array in norm.running()]
    with evaluation(Network([norm])):
        y = norm.forward(x)
        one = norm.forward(x[:1])
    expected = norm.gamma * (x - before[0]) / np.sqrt(before[1] + 0.5) + norm.beta
    assert np.allclose(y, expected, **EXACT)
    assert np.array_equal(one, y[:1]), "one row is enough"
    assert all(np.array_equal(a, b) for a, b in zip(before, norm.running(), strict=True))


def test_running_moments_come_to_those_of_the_data():
    """Of batches of n from N(3, 2^2), the mean is 3 and the variance 4 (1 - 1/n), as they come."""
    rng, norm, n, batches = np.random.default_rng(0), BatchNorm(200, momentum=0.99), 20, 2000
    for _ in range(batches):
        norm.forward(rng.normal(3, 2, (n, 200)).astype(np.float32))
    memory = (1 - 0.99) / (1 + 0.99)  # the variance of the moving average over that of one term
    assert abs(norm.mean.mean() - 3) < 5 * math.sqrt(4 / n * memory / 200)
    expected = 4 * (1 - 1 / n)
    spread = expected * math.sqrt(2 / (n - 1) * memory / 200)
    assert abs(norm.variance.mean() - expected) < 5 * spread
    assert 5 * spread < 4 / n / 5, "n / (n - 1) times as much would be seen"


def test_evaluation_is_left_as_it_was_entered():
    outer, inner, off = (BatchNorm(5) for _ in range(3))
    net = Network([outer, Residual([inner, off]), Tanh()])
    off.training = False

    def modes():
        return [outer.training, inner.training, off.training]

    with evaluation(net):
        assert modes() == [False, False, False]
        with evaluation(net):
            pass
        assert modes() == [False, False, False]
    assert modes() == [True, True, False]
    with pytest.raises(KeyError), evaluation(net):
        raise KeyError
    assert modes() == [True, True, False]


@both
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_network_with_it_learns(norm, dtype):
    """From weights four times He's, which the normalization divides out."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal((300, 4)).astype(dtype)
    labels = (x[:, 0] > 0).astype(int) + (x[:, 1] > x[:, 2])
    layers = [dense(4, 16, 1, dtype), norm(16, dtype=dtype), ReLU()]
    layers += [dense(16, 16, 2, dtype), norm(16, dtype=dtype), ReLU(), dense(16, 3, 3, dtype)]
    net, loss = Network(layers), losses.softmax_cross_entropy
    for one in net.dense[:-1]:
        one.W *= 4
    before = net.get_weights()
    values = list(train(net, loss, x, labels, sgd(lr=0.3), epochs=60, rng=rng, batch_size=50))
    assert np.mean(values[-6:]) < 0.3 < 0.7 < np.mean(values[:6])
    assert accuracy(net, x, labels) > 0.95
    assert {w.dtype for w in net.get_weights()} == {np.dtype(dtype)}
    assert all(not np.array_equal(a, b) for a, b in zip(before, net.get_weights(), strict=True))


# ------------------------------------------------------------------ contracts


@both
@pytest.mark.parametrize("mode", [True, False])
def test_dtype_stays(norm, mode):
    one = norm(
        5, eps=np.float64(1e-5), **({"momentum": np.float64(0.9)} if norm is BatchNorm else {})
    )
    one.training = mode
    y = one.forward(normal(7, 5).astype(np.float32))
    arrays = [y, one.backward(y), *one.running(), *(a for p in one.parameters() for a in p)]
    assert {a.dtype for a in arrays} == {np.dtype(np.float32)}


@both
def test_nothing_works_in_place_on_activations(norm):
    one, x, dy = layer(norm), normal(7, 5), normal(7, 5, seed=1)
    x_before, dy_before = x.copy(), dy.copy()
    y = one.forward(x)
    y_before = y.copy()
    one.backward(dy)
    one.forward(2 * x)
    for now, before in ((x, x_before), (y, y_before), (dy, dy_before)):
        assert np.array_equal(now, before)


@both
def test_gradients_are_written_into_the_same_arrays(norm):
    one = layer(norm)
    held = one.parameters()
    assert [id(a) for pair in held for a in pair] == [
        id(a) for a in (one.gamma, one.dgamma, one.beta, one.dbeta)
    ]
    for seed in (1, 2):  # overwritten, not added to
        dy = normal(7, 5, seed=seed)
        one.forward(normal(7, 5, seed=seed + 10))
        assert one.parameter_gradients(dy) is None
        assert np.allclose(held[0][1], (dy * one.z).sum(axis=0), **EXACT)
        assert np.allclose(held[1][1], dy.sum(axis=0), **EXACT)


@both
def test_how_it_starts(norm):
    one = norm(5)
    assert (one.gamma == 1).all() and (one.beta == 0).all()
    assert one.eps == 1e-5 and one.training and one.trainable
    assert BatchNorm(5).momentum == 0.9
    assert [len(layer(norm).running()), len(Tanh().running())] == [2 if norm is BatchNorm else 0, 0]


# ------------------------------------------------------------------ errors


@both
@pytest.mark.parametrize("shape", [(5,), (7, 4), (2, 7, 5), (7, 1)], ids=str)
def test_it_wants_rows_of_its_width(norm, shape):
    with pytest.raises(ValueError, match=re.escape(f"x must be (batch, 5), not {shape}")):
        norm(5).forward(np.zeros(shape))


@pytest.mark.parametrize("rows", [0, 1])
def test_a_batch_of_one_has_no_variance(rows):
    norm = BatchNorm(5)
    with pytest.raises(
        ValueError, match=f"batches of at least 2 rows, not {rows}: take a batch_si"
    ):
        norm.forward(np.zeros((rows, 5), np.float32))
    assert not norm.mean.any() and (norm.variance == 1).all(), "and nothing has moved"
    norm.forward(np.zeros((2, 5), np.float32))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: BatchNorm(0), "width must be a whole number of at least 1, not 0"),
        (lambda: BatchNorm(2.0), "width must be a whole number of at least 1, not 2.0"),
        (lambda: LayerNorm(1), "width must be a whole number of at least 2, not 1"),
        (lambda: BatchNorm(5, momentum=1), "momentum must be in [0, 1), not 1"),
        (lambda: BatchNorm(5, eps=0), "eps must be a positive number, not 0"),
        (lambda: LayerNorm(5, eps=-1), "eps must be a positive number, not -1"),
    ],
)
def test_settings_that_cannot_be(make, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        make()
