from math import comb

import numpy as np


def compare(validation, test):
    """The rate that is best for the two together."""
    validation, test = (np.where(np.isnan(hits), 0.1, hits) for hits in (validation, test))
    first = second = validation.mean(axis=(0, 2)).argmax()
    rates = [first, second]
    d = np.sort(test[0, first] - test[1, second])
    n, k = len(d), 1
    while 2 * sum(comb(n, i) for i in range(k + 1)) / 2**n <= 0.05:
        k += 1
    return rates, np.median(d), d[k - 1], d[-k]
