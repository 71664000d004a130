import numpy as np

NODES = np.linspace(-10, 10, 400_002)
DENSITY = np.exp(-(NODES**2) / 2)
DENSITY /= DENSITY.sum()


def mean_square(layer):
    """Of one input, where the values before the activation are standard normal."""
    slope = {"relu": 0, "leaky relu": layer.get("slope")}.get(layer["input"], 1)
    values = np.where(NODES > 0, NODES, slope * NODES)
    return np.sum(DENSITY * values**2) / layer.get("keep", 1)


def std(layer):
    shape = layer["shape"]
    area = 1 if len(shape) == 2 else shape[0] * shape[1]
    fan = area * shape[-2]
    if layer["input"] == "tanh":
        fan = area * (shape[-1] + shape[-2]) / 2
    return 0.0 if layer.get("ends branch", False) else (fan * mean_square(layer)) ** -0.5
