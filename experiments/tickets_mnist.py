"""Lottery tickets on MNIST: LeNet-300-100 against its controls at the paper's densities.

    python experiments/tickets_mnist.py             # three seeds, 10,000 training images

Frankle & Carbin (2019) with less data and fewer steps: Gaussian Glorot, Adam 1.2e-3, batches of
60, 20 % of the weights pruned a round (10 % in the output layer), rewound to the first values.
For every density the ticket is set beside the same mask with new weights and beside a random mask
of the same densities. Prints a table of test accuracies (mean and standard deviation over the
seeds) and exits with status 1 where the ticket is not ahead of re-initialization in every seed.

MNIST is read as in `tinynet.data.mnist`: from --folder, the environment variable TINYNET_MNIST,
or a download.
"""

import argparse
import sys

import numpy as np
from tqdm import tqdm

from tinynet import data, mlp, pruning
from tinynet.initializers import glorot_normal
from tinynet.layers import ReLU
from tinynet.losses import softmax_cross_entropy
from tinynet.training import accuracy, adam_steps

SIZES = [784, 300, 100, 10]
ROUNDS = (3, 7, 9, 11, 15, 16)  # 51.3, 21.1, 13.5, 8.7, 3.6 and 2.9 % of the weights are left
NAMES = ("ticket", "re-initialized", "random mask")


def one_seed(mnist, images, epochs, rng, bar):
    """Accuracies: the dense network's, and an array (rounds, names) of the pruned ones."""
    chosen = rng.permutation(len(mnist.x_train))[:images]
    x, y = mnist.x_train[chosen], mnist.y_train[chosen]

    def train(net, masks):
        steps = adam_steps(
            net, softmax_cross_entropy, x, y, lr=1.2e-3, epochs=epochs, batch_size=60, rng=rng
        )
        for _ in pruning.keep_masked(steps, net, masks):
            pass
        reached.append(accuracy(net, mnist.x_test, mnist.y_test))
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
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=3, help="how many (default: 3)")
    parser.add_argument("--first-seed", type=int, default=0, help="the first of them (default: 0)")
    parser.add_argument("--images", type=int, default=10_000, help="to train on (default: 10000)")
    parser.add_argument("--epochs", type=int, default=10, help="of every training (default: 10)")
    parser.add_argument("--folder", help="that holds the four MNIST files")
    args = parser.parse_args()

    mnist = data.mnist(args.folder)
    total = args.seeds * (max(ROUNDS) + 1 + 2 * len(ROUNDS))
    with tqdm(total=total, unit="training") as bar:
        results = [
            one_seed(mnist, args.images, args.epochs, np.random.default_rng(seed), bar)
            for seed in range(args.first_seed, args.first_seed + args.seeds)
        ]
    dense = np.array([result[0] for result in results])
    pruned = np.array([result[1] for result in results])  # (seeds, rounds, names)

    print(f"{args.images} images, {args.epochs} epochs, {args.seeds} seeds; test accuracy in %")
    print(f"dense: {100 * dense.mean():.2f} ± {100 * dense.std(ddof=args.seeds > 1):.2f}")
    print("  left %" + "".join(f"{name:>18}" for name in NAMES) + "   ahead in  smallest lead")
    lead = pruned[:, :, 0] - pruned[:, :, 1]
    for i, left in enumerate(results[0][2]):
        cells = [
            f"{100 * column.mean():.2f} ± {100 * column.std(ddof=args.seeds > 1):.2f}"
            for column in pruned[:, i].T
        ]
        print(
            f"{100 * left:8.1f}" + "".join(f"{cell:>18}" for cell in cells)
            + f"{(lead[:, i] > 0).sum():>8} of {args.seeds}{100 * lead[:, i].min():>12.2f}"
        )  # fmt: skip
    return 0 if (lead > 0).all() else 1


if __name__ == "__main__":
    sys.exit(main())
