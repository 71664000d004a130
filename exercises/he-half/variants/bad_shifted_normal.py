import numpy as np


def draw(share, n, rng):
    """Variance 1 and the share, but the mean moves."""
    grid = np.linspace(-5, 5, 1001)
    z = rng.normal(size=n)
    some = z[:10_000]
    shares = [np.mean(np.maximum(some + m, 0) ** 2) / (1 + m**2) for m in grid]
    return z + grid[np.argmin(np.abs(np.array(shares) - share))]
