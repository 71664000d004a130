import numpy as np

from exercises import near, points


@points(1, "three seeds, counted by hand")
def by_hand(p_value):
    """Differences 1, 2, 4: only +++ and --- reach 7."""
    near(p_value([481, 479, 485], [480, 477, 481]), 2 / 8, 1e-9, "the share for 1, 2 and 4")


@points(1, "a sum on the other side of 0, and ties")
def ties(p_value):
    """Differences -3, 1, 1, 1, 0: half of |sum| >= 0; here the sum is 0, and all reach it."""
    a, b = np.array([470, 481, 481, 481, 480]), np.array([473, 480, 480, 480, 480])
    near(p_value(a, b), 1, 1e-9, "the share where the sum is 0")
    near(p_value(b[:2], a[:2] - 2), 2 / 4, 1e-9, "the share of two equal signs")
    near(p_value(a[:2] - 9, b[:2]), 2 / 4, 1e-9, "the share where b is ahead")


@points(2, "the luck of a seed that both share does not count")
def paired(p_value, seed):
    """Always one image ahead: only two patterns of 1024 go so far, however much seeds differ."""
    b = np.random.default_rng(seed).integers(400, 480, 10)
    near(p_value(b + 1, b), 2 / 1024, 1e-9, "the share where a is ahead by 1 for each of 10 seeds")


@points(1, "twelve seeds")
def twelve(p_value, seed):
    """Differences 1, 2, 4, ..., 2048 reach each odd sum once; the seen one is 4095 - 2 * 1024."""
    b = np.random.default_rng(seed).integers(400, 480, 12)
    powers = 2 ** np.arange(12)
    seen = np.where(powers == 1024, -powers, powers)
    near(p_value(b + seen, b), 1025 * 2 / 4096, 1e-9, "the share for differences 1, 2, 4, ... 2048")
