"""What to look at before, and while, a network learns.

Run one batch forward and backward and read what the layers hold. Four questions answer most of
"why does it not learn?":

- Does the signal keep its size? (std of ``out`` by layer)
- Does the gradient? (std of ``dout`` by layer)
- Are units saturated, or dead? (the share of them)
- How far does a step move the weights? (about a thousandth of their size is usual)

And one that comes before all: is the gradient right? ``gradient_check`` compares every entry
with a finite difference.
"""

import math
from typing import NamedTuple

import numpy as np

from tinynet.arrays import Array
from tinynet.layers import Layer, with_inner_layers
from tinynet.losses import Loss
from tinynet.network import Network

# By what share of itself a loss in float64 may be wrong, after a few hundred roundings.
ROUNDING = 64 * np.finfo(np.float64).eps


class LayerStatistics(NamedTuple):
    """One layer after one pass. ``grad_*`` are NaN before a ``backward``.

    ``saturated`` is the share of entries within 5 % of the activation's range from an asymptote
    (0 for layers that have none); ``dead`` the share of units that are 0 for every example.
    """

    name: str
    mean: float
    std: float
    grad_mean: float
    grad_std: float
    saturated: float
    dead: float


def _saturated(layer: Layer) -> float:
    low, high = getattr(layer, "asymptotes", (-np.inf, np.inf))
    margin = 0.05 * (high - low) if np.isfinite(high - low) else 0.0
    out = np.asarray(layer.out)
    return float(((out < low + margin) | (out > high - margin)).mean())


def layer_statistics(net: Network) -> list[LayerStatistics]:
    """Statistics of every layer, first to last, of the last ``forward`` and ``backward``."""
    rows = []
    for layer in with_inner_layers(net.layers):
        if layer.out is None:
            raise ValueError("run net.forward(x) first: the layers hold no activations yet")
        dout = np.array([np.nan]) if layer.dout is None else layer.dout
        rows.append(
            LayerStatistics(
                name=type(layer).__name__,
                mean=float(layer.out.mean()),
                std=float(layer.out.std()),
                grad_mean=float(dout.mean()),
                grad_std=float(dout.std()),
                saturated=_saturated(layer),
                dead=float((layer.out == 0).all(axis=0).mean()),
            )
        )
    return rows


def update_ratios(net: Network, lr: float) -> list[float]:
    """lr |dW| / |W| per dense layer (Frobenius norms): how far a plain SGD step would move it.

    Infinite where the weights are all 0 and the gradient is not, 0 where both are.
    """
    norms = [(np.linalg.norm(d.dW), np.linalg.norm(d.W)) for d in net.dense]
    return [float(lr * g / w) if w else (np.inf if g else 0.0) for g, w in norms]


def relative_error(a: Array, b: Array, resolution: float = 0.0) -> float:
    """|a - b| / (|a| + |b|). A flipped sign gives 1 in arrays of any size.

    0 where |a| + |b| is not above ``resolution``: there neither can be told from 0.
    """
    total = np.linalg.norm(a) + np.linalg.norm(b)
    return float(np.linalg.norm(a - b) / total) if total > resolution else 0.0


def gradient_check(
    net: Network, loss: Loss, x: Array, y: Array, eps: float = 1e-5
) -> dict[str, float]:
    """Relative error of every parameter's gradient against central differences of step ``eps``.

    One entry per array in the order of ``net.get_weights()`` (``"0"``, ``"1"``, ...) and ``"x"``
    for the input. Right gradients give 1e-7 and less; the network and ``x`` must be float64.
    A loss is rounded, so a difference of two cannot tell every gradient from 0: a bias just before
    ``BatchNorm`` has none, and what rounding leaves of it counts as 0. Layers stay in the mode
    that they are in, and the network, running moments included, as it was.
    """
    arrays = {str(i): pair for i, pair in enumerate(net.parameters())}
    if any(a.dtype != np.float64 for a in (x, *(v for v, _ in arrays.values()))):
        raise TypeError("gradient_check needs float64: mlp(..., dtype=np.float64) and x")
    x, before = x.copy(), net.get_weights()
    loss_value, gradient = loss(net.forward(x), y)
    net.backward(gradient)  # what training uses
    claimed = {name: array.copy() for name, (_, array) in arrays.items()}
    claimed["x"] = net.input_gradient(gradient)
    values = {name: value for name, (value, _) in arrays.items()} | {"x": x}
    rounding = ROUNDING * abs(loss_value) / eps
    errors = {}
    for name, value in values.items():
        slope = _differences(net, loss, x, y, value, eps)
        errors[name] = relative_error(claimed[name], slope, rounding * math.sqrt(value.size))
    net.set_weights(before)
    return errors


def _differences(net: Network, loss: Loss, x: Array, y: Array, value: Array, eps: float) -> Array:
    slope = np.zeros_like(value)
    for i in np.ndindex(value.shape):
        kept = value[i]
        value[i] = kept + eps
        above = loss(net.forward(x), y)[0]
        value[i] = kept - eps
        slope[i] = (above - loss(net.forward(x), y)[0]) / (2 * eps)
        value[i] = kept
    return slope
