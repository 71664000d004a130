"""LoRA by hand, its gradients, how its two factors start, what stays frozen, bad input."""

import math
import re

import numpy as np
import pytest
from helpers import BOUND

from tinynet import Network, initializers, losses, mlp
from tinynet.diagnostics import gradient_check, layer_statistics
from tinynet.layers import Dense, ReLU, Residual, Tanh
from tinynet.lora import LoRA
from tinynet.optimizers import adam, sgd
from tinynet.pruning import apply_masks, magnitude_masks
from tinynet.training import accuracy, train

WRONG = 2e-9  # as in test_normalization
EXACT = {"rtol": 1e-13, "atol": 1e-14}
SOFTMAX = losses.softmax_cross_entropy
NORMAL, ZEROS = initializers.random_normal(0.5), initializers.zeros


def normal(*shape, seed=0):
    return np.random.default_rng(seed).standard_normal(shape)


def a_rng(seed=0):
    return np.random.default_rng(seed)


def dense(fan_in=5, fan_out=4, seed=0, dtype=np.float64):
    made = Dense(fan_in, fan_out, initializers.he_normal, a_rng(seed), dtype)
    made.b[...] = normal(fan_out, seed=seed + 100)
    return made


def adapted(fan_in=5, fan_out=4, seed=0, dtype=np.float64, **settings):
    """Rank 2, with both factors at random unless the settings say otherwise."""
    settings = {"scale": 0.5, "init_A": NORMAL, "init_B": NORMAL, **settings}
    return LoRA(dense(fan_in, fan_out, seed, dtype), 2, a_rng(seed + 1), **settings)


def pretrained(dtype=np.float32):
    """A network that has learned a task; the inputs and labels of another, a shift away."""
    rng = a_rng()
    x = rng.standard_normal((400, 4)).astype(dtype)
    net = mlp([4, 16, 16, 3], ReLU, initializers.he_normal, rng, dtype)
    labels = (x[:, 0] > 0).astype(int) + (x[:, 1] > x[:, 2])
    list(train(net, SOFTMAX, x, labels, sgd(lr=0.3), epochs=30, rng=rng))
    return net, x, (x[:, 1] > 0).astype(int) + (x[:, 0] > x[:, 3])


def with_lora(net, rank=2, **settings):
    rng = a_rng(1)
    return Network(
        [LoRA(one, rank, rng, **settings) if isinstance(one, Dense) else one for one in net.layers]
    )


# ------------------------------------------------------------------ by hand


def test_lora_by_hand():
    """Two inputs, two outputs, rank 1, scale 2; every number is exact."""
    frozen = Dense(2, 2, lambda shape, rng: np.array([[1, 0], [2, -1]]), None, np.float64)
    frozen.b[...] = [0, 3]
    a, b = np.array([[1.0], [0.5]]), np.array([[2.0, -1.0]])
    layer = LoRA(frozen, 1, None, 2, lambda shape, rng: a, lambda shape, rng: b)
    # x W + b = (5, 1); x A = 2; 2 x A B = (8, -4)
    assert np.array_equal(layer.forward(np.array([[1.0, 2.0]])), [[5 + 8, 1 - 4]])
    # dy B^T = 2 - 3 = -1, times the scale -2; dA = x^T (-2); dB = (x A)^T 2 dy
    dx = layer.backward(np.array([[1.0, 3.0]]))
    assert np.array_equal(layer.dA, [[-2], [-4]])
    assert np.array_equal(layer.dB, [[4, 12]])
    # dx = dy W^T + (-2) A^T = (1, 2 - 3) + (-2, -1)
    assert np.array_equal(dx, [[-1, -2]])
    assert np.array_equal(layer.merge().W, [[1 + 4, -2], [2 + 2, -1 - 1]])


def test_it_is_the_dense_layer_with_a_low_rank_step():
    layer, x = adapted(), normal(7, 5)
    frozen = layer.dense
    whole = frozen.W + 0.5 * layer.A @ layer.B
    assert np.allclose(layer.forward(x), x @ whole + frozen.b, **EXACT)
    assert np.allclose(
        layer.backward(normal(7, 4, seed=1)), normal(7, 4, seed=1) @ whole.T, **EXACT
    )
    assert np.linalg.matrix_rank(whole - frozen.W) == 2


# ------------------------------------------------------------------ derivatives


def test_gradients_of_every_variable():
    """The frozen weights' too: they are right, and nobody follows them."""
    inside = [adapted(4, 4, seed=2), Tanh()]
    net = Network([adapted(5, 4), Tanh(), Residual(inside), adapted(4, 3, seed=4)])
    errors = gradient_check(net, SOFTMAX, normal(7, 5), np.arange(7) % 3)
    shapes = [a.shape for a in net.get_weights()[:4]]
    assert shapes == [(5, 2), (2, 4), (5, 4), (4,)], "A, B, W, b"
    assert len(errors) == 3 * 4 + 1
    assert max(errors.values()) < WRONG, errors


def test_parameter_gradients_are_those_of_backward_and_nothing_else():
    layer, dy = adapted(), normal(7, 4, seed=1)
    layer.forward(normal(7, 5))
    layer.backward(dy)
    pairs = [*layer.parameters(), *layer.dense.parameters()]
    expected = [gradient.copy() for _, gradient in pairs]
    for _, gradient in pairs:
        gradient[...] = np.nan
    layer.dense.W[...] = np.nan  # a product with W would show it
    assert layer.parameter_gradients(dy) is None
    for (_, gradient), by_backward in zip(pairs, expected, strict=True):
        assert np.array_equal(gradient, by_backward)


# ------------------------------------------------------------------ how it starts


def test_it_starts_as_the_network_that_it_adapts():
    net, x, _ = pretrained()
    before = net.forward(x)
    assert np.array_equal(with_lora(net, rank=3).forward(x), before), "to the bit"


@pytest.mark.parametrize(
    ("init_A", "init_B", "moves"),
    [
        (initializers.lecun_normal, ZEROS, "B"),
        (ZEROS, initializers.lecun_normal, "A"),
        (initializers.lecun_normal, initializers.lecun_normal, "AB"),
        (ZEROS, ZEROS, ""),
    ],
)
def test_a_factor_of_zero_holds_up_the_other_and_two_hold_up_both(init_A, init_B, moves):
    net, x, labels = pretrained()
    net = with_lora(net, init_A=init_A, init_B=init_B)
    steps = train(net, SOFTMAX, x, labels, sgd(lr=0.1), epochs=1, rng=a_rng())
    before = net.get_weights()
    next(steps)
    for layer in net.layers[::2]:
        assert layer.dA.any() == ("A" in moves) and layer.dB.any() == ("B" in moves)
        assert np.isfinite(layer.dA).all() and np.isfinite(layer.dB).all()
    next(steps)
    for layer in net.layers[::2]:
        assert layer.dA.any() == layer.dB.any() == bool(moves)
    if not moves:
        list(steps)
        assert all(np.array_equal(a, b) for a, b in zip(before, net.get_weights(), strict=True))


def test_the_sizes_that_the_factors_start_with():
    """A has variance 1 / fan_in, by the sampling law; B is 0, the scale 1."""
    layer = LoRA(dense(400, 7), 50, a_rng())
    assert layer.A.shape == (400, 50) and layer.B.shape == (50, 7)
    z = layer.A * math.sqrt(400)
    assert abs(z.mean()) < BOUND / math.sqrt(z.size)
    assert abs((z**2).mean() - 1) < BOUND * math.sqrt(2 / z.size)
    assert not layer.B.any() and layer.scale == 1


# ------------------------------------------------------------------ training


def test_what_is_frozen_stays_to_the_bit_and_the_rest_learns():
    net, x, labels = pretrained()
    kept, before = net.get_weights(), accuracy(net, x, labels)
    adapting = with_lora(net)
    some = [value.shape for value, _ in adapting.parameters(trainable_only=True)]
    assert some == [(4, 2), (2, 16), (16, 2), (2, 16), (16, 2), (2, 3)]
    list(train(adapting, SOFTMAX, x, labels, adam(lr=0.01), epochs=40, rng=a_rng()))
    assert accuracy(adapting, x, labels) > 0.9 > 0.7 > before
    assert all(np.array_equal(a, b) for a, b in zip(kept, net.get_weights(), strict=True))
    assert {w.dtype for w in adapting.get_weights()} == {np.dtype(np.float32)}


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_merged_it_computes_the_same_and_is_free(dtype):
    layer, x = adapted(dtype=dtype), normal(7, 5).astype(dtype)
    kept = layer.dense.W.copy()
    merged = layer.merge()
    assert type(merged) is Dense and merged.trainable and merged.W.dtype == dtype
    assert np.allclose(merged.forward(x), layer.forward(x), rtol=0, atol=30 * np.finfo(dtype).eps)
    merged.W += 1
    merged.b += 1
    assert np.array_equal(layer.dense.W, kept) and not layer.dense.trainable


def test_a_network_looks_inside():
    layer = adapted()
    net = Network([layer, Tanh(), dense(4, 3, seed=3)])
    assert net.dense == [layer.dense, net.layers[2]]
    x = normal(7, 5)
    net.backward(net.forward(x))
    rows = layer_statistics(net)
    assert [row.name for row in rows] == ["LoRA", "Dense", "Tanh", "Dense"]
    assert np.array_equal(layer.dense.out, x @ layer.dense.W + layer.dense.b)
    assert layer.dense.dout is layer.dout
    apply_masks(net, magnitude_masks(net, 0.5))
    assert np.count_nonzero(layer.dense.W) == 10 and np.count_nonzero(layer.A) == 10


# ------------------------------------------------------------------ contracts


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_dtype_stays(dtype):
    layer = adapted(dtype=dtype, scale=np.float64(0.5))
    y = layer.forward(normal(7, 5).astype(dtype))
    arrays = [y, layer.backward(y), *(a for pair in layer.parameters() for a in pair)]
    assert {a.dtype for a in arrays} == {np.dtype(dtype)}


def test_nothing_works_in_place_and_gradients_stay_where_they_are():
    layer, x, dy = adapted(), normal(7, 5), normal(7, 4, seed=1)
    x_before, dy_before = x.copy(), dy.copy()
    y = layer.forward(x)
    y_before, dense_y = y.copy(), layer.dense.out.copy()
    assert [id(a) for pair in layer.parameters() for a in pair] == [
        id(a) for a in (layer.A, layer.dA, layer.B, layer.dB)
    ]
    held = [gradient for _, gradient in layer.parameters()]
    for _ in range(2):  # overwritten, not added to
        layer.backward(dy)
        assert np.allclose(held[0], 0.5 * x.T @ dy @ layer.B.T, **EXACT)
        assert np.allclose(held[1], 0.5 * (x @ layer.A).T @ dy, **EXACT)
    for now, before in ((x, x_before), (y, y_before), (dy, dy_before), (layer.dense.out, dense_y)):
        assert np.array_equal(now, before)


# ------------------------------------------------------------------ errors


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: LoRA(Tanh(), 2, a_rng()), TypeError, "LoRA adapts a Dense layer, not a Tanh"),
        (lambda: LoRA(adapted(), 2, a_rng()), TypeError, "LoRA adapts a Dense layer, not a LoRA"),
        (
            lambda: LoRA(dense(), 0, a_rng()),
            ValueError,
            "rank must be a whole number of at least 1",
        ),
        (lambda: adapted(scale=0), ValueError, "scale must be a positive number, not 0"),
        (
            lambda: adapted(init_B=lambda shape, rng: np.zeros(shape[::-1])),
            ValueError,
            "init returned shape (4, 2), not (2, 4)",
        ),
        (lambda: adapted().forward(normal(7, 4)), ValueError, "x must be (batch, 5), not (7, 4)"),
        (
            lambda: Network([adapted(5, 4), Tanh(), adapted(5, 4)]),
            ValueError,
            "a layer with 4 outputs is followed by one with 5 inputs",
        ),
    ],
)
def test_bad_input(make, error, message):
    with pytest.raises(error, match=re.escape(message)):
        make()


def test_what_is_refused_is_not_frozen():
    one = dense()
    with pytest.raises(ValueError, match="rank"):
        LoRA(one, 0, a_rng())
    assert one.trainable
