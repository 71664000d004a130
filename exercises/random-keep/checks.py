from itertools import pairwise

import numpy as np

from exercises import near, points


def rms(a):
    return np.sqrt(np.mean(np.square(a)))


def network(seed, widths, mean=0.0):
    """A batch of rms 0.5, of that mean, and a draw for each layer."""
    rng = np.random.default_rng(seed)
    x = rng.normal(mean, np.sqrt(0.25 - mean**2), (40, widths[0]))
    return x * 0.5 / rms(x), [rng.normal(size=fans) for fans in pairwise(widths)]


def kept(s, x, draws):
    """The rms of the last layer over that of x. An s that is wrong by half a percent, the worst
    of three digits, moves it by 1 % at most; 1 / sqrt(fan_in) misses it by 13 % and more."""
    assert np.ndim(s) == 0, f"one number is wanted, not an array of shape {np.shape(s)}"
    h = x
    for draw in draws:
        h = np.tanh(h @ draw * s)
    return rms(h) / rms(x)


@points(1, "one layer")
def one(keeping, seed):
    x, draws = network(seed, (30, 20))
    near(kept(keeping(x, draws), x, draws), 1, 0.02, "rms of the last layer / rms of x, one layer")


@points(2, "twelve layers, two networks")
def twelve(keeping, seed):
    for k in (0, 1):
        x, draws = network(2 * seed + k, [60] * 13)
        near(kept(keeping(x, draws), x, draws), 1, 0.02, "rms of the last layer / rms of x")


@points(1, "widths that differ")
def widths(keeping, seed):
    x, draws = network(seed, (80, 20, 60, 10, 50))
    near(kept(keeping(x, draws), x, draws), 1, 0.02, "rms of the last layer / rms of x")


@points(1, "inputs whose mean is not 0")
def mean(keeping, seed):
    x, draws = network(seed, [50] * 5, mean=0.4)
    near(kept(keeping(x, draws), x, draws), 1, 0.02, "rms of the last layer / rms of x, mean 0.4")
