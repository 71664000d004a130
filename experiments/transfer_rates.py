"""The learning rates of the chapter on transfer: every start, by validation accuracy.

    python experiments/transfer_rates.py                # three seeds that the chapter never uses

Three tables, each by learning rate: two ReLU layers from scratch and moved, on three pairs of
tasks; five sigmoid layers on the digits 5 to 9, by start; and LoRA on moved digits, by the start of
its two factors, beside training all weights. The test images are not looked at.
"""

import numpy as np
from common import search

from tinynet import Network, data, mlp, pretraining, training
from tinynet.initializers import glorot_uniform, he_normal, lecun_normal, scaled, zeros
from tinynet.layers import Dense, ReLU, Sigmoid
from tinynet.lora import LoRA
from tinynet.losses import softmax_cross_entropy
from tinynet.optimizers import adam, sgd

DIGITS = data.digits()
HALF = len(DIGITS.x_train) // 2
FIRST = DIGITS.x_train[:HALF], DIGITS.y_train[:HALF]
SECOND = DIGITS.x_train[HALF:], DIGITS.y_train[HALF:]
VALIDATION = DIGITS.x_validation, DIGITS.y_validation
TASKS = {  # the classes that take part, their number, and what is asked about them
    "0 to 4": (range(5), 5, lambda y: y),
    "5 to 9": (range(5, 10), 5, lambda y: y - 5),
    "ten digits": (range(10), 10, lambda y: y),
    "odd or even": (range(10), 2, lambda y: y % 2),
    "five and above": (range(10), 2, lambda y: (y >= 5).astype(int)),
}
GLOROT4 = scaled(glorot_uniform, 4)


def ask(task, x, y):
    classes, _, label = TASKS[task]
    part = np.isin(y, classes)
    return x[part], label(y[part])


def few(x, y, each, rng):
    """``each`` random examples of every class."""
    some = [rng.permutation(np.flatnonzero(y == c))[:each] for c in np.unique(y)]
    return x[np.concatenate(some)], y[np.concatenate(some)]


def learn(net, x, y, seed, steps, batch, rule):
    epochs = -(-steps // -(-len(x) // batch))
    settings = {"epochs": epochs, "batch_size": batch, "rng": np.random.default_rng(seed)}
    for _ in training.train(net, softmax_cross_entropy, x, y, rule, **settings):
        pass
    return net


def take(source, target):
    """Copy all dense layers but the last."""
    for old, new in list(zip(source.dense, target.dense, strict=True))[:-1]:
        new.W[...], new.b[...] = old.W, old.b
    return target


def row(name, values):
    print(f"{name:42s}" + "".join(f"{value:8.3f}" for value in values))


def relu_net(classes, seed):
    return mlp([64, 64, 64, classes], ReLU, he_normal, np.random.default_rng(seed))


def pairs(seeds):
    rates = (0.02, 0.05, 0.1, 0.2)
    row("two ReLU layers, 20 a class; rate", rates)
    for source, task in (
        ("0 to 4", "5 to 9"),
        ("ten digits", "odd or even"),
        ("ten digits", "five and above"),
    ):
        for way in ("scratch", "fine-tuned"):
            values = []
            for lr in rates:
                scores = []
                for seed in seeds:
                    net = relu_net(TASKS[task][1], seed + 1)
                    if way == "fine-tuned":
                        old = relu_net(TASKS[source][1], seed)
                        learn(old, *ask(source, *FIRST), seed, 400, 64, sgd(lr=0.1))
                        take(old, net)
                    x, y = few(*ask(task, *SECOND), 20, np.random.default_rng(seed))
                    learn(net, x, y, seed + 2, 100, 25, sgd(lr=lr))
                    scores.append(training.accuracy(net, *ask(task, *VALIDATION)))
                values.append(np.mean(scores))
            row(f"{source}, then {task}: {way}", values)


def deep_net(init, seed, classes=5):
    return mlp([64] * 6 + [classes], Sigmoid, init, np.random.default_rng(seed))


def deep_starts(seed):
    found = {
        "Glorot": deep_net(glorot_uniform, seed + 1),
        "Glorot × 4": deep_net(GLOROT4, seed + 1),
    }
    for source, epochs in (("0 to 4", 30), ("ten digits", 15)):
        x, y = ask(source, *FIRST)
        old = deep_net(GLOROT4, seed, TASKS[source][1])
        learn(old, x, y, seed, 300, 64, sgd(lr=1.0))
        found[f"{source}, labels"] = take(old, deep_net(glorot_uniform, seed + 1))
        net = found[f"{source}, no labels"] = deep_net(glorot_uniform, seed + 1)
        rules = [sgd(lr=lr, momentum=0.9) for lr in [1.0] + [4.0] * 4]
        settings = {"epochs": epochs, "corruption": 0.3, "progress": False}
        pretraining.pretrain(net, x, rules, rng=np.random.default_rng(seed), **settings)
    return found


def deep(seeds):
    rates = (0.25, 0.5, 1.0, 2.0)
    row("five sigmoid layers, 10 a class; rate", rates)
    starts = {seed: deep_starts(seed) for seed in seeds}
    for name in starts[seeds[0]]:
        values = []
        for lr in rates:
            scores = []
            for seed in seeds:
                x, y = few(*ask("5 to 9", *SECOND), 10, np.random.default_rng(seed))
                net = learn(starts[seed][name].copy(), x, y, seed + 2, 120, 50, sgd(lr=lr))
                scores.append(training.accuracy(net, *ask("5 to 9", *VALIDATION)))
            values.append(np.mean(scores))
        row(name, values)


def moved(x):
    return np.roll(x.reshape(-1, 8, 8), 1, axis=2).reshape(-1, 64)


def lora(seeds):
    rates = (0.003, 0.01, 0.03)
    starts = {
        "B = 0": (lecun_normal, zeros),
        "A = 0": (zeros, lecun_normal),
        "both random": (lecun_normal, lecun_normal),
        "all weights": None,
    }
    row("LoRA, 200 examples, Adam; rate", rates)
    for name, inits in starts.items():
        values = []
        for lr in rates:
            scores = []
            for seed in seeds:
                net = relu_net(10, seed)
                learn(net, DIGITS.x_train, DIGITS.y_train, seed, 400, 64, sgd(lr=0.1))
                rng = np.random.default_rng(seed)
                if inits:
                    net = Network(
                        [
                            LoRA(layer, 4, rng, init_A=inits[0], init_B=inits[1])
                            if isinstance(layer, Dense)
                            else layer
                            for layer in net.layers
                        ]
                    )
                some = np.random.default_rng(seed).permutation(len(DIGITS.x_train))[:200]
                x, y = moved(DIGITS.x_train[some]), DIGITS.y_train[some]
                learn(net, x, y, seed + 1, 100, 50, adam(lr=lr))
                scores.append(
                    training.accuracy(net, moved(DIGITS.x_validation), DIGITS.y_validation)
                )
            values.append(np.mean(scores))
        row(name, values)


if __name__ == "__main__":
    search(__doc__, (pairs, deep, lora), base_seed=1003)
