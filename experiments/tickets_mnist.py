"""Lottery tickets on MNIST: LeNet-300-100 against its controls at the paper's densities.

    python experiments/tickets_mnist.py             # three seeds, 10,000 training images

Frankle & Carbin (2019) with less data and fewer steps: Gaussian Glorot, Adam 1.2e-3, batches of
60, 20 % of the weights pruned a round (10 % in the output layer), rewound to the first values.
For every density the ticket is set beside the same mask with new weights and beside a random mask
of the same densities. Prints a table of test accuracies (mean and standard deviation over the
seeds) and exits with status 1 where the ticket is not ahead of re-initialization in every seed.
"""

import sys

import numpy as np
from common import flags, load, runs, some
from tqdm import tqdm

from tinynet import mlp, pruning, training
from tinynet.initializers import glorot_normal
from tinynet.layers import ReLU
from tinynet.losses import softmax_cross_entropy
from tinynet.optimizers import adam

SIZES = [784, 300, 100, 10]
ROUNDS = (3, 7, 9, 11, 15, 16)  # 51.3, 21.1, 13.5, 8.7, 3.6 and 2.9 % of the weights are left
NAMES = ("ticket", "re-initialized", "random mask")


def one_seed(mnist, images, epochs, rng, bar):
    """Accuracies: the dense network's, and an array (rounds, names) of the pruned ones."""
    x, y, *_ = some(mnist, images, rng)
    settings = {"epochs": epochs, "batch_size": 60, "rng": rng}

    def train(net, masks):
        steps = training.train(net, softmax_cross_entropy, x, y, adam(lr=1.2e-3), **settings)
        for _ in pruning.keep_masked(steps, net, masks):
            pass
        reached.append(training.accuracy(net, mnist.x_test, mnist.y_test))
        bar.update()

    def new():
        return mlp(SIZES, ReLU, glorot_normal, rng)

    reached = []  # one entry per training
    net = new()
    rounds = list(pruning.iterative_pruning(net, train, rounds=max(ROUNDS)))
    train(net, rounds[-1])
    tickets, controls = list(reached), []
    for done in ROUNDS:
        masks = rounds[done - 1]
        reached.clear()
        train(new(), masks)
        train(new(), pruning.random_masks(masks, rng))
        controls.append(list(reached))
    rows = [[tickets[done], *two] for done, two in zip(ROUNDS, controls, strict=True)]
    return tickets[0], np.array(rows), [pruning.density(rounds[done - 1]) for done in ROUNDS]


def main():
    options = flags(__doc__, seeds=3, epochs=10, images=10_000).parse_args()
    mnist, seeds = load(options), options.seeds
    total = seeds * (max(ROUNDS) + 1 + 2 * len(ROUNDS))
    with tqdm(total=total, unit="training") as bar:
        results = [
            one_seed(mnist, options.images, options.epochs, np.random.default_rng(seed), bar)
            for seed in runs(options)
        ]
    dense = np.array([result[0] for result in results])
    pruned = np.array([result[1] for result in results])  # (seeds, rounds, names)

    print(f"{options.images} images, {options.epochs} epochs, {seeds} seeds; test accuracy in %")
    print(f"dense: {100 * dense.mean():.2f} ± {100 * dense.std(ddof=seeds > 1):.2f}")
    print("  left %" + "".join(f"{name:>18}" for name in NAMES) + "   ahead in  smallest lead")
    lead = pruned[:, :, 0] - pruned[:, :, 1]
    for i, left in enumerate(results[0][2]):
        cells = [
            f"{100 * column.mean():.2f} ± {100 * column.std(ddof=seeds > 1):.2f}"
            for column in pruned[:, i].T
        ]
        ahead = f"{(lead[:, i] > 0).sum():>8} of {seeds}{100 * lead[:, i].min():>12.2f}"
        print(f"{100 * left:8.1f}" + "".join(f"{cell:>18}" for cell in cells) + ahead)
    return 0 if (lead > 0).all() else 1


if __name__ == "__main__":
    sys.exit(main())
