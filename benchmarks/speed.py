"""Measure a training step of tinynet and of the frameworks, side by side on one core.

    make bench                                         everything, about ten minutes
    python -m benchmarks.speed --programs pytorch jax --sizes digits deep
    python -m benchmarks.speed --tinynet before=../old --tinynet after=.

Every program is a process of its own that stays through all rounds of a size: libraries do not
share a process's threads and memory, what is compiled is compiled once, and a program that waits
costs nothing. A round lets each train one epoch in turn, A B C D, A B C D, ..., on the same core,
so whatever else the machine does strikes all alike, and ratios are taken round by round. How a
process's memory happens to lie can make it a few percent slower for life: so the processes are
started anew several times.

What counts is the time that a program had the core, which on a quiet machine is the time on the
clock; on a busy one it is steadier. Both stand in the result file. Measure on a quiet machine all
the same: JAX hands work to a second thread even on one core, and where other processes come between
the two it is made to look slower than it is, by half in deep networks. The report says so.

Before anything is timed, every program's first 20 losses must be tinynet's.
"""

import argparse
import datetime
import json
import math
import os
import platform
import re
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from tqdm import tqdm

from benchmarks.problem import SIZES, Size
from benchmarks.programs import PEERS, PRODUCTS

ROOT = Path(__file__).resolve().parent.parent
RESULT = ROOT / "benchmarks" / "results" / "speed.json"
CHECKED_STEPS, TOLERANCE = 20, 1e-4

# One thread for every library that has threads. On one core more of them only get in the way.
ONE_THREAD = {
    **{f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM")},
    "TORCHINDUCTOR_COMPILE_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
    "JAX_PLATFORMS": "cpu",
    "KERAS_BACKEND": "jax",
    "TF_CPP_MIN_LOG_LEVEL": "2",
    "PYTHONWARNINGS": "ignore",
}


class Unusable(Exception):
    """A program that cannot take part; the message says why."""


class Worker:
    """A program in a process of its own: ``ask`` it, and it answers."""

    def __init__(self, program: str, size: Size, core: int | None, checkout: Path | None):
        command = [sys.executable, "-P", "-m", "benchmarks.worker", program, size.name]
        if checkout:
            command += ["--tinynet", str(checkout)]
        # A file for what it has to say: a pipe that nobody empties would fill up.
        self.told = tempfile.TemporaryFile("w+")  # noqa: SIM115
        everything = os.sched_getaffinity(0) if core is not None else None
        if core is not None:
            os.sched_setaffinity(0, {core})  # the child begins, and makes its threads, on the core
        try:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self.told,
                text=True,
                env=os.environ | ONE_THREAD | {"PYTHONPATH": str(ROOT)},
            )
        finally:
            if everything is not None:
                os.sched_setaffinity(0, everything)
        self.versions = self.answer()["versions"]

    def ask(self, **question: Any) -> dict[str, Any]:
        """Send a question and wait for its answer; ``Unusable`` where there is none."""
        with suppress(BrokenPipeError):  # it is gone: its last words are the answer
            print(json.dumps(question), file=self.process.stdin, flush=True)
        return self.answer()

    def answer(self) -> dict[str, Any]:
        """The next line that the process writes."""
        line = self.process.stdout.readline()
        answer = json.loads(line) if line else {"failed": self.last_words()}
        if trouble := answer.get("missing") or answer.get("failed"):
            self.stop()
            raise Unusable(trouble)
        return answer

    def last_words(self) -> str:
        """Why a process is gone that had no time to say so."""
        self.told.seek(0)
        lines = self.told.read().strip().splitlines()
        return f"the process ended: {lines[-1] if lines else 'it said nothing'}"

    def stop(self) -> None:
        """End the process, unless it has ended: when the questions end it goes by itself."""
        if not self.told.closed:
            with suppress(BrokenPipeError):
                self.process.communicate()
            self.process.wait()
            self.told.close()


def cpu_model() -> str:
    """The processor's name, as far as the system tells."""
    try:
        found = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    except OSError:
        found = None
    return found[1].strip() if found else platform.processor() or platform.machine()


def off_by(losses: list[float], reference: list[float]) -> float:
    """The largest difference, relative to the loss."""
    pairs = zip(losses, reference, strict=True)
    return max(abs(a - b) / abs(b) if math.isfinite(a) else math.inf for a, b in pairs)


def start(name: str, size: Size, core: int | None, checkouts: dict[str, Path]) -> Worker:
    """The worker of a program: one of the peers, the bare products, or a checkout of tinynet."""
    program = "tinynet" if name in checkouts else name
    return Worker(program, size, core, checkouts.get(name))


def start_all(names, size, core, checkouts, skipped, bar) -> dict[str, Worker]:
    """A worker for every program that can take part; ``skipped`` learns why others cannot."""
    workers = {}
    for name in names:
        bar.set_description(f"{size.name}: {name} starts")
        try:
            workers[name] = start(name, size, core, checkouts)
        except Unusable as reason:
            if name in checkouts or name == PRODUCTS:
                raise SystemExit(f"{name} does not start: {reason}") from None
            skip(skipped, name, str(reason), bar)
    return workers


def skip(skipped: dict[str, str], name: str, reason: str, bar: tqdm) -> None:
    """Say once that a program does not take part, and keep it for the result file."""
    if name not in skipped:
        bar.write(f"{name} is skipped: {reason}", file=sys.stderr)
    skipped.setdefault(name, reason)


def check(workers: dict[str, Worker], size: Size, skipped, bar) -> dict[str, float]:
    """Compare every program's first losses with those of the first, a tinynet.

    One that cannot run is dropped from ``workers``; one that trains something else is an error,
    for a benchmark of something else is no benchmark.
    """
    reference, found = None, {}
    for name, worker in list(workers.items()):
        if name == PRODUCTS:
            continue
        bar.set_description(f"{size.name}: {name} is checked")
        try:
            losses = worker.ask(do="losses", steps=CHECKED_STEPS)["losses"]
        except Unusable as reason:
            skip(skipped, f"{name} ({size.title})", str(reason), bar)
            del workers[name]
            continue
        reference = reference or losses
        found[name] = off_by(losses, reference)
        if not found[name] < TOLERANCE:
            raise SystemExit(
                f"{name} does not train what tinynet trains at {size.title}: within "
                f"{CHECKED_STEPS} steps its losses are off by {found[name]:.1e} (at most "
                f"{TOLERANCE:.0e} is rounding)"
            )
    return found


def measure(size: Size, names, options, checkouts, versions, skipped, bar) -> dict[str, Any]:
    """All rounds of one size: microseconds a step, for each program a list by rounds."""
    times: dict[str, dict[str, list[float]]] = {"core": {}, "clock": {}}
    checked: dict[str, float] = {}
    for begin in range(options.starts):
        workers = start_all(names, size, options.core, checkouts, skipped, bar)
        try:
            checked |= check(workers, size, skipped, bar)
            for worker in workers.values():
                worker.ask(do="epoch", seed=0)  # once untimed: the caches, what is left to compile
            for number in range(begin, options.rounds, options.starts):
                bar.set_description(f"{size.name}: round {number + 1}")
                for name, worker in workers.items():
                    seconds = worker.ask(do="epoch", seed=number)
                    for kind, rows in times.items():
                        micro = round(seconds[kind] / size.steps * 1e6, 2)
                        rows.setdefault(name, []).append(micro)
                bar.update()
            for worker in workers.values():
                versions.update(worker.versions)
        finally:
            for worker in workers.values():
                worker.stop()
    return {
        **{"name": size.name, "title": size.title, "widths": size.widths, "batch": size.batch},
        **{"rule": size.rule, "lr": size.lr, "steps": size.steps, "loss_off_by": checked},
        **{"core_us": times["core"], "clock_us": times["clock"]},
    }


def write(path: Path, result: dict[str, Any]) -> None:
    """As JSON, each list of numbers on one line."""
    text = json.dumps(result, indent=1, ensure_ascii=False)
    text = re.sub(r"\[[^][{}]*\]", lambda found: " ".join(found[0].split()), text)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8")


def checkout(text: str) -> tuple[str, Path]:
    """``NAME=FOLDER``, or a folder whose name will do."""
    name, _, folder = text.rpartition("=")
    path = Path(folder).resolve()
    if not (path / "tinynet" / "__init__.py").exists():
        raise argparse.ArgumentTypeError(f"there is no tinynet in {folder!r}")
    return name or path.name, path


def parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--rounds", type=int, default=30, help="rounds in all, at each size (%(default)s)")
    add("--starts", type=int, default=2, help="fresh processes for each part (%(default)s)")
    add("--quick", action="store_true", help="two rounds of one start: does it run at all?")
    peers, sizes = list(PEERS), list(SIZES)
    told = "beside tinynet: " + ", ".join(peers)
    add("--programs", nargs="*", choices=peers, default=peers, metavar="PEER", help=told)
    add("--sizes", nargs="+", choices=sizes, default=sizes, metavar="SIZE", help=", ".join(sizes))
    told = "a checkout to measure; may be given again: all are compared to the last"
    add("--tinynet", action="append", type=checkout, metavar="[NAME=]FOLDER", help=told)
    add("--core", type=int, help="the core to run on (the last one there is)")
    add("--out", type=Path, default=RESULT, help="the result file (benchmarks/results/speed.json)")
    options = parser.parse_args(arguments)
    if options.quick:
        options.rounds, options.starts = 2, 1
    if not 1 <= options.starts <= options.rounds:
        parser.error("there must be at least one start, and a round for each")
    cores = os.sched_getaffinity(0) if hasattr(os, "sched_setaffinity") else set()
    if options.core is None:
        options.core = max(cores, default=None)
    elif options.core not in cores:
        parser.error(f"--core must be one of {sorted(cores)}, not {options.core}")
    return options


def main(arguments: list[str] | None = None) -> None:
    options = parse(arguments)
    checkouts = dict(options.tinynet or [("tinynet", ROOT)])
    names = [*checkouts, *options.programs, PRODUCTS]
    versions: dict[str, str] = {"python": platform.python_version()}
    skipped: dict[str, str] = {}
    result: dict[str, Any] = {
        "date": datetime.date.today().isoformat(),
        "cpu": cpu_model(),
        "system": f"{platform.system()} {platform.machine()}",
        "settings": {
            **{"rounds": options.rounds, "starts": options.starts, "threads": 1},
            **{"pinned": options.core is not None, "dtype": "float32", "init": "He"},
        },
        "versions": versions,
        "skipped": skipped,
        "tinynets": list(checkouts),
        "sizes": [],
    }
    with tqdm(total=len(options.sizes) * options.rounds, unit="round") as bar:
        for name in options.sizes:
            row = measure(SIZES[name], names, options, checkouts, versions, skipped, bar)
            result["sizes"].append(row)
            write(options.out, result)
    print(f"Measured. The table and the picture: python -m benchmarks.report {options.out}")


if __name__ == "__main__":
    main()
