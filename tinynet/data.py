"""Data: handwritten digits that come with scikit-learn, and toys in the plane.

Inputs are part of the initialization: the first layer's ``E[x^2]`` stands in the same product as
``Var[W]``. So every set says how it is scaled:

    standardized   each pixel minus its training mean, all divided by one number, so that the
                   mean square over the training set is 1 (what the derivations assume)
    minmax         0 to 1
    raw            as stored: 0 to 16 (digits), 0 to 255 (MNIST)

And every set has three parts. Networks learn from the first; whatever is chosen (a learning rate,
an epoch, the best of several) is chosen on the second; the third is looked at once, for the
number that is reported. Choosing is not testing.
"""

from typing import NamedTuple

import numpy as np

from tinynet.arrays import Array


class Dataset(NamedTuple):
    """``x_*`` are (examples, features) float32, ``y_*`` are (examples,) integer labels."""

    x_train: Array
    y_train: Array
    x_validation: Array
    y_validation: Array
    x_test: Array
    y_test: Array


def make_dataset(x: list[Array], y: list[Array], scale: str, top: float) -> Dataset:
    """A ``Dataset`` of three parts, scaled by what the first of them says; ``top`` is the largest
    value as stored."""
    if scale == "standardized":
        mean = x[0].mean(axis=0)
        std = (x[0] - mean).std()
    elif scale in ("minmax", "raw"):
        mean, std = np.zeros(1), top if scale == "minmax" else 1.0
    else:
        allowed = ("standardized", "minmax", "raw")
        raise ValueError(f"scale must be one of {allowed}, not {scale!r}")
    train, validation, test = (((part - mean) / std).astype(np.float32) for part in x)
    return Dataset(train, y[0], validation, y[1], test, y[2])


def digits(scale: str = "standardized") -> Dataset:
    """scikit-learn's 1797 handwritten digits, 8x8 pixels: always the same 1000 to train with,
    297 for validation and 500 for the test."""
    from sklearn.datasets import load_digits

    x, y = load_digits(return_X_y=True)
    order = np.random.default_rng(0).permutation(len(x))
    parts = order[797:], order[500:797], order[:500]
    return make_dataset([x[part] for part in parts], [y[part] for part in parts], scale, 16.0)


def moons(n: int, rng: np.random.Generator, noise: float = 0.15) -> tuple[Array, Array]:
    """Two interleaved half circles in the plane: ``x`` (n, 2), labels 0 and 1."""
    from sklearn.datasets import make_moons

    x, y = make_moons(n, noise=noise, random_state=int(rng.integers(2**31)))
    return x.astype(np.float32), y


def circles(n: int, rng: np.random.Generator, noise: float = 0.08) -> tuple[Array, Array]:
    """A circle around a circle: ``x`` (n, 2), labels 0 (outer) and 1 (inner)."""
    from sklearn.datasets import make_circles

    x, y = make_circles(n, noise=noise, factor=0.5, random_state=int(rng.integers(2**31)))
    return x.astype(np.float32), y


def spiral(
    n: int, rng: np.random.Generator, classes: int = 3, noise: float = 0.2
) -> tuple[Array, Array]:
    """``classes`` arms that wind out from the origin: ``x`` (n, 2), labels 0..classes-1."""
    y = np.arange(n) % classes
    radius = rng.uniform(0.05, 1, n)
    angle = 2 * np.pi * y / classes + 4 * radius + rng.normal(0, noise, n)
    x = radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return x.astype(np.float32), y
