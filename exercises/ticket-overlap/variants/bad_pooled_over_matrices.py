import numpy as np


def overlap(a, b):
    p, q = (np.concatenate([mask.ravel() for mask in masks]) for masks in (a, b))
    return (p * q).sum() / (p.sum() * q.mean())
