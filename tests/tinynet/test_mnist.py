"""MNIST: from a folder, its three parts, damaged, missing, downloaded, out of reach."""

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

from tinynet import mnist

# ------------------------------------------------------------------ a small MNIST in a folder

# Seven images to train with, the 5,000 that are always held out, four to test with; of 2 x 3
# pixels, or this would take its time.
TRAIN, VALIDATION, TEST = 7, 5000, 4
NAMES = list(mnist.MD5)
PIXELS, LABELS, TEST_PIXELS, TEST_LABELS = (
    np.random.default_rng(seed).integers(0, top, shape, dtype=np.uint8)
    for seed, (top, shape) in enumerate(
        [
            (256, (TRAIN + VALIDATION, 2, 3)),
            (10, TRAIN + VALIDATION),
            (256, (TEST, 2, 3)),
            (10, TEST),
        ]
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
    monkeypatch.setattr(mnist, "MD5", {name: md5(raw) for name, raw in CONTENT.items()})
    monkeypatch.setattr(mnist, "GZ_MD5", {name: md5(raw) for name, raw in PACKED.items()})
    monkeypatch.setattr(mnist, "URL", "http://127.0.0.1:9/")
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
    """The three parts are what was written, row by row."""
    rows = PIXELS.reshape(-1, 6) / scale
    for got, expected in [
        (set_.x_train, rows[:TRAIN]),
        (set_.x_validation, rows[TRAIN:]),
        (set_.x_test, TEST_PIXELS.reshape(-1, 6) / scale),
    ]:
        assert got.dtype == np.float32
        assert np.allclose(got, expected, rtol=1e-6)
    for got, expected in [
        (set_.y_train, LABELS[:TRAIN]),
        (set_.y_validation, LABELS[TRAIN:]),
        (set_.y_test, TEST_LABELS),
    ]:
        assert got.dtype == np.int64
        assert np.array_equal(got, expected)


def test_mnist_from_a_folder(folder):
    check(mnist.load(folder, scale="raw"))
    check(mnist.load(str(folder), scale="minmax"), 255)


def test_the_validation_images_are_the_last_5000_of_the_training_file(folder):
    set_ = mnist.load(folder, scale="raw")
    assert [len(set_.y_train), len(set_.y_validation), len(set_.y_test)] == [7, 5000, 4]
    assert np.array_equal(set_.x_validation, PIXELS[-5000:].reshape(5000, 6))
    assert np.array_equal(set_.y_validation, LABELS[-5000:])


def test_mnist_is_standardized_by_what_it_trains_with(folder):
    """By all 5,007 images the mean square of the seven would not be 1."""
    set_, x = mnist.load(folder), PIXELS.reshape(-1, 6).astype(float)
    mean = x[:TRAIN].mean(axis=0)
    std = (x[:TRAIN] - mean).std()
    assert (set_.x_train**2).mean(dtype=np.float64) == pytest.approx(1, abs=1e-5)
    assert np.allclose(set_.x_validation, (x[TRAIN:] - mean) / std, atol=1e-5)
    assert np.allclose(set_.x_test, (TEST_PIXELS.reshape(-1, 6) - mean) / std, atol=1e-5)


def test_mnist_from_the_environment(folder, monkeypatch):
    monkeypatch.setenv("TINYNET_MNIST", str(folder))
    check(mnist.load(scale="raw"))


def test_the_argument_goes_before_the_environment(folder, monkeypatch):
    monkeypatch.setenv("TINYNET_MNIST", "/nowhere")
    check(mnist.load(folder, scale="raw"))


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_file_is_named(folder, name):
    for path in folder.glob(name + "*"):
        path.unlink()
    message = f"{folder} holds neither {name} nor {name}.gz"
    with pytest.raises(FileNotFoundError, match=re.escape(message)):
        mnist.load(folder)


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(FileNotFoundError, match=re.escape(f"{tmp_path / 'no'} holds neither")):
        mnist.load(tmp_path / "no")


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
        mnist.load(folder)
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
        mnist.load(folder)


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
    monkeypatch.setattr(mnist, "URL", f"http://127.0.0.1:{web.server_port}/")
    yield where, asked
    web.shutdown()
    thread.join()
    web.server_close()


def files(folder):
    return sorted(path.name for path in folder.rglob("*")) if folder.exists() else []


def test_mnist_is_downloaded_once(cache, server, capsys):
    _, asked = server
    check(mnist.load(scale="raw"))
    assert files(cache) == sorted(f"{name}.gz" for name in NAMES)
    assert "100%" in capsys.readouterr().err, "a progress bar"
    assert len(asked) == 4
    check(mnist.load(scale="raw"))
    assert len(asked) == 4, "the second time nothing is asked for"


def test_files_put_there_by_hand_need_no_download(cache):
    cache.mkdir(parents=True)
    for i, name in enumerate(NAMES):
        if i % 2:
            (cache / name).write_bytes(CONTENT[name])
        else:
            (cache / f"{name}.gz").write_bytes(PACKED[name])
    check(mnist.load(scale="raw"))


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_in_the_cache_is_fetched_again(cache, server, damage):
    cache.mkdir(parents=True)
    name = f"{NAMES[0]}.gz"
    (cache / name).write_bytes(damage(PACKED[NAMES[0]]))
    check(mnist.load(scale="raw"))
    assert (cache / name).read_bytes() == PACKED[NAMES[0]]


def complaint(name, folder):
    return (
        rf"could not download {name}\.gz \(.+\)\. Put {name}\.gz or {name} into "
        rf"{re.escape(str(folder))}, or name a folder that holds the four MNIST files: "
        r"mnist\.load\(folder=\.\.\.\) or the environment variable TINYNET_MNIST"
    )


def test_offline(cache, monkeypatch):
    """Nobody listens at a port that was just given back."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    monkeypatch.setattr(mnist, "URL", f"http://127.0.0.1:{port}/")
    with pytest.raises(FileNotFoundError, match=complaint(NAMES[0], cache)):
        mnist.load()
    assert files(cache) == []


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_bad_download_leaves_nothing_behind(cache, server, damage):
    """The second archive comes out wrong: the first stays, of the second there is no trace."""
    where, _ = server
    path = where / f"{NAMES[1]}.gz"
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(FileNotFoundError, match=complaint(NAMES[1], cache)):
        mnist.load()
    assert files(cache) == [f"{NAMES[0]}.gz"]


def test_a_download_that_is_not_there(cache, server):
    where, _ = server
    (where / f"{NAMES[2]}.gz").unlink()
    with pytest.raises(FileNotFoundError, match=complaint(NAMES[2], cache)):
        mnist.load()
    assert files(cache) == sorted(f"{name}.gz" for name in NAMES[:2])


# ------------------------------------------------------------------ the real one


REAL = os.environ.get("TINYNET_MNIST")


@pytest.mark.slow
@pytest.mark.skipif(not REAL, reason="TINYNET_MNIST does not name a folder with MNIST")
def test_the_real_mnist(monkeypatch):
    monkeypatch.undo()  # the small set's checksums
    set_ = mnist.load(Path(REAL))
    assert set_.x_train.shape == (55_000, 784)
    assert set_.x_validation.shape == (5000, 784) and set_.x_test.shape == (10_000, 784)
    assert (set_.x_train**2).mean(dtype=np.float64) == pytest.approx(1, abs=1e-4)
    # LeCun, Cortes & Burges's counts: 6742 ones to train with, 1135 to test with
    ones = [np.bincount(y)[1] for y in (set_.y_train, set_.y_validation, set_.y_test)]
    assert ones[0] + ones[1] == 6742 and ones[2] == 1135
    assert set_.y_train[:5].tolist() == [5, 0, 4, 1, 9]
