"""Learning rates for the chapter "Which one do I use?", chosen on validation images.

    python experiments/which_one_rates.py

Every start of every setting gets the same grid and three seeds that the chapter does not use. A
rate is as good as the worst of its three accuracies on the 297 validation digits, so that a rate
at which one training in three falls over is not chosen; a training that diverges counts as 0.1.
Prints, for each kind of network, one word per depth: one digit per start, which is the place of
its rate in the grid. That is how the chapter's table `CHOSEN` is written. Four minutes on one core.
"""

import itertools

import numpy as np

from tinynet import Network, data, initializers, layers, training
from tinynet.losses import softmax_cross_entropy
from tinynet.normalization import moments, through_moments
from tinynet.optimizers import adam, sgd

SEEDS = [int(seed) for seed in np.random.SeedSequence(1000).generate_state(3)]
GRID = {"SGD": (0.01, 0.03, 0.1, 0.3, 1.0, 3.0), "Adam": (0.0003, 0.001, 0.003, 0.01, 0.03)}
ACTIVATIONS = {"relu": layers.ReLU, "tanh": layers.Tanh, "sigmoid": layers.Sigmoid}
GAINS = {"relu": 2**0.5, "tanh": 1.0, "sigmoid": 4.0}
DEPTHS = (3, 9, 21)
DIGITS = data.digits()
PLAIN = ("pytorch_default", "glorot_uniform", "he_normal", "orthogonal")
KINDS = [*itertools.product(("relu", "tanh"), ("plain", "residual", "normalized"), GRID)]
KINDS += [("sigmoid", "plain", optimizer) for optimizer in GRID]


class Normalize(layers.Layer):
    """Layer normalization without a scale and a shift to learn."""

    def forward(self, x):
        mean, variance = moments(x, axis=-1)
        self.s = np.sqrt(variance + 1e-5)
        self.z = (x - mean) / self.s
        return self.z

    def backward(self, dy):
        return through_moments(dy, self.z, axis=-1) / self.s


def pytorch_default(shape, rng):
    """U(-1/sqrt(fan_in), 1/sqrt(fan_in)): what nn.Linear draws for weights and biases."""
    return rng.uniform(-(shape[0] ** -0.5), shape[0] ** -0.5, shape)


def build(activation, depth, wiring, start, rng, n=32):
    """The layers of a network with `depth` hidden layers of n units."""
    act, named = ACTIVATIONS[activation], {"pytorch_default": pytorch_default}
    named["glorot_uniform"] = initializers.glorot_uniform
    named["orthogonal"] = initializers.orthogonal(GAINS[activation])
    first = named.get(start, initializers.he_normal)
    last = initializers.zeros if start == "zero_last" else first

    def dense(fan_in, fan_out, init=first):
        layer = layers.Dense(fan_in, fan_out, init, rng)
        if start == "pytorch_default":
            layer.b[...] = rng.uniform(-(fan_in**-0.5), fan_in**-0.5, fan_out)
        return layer

    if wiring == "plain":
        hidden = [layer for _ in range(depth - 1) for layer in (act(), dense(n, n))]
        return [dense(64, n), *hidden, act(), dense(n, 10)]
    before = Normalize if wiring == "normalized" else act
    blocks = [
        layers.Residual([before(), dense(n, n), act(), dense(n, n, last)])
        for _ in range(depth // 2)
    ]
    return [dense(64, n), *blocks, before(), dense(n, 10)]


def validated(activation, depth, wiring, optimizer, start, lr, seed) -> float:
    """Validation accuracy after three epochs in batches of 40."""
    digits, rng = DIGITS, np.random.default_rng(seed)
    net = Network(build(activation, depth, wiring, start, rng))
    rule = {"SGD": sgd, "Adam": adam}[optimizer](lr=lr)
    x, y, settings = digits.x_train, digits.y_train, {"epochs": 3, "batch_size": 40, "rng": rng}
    try:
        for _ in training.train(net, softmax_cross_entropy, x, y, rule, **settings):
            pass
    except training.Diverged:
        return 0.1
    return training.accuracy(net, digits.x_validation, digits.y_validation)


def main() -> None:
    """All searches of the chapter."""
    for activation, wiring, optimizer in KINDS:
        words = []
        for depth in DEPTHS:
            found = ""
            for start in PLAIN + (("zero_last",) if wiring != "plain" else ()):
                setting = activation, depth, wiring, optimizer, start
                worst = [min(validated(*setting, lr, s) for s in SEEDS) for lr in GRID[optimizer]]
                found += str(int(np.argmax(worst)))
            words.append(found)
        print(f'("{activation}", "{wiring}", "{optimizer}"): "{" ".join(words)}",', flush=True)


if __name__ == "__main__":
    main()
