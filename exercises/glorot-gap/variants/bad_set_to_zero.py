import numpy as np


def limit(fan_in, fan_out, hole):
    """As if the weights in the hole were set to 0 and not drawn again."""
    variance = 2 / (fan_in + fan_out)
    if hole**2 > variance:
        raise ValueError("the hole is too large")
    low, high = hole, 10 * np.sqrt(variance)
    for _ in range(60):
        top = (low + high) / 2
        low, high = (top, high) if (top**3 - hole**3) / (3 * top) < variance else (low, top)
    return top
