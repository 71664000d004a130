import numpy as np

from exercises import near, points


def same_number(seed, inputs=400, units=250, connections=100):
    """A mask in which each unit has as many connections as every other."""
    rng = np.random.default_rng(seed)
    chosen = np.arange(inputs)[:, None] < connections
    return rng.permuted(np.broadcast_to(chosen, (inputs, units)), axis=0)


@points(1, "0 where there is no connection, and only there")
def holes(draw, seed):
    mask = same_number(seed, 30, 20, 7)
    W = np.asarray(draw(mask.copy(), np.random.default_rng(seed)))
    assert W.shape == (30, 20), f"the weights have shape {W.shape}, the mask (30, 20)"
    assert np.array_equal(W != 0, mask), "weights should be 0 exactly where the mask is False"


@points(2, "units of 100 connections out of 400")
def keeps(draw, seed):
    """25,000 weights know their mean square to 1 % (normal) at most; 4 times off is the nearest."""
    mask = same_number(seed)
    W = np.asarray(draw(mask, np.random.default_rng(seed)))
    near(np.sum(W**2) / 250, 1, 0.06, "mean square of z / mean square of x")
    near(W.sum() / np.sqrt(250), 0, 6, "the sum of all weights, in its standard deviations")


@points(1, "randomness from rng")
def random(draw, seed):
    mask = same_number(seed, 30, 20, 7)
    first, again, other = (draw(mask, np.random.default_rng(s)) for s in (seed, seed, seed + 1))
    assert np.array_equal(first, again), "the same rng should give the same weights"
    assert not np.array_equal(first, other), "another rng should give other weights"
