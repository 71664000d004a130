"""What the page's Python holds: scikit-learn's functions, to the bit, without scikit-learn."""

import importlib.util
import io
import subprocess
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


def test_of_the_exercises_it_holds_the_runner_and_the_checks_alone(unpacked):
    held = {path.name for path in (unpacked / "exercises").rglob("*") if path.is_file()}
    assert held == {"__init__.py", "checks.py"}
    code = (
        "import exercises, pathlib; here = pathlib.Path(exercises.__file__).parent\n"
        "print(exercises.BANK == here, exercises.run('he-gain', 'def gain(f): return 1')['points'])"
    )
    ran = subprocess.check_output([sys.executable, "-c", code], text=True, cwd=unpacked)
    assert ran == "True 1\n"


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
