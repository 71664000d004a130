import numpy as np


def limit(fan_in, fan_out, hole):
    """top^2 + hole top + hole^2 - 3 Var = 0; the larger root is meant."""
    roots = np.roots([1, hole, hole**2 - 6 / (fan_in + fan_out)])
    top = float(np.max(roots.real))
    if np.iscomplex(roots).any() or top < hole:
        raise ValueError(f"no limit for a hole of {hole}")
    return top
