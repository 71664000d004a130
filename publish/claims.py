"""Run the chapters and print every claim: `python -m publish.claims --seed 1`.

With `--seeds 0:20` every chapter runs with each of these base seeds, and each claim is printed
with how often it held. A task is one chapter with one base seed; tasks run side by side through
joblib, here or, with `--dask tcp://...`, on a Dask cluster whose workers have the same checkout.
What a task found is written to `.claims` as soon as it ends, so a run that was interrupted
goes on where it stopped, and nothing is computed twice until the code or the chapter changes.
`--record book/held.json` writes the counts for the page of claims, beside those of earlier runs.

Exit status 1 where a claim does not hold or a cell fails. A claim that does not hold stops
nothing: all rows are printed.
"""

import argparse
import contextlib
import json
import os
import re
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

import yaml
from joblib import Parallel, delayed, parallel_config
from tqdm import tqdm

from explorers.claims import SEED
from publish.task import ROOT, Found, OtherCode, Task, code_of, run

RESULTS = Path(".claims")
ANSWER_WITHIN = 8  # seconds that a Dask scheduler has to answer


# All tasks


class Store:
    """What earlier runs have found: one file a task, written whole or not at all."""

    def __init__(self, folder: Path):
        self.folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            raise SystemExit(f"results cannot be written to {folder}: {error}") from error

    def get(self, task: Task) -> Found | None:
        path = self.folder / task.file
        try:
            return Found.load(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError) as error:
            tqdm.write(f"{path} is damaged ({error}): its task runs again", file=sys.stderr)
            return None

    def put(self, task: Task, found: Found) -> None:
        part = self.folder / f"{task.file}.part"
        part.write_text(found.dump(), encoding="utf-8")
        part.replace(self.folder / task.file)


def run_all(tasks: list[Task], store: Store, jobs: int, backend: str) -> dict[Task, Found]:
    """What every task finds: from the store where it holds it, else run and stored at once."""
    found = {task: kept for task in tasks if (kept := store.get(task))}
    left = [task for task in tasks if task not in found]
    if found:
        print(f"{len(found)} of {len(tasks)} tasks were run before: {store.folder}")
    if not left:
        return found

    with parallel_config(backend, n_jobs=jobs):
        results = Parallel(return_as="generator_unordered", batch_size=1)(
            delayed(run)(task) for task in left
        )
        for task, result in tqdm(results, total=len(left), unit="task"):
            found[task] = result
            if not result.lost:
                store.put(task, result)
    return found


@contextlib.contextmanager
def cluster(address: str | None):
    """joblib's backend for tasks: threads here (each waits for its kernel), or a Dask cluster."""
    if address is None:
        yield "threading"
        return
    try:
        from distributed import Client
    except ImportError as error:
        raise SystemExit('Dask is not installed: pip install "tinynet-book[dask]"') from error
    try:
        client = Client(address, timeout=ANSWER_WITHIN)
    except (OSError, ValueError) as error:
        raise SystemExit(f"no Dask scheduler answers at {address}: {error}") from error
    with client:
        if not client.scheduler_info()["workers"]:
            raise SystemExit(f"the Dask scheduler at {address} has no workers")
        print(f"On the Dask cluster at {address}: {client.dashboard_link}")
        yield "dask"


# What is printed


def print_rows(found: dict[Task, Found]) -> None:
    """Every claim with what was measured: one base seed."""
    for task, result in found.items():
        print(f"\n{task.path}")
        print("\n".join([f"  {c}" for c in result.claims] + [f"  ✗ {e}" for e in result.errors]))


def print_counts(found: dict[Task, Found]) -> None:
    """Every claim with how often it held, and each failure with its base seed."""
    by_chapter = defaultdict(list)
    for task, result in found.items():
        by_chapter[task.path].append((task.seed, result))
    for path, results in by_chapter.items():
        print(f"\n{path}")
        held, failures = Counter(), defaultdict(list)
        for seed, result in results:
            for claim in result.claims:
                held[claim.statement] += claim.holds
                if not claim.holds:
                    failures[claim.statement].append(f"{seed}: {claim.evidence()}")
            for error in result.errors:
                print(f"  ✗ base seed {seed}: {error}")
        for statement, times in held.items():
            mark = "✗" if failures[statement] else "✓"
            print(f"  {mark} {times} of {len(results)}  {statement}")
            for line in failures[statement]:
                print(f"      base seed {line}")


def record(path: Path, found: dict[Task, Found]) -> None:
    """How often each claim held, by chapter, for the page of claims: book/held.json.

    What the file says of other base seeds stays, as long as the chapter's code is the same: so
    twenty seeds can be run in several sittings.
    """
    chapters = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    for task, result in found.items():
        name = Path(task.path).stem
        if chapters.get(name, {}).get("code") != task.code:
            chapters[name] = {"code": task.code, "seeds": [], "held": {}}
        seeds, held = chapters[name]["seeds"], chapters[name]["held"]
        if task.seed in seeds or result.lost:
            continue
        seeds.append(task.seed)
        for claim in result.claims:
            held[claim.statement] = held.get(claim.statement, 0) + claim.holds
    path.write_text(json.dumps(chapters, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def seed_range(text: str) -> range:
    """`0:20` is 0, 1, ..., 19."""
    if not (match := re.fullmatch(r"(\d+):(\d+)", text)) or int(match[1]) >= int(match[2]):
        raise argparse.ArgumentTypeError(
            f"must be a range FIRST:END of base seeds, such as 0:20 for 0 to 19, not {text!r}"
        )
    return range(int(match[1]), int(match[2]))


def chapters() -> list[str]:
    """The notebooks of the book, in the order of its table of contents."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    named = [toc["root"], *(c["file"] for part in toc["parts"] for c in part["chapters"])]
    return [f"{name}.ipynb" for name in named if (ROOT / f"{name}.ipynb").exists()]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m publish.claims", description="Run the chapters and print every claim."
    )
    parser.add_argument("chapters", nargs="*", help="notebooks (all chapters of the book)")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--seed", type=int, default=SEED, help="base seed (TINYNET_SEED, or 0)")
    which.add_argument("--seeds", type=seed_range, metavar="FIRST:END", help="base seeds: 0:20")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="tasks at a time")
    parser.add_argument("--dask", metavar="ADDRESS", help="run on a cluster: tcp://host:8786")
    parser.add_argument("--record", type=Path, metavar="FILE", help="write how often each held")
    parser.add_argument("--results", type=Path, default=RESULTS, help=f"folder ({RESULTS})")
    given = parser.parse_args(arguments)
    if given.record and not given.seeds:
        parser.error("--record wants --seeds FIRST:END")
    paths = [str(Path(path).resolve()) for path in given.chapters] or chapters()
    if missing := [path for path in paths if not (ROOT / path).exists()]:
        parser.error(f"there is no {', no '.join(missing)}")

    seeds = given.seeds or [given.seed]
    codes = {path: code_of(str(ROOT / path)) for path in paths}
    tasks = [Task(path, seed, codes[path]) for path in paths for seed in seeds]
    store = Store(given.results)
    try:
        with cluster(given.dask) as backend:
            jobs = -1 if given.dask else given.jobs  # all of the cluster's
            found = run_all(tasks, store, jobs, backend)
    except OtherCode as error:
        raise SystemExit(str(error)) from error
    except KeyboardInterrupt:
        kept = sum(store.get(task) is not None for task in tasks)
        print(
            f"\nInterrupted. {kept} of {len(tasks)} tasks are kept in {store.folder}; "
            "the same command goes on from there.",
            file=sys.stderr,
        )
        sys.stderr.flush()
        os._exit(130)  # all results are written; kernels that still run end with this process

    found = {task: found[task] for task in tasks}
    (print_counts if given.seeds else print_rows)(found)
    if given.record:
        record(given.record, found)
    verdicts = [claim.holds for result in found.values() for claim in result.claims]
    broken = sum(len(result.errors) for result in found.values())
    cells = f", {broken} cells stop with an error" if broken else ""
    many = f"base seeds {seeds[0]} to {seeds[-1]}" if given.seeds else f"base seed {given.seed}"
    print(
        f"\n{sum(verdicts)} claims hold, {len(verdicts) - sum(verdicts)} fail{cells}, "
        f"in {len(paths)} chapters, {many}"
    )
    return int(broken > 0 or not all(verdicts))


if __name__ == "__main__":
    sys.exit(main())
