import numpy as np

from exercises import near, points
from tinynet.initializers import he_normal
from tinynet.layers import Dense, ReLU
from tinynet.network import Network


@points(2, "every layer of a network of three")
def deviations(unit, seed):
    rng = np.random.default_rng(seed)
    net = Network([Dense(9, 20, he_normal, rng), ReLU(), Dense(20, 8, he_normal, rng)])
    x = rng.normal(1, 3, (50, 9)).astype(np.float32)
    unit(net, x)
    net.forward(x)
    near([layer.forward(layer.x).std() for layer in net.dense], [1, 1], 1e-3, "the deviations")
