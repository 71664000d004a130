import numpy as np


def settle(f, sw2, sb2):
    """The trapezoid rule, half a step at a time, and a difference to both sides."""
    z = np.linspace(-8, 8, 4001)
    density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)

    def V(q):
        return sw2 * np.trapezoid(density * f(np.sqrt(q) * z) ** 2, z) + sb2

    q = 1.0
    while abs(V(q) - q) > 1e-6:
        q = (q + V(q)) / 2
    return q, (V(q + 0.001) - V(q - 0.001)) / 0.002
