import numpy as np


def draw(fan_in, fan_out, rng):
    n = max(fan_in, fan_out)
    Q, R = np.linalg.qr(rng.normal(size=(n, n)))
    Q = Q * np.sign(np.diag(R))
    Q[:, 0] *= np.sign(np.linalg.det(Q))
    return Q[:fan_in, :fan_out]
