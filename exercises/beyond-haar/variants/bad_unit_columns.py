import numpy as np


def draw(fan_in, fan_out, rng):
    """Columns of length 1, not at right angles."""
    A = rng.normal(size=(fan_in, fan_out))
    return A / np.linalg.norm(A, axis=0)
