"""MNIST: downloaded once, verified, read.

The host of the original files has disappeared before, so nothing here depends on one: name a
folder that holds the four IDX files (or set the environment variable TINYNET_MNIST to it), and no
request is made. Every file is compared with the checksum of LeCun, Cortes and Burges's.
"""

import gzip
import hashlib
import os
from pathlib import Path

import numpy as np

from tinynet.arrays import Array
from tinynet.data import Dataset, make_dataset

URL = "https://ossci-datasets.s3.amazonaws.com/mnist/"
# Bytes of the uncompressed IDX files (LeCun, Cortes & Burges).
MD5 = {
    "train-images-idx3-ubyte": "6bbc9ace898e44ae57da46a324031adb",
    "train-labels-idx1-ubyte": "a25bea736e30d166cdddb491f175f624",
    "t10k-images-idx3-ubyte": "2646ac647ad5339dbf082846283269ea",
    "t10k-labels-idx1-ubyte": "27ae3e4e09519cfbb04c329615203637",
}
# Bytes of the .gz files at URL.
GZ_MD5 = {
    "train-images-idx3-ubyte": "f68b3c2dcbeaaa9fbdd348bbdeb94873",
    "train-labels-idx1-ubyte": "d53e105ee54ea40749a09fcbcd1e9432",
    "t10k-images-idx3-ubyte": "9fb629c4189551a2d022fa330f9573f3",
    "t10k-labels-idx1-ubyte": "ec29112dd5afa0611ce80d1b7f02629c",
}


def _read_idx(raw: bytes) -> Array:
    """IDX: two zero bytes, type 8 (unsigned byte), the number of axes, their sizes, the bytes."""
    sizes = np.frombuffer(raw, ">i4", raw[3], 4)
    return np.frombuffer(raw, np.uint8, offset=4 + 4 * raw[3]).reshape(sizes)


def _download(name: str, folder: Path) -> None:
    import pooch

    try:
        pooch.retrieve(
            URL + name + ".gz", "md5:" + GZ_MD5[name], name + ".gz", folder, progressbar=True
        )
    except Exception as error:
        raise FileNotFoundError(
            f"could not download {name}.gz ({error}). Put {name}.gz or {name} into {folder}, "
            "or name a folder that holds the four MNIST files: mnist.load(folder=...) "
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
    if (md5 := hashlib.md5(raw, usedforsecurity=False).hexdigest()) != MD5[name]:
        raise ValueError(
            f"{path} is damaged: md5 of its uncompressed bytes is {md5}, expected "
            f"{MD5[name]}: delete it and try again, or put a good copy there"
        )
    return _read_idx(raw)


def load(folder: str | Path | None = None, scale: str = "standardized") -> Dataset:
    """MNIST: 55,000, 5,000 and 10,000 images of 28x28 pixels, as rows of 784.

    The validation images are the last 5,000 of the 60,000 training images. Read from ``folder``,
    or the folder in the environment variable ``TINYNET_MNIST``, in the original IDX files, packed
    (.gz) or not; with neither, downloaded once to the user's cache. A file that is missing,
    damaged or out of reach raises an error that names it. ``scale`` as in ``data``.
    """
    if folder := folder or os.environ.get("TINYNET_MNIST"):
        where = Path(folder)
    else:
        import pooch

        where = Path(pooch.os_cache("tinynet")) / "mnist"
        for name in MD5:
            if not (where / name).exists():
                _download(name, where)
    x, y, x_test, y_test = (_load(name, where) for name in MD5)
    images = [
        part.reshape(len(part), -1).astype(np.float64) for part in (x[:-5000], x[-5000:], x_test)
    ]
    labels = [part.astype(np.int64) for part in (y[:-5000], y[-5000:], y_test)]
    return make_dataset(images, labels, scale, 255.0)
