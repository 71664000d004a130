import numpy as np


def draw(fan_in, fan_out, rng):
    """Where there are more columns than rows some are left at 0."""
    U, _, Vt = np.linalg.svd(rng.normal(size=(fan_in, fan_out)), full_matrices=False)
    Q = np.zeros((fan_in, fan_out))
    k = min(fan_in, fan_out)
    Q[:, :k] = (U @ Vt)[:, :k]
    return Q
