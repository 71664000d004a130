import numpy as np


def compare(validation, test):
    """The distribution of heads by n convolutions."""
    validation, test = np.nan_to_num(validation, nan=0.1), np.nan_to_num(test, nan=0.1)
    rates = np.argmax(np.sum(validation, axis=-1), axis=-1)
    chosen = np.take_along_axis(test, rates[:, None, None], axis=1)[:, 0]
    d = np.sort(chosen[0] - chosen[1])
    heads = np.ones(1)
    for _ in d:
        heads = np.convolve(heads, [0.5, 0.5])
    k = np.count_nonzero(2 * np.cumsum(heads) <= 0.05)
    return rates, np.quantile(d, 0.5), d[k - 1], d[len(d) - k]
