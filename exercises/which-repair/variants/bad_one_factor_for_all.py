import numpy as np


def factors(stds):
    """Right for the last layer alone."""
    return np.full(len(stds), stds[-1] ** (-1 / len(stds)))
