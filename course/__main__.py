"""`python -m course`: the command line. Each command is a few lines around a function elsewhere."""

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import click
from tqdm import tqdm

from course import proof
from exercises import bank

folder = click.Path(exists=True, file_okay=False, path_type=Path)
banks = click.option(
    "--bank",
    "banks",
    type=folder,
    multiple=True,
    default=[bank.BOOK],
    show_default="the book's own",
    help="A folder with exercises/, objectives/, assignments/. May be given more than once.",
)
jobs = click.option(
    "--jobs",
    default=os.cpu_count(),
    show_default="one for each core",
    type=click.IntRange(min=1),
    help="How many processes work at once.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """Assign the book: check the bank, release an assignment, grade what comes back."""


@main.command()
@click.argument("exercises", nargs=-1)
@banks
@jobs
@click.option("--seeds", default=proof.SEEDS, show_default=True, type=click.IntRange(min=1))
def check(exercises, banks, jobs, seeds) -> None:
    """Do the checks of EXERCISES (all of them, if none is named) tell right from wrong?

    Right answers pass for every seed, misconceptions and mutants of the solution fail, the stub is
    not answered yet, and no hidden check could be deleted unnoticed. Exit status 1 if not.
    """
    chosen = [bank.read(name, banks) for name in exercises] or [*bank.exercises(banks).values()]
    with ProcessPoolExecutor(jobs) as pool:
        found = pool.map(proof.prove, chosen, [seeds] * len(chosen))
        bar = tqdm(found, total=len(chosen), unit="exercise", disable=None)
        proofs = sorted(bar, key=lambda one: one.exercise)
    click.echo(table(proofs))
    sys.exit(any(one.red for one in proofs))


def table(proofs: list[proof.Proof]) -> str:
    """One line for each exercise, one below it for each thing that is wrong, and the sums."""
    columns = ("accepted", "rejected", "killed", "equivalent", "hidden")
    head = f"{'exercise':30} {'kind':10}" + "".join(f"{name:>12}" for name in columns)
    lines = [head]
    for one in proofs:
        numbers = "".join(f"{getattr(one, name):12}" for name in columns)
        lines += [f"{one.exercise:30} {one.kind:10}{numbers}{'  RED' if one.red else ''}"]
        lines += [f"    {reason}" for reason in one.red]
    sums = "".join(f"{sum(getattr(one, name) for one in proofs):12}" for name in columns)
    red = sum(bool(one.red) for one in proofs)
    return "\n".join([*lines, f"{f'{len(proofs)} exercises, {red} red':41}{sums}"])


def run() -> None:
    """The program; what is wrong with its input is a sentence, not a traceback."""
    try:
        main(prog_name="python -m course")
    except (LookupError, bank.Invalid) as error:
        sys.exit(f"error: {error.args[0]}")


if __name__ == "__main__":
    run()
