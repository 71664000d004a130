import numpy as np


def limit(fan_in, fan_out, hole):
    variance = 2 / (fan_in + fan_out)
    return (np.sqrt(max(12 * variance - 3 * hole**2, 0)) - hole) / 2
