import numpy as np


def limit(fan_in, fan_out, hole):
    variance = 2 / (fan_in + fan_out)
    if hole**2 > variance:
        raise ValueError("the hole is too large")
    return max(np.sqrt(variance), hole)
