import numpy as np


def limit(fan_in, fan_out, hole):
    """The l with which weights uniform on (-l, -hole) and (hole, l) have Glorot's variance.

    E[w^2] is the mean of w^2 from hole to l: (l^3 - hole^3) / (3 (l - hole)), which is
    (l^2 + l hole + hole^2) / 3. Set equal to the variance it is a quadratic equation for l.
    """
    variance = 2 / (fan_in + fan_out)
    if hole**2 > variance:
        raise ValueError(f"a hole of {hole} is larger than the standard deviation")
    return (np.sqrt(12 * variance - 3 * hole**2) - hole) / 2
