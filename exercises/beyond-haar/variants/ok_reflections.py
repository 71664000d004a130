import numpy as np


def draw(fan_in, fan_out, rng):
    """Householder: reflections that take an axis to a random direction, dimension by dimension."""
    n = max(fan_in, fan_out)
    Q = np.diag(rng.choice([-1.0, 1.0], n))
    for m in range(2, n + 1):
        v = rng.normal(size=m)
        v /= np.linalg.norm(v)
        v[0] -= 1
        Q[-m:] -= np.outer(2 * v / (v @ v), v @ Q[-m:])
    return Q[:fan_in, :fan_out]
