import numpy as np

from exercises import near, points


@points(1, "kernels along one axis and along three")
def axes(fans):
    near(fans((6, 4, 7)), np.array([4 * 7, 6 * 7]), 0, "fans((6, 4, 7))")
    near(fans((8, 2, 3, 4, 5)), np.array([2 * 60, 8 * 60]), 0, "fans((8, 2, 3, 4, 5))")


@points(3, "groups")
def grouped(fans, draw, seed):
    """An input channel reaches the output channels of its own group alone. Of 11,520 uniform
    weights the variance is known to 0.8 %; with the fan_out of all groups it is 29 times off."""
    near(fans((12, 5, 3, 3), 4), np.array([5 * 9, 3 * 9]), 0, "fans((12, 5, 3, 3), groups=4)")
    near(fans((32, 1, 3, 3), 32), np.array([9, 9]), 0, "fans((32, 1, 3, 3), groups=32)")
    W = np.asarray(draw((256, 5, 3, 3), np.random.default_rng(seed), 64))
    near(np.mean(W**2) * (5 + 4) * 9 / 2, 1, 0.06, "mean square / Glorot's variance, groups=64")


@points(1, "uniform, up to the limit")
def uniform(draw, seed):
    """The largest of 4500 weights lies within 0.2 % of the limit, nearly always."""
    W = np.asarray(draw((50, 90), np.random.default_rng(1000 + seed)))
    near(np.abs(W).max() * np.sqrt(140 / 6), 1, 0.005, "the largest weight / Glorot's limit")


@points(1, "randomness from rng")
def random(draw, seed):
    first, again, other = (
        draw((4, 3, 5), np.random.default_rng(s)) for s in (seed, seed, seed + 1)
    )
    assert np.array_equal(first, again), "the same rng should give the same weights"
    assert not np.array_equal(first, other), "another rng should give other weights"
    rng = np.random.default_rng(seed)
    assert not np.array_equal(draw((4, 3), rng), draw((4, 3), rng)), "two draws of one rng differ"
