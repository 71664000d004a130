"""The table of the bake-off on the full MNIST: seven initializations, five seeds each.

    python experiments/bake_off_mnist.py            # five seeds, all 55,000 training images

784-128-64-10, ReLU, Adam 1e-3, batches of 128, 5 epochs, tested on the 10,000 test images. Prints
one row per initialization.
"""

import time

import numpy as np
from common import flags, load, runs, some
from tqdm import tqdm

from tinynet import initializers, layers, mlp
from tinynet.data import Dataset
from tinynet.losses import softmax_cross_entropy
from tinynet.optimizers import adam
from tinynet.training import accuracy, train

SCHEMES = {
    "zeros": initializers.zeros,
    "random_normal": initializers.random_normal(0.05),
    "random_uniform": initializers.random_uniform(0.05),
    "glorot_uniform": initializers.glorot_uniform,
    "glorot_normal": initializers.glorot_normal,
    "he_uniform": initializers.he_uniform,
    "he_normal": initializers.he_normal,
}


def run(mnist: Dataset, images: int, init: initializers.Initializer, seed: int, epochs: int):
    """Train one network from ``seed``; return its accuracy on the test images."""
    rng = np.random.default_rng(seed)
    x, y, *_ = some(mnist, images, rng)
    net = mlp([784, 128, 64, 10], layers.ReLU, init, rng)
    rule = adam(lr=1e-3)
    for _ in train(net, softmax_cross_entropy, x, y, rule, epochs=epochs, rng=rng, batch_size=128):
        pass
    return accuracy(net, mnist.x_test, mnist.y_test)


def main() -> None:
    options = flags(__doc__, seeds=5, epochs=5, images=55_000).parse_args()
    mnist = load(options)
    measured: dict[str, list[float]] = {name: [] for name in SCHEMES}
    start = time.process_time()
    with tqdm(total=len(SCHEMES) * options.seeds, unit="training") as bar:
        for seed in runs(options):
            for name, init in SCHEMES.items():
                measured[name].append(run(mnist, options.images, init, seed, options.epochs))
                bar.update()
    seconds = (time.process_time() - start) / bar.total

    print(f"{options.images} images, {options.epochs} epochs, {options.seeds} seeds; test accuracy")
    print(f"{'initialization':16}{'mean':>8}{'std':>8}{'lowest':>9}{'highest':>9}")
    for name in SCHEMES:
        a = np.array(measured[name])
        std = f"{a.std(ddof=1):.4f}" if len(a) > 1 else "-"
        print(f"{name:16}{a.mean():8.4f}{std:>8}{a.min():9.4f}{a.max():9.4f}")
    if options.seeds > 1:
        table = np.array([measured[name] for name in SCHEMES if name != "zeros"])
        between = options.seeds * table.mean(axis=1).var(ddof=1)
        print(f"F of the six random schemes: {between / table.var(axis=1, ddof=1).mean():.2f}")
    print(f"{seconds:.1f} s of CPU a training")


if __name__ == "__main__":
    main()
