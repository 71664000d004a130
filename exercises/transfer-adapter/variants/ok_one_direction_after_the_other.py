import numpy as np


def adapter(before, after, share, scale):
    """Take the strongest direction out, look at what is left, and go on until it is little."""
    rest = (after - before) / scale
    goal = (1 - share) * (rest**2).sum()
    left, right = [], []
    while not left or (rest**2).sum() > goal:
        v = np.ones(rest.shape[1])
        for _ in range(300):
            v = rest.T @ (rest @ v)
            v /= np.linalg.norm(v)
        left.append(rest @ v)
        right.append(v)
        rest = rest - np.outer(left[-1], v)
    return np.stack(left, axis=1), np.stack(right)
