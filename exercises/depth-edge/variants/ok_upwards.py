import numpy as np


def edge(f, df, sb2):
    """All weight variances at once, then between the two around 1 on a straight line."""
    z = np.linspace(-6, 6, 121)
    p = np.exp(-(z**2) / 2)
    p /= p.sum()
    sw2 = np.linspace(0.5, 8, 76)
    q = np.ones(76)
    for _ in range(150):
        q = sw2 * np.sum(p * f(np.sqrt(q)[:, None] * z) ** 2, axis=1) + sb2
    chi1 = sw2 * np.sum(p * df(np.sqrt(q)[:, None] * z) ** 2, axis=1)
    i = int(np.argmax(chi1 > 1))
    share = (1 - chi1[i - 1]) / (chi1[i] - chi1[i - 1])
    return sw2[i - 1] + share * (sw2[i] - sw2[i - 1])
