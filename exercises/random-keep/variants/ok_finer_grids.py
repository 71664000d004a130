import numpy as np


def keeping(x, draws):
    """No bisection: a grid of scales, then a finer one between the two neighbors of the target."""
    low, high = 0.01, 4.0
    for _ in range(6):
        grid = np.geomspace(low, high, 12)
        h = np.broadcast_to(x, (12, *x.shape))
        for draw in draws:
            h = np.tanh(grid[:, None, None] * np.matmul(h, draw))
        first = int(np.argmax(np.sqrt(np.mean(h**2, axis=(1, 2))) > np.sqrt(np.mean(x**2))))
        low, high = grid[first - 1], grid[first]
    return (low + high) / 2
