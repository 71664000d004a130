"""The network as a whole: one worked by hand, every gradient, weights in and out, sharing."""

import re

import numpy as np
import pytest

from tinynet import Network, initializers, losses, mlp
from tinynet.diagnostics import gradient_check
from tinynet.layers import Dense, LeakyReLU, ReLU, Residual, Sigmoid, Tanh, with_inner_layers
from tinynet.normalization import BatchNorm
from tinynet.optimizers import sgd
from tinynet.training import outputs, train

# Central differences with steps of 1e-5 in float64 leave 1e-10 (measured over the networks below:
# at most 3e-10); a wrong factor or sign gives 0.01 to 1.
WRONG = 1e-8


def normal(*shape, seed=0):
    return np.random.default_rng(seed).standard_normal(shape)


def with_biases(net, seed=50):
    """Biases that are not 0: a gradient that forgets them must show."""
    rng = np.random.default_rng(seed)
    for dense in net.dense:
        dense.b[...] = 0.5 * rng.standard_normal(dense.b.shape)
    return net


def make(sizes=(4, 6, 5, 3), activation=Tanh, init=initializers.glorot_normal, seed=0):
    return with_biases(mlp(sizes, activation, init, np.random.default_rng(seed), np.float64))


# ------------------------------------------------------------------ by hand


def test_a_network_by_hand():
    """2-2-1 with leaky ReLU (slope 1/2) and the squared error, a batch of two, one step.

    Every number is a sum of powers of two, so floats hold it exactly and equality is asked for.
    """
    net = mlp([2, 2, 1], lambda: LeakyReLU(0.5), initializers.zeros, None, np.float64)
    #                 W1                     b1        W2            b2
    net.set_weights([[[1, -1], [0.5, 0.25]], [0, -1], [[1], [-2]], [0.5]])
    x = np.array([[1.0, 2.0], [2.0, -2.0]])
    y = np.array([[3.0], [3.0]])

    # forward, first row: z = (1*1 + 2*0.5 + 0, 1*-1 + 2*0.25 - 1) = (2, -1.5)
    #                     h = (2, -1.5/2) = (2, -0.75)
    #                     p = 2*1 + -0.75*-2 + 0.5 = 4
    #         second row: z = (2*1 - 2*0.5 + 0, 2*-1 - 2*0.25 - 1) = (1, -3.5)
    #                     h = (1, -1.75),  p = 1 + 3.5 + 0.5 = 5
    p = net.forward(x)
    first, leaky, second = net.layers
    assert np.array_equal(first.out, [[2, -1.5], [1, -3.5]])
    assert np.array_equal(leaky.out, [[2, -0.75], [1, -1.75]])
    assert np.array_equal(p, [[4], [5]])

    # loss: errors 1 and 2, mean of squares (1 + 4)/2 = 2.5; dp = 2 * error / 2 = (1, 2)
    value, dp = losses.mean_squared_error(p, y)
    assert value == 2.5
    assert np.array_equal(dp, [[1], [2]])

    # backward: dW2 = h^T dp = (2*1 + 1*2, -0.75*1 - 1.75*2) = (4, -4.25);  db2 = 1 + 2 = 3
    #           dh = dp W2^T = ((1, -2), (2, -4));  dz = ((1, -1), (2, -2)): half where z < 0
    #           dW1 = x^T dz = ((1*1 + 2*2, 1*-1 + 2*-2), (2*1 - 2*2, 2*-1 - 2*-2))
    #               = ((5, -5), (-2, 2));  db1 = (1 + 2, -1 - 2) = (3, -3)
    #           dx = dz W1^T = ((1*1 + -1*-1, 1*0.5 - 1*0.25), (2 + 2, 1 - 0.5))
    #              = ((2, 0.25), (4, 0.5))
    dx = net.input_gradient(dp)
    assert np.array_equal(second.dW, [[4], [-4.25]]) and np.array_equal(second.db, [3])
    assert np.array_equal(leaky.dout, [[1, -2], [2, -4]])
    assert np.array_equal(first.dout, [[1, -1], [2, -2]])
    assert np.array_equal(first.dW, [[5, -5], [-2, 2]]) and np.array_equal(first.db, [3, -3])
    assert np.array_equal(dx, [[2, 0.25], [4, 0.5]])

    # one step with lr = 1/4: W1 - dW1/4 = ((1 - 1.25, -1 + 1.25), (0.5 + 0.5, 0.25 - 0.5)),
    # b1 - db1/4 = (-0.75, -1 + 0.75), W2 - dW2/4 = (1 - 1, -2 + 1.0625), b2 - 3/4 = -0.25
    rng = np.random.default_rng(0)
    steps = train(net, losses.mean_squared_error, x, y, sgd(lr=0.25), epochs=1, rng=rng)
    assert list(steps) == [2.5]
    w1, b1, w2, b2 = net.get_weights()
    assert np.array_equal(w1, [[-0.25, 0.25], [1, -0.25]]) and np.array_equal(b1, [-0.75, -0.25])
    assert np.array_equal(w2, [[0], [-0.9375]]) and np.array_equal(b2, [-0.25])


def test_every_variable_of_a_tanh_classifier():
    """The chain rule written out, one variable after the other, beside what the layers hold."""
    net, x, labels = make((4, 6, 3)), normal(8, 4), np.arange(8) % 3
    logits = net.forward(x)
    value, gradient = losses.softmax_cross_entropy(logits, labels)
    dx = net.input_gradient(gradient)
    (w1, b1, w2, b2), (first, tanh, second) = net.get_weights(), net.layers

    z = x @ w1 + b1
    h = np.tanh(z)
    o = h @ w2 + b2
    e = np.exp(o)
    p = e / e.sum(axis=1, keepdims=True)
    d_o = (p - np.eye(3)[labels]) / 8
    d_h = d_o @ w2.T
    d_z = d_h * (1 - h * h)
    for ours, by_hand in [
        (first.out, z),
        (tanh.out, h),
        (second.out, o),
        (logits, o),
        (value, -np.log(p[range(8), labels]).mean()),
        (gradient, d_o),
        (second.dout, d_o),
        (second.dW, h.T @ d_o),
        (second.db, d_o.sum(axis=0)),
        (tanh.dout, d_h),
        (first.dout, d_z),
        (first.dW, x.T @ d_z),
        (first.db, d_z.sum(axis=0)),
        (dx, d_z @ w1.T),
    ]:
        assert np.allclose(ours, by_hand, rtol=1e-12, atol=1e-16)


# ------------------------------------------------------------------ gradients

LOSSES = {
    "softmax": (losses.softmax_cross_entropy, np.arange(7) % 3),
    "sigmoid": (losses.sigmoid_cross_entropy, np.random.default_rng(3).random((7, 3))),
    "squares": (losses.mean_squared_error, normal(7, 3, seed=3)),
}
NETWORKS = {
    "sigmoid": lambda: make(
        activation=Sigmoid, init=initializers.scaled(initializers.he_normal, 2)
    ),
    "tanh": make,
    "relu": lambda: make(activation=ReLU, init=initializers.he_normal),
    "leaky": lambda: make(activation=lambda: LeakyReLU(0.2), init=initializers.he_normal),
    "linear": lambda: make((4, 3)),
    "residual": lambda: with_biases(residual_net()),
    "activation first": lambda: Network([Tanh(), *make().layers]),
    "residual first": lambda: Network([Residual(make((4, 5, 4)).layers), *make().layers]),
}


def residual_net():
    rng = np.random.default_rng(2)

    def dense(fan_in, fan_out):
        return Dense(fan_in, fan_out, initializers.glorot_uniform, rng, np.float64)

    inner = Residual([dense(6, 6), Sigmoid()])
    return Network([dense(4, 6), Residual([dense(6, 5), Tanh(), dense(5, 6), inner]), dense(6, 3)])


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize(("loss", "targets"), LOSSES.values(), ids=LOSSES)
def test_gradients(name, loss, targets):
    net = NETWORKS[name]()
    before = net.get_weights()
    errors = gradient_check(net, loss, normal(7, 4), targets)
    assert list(errors) == [*map(str, range(len(before))), "x"]
    assert max(errors.values()) < WRONG, errors
    assert all(np.array_equal(a, b) for a, b in zip(before, net.get_weights(), strict=True))


@pytest.mark.parametrize("name", NETWORKS)
def test_directional_gradient(name):
    """One random direction through all parameters at once: sum <dW, V> = slope along V."""
    net, (loss, targets), x, h = NETWORKS[name](), LOSSES["softmax"], normal(7, 4), 1e-5
    net.backward(loss(net.forward(x), targets)[1])
    start, gradients = net.get_weights(), [g.copy() for _, g in net.parameters()]
    rng = np.random.default_rng(9)
    along = [rng.standard_normal(w.shape) for w in start]
    values = []
    for sign in (1, -1):
        net.set_weights([w + sign * h * v for w, v in zip(start, along, strict=True)])
        values.append(loss(net.forward(x), targets)[0])
    slope = (values[0] - values[1]) / (2 * h)
    claimed = sum((g * v).sum() for g, v in zip(gradients, along, strict=True))
    assert claimed == pytest.approx(slope, rel=1e-7)


# ------------------------------------------------------------------ forward and backward


def test_every_layer_holds_its_out_and_its_dout():
    net, x = make(), normal(7, 4)
    y = net.forward(x)
    dy = np.ones_like(y)
    net.backward(dy)
    assert net.layers[-1].out is y and net.layers[-1].dout is dy
    z = x
    for layer in net.layers:
        z = layer.forward(z)
        assert np.array_equal(layer.out, z)
        assert layer.dout.shape == layer.out.shape


@pytest.mark.parametrize("name", NETWORKS)
def test_backward_and_input_gradient_leave_the_same_behind(name):
    """They differ in what they return: nothing, and d loss / d x. To the bit, or training would
    not follow the gradients that `gradient_check` looks at."""
    net, x = NETWORKS[name](), normal(7, 4)
    dy = normal(*net.forward(x).shape, seed=1)
    assert net.backward(dy) is None
    gradients = [g.copy() for _, g in net.parameters()]
    douts = [layer.dout.copy() for layer in with_inner_layers(net.layers)]
    for _, gradient in net.parameters():
        gradient[...] = np.nan
    dx = net.input_gradient(dy)
    assert dx.shape == x.shape
    for before, (_, after) in zip(gradients, net.parameters(), strict=True):
        assert np.array_equal(before, after)
    for before, layer in zip(douts, with_inner_layers(net.layers), strict=True):
        assert np.array_equal(before, layer.dout)


def test_backward_spares_the_first_layers_product_with_w():
    net = make()
    y = net.forward(normal(7, 4))
    net.dense[0].W[...] = np.nan
    net.backward(np.ones_like(y))
    assert all(np.isfinite(gradient).all() for _, gradient in net.parameters())
    assert np.isnan(net.input_gradient(np.ones_like(y))).all()


def test_layers_may_be_shared_between_networks():
    net, x = make(), normal(7, 4)
    net.forward(x)
    body = Network(net.layers[:2])
    assert np.array_equal(body.forward(x), net.layers[1].out)
    assert body.dense[0] is net.dense[0]
    body.dense[0].W += 1
    assert np.array_equal(net.get_weights()[0], body.get_weights()[0])


def test_dense_looks_inside_residuals():
    net = residual_net()
    first, outer, last = net.layers
    inner = outer.layers[3]
    assert net.dense == [first, outer.layers[0], outer.layers[2], inner.layers[0], last]
    assert [(d.fan_in, d.fan_out) for d in net.dense] == [(4, 6), (6, 5), (5, 6), (6, 6), (6, 3)]


# ------------------------------------------------------------------ symmetry


@pytest.mark.parametrize("activation", [Sigmoid, Tanh, ReLU])
@pytest.mark.parametrize("value", [0.0, 0.1])
def test_a_constant_start_keeps_units_identical(activation, value):
    """Units that start alike stay alike: after 20 steps W1 still has equal columns, W2 equal rows
    (and the constant is felt: the output moved). To the last bits: a matrix product may add up
    its columns in different orders.
    """
    net = mlp(
        [4, 6, 3], activation, initializers.constant(value), np.random.default_rng(0), np.float64
    )
    x, labels = normal(60, 4), np.arange(60) % 3
    labels[:20] = 0
    rule, rng = sgd(lr=0.5, momentum=0.5), np.random.default_rng(1)
    list(train(net, losses.softmax_cross_entropy, x, labels, rule, epochs=20, rng=rng))
    w1, b1, w2, b2 = net.get_weights()
    assert np.abs(w1 - w1[:, :1]).max() < 1e-13
    assert np.abs(b1 - b1[0]).max() < 1e-13
    assert np.abs(w2 - w2[:1]).max() < 1e-13
    assert np.abs(b2 - b2[0]).max() > 0.1
    if value:
        assert np.abs(w1 - value).max() > 0.01


@pytest.mark.parametrize("activation", [Tanh, ReLU])
def test_zero_weights_move_nothing_but_the_output_bias(activation):
    net = mlp([4, 6, 3], activation, initializers.zeros, np.random.default_rng(0))
    x, labels = normal(60, 4).astype(np.float32), np.repeat([0, 0, 1], 20)
    rng = np.random.default_rng(1)
    list(train(net, losses.softmax_cross_entropy, x, labels, sgd(lr=0.5), epochs=5, rng=rng))
    w1, b1, w2, b2 = net.get_weights()
    assert not w1.any() and not b1.any() and not w2.any()
    assert b2[0] > b2[1] > b2[2]


# ------------------------------------------------------------------ weights in and out


def test_get_and_set_weights_is_the_identity():
    net = make()
    before = net.get_weights()
    assert [w.shape for w in before] == [(4, 6), (6,), (6, 5), (5,), (5, 3), (3,)]
    net.set_weights(net.get_weights())
    assert all(np.array_equal(a, b) for a, b in zip(before, net.get_weights(), strict=True))


def test_weights_are_copied_both_ways():
    net, other = make(), make(seed=1)
    held = net.dense[0].W
    got = net.get_weights()
    got[0][...] = 7
    assert not (net.dense[0].W == 7).any(), "get_weights returns copies"
    given = other.get_weights()
    net.set_weights(given)
    assert net.dense[0].W is held, "the arrays keep their identity"
    given[0][...] = 7
    assert np.array_equal(net.dense[0].W, other.dense[0].W), "set_weights copies"
    net.dense[0].W += 1
    assert not np.array_equal(net.dense[0].W, other.dense[0].W)


def test_a_copy_is_independent():
    net, x = make(), normal(7, 4)
    y = net.forward(x)
    twin = net.copy()
    assert np.array_equal(twin.forward(x), y)
    rng = np.random.default_rng(0)
    list(train(twin, losses.mean_squared_error, x, normal(7, 3), sgd(lr=0.1), epochs=3, rng=rng))
    assert np.array_equal(net.forward(x), y)
    assert not np.array_equal(twin.forward(x), y)
    assert not {id(layer) for layer in net.layers} & {id(layer) for layer in twin.layers}


def test_running_moments_belong_to_a_networks_weights():
    """Behind all that is learned, whatever layers there are: with them it is what it was."""
    net, x, y = make((4, 6, 3)), normal(40, 4), normal(40, 3)
    norms = [BatchNorm(6, dtype=np.float64), BatchNorm(3, dtype=np.float64)]
    net = Network([net.layers[0], norms[0], *net.layers[1:], Residual(norms[1:])])
    rule, rng = sgd(lr=0.1), np.random.default_rng(0)
    list(train(net, losses.mean_squared_error, x, y, rule, epochs=3, rng=rng))
    kept, out, twin = net.get_weights(), outputs(net, x), net.copy()
    assert [w.shape for w in kept[:4]] == [(4, 6), (6,), (6,), (6,)], "W, b, gamma, beta"
    assert all(np.array_equal(a, b) for a, b in zip(kept, _values_of(net, norms), strict=True))
    list(train(net, losses.mean_squared_error, x, y, rule, epochs=3, rng=rng))
    assert not any(np.array_equal(a, b) for a, b in zip(kept, net.get_weights(), strict=True))
    assert np.array_equal(outputs(twin, x), out), "a copy is independent"
    held = norms[0].mean
    net.set_weights(kept)
    assert np.array_equal(outputs(net, x), out)
    assert norms[0].mean is held and held is not kept[-4]


def _values_of(net, norms):
    return [value for value, _ in net.parameters()] + [a for norm in norms for a in norm.running()]


def test_parameters_of_the_trainable_layers():
    net = make()
    net.dense[1].trainable = False
    every, some = net.parameters(), net.parameters(trainable_only=True)
    assert [v.shape for v, _ in every] == [(4, 6), (6,), (6, 5), (5,), (5, 3), (3,)]
    assert [v.shape for v, _ in some] == [(4, 6), (6,), (5, 3), (3,)]
    assert all(v.shape == g.shape for v, g in every)


@pytest.mark.parametrize("freeze", ["the block", "the layer inside it"])
def test_a_block_and_a_layer_inside_it_can_be_frozen(freeze):
    rng = np.random.default_rng(0)
    before, inside, after = (Dense(3, 3, initializers.he_normal, rng) for _ in range(3))
    block = Residual([inside, ReLU()])
    net = Network([before, block, after])
    (block if freeze == "the block" else inside).trainable = False
    assert len(net.parameters()) == 6
    some = [id(value) for value, _ in net.parameters(trainable_only=True)]
    assert some == [id(before.W), id(before.b), id(after.W), id(after.b)]


# ------------------------------------------------------------------ mlp


def test_mlp():
    net = mlp([4, 6, 5, 3], ReLU, initializers.he_normal, np.random.default_rng(0))
    assert [type(layer) for layer in net.layers] == [Dense, ReLU, Dense, ReLU, Dense]
    assert net.layers[1] is not net.layers[3]
    assert {w.dtype for w in net.get_weights()} == {np.dtype(np.float32)}
    assert not any(dense.b.any() for dense in net.dense)
    again = mlp([4, 6, 5, 3], ReLU, initializers.he_normal, np.random.default_rng(0))
    assert all(
        np.array_equal(a, b) for a, b in zip(net.get_weights(), again.get_weights(), strict=True)
    )


def test_mlp_with_one_initializer_per_layer():
    inits = [initializers.constant(v) for v in (1, 2, 3)]
    net = mlp([4, 6, 5, 3], lambda: LeakyReLU(0.2), inits, np.random.default_rng(0))
    assert [d.W.flat[0] for d in net.dense] == [1, 2, 3]
    assert net.layers[1].slope == 0.2


# ------------------------------------------------------------------ errors


def a_dense(fan_in, fan_out):
    return Dense(fan_in, fan_out, initializers.zeros, None)


def twice(where):
    layer = Tanh()
    return {
        "side by side": [layer, layer],
        "apart": [layer, Sigmoid(), layer],
        "inside": [Residual([Sigmoid(), layer]), layer],
    }[where]


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: Network([]), "a network needs at least one layer"),
        (lambda: Network(twice("side by side")), "layer 1 is also layer 0"),
        (lambda: Network(twice("apart")), "layer 2 is also layer 0"),
        (lambda: Network(twice("inside")), "layer 3 is also layer 2"),
        (
            lambda: Network([a_dense(4, 6), Tanh(), a_dense(5, 3)]),
            "a layer with 6 outputs is followed by one with 5 inputs",
        ),
        (
            lambda: Network([a_dense(4, 6), Residual([a_dense(5, 6), a_dense(6, 5)])]),
            "a layer with 6 outputs is followed by one with 5 inputs",
        ),
        (
            lambda: mlp([4], Tanh, initializers.zeros, None),
            "sizes must name at least an input and an output, not [4]",
        ),
        (
            lambda: mlp([4, 3, 2], Tanh, [initializers.zeros], None),
            "init must be one initializer or 2, one per layer, not 1",
        ),
        (
            lambda: mlp([4, 3, 2], Tanh, 3 * [initializers.zeros], None),
            "init must be one initializer or 2, one per layer, not 3",
        ),
    ],
)
def test_networks_that_cannot_be(build, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        build()


@pytest.mark.parametrize(
    "weights",
    [
        [np.zeros((4, 6)), np.zeros(6)],
        [np.zeros((6, 4)), np.zeros(6), np.zeros((6, 3)), np.zeros(3)],
        [np.zeros((4, 6)), np.zeros(6), np.zeros((6, 3)), np.zeros((3, 1))],
        [np.zeros((4, 6)), np.zeros(6), np.zeros((6, 3)), np.zeros(1)],
    ],
    ids=["too few", "transposed", "a column", "would broadcast"],
)
def test_set_weights_of_another_network(weights):
    net = make((4, 6, 3))
    before = net.get_weights()
    expected = "weights must have the shapes [(4, 6), (6,), (6, 3), (3,)], not "
    with pytest.raises(ValueError, match=re.escape(expected + str([w.shape for w in weights]))):
        net.set_weights(weights)
    assert all(np.array_equal(a, b) for a, b in zip(before, net.get_weights(), strict=True))


def test_data_of_another_width():
    with pytest.raises(ValueError, match=re.escape("x must be (batch, 4), not (7, 5)")):
        make().forward(normal(7, 5))
