"""Normalization: layers that measure the size of a signal and divide by it, at every step.

An initializer chooses weights so that a signal keeps its size. These layers see to it themselves:

    z = (x - mean) / s,   s = sqrt(variance + eps),   y = gamma z + beta

``BatchNorm`` measures each feature over the batch (axis 0; Ioffe & Szegedy 2015, algorithm 1),
``LayerNorm`` each example over its features (axis 1; Ba, Kiros & Hinton 2016, eq. 3). Scale and
shift, ``gamma`` and ``beta``, are one number per feature; they are learned and start at 1 and 0.

Backward, with dz = gamma dy: every entry of x moves its own z, and through the mean and through s
all n that are measured together. d mean / dx = 1 / n and ds / dx = z / n, hence

    its own z    dz / s
    the mean     - mean(dz) / s
    s            - z mean(dz z) / s

    dx = (dz - mean(dz) - z mean(dz z)) / s

So the gradient loses its mean and its part along z: no step shifts x or stretches it, for that
would change nothing. Weights before such a layer may have any size: their output's size is divided
out, and twice as large, they get half the gradient.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from tinynet.arrays import Array, check_count, check_positive, check_share
from tinynet.layers import Layer, with_inner_layers
from tinynet.network import Network


def moments(x: Array, axis: int) -> tuple[Array, Array]:
    """Mean and variance along ``axis`` (divided by n, not n - 1); the axis stays, of length 1."""
    mean = x.mean(axis=axis, keepdims=True)
    return mean, ((x - mean) ** 2).mean(axis=axis, keepdims=True)


def through_moments(dz: Array, z: Array, axis: int) -> Array:
    """s dx: what is left of ``dz`` where mean and variance along ``axis`` were those of x."""
    along_z = (dz * z).mean(axis=axis, keepdims=True)
    return dz - dz.mean(axis=axis, keepdims=True) - z * along_z


class _Normalization(Layer):
    """y = gamma z + beta; what z is, the classes below say."""

    def __init__(self, width: int, eps: float, dtype: Any):
        check_positive("eps", eps)
        self.eps = float(eps)
        self.gamma, self.beta = np.ones(width, dtype), np.zeros(width, dtype)
        self.dgamma, self.dbeta = np.zeros_like(self.gamma), np.zeros_like(self.beta)

    def scale_and_shift(self, x: Array, mean: Array, variance: Array) -> Array:
        self.s = np.sqrt(variance + self.eps)
        self.z = (x - mean) / self.s
        return self.gamma * self.z + self.beta

    def parameter_gradients(self, dy: Array) -> None:
        (dy * self.z).sum(axis=0, out=self.dgamma)
        dy.sum(axis=0, out=self.dbeta)

    def parameters(self) -> list[tuple[Array, Array]]:
        return [(self.gamma, self.dgamma), (self.beta, self.dbeta)]

    def _check(self, x: Array) -> None:
        if x.ndim != 2 or x.shape[1] != len(self.gamma):
            raise ValueError(f"x must be (batch, {len(self.gamma)}), not {x.shape}")


class BatchNorm(_Normalization):
    """Each feature minus its mean over the batch, divided by its standard deviation there.

    Input and output are (batch, width). In training mode, where a layer starts and where ``train``
    puts it, the moments are the batch's, which needs at least 2 rows (else ``ValueError``). Every
    such ``forward`` also moves the running moments, of which an evaluation makes use:

        mean <- momentum mean + (1 - momentum) (the batch's mean),   variance likewise

    ``momentum`` in [0, 1) is the share that is kept, as in Keras; PyTorch's is 1 minus that. The
    paper and PyTorch multiply the running variance by n / (n - 1); here, as in Keras, it is an
    average of what training divided by. A frozen layer trains in evaluation mode: it stays what
    it was. A bias just before it changes nothing, and has a gradient of 0: ``beta`` does its work.
    """

    def __init__(
        self, width: int, momentum: float = 0.9, eps: float = 1e-5, dtype: Any = np.float32
    ):
        check_count("width", width)
        check_share("momentum", momentum)
        super().__init__(width, eps, dtype)
        self.momentum = float(momentum)
        self.mean, self.variance = np.zeros(width, dtype), np.ones(width, dtype)

    def forward(self, x: Array) -> Array:
        self._check(x)
        self.of_the_batch = self.training  # backward must go the way that forward came
        if not self.training:
            return self.scale_and_shift(x, self.mean, self.variance)
        if len(x) < 2:
            raise ValueError(
                f"BatchNorm trains on batches of at least 2 rows, not {len(x)}: take a batch_size "
                "that leaves no single row over, or look at one row inside evaluation(net)"
            )
        mean, variance = moments(x, axis=0)
        for running, now in zip(self.running(), (mean[0], variance[0]), strict=True):
            running += (1 - self.momentum) * (now - running)
        return self.scale_and_shift(x, mean, variance)

    def backward(self, dy: Array) -> Array:
        self.parameter_gradients(dy)
        dz = self.gamma * dy
        return (through_moments(dz, self.z, axis=0) if self.of_the_batch else dz) / self.s

    def running(self) -> list[Array]:
        return [self.mean, self.variance]


class LayerNorm(_Normalization):
    """Each example minus its mean over the features, divided by its standard deviation there.

    Input and output are (batch, width); ``width`` is at least 2, for one number alone is always
    its own mean. Examples do not meet, so training and evaluation are the same.
    """

    def __init__(self, width: int, eps: float = 1e-5, dtype: Any = np.float32):
        check_count("width", width, least=2)
        super().__init__(width, eps, dtype)

    def forward(self, x: Array) -> Array:
        self._check(x)
        return self.scale_and_shift(x, *moments(x, axis=1))

    def backward(self, dy: Array) -> Array:
        self.parameter_gradients(dy)
        return through_moments(self.gamma * dy, self.z, axis=1) / self.s


@contextmanager
def evaluation(net: Network) -> Iterator[None]:
    """``with evaluation(net):`` inside, every layer is in evaluation mode; then in its own again.

    ``outputs``, ``accuracy`` and the validation of ``fit`` go through it, so a row's result does
    not depend on the rows beside it. ``train`` and ``fit`` always train.
    """
    modes = [(layer, layer.training) for layer in with_inner_layers(net.layers)]
    for layer, _ in modes:
        layer.training = False
    try:
        yield
    finally:
        for layer, mode in modes:
            layer.training = mode
