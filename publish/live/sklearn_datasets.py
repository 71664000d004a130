"""What tinynet.data asks of scikit-learn, to the bit, where there is no scikit-learn: in the page.

`package.py` puts this file into the browser's Python as `sklearn/datasets.py`, with the digits
beside it. Written after scikit-learn 1.9 (BSD-3-Clause); a test compares the two.
"""

from pathlib import Path

import numpy as np


def load_digits(return_X_y=True):
    """1797 digits of 8 x 8 pixels from 0 to 16, and their labels."""
    if not return_X_y:
        raise TypeError("in the page load_digits gives arrays: load_digits(return_X_y=True)")
    table = np.load(Path(__file__).with_name("digits.npy"))
    return table[:, :-1].astype(float), table[:, -1].astype(int)


def make_moons(n, *, noise, random_state):
    angle_out, angle_in = np.linspace(0, np.pi, n // 2), np.linspace(0, np.pi, n - n // 2)
    outer = np.cos(angle_out), np.sin(angle_out)
    inner = 1 - np.cos(angle_in), 1 - np.sin(angle_in) - 0.5
    return _shuffled(outer, inner, noise, random_state)


def make_circles(n, *, noise, factor, random_state):
    angle_out = np.linspace(0, 2 * np.pi, n // 2, endpoint=False)
    angle_in = np.linspace(0, 2 * np.pi, n - n // 2, endpoint=False)
    outer = np.cos(angle_out), np.sin(angle_out)
    inner = np.cos(angle_in) * factor, np.sin(angle_in) * factor
    return _shuffled(outer, inner, noise, random_state)


def _shuffled(outer, inner, noise, random_state):
    generator = np.random.RandomState(random_state)
    x = np.stack([np.append(a, b) for a, b in zip(outer, inner, strict=True)], axis=1)
    y = np.repeat([0, 1], [len(outer[0]), len(inner[0])])
    order = np.arange(len(x))
    generator.shuffle(order)
    x, y = x[order], y[order]
    x += generator.normal(scale=noise, size=x.shape)
    return x, y
