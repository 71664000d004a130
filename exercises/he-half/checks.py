import numpy as np

from exercises import near, points
from tinynet.layers import ReLU

N = 50_000  # a mean is known to 0.0045, a mean square with long tails to 0.02


def passed(z):
    return np.mean(ReLU().forward(z) ** 2)


@points(1, "mean 0")
def mean(draw, seed):
    z = draw(0.8, N, np.random.default_rng(seed))
    near(np.mean(z), 0, 0.04, "the mean of draw(0.8, ...)")


@points(1, "variance 1")
def variance(draw, seed):
    z = draw(0.7, N, np.random.default_rng(seed))
    near(np.var(z), 1, 0.1, "the variance of draw(0.7, ...)")


@points(1, "more than a half passes")
def most(draw, seed):
    z = draw(0.8, N, np.random.default_rng(seed))
    near(passed(z) / np.mean(z**2), 0.8, 0.03, "the share that ReLU passes of draw(0.8, ...)")
