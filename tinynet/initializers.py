"""Where the weights come from.

An initializer is a function ``(shape, rng) -> array``. ``shape`` is ``(fan_in, fan_out)``: a
unit adds up ``fan_in`` inputs and sends its value to ``fan_out`` units. The sum of ``n``
independent terms has ``n`` times the variance of one, so whatever a layer is meant to do to the
size of a signal has to be paid for in the variance of its weights:

    forward     Var[y]  = fan_in  * Var[W] * E[x^2]
    backward    Var[dx] = fan_out * Var[W] * E[dy^2]

Every named scheme is one choice in ``Var[W] = gain^2 / fan`` and is one line of
``variance_scaling``. Schemes that need a number of their own (``constant``, ``random_normal``,
``orthogonal``, ...) take it first and return the initializer: ``random_normal(0.01)(shape, rng)``.

Randomness always comes from the ``rng`` (``numpy.random.Generator``) that is handed in.
"""

import math
from collections.abc import Callable

import numpy as np

from tinynet.arrays import Array, check_positive

Initializer = Callable[[tuple[int, int], np.random.Generator], Array]

# Standard deviation of a standard normal cut off at +-2: 0.8796. Keras divides by it.
TRUNCATED_STD = math.sqrt(
    1 - 4 * math.exp(-2) / math.sqrt(2 * math.pi) / math.erf(2 / math.sqrt(2))
)


def fans(shape: tuple[int, ...]) -> tuple[int, int]:
    """``(fan_in, fan_out)`` of a weight matrix's shape; both must be positive integers."""
    if len(shape) != 2 or not all(isinstance(n, (int, np.integer)) and n > 0 for n in shape):
        raise ValueError(f"shape must be (fan_in, fan_out), two positive integers, not {shape}")
    return int(shape[0]), int(shape[1])


def variance_scaling(
    shape: tuple[int, int],
    rng: np.random.Generator,
    gain: float = 1.0,
    mode: str = "fan_in",
    distribution: str = "normal",
) -> Array:
    """Weights of mean 0 and variance ``gain**2 / fan``.

    ``mode`` picks the fan: ``fan_in``, ``fan_out`` or their mean ``fan_avg``. ``distribution`` is
    ``uniform`` (limit = sqrt(3) std), ``normal``, or ``truncated_normal``: redrawn until within
    two standard deviations, then divided by 0.8796 so that the variance is as promised. The last
    is what Keras's ``*_normal`` draw; PyTorch's ``*_normal_`` draw the plain ``normal``.
    """
    choices: dict[str, float] = dict(zip(("fan_in", "fan_out"), fans(shape), strict=True))
    choices["fan_avg"] = sum(choices.values()) / 2
    if mode not in choices:
        raise ValueError(f"mode must be one of {tuple(choices)}, not {mode!r}")
    check_positive("gain", gain)
    std = gain / math.sqrt(choices[mode])
    if distribution == "uniform":
        return rng.uniform(-math.sqrt(3) * std, math.sqrt(3) * std, shape)
    if distribution == "normal":
        return rng.normal(0, std, shape)
    if distribution == "truncated_normal":
        return truncated_normal(std)(shape, rng)
    allowed = ("uniform", "normal", "truncated_normal")
    raise ValueError(f"distribution must be one of {allowed}, not {distribution!r}")


def glorot_uniform(shape: tuple[int, int], rng: np.random.Generator) -> Array:
    """U(-l, l), l = sqrt(6 / (fan_in + fan_out)): "normalized" (Glorot & Bengio 2010, eq. 16)."""
    return variance_scaling(shape, rng, 1.0, "fan_avg", "uniform")


def glorot_normal(shape: tuple[int, int], rng: np.random.Generator) -> Array:
    """Normal with variance 2 / (fan_in + fan_out) (Glorot & Bengio 2010, eq. 12)."""
    return variance_scaling(shape, rng, 1.0, "fan_avg", "normal")


def he_uniform(shape: tuple[int, int], rng: np.random.Generator) -> Array:
    """U(-l, l), l = sqrt(6 / fan_in): variance 2 / fan_in (He et al. 2015, eq. 10)."""
    return variance_scaling(shape, rng, math.sqrt(2), "fan_in", "uniform")


def he_normal(shape: tuple[int, int], rng: np.random.Generator) -> Array:
    """Normal with variance 2 / fan_in: ReLU passes half (He et al. 2015, eq. 10)."""
    return variance_scaling(shape, rng, math.sqrt(2), "fan_in", "normal")


def lecun_uniform(shape: tuple[int, int], rng: np.random.Generator) -> Array:
    """U(-l, l), l = sqrt(3 / fan_in): variance 1 / fan_in (LeCun et al. 1998, eq. 16)."""
    return variance_scaling(shape, rng, 1.0, "fan_in", "uniform")


def lecun_normal(shape: tuple[int, int], rng: np.random.Generator) -> Array:
    """Normal with variance 1 / fan_in (LeCun et al. 1998, eq. 16)."""
    return variance_scaling(shape, rng, 1.0, "fan_in", "normal")


def zeros(shape: tuple[int, int], rng: np.random.Generator) -> Array:
    """All weights 0: right for biases, wrong for hidden layers, which it leaves alike."""
    return np.zeros(fans(shape))


def constant(value: float) -> Initializer:
    """All weights ``value``: every unit of a layer is the same unit."""
    return lambda shape, rng: np.full(fans(shape), value, dtype=float)


def random_normal(std: float = 0.05) -> Initializer:
    """N(0, std^2), whatever the fans are. AlexNet's is ``random_normal(0.01)``."""
    check_positive("std", std)
    return lambda shape, rng: rng.normal(0, std, fans(shape))


def random_uniform(limit: float = 0.05) -> Initializer:
    """U(-limit, limit), whatever the fans are; its standard deviation is limit / sqrt(3)."""
    check_positive("limit", limit)
    return lambda shape, rng: rng.uniform(-limit, limit, fans(shape))


def truncated_normal(std: float = 0.05) -> Initializer:
    """Normal cut off at two standard deviations; ``std`` is that of the weights *after* the cut.

    (Keras's ``TruncatedNormal(stddev)`` names the one before it: its weights have 0.88 stddev.)
    """
    check_positive("std", std)

    def init(shape: tuple[int, int], rng: np.random.Generator) -> Array:
        z = rng.standard_normal(fans(shape))
        while (outside := np.abs(z) > 2).any():
            z[outside] = rng.standard_normal(outside.sum())
        return z * (std / TRUNCATED_STD)

    return init


def scaled(init: Initializer, gain: float) -> Initializer:
    """``init`` times ``gain``: ``scaled(glorot_uniform, 4)`` is Glorot with the sigmoid's gain."""
    check_positive("gain", gain)
    return lambda shape, rng: gain * init(shape, rng)


def orthogonal(gain: float = 1.0) -> Initializer:
    """A random matrix with orthonormal rows or columns, times ``gain`` (Saxe et al. 2014).

    The Q of a Gaussian matrix's QR decomposition, signs fixed so that it is uniform over the
    orthogonal matrices (Mezzadri 2007). All singular values are ``gain``.
    """
    check_positive("gain", gain)

    def init(shape: tuple[int, int], rng: np.random.Generator) -> Array:
        fan_in, fan_out = fans(shape)
        q, r = np.linalg.qr(rng.standard_normal((max(shape), min(shape))))
        q = gain * q * np.sign(np.diag(r))
        return q if fan_in >= fan_out else q.T

    return init


def sparse(nonzero: int = 15, std: float = 1.0) -> Initializer:
    """Every unit gets ``nonzero`` incoming weights from N(0, std^2), the rest 0 (Martens 2010)."""
    check_positive("std", std)

    def init(shape: tuple[int, int], rng: np.random.Generator) -> Array:
        fan_in, fan_out = fans(shape)
        if not 1 <= nonzero <= fan_in:
            raise ValueError(f"nonzero must be between 1 and fan_in = {fan_in}, not {nonzero}")
        chosen = rng.permuted(np.tile(np.arange(fan_in) < nonzero, (fan_out, 1)), axis=1).T
        return np.where(chosen, rng.normal(0, std, shape), 0.0)

    return init


def gain_of(activation: Callable[[Array], Array]) -> float:
    """1 / sqrt(E[phi(z)^2]), z ~ N(0, 1): the gain that keeps the second moment of the signal.

    ReLU sqrt(2), tanh 1.5925, LeakyReLU(a) sqrt(2 / (1 + a^2)). PyTorch's table has 5/3 for tanh,
    a convention. ``activation`` maps an array to an array: ``np.tanh``, ``ReLU().forward``.
    """
    z = np.linspace(-10, 10, 200_001)
    density = np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
    second_moment = np.trapezoid(activation(z) ** 2 * density, z)
    if not second_moment > 0:
        raise ValueError("activation is 0 for every input: no gain can keep its signal alive")
    return float(1 / math.sqrt(second_moment))
