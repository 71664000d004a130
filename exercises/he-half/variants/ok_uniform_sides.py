import numpy as np


def draw(share, n, rng):
    sign = rng.choice([1.0, -1.0], p=[1 - share, share], size=n)
    z = sign * rng.uniform(size=n) * np.where(sign > 0, share, 1 - share)
    return z * np.sqrt(3 / (share * (1 - share)))
