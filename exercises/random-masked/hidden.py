import numpy as np

from exercises import near, points


@points(2, "few and many connections in one layer")
def few_and_many(draw, seed):
    """Half of the units have 4 connections, half 200. Each half's mean square is known to 3 %
    and better; with the mean number for all, the one half would be at 0.04 and the other at 2."""
    mask = np.zeros((200, 800), bool)
    mask[:, ::2] = mask[:4] = True
    W = np.asarray(draw(mask, np.random.default_rng(4000 + seed)))
    near(np.sum(W[:, 1::2] ** 2) / 400, 1, 0.25, "units of 4 connections: E[z²] / E[x²]")
    near(np.sum(W[:, ::2] ** 2) / 400, 1, 0.05, "units of 200 connections: E[z²] / E[x²]")


@points(1, "one connection")
def single(draw, seed):
    """Of 3000 weights of variance 1 the mean square is known to 2.6 %."""
    mask = np.zeros((5, 3000), bool)
    mask[2] = True
    W = np.asarray(draw(mask, np.random.default_rng(5000 + seed)))
    near(np.sum(W**2) / 3000, 1, 0.15, "units of one connection: E[z²] / E[x²]")


@points(1, "a unit without any connection")
def none(draw, seed):
    mask = np.ones((6, 4), bool)
    mask[:, 2] = False
    with np.errstate(all="ignore"):
        W = np.asarray(draw(mask, np.random.default_rng(seed)), float)
    near(W[:, 2], np.zeros(6), 0, "the weights of a unit without connections")


@points(1, "the mean of the inputs does not matter")
def shifted(draw, seed):
    """Inputs that are all 1: z is the sum of a unit's weights. Its mean square over 600 units is
    known to 6 % (if the weights are independent). Equal weights in a unit would give 60."""
    W = np.asarray(draw(np.ones((60, 600), bool), np.random.default_rng(6000 + seed)))
    near(np.mean(W.sum(axis=0) ** 2), 1, 0.4, "E[z²] / E[x²] for inputs that are all 1")


@points(1, "units differ from each other")
def different(draw, seed):
    """One draw for all units: their pre-activations would be copies (correlation 1, not 0)."""
    W = np.asarray(draw(np.ones((900, 5), bool), np.random.default_rng(7000 + seed)))
    correlation = np.abs(np.corrcoef(W.T) - np.eye(5)).max()
    near(correlation, 0, 0.3, "the largest correlation between the weights of two units")
