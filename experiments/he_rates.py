"""Learning rates for the chapter on He, chosen on validation images.

    python experiments/he_rates.py

Both starts get the same grid at every depth, three seeds that the chapter does not use, and are
scored by the mean accuracy on the 297 validation digits. A training that diverges counts as a
guess, 0.1. About a minute on one core.
"""

import numpy as np

from tinynet import data, initializers, layers, losses, mlp, training
from tinynet.optimizers import Rule, adam, sgd

SEEDS = [int(seed) for seed in np.random.SeedSequence(1000).generate_state(3)]
GRIDS = {"SGD": (sgd, (0.003, 0.01, 0.03, 0.1, 0.3)), "Adam": (adam, (0.0003, 0.001, 0.003, 0.01))}
INITS = {"glorot_uniform": initializers.glorot_uniform, "he_normal": initializers.he_normal}
EPOCHS = 15


def validated(init: str, depth: int, rule: Rule, seed: int) -> float:
    """Validation accuracy of one ReLU network of width 64 after `EPOCHS` epochs."""
    digits, rng = data.digits(), np.random.default_rng(seed)
    net = mlp([64] * (depth + 1) + [10], layers.ReLU, INITS[init], rng)
    try:
        for _ in training.train(
            net,
            losses.softmax_cross_entropy,
            digits.x_train,
            digits.y_train,
            rule,
            epochs=EPOCHS,
            rng=rng,
        ):
            pass
    except training.Diverged:
        return 0.1
    return training.accuracy(net, digits.x_validation, digits.y_validation)


def main() -> None:
    for name, depths in {"SGD": (5, 10, 20, 30), "Adam": (30,)}.items():
        rule, rates = GRIDS[name]
        for depth in depths:
            for init in INITS:
                scores = [
                    np.mean([validated(init, depth, rule(lr=lr), seed) for seed in SEEDS])
                    for lr in rates
                ]
                row = "  ".join(f"{lr:g}: {s:.3f}" for lr, s in zip(rates, scores, strict=True))
                best = rates[int(np.argmax(scores))]
                print(f"{name}, {depth} layers, {init}: {row}  ->  {best:g}", flush=True)


if __name__ == "__main__":
    main()
