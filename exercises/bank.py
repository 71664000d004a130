"""The bank: every exercise, objective and assignment, read from its files and held to its form.

A bank is a folder with

exercises/<id>/           one exercise; `exercises/__init__.py` says which files it has
objectives/<chapter>.yml  what the chapter teaches: a list of {id, text}
assignments/<name>.yml    title, week, hours, chapters, exercises

The book's own is the repository. A lecturer's private bank is another folder of the same form,
given beside it: `exercises([BOOK, Path("private")])`. Whatever is wrong is an `Invalid`, which
names the file and the key.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from exercises import checks_of

BOOK = Path(__file__).parent.parent
CHECK = "from exercises import check"
KINDS = ("practice", "graded", "written")
FILES = {
    "practice": ("prompt.md", "start.py", "solution.py", "checks.py"),
    "graded": ("prompt.md", "start.py", "solution.py", "checks.py", "hidden.py"),
    "written": ("prompt.md", "solution.md", "rubric.md"),
}
EXERCISE = {
    "id": str,
    "title": str,
    "chapter": str,
    "objectives": list,
    "kind": str,
    "difficulty": int,
    "minutes": int,
}
OPTIONAL = {"equivalent": list}
OBJECTIVE = {"id": str, "text": str}
ASSIGNMENT = {"title": str, "week": int, "hours": (int, float), "chapters": list, "exercises": list}


class Invalid(ValueError):
    """A file of the bank is not as it has to be."""


@dataclass(frozen=True)
class Exercise:
    folder: Path
    id: str
    title: str
    chapter: str
    objectives: list[str]
    kind: str
    difficulty: int
    minutes: int
    equivalent: Sequence[Any] = ()

    def text(self, file: str) -> str:
        return (self.folder / file).read_text("utf-8")

    def checks(self, file: str = "checks.py") -> list[Callable]:
        return checks_of(self.id, self.folder.parent, file)

    def variants(self, start: str) -> list[Path]:
        """The answers whose names begin so: `ok_` are right, `bad_` are misconceptions."""
        return sorted(self.folder.glob(f"variants/{start}*.py"))

    def points(self, hidden: bool = False) -> float:
        """What the visible checks give, with the hidden ones or without; or the rubric's sum."""
        if self.kind == "written":
            return sum(points for _, points in self.rubric())
        files = ["checks.py", "hidden.py"] if hidden and self.kind == "graded" else ["checks.py"]
        return sum(check.check[0] for file in files for check in self.checks(file))

    def _repr_markdown_(self) -> str:
        """What a notebook shows of it: the task, the stub, and how to ask whether it is right."""
        parts = [f"**{self.title}**", self.text("prompt.md").strip()]
        if self.kind != "written":
            parts += [f"```python\n{self.text('start.py')}```"]
            parts += [f"Write your answer in a cell, then `{CHECK}; check({self.id!r})`."]
        return "\n\n".join(parts)

    def rubric(self) -> list[tuple[str, float]]:
        """What is looked at in a written answer, and the points for it."""
        item = r"^[-*\d.]+\s+(.+?)\s+[-–—]\s+([\d.]+) points?$"
        lines = re.sub(r"\n[ \t]+", " ", self.text("rubric.md")).splitlines()
        found = [match for line in lines if (match := re.match(item, line.strip()))]
        return [(match[1], float(match[2])) for match in found]


@dataclass(frozen=True)
class Objective:
    id: str
    text: str
    chapter: str


@dataclass(frozen=True)
class Assignment:
    name: str
    title: str
    week: int
    hours: float
    chapters: list[str]
    exercises: list[str]


def read(name: str, banks: Iterable[Path] = (BOOK,)) -> Exercise:
    """One exercise, by its id.

    Raises
    ------
    LookupError: no bank has it.
    Invalid: one of its files is not as it has to be.
    """
    folders = [Path(bank, "exercises", name) for bank in banks]
    if found := [folder for folder in folders if folder.is_dir()]:
        return exercise(found[0])
    known = sorted(folder.name for folder in folders_of(banks))
    raise LookupError(f"there is no exercise {name!r}; there are {', '.join(known) or 'none'}")


def task(name: str) -> Exercise:
    """An exercise as a notebook shows it. The readers' wheel has it without what tells an answer,
    so nothing is held to its form here.

    Raises
    ------
    LookupError: the book has no such exercise.
    """
    known = sorted(folder.name for folder in folders_of([BOOK]))
    if name not in known:
        raise LookupError(f"there is no exercise {name!r}; there are {', '.join(known) or 'none'}")
    folder = BOOK / "exercises" / name
    return Exercise(folder, **load(folder / "exercise.yml"))


def exercises(banks: Iterable[Path] = (BOOK,)) -> dict[str, Exercise]:
    """Every exercise of the banks."""
    return unique((folder.name, folder, exercise(folder)) for folder in folders_of(banks))


def objectives(banks: Iterable[Path] = (BOOK,)) -> dict[str, Objective]:
    """Every objective of the banks."""
    return unique(
        (item["id"], path, Objective(**item, chapter=path.stem))
        for path in files_of(banks, "objectives")
        for item in objectives_of(path)
    )


def assignments(banks: Iterable[Path] = (BOOK,)) -> dict[str, Assignment]:
    """Every assignment of the banks; the exercises that it names exist."""
    banks = list(banks)
    known = sorted(folder.name for folder in folders_of(banks))
    return unique(
        (path.stem, path, assignment(path, known)) for path in files_of(banks, "assignments")
    )


def folders_of(banks: Iterable[Path]) -> list[Path]:
    found = [path for bank in banks for path in sorted(Path(bank, "exercises").glob("[!_.]*"))]
    return [path for path in found if path.is_dir()]


def files_of(banks: Iterable[Path], kind: str) -> list[Path]:
    return [path for bank in banks for path in sorted(Path(bank, kind).glob("*.yml"))]


def unique(items: Iterable[tuple[str, Path, Any]]) -> dict[str, Any]:
    found, places = {}, {}
    for name, place, value in items:
        if name in found:
            raise Invalid(f"{place}: {name!r} is already in {places[name]}")
        found[name], places[name] = value, place
    return found


def exercise(folder: Path) -> Exercise:
    path = folder / "exercise.yml"
    data = fields(path, load(path), EXERCISE, OPTIONAL)
    one_of(path, "id", data["id"], [folder.name])
    one_of(path, "kind", data["kind"], KINDS)
    one_of(path, "difficulty", data["difficulty"], (1, 2, 3))
    one_of(path, "chapter", data["chapter"], chapters())
    has_files(folder, data["kind"])
    return Exercise(folder, **data)


def has_files(folder: Path, kind: str) -> None:
    for name in FILES[kind]:
        if not (folder / name).is_file():
            raise Invalid(f"{folder}: {name} is missing; a {kind} exercise has one")
    if kind != "graded" and (folder / "hidden.py").exists():
        raise Invalid(f"{folder}: hidden.py is for graded exercises; this one is {kind}")
    for start in ("ok_", "bad_") if kind != "written" else ():
        if not any(folder.glob(f"variants/{start}*.py")):
            raise Invalid(f"{folder}: variants/{start}*.py is missing; at least one is wanted")


def objectives_of(path: Path) -> list[dict[str, str]]:
    one_of(path, "file name", path.stem, chapters())
    items = load(path)
    if not isinstance(items, list):
        raise Invalid(f"{path}: a list of objectives is wanted, each with id and text")
    return [fields(path, item, OBJECTIVE) for item in items]


def assignment(path: Path, known: Iterable[str]) -> Assignment:
    data = fields(path, load(path), ASSIGNMENT)
    for name in data["exercises"]:
        one_of(path, "exercises", name, known)
    for chapter in data["chapters"]:
        one_of(path, "chapters", chapter, chapters())
    return Assignment(path.stem, **data)


def chapters() -> list[str]:
    return sorted(path.stem for path in (BOOK / "book").glob("*.ipynb"))


def title_of(chapter: str) -> str:
    """What a chapter calls itself: its notebook's first heading."""
    book = json.loads((BOOK / "book" / f"{chapter}.ipynb").read_text("utf-8"))
    return "".join(book["cells"][0]["source"]).splitlines()[0].removeprefix("# ")


def load(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text("utf-8"))
    except FileNotFoundError:
        raise Invalid(f"{path} is missing") from None
    except yaml.YAMLError as error:
        raise Invalid(f"{path}: no YAML: {error}") from None


def fields(
    path: Path, data: Any, wanted: Mapping[str, Any], optional: Mapping[str, Any] = {}
) -> dict[str, Any]:
    """The data, if it is a mapping with all wanted keys and no unknown one, each of its type."""
    if not isinstance(data, dict):
        raise Invalid(f"{path}: keys are wanted ({', '.join(wanted)}), not {data!r}")
    if missing := [key for key in wanted if key not in data]:
        raise Invalid(f"{path}: {missing[0]!r} is missing; wanted are {', '.join(wanted)}")
    types = {**wanted, **optional}
    for key, value in data.items():
        one_of(path, "key", key, types)
        if not isinstance(value, types[key]) or isinstance(value, bool):
            raise Invalid(f"{path}: {key!r} is {value!r}; {name_of(types[key])} is wanted")
    return data


def name_of(kind: Any) -> str:
    return {str: "a text", list: "a list", int: "a whole number"}.get(kind, "a number")


def one_of(path: Path, key: str, value: Any, allowed: Iterable[Any]) -> None:
    if value not in allowed:
        names = ", ".join(map(str, allowed)) or "nothing"
        raise Invalid(f"{path}: {key!r} is {value!r}; allowed is {names}")
