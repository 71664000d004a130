"""Every layer: what it computes, its derivative, its contracts, its errors.

Derivatives are compared with the complex step, f'(x) = Im f(x + ih) / h, which subtracts nothing
and is exact to rounding for h = 1e-30: no tolerance to choose.
"""

import re

import numpy as np
import pytest

from tinynet.initializers import constant, he_normal
from tinynet.layers import (
    Dense,
    Layer,
    LeakyReLU,
    ReLU,
    Residual,
    Sigmoid,
    Tanh,
    backward_through,
    forward_through,
    with_inner_layers,
)

H = 1e-30
EXACT = {"rtol": 1e-12, "atol": 0}


def normal(*shape, seed=0):
    return np.random.default_rng(seed).standard_normal(shape)


def dense(fan_in=5, fan_out=3, seed=0, dtype=np.float64):
    """A dense layer with biases that are not 0."""
    layer = Dense(fan_in, fan_out, he_normal, np.random.default_rng(seed), dtype)
    layer.b[...] = normal(fan_out, seed=seed + 100)
    return layer


LAYERS = {
    "dense": dense,
    "sigmoid": Sigmoid,
    "tanh": Tanh,
    "relu": ReLU,
    "leaky": lambda: LeakyReLU(0.3),
    "leaky, default": LeakyReLU,
    "residual": lambda: Residual([dense(5, 4), Tanh(), dense(4, 5, seed=1)]),
    "nested residual": lambda: Residual([dense(5, 5), Residual([Sigmoid(), dense(5, 5, 2)])]),
    "residual without dense": lambda: Residual([Tanh()]),
    "empty residual": lambda: Residual([]),
}
every_layer = pytest.mark.parametrize("make", LAYERS.values(), ids=LAYERS.keys())


# ------------------------------------------------------------------ values


def test_dense_is_x_w_plus_b():
    layer = Dense(2, 3, lambda shape, rng: np.array([[1, 2, 3], [4, 5, 6]]), None, np.float64)
    assert np.array_equal(layer.b, [0, 0, 0])
    layer.b[...] = [0.5, 0, -1]
    # (1, 10) W = (1 + 40, 2 + 50, 3 + 60)
    y = layer.forward(np.array([[1.0, 10.0], [0.0, 0.0]]))
    assert np.array_equal(y, [[41.5, 52, 62], [0.5, 0, -1]])
    assert (layer.fan_in, layer.fan_out) == (2, 3)


def test_dense_gradients_by_hand():
    layer = Dense(2, 1, lambda shape, rng: np.array([[3.0], [-1.0]]), None, np.float64)
    layer.forward(np.array([[1.0, 2.0], [10.0, 20.0], [0.0, 5.0]]))
    dx = layer.backward(np.array([[1.0], [0.5], [-2.0]]))
    assert np.array_equal(dx, [[3, -1], [1.5, -0.5], [-6, 2]])  # dy W^T
    assert np.array_equal(layer.dW, [[1 + 5 + 0], [2 + 10 - 10]])  # x^T dy
    assert np.array_equal(layer.db, [1 + 0.5 - 2])  # the sum over the batch


@pytest.mark.parametrize(
    ("layer", "function"),
    [
        (Sigmoid(), lambda x: 1 / (1 + np.exp(-x))),
        (Tanh(), np.tanh),
        (ReLU(), lambda x: np.where(x > 0, x, 0)),
        (LeakyReLU(0.3), lambda x: np.where(x > 0, x, 0.3 * x)),
        (LeakyReLU(), lambda x: np.where(x > 0, x, 0.01 * x)),
        (LeakyReLU(0), lambda x: np.where(x > 0, x, 0)),
        (Residual([Tanh()]), lambda x: x + np.tanh(x)),
    ],
)
def test_activation_values(layer, function):
    x = 3 * normal(20, 5)
    # 1 + tanh rounds at the size of 1: the sigmoid's left end is right to 1e-16, absolutely.
    assert np.allclose(layer.forward(x), function(x), rtol=1e-14, atol=1e-15)


def test_residual_runs_its_branch_and_keeps_what_is_inside():
    layer = LAYERS["residual"]()
    x = normal(6, 5)
    y = layer.forward(x)
    first, tanh, last = layer.layers
    hidden = np.tanh(x @ first.W + first.b)
    assert np.allclose(tanh.out, hidden, **EXACT)
    assert np.allclose(y, x + hidden @ last.W + last.b, **EXACT)
    dy = normal(6, 5, seed=1)
    layer.backward(dy)
    assert last.dout is dy
    assert np.allclose(tanh.dout, dy @ last.W.T, **EXACT)
    assert np.allclose(first.dout, tanh.dout * (1 - hidden**2), **EXACT)


# ------------------------------------------------------------------ derivatives


@every_layer
def test_input_gradient_is_the_complex_step(make):
    """dL/dx for L = sum(dy * y), one input entry at a time."""
    layer, x, dy = make(), normal(4, 5), None
    expected = np.empty_like(x)
    for i in np.ndindex(x.shape):
        z = x.astype(complex)
        z[i] += 1j * H
        y = layer.forward(z)
        dy = normal(*y.shape, seed=7) if dy is None else dy
        expected[i] = (dy * y.imag).sum() / H
    layer.forward(x)
    assert np.allclose(layer.backward(dy), expected, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("name", ["dense", "residual", "nested residual"])
def test_weight_gradients_are_the_complex_step(name):
    layer, x = LAYERS[name](), normal(4, 5)
    y = layer.forward(x)
    dy = normal(*y.shape, seed=7)
    layer.backward(dy)
    inner = [layer] if name == "dense" else all_dense(layer)
    for one in inner:
        for attribute in ("W", "b"):
            value, claimed = getattr(one, attribute), getattr(one, "d" + attribute)
            step = normal(*value.shape, seed=8)
            setattr(one, attribute, value + 1j * H * step)
            directional = (dy * layer.forward(x).imag).sum() / H
            setattr(one, attribute, value)
            assert (claimed * step).sum() == pytest.approx(directional, rel=1e-12)


def all_dense(layer):
    """The dense layers in a residual, the ones inside the inner ones too."""
    nested = [all_dense(one) if isinstance(one, Residual) else [one] for one in layer.layers]
    return [one for group in nested for one in group if isinstance(one, Dense)]


@pytest.mark.parametrize(
    ("layer", "slope"),
    [(Sigmoid(), 0.25), (Tanh(), 1), (ReLU(), 0), (LeakyReLU(0.3), 0.3), (Residual([Tanh()]), 2)],
)
def test_slope_at_exactly_zero(layer, slope):
    for zero in (0.0, -0.0):
        layer.forward(np.full((1, 1), zero))
        assert layer.backward(np.ones((1, 1))) == slope


def test_sigmoid_and_tanh_far_out():
    """Saturated exactly, slope exactly 0, and no overflow (warnings are errors here)."""
    x = np.array([[-1e4, 1e4]])
    for layer, ends in ((Sigmoid(), [[0, 1]]), (Tanh(), [[-1, 1]])):
        assert np.array_equal(layer.forward(x), ends)
        assert np.array_equal(layer.backward(np.ones((1, 2))), [[0, 0]])
        assert [list(layer.asymptotes)] == ends


# ------------------------------------------------------------------ contracts


@every_layer
def test_nothing_works_in_place_on_activations(make):
    layer, x = make(), normal(4, 5)
    x_before = x.copy()
    y = layer.forward(x)
    y_before, dy = y.copy(), normal(*y.shape, seed=7)
    dy_before = dy.copy()
    layer.backward(dy)
    layer.forward(2 * x)
    assert np.array_equal(x, x_before)
    assert np.array_equal(y, y_before)
    assert np.array_equal(dy, dy_before)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("activation", [Sigmoid(), Tanh(), ReLU(), LeakyReLU(), Residual([Tanh()])])
def test_dtype_stays(activation, dtype):
    layer = dense(dtype=dtype)
    y = activation.forward(layer.forward(normal(4, 5).astype(dtype)))
    dx = layer.backward(activation.backward(y))
    assert {a.dtype for a in (y, dx, layer.dW, layer.db)} == {np.dtype(dtype)}


def test_gradients_are_written_into_the_same_arrays():
    layer = dense()
    dW, db = layer.dW, layer.db
    pairs = layer.parameters()
    assert [a is b for a, b in zip(pairs[0], (layer.W, dW), strict=True)] == [True, True]
    assert [a is b for a, b in zip(pairs[1], (layer.b, db), strict=True)] == [True, True]
    for seed in (1, 2):  # overwritten, not added to
        x, dy = normal(4, 5, seed=seed), normal(4, 3, seed=seed + 10)
        layer.forward(x)
        layer.backward(dy)
        assert layer.dW is dW and layer.db is db
        assert np.allclose(dW, x.T @ dy, **EXACT)
        assert np.allclose(db, dy.sum(axis=0), **EXACT)


@every_layer
def test_parameter_gradients_are_those_of_backward_and_nothing_else(make):
    """What the first layer of a network is asked for: d loss / d x would be thrown away."""
    layer, x = make(), normal(4, 5)
    dy = normal(*layer.forward(x).shape, seed=7)
    inner = [layer, *with_inner_layers(getattr(layer, "layers", []))]
    gradients = [gradient for one in inner for _, gradient in one.parameters()]
    layer.backward(dy)
    expected = [gradient.copy() for gradient in gradients]
    for gradient in gradients:
        gradient[...] = np.nan
    assert layer.parameter_gradients(dy) is None
    for gradient, by_backward in zip(gradients, expected, strict=True):
        assert np.array_equal(gradient, by_backward)


def test_the_parameter_gradients_of_dense_cost_no_product_with_w():
    layer = dense()
    layer.forward(normal(4, 5))
    layer.W[...] = np.nan  # a product would show it: backward's does
    layer.parameter_gradients(normal(4, 3))
    assert np.isfinite(layer.dW).all() and np.isfinite(layer.db).all()
    assert np.isnan(layer.backward(normal(4, 3))).all()


# ------------------------------------------------------------------ walks through a list of layers


def a_stack():
    """Dense, tanh, a block, dense."""
    return [dense(5, 4), Tanh(), Residual([dense(4, 4, seed=1)]), dense(4, 3, seed=2)]


def test_forward_through_hands_every_output_on_and_keeps_it():
    stack, x = a_stack(), normal(6, 5)
    y = forward_through(stack, x)
    expected = x
    for layer in stack:
        expected = layer.forward(expected)
        assert np.array_equal(layer.out, expected)
    assert y is stack[-1].out
    assert stack[2].layers[0].out.shape == (6, 4), "inside the block too"


def test_backward_through_goes_the_other_way_and_keeps_every_dout():
    stack, dy = a_stack(), normal(6, 3, seed=1)
    forward_through(stack, normal(6, 5))
    dx = backward_through(stack, dy)
    assert stack[-1].dout is dy
    expected = dy
    for layer in reversed(stack):
        assert np.array_equal(layer.dout, expected)
        expected = layer.backward(expected)
    assert np.array_equal(dx, expected)


def test_a_walk_through_no_layers_stays_where_it_is():
    x = normal(6, 5)
    assert forward_through([], x) is x and backward_through([], x) is x


def test_with_inner_layers_looks_inside_blocks_outermost_first():
    first, tanh, inner = dense(5, 5), Tanh(), Residual([Sigmoid()])
    outer = Residual([tanh, inner])
    expected = [first, outer, tanh, inner, inner.layers[0]]
    assert with_inner_layers([first, outer]) == expected
    tanh.trainable = False
    assert with_inner_layers([first, outer]) == expected
    assert with_inner_layers([first, outer], trainable_only=True) == [
        layer for layer in expected if layer is not tanh
    ]


def test_a_frozen_block_freezes_what_is_inside_it():
    first, inner = dense(5, 5), dense(5, 5, seed=1)
    block = Residual([Residual([inner])])
    block.trainable = False
    assert inner.trainable
    assert with_inner_layers([first, block], trainable_only=True) == [first]


# ------------------------------------------------------------------ defaults


def test_dense_is_float32_and_trainable_unless_told():
    layer = Dense(3, 2, he_normal, np.random.default_rng(0))
    assert {a.dtype for pair in layer.parameters() for a in pair} == {np.dtype(np.float32)}
    assert layer.trainable and Layer().trainable
    assert Tanh().parameters() == []
    assert Tanh().out is None and Tanh().dout is None


def test_the_initializer_gets_the_shape_and_the_rng():
    seen, rng = [], np.random.default_rng(0)
    Dense(3, 2, lambda *args: seen.append(args) or np.zeros((3, 2)), rng)
    assert seen == [((3, 2), rng)]


# ------------------------------------------------------------------ errors


@pytest.mark.parametrize("shape", [(784,), (3, 100), (2, 3, 784), ()], ids=str)
def test_dense_wants_rows_of_its_width(shape):
    with pytest.raises(ValueError, match=re.escape(f"x must be (batch, 784), not {shape}")):
        Dense(784, 2, constant(0), None).forward(np.zeros(shape))


def test_an_initializer_of_another_shape():
    with pytest.raises(ValueError, match=r"init returned shape \(2, 3\), not \(3, 2\)"):
        Dense(3, 2, lambda shape, rng: np.zeros(shape[::-1]), None)


@pytest.mark.parametrize("slope", [-0.1, 1, 2.5, float("nan")])
def test_leaky_slope(slope):
    with pytest.raises(ValueError, match=re.escape(f"slope must be in [0, 1), not {slope!r}")):
        LeakyReLU(slope)


def test_residual_must_keep_the_width():
    with pytest.raises(ValueError, match="must keep the width, not go from 5 to 3"):
        Residual([dense(5, 4), Tanh(), dense(4, 3)])


def test_a_layer_says_what_it_lacks():
    for call in (Layer().forward, Layer().backward):
        with pytest.raises(NotImplementedError):
            call(np.zeros((1, 1)))


def test_the_weights_are_the_layers_own():
    """An initializer that hands out an array of its own keeps it as it was."""
    kept = np.ones((3, 2), np.float32)
    layer = Dense(3, 2, lambda shape, rng: kept, None)
    layer.W += 1
    assert (kept == 1).all()
