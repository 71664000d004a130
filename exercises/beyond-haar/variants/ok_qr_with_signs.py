import numpy as np


def draw(fan_in, fan_out, rng):
    n = max(fan_in, fan_out)
    Q, R = np.linalg.qr(rng.normal(size=(n, n)))
    return (Q * np.sign(np.diag(R)))[:fan_in, :fan_out]
