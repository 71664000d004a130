import numpy as np

from exercises import near, points


def variance_of(top, hole, seed):
    """Of some 200,000 weights and more, drawn as the task says: known to 0.2 %. Whoever ignores
    the hole, or solves for weights that are set to 0 in it, is off by 10 % and more."""
    w = np.random.default_rng(seed).uniform(-top, top, 400_000)
    w = w[np.abs(w) >= hole]
    assert len(w), f"l = {top:.4g} leaves no weight outside a hole of {hole:.4g}"
    return np.mean(w**2)


@points(1, "no hole: Glorot's limit")
def no_hole(limit):
    near(limit(200, 100, 0.0), np.sqrt(6 / 300), 1e-6, "limit(200, 100, 0)")


@points(2, "the variance of weights that are drawn so")
def drawn(limit, seed):
    for fan_in, fan_out, share in ((300, 100, 0.3), (64, 10, 0.6)):
        variance = 2 / (fan_in + fan_out)
        hole = share * np.sqrt(variance)
        top = limit(fan_in, fan_out, hole)
        near(variance_of(top, hole, seed) / variance, 1, 0.02, "variance / Glorot's variance")


@points(1, "a hole that is too large")
def too_large(limit):
    """For the fans 50 and 150 the standard deviation is 0.1: a hole of that size leaves ±0.1."""
    top = limit(50, 150, 0.0999)
    assert top > 0.0999, f"limit(50, 150, 0.0999) is {top:.4g}, inside the hole"
    for hole in (0.101, 0.5):
        try:
            found = limit(50, 150, hole)
        except ValueError:
            continue
        raise AssertionError(f"limit(50, 150, {hole}) is {found}; a ValueError is wanted")
