import numpy as np


def limit(fan_in, fan_out, hole):
    if hole**2 > 1 / fan_in:
        raise ValueError("the hole is too large")
    return (np.sqrt(12 / fan_in - 3 * hole**2) - hole) / 2
