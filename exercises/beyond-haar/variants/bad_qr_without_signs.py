import numpy as np


def draw(fan_in, fan_out, rng):
    """LAPACK's signs of R leave their mark on Q."""
    n = max(fan_in, fan_out)
    return np.linalg.qr(rng.normal(size=(n, n)))[0][:fan_in, :fan_out]
