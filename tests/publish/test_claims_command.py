"""The command that measures the claims again: rows, counts, results that are kept, a cluster."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time

import nbformat
import pytest
from helpers import ROOT

from publish import claims
from publish.task import code_of

slow = pytest.mark.slow


def notebook(path, *cells):
    cells = [nbformat.v4.new_code_cell(source, id=f"cell-{i}") for i, source in enumerate(cells)]
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), path)
    return str(path)


@pytest.fixture
def command(tmp_path):
    """Run the command; results go to a folder of the test's own."""

    def command(*arguments, results=tmp_path / "results"):
        done = subprocess.run(
            [sys.executable, "-m", "publish.claims", "--results", results, *arguments],
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        return done.returncode, done.stdout, done.stderr

    return command


@pytest.fixture
def counted(tmp_path):
    """A chapter whose claim holds for base seeds below 2, and the seeds of its runs so far."""
    runs = tmp_path / "runs"
    runs.mkdir()
    path = notebook(
        tmp_path / "chapter.ipynb",
        "from explorers import SEED, claim",
        f"from tempfile import mkstemp; mkstemp(prefix=f'{{SEED}}-', dir={str(runs)!r})",
        "claim('the seed', SEED, below=2, origin='pilot', unlike={'ninety': 90})",
    )
    return path, lambda: sorted(file.name.split("-")[0] for file in runs.iterdir())


@slow
def test_one_base_seed_prints_every_row_and_the_counts(tmp_path, command):
    good = notebook(
        tmp_path / "good.ipynb",
        "from explorers import SEED, claim",
        "claim('the seed', SEED, exactly=7)",
    )
    status, text, _ = command("--seed", "7", good)
    assert status == 0
    assert "✓ the seed: 7, must be = 7" in text
    assert text.endswith("\n1 claims hold, 0 fail, in 1 chapters, base seed 7\n")

    bad = notebook(
        tmp_path / "bad.ipynb",
        "from explorers import claim",
        "claim('first', 1, exactly=2)\nclaim('second', 2, exactly=2)",
        "1 / 0",
    )
    status, text, _ = command("--seed", "8", "--jobs", "1", good, bad)
    assert status == 1
    for line in ("✗ the seed: 8", "✗ first: 1", "✓ second: 2", "✗ cell cell-2:"):
        assert line in text
    assert "ZeroDivisionError" in text
    assert "1 claims hold, 2 fail, 1 cells stop with an error, in 2 chapters" in text


@slow
def test_many_base_seeds_print_how_often_each_claim_held_and_nothing_runs_twice(command, counted):
    chapter, runs = counted
    status, text, _ = command("--seeds", "1:3", chapter)
    assert status == 1
    assert "✗ 1 of 2  the seed" in text
    assert "base seed 2: 2, must be < 2 (pilot); not so ninety: 90" in text
    assert runs() == ["1", "2"]

    status, text, _ = command("--seeds", "0:3", chapter)
    assert "2 of 3 tasks were run before" in text
    assert "✗ 2 of 3  the seed" in text
    assert runs() == ["0", "1", "2"]

    status, text, _ = command("--seed", "0", chapter)
    assert status == 0
    assert "✓ the seed: 0" in text
    assert runs() == ["0", "1", "2"]


@slow
def test_what_held_is_recorded_for_the_page(tmp_path, command, counted):
    chapter, _ = counted
    file = tmp_path / "held.json"
    command("--seeds", "0:3", "--record", str(file), chapter)
    data = json.loads(file.read_text("utf-8"))["chapter"]
    assert data["seeds"] == [0, 1, 2]
    assert data["held"] == {"the seed": 2}

    command("--seeds", "2:4", "--record", str(file), chapter)  # beside those of the first run
    more = json.loads(file.read_text("utf-8"))["chapter"]
    assert more == {"code": data["code"], "seeds": [0, 1, 2, 3], "held": {"the seed": 2}}
    assert command("--seed", "0", "--record", str(file), chapter)[0] == 2


@pytest.fixture
def interruptible():
    """A shell's background ignores Ctrl-C, and children inherit that, unless it is handled here."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@slow
@pytest.mark.usefixtures("interruptible")
def test_a_run_that_was_interrupted_goes_on_where_it_stopped(tmp_path, command, counted):
    chapter, runs = counted
    results = tmp_path / "results"
    running = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "publish.claims",
            "--jobs",
            "1",
            "--seeds",
            "0:4",
            chapter,
            "--results",
            results,
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while not list(results.glob("*.json")):
        assert running.poll() is None
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    _, errors = running.communicate(timeout=60)
    assert running.returncode == 130, errors
    assert "the same command goes on from there" in errors
    kept = {file.stem.rsplit("-")[-1] for file in results.glob("*.json")}
    assert 1 <= len(kept) < 4

    _, text, _ = command("--seeds", "0:4", chapter)
    assert f"{len(kept)} of 4 tasks were run before" in text
    assert "2 of 4  the seed" in text
    assert all(runs().count(seed) == 1 for seed in kept)


@slow
def test_a_damaged_result_is_named_and_measured_again(tmp_path, command, counted):
    chapter, runs = counted
    command("--seed", "0", chapter)
    (file,) = (tmp_path / "results").glob("*.json")
    file.write_text(file.read_text(encoding="utf-8")[:20])
    status, text, errors = command("--seed", "0", chapter)
    assert status == 0
    assert f"{file} is damaged" in errors
    assert "✓ the seed: 0" in text
    assert runs() == ["0", "0"]
    assert json.loads(file.read_text(encoding="utf-8"))["claims"]


@slow
def test_a_kernel_that_dies_is_reported_and_nothing_of_it_is_kept(tmp_path, command):
    dying = notebook(tmp_path / "dying.ipynb", "import os; os._exit(1)")
    status, text, _ = command("--seed", "0", dying)
    assert status == 1
    assert "the kernel died" in text
    assert not list((tmp_path / "results").glob("*.json"))


def test_results_belong_to_a_chapter_as_it_is(tmp_path):
    path = notebook(tmp_path / "chapter.ipynb", "1")
    figures = tmp_path / "figures"
    figures.mkdir()
    codes = [code_of(path), code_of(path)]
    (figures / "other.py").write_text("1")
    codes.append(code_of(path))
    assert len(set(codes)) == 1
    (figures / "chapter.py").write_text("1")
    codes.append(code_of(path))
    notebook(tmp_path / "chapter.ipynb", "2")
    codes.append(code_of(path))
    assert len(set(codes)) == 3
    chapter = nbformat.read(path, 4)
    chapter.cells.insert(0, nbformat.v4.new_markdown_cell("Words change no result."))
    nbformat.write(chapter, path)
    assert code_of(path) == codes[-1]


def test_the_chapters_come_in_the_order_of_the_table_of_contents():
    names = claims.chapters()
    assert names.index("book/zero_and_constant.ipynb") < names.index("book/glorot.ipynb")
    assert len(set(names)) == len(names) >= 11


@pytest.mark.parametrize("text", ["20", "0:", "4:0", "3:3", "-1:3", "a:b", "0:9:2"])
def test_seeds_that_are_no_range(text, capsys):
    with pytest.raises(SystemExit) as stop:
        claims.main([f"--seeds={text}"])
    assert stop.value.code == 2
    assert f"must be a range FIRST:END of base seeds, such as 0:20 for 0 to 19, not {text!r}" in (
        capsys.readouterr().err
    )


def test_chapters_that_are_not_there(capsys):
    with pytest.raises(SystemExit):
        claims.main(["nowhere.ipynb"])
    assert "there is no" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SystemExit, match=r"results cannot be written to .*file"):
        claims.main(["--results", str(tmp_path / "file")])


# A Dask cluster: pip install distributed


@pytest.fixture
def distributed():
    return pytest.importorskip("distributed", reason="Dask is not installed")


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def test_an_address_that_nobody_answers(distributed, monkeypatch, tmp_path):
    monkeypatch.setattr(claims, "ANSWER_WITHIN", 1)
    address = f"tcp://127.0.0.1:{free_port()}"
    with pytest.raises(SystemExit, match=f"no Dask scheduler answers at {address}"):
        claims.main(["--dask", address, "--results", str(tmp_path)])


def test_without_dask_it_is_said_how_to_get_it(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(SystemExit, match="Dask is not installed: pip install"):
        claims.main(["--dask", "tcp://127.0.0.1:8786", "--results", str(tmp_path)])


@slow
def test_a_worker_that_is_killed_costs_no_result(distributed, tmp_path, command, counted):
    chapter, _ = counted
    address = f"tcp://127.0.0.1:{free_port()}"
    start = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--no-dashboard"]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", address]
    worker += ["--nthreads", "1", "--no-nanny", "--no-dashboard"]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    with contextlib.ExitStack() as stack:

        def background(*arguments):
            process = subprocess.Popen(
                arguments,
                env=env,
                cwd=tmp_path,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            stack.callback(process.wait)
            stack.callback(process.kill)
            return process

        background(*start, "--port", address.rpartition(":")[2])
        doomed, _ = background(*worker), background(*worker)
        with distributed.Client(address, timeout=60) as client:
            client.wait_for_workers(2, timeout=60)
        results = tmp_path / "results"
        running = background(
            sys.executable,
            "-m",
            "publish.claims",
            "--seeds",
            "0:6",
            chapter,
            "--dask",
            address,
            "--results",
            results,
        )
        while not list(results.glob("*.json")):
            assert running.poll() is None
            time.sleep(0.05)
        doomed.kill()
        assert running.wait(timeout=300) == 1
    _, text, _ = command("--seeds", "0:6", chapter)
    assert "6 of 6 tasks were run before" in text
    assert "✗ 2 of 6  the seed" in text
