"""The benchmark runs, writes what the report reads, and measures the same training everywhere.

No time is asserted: it is the machine's.
"""

import json

import numpy as np
import pytest

from benchmarks import report, speed
from benchmarks.problem import SIZES, batches, problem
from benchmarks.programs import PRODUCTS, Products, Tinynet
from explorers import style

PEER = "scikit-learn"  # the one that the book's own environment has


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    """A result file: two rounds of the smallest network."""
    path = tmp_path_factory.mktemp("speed") / "results" / "speed.json"
    speed.main(["--quick", "--programs", PEER, "--sizes", "digits", "--out", str(path)])
    return path


def test_the_result_file_holds_a_time_for_every_program_and_round(result):
    found = json.loads(result.read_text())
    (size,) = found["sizes"]
    for times in (size["core_us"], size["clock_us"]):
        assert list(times) == ["tinynet", PEER, PRODUCTS]
        assert all(len(rounds) == 2 and min(rounds) > 0 for rounds in times.values())
    assert size["loss_off_by"]["tinynet"] == 0
    assert size["loss_off_by"][PEER] < speed.TOLERANCE
    assert found["versions"]["numpy"] == np.__version__
    assert str(speed.ROOT) not in result.read_text()


def test_the_report_is_made_from_the_result_file(result, tmp_path):
    table, picture = tmp_path / "speed.md", tmp_path / "speed.svg"
    command = [str(result), "--table", str(table), "--picture", str(picture)]
    report.main(command)
    text, drawn = table.read_text(), picture.read_bytes()
    assert text.count("| scikit-learn |") == 3
    assert "matrix products alone" in text
    assert style.INK.encode() in drawn
    dark = picture.with_name("speed-dark.svg").read_bytes()
    assert style.INK.encode() not in dark and style.DARK[style.INK].encode() in dark
    report.main(command)
    assert picture.read_bytes() == drawn  # the same file gives the same picture


@pytest.mark.parametrize(
    "wrong, told",
    [
        (["--programs", "theano"], "invalid choice: 'theano'"),
        (["--sizes", "huge"], "invalid choice: 'huge'"),
        (["--tinynet", "old=nowhere"], "there is no tinynet in 'nowhere'"),
        (["--rounds", "1", "--starts", "2"], "a round for each"),
    ],
)
def test_what_is_not_there_gets_a_clear_error(wrong, told, capsys):
    with pytest.raises(SystemExit):
        speed.main(wrong)
    assert told in capsys.readouterr().err


def test_a_result_of_a_busy_machine_says_so(result):
    """Half the clock's time went elsewhere."""
    found = json.loads(result.read_text())
    (size,) = found["sizes"]
    for share, said in ((1.0, False), (2.0, True)):
        size["clock_us"] = {k: [share * t for t in v] for k, v in size["core_us"].items()}
        assert (report.TOO_BUSY in report.markdown(found)) is said


def test_a_report_of_nothing_says_what_to_run(tmp_path):
    with pytest.raises(SystemExit, match="make bench"):
        report.main([str(tmp_path / "speed.json")])


def test_a_program_that_trains_something_else_is_an_error():
    class Other:
        def ask(self, **_):
            return {"losses": [1.001] * speed.CHECKED_STEPS}

    class Reference:
        def ask(self, **_):
            return {"losses": [1.0] * speed.CHECKED_STEPS}

    class Bar:
        def set_description(self, _):
            pass

    workers = {"tinynet": Reference(), "other": Other()}
    with pytest.raises(SystemExit, match=r"other does not train what tinynet trains .* 1\.0e-03"):
        speed.check(workers, SIZES["digits"], {}, Bar())


def test_a_peer_that_is_not_installed_is_skipped_with_a_word(capsys):
    """Whatever the environment has, this one it has not."""

    def missing(name, size, core, checkouts):
        raise speed.Unusable("No module named 'torch'")

    class Bar:
        def set_description(self, _):
            pass

        def write(self, text, file):
            print(text, file=file)

    skipped = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(speed, "start", missing)
        assert speed.start_all(["pytorch"], SIZES["digits"], None, {}, skipped, Bar()) == {}
    assert skipped == {"pytorch": "No module named 'torch'"}
    assert "pytorch is skipped: No module named 'torch'" in capsys.readouterr().err


def test_tinynet_takes_the_batches_that_every_program_takes():
    """The first loss of its loop is that of the first batch, from the same weights."""
    from tinynet.losses import softmax_cross_entropy

    size = SIZES["digits"]
    data = problem(size)
    program = Tinynet(size, data)
    program.reset()
    batch = next(batches(size, np.random.default_rng(1)))
    value, _ = softmax_cross_entropy(program.net.forward(data.x[batch]), data.y[batch])
    assert next(program.losses(np.random.default_rng(1))) == value


def test_the_floor_is_every_product_of_a_step():
    """Forward, for the weights, and for the inputs of every layer but the first."""
    size = SIZES["digits"]
    products = Products(size, problem(size)).products
    assert len(products) == 3 * len(size.shapes) - 1
    assert all(left.shape[1] == right.shape[0] for left, right, _ in products)
