"""Greedy pre-training: tied gradients, shared layers, what each stage sees, bad input."""

import math
import re

import numpy as np
import pytest

from tinynet import Network, initializers, layers, losses, mlp
from tinynet.diagnostics import gradient_check
from tinynet.lora import LoRA
from tinynet.normalization import BatchNorm, LayerNorm
from tinynet.optimizers import sgd
from tinynet.pretraining import (
    TiedAutoencoder,
    pretrain,
    pretrain_supervised,
    reconstruction_loss,
    stages,
    unroll,
)
from tinynet.training import Diverged, fit


def normal(*shape, seed=0):
    return np.random.default_rng(seed).standard_normal(shape)


def a_rng(seed=0):
    return np.random.default_rng(seed)


def make(sizes=(6, 5, 4, 3), activation=layers.Sigmoid, dtype=np.float64):
    net = mlp(sizes, activation, initializers.glorot_normal, a_rng(), dtype)
    for i, dense in enumerate(net.dense):
        dense.b[...] = 0.3 * normal(dense.fan_out, seed=20 + i)
    return net


def auto(activation=layers.Sigmoid, corruption=0.0, dtype=np.float64):
    net = make(dtype=dtype)
    one = TiedAutoencoder(net.dense[0], activation and activation(), a_rng(1), corruption)
    one.c[...] = normal(6, seed=30)
    return one


RULE = sgd(lr=0.1)
SETTINGS = {"epochs": 3, "progress": False, "batch_size": 10}


# ------------------------------------------------------------------ one autoencoder


@pytest.mark.parametrize("activation", [layers.Sigmoid, layers.Tanh, None])
def test_what_it_computes(activation):
    one, x = auto(activation), normal(7, 6)
    h = x @ one.dense.W + one.dense.b
    if activation:
        h = activation().forward(h)
    assert np.allclose(one.encode(x), h, rtol=1e-14)
    assert np.allclose(one.forward(x), h @ one.dense.W.T + one.c, rtol=1e-14)


@pytest.mark.parametrize("activation", [layers.Sigmoid, layers.Tanh, None])
@pytest.mark.parametrize("loss", [losses.mean_squared_error, losses.sigmoid_cross_entropy])
def test_tied_gradients(activation, loss):
    """W occurs twice: its gradient has an encoder's and a decoder's share."""
    net, x = Network([auto(activation)]), np.random.default_rng(0).random((7, 6))
    targets = np.random.default_rng(1).random((7, 6))
    errors = gradient_check(net, loss, x, targets)
    assert list(errors) == ["0", "1", "2", "x"]  # W, b, c
    assert max(errors.values()) < 1e-8, errors


def test_tied_gradient_is_the_sum_of_both_shares():
    """Beside the untied network whose decoder is a copy of the transpose."""
    one, x = auto(), normal(7, 6)
    net = Network([one])
    twin = unroll([auto()], layers.Tanh)
    net.backward(losses.mean_squared_error(net.forward(x), x)[1])
    twin.backward(losses.mean_squared_error(twin.forward(x), x)[1])
    down, up = twin.dense
    assert np.allclose(one.dense.dW, down.dW + up.dW.T, rtol=1e-12)
    assert np.allclose(one.dense.db, down.db, rtol=1e-12)
    assert np.allclose(one.dc, up.db, rtol=1e-12)
    assert np.abs(down.dW).max() > 1e-3 and np.abs(up.dW).max() > 1e-3


@pytest.mark.parametrize("rate", [0.1, 0.4])
def test_corruption_sets_its_share_of_the_inputs_to_zero(rate):
    """A binomial count, a new mask at every forward; what is not zeroed is unchanged."""
    one, x = auto(corruption=rate), 2 + np.abs(normal(400, 6))
    masks = []
    for _ in range(2):
        one.forward(x)
        seen = one.dense.x
        masks.append(seen == 0)
        assert np.array_equal(seen[~masks[-1]], x[~masks[-1]])
        error = math.sqrt(rate * (1 - rate) / x.size)
        assert abs(masks[-1].mean() - rate) < 5 * error
    assert not np.array_equal(*masks)
    one.encode(x)
    assert one.dense.x is x, "the description is of the clean input"


def test_gradient_under_corruption():
    """Nothing comes back through an input that was set to 0; through the others, what the clean
    autoencoder says of the corrupted input."""
    one, clean, x, dy = auto(corruption=0.4), auto(), normal(7, 6), normal(7, 6, seed=1)
    one.forward(x)
    kept = one.dense.x != 0
    dx = one.backward(dy)
    clean.forward(np.where(kept, x, 0))
    assert np.allclose(dx, np.where(kept, clean.backward(dy), 0), rtol=1e-12, atol=0)
    assert np.allclose(one.dense.dW, clean.dense.dW, rtol=1e-12, atol=0)
    assert 0 < kept.mean() < 1


def test_dtype_stays():
    one = auto(corruption=0.3, dtype=np.float32)
    y = one.forward(normal(7, 6).astype(np.float32))
    assert y.dtype == np.float32
    assert one.backward(y).dtype == np.float32
    assert {a.dtype for pair in one.parameters() for a in pair} == {np.dtype(np.float32)}


# ------------------------------------------------------------------ layer by layer


def test_stages_pairs_every_dense_layer_with_its_activation():
    net = make()
    pairs = stages(net)
    assert [dense for dense, _ in pairs] == net.dense
    assert [activation for _, activation in pairs] == [net.layers[1], net.layers[3], None]
    linear = Network([net.dense[0], net.dense[1]])
    assert [activation for _, activation in stages(linear)] == [None, None]


def test_the_pretrained_layers_are_the_networks_own():
    net, x = make(), normal(40, 6)
    held, before = [d.W for d in net.dense], net.get_weights()
    done = pretrain(net, x, RULE, rng=a_rng(2), **SETTINGS)
    assert len(done) == 2, "all but the output layer"
    for one, dense, activation in zip(done, net.dense, net.layers[1::2], strict=False):
        assert one.dense is dense and one.activation is activation
    after = net.get_weights()
    changed = [not np.array_equal(a, b) for a, b in zip(before, after, strict=True)]
    assert changed == [True, True, True, True, False, False]
    assert all(a is d.W for a, d in zip(held, net.dense, strict=True)), "in place"
    assert np.array_equal(net.forward(x), net.copy().forward(x))


def test_each_stage_learns_from_the_clean_description_below():
    """The same thing by hand: fit one autoencoder, encode, fit the next."""
    net, twin, x = make(), make(), normal(40, 6)
    rule = sgd(lr=0.1, momentum=0.5)
    done = pretrain(net, x, rule, rng=a_rng(2), corruption=0.2, **SETTINGS)
    rng = a_rng(2)
    below_is_a_sigmoid = [losses.mean_squared_error, losses.sigmoid_cross_entropy]
    for one, (dense, activation), loss in zip(
        done, stages(twin)[:2], below_is_a_sigmoid, strict=True
    ):
        by_hand = TiedAutoencoder(dense, activation, rng, 0.2)
        history = fit(Network([by_hand]), loss, x, x, rule, rng=rng, **SETTINGS)
        assert one.history == history["loss"] and len(one.history) == 3
        assert np.array_equal(one.dense.W, dense.W) and np.array_equal(one.c, by_hand.c)
        x = activation.forward(dense.forward(x))


def test_what_a_sigmoid_says_is_rebuilt_by_cross_entropy():
    assert reconstruction_loss(layers.Sigmoid()) is losses.sigmoid_cross_entropy
    for below in (None, layers.Tanh(), layers.ReLU()):
        assert reconstruction_loss(below) is losses.mean_squared_error


@pytest.mark.parametrize("kind", [list, tuple])
def test_one_rule_per_layer(kind):
    """The second layer's rate is so small that float64 just holds what it does."""
    net = make()
    before = net.get_weights()
    rules = kind([sgd(lr=0.1), sgd(lr=1e-12)])
    pretrain(net, normal(40, 6), rules, rng=a_rng(2), **SETTINGS)
    after = net.get_weights()
    first, second = (np.abs(after[i] - before[i]).max() for i in (0, 2))
    assert first > 1e-3 and 0 < second < 1e-11


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_depth_counts_dense_layers(depth):
    net = make()
    before = net.get_weights()
    done = pretrain(net, normal(40, 6), RULE, rng=a_rng(2), depth=depth, **SETTINGS)
    assert [one.dense for one in done] == net.dense[:depth]
    changed = [not np.array_equal(a, b) for a, b in zip(before, net.get_weights(), strict=True)]
    assert changed == [i < 2 * depth for i in range(6)]


def test_a_frozen_layer_is_passed_through_and_stays():
    """Its autoencoder learns c alone; the layer above learns from its description."""
    net = make()
    net.dense[0].trainable = False
    before = net.get_weights()
    first, _ = pretrain(net, normal(40, 6), RULE, rng=a_rng(2), **SETTINGS)
    changed = [not np.array_equal(a, b) for a, b in zip(before, net.get_weights(), strict=True)]
    assert changed == [False, False, True, True, False, False]
    assert first.c.all()


def test_reconstruction_gets_better():
    """Data of rank 2 in six dimensions, two hidden units: all of it can be described."""
    x = normal(200, 2) @ normal(2, 6, seed=1)
    net = make((6, 2, 3), layers.Tanh)
    rule = sgd(lr=0.2, momentum=0.9)
    (one,) = pretrain(net, 0.3 * x, rule, epochs=60, rng=a_rng(2), progress=False)
    assert one.history[-1] < 0.05 * one.history[0]


def test_a_progress_bar_for_every_layer(capsys):
    pretrain(make(), normal(40, 6), RULE, rng=a_rng(2), **SETTINGS)
    assert capsys.readouterr().err == ""
    pretrain(make(), normal(40, 6), RULE, rng=a_rng(2), **{**SETTINGS, "progress": True})
    assert capsys.readouterr().err.count(" 0/12 [") == 2, "3 epochs of 4 steps, two layers"


def test_divergence_is_not_swallowed():
    net, settings = make(activation=layers.ReLU), {**SETTINGS, "epochs": 50}
    with pytest.raises(Diverged):
        pretrain(net, normal(40, 6), sgd(lr=1e6), rng=a_rng(2), **settings)


# ------------------------------------------------------------------ supervised


def test_supervised_greedy():
    net, x = make(activation=layers.Tanh), normal(90, 6)
    labels = (x[:, 0] > 0).astype(int) + (x[:, 1] > 0)
    twin, before, settings = net.copy(), net.get_weights(), {**SETTINGS, "epochs": 20}
    init = initializers.zeros
    pretrain_supervised(net, x, labels, RULE, init=init, rng=a_rng(3), **settings)
    changed = [not np.array_equal(a, b) for a, b in zip(before, net.get_weights(), strict=True)]
    assert changed == [True, True, True, True, False, False], "its own output layer waits"

    # the same by hand
    rng = a_rng(3)
    for i in (0, 2):
        body = twin.layers[i : i + 2]
        whole = Network([*body, layers.Dense(body[0].fan_out, 3, init, rng, np.float64)])
        fit(whole, losses.softmax_cross_entropy, x, labels, RULE, rng=rng, **settings)
        x = body[1].forward(body[0].forward(x))
    assert all(
        np.array_equal(a, b) for a, b in zip(net.get_weights(), twin.get_weights(), strict=True)
    )


# ------------------------------------------------------------------ unrolled


def test_unroll_goes_down_and_up_again():
    net, x = make((6, 5, 4, 3)), normal(7, 6)
    autos = pretrain(net, normal(40, 6), RULE, rng=a_rng(2), depth=3, **SETTINGS)
    deep = unroll(autos, layers.Tanh)
    assert deep.layers[:5] == net.layers, "down through the network's own"
    kinds = " ".join(type(layer).__name__ for layer in deep.layers)
    assert kinds == "Dense Sigmoid Dense Sigmoid Dense Dense Tanh Dense Tanh Dense"
    for one, up in zip(reversed(autos), deep.dense[3:], strict=True):
        assert np.array_equal(up.W, one.dense.W.T) and np.array_equal(up.b, one.c)
        assert not np.shares_memory(up.W, one.dense.W) and not np.shares_memory(up.b, one.c)
    y = net.forward(x)
    for i in (2, 1, 0):
        y = y @ autos[i].dense.W.T + autos[i].c
        y = np.tanh(y) if i else y
    assert np.allclose(deep.forward(x), y, rtol=1e-12)


def test_fine_tuning_unties_the_two_halves():
    net, x = make((6, 5, 3)), normal(40, 6)
    autos = pretrain(net, x, RULE, rng=a_rng(2), **SETTINGS)
    deep = unroll(autos, layers.Tanh)
    fit(deep, losses.mean_squared_error, x, x, RULE, rng=a_rng(4), **SETTINGS)
    assert deep.dense[0] is net.dense[0]
    assert not np.allclose(deep.dense[0].W, deep.dense[1].W.T)


# ------------------------------------------------------------------ errors


@pytest.mark.parametrize("corruption", [-0.1, 1, 1.5, math.nan])
def test_corruption_is_a_share(corruption):
    message = re.escape(f"corruption must be in [0, 1), not {corruption!r}")
    with pytest.raises(ValueError, match=message):
        auto(corruption=corruption)
    with pytest.raises(ValueError, match=message):
        pretrain(make(), normal(40, 6), RULE, rng=a_rng(2), corruption=corruption, **SETTINGS)


@pytest.mark.parametrize("shape", [(40, 5), (6,), (40, 6, 1)], ids=str)
def test_data_of_another_width(shape):
    net, x = make(), np.zeros(shape)
    message = re.escape(f"x must be (examples, 6), not {shape}")
    with pytest.raises(ValueError, match=message):
        pretrain(net, x, RULE, rng=a_rng(2), **SETTINGS)
    labels = np.zeros(len(x), int)
    with pytest.raises(ValueError, match=message):
        pretrain_supervised(net, x, labels, RULE, init=initializers.zeros, rng=a_rng(), **SETTINGS)


@pytest.mark.parametrize("depth", [0, -1, 4])
def test_depth_is_within_the_network(depth):
    with pytest.raises(ValueError, match=f"depth must be between 1 and 3, not {depth}"):
        pretrain(make(), normal(40, 6), RULE, rng=a_rng(2), depth=depth, **SETTINGS)


def test_a_network_without_hidden_layers_has_nothing_to_pretrain():
    message = "depth must be between 1 and 1, not 0"
    net, x, labels = make((6, 3)), normal(40, 6), np.zeros(40, int)
    with pytest.raises(ValueError, match=message):
        pretrain(net, x, RULE, rng=a_rng(2), **SETTINGS)
    with pytest.raises(ValueError, match=message):
        pretrain_supervised(net, x, labels, RULE, init=initializers.zeros, rng=a_rng(), **SETTINGS)


@pytest.mark.parametrize(
    "stack",
    [
        lambda dense: [layers.Tanh(), dense(6, 3)],
        lambda dense: [dense(6, 3), layers.Tanh(), layers.ReLU()],
        lambda dense: [dense(6, 3), layers.Residual([dense(3, 3)])],
        lambda dense: [dense(6, 3), BatchNorm(3)],
        lambda dense: [dense(6, 3), LayerNorm(3), layers.Tanh(), dense(3, 2)],
        lambda dense: [LoRA(dense(6, 3), 1, a_rng()), layers.Tanh(), dense(3, 2)],
    ],
)
def test_layers_that_are_not_in_pairs(stack):
    def dense(fan_in, fan_out):
        return layers.Dense(fan_in, fan_out, initializers.zeros, None)

    net = Network(stack(dense))
    names = [type(layer).__name__ for layer in net.layers]
    message = f"layers must be Dense, each with at most one activation, not {names}"
    with pytest.raises(ValueError, match=re.escape(message)):
        stages(net)


def test_rules_for_another_number_of_layers():
    message = "rule must be one rule or 2, one per layer, not 3"
    with pytest.raises(ValueError, match=message):
        pretrain(make(), normal(40, 6), 3 * [RULE], rng=a_rng(2), **SETTINGS)


@pytest.mark.parametrize("rule", [sgd, 0.1, [RULE, sgd]])
def test_a_rule_without_its_settings_changes_no_layer(rule):
    net = make()
    before = net.get_weights()
    with pytest.raises(TypeError, match=r"sgd\(lr=0.1\)"):
        pretrain(net, normal(40, 6), rule, rng=a_rng(2), **SETTINGS)
    assert all(np.array_equal(a, b) for a, b in zip(before, net.get_weights(), strict=True))


def test_the_short_way_back_leaves_the_same_gradients():
    rng = a_rng(3)
    dense = layers.Dense(6, 4, initializers.glorot_normal, rng)
    auto = TiedAutoencoder(dense, layers.Sigmoid(), rng, corruption=0.3)
    dy = normal(5, 6).astype(np.float32)
    auto.forward(normal(5, 6, seed=1).astype(np.float32))
    auto.backward(dy)
    whole = [gradient.copy() for _, gradient in auto.parameters()]
    auto.parameter_gradients(dy)
    for (_, gradient), expected in zip(auto.parameters(), whole, strict=True):
        assert np.array_equal(gradient, expected)


def test_data_of_another_dtype():
    with pytest.raises(TypeError, match="x is float32 but the network is float64"):
        pretrain(make(), normal(40, 6).astype(np.float32), RULE, rng=a_rng(2), **SETTINGS)


def test_unroll_nothing():
    with pytest.raises(ValueError, match="unroll needs at least one autoencoder"):
        unroll([], layers.Sigmoid)
