import numpy as np

from exercises import near, points


@points(2, "the edge of the sine")
def sine(edge):
    """E[sin(u)²] = (1 - exp(-2 q)) / 2 and E[cos(u)²] = (1 + exp(-2 q)) / 2.

    The biases are such that q* = 1 on the edge, so both can be solved for by hand.
    """
    wanted = 2 / (1 + np.exp(-2))
    sb2 = 1 - wanted * (1 - np.exp(-2)) / 2
    near(edge(np.sin, np.cos, sb2), wanted, 0.02, f"the edge of the sine for sb2 = {sb2:.3f}")
