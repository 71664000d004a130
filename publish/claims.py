"""Run the chapters and print every claim: `python -m publish.claims --seed 1`.

Exit status 1 where a claim does not hold or a cell fails. A claim that does not hold stops
nothing: all rows are printed.
"""

import argparse
import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from tqdm import tqdm

from explorers.claims import CLAIM, SEED, Claim

COLOR_CODES = re.compile(r"\x1b\[[0-9;]*m")


def run(path: Path, seed: int) -> tuple[list[Claim], list[str]]:
    """The claims of one chapter, and its errors as `cell id: the error and where it arose`."""
    notebook = nbformat.read(path, as_version=4)
    folder = {"metadata": {"path": str(path.parent)}}
    quiet = ["--log-level=ERROR"]  # of the kernel about itself
    client = NotebookClient(
        notebook, timeout=None, allow_errors=True, resources=folder, extra_arguments=quiet
    )
    client.execute(env=os.environ | {"TINYNET_SEED": str(seed), "TINYNET_CLAIMS_GO_ON": "1"})
    claims, errors = {}, []
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if output.output_type == "error":
                trace = COLOR_CODES.sub("", "\n".join(output.traceback))
                errors.append(f"cell {cell.id}: {trace}")
            elif CLAIM in output.get("data", {}):
                claim = Claim(**output.data[CLAIM])
                claims[claim.statement] = claim
    return list(claims.values()), errors


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Run the chapters and print every claim.")
    parser.add_argument("chapters", nargs="*", type=Path, help="notebooks (book/*.ipynb)")
    parser.add_argument("--seed", type=int, default=SEED, help="base seed (TINYNET_SEED, or 0)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="chapters at a time")
    given = parser.parse_args(arguments)
    chapters = given.chapters or sorted(Path("book").glob("*.ipynb"))
    if not chapters:
        parser.error("there is no book/*.ipynb here: name the chapters")

    holding = failing = broken = 0
    with ThreadPoolExecutor(given.jobs) as pool:
        running = {pool.submit(run, path, given.seed): path for path in chapters}
        for done in tqdm(as_completed(running), total=len(running), unit="chapter"):
            claims, errors = done.result()
            lines = [f"\n{running[done]}", *(f"  {claim}" for claim in claims)]
            tqdm.write("\n".join(lines + [f"  ✗ {error}" for error in errors]), file=sys.stdout)
            holding += sum(claim.holds for claim in claims)
            failing += sum(not claim.holds for claim in claims)
            broken += len(errors)
    cells = f", {broken} cells stop with an error" if broken else ""
    print(
        f"\n{holding} claims hold, {failing} fail{cells}, "
        f"in {len(chapters)} chapters, base seed {given.seed}"
    )
    return int(bool(failing or broken))


if __name__ == "__main__":
    sys.exit(main())
