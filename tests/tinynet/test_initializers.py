"""The law of every initializer, by its sampling error.

The variance of n draws has relative standard error sqrt((kurtosis - 1) / n), the mean has
std / sqrt(n). The shapes are asymmetric, the fans differ by a factor of four, and every bound is
five standard errors: then a swapped fan, a forgotten or squared gain and a standard deviation
that is 5 % off all fail.
"""

import math
import re

import numpy as np
import pytest
from helpers import BOUND, MOMENTS, TRUNCATED_VARIANCE

from tinynet import initializers as init
from tinynet import layers, mlp

SHAPES = [(400, 100), (100, 400)]


def variance_scaling(gain, mode, distribution):
    return lambda shape, rng: init.variance_scaling(shape, rng, gain, mode, distribution)


# name: (initializer, its variance for the two fans, its distribution)
LAWS = {
    "glorot_uniform": (init.glorot_uniform, lambda i, o: 2 / (i + o), "uniform"),
    "glorot_normal": (init.glorot_normal, lambda i, o: 2 / (i + o), "normal"),
    "he_uniform": (init.he_uniform, lambda i, o: 2 / i, "uniform"),
    "he_normal": (init.he_normal, lambda i, o: 2 / i, "normal"),
    "lecun_uniform": (init.lecun_uniform, lambda i, o: 1 / i, "uniform"),
    "lecun_normal": (init.lecun_normal, lambda i, o: 1 / i, "normal"),
    "random_normal": (init.random_normal(0.01), lambda i, o: 1e-4, "normal"),
    "random_normal()": (init.random_normal(), lambda i, o: 0.05**2, "normal"),
    "random_uniform": (init.random_uniform(0.3), lambda i, o: 0.03, "uniform"),
    "random_uniform()": (init.random_uniform(), lambda i, o: 0.05**2 / 3, "uniform"),
    "truncated_normal": (init.truncated_normal(0.2), lambda i, o: 0.04, "truncated_normal"),
    "truncated_normal()": (init.truncated_normal(), lambda i, o: 0.05**2, "truncated_normal"),
    "scaled": (init.scaled(init.glorot_normal, 4), lambda i, o: 32 / (i + o), "normal"),
}
for _mode, _fan in [
    ("fan_in", lambda i, o: i),
    ("fan_out", lambda i, o: o),
    ("fan_avg", lambda i, o: (i + o) / 2),
]:
    for _distribution in MOMENTS:
        LAWS[f"{_mode}-{_distribution}"] = (
            variance_scaling(3.0, _mode, _distribution),
            lambda i, o, fan=_fan: 9 / fan(i, o),
            _distribution,
        )


@pytest.fixture(params=SHAPES, ids=str)
def shape(request):
    return request.param


@pytest.mark.parametrize("name", LAWS)
def test_law(name, shape):
    """Mean 0, the promised variance, the promised kurtosis."""
    initializer, variance, distribution = LAWS[name]
    w = initializer(shape, np.random.default_rng(1))
    assert w.shape == shape and w.dtype == np.float64
    z = w / math.sqrt(variance(*shape))
    fourth, eighth = MOMENTS[distribution]
    assert abs(z.mean()) < BOUND / math.sqrt(z.size)
    assert abs((z**2).mean() - 1) < BOUND * math.sqrt((fourth - 1) / z.size)
    assert abs((z**4).mean() - fourth) < BOUND * math.sqrt((eighth - fourth**2) / z.size)


@pytest.mark.parametrize("name", LAWS)
def test_extremes(name, shape):
    """A bounded distribution reaches its limit and never passes it; a normal has its tail.

    Of n draws none falls into the outermost share 20/n with probability exp(-20).
    """
    initializer, variance, distribution = LAWS[name]
    w = initializer(shape, np.random.default_rng(2))
    z = np.abs(w) / math.sqrt(variance(*shape))
    if distribution == "normal":
        share = math.erfc(3 / math.sqrt(2))
        error = math.sqrt(share * (1 - share) / z.size)
        assert abs((z > 3).mean() - share) < BOUND * error
        return
    if distribution == "uniform":
        limit, edge = math.sqrt(3), math.sqrt(3) * 20 / z.size
    else:
        limit = 2 / math.sqrt(TRUNCATED_VARIANCE)
        density = 2 * math.exp(-2) / math.sqrt(2 * math.pi) / math.erf(2 / math.sqrt(2))
        edge = 20 / z.size / density  # in units of the normal before the cut, the wider ones
    assert limit - edge < z.max() <= limit * (1 + 1e-12)


@pytest.mark.parametrize("name", LAWS)
def test_entries_are_independent(name, shape):
    """A unit's weights add up to something of variance fan_in Var[W], and so do its outgoing ones.

    The sums are normal (hundreds of terms): their variance has relative error sqrt(2 / count).
    """
    initializer, variance, _ = LAWS[name]
    w = initializer(shape, np.random.default_rng(3))
    for axis in (0, 1):
        sums = w.sum(axis=axis)
        expected = shape[axis] * variance(*shape)
        assert abs(sums.var() / expected - 1) < BOUND * math.sqrt(2 / sums.size)


@pytest.mark.parametrize(
    "initializer",
    [*(law[0] for law in LAWS.values()), init.orthogonal(), init.sparse(3)],
    ids=[*LAWS, "orthogonal", "sparse"],
)
def test_randomness_comes_from_the_rng_alone(initializer):
    draw = [initializer((12, 3), np.random.default_rng(seed)) for seed in (5, 5, 6)]
    assert np.array_equal(draw[0], draw[1])
    assert not np.array_equal(draw[0], draw[2])
    rng = np.random.default_rng(5)
    assert not np.array_equal(initializer((12, 3), rng), initializer((12, 3), rng))


def test_truncation_constant():
    assert init.TRUNCATED_STD == pytest.approx(math.sqrt(TRUNCATED_VARIANCE), rel=1e-12)
    assert init.TRUNCATED_STD == pytest.approx(0.87962566103423978, rel=1e-12)  # Keras's


def test_zeros_and_constants():
    rng = np.random.default_rng(0)
    assert np.array_equal(init.zeros((3, 2), rng), np.zeros((3, 2)))
    assert np.array_equal(init.constant(0.5)((3, 2), rng), np.full((3, 2), 0.5))
    assert init.constant(1)((3, 2), rng).dtype == np.float64
    assert rng.random() == np.random.default_rng(0).random(), "they draw nothing"


def test_fans():
    assert init.fans((784, 100)) == (784, 100)
    assert init.fans((np.int64(3), 2)) == (3, 2)


# ------------------------------------------------------------------ orthogonal, sparse


@pytest.mark.parametrize("shape", [(6, 6), (9, 4), (4, 9), (1, 1), (1, 5)], ids=str)
def test_orthogonal_singular_values_are_the_gain(shape):
    w = init.orthogonal(1.7)(shape, np.random.default_rng(0))
    assert w.shape == shape
    assert np.allclose(np.linalg.svd(w, compute_uv=False), 1.7, rtol=1e-12)


def test_orthogonal_is_uniform():
    """Under the uniform (Haar) law the trace has mean 0 and variance 1 and every corner either
    sign alike. The bare Q of a QR decomposition has neither: LAPACK prefers a sign.

    The trace's fourth moment is 3 (Diaconis & Shahshahani 1994), so its square has variance 2.
    """
    rng, n = np.random.default_rng(0), 2000
    draws = np.array([init.orthogonal()((6, 6), rng) for _ in range(n)])
    trace = np.trace(draws, axis1=1, axis2=2)
    assert abs(trace.mean()) < BOUND / math.sqrt(n)
    assert abs((trace**2).mean() - 1) < BOUND * math.sqrt(2 / n)
    positive = (draws > 0).mean(axis=0)
    assert np.abs(positive - 0.5).max() < BOUND * 0.5 / math.sqrt(n)
    assert abs(np.linalg.det(draws).mean()) < BOUND / math.sqrt(n), "rotations and reflections"


@pytest.mark.parametrize("shape", [(8, 2), (2, 8)], ids=str)
def test_rectangular_orthogonal_is_uniform(shape):
    rng, n = np.random.default_rng(0), 2000
    draws = np.array([init.orthogonal()(shape, rng) for _ in range(n)])
    assert np.abs((draws > 0).mean(axis=0) - 0.5).max() < BOUND * 0.5 / math.sqrt(n)
    # A coordinate q of a random direction in 8 dimensions: E[q^2] = 1/8, E[q^4] = 3/80.
    error = math.sqrt((3 / 80 - 1 / 64) / n)
    assert np.abs((draws**2).mean(axis=0) - 1 / 8).max() < BOUND * error


def test_sparse_counts_law_and_places():
    fan_in, fan_out, k = 200, 800, 15
    w = init.sparse(k, std=2.0)((fan_in, fan_out), np.random.default_rng(0))
    assert w.shape == (fan_in, fan_out)
    assert (np.count_nonzero(w, axis=0) == k).all(), "every unit has k incoming weights"
    z = w[w != 0] / 2
    assert abs(z.mean()) < BOUND / math.sqrt(z.size)
    assert abs((z**2).mean() - 1) < BOUND * math.sqrt(2 / z.size)
    # Where they sit is chance: an input is chosen by a binomial number of units.
    per_input, share = np.count_nonzero(w, axis=1), k / fan_in
    error = math.sqrt(fan_out * share * (1 - share))
    assert np.abs(per_input - fan_out * share).max() < BOUND * error
    assert abs(per_input.var() / error**2 - 1) < BOUND * math.sqrt(2 / fan_in)


def test_sparse_defaults_to_martens():
    w = init.sparse()((100, 400), np.random.default_rng(0))
    assert (np.count_nonzero(w, axis=0) == 15).all()
    assert abs((w[w != 0] ** 2).mean() - 1) < BOUND * math.sqrt(2 / 6000)
    assert np.count_nonzero(init.sparse(4)((4, 3), np.random.default_rng(0))) == 12


# ------------------------------------------------------------------ gains


def hermite_gain(activation):
    """The same integral by Gauss-Hermite quadrature."""
    z, weight = np.polynomial.hermite_e.hermegauss(150)
    return (weight @ activation(z) ** 2 / weight.sum()) ** -0.5


@pytest.mark.parametrize(
    ("activation", "gain"),
    [
        (lambda z: z, 1.0),
        (layers.ReLU().forward, math.sqrt(2)),
        (layers.LeakyReLU(0.01).forward, math.sqrt(2 / (1 + 0.01**2))),
        (layers.LeakyReLU(0.5).forward, math.sqrt(2 / (1 + 0.5**2))),
        (np.tanh, hermite_gain(np.tanh)),
        (layers.Sigmoid().forward, hermite_gain(layers.Sigmoid().forward)),
    ],
    ids=["linear", "relu", "leaky 0.01", "leaky 0.5", "tanh", "sigmoid"],
)
def test_gain_of(activation, gain):
    assert init.gain_of(activation) == pytest.approx(gain, rel=1e-8)


def test_gain_of_tanh_is_not_five_thirds():
    assert round(init.gain_of(np.tanh), 4) == 1.5925


# ------------------------------------------------------------------ what the schemes are for


def relu_steps(width, samples=20_000):
    """Mean and variance of ln(2/n sum relu(z_i)^2), z normal: what one He layer does to ln E[x^2].

    Given its input, a He layer's pre-activations are independent normals, so the steps of the
    layers are independent draws of this and the law of 50 layers is exact.
    """
    z = np.random.default_rng(99).standard_normal((samples, width))
    step = np.log(2 * (np.maximum(z, 0) ** 2).mean(axis=1))
    return step.mean(), step.var()


@pytest.mark.parametrize(
    ("initializer", "log2_per_layer"), [(init.he_normal, 0.0), (init.glorot_normal, -1.0)]
)
def test_signal_through_fifty_relu_layers(initializer, log2_per_layer):
    """He keeps the second moment, Glorot halves it per layer: 2^-50 (mean of the logarithm over
    seeds; the second moment itself is heavy-tailed)."""
    depth, width, seeds = 50, 64, 40
    logs = []
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        net = mlp([width] * (depth + 2), layers.ReLU, initializer, rng, np.float64)
        x = rng.standard_normal((1, width))
        net.forward(x)
        top = net.layers[2 * depth - 1]  # the 50th ReLU
        logs.append(np.log2((top.out**2).mean() / (x**2).mean()))
    mean, variance = relu_steps(width)
    expected = depth * (log2_per_layer + mean / math.log(2))
    spread = math.sqrt(depth * variance) / math.log(2)
    assert abs(np.mean(logs) - expected) < BOUND * spread / math.sqrt(seeds)
    assert abs(np.var(logs, ddof=1) / spread**2 - 1) < BOUND * math.sqrt(2 / (seeds - 1))


# ------------------------------------------------------------------ bad input


RNG = np.random.default_rng(0)
POSITIVE = "must be a positive number, not "


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: init.variance_scaling((4, 2), RNG, mode="fan in"),
            "mode must be one of ('fan_in', 'fan_out', 'fan_avg'), not 'fan in'",
        ),
        (
            lambda: init.variance_scaling((4, 2), RNG, distribution="gaussian"),
            "distribution must be one of ('uniform', 'normal', 'truncated_normal'), not 'gaussian'",
        ),
        (lambda: init.variance_scaling((4, 2), RNG, gain=0), "gain " + POSITIVE + "0"),
        (lambda: init.variance_scaling((4, 2), RNG, gain=-1.5), "gain " + POSITIVE + "-1.5"),
        (lambda: init.variance_scaling((4, 2), RNG, gain=math.nan), "gain " + POSITIVE + "nan"),
        (lambda: init.variance_scaling((4, 2), RNG, gain=math.inf), "gain " + POSITIVE + "inf"),
        (lambda: init.variance_scaling((4, 2), RNG, gain=[2]), "gain " + POSITIVE + "[2]"),
        (lambda: init.random_normal(-1), "std " + POSITIVE + "-1"),
        (lambda: init.truncated_normal(0), "std " + POSITIVE + "0"),
        (lambda: init.sparse(std=0), "std " + POSITIVE + "0"),
        (lambda: init.random_uniform(-0.1), "limit " + POSITIVE + "-0.1"),
        (lambda: init.scaled(init.zeros, 0), "gain " + POSITIVE + "0"),
        (lambda: init.orthogonal(0), "gain " + POSITIVE + "0"),
        (
            lambda: init.sparse(15)((10, 4), RNG),
            "nonzero must be between 1 and fan_in = 10, not 15",
        ),
        (lambda: init.sparse(0)((10, 4), RNG), "between 1 and fan_in = 10, not 0"),
        (lambda: init.gain_of(np.zeros_like), "activation is 0 for every input"),
    ],
)
def test_bad_settings(call, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        call()


@pytest.mark.parametrize("shape", [(3,), (3, 0), (-1, 2), (2.5, 3), (3, 3, 3)], ids=str)
@pytest.mark.parametrize(
    "initializer",
    [
        init.glorot_uniform,
        init.zeros,
        init.constant(1),
        init.random_normal(),
        init.random_uniform(),
        init.truncated_normal(),
        init.orthogonal(),
        init.sparse(1),
    ],
)
def test_bad_shapes(initializer, shape):
    message = f"shape must be (fan_in, fan_out), two positive integers, not {shape}"
    with pytest.raises(ValueError, match=re.escape(message)):
        initializer(shape, RNG)
