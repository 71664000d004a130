import numpy as np


def draw(fan_in, fan_out, rng):
    """The determinant may have either sign, but most columns keep LAPACK's."""
    n = max(fan_in, fan_out)
    Q = np.linalg.qr(rng.normal(size=(n, n)))[0]
    Q[:, 0] *= rng.choice([-1, 1])
    return Q[:fan_in, :fan_out]
