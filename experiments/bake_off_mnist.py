"""The table of chapter 10 on the full MNIST: seven initializations, five seeds each.

784-128-64-10, ReLU, Adam 1e-3, batches of 128, 5 epochs on 60,000 images, tested on 10,000.
Prints one row per initialization beside the number that a widely read article reports for it.

    TINYNET_MNIST=folder python experiments/bake_off_mnist.py
"""

import argparse
import time

import numpy as np
from tqdm import tqdm

from tinynet import data, initializers, layers, losses, mlp, training

# Per initialization: the initializer, and the validation accuracy of the article's one run.
SCHEMES = {
    "zeros": (initializers.zeros, 0.1135),
    "random_normal": (initializers.random_normal(0.05), None),
    "random_uniform": (initializers.random_uniform(0.05), 0.9755),
    "glorot_uniform": (initializers.glorot_uniform, 0.9771),
    "glorot_normal": (initializers.glorot_normal, 0.9783),
    "he_uniform": (initializers.he_uniform, 0.9740),
    "he_normal": (initializers.he_normal, 0.9769),
}


def run(images: data.Dataset, init: initializers.Initializer, seed: int, epochs: int) -> float:
    """Train one network from ``seed``; return its accuracy on the test images."""
    rng = np.random.default_rng(seed)
    net = mlp([784, 128, 64, 10], layers.ReLU, init, rng)
    steps = training.adam_steps(
        net, losses.softmax_cross_entropy, images.x_train, images.y_train,
        lr=1e-3, epochs=epochs, rng=rng, batch_size=128,
    )  # fmt: skip
    for _ in steps:
        pass
    return training.accuracy(net, images.x_test, images.y_test)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=5, help="runs per initialization")
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument(
        "--mnist", default=None, help="folder (default: TINYNET_MNIST, or download)"
    )
    parser.add_argument("--scale", default="standardized", choices=["standardized", "minmax"])
    options = parser.parse_args()

    images = data.mnist(options.mnist, scale=options.scale)
    runs = [(name, seed) for name in SCHEMES for seed in range(options.seeds)]
    measured: dict[str, list[float]] = {name: [] for name in SCHEMES}
    start = time.process_time()
    for name, seed in tqdm(runs, unit="run"):
        measured[name].append(run(images, SCHEMES[name][0], options.seed + seed, options.epochs))

    print(f"{'initialization':16}{'mean':>8}{'std':>8}{'lowest':>9}{'highest':>9}{'article':>9}")
    for name, (_, article) in SCHEMES.items():
        a = np.array(measured[name])
        std = f"{a.std(ddof=1):.4f}" if len(a) > 1 else "-"
        beside = "-" if article is None else f"{article:.4f}"
        print(f"{name:16}{a.mean():8.4f}{std:>8}{a.min():9.4f}{a.max():9.4f}{beside:>9}")
    if options.seeds > 1:
        table = np.array([measured[name] for name in SCHEMES if name != "zeros"])
        between = options.seeds * table.mean(axis=1).var(ddof=1)
        print(f"F of the six random schemes: {between / table.var(axis=1, ddof=1).mean():.2f}")
    print(f"{options.seeds} seeds, {(time.process_time() - start) / len(runs):.1f} s of CPU a run")


if __name__ == "__main__":
    main()
