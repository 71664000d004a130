"""`course grade`: from a folder of notebooks to marks, feedback pages and Gradescope's files.

A mark is a number, or nothing where a human has to look; a status says why. Of a question: graded,
time (took too long), ended (ended its own process), unanswered, syntax (no Python), missing (no
such definition), by hand (a written answer without a mark yet), trouble (the judge itself stopped).
Of a submission: graded (every question has a mark), partly, unreadable.
"""

import csv
import inspect
import json
import re
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jinja2

from course import judge, notebook, sandbox
from course.returned import Returned, code_of, returned, suspicions, text_answer
from exercises.bank import Assignment, Exercise

WORDS = {
    "graded": "",
    "time": "This answer took too long. What was checked before counts.",
    "ended": "This answer ended its own process. What was checked before counts.",
    "unanswered": "Not answered.",
    "syntax": "This answer is no Python: nothing could be checked. Your lecturer will look at it.",
    "missing": "No answer was found in the notebook. Your lecturer will look at it.",
    "by hand": "Your lecturer marks this answer.",
    "trouble": "The checks could not be run. Your lecturer will look at it.",
}


@dataclass
class Question:
    exercise: Exercise
    status: str
    mark: float | None
    checks: list[dict[str, Any]] = field(default_factory=list)
    answer: str = ""
    why: str = ""

    @property
    def of(self) -> float:
        return self.exercise.points(hidden=True)

    @property
    def words(self) -> str:
        return WORDS[self.status]


@dataclass
class Submission:
    student: str
    file: str
    flags: list[str]
    unreadable: str = ""
    questions: list[Question] = field(default_factory=list)
    seconds: float = 0

    @property
    def status(self) -> str:
        if self.unreadable:
            return "unreadable"
        return "graded" if all(one.mark is not None for one in self.questions) else "partly"

    @property
    def mark(self) -> float | None:
        """The sum of the marks that there are."""
        marks = [one.mark for one in self.questions if one.mark is not None]
        return None if self.unreadable else sum(marks)

    @property
    def of(self) -> float:
        return sum(one.of for one in self.questions)

    @property
    def slug(self) -> str:
        """The student as a file's name."""
        return re.sub(r"[^\w.-]+", "_", self.student).strip(".") or "student"


@dataclass(frozen=True)
class Grader:
    """What is the same for every submission of a class."""

    assignment: Assignment
    exercises: list[Exercise]
    cohort: str
    enclosed: bool
    seconds: int = judge.SECONDS
    written: dict[tuple[str, str], float] = field(default_factory=dict)

    def grade(self, folder: Path, jobs: int) -> tuple[int, Iterator[Submission]]:
        """How many submissions there are, and each as soon as it is graded, in their order."""
        release = notebook.notebook(self.assignment, self.exercises, notebook.stub)
        found = list(returned(folder, release))
        if not found:
            raise ValueError(f"{folder} is empty; it should have a folder or file of each student")
        return len(found), self.all_of(found, jobs)

    def all_of(self, found: list[Returned], jobs: int) -> Iterator[Submission]:
        with ThreadPoolExecutor(jobs) as pool:
            yield from pool.map(self.submission, found)

    def submission(self, one: Returned) -> Submission:
        start = time.monotonic()
        questions = [] if one.unreadable else [self.question(one, each) for each in self.exercises]
        flags = [*one.flags, *suspicions(one)]
        flags += [f"{each.exercise.id}: {each.why}" for each in questions if each.why]
        seconds = time.monotonic() - start
        return Submission(one.student, one.file, flags, one.unreadable, questions, seconds)

    def question(self, one: Returned, exercise: Exercise) -> Question:
        if exercise.kind == "written":
            return self.by_hand(one, exercise)
        wanted = names_of(exercise)
        code, trouble = code_of(exercise.id, wanted, exercise.text("start.py"), one)
        if trouble in ("syntax", "missing"):
            return Question(exercise, trouble, None)
        result = self.judged(exercise, code)
        status, checks = trouble or result["status"], result["checks"]
        mark = sum(check["points"] for check in checks) if checks else None
        return Question(exercise, status, mark, checks, code, result.get("why", ""))

    def judged(self, exercise: Exercise, code: str) -> dict[str, Any]:
        with sandbox.laboratory() as folder:
            return judge.judge(
                {
                    "exercise": exercise.id,
                    "bank": str(exercise.folder.parent.resolve()),
                    "code": code,
                    "seed": notebook.seed_of(self.cohort, exercise.id),
                    "seconds": self.seconds,
                    "laboratory": str(folder),
                    "enclosed": self.enclosed,
                }
            )

    def by_hand(self, one: Returned, exercise: Exercise) -> Question:
        answer = text_answer(exercise.id, one)
        if (mark := self.written.get((one.student, exercise.id))) is not None:
            return Question(exercise, "graded", mark, answer=answer)
        if not answer:
            return Question(exercise, "unanswered", 0)
        return Question(exercise, "by hand", None, answer=answer)


def names_of(exercise: Exercise) -> list[str]:
    """What the checks want the student to define."""
    checks = judge.all_checks(exercise.folder.parent, exercise.id)
    names = {name for check, _ in checks for name in inspect.signature(check).parameters}
    return sorted(names - {"seed"})


def line(one: Submission) -> str:
    """A submission in a line of the terminal."""
    mark = "-" if one.mark is None else f"{one.mark:g} of {one.of:g}"
    flags = "; ".join(([one.unreadable] if one.unreadable else []) + one.flags)
    return f"{one.student:24} {one.status:10} {mark:>10} {one.seconds:6.1f} s  {flags}"


def write(submissions: list[Submission], grader: Grader, to: Path) -> None:
    """marks.csv, written.csv, feedback/ and gradescope/ in a folder."""
    for name in ("feedback", "gradescope"):
        (to / name).mkdir(parents=True, exist_ok=True)
    table(to / "marks.csv", marks(submissions, grader.exercises))
    hand = [one.id for one in grader.exercises if one.kind == "written"]
    if hand:
        table(to / "written.csv", by_hand(submissions, hand))
    for one, slug in zip(submissions, slugs(submissions), strict=True):
        (to / "feedback" / f"{slug}.html").write_text(page(one, grader.assignment), "utf-8")
        if not one.unreadable:  # Gradescope knows no submission without a score
            result = json.dumps(gradescope(one), indent=1, ensure_ascii=False)
            (to / "gradescope" / f"{slug}.json").write_text(result + "\n", "utf-8")


def slugs(submissions: Iterable[Submission]) -> list[str]:
    found: list[str] = []
    for one in submissions:
        same = sum(slug == one.slug for slug in found)
        found.append(f"{one.slug}-{same + 1}" if same else one.slug)
    return found


def marks(submissions: list[Submission], exercises: list[Exercise]) -> Iterator[list]:
    """The rows of marks.csv: for each question its mark and its status."""
    questions = [word for one in exercises for word in (one.id, f"{one.id} status")]
    yield ["student", "file", "status", "mark", "of", *questions, "flags"]
    of = sum(one.points(hidden=True) for one in exercises)
    for one in submissions:
        cells = [cell for each in one.questions for cell in (number(each.mark), each.status)]
        cells = cells or ["", "unreadable"] * len(exercises)
        flags = "; ".join(([one.unreadable] if one.unreadable else []) + one.flags)
        yield [one.student, one.file, one.status, number(one.mark), number(of), *cells, flags]


def by_hand(submissions: list[Submission], written: list[str]) -> Iterator[list]:
    """The rows of written.csv: the lecturer fills in what is empty and gives it back."""
    yield ["student", *written]
    for one in submissions:
        given = {each.exercise.id: number(each.mark) for each in one.questions}
        yield [one.student, *(given.get(name, "") for name in written)]


def read_written(path: Path, exercises: list[Exercise]) -> dict[tuple[str, str], float]:
    """The marks of written.csv, by student and exercise; empty ones are left out.

    Raises
    ------
    ValueError: a mark that is no number, or not between 0 and what the rubric gives.
    """
    most = {one.id: one.points() for one in exercises if one.kind == "written"}
    found = {}
    with path.open(newline="", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            for name in [name for name in most if (row.get(name) or "").strip()]:
                place = f"{path}, {row['student']}, {name}"
                found[row["student"].removeprefix("'"), name] = mark(row[name], most[name], place)
    return found


def mark(text: str, most: float, place: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1
    if not 0 <= value <= most:
        raise ValueError(f"{place}: {text!r} is no mark from 0 to {most:g}")
    return value


def table(path: Path, rows: Iterable[list]) -> None:
    """A CSV with every field quoted; none begins as a spreadsheet's formula does."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerows([[safe(str(value)) for value in row] for row in rows])


def safe(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def page(one: Submission, assignment: Assignment) -> str:
    """The feedback page. Of a hidden check it names the title, and never the reason."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = number
    return environment.get_template("feedback.html").render(one=one, assignment=assignment)


def gradescope(one: Submission) -> dict[str, Any]:
    """The submission as Gradescope's results.json: the sum of the marks that there are.

    What the command prints (flags, for example) is for instructors alone.
    """
    tests = [test for each in one.questions for test in tests_of(each)]
    return {
        "score": one.mark,
        "execution_time": round(one.seconds),
        "output": "" if one.status == "graded" else "Some answers have no mark yet.",
        "output_format": "text",
        "stdout_visibility": "hidden",
        "tests": tests,
    }


def tests_of(question: Question) -> Iterator[dict[str, Any]]:
    """A test for each check; one without a score where there is no mark yet."""
    title = question.exercise.title
    if not question.checks:
        score = {} if question.mark is None else {"score": question.mark, "max_score": question.of}
        yield {"name": title, **score, "output": question.words}
    for check in question.checks:
        yield {
            "name": f"{title}: {check['title']}",
            "score": check["points"],
            "max_score": check["of"],
            "output": reason(check),
        }


def reason(check: dict[str, Any]) -> str:
    """Why a check failed, for the student: of a hidden one nothing."""
    return "a hidden check" if check["hidden"] and check["message"] else check["message"]
