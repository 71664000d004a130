import numpy as np


def draw(fan_in, fan_out, rng):
    """U V^T of a Gaussian matrix U S V^T: rotate the matrix, and U V^T is rotated with it."""
    U, _, Vt = np.linalg.svd(rng.normal(size=(fan_in, fan_out)), full_matrices=False)
    return U @ Vt
