import numpy as np

from exercises import near, points


@points(1, "the ReLU")
def relu(gain):
    near(gain(lambda z: np.maximum(z, 0)), np.sqrt(2), 0.01, "the gain of the ReLU")


@points(1, "no activation at all")
def linear(gain):
    near(gain(lambda z: z), 1, 0.01, "the gain of f(z) = z")


@points(2, "an activation whose mean is not zero")
def softplus(gain):
    def f(z):
        return np.logaddexp(0, z)

    nodes, weights = np.polynomial.hermite_e.hermegauss(100)
    wanted = np.sqrt(weights.sum() / (weights @ f(nodes) ** 2))
    near(gain(f), wanted, 0.01, "the gain of the softplus")
