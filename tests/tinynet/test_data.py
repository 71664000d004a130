"""Digits, toys, and MNIST: from a folder, damaged, missing, downloaded, out of reach."""

import gzip
import hashlib
import http.server
import os
import re
import socket
import threading
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from tinynet import data

# ------------------------------------------------------------------ digits


def test_digits_are_split_once_and_for_all():
    x, y, x_test, y_test = data.digits()
    assert (x.shape, y.shape) == ((1297, 64), (1297,))
    assert (x_test.shape, y_test.shape) == ((500, 64), (500,))
    assert x.dtype == x_test.dtype == np.float32
    assert np.issubdtype(y.dtype, np.integer) and set(y) == set(y_test) == set(range(10))
    again = data.digits()
    assert all(np.array_equal(a, b) for a, b in zip(again, (x, y, x_test, y_test), strict=True))
    # The split itself: another shuffle would change every number in the book.
    raw = data.digits("raw")
    fingerprint = hashlib.sha256(raw.x_test.astype(np.uint8).tobytes()).hexdigest()
    assert fingerprint[:16] == "3343d10015234a9d"


def test_the_two_parts_together_are_all_the_digits():
    from sklearn.datasets import load_digits

    x, y = load_digits(return_X_y=True)
    raw = data.digits("raw")
    parts = np.concatenate([raw.x_train, raw.x_test])
    labels = np.concatenate([raw.y_train, raw.y_test])
    expected = np.column_stack([x, y])
    got = np.column_stack([parts, labels])
    assert sorted(map(tuple, got)) == sorted(map(tuple, expected))
    assert not {row.tobytes() for row in raw.x_train} & {row.tobytes() for row in raw.x_test}


def test_standardized_is_what_the_derivations_assume():
    """E[x^2] = 1 over the training set, every pixel's training mean 0; the test set with the same
    numbers (its own would leak)."""
    standard, raw = data.digits(), data.digits("raw")
    assert (standard.x_train**2).mean(dtype=np.float64) == pytest.approx(1, abs=1e-5)
    assert np.abs(standard.x_train.mean(axis=0, dtype=np.float64)).max() < 1e-5
    mean = raw.x_train.mean(axis=0, dtype=np.float64)
    std = (raw.x_train - mean).std()
    assert np.allclose(standard.x_test, (raw.x_test - mean) / std, atol=1e-5)


def test_minmax_and_raw():
    raw, minmax = data.digits("raw"), data.digits("minmax")
    assert (raw.x_train.min(), raw.x_train.max()) == (0, 16)
    assert (minmax.x_train.min(), minmax.x_train.max()) == (0, 1)
    assert np.array_equal(16 * minmax.x_test, raw.x_test)


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


# ------------------------------------------------------------------ a small MNIST in a folder

TRAIN, TEST = 7, 4
NAMES = list(data.MNIST_MD5)
PIXELS, LABELS, TEST_PIXELS, TEST_LABELS = (
    np.random.default_rng(seed).integers(0, top, shape, dtype=np.uint8)
    for seed, (top, shape) in enumerate(
        [(256, (TRAIN, 28, 28)), (10, TRAIN), (256, (TEST, 28, 28)), (10, TEST)]
    )
)


def idx(array):
    """The bytes of an IDX file, written as its specification says."""
    head = bytes([0, 0, 8, array.ndim]) + b"".join(n.to_bytes(4, "big") for n in array.shape)
    return head + array.tobytes()


CONTENT = dict(zip(NAMES, map(idx, (PIXELS, LABELS, TEST_PIXELS, TEST_LABELS)), strict=True))
PACKED = {name: gzip.compress(raw, mtime=0) for name, raw in CONTENT.items()}


def md5(raw):
    return hashlib.md5(raw, usedforsecurity=False).hexdigest()


@pytest.fixture(autouse=True)
def small_mnist(monkeypatch):
    """The checksums of the small set in place of the real one's; no folder, no real address."""
    monkeypatch.setattr(data, "MNIST_MD5", {name: md5(raw) for name, raw in CONTENT.items()})
    monkeypatch.setattr(data, "MNIST_GZ_MD5", {name: md5(raw) for name, raw in PACKED.items()})
    monkeypatch.setattr(data, "MNIST_URL", "http://127.0.0.1:9/")
    monkeypatch.delenv("TINYNET_MNIST", raising=False)


@pytest.fixture(params=["packed", "plain"])
def folder(request, tmp_path):
    """The four files, packed or not."""
    for name in NAMES:
        if request.param == "packed":
            (tmp_path / f"{name}.gz").write_bytes(PACKED[name])
        else:
            (tmp_path / name).write_bytes(CONTENT[name])
    return tmp_path


def check(set_, scale=1.0):
    assert np.allclose(set_.x_train, PIXELS.reshape(TRAIN, 784) / scale, rtol=1e-6)
    assert np.allclose(set_.x_test, TEST_PIXELS.reshape(TEST, 784) / scale, rtol=1e-6)
    assert np.array_equal(set_.y_train, LABELS) and np.array_equal(set_.y_test, TEST_LABELS)
    assert set_.x_train.dtype == set_.x_test.dtype == np.float32
    assert set_.y_train.dtype == set_.y_test.dtype == np.int64


def test_mnist_from_a_folder(folder):
    check(data.mnist(folder, scale="raw"))
    check(data.mnist(str(folder), scale="minmax"), 255)
    assert (data.mnist(folder).x_train ** 2).mean(dtype=np.float64) == pytest.approx(1, abs=1e-5)


def test_mnist_from_the_environment(folder, monkeypatch):
    monkeypatch.setenv("TINYNET_MNIST", str(folder))
    check(data.mnist(scale="raw"))


def test_the_argument_goes_before_the_environment(folder, monkeypatch):
    monkeypatch.setenv("TINYNET_MNIST", "/nowhere")
    check(data.mnist(folder, scale="raw"))


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_file_is_named(folder, name):
    for path in folder.glob(name + "*"):
        path.unlink()
    message = f"{folder} holds neither {name} nor {name}.gz"
    with pytest.raises(FileNotFoundError, match=re.escape(message)):
        data.mnist(folder)


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(FileNotFoundError, match=re.escape(f"{tmp_path / 'no'} holds neither")):
        data.mnist(tmp_path / "no")


def flip(raw):
    """One bit of one byte behind the header (of IDX 8 bytes and more, of gzip 10)."""
    return raw[:16] + bytes([raw[16] ^ 4]) + raw[17:]


DAMAGE = {
    "truncated": lambda raw: raw[: len(raw) // 2],
    "a bit flipped": flip,
    "empty": lambda raw: b"",
    "something else": lambda raw: b"<html>not found</html>",
    "wrong trailing checksum": lambda raw: raw[:-8] + b"\0\0\0\0" + raw[-4:],
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_is_named(folder, damage):
    (path,) = folder.glob("train-images*")
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(ValueError, match=re.escape(f"{path} is damaged")) as caught:
        data.mnist(folder)
    assert "delete it and try again" in str(caught.value)


def test_a_good_archive_of_other_bytes_says_what_was_expected(folder):
    """Nothing but the checksum can tell that these are not MNIST's labels."""
    (path,) = folder.glob("t10k-labels*")
    other = idx((TEST_LABELS + 1) % 10)
    path.write_bytes(gzip.compress(other) if path.suffix else other)
    message = (
        f"{path} is damaged: md5 of its uncompressed bytes is {md5(other)}, "
        f"expected {md5(CONTENT['t10k-labels-idx1-ubyte'])}: delete it and try again"
    )
    with pytest.raises(ValueError, match=re.escape(message)):
        data.mnist(folder)


# ------------------------------------------------------------------ downloading it


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """pooch's cache in a temporary folder."""
    import pooch

    monkeypatch.setattr(pooch, "os_cache", lambda name: tmp_path / name)
    return tmp_path / "tinynet" / "mnist"


@pytest.fixture
def server(tmp_path, monkeypatch):
    """A web server on this machine with the four archives; yields (folder, paths asked for)."""
    where, asked = tmp_path / "served", []
    where.mkdir()
    for name, raw in PACKED.items():
        (where / f"{name}.gz").write_bytes(raw)

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args):
            asked.append(self.path)

    web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=where))
    thread = threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    monkeypatch.setattr(data, "MNIST_URL", f"http://127.0.0.1:{web.server_port}/")
    yield where, asked
    web.shutdown()
    thread.join()
    web.server_close()


def files(folder):
    return sorted(path.name for path in folder.rglob("*")) if folder.exists() else []


def test_mnist_is_downloaded_once(cache, server, capsys):
    _, asked = server
    check(data.mnist(scale="raw"))
    assert files(cache) == sorted(f"{name}.gz" for name in NAMES)
    assert "100%" in capsys.readouterr().err, "a progress bar"
    assert len(asked) == 4
    check(data.mnist(scale="raw"))
    assert len(asked) == 4, "the second time nothing is asked for"


def test_files_put_there_by_hand_need_no_download(cache):
    cache.mkdir(parents=True)
    for i, name in enumerate(NAMES):
        if i % 2:
            (cache / name).write_bytes(CONTENT[name])
        else:
            (cache / f"{name}.gz").write_bytes(PACKED[name])
    check(data.mnist(scale="raw"))


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_in_the_cache_is_fetched_again(cache, server, damage):
    cache.mkdir(parents=True)
    name = f"{NAMES[0]}.gz"
    (cache / name).write_bytes(damage(PACKED[NAMES[0]]))
    check(data.mnist(scale="raw"))
    assert (cache / name).read_bytes() == PACKED[NAMES[0]]


def complaint(name, folder):
    return (
        rf"could not download {name}\.gz \(.+\)\. Put {name}\.gz or {name} into "
        rf"{re.escape(str(folder))}, or name a folder that holds the four MNIST files: "
        r"mnist\(folder=\.\.\.\) or the environment variable TINYNET_MNIST"
    )


def test_offline(cache, monkeypatch):
    """Nobody listens at a port that was just given back."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    monkeypatch.setattr(data, "MNIST_URL", f"http://127.0.0.1:{port}/")
    with pytest.raises(FileNotFoundError, match=complaint(NAMES[0], cache)):
        data.mnist()
    assert files(cache) == []


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_bad_download_leaves_nothing_behind(cache, server, damage):
    """The second archive comes out wrong: the first stays, of the second there is no trace."""
    where, _ = server
    path = where / f"{NAMES[1]}.gz"
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(FileNotFoundError, match=complaint(NAMES[1], cache)):
        data.mnist()
    assert files(cache) == [f"{NAMES[0]}.gz"]


def test_a_download_that_is_not_there(cache, server):
    where, _ = server
    (where / f"{NAMES[2]}.gz").unlink()
    with pytest.raises(FileNotFoundError, match=complaint(NAMES[2], cache)):
        data.mnist()
    assert files(cache) == sorted(f"{name}.gz" for name in NAMES[:2])


# ------------------------------------------------------------------ the real one


REAL = os.environ.get("TINYNET_MNIST")


@pytest.mark.slow
@pytest.mark.skipif(not REAL, reason="TINYNET_MNIST does not name a folder with MNIST")
def test_the_real_mnist(monkeypatch):
    monkeypatch.undo()  # the small set's checksums
    set_ = data.mnist(Path(REAL))
    assert (set_.x_train.shape, set_.x_test.shape) == ((60_000, 784), (10_000, 784))
    assert (set_.x_train**2).mean(dtype=np.float64) == pytest.approx(1, abs=1e-4)
    # LeCun, Cortes & Burges's counts: 6742 ones to train with, 1135 to test with
    assert np.bincount(set_.y_train)[1] == 6742 and np.bincount(set_.y_test)[1] == 1135
    assert set_.y_train[:5].tolist() == [5, 0, 4, 1, 9]
