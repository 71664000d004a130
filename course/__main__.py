"""`python -m course`: the command line. Each command is a few lines around a function elsewhere."""

import hashlib
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import click
from tqdm import tqdm

from course import autograder, grading, judge, proof, sandbox
from course import release as releasing
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
written_to = {
    "show_default": True,
    "type": click.Path(file_okay=False, path_type=Path),
    "help": "The folder to write into; it is made if it does not exist.",
}
overwrite = click.option(
    "--overwrite", is_flag=True, help="Replace what an earlier run has written."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """Assign the book: check the bank, release an assignment, grade what comes back."""


@main.command()
@click.argument("exercises", nargs=-1)
@click.option(
    "--chapter",
    "chapters",
    metavar="NAME",
    multiple=True,
    type=click.Choice(bank.chapters()),
    help="All exercises of a chapter, such as zero_and_constant. May be given more than once.",
)
@banks
@jobs
@click.option(
    "--seeds",
    default=proof.SEEDS,
    show_default=True,
    type=click.IntRange(min=1),
    help="How often each answer is checked, each time with other data.",
)
def check(exercises, chapters, banks, jobs, seeds) -> None:
    """See whether the checks tell right answers from wrong ones.

    EXERCISES are names such as he-gain; without any, and without --chapter, all are checked. Right
    answers pass for every seed, misconceptions and mutants of the solution fail, the stub is
    not answered yet, and no hidden check could be deleted unnoticed. Exit status 1 if not.
    """
    chosen = chosen_of(exercises, chapters, banks)
    proofs = []
    click.echo(HEAD)
    with ProcessPoolExecutor(jobs) as pool:
        found = pool.map(proof.prove, chosen, [seeds] * len(chosen))
        for one in tqdm(found, total=len(chosen), unit="exercise", disable=None):
            tqdm.write(row(one))
            proofs.append(one)
    click.echo(sums(proofs))
    sys.exit(any(one.red for one in proofs))


def chosen_of(names, chapters, banks) -> list[bank.Exercise]:
    """The exercises that are named and those of the chapters that are; all, if none is."""
    named = [bank.read(name, banks) for name in names]
    if named and not chapters:
        return named
    everything = bank.exercises(banks).values()
    return named + [one for one in everything if not chapters or one.chapter in chapters]


COLUMNS = ("accepted", "rejected", "killed", "equivalent", "hidden")
HEAD = f"{'exercise':24} {'kind':8}" + "".join(f"{name:>11}" for name in COLUMNS)


def row(one: proof.Proof) -> str:
    """What was found of an exercise: its numbers, and a line for each thing that is wrong."""
    numbers = "".join(f"{getattr(one, name):11}" for name in COLUMNS)
    line = f"{one.exercise:24} {one.kind:8}{numbers}{'  RED' if one.red else ''}"
    return "\n".join([line, *(f"    {reason}" for reason in one.red)])


def sums(proofs: list[proof.Proof]) -> str:
    numbers = "".join(f"{sum(getattr(one, name) for one in proofs):11}" for name in COLUMNS)
    red = sum(bool(one.red) for one in proofs)
    return f"{f'{len(proofs)} exercises, {red} red':33}{numbers}"


def assignment_of(name: str, banks) -> tuple[bank.Assignment, list[bank.Exercise]]:
    """An assignment and its exercises."""
    known = bank.assignments(banks)
    if name not in known:
        names = ", ".join(sorted(known)) or "none"
        raise LookupError(f"there is no assignment {name!r}; there are {names}")
    return known[name], [bank.read(each, banks) for each in known[name].exercises]


def cohort_name(context, option, name: str) -> str:
    if not name.strip():
        raise click.BadParameter("the name is empty; it is a word of yours, such as spring-2027")
    return name.strip()


cohort = click.option(
    "--cohort",
    metavar="NAME",
    required=True,
    callback=cohort_name,
    help="The class, such as spring-2027, the same to release and to grade. "
    "Another name gives the hidden checks other data.",
)


def want_free(overwrite: bool, *paths: Path) -> None:
    """Stop before what an earlier run has written is lost, if the user has not said so."""
    for path in paths:
        if path.exists() and not overwrite:
            raise click.ClickException(
                f"{path} exists already: --overwrite replaces it, another --to keeps it"
            )


@main.command()
@click.argument("assignments", nargs=-1)
@cohort
@banks
@click.option("--to", default="released", **written_to)
@overwrite
def release(assignments, cohort, banks, to, overwrite) -> None:
    """Write the zips for students and for instructors.

    ASSIGNMENTS are names such as one; all are written if none is named.
    """
    chosen = [assignment_of(name, banks) for name in assignments or bank.assignments(banks)]
    want_free(overwrite, *(path for one, _ in chosen for path in releasing.zips(one, to)))
    for assignment, exercises in chosen:
        for path in releasing.release(assignment, exercises, cohort, to):
            click.echo(f"{hashlib.sha256(path.read_bytes()).hexdigest()[:16]}  {path}")


@main.command()
@click.argument("folder", type=click.Path(exists=True, path_type=Path), required=False)
@click.option("--assignment", metavar="NAME", required=True, help="What the notebooks answer.")
@cohort
@banks
@jobs
@click.option("--to", default="graded", **written_to)
@overwrite
@click.option(
    "--written",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="written.csv of an earlier run, with your marks for the written answers.",
)
@click.option(
    "--seconds",
    default=judge.SECONDS,
    show_default=True,
    type=click.IntRange(min=1),
    help="What all checks of one question may take.",
)
@click.option(
    "--gradescope",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write Gradescope's autograder zip there instead; no FOLDER is wanted.",
)
def grade(
    folder, assignment, cohort, banks, jobs, to, overwrite, written, seconds, gradescope
) -> None:
    """Grade the notebooks that came back.

    FOLDER is a folder or zip, as a learning platform exports it. Writes marks.csv (a mark and a
    status for each question), feedback/ (a page for each student), gradescope/ (its
    results.json) and, where there are written answers, written.csv to fill in.
    """
    chosen, exercises = assignment_of(assignment, banks)
    want_free(overwrite, gradescope or to / "marks.csv")
    if gradescope:
        click.echo(autograder.write(chosen, exercises, cohort, gradescope))
        return
    if folder is None:
        raise click.UsageError("FOLDER is missing: where are the notebooks?")
    if not (enclosed := sandbox.usable()):
        click.echo(f"warning: {sandbox.PLAIN}", err=True)
    marks = grading.read_written(written, exercises) if written else {}
    grader = grading.Grader(chosen, exercises, cohort, enclosed, seconds, marks)
    count, found = grader.grade(folder, jobs)
    submissions = []
    for one in tqdm(found, total=count, unit="submission", disable=None):
        tqdm.write(grading.line(one))
        submissions.append(one)
    grading.write(submissions, grader, to)
    click.echo(f"{count} submissions, see {to / 'marks.csv'}")


def run() -> None:
    """The program; what is wrong with its input is a sentence, not a traceback."""
    try:
        main(prog_name="python -m course")
    except (LookupError, ValueError) as error:
        sys.exit(f"error: {error.args[0]}")


if __name__ == "__main__":
    run()
