"""LoRA: adapt a network by adding to its weights a product of two thin matrices (Hu et al. 2022).

    y = x W + b + scale * x A B,    A is (fan_in, rank), B is (rank, fan_out)

(The paper's vectors are columns: its B A is this A B.) W and b are frozen; A and B learn,
rank * (fan_in + fan_out) numbers in place of fan_in * fan_out. How they start is a question of
initialization:

    dA = scale * x^T dy B^T,    dB = scale * (x A)^T dy

With B = 0 the network starts as the one that it adapts, and dA is 0 at first but dB is not: one
step later both learn. With A = 0 it is the other way round. With both at 0 neither ever moves.
"""

import copy

import numpy as np

from tinynet.arrays import Array, check_count, check_positive
from tinynet.initializers import Initializer, lecun_normal, zeros
from tinynet.layers import Dense, Layer


class LoRA(Layer):
    """y = dense(x) + scale * x A B around a ``dense`` layer, which it freezes.

    The paper (section 4.1) starts A from a normal distribution and B at 0, and its ``scale`` is
    alpha / rank. Here A has variance 1 / fan_in, so that x A is of the size of x; the authors' code
    and peft draw U(-1/sqrt(fan_in), 1/sqrt(fan_in)), a third of that. ``init_A``, ``init_B`` are
    initializers. Raises where ``dense`` is no ``Dense`` (``TypeError``), or a number does not fit.
    """

    def __init__(
        self,
        dense: Dense,
        rank: int,
        rng: np.random.Generator,
        scale: float = 1.0,
        init_A: Initializer = lecun_normal,
        init_B: Initializer = zeros,
    ):
        if not isinstance(dense, Dense):
            raise TypeError(f"LoRA adapts a Dense layer, not a {type(dense).__name__}")
        check_count("rank", rank)
        check_positive("scale", scale)
        self.dense, self.layers, self.scale = dense, [dense], float(scale)
        self.A = Dense(dense.fan_in, rank, init_A, rng, dense.W.dtype).W
        self.B = Dense(rank, dense.fan_out, init_B, rng, dense.W.dtype).W
        self.dA, self.dB = np.zeros_like(self.A), np.zeros_like(self.B)
        dense.trainable = False

    def forward(self, x: Array) -> Array:
        self.dense.out = self.dense.forward(x)
        self.x, self.xA = x, x @ self.A
        return self.dense.out + self.scale * (self.xA @ self.B)

    def backward(self, dy: Array) -> Array:
        self.parameter_gradients(dy)
        return dy @ self.dense.W.T + self.dxA @ self.A.T

    def parameter_gradients(self, dy: Array) -> None:
        self.dense.dout = dy
        self.dense.parameter_gradients(dy)  # of no use to training, but a frozen layer has them
        self.dxA = self.scale * (dy @ self.B.T)
        np.matmul(self.x.T, self.dxA, out=self.dA)
        np.matmul(self.xA.T, self.scale * dy, out=self.dB)

    def parameters(self) -> list[tuple[Array, Array]]:
        return [(self.A, self.dA), (self.B, self.dB)]

    def merge(self) -> Dense:
        """A new dense layer, free to learn, that computes the same: W + scale * A B, and b."""
        merged = copy.deepcopy(self.dense)
        merged.W += self.scale * (self.A @ self.B)
        merged.trainable = True
        return merged
