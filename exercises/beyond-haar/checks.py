import numpy as np

from exercises import near, points

SMALL = 1000  # matrices of shape (3, 3): a mean entry has the standard error 0.018


def small(draw, seed):
    rng = np.random.default_rng(seed)
    return np.array([draw(3, 3, rng) for _ in range(SMALL)])


@points(1, "orthonormal columns")
def tall(draw, seed):
    Q = draw(30, 12, np.random.default_rng(seed))
    near(np.shape(Q), (30, 12), 0, "the shape of draw(30, 12, rng)")
    near(Q.T @ Q, np.eye(12), 1e-8, "the product of the columns of draw(30, 12, rng)")


@points(1, "orthonormal rows where they are fewer")
def wide(draw, seed):
    Q = draw(7, 20, np.random.default_rng(seed))
    near(np.shape(Q), (7, 20), 0, "the shape of draw(7, 20, rng)")
    near(Q @ Q.T, np.eye(7), 1e-8, "the product of the rows of draw(7, 20, rng)")


@points(1, "no entry prefers a sign")
def means(draw, seed):
    near(small(draw, seed).mean(axis=0), np.zeros((3, 3)), 0.15, "the mean of 1000 small matrices")


@points(1, "no axis is special")
def fourth_moments(draw, seed):
    """E[Q_ij^4] is 3 / (n (n + 2)) = 0.2 for a point on the sphere; standard error 0.007."""
    Q4 = (small(draw, seed) ** 4).mean(axis=0)
    near(Q4, np.full((3, 3), 0.2), 0.05, "the mean fourth power of each entry of small matrices")


@points(1, "reflections and rotations alike")
def both_signs(draw, seed):
    """The determinant is 1 or -1, each in one half of the cases; standard error 0.032."""
    near(np.linalg.det(small(draw, seed)).mean(), 0, 0.2, "the mean determinant")
