"""A network is a list of layers.

Forward, each layer's output is the next one's input. Backward, the same list in reverse. That is
all; what makes it useful is what it leaves behind: after a pass every layer holds its ``out`` and
its ``dout``, so looking inside needs no hooks. Layers may be shared between networks: the first
two layers of ``net`` are ``Network(net.layers[:2])``, the same objects, the same weights.
"""

import copy
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tinynet.arrays import Array
from tinynet.initializers import Initializer
from tinynet.layers import Dense, Layer, backward_through, forward_through, with_inner_layers


class Network:
    """A list of layers. After a pass every layer holds its ``out`` and its ``dout``.

    Raises ``ValueError`` where a layer occurs twice or neighboring widths do not match.
    """

    def __init__(self, layers: Sequence[Layer]):
        self.layers = list(layers)
        if not self.layers:
            raise ValueError("a network needs at least one layer")
        every = with_inner_layers(self.layers)
        for i, layer in enumerate(every):
            if (first := next(j for j, other in enumerate(every) if other is layer)) < i:
                raise ValueError(f"layer {i} is also layer {first}: use a layer once per network")
        for left, right in zip(self.dense, self.dense[1:], strict=False):
            if left.fan_out != right.fan_in:
                raise ValueError(
                    f"a layer with {left.fan_out} outputs is followed by "
                    f"one with {right.fan_in} inputs"
                )

    @property
    def dense(self) -> list[Dense]:
        """The dense layers, first to last: ``net.dense[0].W`` is the first weight matrix."""
        return [layer for layer in with_inner_layers(self.layers) if isinstance(layer, Dense)]

    def forward(self, x: Array) -> Array:
        """Logits (or predictions) for a batch of rows."""
        return forward_through(self.layers, x)

    def backward(self, dy: Array) -> None:
        """Fill every ``dW``, ``db`` and ``dout`` from d loss / d output.

        The gradient with respect to the network's input costs a matrix product that training
        does not need; ``input_gradient`` goes all the way and returns it.
        """
        first, *others = self.layers
        first.dout = backward_through(others, dy)
        first.parameter_gradients(first.dout)

    def input_gradient(self, dy: Array) -> Array:
        """``backward``, on to d loss / d x, which is returned."""
        return backward_through(self.layers, dy)

    def parameters(self, trainable_only: bool = False) -> list[tuple[Array, Array]]:
        """Pairs (value, gradient) of every layer, first to last."""
        layers = with_inner_layers(self.layers, trainable_only)
        return [pair for layer in layers for pair in layer.parameters()]

    def get_weights(self) -> list[Array]:
        """Copies of all weights and biases: [W, b, W, b, ...].

        The running moments of ``BatchNorm`` come last: with them a network is what it was.
        """
        return [value.copy() for value in self._values()]

    def set_weights(self, weights: Sequence[Array]) -> None:
        """Copy ``weights`` in, in the order of ``get_weights``; nothing changes if one differs."""
        values = self._values()
        expected, got = [v.shape for v in values], [np.shape(w) for w in weights]
        if expected != got:
            raise ValueError(f"weights must have the shapes {expected}, not {got}")
        for value, weight in zip(values, weights, strict=True):
            value[...] = weight

    def _values(self) -> list[Array]:
        learned = [value for value, _ in self.parameters()]
        return learned + [a for layer in with_inner_layers(self.layers) for a in layer.running()]

    def copy(self) -> "Network":
        """An independent network with the same weights."""
        return copy.deepcopy(self)


def mlp(
    sizes: Sequence[int],
    activation: Callable[[], Layer],
    init: Initializer | Sequence[Initializer],
    rng: np.random.Generator,
    dtype: Any = np.float32,
) -> Network:
    """A multilayer perceptron: ``mlp([64, 32, 10], ReLU, he_normal, rng)``.

    ``activation`` makes a fresh activation layer (a class, or ``lambda: LeakyReLU(0.1)``) after
    every dense layer but the last, which is linear. ``init`` is one initializer, or one per
    dense layer.
    """
    n = len(sizes) - 1
    if n < 1:
        raise ValueError(f"sizes must name at least an input and an output, not {list(sizes)}")
    inits = [init] * n if callable(init) else list(init)
    if len(inits) != n:
        raise ValueError(f"init must be one initializer or {n}, one per layer, not {len(inits)}")
    layers: list[Layer] = []
    for fan_in, fan_out, one in zip(sizes, sizes[1:], inits, strict=False):
        layers += [Dense(fan_in, fan_out, one, rng, dtype), activation()]
    return Network(layers[:-1])
