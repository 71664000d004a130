import numpy as np

from exercises import near, points


def settled(V):
    """The fixed point that is reached from q = 1, where V is known exactly."""
    q = 1.0
    for _ in range(200):
        q = V(q)
    return q


@points(1, "the ReLU, solved by hand")
def relu(settle):
    """V(q) = 0.4 q + 3."""
    q, slope = settle(lambda z: np.maximum(z, 0), 0.8, 3.0)
    near(q, 5, 0.05, "q* of the ReLU with sw2 = 0.8, sb2 = 3")
    near(slope, 0.4, 0.02, "V'(q*) of the ReLU with sw2 = 0.8, sb2 = 3")


@points(2, "a function whose slope is not chi_1")
def sine(settle):
    """E[sin(sqrt(q) z)^2] = (1 - exp(-2 q)) / 2. Without biases 0 is a fixed point, too."""
    wanted = settled(lambda q: 1 - np.exp(-2 * q))
    q, slope = settle(np.sin, 2.0, 0.0)
    near(q, wanted, 0.02, "q* of the sine with sw2 = 2, sb2 = 0")
    near(slope, 2 * np.exp(-2 * wanted), 0.02, "V'(q*) of the sine with sw2 = 2, sb2 = 0")


@points(1, "where the variance falls as it grows")
def bump(settle):
    """f = exp(-z²/2): E[f(sqrt(q) z)^2] = (1 + 2 q)^(-1/2), whose slope is negative."""
    wanted = settled(lambda q: 3 * (1 + 2 * q) ** -0.5 + 0.2)
    q, slope = settle(lambda z: np.exp(-(z**2) / 2), 3.0, 0.2)
    near(q, wanted, 0.02, "q* of exp(-z²/2) with sw2 = 3, sb2 = 0.2")
    near(slope, -3 * (1 + 2 * wanted) ** -1.5, 0.02, "V'(q*) of exp(-z²/2) with sw2 = 3, sb2 = 0.2")


@points(1, "the fixed point that is reached from 1")
def square(settle):
    """V(q) = 0.6 q² + 0.2 has two fixed points; from above 1.43 the variance explodes."""
    q, _ = settle(np.square, 0.2, 0.2)
    near(q, (1 - np.sqrt(0.52)) / 1.2, 0.02, "q* of z² with sw2 = 0.2, sb2 = 0.2")
