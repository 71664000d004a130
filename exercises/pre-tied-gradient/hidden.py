import numpy as np

from exercises import near, points


def loss(x, kept, W, b, c):
    r = 1 / (1 + np.exp(-(np.tanh((x * kept) @ W + b) @ W.T + c)))
    return np.mean((r - x) ** 2)


def compare(gradient, x, kept, W, b, c, step=1e-5):
    """With finite differences, which are exact to 1e-8; the nearest slip is 10 % off."""
    wanted = np.zeros_like(W)
    for i in np.ndindex(W.shape):
        move = np.zeros_like(W)
        move[i] = step
        up, down = loss(x, kept, W + move, b, c), loss(x, kept, W - move, b, c)
        wanted[i] = (up - down) / (2 * step)
    size = np.abs(wanted).max()
    found = np.asarray(gradient(x, kept, W, b, c)) / size
    near(found, wanted / size, 1e-4, "the gradient, over its largest entry,")


@points(2, "a part of the input is hidden")
def hidden_inputs(gradient, seed):
    rng = np.random.default_rng(seed + 1)
    x, kept = rng.uniform(0, 1, (8, 5)), (rng.random((8, 5)) < 0.6).astype(float)
    compare(gradient, x, kept, rng.normal(size=(5, 6)), np.zeros(6), np.zeros(5))


@points(1, "biases that are not 0")
def biases(gradient, seed):
    rng = np.random.default_rng(seed + 2)
    x, W = rng.uniform(0, 1, (8, 6)), rng.normal(size=(6, 3))
    b, c = rng.choice([-1, 1], 3) * 1.0, rng.choice([-1, 1], 6) * 1.0
    compare(gradient, x, np.ones((8, 6)), W, b, c)


@points(1, "the arguments stay as they are")
def arguments(gradient, seed):
    rng = np.random.default_rng(seed + 3)
    x, kept = rng.uniform(0, 1, (8, 6)), (rng.random((8, 6)) < 0.5).astype(float)
    given = x, kept, rng.normal(size=(6, 3)), rng.normal(size=3), rng.normal(size=6)
    before = [array.copy() for array in given]
    gradient(*given)
    names = "x", "kept", "W", "b", "c"
    changed = [n for n, a, old in zip(names, given, before, strict=True) if (a != old).any()]
    assert not changed, f"your function has changed its argument {' and '.join(changed)}"
