"""The learning rates of the chapter on pre-training: every start, by validation accuracy.

    python experiments/pretraining_rates.py             # three seeds that the chapter never uses

Three tables, each by learning rate: the validation accuracy of five starts after 300 steps of
fine-tuning, by depth and number of labels; that of the supervised greedy alternative, by its own
start and number of epochs; and the deep autoencoder's validation error. The last columns are the
mean over the numbers of labels, by which the chapter chose. The test images are not looked at.
"""

import numpy as np
from common import search

from tinynet import Network, data, mlp, pretraining, training
from tinynet.initializers import glorot_uniform, lecun_uniform, random_normal, scaled
from tinynet.layers import Sigmoid
from tinynet.losses import mean_squared_error, softmax_cross_entropy
from tinynet.optimizers import sgd

DIGITS = data.digits()
ALL = len(DIGITS.x_train)
EPOCHS = {30: 300, 100: 150, 300: 50, ALL: 15}  # by number of labels: 300 steps each
RATES = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
GLOROT4 = scaled(glorot_uniform, 4)
STARTS = {
    "N(0, 0.01²)": random_normal(0.01),
    "U(±1/√n)": scaled(lecun_uniform, 1 / np.sqrt(3)),
    "Glorot": glorot_uniform,
    "Glorot × 4": GLOROT4,
    "pre-trained": glorot_uniform,
}
SIZES = [64, 48, 32, 16, 6]


def sigmoid_net(init, depth, seed):
    return mlp([64] + [64] * depth + [10], Sigmoid, init, np.random.default_rng(seed))


def pretrained(seed):
    """Five pre-trained layers; the lowest three are what three alone would have become."""
    net, rng = sigmoid_net(glorot_uniform, 5, seed), np.random.default_rng(seed + 2)
    rules = [sgd(lr=lr, momentum=0.9) for lr in [1.0] + [4.0] * 4]
    settings = {"epochs": 20, "corruption": 0.3, "progress": False}
    pretraining.pretrain(net, DIGITS.x_train, rules, rng=rng, **settings)
    return net.get_weights()


def labeled(count, seed):
    some = np.random.default_rng(seed).permutation(ALL)[:count]
    return DIGITS.x_train[some], DIGITS.y_train[some]


def validated(net, count, lr, seed):
    """Fine-tune, and return the validation accuracy; that of guessing where it diverges."""
    settings = {"epochs": EPOCHS[count], "batch_size": 50, "rng": np.random.default_rng(seed + 1)}
    steps = training.train(
        net, softmax_cross_entropy, *labeled(count, seed), sgd(lr=lr), **settings
    )
    try:
        for _ in steps:
            pass
    except training.Diverged:
        return 0.1
    return training.accuracy(net, DIGITS.x_validation, DIGITS.y_validation)


def row(name, values):
    print(f"{name:42s}" + "".join(f"{value:8.3f}" for value in values))


def starts(seeds):
    found = {seed: pretrained(seed) for seed in seeds}
    row("accuracy: layers, labels, start; rate", RATES)
    for depth in (3, 5):
        for name, init in STARTS.items():
            table = []
            for count in EPOCHS:
                values = []
                for lr in RATES:
                    scores = []
                    for seed in seeds:
                        net = sigmoid_net(init, depth, seed)
                        if name == "pre-trained":
                            own = net.get_weights()
                            net.set_weights(found[seed][: 2 * depth] + own[2 * depth :])
                        scores.append(validated(net, count, lr, seed))
                    values.append(np.mean(scores))
                row(f"{depth} layers, {count} labels, {name}", values)
                table.append(values)
            row(f"{depth} layers, mean over labels, {name}", np.mean(table, axis=0))


def supervised(seeds):
    rates = RATES[1:4]
    row("accuracy: supervised greedy, 30 labels; rate", rates)
    for name, init in (("Glorot", glorot_uniform), ("Glorot × 4", GLOROT4)):
        for epochs in (100, 300):
            values = []
            for lr in rates:
                scores = []
                for seed in seeds:
                    net = sigmoid_net(init, 3, seed)
                    settings = {"init": init, "epochs": epochs, "batch_size": 50}
                    settings |= {"rng": np.random.default_rng(seed + 2), "progress": False}
                    pretraining.pretrain_supervised(net, *labeled(30, seed), sgd(lr=lr), **settings)
                    scores.append(validated(net, 30, 2.0, seed))
                values.append(np.mean(scores))
            row(f"{name}, {epochs} epochs", values)


def deep(name, seed):
    if name == "pre-trained":
        rng = np.random.default_rng(seed)
        encoder = mlp(SIZES, Sigmoid, glorot_uniform, rng)
        settings = {"epochs": 20, "depth": 4, "corruption": 0.1, "progress": False}
        rule = sgd(lr=1.0, momentum=0.9)
        autos = pretraining.pretrain(encoder, DIGITS.x_train, rule, rng=rng, **settings)
        return pretraining.unroll(autos, Sigmoid)
    inits = {
        "N(0, 0.01²)": random_normal(0.01),
        "Glorot": glorot_uniform,
        "Glorot × 4": GLOROT4,
        "scale alone": [*[GLOROT4] * 3, glorot_uniform] * 2,
    }
    net = mlp(SIZES + SIZES[-2::-1], Sigmoid, inits[name], np.random.default_rng(seed))
    return Network([layer for i, layer in enumerate(net.layers) if i != 7])


def autoencoder(seeds):
    rates = RATES[:4]
    row("error: deep autoencoder, 60 epochs; rate", rates)
    for name in ("N(0, 0.01²)", "Glorot", "Glorot × 4", "scale alone", "pre-trained"):
        values = []
        for lr in rates:
            errors = []
            for seed in seeds:
                net, x = deep(name, seed), DIGITS.x_train
                rule, rng = sgd(lr=lr, momentum=0.9), np.random.default_rng(seed + 1)
                for _ in training.train(net, mean_squared_error, x, x, rule, epochs=60, rng=rng):
                    pass
                output = net.forward(DIGITS.x_validation)
                errors.append(mean_squared_error(output, DIGITS.x_validation)[0])
            values.append(np.mean(errors))
        row(name, values)


if __name__ == "__main__":
    search(__doc__, (starts, supervised, autoencoder), base_seed=1003)
