"""tinynet: a neural network small enough to read in one sitting.

Read the files in this order; each imports only from those above it.

    arrays         what everything stands on, and the checks that several files make
    initializers   where the weights come from: the subject of the book
    layers         y = x W + b, the activations, and their derivatives
    losses         what is minimized, and the gradient that starts the way back
    network        a list of layers, run forward and backward
    optimizers     SGD and Adam: what one step does to one array
    normalization  layers that measure the size of a signal and divide by it
    training       the loop that changes the weights
    data           digits, two-dimensional toys, and their three parts
    mnist          the larger digits: downloaded once, verified, read
    diagnostics    what to look at before, and while, a network learns
    lsuv           a start that looks at data
    pretraining    greedy layer-wise pre-training: the start that came first
    lora           a start from another task: thin matrices beside frozen weights
    pruning        masks, schedules, lottery tickets: starts found afterwards

``import tinynet as tn`` gives all of them: ``tn.training.train(...)``.
"""

from tinynet import (
    arrays,
    data,
    diagnostics,
    initializers,
    layers,
    lora,
    losses,
    lsuv,
    mnist,
    network,
    normalization,
    optimizers,
    pretraining,
    pruning,
    training,
)
from tinynet.network import Network, mlp

__all__ = [
    "Network",
    "arrays",
    "data",
    "diagnostics",
    "initializers",
    "layers",
    "lora",
    "losses",
    "lsuv",
    "mlp",
    "mnist",
    "network",
    "normalization",
    "optimizers",
    "pretraining",
    "pruning",
    "training",
]
__version__ = "0.1.0"
