import numpy as np


def edge(f, df, sb2):
    """Settle the variance and the edge together: sw2 goes to 1 / E[f'²], layer by layer."""
    z = np.sort(np.random.default_rng(7).normal(size=200_000)).reshape(-1, 200).mean(axis=1)
    z = (z - z[::-1]) / np.sqrt(np.mean((z - z[::-1]) ** 2))
    q, sw2 = 1.0, 1.0
    for _ in range(500):
        sw2 = 0.5 * sw2 + 0.5 / np.mean(df(np.sqrt(q) * z) ** 2)
        q = sw2 * np.mean(f(np.sqrt(q) * z) ** 2) + sb2
    return sw2
