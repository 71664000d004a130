import numpy as np


def draw(fan_in, fan_out, rng):
    """One Gaussian vector after the other, without its part along those before, to length 1."""
    n, k = max(fan_in, fan_out), min(fan_in, fan_out)
    Q = np.zeros((n, k))
    for j in range(k):
        v = rng.normal(size=n)
        for _ in range(2):
            v = v - Q @ (Q.T @ v)
        Q[:, j] = v / np.linalg.norm(v)
    return Q if fan_in >= fan_out else Q.T
