import numpy as np

from exercises import near, points
from tinynet.layers import ReLU

N = 50_000


@points(1, "almost nothing passes")
def little(draw, seed):
    z = draw(0.1, N, np.random.default_rng(seed))
    share = np.mean(ReLU().forward(z) ** 2) / np.mean(z**2)
    near(share, 0.1, 0.03, "the share that ReLU passes of draw(0.1, ...)")


@points(1, "independent draws")
def independent(draw, seed):
    """The mean of 100 independent draws has a tenth of their deviation; known to 3 % of it."""
    z = draw(0.6, N, np.random.default_rng(seed))
    ratio = np.std(z.reshape(-1, 100).mean(axis=1)) / np.std(z)
    near(ratio, 0.1, 0.02, "the deviation of the mean of 100 draws over that of one draw")


@points(1, "randomness from rng alone")
def reproducible(draw, seed):
    one, again, other = (draw(0.3, 50, np.random.default_rng(s)) for s in (seed, seed, seed + 1))
    assert np.shape(one) == (50,), f"draw(share, 50, rng) has shape {np.shape(one)}, not (50,)"
    assert np.array_equal(one, again), "the same rng twice gave two different arrays"
    assert not np.array_equal(one, other), "two different rngs gave the same array"
