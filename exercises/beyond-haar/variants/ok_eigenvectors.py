import numpy as np


def draw(fan_in, fan_out, rng):
    """Eigenvectors of a symmetric Gaussian matrix; their signs are arbitrary, so draw them."""
    n = max(fan_in, fan_out)
    A = rng.normal(size=(n, n))
    _, vectors = np.linalg.eigh(A + A.T)
    return (vectors * rng.choice([-1, 1], size=n))[:fan_in, :fan_out]
