"""One program at one size, in a process of its own, on one core.

``speed`` starts it and asks, a line of JSON each on its standard input; it answers on its standard
output. Between questions it waits in a read and takes no time from the others.

    {"do": "losses", "steps": 20}   the first losses from the first weights
    {"do": "epoch", "seed": 7}      seconds an epoch takes, of the clock and of the core
"""

import argparse
import json
import os
import sys
import time
from importlib import metadata
from itertools import islice
from pathlib import Path

import numpy as np

from benchmarks.problem import SIZES, problem
from benchmarks.programs import PEERS, PRODUCTS, Products, Program, Tinynet


def take_tinynet_from(folder: str) -> None:
    """Import ``tinynet`` from a checkout, whatever else is installed."""
    sys.path.insert(0, folder)
    import tinynet

    if not Path(tinynet.__file__).is_relative_to(Path(folder).resolve()):
        raise ImportError(f"tinynet came from elsewhere: there is none in {Path(folder).name}")


def versions(program: Program) -> dict[str, str]:
    """Of what the program is made of, and the kernels that NumPy's products run on."""
    found = {name: metadata.version(name) for name in program.packages}
    if "numpy" in found:
        try:
            from threadpoolctl import threadpool_info
        except ImportError:
            return found
        for pool in threadpool_info():
            if pool["user_api"] == "blas":
                kernels = f" ({pool['architecture']} kernels)" if "architecture" in pool else ""
                found[pool["internal_api"]] = f"{pool['version']}{kernels}"
    return found


def first_losses(program: Program, steps: int) -> list[float]:
    """The losses of the first ``steps`` steps from the first weights."""
    program.reset()
    rng, losses = np.random.default_rng(1), []
    while len(losses) < steps:
        losses += islice(program.losses(rng), steps - len(losses))
    return losses


def time_epoch(program: Program, seed: int) -> dict[str, float]:
    """One epoch from the first weights; what comes before the first step is not timed."""
    program.reset()
    steps = program.epoch(np.random.default_rng(seed))
    clock, core = time.perf_counter(), time.process_time()
    for _ in steps:
        pass
    clock, core = time.perf_counter() - clock, time.process_time() - core
    return {"clock": clock / program.epochs, "core": core / program.epochs}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", choices=["tinynet", PRODUCTS, *PEERS])
    parser.add_argument("size", choices=list(SIZES))
    parser.add_argument("--tinynet", help="the checkout to take tinynet from")
    options = parser.parse_args()

    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever a framework prints is no answer

    def answer(**what) -> None:
        print(json.dumps(what), file=answers, flush=True)

    try:
        if options.tinynet:
            take_tinynet_from(options.tinynet)
        size = SIZES[options.size]
        kinds = {"tinynet": Tinynet, PRODUCTS: Products, **PEERS}
        program = kinds[options.program](size, problem(size))
        answer(versions=versions(program))
        for line in sys.stdin:
            question = json.loads(line)
            if question["do"] == "losses":
                answer(losses=first_losses(program, question["steps"]))
            else:
                answer(**time_epoch(program, question["seed"]))
    except ImportError as error:
        answer(missing=str(error))
    except Exception as error:
        answer(failed=f"{type(error).__name__}: {str(error).strip().splitlines()[0][:200]}")
        raise


if __name__ == "__main__":
    main()
