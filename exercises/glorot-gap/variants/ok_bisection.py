import numpy as np


def limit(fan_in, fan_out, hole):
    """The mean of w^2 from hole to the limit as a sum over 2001 points."""
    variance = 2 / (fan_in + fan_out)
    if hole > variance**0.5:
        raise ValueError("the hole is too large")
    low, high = hole, 10 * np.sqrt(variance)
    for _ in range(40):
        top = (low + high) / 2
        w = np.linspace(hole, top, 2001)
        too_small = np.trapezoid(w**2, w) / (top - hole) < variance
        low, high = (top, high) if too_small else (low, top)
    return top
