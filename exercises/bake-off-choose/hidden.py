import numpy as np

from exercises import near, points


def runs(seed, seeds, level):
    rng = np.random.default_rng([seed, 7])
    return np.array(level)[:, :, None] + rng.normal(0, 0.01, (2, len(level[0]), seeds))


def same(rates, wanted, where):
    assert list(rates) == wanted, f"{where} you choose the rates {list(rates)}, not {wanted}"


TWO = [[0.6, 0.8], [0.8, 0.6]]


@points(1, "rates are chosen on validation images alone")
def chosen_on_validation(compare, seed):
    test = runs(seed, 8, [[0.6, 0.7, 0.9], [0.9, 0.6, 0.7]])
    rates, *_ = compare(runs(seed, 5, [[0.9, 0.7, 0.6], [0.6, 0.7, 0.9]]), test)
    same(rates, [0, 2], "where others are better on the test images")


@points(1, "one lucky run does not choose a rate")
def lucky_run(compare, seed):
    validation = runs(seed, 4, TWO)
    validation[0, 0, 1] = validation[1, 1, 2] = 0.99
    rates, *_ = compare(validation, runs(seed, 8, TWO))
    same(rates, [1, 0], "where one run of the other rate was lucky")


@points(1, "a rate at which runs diverge")
def diverged_in_the_search(compare, seed):
    """Means: (0.95 + 0.1 + 0.1) / 3 against 0.86. Without the diverged runs 0.95 would win."""
    validation = runs(seed, 3, [[0.95, 0.8], [0.8, 0.95]])
    validation[0, 0, 1:] = validation[1, 1, :2] = np.nan
    validation[0, 1, 0] = validation[1, 0, 1] = 0.99
    rates, *_ = compare(validation, runs(seed, 8, TWO))
    same(rates, [1, 0], "where the other ones diverged for two of three seeds")


@points(1, "a test run that diverged")
def diverged_in_the_test(compare, seed):
    test = runs(seed, 7, [[0.2, 0.8], [0.8, 0.2]])
    test[0, 1, :4] = np.nan
    _, middle, *_ = compare(runs(seed, 3, TWO), test)
    wanted = np.median(np.append(0.1 - test[1, 0, :4], test[0, 1, 4:] - test[1, 0, 4:]))
    near(middle, wanted, 1e-9, "the median difference where four of seven runs diverged")


@points(2, "the interval for other numbers of seeds")
def other_numbers(compare, seed):
    for n, k in ((6, 1), (11, 2), (17, 5)):
        test = runs(seed, n, TWO)
        *_, low, high = compare(runs(seed, 3, TWO), test)
        d = np.sort(test[0, 1] - test[1, 0])
        near([low, high], [d[k - 1], d[-k]], 1e-9, f"the two ends for {n} seeds")
