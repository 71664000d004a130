"""What the page's Python holds: scikit-learn's functions, to the bit, without scikit-learn."""

import importlib.util
import io
import sys
import zipfile

import numpy as np
import pytest

from publish.live.package import package
from tinynet import data


@pytest.fixture
def unpacked(tmp_path):
    with zipfile.ZipFile(io.BytesIO(package())) as archive:
        archive.extractall(tmp_path)
    return tmp_path


def test_the_package_is_the_same_each_time_and_small():
    assert package() == package()
    assert len(package()) < 150_000
    with zipfile.ZipFile(io.BytesIO(package({"exercises/__init__.py": b"x = 1"}))) as archive:
        assert archive.read("exercises/__init__.py") == b"x = 1"


@pytest.mark.parametrize("seed", [0, 1, 12])
@pytest.mark.parametrize("n", [2, 7, 200, 501])
def test_data_without_scikit_learn_are_equal_to_the_bit(unpacked, monkeypatch, seed, n):
    def draw():
        rng = np.random.default_rng(seed)
        drawn = [*data.digits(), *data.moons(n, rng), *data.circles(n, rng, 0.3)]
        return [*drawn, *data.moons(n, rng, noise=0.5)]

    expected = draw()
    path = unpacked / "sklearn" / "datasets.py"
    spec = importlib.util.spec_from_file_location("sklearn.datasets", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setitem(sys.modules, "sklearn.datasets", module)
    for a, b in zip(draw(), expected, strict=True):
        assert a.dtype == b.dtype
        assert np.array_equal(a, b)
