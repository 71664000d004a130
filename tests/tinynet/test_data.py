"""Digits and toys: three parts, once and for all, and how they are scaled."""

import hashlib
import re

import numpy as np
import pytest

from tinynet import data

PARTS = ("train", "validation", "test")


def part(set_, name):
    return getattr(set_, f"x_{name}"), getattr(set_, f"y_{name}")


def fingerprint(array):
    return hashlib.sha256(array.astype(np.uint8).tobytes()).hexdigest()[:16]


# ------------------------------------------------------------------ digits


@pytest.mark.parametrize(("name", "size"), [("train", 1000), ("validation", 297), ("test", 500)])
def test_digits_have_three_parts(name, size):
    x, y = part(data.digits(), name)
    assert x.shape == (size, 64) and x.dtype == np.float32
    assert y.shape == (size,) and np.issubdtype(y.dtype, np.integer)
    assert set(y) == set(range(10))


def test_the_order_of_the_parts():
    """`x_train, y_train, x_validation, ... = digits()` unpacks what the names say."""
    set_ = data.digits()
    for i, array in enumerate(array for name in PARTS for array in part(set_, name)):
        assert set_[i] is array
    assert len(set_) == 6


@pytest.mark.parametrize(
    ("name", "images", "labels"),
    [
        ("train", "34979cb97566cf5f", "bb49e30b99f8ec8b"),
        ("validation", "49c4d3303c552f5a", "ee749d45308be6ec"),
        ("test", "3343d10015234a9d", "1b3db3cc83bbc5af"),
    ],
)
def test_digits_are_split_once_and_for_all(name, images, labels):
    """Another shuffle would change every number in the book."""
    x, y = part(data.digits("raw"), name)
    assert (fingerprint(x), fingerprint(y)) == (images, labels)


def test_the_three_parts_together_are_all_the_digits_once():
    from sklearn.datasets import load_digits

    expected = np.column_stack(load_digits(return_X_y=True))
    raw = data.digits("raw")
    got = np.concatenate([np.column_stack(part(raw, name)) for name in PARTS])
    assert len(got) == 1797
    assert sorted(map(tuple, got)) == sorted(map(tuple, expected))


@pytest.mark.parametrize(
    ("one", "other"), [("train", "validation"), ("train", "test"), ("validation", "test")]
)
def test_no_image_is_in_two_parts(one, other):
    raw = data.digits("raw")
    images = [{row.tobytes() for row in part(raw, name)[0]} for name in (one, other)]
    assert not images[0] & images[1]


def test_standardized_is_what_the_derivations_assume():
    """E[x^2] = 1 over the training part, every pixel's training mean 0."""
    x = data.digits().x_train
    assert (x**2).mean(dtype=np.float64) == pytest.approx(1, abs=1e-5)
    assert np.abs(x.mean(axis=0, dtype=np.float64)).max() < 1e-5


@pytest.mark.parametrize("name", PARTS)
def test_every_part_is_standardized_by_the_training_part(name):
    """By its own mean it would be another image; by the mean of all, the test would leak."""
    raw = data.digits("raw")
    mean = raw.x_train.mean(axis=0, dtype=np.float64)
    std = (raw.x_train - mean).std()
    x, _ = part(data.digits(), name)
    assert np.allclose(x, (part(raw, name)[0] - mean) / std, atol=1e-5)


@pytest.mark.parametrize("name", PARTS)
def test_minmax_and_raw(name):
    (raw, _), (minmax, _) = part(data.digits("raw"), name), part(data.digits("minmax"), name)
    assert (raw.min(), raw.max()) == (0, 16)
    assert (minmax.min(), minmax.max()) == (0, 1)
    assert np.array_equal(16 * minmax, raw)


def test_the_labels_do_not_depend_on_the_scale():
    one, other = data.digits(), data.digits("raw")
    assert all(np.array_equal(one[i], other[i]) for i in (1, 3, 5))


def test_an_unknown_scale():
    message = "scale must be one of ('standardized', 'minmax', 'raw'), not 'std'"
    with pytest.raises(ValueError, match=re.escape(message)):
        data.digits("std")


# ------------------------------------------------------------------ toys


@pytest.mark.parametrize("make", [data.moons, data.circles, data.spiral])
def test_toys(make):
    x, y = make(90, np.random.default_rng(0))
    assert x.shape == (90, 2) and x.dtype == np.float32
    assert y.shape == (90,) and np.issubdtype(y.dtype, np.integer)
    classes = 3 if make is data.spiral else 2
    assert np.array_equal(np.bincount(y), [90 // classes] * classes)
    same, _ = make(90, np.random.default_rng(0))
    other, _ = make(90, np.random.default_rng(1))
    assert np.array_equal(x, same) and not np.array_equal(x, other)


def test_circles_lie_around_each_other():
    x, y = data.circles(100, np.random.default_rng(0), noise=0)
    assert np.allclose(np.linalg.norm(x, axis=1), np.where(y == 0, 1, 0.5), rtol=1e-6)


def test_moons_without_noise_are_half_circles():
    x, y = data.moons(100, np.random.default_rng(0), noise=0)
    centers = np.where(y[:, None] == 0, [0, 0], [1, 0.5])
    assert np.allclose(np.linalg.norm(x - centers, axis=1), 1, rtol=1e-6)


@pytest.mark.parametrize("classes", [2, 3, 5])
def test_spiral_without_noise_lies_on_its_arms(classes):
    """Turned back by 4 radians per unit of radius, an arm is a ray at 2 pi class / classes."""
    x, y = data.spiral(200, np.random.default_rng(0), classes=classes, noise=0)
    assert set(y) == set(range(classes))
    z = x[:, 0].astype(float) + 1j * x[:, 1]
    radius = np.abs(z)
    assert radius.min() >= 0.05 - 1e-6 and radius.max() <= 1 + 1e-6
    ray = z * np.exp(-4j * radius) / radius
    assert np.allclose(ray, np.exp(2j * np.pi * y / classes), atol=1e-5)
