import numpy as np


def draw(fan_in, fan_out, rng):
    """Orthogonal, and every axis goes to an axis."""
    n = max(fan_in, fan_out)
    Q = np.eye(n)[rng.permutation(n)] * rng.choice([-1.0, 1.0], size=n)
    return Q[:fan_in, :fan_out]
