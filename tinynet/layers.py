"""Layers: the two directions of every step.

A layer is a function with a memory. ``forward`` computes ``y`` from ``x`` and keeps what the way
back will need; ``backward`` gets the gradient of the loss with respect to ``y`` and returns the
one with respect to ``x``. That is the chain rule, one factor at a time:

    dL/dx = dL/dy * dy/dx

The contracts, written once:

- Batches are rows: ``x`` is ``(batch, features)``.
- ``dy`` is always d loss / d y, and ``dW`` has the shape of ``W``.
- Nothing works in place on activations: an array that you hold stays what it was.
- ``dW`` and ``db`` are written in place, at every ``backward``, into the same two arrays.
- After a pass through a ``Network`` every layer holds its ``out`` and its ``dout``
  (the gradient of the loss with respect to ``out``).
- Weights are ``float32`` to train with and ``float64`` to check gradients with.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from tinynet.arrays import Array, check_share
from tinynet.initializers import Initializer


class Layer:
    """A step of the network: ``forward``, ``backward``, and the arrays it learns (here none)."""

    out: Array | None = None
    dout: Array | None = None
    trainable = True
    training = True  # False while the network is evaluated: BatchNorm makes a difference

    def forward(self, x: Array) -> Array:
        """``y`` for a batch ``x``, both (batch, features)."""
        raise NotImplementedError

    def backward(self, dy: Array) -> Array:
        """d loss / d x from d loss / d y, after a ``forward``."""
        raise NotImplementedError

    def parameter_gradients(self, dy: Array) -> None:
        """What ``backward`` does for the layer's own gradients, without d loss / d x."""
        self.backward(dy)

    def parameters(self) -> list[tuple[Array, Array]]:
        """Pairs (value, gradient); both keep their identity while the network trains."""
        return []

    def running(self) -> list[Array]:
        """Arrays that are measured while the network trains, not learned; changed in place."""
        return []


class Dense(Layer):
    """y = x W + b; x is (batch, fan_in), W is (fan_in, fan_out), b is (fan_out,) and starts at 0.

    ``trainable = False`` freezes it: gradients still pass through, its weights stay.
    """

    def __init__(
        self,
        fan_in: int,
        fan_out: int,
        init: Initializer,
        rng: np.random.Generator,
        dtype: Any = np.float32,
    ):
        self.W = np.array(init((fan_in, fan_out), rng), dtype=dtype)
        if self.W.shape != (fan_in, fan_out):
            raise ValueError(f"init returned shape {self.W.shape}, not {(fan_in, fan_out)}")
        self.b = np.zeros(fan_out, dtype)
        self.dW, self.db = np.zeros_like(self.W), np.zeros_like(self.b)

    @property
    def fan_in(self) -> int:
        return self.W.shape[0]

    @property
    def fan_out(self) -> int:
        return self.W.shape[1]

    def forward(self, x: Array) -> Array:
        if x.ndim != 2 or x.shape[1] != self.fan_in:
            raise ValueError(f"x must be (batch, {self.fan_in}), not {x.shape}")
        self.x = x
        return x @ self.W + self.b

    def backward(self, dy: Array) -> Array:
        self.parameter_gradients(dy)
        return dy @ self.W.T

    def parameter_gradients(self, dy: Array) -> None:
        np.matmul(self.x.T, dy, out=self.dW)
        dy.sum(axis=0, out=self.db)

    def parameters(self) -> list[tuple[Array, Array]]:
        return [(self.W, self.dW), (self.b, self.db)]


class Sigmoid(Layer):
    """y = 1 / (1 + exp(-x)), written with tanh so that nothing overflows. Slope 1/4 at 0."""

    asymptotes = (0.0, 1.0)

    def forward(self, x: Array) -> Array:
        self.y = 0.5 * (1 + np.tanh(0.5 * x))
        return self.y

    def backward(self, dy: Array) -> Array:
        return dy * self.y * (1 - self.y)


class Tanh(Layer):
    """y = tanh(x). Symmetric, slope 1 at 0: what the Glorot derivation assumes."""

    asymptotes = (-1.0, 1.0)

    def forward(self, x: Array) -> Array:
        self.y = np.tanh(x)
        return self.y

    def backward(self, dy: Array) -> Array:
        return dy * (1 - self.y**2)


class ReLU(Layer):
    """y = max(x, 0). The slope at exactly 0 is taken as 0."""

    def forward(self, x: Array) -> Array:
        self.y = np.maximum(x, 0)
        return self.y

    def backward(self, dy: Array) -> Array:
        return dy * (self.y > 0)


class LeakyReLU(Layer):
    """y = x where x > 0, slope * x elsewhere; 0 <= slope < 1."""

    def __init__(self, slope: float = 0.01):
        check_share("slope", slope)
        self.slope = slope

    def forward(self, x: Array) -> Array:
        self.x = x
        return np.maximum(x, self.slope * x)

    def backward(self, dy: Array) -> Array:
        return np.where(self.x > 0, dy, self.slope * dy)


class Residual(Layer):
    """y = x + branch(x): the branch adds to what passes by. Its layers are a plain list."""

    def __init__(self, layers: list[Layer]):
        self.layers = list(layers)
        dense = [layer for layer in self.layers if isinstance(layer, Dense)]
        if dense and dense[0].fan_in != dense[-1].fan_out:
            raise ValueError(
                f"a residual branch must keep the width, not go from {dense[0].fan_in} "
                f"to {dense[-1].fan_out}"
            )

    def forward(self, x: Array) -> Array:
        return x + forward_through(self.layers, x)

    def backward(self, dy: Array) -> Array:
        return dy + backward_through(self.layers, dy)


def forward_through(layers: Sequence[Layer], x: Array) -> Array:
    """Each layer's output is the next one's input; every layer keeps its ``out``."""
    for layer in layers:
        x = layer.out = layer.forward(x)
    return x


def backward_through(layers: Sequence[Layer], dy: Array) -> Array:
    """The same list in reverse: the chain rule; every layer keeps its ``dout``."""
    for layer in reversed(layers):
        layer.dout = dy
        dy = layer.backward(dy)
    return dy


def with_inner_layers(layers: Sequence[Layer], trainable_only: bool = False) -> list[Layer]:
    """The layers with those inside them (``Residual``), outermost first.

    A frozen layer freezes what is inside it: ``trainable_only`` leaves out both.
    """
    found: list[Layer] = []
    for layer in layers:
        if layer.trainable or not trainable_only:
            found += [layer, *with_inner_layers(getattr(layer, "layers", []), trainable_only)]
    return found
