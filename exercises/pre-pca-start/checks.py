import numpy as np

from exercises import near, points

SPREADS = np.array([5, 0.2, 3, 0.3, 2, 0.1, 0.4])  # along the axes of the cloud, in no order


def cloud(rng):
    """400 points with known spreads along random axes, around a mean that is not 0."""
    axes = np.linalg.qr(rng.normal(size=(7, 7)))[0]
    return rng.normal(size=(400, 7)) * SPREADS @ axes.T + rng.uniform(5, 20, 7)


@points(1, "mean 0")
def centered(pca_start, seed):
    for x in (cloud(np.random.default_rng(seed)), cloud(np.random.default_rng(seed + 1000))):
        W, b = pca_start(x, 3)
        near(W, np.zeros((7, 3)), np.inf, "W")  # the shape, and no NaN
        near(b, np.zeros(3), np.inf, "b")
        near((x @ W + b).mean(axis=0), np.zeros(3), 1e-6, "the mean of each output")


@points(2, "variance 1, and no two outputs go together")
def white(pca_start, seed):
    """Dividing by n or by n - 1 is 0.25 % apart; a std in place of a variance is 50 % off."""
    for rng in (np.random.default_rng(seed), np.random.default_rng(seed + 1000)):
        x = cloud(rng)
        covariance = np.cov(x @ pca_start(x, 3)[0], rowvar=False)
        near(covariance, np.eye(3), 0.02, "the outputs' covariance matrix, minus the unit matrix,")


@points(2, "the components with the largest variance")
def largest(pca_start, seed):
    """Rebuilt from three components, the data lack what lies along the other four: 1 %."""
    for rng in (np.random.default_rng(seed), np.random.default_rng(seed + 1000)):
        x = cloud(rng)
        x = x - x.mean(axis=0)
        z = x @ pca_start(x, 3)[0]
        lost = ((x - z @ np.linalg.lstsq(z, x, rcond=None)[0]) ** 2).sum() / (x**2).sum()
        least = (np.linalg.svd(x, compute_uv=False)[3:] ** 2).sum() / (x**2).sum()
        near(lost, least, 1e-4, "the share of the variance that three outputs lose")
