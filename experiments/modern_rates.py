"""Learning rates for the chapter on shortcuts and normalization, chosen on validation images.

    python experiments/modern_rates.py

Every setting that the chapter compares gets the same grid, three seeds that the chapter does not
use, and the mean accuracy on the 297 validation digits. A training that diverges counts as 0.1.
About two minutes on one core.
"""

import numpy as np

from tinynet import Network, data, initializers, layers, losses, training
from tinynet.normalization import BatchNorm, LayerNorm
from tinynet.optimizers import Rule, adam, sgd

SEEDS = [int(seed) for seed in np.random.SeedSequence(1000).generate_state(3)]
SGD, ADAM = (0.003, 0.01, 0.03, 0.1, 0.3, 1.0), (0.001, 0.003, 0.01, 0.03, 0.1)

he, lecun, scaled = initializers.he_normal, initializers.lecun_normal, initializers.scaled
small = initializers.random_normal(0.02)
STARTS = {
    "He": lambda n: (he, he),
    "Fixup": lambda n: (scaled(he, n**-0.5), initializers.zeros),
    "zero last": lambda n: (he, initializers.zeros),
    "1/sqrt(2L)": lambda n: (he, scaled(he, (2 * n) ** -0.5)),
    "N(0, 0.02^2)": lambda n: (small, small),
}
NORMS = {"none": [], "BatchNorm": [BatchNorm], "LayerNorm": [LayerNorm]}


def residual(place: str, start: str, blocks: int, seed: int, width: int = 32) -> Network:
    """Blocks of Dense, ReLU, Dense; LayerNorm before the branch, after the addition, or nowhere."""
    rng, (first, last) = np.random.default_rng(seed), STARTS[start](blocks)
    before, after = [LayerNorm] * (place == "before"), [LayerNorm] * (place == "after")
    net: list[layers.Layer] = [layers.Dense(64, width, lecun, rng)]
    for _ in range(blocks):
        dense = [layers.Dense(width, width, init, rng) for init in (first, last)]
        branch = [norm(width) for norm in before] + [dense[0], layers.ReLU(), dense[1]]
        net += [layers.Residual(branch), *(norm(width) for norm in after)]
    output = initializers.zeros if start == "Fixup" else lecun
    return Network([*net, *(norm(width) for norm in before), layers.Dense(width, 10, output, rng)])


def plain(norm: str, depth: int, seed: int, width: int = 32) -> Network:
    """`depth` times Dense with He's weights, normalization or none, ReLU; then an output layer."""
    rng, net = np.random.default_rng(seed), []
    for fan_in in [64] + [width] * (depth - 1):
        net.append(layers.Dense(fan_in, width, he, rng))
        net += [kind(width) for kind in NORMS[norm]] + [layers.ReLU()]
    return Network([*net, layers.Dense(width, 10, lecun, rng)])


def validated(net: Network, rule: Rule, seed: int, epochs: int, batch: int, steps: int) -> float:
    """Validation accuracy after `steps` steps of training, at most `epochs` epochs."""
    digits, rng = data.digits(), np.random.default_rng(seed)
    training_steps = training.train(
        net,
        losses.softmax_cross_entropy,
        digits.x_train,
        digits.y_train,
        rule,
        epochs=epochs,
        rng=rng,
        batch_size=batch,
    )
    try:
        for _ in zip(range(steps), training_steps, strict=False):
            pass
    except training.Diverged:
        return 0.1
    return training.accuracy(net, digits.x_validation, digits.y_validation)


def search(name, make, optimizer=sgd, rates=SGD, epochs=4, batch=64, steps=10**9) -> None:
    """Print the mean validation accuracy of every rate, and the best rate."""
    means = {
        lr: np.mean([validated(make(s), optimizer(lr=lr), s, epochs, batch, steps) for s in SEEDS])
        for lr in rates
    }
    table = "  ".join(f"{lr:g}: {mean:.3f}" for lr, mean in means.items())
    print(f"{name:44} {table}  best {max(means, key=means.get):g}", flush=True)


def main() -> None:
    """All searches of the chapter."""
    for place in ("nowhere", "before", "after"):
        for start in STARTS:
            name = f"16 blocks, LayerNorm {place}, {start}"
            search(name, lambda seed, p=place, s=start: residual(p, s, 16, seed))
    for norm in NORMS:
        search(
            f"5 layers, {norm}, batches of 2, 160 steps",
            lambda seed, norm=norm: plain(norm, 5, seed),
            batch=2,
            steps=160,
        )
        for optimizer, rates in ((sgd, SGD), (adam, ADAM)):
            name = f"20 layers, {norm}, {optimizer.__name__}"
            search(name, lambda seed, n=norm: plain(n, 20, seed), optimizer, rates)


if __name__ == "__main__":
    main()
