import numpy as np

from exercises import near, points

LEVEL = np.array([[0.5, 0.8, 0.9, 0.6], [0.5, 0.9, 0.7, 0.6]])  # accuracy by scheme and rate


def runs(seed, seeds, spread=0.01):
    """Accuracies of two schemes, four rates and some seeds, whose luck both schemes share."""
    rng = np.random.default_rng(seed)
    luck, own = rng.normal(0, 0.05, seeds), rng.exponential(spread, (2, 4, seeds))
    return LEVEL[:, :, None] + np.clip(luck, -0.09, 0.09) - own


@points(1, "each scheme has its own rate")
def own_rates(compare, seed):
    rates, *_ = compare(runs(seed, 3), runs(seed + 1, 10))
    assert list(rates) == [2, 1], f"the indices of the two rates are {list(rates)}, not [2, 1]"


@points(1, "the median of differences, seed by seed")
def median(compare, seed):
    test = runs(seed + 1, 10, 0.05)
    _, middle, *_ = compare(runs(seed, 3), test)
    near(middle, np.median(test[0, 2] - test[1, 1]), 1e-9, "the median difference")


@points(1, "the interval for ten seeds")
def ten_seeds(compare, seed):
    test = runs(seed + 1, 10)
    *_, low, high = compare(runs(seed, 3), test)
    wanted = np.sort(test[0, 2] - test[1, 1])
    near(low, wanted[1], 1e-9, "the lower end, the second smallest of ten")
    near(high, wanted[-2], 1e-9, "the upper end, the second largest of ten")
