import numpy as np


def kernel(shape, rng):
    u, v = rng.uniform(size=shape), rng.uniform(size=shape)
    normal = np.sqrt(-2 * np.log(1 - u)) * np.cos(2 * np.pi * v)
    return normal / np.sqrt(shape[1] * shape[2] * shape[3] / 2)
