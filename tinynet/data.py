"""Data: handwritten digits that come with scikit-learn, toys in the plane, MNIST.

Inputs are part of the initialization: the first layer's ``E[x^2]`` stands in the same product as
``Var[W]``. So every set says how it is scaled:

    standardized   each pixel minus its training mean, all divided by one number, so that the
                   mean square over the training set is 1 (what the derivations assume)
    minmax         0 to 1
    raw            as stored: 0 to 16 (digits), 0 to 255 (MNIST)
"""

import gzip
import hashlib
import os
from pathlib import Path
from typing import NamedTuple

import numpy as np

from tinynet.initializers import Array

MNIST_URL = "https://ossci-datasets.s3.amazonaws.com/mnist/"
# Bytes of the uncompressed IDX files (LeCun, Cortes & Burges).
MNIST_MD5 = {
    "train-images-idx3-ubyte": "6bbc9ace898e44ae57da46a324031adb",
    "train-labels-idx1-ubyte": "a25bea736e30d166cdddb491f175f624",
    "t10k-images-idx3-ubyte": "2646ac647ad5339dbf082846283269ea",
    "t10k-labels-idx1-ubyte": "27ae3e4e09519cfbb04c329615203637",
}
# Bytes of the .gz files at MNIST_URL.
MNIST_GZ_MD5 = {
    "train-images-idx3-ubyte": "f68b3c2dcbeaaa9fbdd348bbdeb94873",
    "train-labels-idx1-ubyte": "d53e105ee54ea40749a09fcbcd1e9432",
    "t10k-images-idx3-ubyte": "9fb629c4189551a2d022fa330f9573f3",
    "t10k-labels-idx1-ubyte": "ec29112dd5afa0611ce80d1b7f02629c",
}


class Dataset(NamedTuple):
    """``x`` is (examples, features) float32, ``y`` is (examples,) integer labels."""

    x_train: Array
    y_train: Array
    x_test: Array
    y_test: Array


def _scale(x_train: Array, x_test: Array, scale: str, top: float) -> tuple[Array, Array]:
    if scale == "standardized":
        mean = x_train.mean(axis=0)
        std = (x_train - mean).std()
    elif scale in ("minmax", "raw"):
        mean, std = np.zeros(1), top if scale == "minmax" else 1.0
    else:
        allowed = ("standardized", "minmax", "raw")
        raise ValueError(f"scale must be one of {allowed}, not {scale!r}")
    first, second = (((x - mean) / std).astype(np.float32) for x in (x_train, x_test))
    return first, second


def digits(scale: str = "standardized") -> Dataset:
    """scikit-learn's 1797 handwritten digits, 8x8 pixels: always the same 1297 train, 500 test."""
    from sklearn.datasets import load_digits

    x, y = load_digits(return_X_y=True)
    order = np.random.default_rng(0).permutation(len(x))
    test, train = order[:500], order[500:]
    x_train, x_test = _scale(x[train], x[test], scale, 16.0)
    return Dataset(x_train, y[train], x_test, y[test])


def moons(n: int, rng: np.random.Generator, noise: float = 0.15) -> tuple[Array, Array]:
    """Two interleaved half circles in the plane: ``x`` (n, 2), labels 0 and 1."""
    from sklearn.datasets import make_moons

    x, y = make_moons(n, noise=noise, random_state=int(rng.integers(2**31)))
    return x.astype(np.float32), y


def circles(n: int, rng: np.random.Generator, noise: float = 0.08) -> tuple[Array, Array]:
    """A circle around a circle: ``x`` (n, 2), labels 0 (outer) and 1 (inner)."""
    from sklearn.datasets import make_circles

    x, y = make_circles(n, noise=noise, factor=0.5, random_state=int(rng.integers(2**31)))
    return x.astype(np.float32), y


def spiral(
    n: int, rng: np.random.Generator, classes: int = 3, noise: float = 0.2
) -> tuple[Array, Array]:
    """``classes`` arms that wind out from the origin: ``x`` (n, 2), labels 0..classes-1."""
    y = np.arange(n) % classes
    radius = rng.uniform(0.05, 1, n)
    angle = 2 * np.pi * y / classes + 4 * radius + rng.normal(0, noise, n)
    x = radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return x.astype(np.float32), y


def _read_idx(raw: bytes) -> Array:
    """IDX: two zero bytes, type 8 (unsigned byte), the number of axes, their sizes, the bytes."""
    sizes = np.frombuffer(raw, ">i4", raw[3], 4)
    return np.frombuffer(raw, np.uint8, offset=4 + 4 * raw[3]).reshape(sizes)


def _download(name: str, folder: Path) -> None:
    import pooch

    try:
        pooch.retrieve(
            MNIST_URL + name + ".gz", "md5:" + MNIST_GZ_MD5[name], name + ".gz", folder,
            progressbar=True,
        )  # fmt: skip
    except Exception as error:
        raise FileNotFoundError(
            f"could not download {name}.gz ({error}). Put {name}.gz or {name} into {folder}, "
            "or name a folder that holds the four MNIST files: mnist(folder=...) "
            "or the environment variable TINYNET_MNIST"
        ) from error


def _load(name: str, folder: Path) -> Array:
    packed, plain = folder / (name + ".gz"), folder / name
    path = plain if plain.exists() else packed
    if not path.exists():
        raise FileNotFoundError(f"{folder} holds neither {plain.name} nor {packed.name}")
    try:
        raw = path.read_bytes() if path == plain else gzip.decompress(path.read_bytes())
    except (EOFError, OSError, gzip.zlib.error) as error:  # type: ignore[attr-defined]
        raise ValueError(f"{path} is damaged ({error}): delete it and try again") from error
    if (md5 := hashlib.md5(raw, usedforsecurity=False).hexdigest()) != MNIST_MD5[name]:
        raise ValueError(
            f"{path} is damaged: md5 of its uncompressed bytes is {md5}, expected "
            f"{MNIST_MD5[name]}: delete it and try again, or put a good copy there"
        )
    return _read_idx(raw)


def mnist(folder: str | Path | None = None, scale: str = "standardized") -> Dataset:
    """MNIST: 60,000 and 10,000 images of 28x28 pixels, as rows of 784.

    Read from ``folder``, or the folder in the environment variable ``TINYNET_MNIST``, in the
    original IDX files, packed (.gz) or not; with neither, downloaded once to the user's cache.
    A file that is missing, damaged or out of reach raises an error that names it.
    """
    if folder := folder or os.environ.get("TINYNET_MNIST"):
        where = Path(folder)
    else:
        import pooch

        where = Path(pooch.os_cache("tinynet")) / "mnist"
        for name in MNIST_MD5:
            if not (where / name).exists():
                _download(name, where)
    x_train, y_train, x_test, y_test = (_load(name, where) for name in MNIST_MD5)
    x_train, x_test = (x.reshape(len(x), -1).astype(np.float64) for x in (x_train, x_test))
    x_train, x_test = _scale(x_train, x_test, scale, 255.0)
    return Dataset(x_train, y_train.astype(np.int64), x_test, y_test.astype(np.int64))
