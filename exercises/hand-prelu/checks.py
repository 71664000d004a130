import numpy as np

from exercises import near, points
from tinynet import Network, diagnostics, initializers, layers
from tinynet.losses import mean_squared_error


def example(PReLU, seed, width=3, batch=5):
    """A layer with slopes of both signs, an input that keeps away from 0, and a gradient dy."""
    rng = np.random.default_rng(seed)
    layer = PReLU(width)
    layer.a[...] = np.linspace(-0.6, 0.9, width)
    x = rng.uniform(0.2, 2, (batch, width)) * rng.choice([-1, 1], (batch, width))
    x[0], x[1] = -1, 1  # each unit sees both signs
    return layer, x, rng.normal(size=x.shape)


@points(1, "forward")
def forward(PReLU, seed):
    near(PReLU(4).a, np.full(4, 0.25), 0, "a at the start")
    layer, x, _ = example(PReLU, seed)
    wanted = [[v if v > 0 else layer.a[j] * v for j, v in enumerate(row)] for row in x]
    near(layer.forward(x.copy()), np.array(wanted), 1e-12, "forward(x)")


@points(1, "dx, against differences")
def input_gradient(PReLU, seed):
    """The layer bends at 0 alone, so away from 0 a difference is exact but for rounding."""
    layer, x, dy = example(PReLU, seed)
    layer.forward(x)
    dx, slopes = layer.backward(dy), np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = 0.1
        slopes[i] = np.sum(dy * (layer.forward(x + step) - layer.forward(x - step))) / 0.2
    near(dx, slopes, 1e-9, "dx")


@points(2, "the gradient of the slopes, against differences")
def slope_gradient(PReLU, seed):
    layer, x, dy = example(PReLU, seed)
    layer.forward(x)
    layer.backward(dy)
    derived, slopes = np.array(layer.da), []
    for j in range(len(layer.a)):
        layer.a[j] += 0.1
        above = np.sum(dy * layer.forward(x))
        layer.a[j] -= 0.2
        slopes.append((above - np.sum(dy * layer.forward(x))) / 0.2)
        layer.a[j] += 0.1
    near(derived, np.array(slopes), 1e-9, "da")


@points(1, "a second step, as an optimizer takes it")
def again(PReLU, seed):
    layer, x, dy = example(PReLU, seed + 1)
    (value, gradient), *others = layer.parameters()
    assert not others and value is layer.a, "parameters() should be [(a, da)], with a itself"
    layer.forward(x)
    layer.backward(dy)
    once = np.array(layer.da)
    layer.forward(2 * x)
    layer.backward(dy)
    near(gradient, 2 * once, 1e-9, "the da that parameters() gave, after a second backward, for 2x")


@points(1, "inside a network")
def network(PReLU, seed):
    rng = np.random.default_rng(seed)
    dense = [layers.Dense(*fans, initializers.he_normal, rng, float) for fans in ((6, 4), (4, 2))]
    net = Network([dense[0], PReLU(4), dense[1]])
    dense[0].b[...] = [3, -3, 3, -3]  # far from the bend at 0
    x, targets = rng.uniform(-1, 1, (7, 6)), rng.normal(size=(7, 2))
    errors = diagnostics.gradient_check(net, mean_squared_error, x, targets)
    worst = max(errors, key=errors.get)
    assert errors[worst] < 1e-5, f"array {worst} of the network: relative error {errors[worst]:.1e}"
