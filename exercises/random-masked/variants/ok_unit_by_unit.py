import numpy as np


def draw(mask, rng):
    W = np.zeros(mask.shape)
    for j in range(mask.shape[1]):
        inputs = np.flatnonzero(mask[:, j])
        if len(inputs):
            W[inputs, j] = rng.normal(0, len(inputs) ** -0.5, len(inputs))
    return W
