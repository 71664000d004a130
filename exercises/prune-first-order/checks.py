import numpy as np

from exercises import points
from tinynet import Network, initializers, layers, losses, mlp


@points(1, "masks of zeros and ones, as many ones as wanted")
def count(importance_masks, seed):
    rng = np.random.default_rng(seed)
    net = mlp([10, 20, 5], layers.Tanh, initializers.glorot_normal, rng, np.float64)
    x, y = rng.normal(1, 1, (40, 10)), rng.integers(0, 5, 40)
    for sparsity in (0.25, 0.334):
        masks = importance_masks(net, losses.softmax_cross_entropy, x, y, sparsity)
        shapes = [np.shape(mask) for mask in masks]
        assert shapes == [(10, 20), (20, 5)], f"the masks have the shapes {shapes}"
        entries = np.concatenate([np.ravel(mask) for mask in masks])
        assert np.isin(entries, (0, 1)).all(), "a mask has entries other than 0 and 1"
        ones, wanted = int(entries.sum()), round((1 - sparsity) * 300)
        assert ones == wanted, f"sparsity {sparsity}: {ones} of 300 weights are kept, not {wanted}"


@points(2, "one layer: those that the loss would miss")
def one_layer(importance_masks, seed):
    """Rounding may swap two weights at the threshold; the nearest wrong score moves a tenth."""
    for rng in (np.random.default_rng(seed), np.random.default_rng(seed + 1000)):
        dense = layers.Dense(17, 12, initializers.glorot_normal, rng, np.float64)
        x = rng.normal(1, 2, (30, 17))
        y = x @ rng.normal(size=(17, 12))  # far from the outputs, so that many signs differ
        error = x @ dense.W - y
        score = np.abs(dense.W * (x.T @ error))
        wanted = score >= np.sort(score, axis=None)[-round(0.4 * score.size)]
        masks = importance_masks(Network([dense]), losses.mean_squared_error, x, y, 0.6)
        wrong = int((np.asarray(masks[0]) != wanted).sum())
        assert wrong <= 2, f"sparsity 0.6: {wrong} of 204 entries of the mask are wrong"
