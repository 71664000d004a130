import numpy as np


def draw(fan_in, fan_out, rng):
    """Scaled to variance 1 / fan_in, which is right for square matrices alone."""
    U, _, Vt = np.linalg.svd(rng.normal(size=(fan_in, fan_out)), full_matrices=False)
    return U @ Vt * np.sqrt(max(fan_in, fan_out) / fan_in)
