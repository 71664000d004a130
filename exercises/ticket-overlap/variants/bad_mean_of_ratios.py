import numpy as np


def overlap(a, b):
    return np.mean([(p * q).sum() / (p.sum() * q.mean()) for p, q in zip(a, b, strict=True)])
