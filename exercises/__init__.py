"""The exercises of the book and the one runner of their checks.

An exercise is a folder, `exercises/<id>/`:

exercise.yml   id, title, chapter, objectives, kind (practice, graded, written), difficulty, minutes
prompt.md      the task, shown on the page and in the notebook
start.py       what the student sees first; it raises NotImplementedError
solution.py    a right answer (practice: public, behind a click)
checks.py      the checks that everyone may read; hidden.py: those that only grading has
variants/      ok_*.py are right answers by other ways; bad_*.py misconceptions, by name

A check is a function whose parameters are the names that the student's code has to define; `seed`
is the one name that the runner gives. It asserts, and every assert has a message that helps:

    @points(2, "the gain of the ReLU")
    def relu(gain):
        near(gain(lambda z: np.maximum(z, 0)), np.sqrt(2), 0.01, "the gain of the ReLU")

`run` executes an answer and its checks and says what each is worth. The page, a notebook
(`check("he-gain")`) and the command line (`course grade`) all call it.
"""

import inspect
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

BANK = Path(__file__).parent
ANSWER = "your code"  # the file name of the student's code in a traceback


def points(worth: float, title: str) -> Callable[[Callable], Callable]:
    """Make a check of a function: what it is worth, and what it looks at, in words."""

    def mark(function: Callable) -> Callable:
        function.check = (worth, title)
        return function

    return mark


def near(measured, wanted, within: float, what: str) -> None:
    """Assert that every value lies within the tolerance of what is wanted; NaN never does.

    Raises
    ------
    AssertionError: with `what`, the largest distance, and both values where they are numbers.
    """
    measured, wanted = np.asarray(measured), np.asarray(wanted, float)
    assert measured.dtype.kind in "bifu", f"{what}: numbers are wanted, not {measured.dtype}"
    measured = measured.astype(float)
    assert measured.shape == wanted.shape, (
        f"{what} has shape {measured.shape}, but should have {wanted.shape}"
    )
    with np.errstate(all="ignore"):
        error = np.max(np.abs(measured - wanted), initial=0.0)
    if wanted.ndim == 0:
        assert error <= within, f"{what} is {measured:.5g}, not {wanted:.5g}"
    assert error <= within, f"{what} is off by up to {error:.3g}; {within:.3g} is allowed"


def run(exercise: str, code: str, seed: int = 0, bank: Path = BANK) -> dict[str, Any]:
    """Execute an answer, then each of the exercise's checks, and say what each is worth.

    Returns {"points", "of", "checks": [{"title", "points", "of", "message"}, ...]}; `message` is ""
    where the check passed.

    Raises
    ------
    LookupError: no such exercise.
    Whatever the answer itself raises when it is executed (`SystemExit`, too).
    """
    checks = checks_of(exercise, bank)
    return verdicts(checks, execute(code), seed)


def check(exercise: str, answer: Mapping[str, Any] | None = None, seed: int = 0) -> None:
    """Print what the checks of an exercise say of the names defined in the calling cell."""
    names = inspect.currentframe().f_back.f_globals if answer is None else answer
    result = verdicts(checks_of(exercise), names, seed)
    for row in result["checks"]:
        mark = "✗" if row["message"] else "✓"
        print(f"{mark} {row['title']}: {row['points']:g} of {row['of']:g}", row["message"])
    print(f"{result['points']:g} of {result['of']:g} points")


def checks_of(exercise: str, bank: Path = BANK, file: str = "checks.py") -> list[Callable]:
    """The checks of an exercise, in the order of their file."""
    path = Path(bank, exercise, file)
    if not path.is_file():
        known = ", ".join(sorted(path.parent.name for path in Path(bank).glob("*/checks.py")))
        raise LookupError(f"there is no exercise {exercise!r}; there are {known or 'none'}")
    names = {"__name__": f"{exercise}/{file}"}
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), names)
    return [value for value in names.values() if hasattr(value, "check")]


def execute(code: str) -> dict[str, Any]:
    """The names that the code defines."""
    names = {"__name__": "__main__"}
    exec(compile(code, ANSWER, "exec"), names)
    return names


def verdicts(checks: list[Callable], names: Mapping[str, Any], seed: int = 0) -> dict[str, Any]:
    rows = []
    for function in checks:
        of, title = function.check
        message = failure(function, names, seed)
        rows.append({"title": title, "points": 0 if message else of, "of": of, "message": message})
    earned, total = (sum(row[key] for row in rows) for key in ("points", "of"))
    return {"points": earned, "of": total, "checks": rows}


def failure(function: Callable, names: Mapping[str, Any], seed: int) -> str:
    """Why the check fails, in words; "" where it passes."""
    wanted = inspect.signature(function).parameters
    given = {**names, "seed": seed}
    if missing := [name for name in wanted if name not in given]:
        return f"{', '.join(missing)}: not defined"
    try:
        function(**{name: given[name] for name in wanted})
    except NotImplementedError:
        return "not answered yet"
    except AssertionError as error:
        return str(error) or "the check fails"
    except Exception as error:
        return f"stopped with {type(error).__name__}: {error}{line_of(error)}"
    return ""


def line_of(error: BaseException) -> str:
    """Where in the student's code it happened, if it did there."""
    lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == ANSWER]
    return f" (line {lines[-1]})" if lines else ""
