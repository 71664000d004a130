"""LSUV: unit variance in every layer, orthonormal weights but for their size, where it fails."""

import math
import re

import numpy as np
import pytest

from tinynet import Network, initializers, layers, mlp
from tinynet.lora import LoRA
from tinynet.lsuv import lsuv
from tinynet.normalization import BatchNorm, LayerNorm


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("activation", [layers.Tanh, layers.ReLU, layers.Sigmoid])
def test_lsuv_gives_every_layer_unit_variance(activation, dtype):
    rng = np.random.default_rng(0)
    x = (3 * rng.standard_normal((200, 12)) + 1).astype(dtype)
    net = mlp([12, 30, 30, 5], activation, initializers.zeros, rng, dtype)
    before = [layer.W for layer in net.dense]
    steps = lsuv(net, x, rng)
    net.forward(x)
    assert steps == [1, 1, 1], "the output is linear in the weights: one division is enough"
    for layer, held in zip(net.dense, before, strict=True):
        assert layer.W is held and layer.W.dtype == dtype
        assert layer.out.var() == pytest.approx(1, abs=1e-5)
        singular = np.linalg.svd(layer.W, compute_uv=False)
        assert np.allclose(singular, singular[0], rtol=1e-5), "still orthogonal, but for its size"


def test_lsuv_leaves_a_layer_alone_that_is_near_enough():
    rng = np.random.default_rng(0)
    x = np.linalg.qr(rng.standard_normal((400, 8)))[0] * math.sqrt(400)  # E[x x^T] = 1
    x[200:] = -x[:200]
    net = mlp([8, 8], layers.Tanh, initializers.zeros, rng, np.float64)
    assert lsuv(net, x, rng, tolerance=0.9) == [0]
    assert np.allclose(np.linalg.svd(net.dense[0].W, compute_uv=False), 1)


def test_lsuv_goes_on_where_biases_keep_one_division_from_being_enough():
    """It divides the weights and not the biases, whose variance over the units stays."""
    rng = np.random.default_rng(0)
    net = mlp([12, 30, 5], layers.Tanh, initializers.zeros, rng, np.float64)
    for dense in net.dense:
        dense.b[...] = 0.5 * rng.standard_normal(dense.fan_out)
    before = [dense.b.copy() for dense in net.dense]
    x = 3 * rng.standard_normal((200, 12))
    steps = lsuv(net, x, rng, tolerance=1e-3)
    net.forward(x)
    assert min(steps) > 1
    for dense, b in zip(net.dense, before, strict=True):
        assert abs(dense.out.var() - 1) < 1e-3
        assert np.array_equal(dense.b, b)


def test_lsuv_takes_its_weights_from_the_rng_alone():
    x, drawn = np.random.default_rng(0).standard_normal((50, 4)), []
    for seed, start in ((1, initializers.zeros), (1, initializers.constant(3)), (2, None)):
        net = mlp([4, 3], layers.Tanh, start or initializers.zeros, None, np.float64)
        lsuv(net, x, np.random.default_rng(seed))
        drawn.append(net.dense[0].W)
    assert np.array_equal(drawn[0], drawn[1])
    assert not np.array_equal(drawn[0], drawn[2])


# ------------------------------------------------------------------ errors


@pytest.mark.parametrize(
    ("x", "settings", "message"),
    [
        (np.zeros((5, 3)), {}, "layer 0 has variance 0 after 0 steps; LSUV wants 1 within 0.1"),
        (9 * np.eye(3), {"max_steps": 0}, "after 0 steps; LSUV wants 1 within 0.1"),
        (np.full((5, 3), np.nan), {}, "dense layer 0 has variance nan after 10 steps"),
    ],
    ids=["constant", "no steps", "nan"],
)
def test_lsuv_says_where_it_fails(x, settings, message):
    rng = np.random.default_rng(0)
    net = mlp([3, 4, 2], layers.Tanh, initializers.zeros, rng, np.float64)
    with pytest.raises(ValueError, match=re.escape(message)):
        lsuv(net, x, rng, **settings)


@pytest.mark.parametrize("norm", [BatchNorm, LayerNorm])
def test_lsuv_goes_through_normalization(norm):
    rng = np.random.default_rng(0)
    net = mlp([12, 30, 5], layers.ReLU, initializers.zeros, rng, np.float64)
    net = Network([net.layers[0], norm(30, dtype=np.float64), *net.layers[1:]])
    x = 3 * rng.standard_normal((200, 12)) + 1
    assert lsuv(net, x, rng) == [1, 1]
    net.forward(x)
    assert [dense.out.var() for dense in net.dense] == pytest.approx([1, 1], abs=1e-5)


@pytest.mark.parametrize(
    "inside", [lambda dense, rng: layers.Residual([dense]), lambda dense, rng: LoRA(dense, 2, rng)]
)
def test_lsuv_does_not_pass_over_what_lies_inside_other_layers(inside):
    rng = np.random.default_rng(0)
    inner = inside(layers.Dense(4, 4, initializers.he_normal, rng), rng)
    net = Network([layers.Dense(3, 4, initializers.he_normal, rng), inner])
    with pytest.raises(ValueError, match="a plain list of layers: no Residual"):
        lsuv(net, rng.normal(size=(8, 3)), rng)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"tolerance": 0}, "tolerance must be a positive number"),
        ({"max_steps": -1}, "max_steps must"),
    ],
)
def test_lsuv_settings_with_which_it_would_never_end(settings, message):
    rng = np.random.default_rng(0)
    net = mlp([3, 4, 2], layers.Tanh, initializers.zeros, rng, np.float64)
    with pytest.raises(ValueError, match=message):
        lsuv(net, rng.normal(size=(8, 3)), rng, **settings)
