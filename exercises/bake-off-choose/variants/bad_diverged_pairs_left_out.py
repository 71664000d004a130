from math import comb

import numpy as np


def compare(validation, test):
    """A pair with a diverged run is dropped."""
    validation = np.where(np.isnan(validation), 0.1, validation)
    first, second = rates = validation.mean(axis=2).argmax(axis=1)
    d = np.sort(test[0, first] - test[1, second])
    d = d[~np.isnan(d)]
    n, k = len(d), 1
    while n and 2 * sum(comb(n, i) for i in range(k + 1)) / 2**n <= 0.05:
        k += 1
    return rates, np.median(d), d[k - 1], d[-k]
