"""tinynet: a neural network small enough to read in one sitting.

Read the files in this order; each imports only from those above it.

    initializers   where the weights come from: the subject of the book
    layers         y = x W + b, the activations, and their derivatives
    losses         what is minimized, and the gradient that starts the way back
    data           digits, two-dimensional toys, MNIST
    network        a list of layers, run forward and backward
    training       SGD and Adam: the loop that changes the weights
    diagnostics    what to look at before, and while, a network learns
    pretraining    greedy layer-wise pre-training: the start that came first
    pruning        masks, schedules, lottery tickets: starts found afterwards
"""

from tinynet.network import Network, mlp

__all__ = ["Network", "mlp"]
__version__ = "0.1.0"
