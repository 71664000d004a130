"""LSUV: a start that looks at data (Mishkin & Matas 2016).

The formulas of ``initializers`` predict what a layer does to the size of a signal. LSUV measures
it instead: orthonormal weights, then, first layer first, each matrix divided by the standard
deviation of what it makes of a batch. So it needs no gain, and it takes a whole network.
"""

import math

import numpy as np

from tinynet.arrays import Array, check_count, check_positive
from tinynet.initializers import orthogonal
from tinynet.layers import Dense
from tinynet.network import Network


def lsuv(
    net: Network, x: Array, rng: np.random.Generator, tolerance: float = 0.1, max_steps: int = 10
) -> list[int]:
    """Layer-sequential unit variance (Mishkin & Matas 2016, algorithm 1), in place.

    Give every dense layer orthonormal weights, then, first layer first, divide them by the
    standard deviation of what the layer makes of the batch ``x`` until that variance is within
    ``tolerance`` of 1. Returns the number of divisions per layer; where ``max_steps`` are not
    enough, a layer's output does not vary at all, or dense layers lie inside other layers, it
    raises ``ValueError``. Biases stay as they are; ``x`` is (examples, features).
    """
    check_positive("tolerance", tolerance)
    check_count("max_steps", max_steps, least=0)
    if len(net.dense) != sum(isinstance(layer, Dense) for layer in net.layers):
        raise ValueError("lsuv goes through a plain list of layers: no Residual and no LoRA")
    steps = []
    for layer in net.layers:
        if isinstance(layer, Dense):
            layer.W[...] = orthogonal()(layer.W.shape, rng)
            steps.append(0)
            while not abs((variance := float(layer.forward(x).var())) - 1) < tolerance:
                if steps[-1] == max_steps or variance == 0:
                    raise ValueError(
                        f"dense layer {len(steps) - 1} has variance {variance:.3g} "
                        f"after {steps[-1]} steps; LSUV wants 1 within {tolerance}"
                    )
                layer.W /= math.sqrt(variance)
                steps[-1] += 1
        x = layer.forward(x)
    return steps
