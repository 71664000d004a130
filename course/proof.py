"""Does the bank tell right answers from wrong ones? Each exercise is held to this:

1. the solution and the independent right answers pass every check, for 25 seeds, without a warning;
2. every misconception fails for each seed, by an assert whose message says why;
3. the stub that students see is "not answered yet";
4. every mutant of the solution fails for some seed, if it is not declared `equivalent`;
5. every hidden check is needed: without it some misconception or mutant would pass;
6. of a graded answer in another process, where grading has it, the checks say what they say here.

An entry of `equivalent` is a mutant's name as it is printed, or a part of it.
"""

import signal
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from course import calls, judge, sandbox
from course.mutants import mutants
from exercises import execute, verdicts
from exercises.bank import Exercise

SEEDS = 25
SECONDS = 20  # what one answer may take for one seed; a mutant that takes longer is killed


@dataclass
class Proof:
    """What was found of one exercise; `red` says what is wrong, in words."""

    exercise: str
    kind: str
    accepted: int = 0
    rejected: int = 0
    killed: int = 0
    equivalent: int = 0
    hidden: int = 0
    red: list[str] = field(default_factory=list)


def prove(exercise: Exercise, seeds: int = SEEDS) -> Proof:
    proof = Proof(exercise.id, exercise.kind)
    if exercise.kind == "written":
        return written(exercise, proof)
    checks = checks_of(exercise)
    right(exercise, checks, seeds, proof)
    stub(exercise, checks, proof)
    alone = wrong(exercise, checks, seeds, proof) | broken(exercise, checks, seeds, proof)
    needed(exercise, alone, proof)
    if not proof.red and exercise.kind == "graded":
        elsewhere(exercise, checks, proof)
    return proof


def checks_of(exercise: Exercise) -> list[Callable]:
    hidden = exercise.checks("hidden.py") if exercise.kind == "graded" else []
    return exercise.checks() + hidden


def written(exercise: Exercise, proof: Proof) -> Proof:
    if not exercise.points() > 0:
        proof.red.append('the rubric gives no points: its items end in "- 2 points"')
    return proof


def right(exercise: Exercise, checks: list[Callable], seeds: int, proof: Proof) -> None:
    """The solution and the `ok_` variants pass for every seed."""
    for path in [exercise.folder / "solution.py", *exercise.variants("ok_")]:
        for seed in range(seeds):
            if reasons := list(failures(checks, path.read_text("utf-8"), seed, "error").values()):
                proof.red.append(f"{path.name}, seed {seed}: {reasons[0]}")
                break
        else:
            proof.accepted += 1


def wrong(exercise: Exercise, checks: list[Callable], seeds: int, proof: Proof) -> set[str]:
    """The `bad_` variants fail for every seed; the titles of checks that were alone to notice."""
    alone = set()
    for path in exercise.variants("bad_"):
        for seed in range(seeds):
            failed = failures(checks, path.read_text("utf-8"), seed)
            if not any(map(asserted, failed.values())):
                proof.red.append(f"{path.name}, seed {seed}: {first(failed) or 'passes'}")
                break
            alone |= only(failed)
        else:
            proof.rejected += 1
    return alone


def broken(exercise: Exercise, checks: list[Callable], seeds: int, proof: Proof) -> set[str]:
    """Mutants fail for some seed; the titles of checks without which one would pass."""
    alone = set()
    for name, code in mutants(exercise.text("solution.py")):
        if any(entry in name for entry in exercise.equivalent):
            proof.equivalent += 1
        elif noticed := noticing(checks, code, seeds):
            proof.killed += 1
            alone |= only(noticed)
        else:
            proof.red.append(f"a mutant passes: {name}")
    return alone


def noticing(checks: list[Callable], code: str, seeds: int) -> set[str]:
    """The checks that notice a mutant: at its first seed that fails."""
    for seed in range(seeds):
        if failed := failures(checks, code, seed):
            return set(failed)
    return set()


def stub(exercise: Exercise, checks: list[Callable], proof: Proof) -> None:
    reasons = set(failures(checks, exercise.text("start.py"), 0).values())
    if reasons != {"not answered yet"}:
        proof.red.append(f"start.py: {', '.join(sorted(reasons)) or 'passes'}")


def needed(exercise: Exercise, alone: set[str], proof: Proof) -> None:
    if exercise.kind == "graded":
        titles = [check.check[1] for check in exercise.checks("hidden.py")]
        proof.hidden = len(titles)
        spare = [title for title in titles if title not in alone]
        proof.red += [f"the hidden check {title!r} could be deleted unnoticed" for title in spare]


def elsewhere(exercise: Exercise, checks: list[Callable], proof: Proof) -> None:
    """Every answer once more, in another process, as in grading; a practice one is never graded."""
    with sandbox.laboratory() as folder, sandbox.running(folder, 600, enclosed=False) as channel:
        end = calls.End(channel)
        for path in [exercise.folder / "solution.py", *exercise.variants("")]:
            code = path.read_text("utf-8")
            end.deadline = time.monotonic() + 5 * SECONDS
            here, there = failures(checks, code, 0), failures_there(end, checks, code)
            for title in sorted(set(here) ^ set(there)):
                reason = there.get(title, "passes")
                proof.red.append(f"{path.name}, {title!r}: in another process: {reason}")


def failures_there(end: calls.End, checks: list[Callable], code: str) -> dict[str, str]:
    try:
        rows = verdicts(checks, judge.names_of(end, code, checks), 0)["checks"]
    except Exception as error:
        return {check.check[1]: f"stopped with {error!r}" for check in checks}
    return {row["title"]: row["message"] for row in rows if row["message"]}


def failures(checks: list[Callable], code: str, seed: int, warning="ignore") -> dict[str, str]:
    """Why which check fails, by title. What cannot even be executed fails every check."""
    with warnings.catch_warnings(), at_most(SECONDS):
        warnings.simplefilter(warning)
        try:
            rows = verdicts(checks, execute(code), seed)["checks"]
        except Exception as error:
            reason = f"stopped with {type(error).__name__}: {error}"
            return {check.check[1]: reason for check in checks}
    return {row["title"]: row["message"] for row in rows if row["message"]}


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise a TimeoutError in what runs longer."""

    def late(*_):
        raise TimeoutError(f"more than {seconds:g} s")

    signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def asserted(reason: str) -> bool:
    return not reason.startswith("stopped with") and reason != "the check fails"


def first(failed: dict[str, str]) -> str:
    return next(iter(failed.values()), "")


def only(failed) -> set[str]:
    return set(failed) if len(failed) == 1 else set()
