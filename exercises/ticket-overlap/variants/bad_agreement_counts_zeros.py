import numpy as np


def overlap(a, b):
    """Two sparse masks agree on most of their zeros, by chance, too."""
    p, q = (np.concatenate([mask.ravel() for mask in masks]) for masks in (a, b))
    chance = p.mean() * q.mean() + (1 - p.mean()) * (1 - q.mean())
    return (p == q).mean() / chance
