"""tinynet beside PyTorch and Keras, where they are installed: what they really draw and do.

The book's environment has neither. To run these: pip install torch keras; KERAS_BACKEND=torch.
"""

import math
import os
import warnings

import numpy as np
import pytest
from helpers import BOUND, MOMENTS

from tinynet import initializers, layers, losses, mlp, normalization
from tinynet.optimizers import adam, sgd
from tinynet.training import train

SHAPE = (400, 100)  # (fan_in, fan_out)
NORMAL, UNIFORM, TRUNCATED = (
    MOMENTS[name][0] for name in ("normal", "uniform", "truncated_normal")
)  # kurtosis

# A fault of Keras's own: its PyTorch backend converts parameters in a way NumPy 2 deprecates.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


@pytest.fixture(scope="module")
def torch():
    with warnings.catch_warnings():  # what a framework says while loading is its own affair
        warnings.simplefilter("ignore")
        return pytest.importorskip("torch", reason="PyTorch is not installed")


@pytest.fixture(scope="module")
def keras():
    if "KERAS_BACKEND" not in os.environ:
        pytest.skip("KERAS_BACKEND is not set (torch, tensorflow or jax)")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip("keras", reason="Keras is not installed")


def check_law(w, variance, kurtosis):
    """Mean 0 and the variance, within five standard errors, as in test_initializers."""
    z = np.asarray(w, np.float64) / math.sqrt(variance)
    assert abs(z.mean()) < BOUND / math.sqrt(z.size)
    assert abs((z**2).mean() - 1) < BOUND * math.sqrt((kurtosis - 1) / z.size)


def same_law(ours, theirs, kurtosis):
    """Equal variances: the two errors add up."""
    a, b = (np.asarray(w, np.float64) for w in (ours, theirs))
    error = math.sqrt((kurtosis - 1) * (1 / a.size + 1 / b.size))
    assert abs(math.log((a**2).mean() / (b**2).mean())) < BOUND * error


# ------------------------------------------------------------------ initializers


@pytest.mark.parametrize(
    ("ours", "name", "settings", "kurtosis"),
    [
        (initializers.glorot_uniform, "xavier_uniform_", {}, UNIFORM),
        (initializers.glorot_normal, "xavier_normal_", {}, NORMAL),
        (initializers.he_uniform, "kaiming_uniform_", {"nonlinearity": "relu"}, UNIFORM),
        (initializers.he_normal, "kaiming_normal_", {"nonlinearity": "relu"}, NORMAL),
        (initializers.lecun_normal, "kaiming_normal_", {"nonlinearity": "linear"}, NORMAL),
        (initializers.lecun_uniform, "kaiming_uniform_", {"nonlinearity": "linear"}, UNIFORM),
    ],
)
def test_variances_of_pytorch(torch, ours, name, settings, kurtosis):
    """PyTorch's weight is (fan_out, fan_in), and its *_normal_ are not truncated."""
    torch.manual_seed(0)
    theirs = getattr(torch.nn.init, name)(torch.empty(SHAPE[::-1]), **settings).numpy()
    w = ours(SHAPE, np.random.default_rng(0))
    same_law(w, theirs, kurtosis)
    if kurtosis == NORMAL:
        assert np.abs(theirs).max() > 3.5 * theirs.std(), "not truncated"
    else:
        assert np.abs(theirs).max() == pytest.approx(np.abs(w).max(), rel=0.005)


def test_pytorch_orthogonal_and_sparse(torch):
    torch.manual_seed(0)
    theirs = torch.nn.init.orthogonal_(torch.empty(30, 10), gain=1.7).numpy()
    assert np.allclose(np.linalg.svd(theirs, compute_uv=False), 1.7, rtol=1e-5)
    # sparse_ zeroes a share of every column of its (fan_out, fan_in): of every *input*'s outgoing
    # weights, where Martens and tinynet count a unit's incoming ones.
    theirs = torch.nn.init.sparse_(torch.empty(100, 40), sparsity=0.85, std=1).numpy()
    assert (np.count_nonzero(theirs, axis=0) == 15).all()
    assert len(set(np.count_nonzero(theirs, axis=1))) > 1
    ours = initializers.sparse(15)((100, 40), np.random.default_rng(0))
    assert (np.count_nonzero(ours, axis=0) == 15).all()


def test_default_of_pytorchs_linear(torch):
    """U(-1/sqrt(fan_in), 1/sqrt(fan_in)), weights and biases: variance 1/(3 fan_in), neither
    Glorot nor He; kaiming_uniform_ with a = sqrt(5) means just that."""
    torch.manual_seed(0)
    linear = torch.nn.Linear(*SHAPE)
    limit = 1 / math.sqrt(SHAPE[0])
    w = linear.weight.detach().numpy()
    check_law(w, 1 / (3 * SHAPE[0]), UNIFORM)
    assert 0.999 * limit < np.abs(w).max() <= limit * (1 + 1e-6)
    biases = torch.nn.Linear(SHAPE[0], 10_000).bias.detach().numpy()
    check_law(biases, 1 / (3 * SHAPE[0]), UNIFORM)
    gain = torch.nn.init.calculate_gain("leaky_relu", math.sqrt(5))
    assert gain == pytest.approx(1 / math.sqrt(3), rel=1e-12)


@pytest.mark.parametrize(
    ("activation", "arguments"),
    [
        (lambda z: z, ("linear",)),
        (layers.ReLU().forward, ("relu",)),
        (layers.LeakyReLU(0.01).forward, ("leaky_relu",)),
        (layers.LeakyReLU(0.3).forward, ("leaky_relu", 0.3)),
    ],
)
def test_gains_of_pytorch(torch, activation, arguments):
    theirs = torch.nn.init.calculate_gain(*arguments)
    assert initializers.gain_of(activation) == pytest.approx(theirs, rel=1e-8)


def test_gains_of_pytorch_that_are_conventions(torch):
    """5/3 for tanh and 1 for the sigmoid keep no second moment: those are 1.5925 and 1.8462."""
    gain = torch.nn.init.calculate_gain
    assert gain("tanh") == 5 / 3 and gain("sigmoid") == 1
    assert initializers.gain_of(np.tanh) == pytest.approx(1.5925, abs=5e-5)
    assert initializers.gain_of(layers.Sigmoid().forward) == pytest.approx(1.8462, abs=5e-5)


@pytest.mark.parametrize("mode", ["fan_in", "fan_out", "fan_avg"])
@pytest.mark.parametrize("distribution", ["uniform", "normal", "truncated_normal"])
def test_variance_scaling_of_keras(keras, mode, distribution):
    """Keras's scale is our gain squared; its "normal" is the truncated one."""
    name = "untruncated_normal" if distribution == "normal" else distribution
    theirs = keras.initializers.VarianceScaling(scale=4.0, mode=mode, distribution=name, seed=1)(
        SHAPE
    )
    theirs = keras.ops.convert_to_numpy(theirs)
    ours = initializers.variance_scaling(SHAPE, np.random.default_rng(0), 2.0, mode, distribution)
    kurtosis = {"uniform": UNIFORM, "normal": NORMAL, "truncated_normal": TRUNCATED}[distribution]
    same_law(ours, theirs, kurtosis)
    if distribution != "normal":
        assert np.abs(theirs).max() == pytest.approx(np.abs(ours).max(), rel=0.005)


@pytest.mark.parametrize(
    ("name", "gain", "mode"),
    [
        ("GlorotNormal", 1.0, "fan_avg"),
        ("HeNormal", math.sqrt(2), "fan_in"),
        ("LecunNormal", 1.0, "fan_in"),
    ],
)
def test_keras_normals_are_truncated(keras, name, gain, mode):
    theirs = keras.ops.convert_to_numpy(getattr(keras.initializers, name)(seed=1)(SHAPE))
    rng = np.random.default_rng(0)
    ours = initializers.variance_scaling(SHAPE, rng, gain, mode, "truncated_normal")
    same_law(ours, theirs, TRUNCATED)
    assert np.abs(theirs).max() <= 2 * theirs.std() / initializers.TRUNCATED_STD * 1.01


def test_defaults_of_keras(keras):
    dense = keras.layers.Dense(SHAPE[1])
    dense.build((None, SHAPE[0]))
    w = keras.ops.convert_to_numpy(dense.kernel)
    check_law(w, 2 / sum(SHAPE), UNIFORM)
    assert np.abs(w).max() <= math.sqrt(6 / sum(SHAPE)) * (1 + 1e-6)
    assert not keras.ops.convert_to_numpy(dense.bias).any()

    uniform = keras.ops.convert_to_numpy(keras.initializers.RandomUniform(seed=1)(SHAPE))
    check_law(uniform, 0.05**2 / 3, UNIFORM)
    check_law(initializers.random_uniform()(SHAPE, np.random.default_rng(0)), 0.05**2 / 3, UNIFORM)
    normal = keras.ops.convert_to_numpy(keras.initializers.RandomNormal(seed=1)(SHAPE))
    check_law(normal, 0.05**2, NORMAL)
    # TruncatedNormal's stddev is the one before the cut.
    cut = keras.ops.convert_to_numpy(keras.initializers.TruncatedNormal(seed=1)(SHAPE))
    check_law(cut, (0.05 * initializers.TRUNCATED_STD) ** 2, TRUNCATED)


# ------------------------------------------------------------------ gradients and update rules


def twins(torch):
    """The same tanh network, here and in PyTorch, with the same data, in float64."""
    rng = np.random.default_rng(0)
    net = mlp([6, 8, 3], layers.Tanh, initializers.glorot_normal, rng, np.float64)
    for dense in net.dense:
        dense.b[...] = 0.3 * rng.standard_normal(dense.fan_out)
    peer = torch.nn.Sequential(
        torch.nn.Linear(6, 8), torch.nn.Tanh(), torch.nn.Linear(8, 3)
    ).double()
    with torch.no_grad():
        for value, weight in zip(peer.parameters(), net.get_weights(), strict=True):
            value.copy_(torch.from_numpy(weight.T))
    x, labels = rng.standard_normal((20, 6)), rng.integers(3, size=20)
    return net, peer, x, labels


def assert_equal_weights(net, peer, rel):
    for ours, theirs in zip(net.get_weights(), peer.parameters(), strict=True):
        assert np.allclose(ours.T, theirs.detach().numpy(), rtol=rel, atol=rel)


def test_gradients_of_pytorch(torch):
    net, peer, x, labels = twins(torch)
    value, gradient = losses.softmax_cross_entropy(net.forward(x), labels)
    net.backward(gradient)
    theirs = torch.nn.functional.cross_entropy(peer(torch.from_numpy(x)), torch.from_numpy(labels))
    theirs.backward()
    assert value == pytest.approx(theirs.item(), rel=1e-12)
    for (_, ours), p in zip(net.parameters(), peer.parameters(), strict=True):
        assert np.allclose(ours.T, p.grad.numpy(), rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_sgd_of_pytorch_step_by_step(torch, momentum):
    """PyTorch: v <- m v + g, W <- W - lr v. Ours: v <- m v - lr g, W <- W + v. The same path as
    long as lr stays what it is."""
    net, peer, x, labels = twins(torch)
    theirs = torch.optim.SGD(peer.parameters(), lr=0.2, momentum=momentum)
    follow(torch, net, peer, x, labels, sgd(lr=0.2, momentum=momentum), theirs)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ({}, {}),
        (
            {"lr": 0.05, "beta1": 0.7, "beta2": 0.9, "epsilon": 1e-3},
            {"lr": 0.05, "betas": (0.7, 0.9), "eps": 1e-3},
        ),
    ],
    ids=["as they come", "others"],
)
def test_adam_of_pytorch_step_by_step(torch, ours, theirs):
    net, peer, x, labels = twins(torch)
    theirs = torch.optim.Adam(peer.parameters(), **theirs)
    follow(torch, net, peer, x, labels, adam(**ours), theirs)


def follow(torch, net, peer, x, labels, ours, theirs):
    """Step both by their rules; the weights agree to rounding after each of 20 steps on all of
    the data, and have moved by far."""
    start, rng, done = net.get_weights(), np.random.default_rng(1), 0
    for value in train(net, losses.softmax_cross_entropy, x, labels, ours, epochs=20, rng=rng):
        theirs.zero_grad()
        loss = torch.nn.functional.cross_entropy(
            peer(torch.from_numpy(x)), torch.from_numpy(labels)
        )
        loss.backward()
        theirs.step()
        assert value == pytest.approx(loss.item(), rel=1e-9)
        assert_equal_weights(net, peer, 1e-9)
        done += 1
    assert done == 20
    assert all(np.abs(a - b).max() > 1e-3 for a, b in zip(start, net.get_weights(), strict=True))


def test_losses_of_pytorch(torch):
    rng = np.random.default_rng(0)
    logits, targets = rng.standard_normal((7, 4)), rng.random((7, 4))
    for ours, theirs in [
        (losses.sigmoid_cross_entropy, torch.nn.functional.binary_cross_entropy_with_logits),
        (losses.mean_squared_error, torch.nn.functional.mse_loss),
    ]:
        value, gradient = ours(logits, targets)
        z = torch.from_numpy(logits).requires_grad_()
        loss = theirs(z, torch.from_numpy(targets))
        loss.backward()
        assert value == pytest.approx(loss.item(), rel=1e-12)
        assert np.allclose(gradient, z.grad.numpy(), rtol=1e-10, atol=1e-15)


# ------------------------------------------------------------------ normalization


def norm_twins(torch, norm, **settings):
    """The same layer of width 6, here and in PyTorch, in float64, gamma and beta at random.

    PyTorch's momentum is the share of the new batch, ours that of the old value."""
    ours = getattr(normalization, norm)(6, dtype=np.float64, **settings)
    if "momentum" in settings:
        settings["momentum"] = 1 - settings["momentum"]
    theirs = getattr(torch.nn, {"BatchNorm": "BatchNorm1d"}.get(norm, norm))(6, **settings).double()
    rng = np.random.default_rng(0)
    with torch.no_grad():
        for value, peer in ((ours.gamma, theirs.weight), (ours.beta, theirs.bias)):
            value[...] = rng.standard_normal(6)
            peer.copy_(torch.from_numpy(value))
    return ours, theirs


@pytest.mark.parametrize(
    ("norm", "settings"),
    [
        ("BatchNorm", {}),
        ("BatchNorm", {"momentum": 0.6, "eps": 0.1}),
        ("LayerNorm", {}),
        ("LayerNorm", {"eps": 0.1}),
    ],
)
def test_normalization_of_pytorch(torch, norm, settings):
    """Output, gradients, running moments; then the same in evaluation. PyTorch multiplies a
    batch's variance by n / (n - 1) before it goes into the running one."""
    ours, theirs = norm_twins(torch, norm, **settings)
    rng, n = np.random.default_rng(1), 9
    running = [a.copy() for a in ours.running()]
    for mode in (True, True, True, False):
        x, dy = 2 * rng.standard_normal((n, 6)) + 1, rng.standard_normal((n, 6))
        ours.training = mode
        theirs.train(mode)
        if running and mode:
            for kept, now in zip(running, (x.mean(axis=0), x.var(axis=0, ddof=1)), strict=True):
                kept += (1 - ours.momentum) * (now - kept)
        elif running:  # theirs, so that the evaluations can be compared
            ours.variance[...] = running[1]
        z = torch.from_numpy(x).requires_grad_()
        theirs.zero_grad()
        out = theirs(z)
        out.backward(torch.from_numpy(dy))
        for mine, other in [
            (ours.forward(x), out),
            (ours.backward(dy), z.grad),
            (ours.dgamma, theirs.weight.grad),
            (ours.dbeta, theirs.bias.grad),
            *zip(
                running, (theirs.running_mean, theirs.running_var) if running else (), strict=True
            ),
        ]:
            assert np.allclose(mine, other.detach().numpy(), rtol=1e-12, atol=1e-13)
        if running:
            assert np.allclose(ours.mean, theirs.running_mean.numpy(), rtol=1e-12)


@pytest.mark.parametrize("settings", [{}, {"momentum": 0.6, "eps": 0.1}])
def test_batch_norm_of_keras(keras, settings):
    """The convention of Keras is ours: momentum, and the variance as it is divided by."""
    ours = normalization.BatchNorm(6, **settings)
    theirs = keras.layers.BatchNormalization(
        momentum=ours.momentum, epsilon=ours.eps, dtype="float32"
    )
    for seed in range(3):
        x = 2 * np.random.default_rng(seed).standard_normal((9, 6)).astype(np.float32) + 1
        out = keras.ops.convert_to_numpy(theirs(x, training=True))
        assert np.allclose(ours.forward(x), out, rtol=1e-5, atol=1e-5)
        for mine, other in zip(ours.running(), theirs.get_weights()[2:], strict=True):
            assert np.allclose(mine, other, rtol=1e-5, atol=1e-6)
    ours.training = False
    out = keras.ops.convert_to_numpy(theirs(x, training=False))
    assert np.allclose(ours.forward(x), out, rtol=1e-5, atol=1e-5)
