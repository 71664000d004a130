"""Greedy layer-wise pre-training: the start that made deep networks train in 2006.

Teach the first layer to describe its input so well that the input can be rebuilt from the
description. Then the second layer to describe the first one's description; and so on up. No
labels are needed. The layers are the network's own, not copies: when the last one is done, the
network starts its supervised training from there ("fine-tuning").

    r = phi(x~ W + b) W^T + c,    loss |r - x|^2,    x~ = x with some entries set to 0

Where the input is itself the output of sigmoids, between 0 and 1, r is taken as its logits and
the loss is the cross-entropy (Vincent et al. 2008).

(Hinton & Salakhutdinov 2006 used restricted Boltzmann machines; Bengio et al. 2007 showed that
autoencoders do; Vincent et al. 2008 added the corruption ~.)
"""

from collections.abc import Callable, Sequence

import numpy as np

from tinynet.arrays import Array, check_share
from tinynet.initializers import Initializer, zeros
from tinynet.layers import Dense, Layer, Sigmoid
from tinynet.losses import Loss, mean_squared_error, sigmoid_cross_entropy, softmax_cross_entropy
from tinynet.network import Network
from tinynet.optimizers import Rule
from tinynet.training import check_rule, fit


class TiedAutoencoder(Layer):
    """r = phi(x W + b) W^T + c around a network's own ``dense`` layer and ``activation``.

    W occurs twice, so its gradient is the sum of the encoder's and the decoder's share. A new
    mask of ``corruption`` (share of inputs set to 0) is drawn by ``rng`` at every ``forward``.
    ``history`` is the mean loss of each epoch of pre-training.
    """

    def __init__(
        self,
        dense: Dense,
        activation: Layer | None,
        rng: np.random.Generator,
        corruption: float = 0.0,
    ):
        check_share("corruption", corruption)
        self.dense, self.activation, self.rng, self.corruption = dense, activation, rng, corruption
        self.c = np.zeros(dense.fan_in, dense.W.dtype)
        self.dc = np.zeros_like(self.c)
        self.history: list[float] = []

    def encode(self, x: Array) -> Array:
        """The description: (batch, fan_in) -> (batch, fan_out)."""
        z = self.dense.forward(x)
        return self.activation.forward(z) if self.activation else z

    def forward(self, x: Array) -> Array:
        self.kept = (self.rng.random(x.shape) >= self.corruption).astype(x.dtype)
        self.h = self.encode(x * self.kept)
        return self.h @ self.dense.W.T + self.c

    def backward(self, dy: Array) -> Array:
        self.parameter_gradients(dy)
        return self.dz @ self.dense.W.T * self.kept

    def parameter_gradients(self, dy: Array) -> None:
        dy.sum(axis=0, out=self.dc)
        dh = dy @ self.dense.W
        self.dz = self.activation.backward(dh) if self.activation else dh
        self.dense.parameter_gradients(self.dz)
        self.dense.dW += dy.T @ self.h

    def parameters(self) -> list[tuple[Array, Array]]:
        own = self.dense.parameters() if self.dense.trainable else []
        return [*own, (self.c, self.dc)]


def reconstruction_loss(below: Layer | None) -> Loss:
    """Cross-entropy where the layer ``below`` is a sigmoid (what is rebuilt lies between 0 and 1,
    and the autoencoder's output is its logits), else the mean squared error."""
    return sigmoid_cross_entropy if isinstance(below, Sigmoid) else mean_squared_error


def stages(net: Network) -> list[tuple[Dense, Layer | None]]:
    """The network as (dense, activation) pairs; the activation is None behind the last layer."""
    following = [*net.layers[1:], None]
    pairs = [
        (layer, None if isinstance(after, Dense) else after)
        for layer, after in zip(net.layers, following, strict=True)
        if isinstance(layer, Dense)
    ]
    in_pairs = sum(1 if activation is None else 2 for _, activation in pairs)
    if in_pairs != len(net.layers) or len(net.parameters()) != 2 * len(pairs):
        names = [type(layer).__name__ for layer in net.layers]
        raise ValueError(f"layers must be Dense, each with at most one activation, not {names}")
    return pairs


def _check(net: Network, x: Array, depth: int) -> None:
    if x.ndim != 2 or x.shape[1] != net.dense[0].fan_in:
        raise ValueError(f"x must be (examples, {net.dense[0].fan_in}), not {x.shape}")
    if not 1 <= depth <= len(net.dense):
        raise ValueError(f"depth must be between 1 and {len(net.dense)}, not {depth}")


def pretrain(
    net: Network,
    x: Array,
    rule: Rule | Sequence[Rule],
    *,
    epochs: int,
    rng: np.random.Generator,
    corruption: float = 0.0,
    depth: int | None = None,
    batch_size: int = 64,
    progress: bool = True,
) -> list[TiedAutoencoder]:
    """Pre-train ``net`` in place, layer by layer, on unlabelled ``x`` (examples, features).

    ``depth`` counts the dense layers to do, by default all but the last (the output). ``rule``
    is one update rule (``sgd(lr=0.1)``) or one per layer. Returns the autoencoders, whose
    ``dense`` are the network's own layers; each has its ``history``.
    """
    depth = len(net.dense) - 1 if depth is None else depth
    _check(net, x, depth)
    rules = list(rule) if isinstance(rule, Sequence) else [rule] * depth
    if len(rules) != depth:
        raise ValueError(f"rule must be one rule or {depth}, one per layer, not {len(rules)}")
    for own in rules:
        check_rule(own)
    done: list[TiedAutoencoder] = []
    below = None
    for (dense, activation), own in zip(stages(net), rules, strict=False):
        auto = TiedAutoencoder(dense, activation, rng, corruption)
        auto.history = fit(
            Network([auto]),
            reconstruction_loss(below),
            x,
            x,
            own,
            epochs=epochs,
            rng=rng,
            batch_size=batch_size,
            progress=progress,
        )["loss"]
        x, below = auto.encode(x), activation
        done.append(auto)
    return done


def pretrain_supervised(
    net: Network,
    x: Array,
    labels: Array,
    rule: Rule,
    *,
    init: Initializer,
    epochs: int,
    rng: np.random.Generator,
    batch_size: int = 64,
    progress: bool = True,
) -> None:
    """The supervised greedy way (Bengio et al. 2007, section 4): each hidden layer in turn learns
    to classify below an output layer of its own, which is then thrown away."""
    _check(net, x, len(net.dense) - 1)
    classes = net.dense[-1].fan_out
    for dense, activation in stages(net)[:-1]:
        body = [dense] + ([activation] if activation else [])
        output = Dense(dense.fan_out, classes, init, rng, dense.W.dtype)
        fit(
            Network([*body, output]),
            softmax_cross_entropy,
            x,
            labels,
            rule,
            epochs=epochs,
            rng=rng,
            batch_size=batch_size,
            progress=progress,
        )
        x = Network(body).forward(x)


def unroll(autoencoders: list[TiedAutoencoder], activation: Callable[[], Layer]) -> Network:
    """The deep autoencoder (Hinton & Salakhutdinov 2006): down through the layers, up through
    copies of their transposes, with an ``activation`` between. Fine-tuning then unties them."""
    if not autoencoders:
        raise ValueError("unroll needs at least one autoencoder")
    layers: list[Layer] = []
    for auto in autoencoders:
        layers += [auto.dense] + ([auto.activation] if auto.activation else [])
    for auto in reversed(autoencoders):
        dense = auto.dense
        up = Dense(dense.fan_out, dense.fan_in, zeros, auto.rng, dense.W.dtype)
        up.W[...] = dense.W.T
        up.b[...] = auto.c
        layers += [up, activation()]
    return Network(layers[:-1])
