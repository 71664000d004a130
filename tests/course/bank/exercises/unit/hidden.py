import numpy as np

from exercises import near, points
from tinynet.initializers import he_normal
from tinynet.layers import Dense, Tanh
from tinynet.network import Network


@points(1, "the arrays are changed in place")
def in_place(unit, seed):
    rng = np.random.default_rng(seed)
    layer = Dense(9, 20, he_normal, rng)
    weights = layer.W
    unit(Network([layer, Tanh()]), rng.normal(0, 5, (50, 9)).astype(np.float32))
    assert layer.W is weights, "the layer has another array now"


@points(1, "the batch stays as it is")
def batch(unit, seed):
    rng = np.random.default_rng(seed)
    x = rng.normal(0, 5, (50, 9)).astype(np.float32)
    before = x.copy()
    unit(Network([Dense(9, 20, he_normal, rng)]), x)
    near(x, before, 0, "the batch")
