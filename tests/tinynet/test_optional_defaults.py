"""What the page of defaults says of PyTorch and Keras and `test_optional_frameworks` does not
check. To run these: pip install torch keras; KERAS_BACKEND=torch."""

import math
import os
import warnings

import numpy as np
import pytest
from helpers import BOUND

from tinynet.initializers import TRUNCATED_STD

# A fault of Keras's own: its PyTorch backend converts parameters in a way NumPy 2 deprecates.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


@pytest.fixture(scope="module")
def init():
    """torch.nn.init."""
    with warnings.catch_warnings():  # what a framework says while loading is its own affair
        warnings.simplefilter("ignore")
        torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    torch.manual_seed(0)
    return torch.nn.init


@pytest.fixture(scope="module")
def keras():
    if "KERAS_BACKEND" not in os.environ:
        pytest.skip("KERAS_BACKEND is not set (torch, tensorflow or jax)")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip("keras", reason="Keras is not installed")


def draw(fill, **settings):
    """A weight of PyTorch's, (fan_out, fan_in) = (200, 800), filled in place."""
    import torch

    return fill(torch.empty(200, 800), **settings).numpy().astype(float)


def test_pytorchs_trunc_normal_cuts_at_numbers_and_not_at_standard_deviations(init):
    narrow, unit, wide = (draw(init.trunc_normal_, std=std) for std in (0.02, 1.0, 2.0))
    assert np.abs(narrow).max() > 3.5 * 0.02, "std 0.02 is as good as plain"
    assert narrow.std() == pytest.approx(0.02, rel=BOUND * math.sqrt(2 / 4 / narrow.size))
    assert np.abs(unit).max() <= 2 and np.abs(wide).max() <= 2
    assert unit.std() == pytest.approx(TRUNCATED_STD, rel=BOUND * math.sqrt(1.37 / 4 / unit.size))
    assert wide.std() < 0.6 * 2


def test_kaiming_without_arguments_is_he_by_fan_in(init):
    """a = 0 and nonlinearity = "leaky_relu": the gain is sqrt(2), the fan is fan_in = 800."""
    for fill, kurtosis in ((init.kaiming_normal_, 3), (init.kaiming_uniform_, 1.8)):
        w = draw(fill)
        assert 800 * w.var() == pytest.approx(2, rel=BOUND * math.sqrt((kurtosis - 1) / w.size))


def test_xavier_without_arguments_has_gain_1(init):
    w = draw(init.xavier_normal_)
    assert 500 * w.var() == pytest.approx(1, rel=BOUND * math.sqrt(2 / w.size))


def test_default_of_linear_is_a_sixth_of_he_with_random_biases(init):
    import torch

    linear = torch.nn.Linear(800, 200)
    w = linear.weight.detach().numpy().astype(float)
    assert 800 * w.var() == pytest.approx(2 / 6, rel=BOUND * math.sqrt(0.8 / w.size))
    assert linear.bias.detach().abs().max() <= 1 / math.sqrt(800) * (1 + 1e-6)
    assert linear.bias.detach().std() > 0


def test_calculate_gain_knows_no_slope_but_0_01(init):
    assert init.calculate_gain("leaky_relu") == pytest.approx(math.sqrt(2 / 1.0001), rel=1e-12)


def test_defaults_written_in_keras(keras):
    """The numbers in the configurations, and the initializers that Dense asks for."""
    names = ("random_normal", "random_uniform", "truncated_normal", "orthogonal")
    config = {name: keras.initializers.get(name).get_config() for name in names}
    assert config["random_normal"]["stddev"] == config["truncated_normal"]["stddev"] == 0.05
    assert (config["random_uniform"]["minval"], config["random_uniform"]["maxval"]) == (-0.05, 0.05)
    scaling = keras.initializers.get("variance_scaling").get_config()
    assert (scaling["scale"], scaling["mode"]) == (1.0, "fan_in")
    assert scaling["distribution"] == "truncated_normal"
    assert config["orthogonal"]["gain"] == 1.0
    dense = keras.layers.Dense(3)
    assert isinstance(dense.kernel_initializer, keras.initializers.GlorotUniform)
    assert isinstance(dense.bias_initializer, keras.initializers.Zeros)


def test_lines_of_the_guide_in_keras(keras):
    for name in ("he_normal", "glorot_uniform", "zeros"):
        keras.layers.Dense(3, kernel_initializer=name).build((None, 4))
    w = keras.ops.convert_to_numpy(keras.initializers.Orthogonal(gain=2**0.5, seed=1)((30, 30)))
    assert np.allclose(np.linalg.svd(w, compute_uv=False), 2**0.5, rtol=1e-5)


def test_truncation_of_keras_on_pytorch_lets_some_through(keras):
    """It takes the first of four draws within 2: none of four is, P(|z| > 2)^4 of the time."""
    if keras.backend.backend() != "torch":
        pytest.skip("about Keras's PyTorch backend")
    z = keras.ops.convert_to_numpy(
        keras.random.truncated_normal((4_000_000,), stddev=1.0, seed=keras.random.SeedGenerator(0))
    )
    expected = z.size * math.erfc(math.sqrt(2)) ** 4
    outside = int((np.abs(z) > 2).sum())
    assert outside > 0
    assert abs(outside - expected) < BOUND * math.sqrt(expected)
