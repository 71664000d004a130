import numpy as np


def draw(mask, rng):
    connections = np.count_nonzero(mask, axis=0)
    limit = np.sqrt(3 / np.where(connections > 0, connections, 1))
    return np.where(mask, rng.uniform(-limit, limit, mask.shape), 0.0)
