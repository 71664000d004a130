import numpy as np


def rounds(sizes, density, rate, output_rate):
    """What is left falls with the rounds, so look for the place where it passes the goal."""
    matrices = np.multiply(sizes[1:], sizes[:-1])
    keep = np.full(len(matrices), 1 - rate)
    keep[-1] = 1 - output_rate
    after = (matrices * keep ** np.arange(1000)[:, None]).sum(axis=1) / matrices.sum()
    return int(np.searchsorted(-after, -density))
