"""`{bank} exercises`, `{bank} objectives`, `{bank} assignments`: tables of what the bank holds.

They are Markdown, read from the bank when the page is; so a new exercise stands in them by itself.
"""

from collections.abc import Iterator

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from exercises import bank


def exercises() -> Iterator[tuple]:
    yield "Exercise", "Chapter", "Kind", "Difficulty", "Minutes", "Points", "Assignment"
    assigned = bank.assignments().values()
    found = bank.exercises().values()
    for one in sorted(found, key=lambda one: (order(one.chapter), one.difficulty)):
        points = f"{one.points(hidden=True):g}"
        places = ", ".join(f"`{each.name}`" for each in assigned if one.id in each.exercises)
        about = one.title, chapter(one.chapter), one.kind, one.difficulty, one.minutes
        yield *about, points, places


def objectives() -> Iterator[tuple]:
    yield "Chapter", "What a student can do afterwards", "Exercises"
    trained = {
        name: [one.title for one in bank.exercises().values() if name in one.objectives]
        for name in bank.objectives()
    }
    for one in sorted(bank.objectives().values(), key=lambda one: order(one.chapter)):
        yield chapter(one.chapter), one.text, "; ".join(trained[one.id])


def assignments() -> Iterator[tuple]:
    yield "Assignment", "Week", "Hours", "Chapters", "Exercises", "Points"
    for one in sorted(bank.assignments().values(), key=lambda one: one.week):
        tasks = [bank.read(name) for name in one.exercises]
        points = sum(task.points(hidden=True) for task in tasks)
        by_hand = sum(task.points() for task in tasks if task.kind == "written")
        title, chapters = f"{one.title}: `{one.name}`", ", ".join(map(chapter, one.chapters))
        points = f"{points:g} ({by_hand:g} by hand)"
        yield title, one.week, f"{one.hours:g}", chapters, len(tasks), points


def order(name: str) -> int:
    """Where a chapter stands in the table of contents."""
    contents = (bank.BOOK / "_toc.yml").read_text("utf-8")
    return contents.index(f"book/{name}\n") if f"book/{name}\n" in contents else len(contents)


def chapter(name: str) -> str:
    return f"{{doc}}`{name}`"


def markdown(rows: Iterator[tuple]) -> list[str]:
    head, *body = [" | ".join(str(cell).replace("|", r"\|") for cell in row) for row in rows]
    rule = " | ".join(["---"] * (head.count(" | ") + 1))
    return [f"| {line} |" for line in (head, rule, *body)]


TABLES = {"exercises": exercises, "objectives": objectives, "assignments": assignments}


class BankDirective(SphinxDirective):
    required_arguments = 1

    def run(self):
        table = TABLES[directives.choice(self.arguments[0], tuple(TABLES))]
        for folder in ("exercises", "objectives", "assignments"):
            for kind in ("*.py", "*.md", "*.yml"):
                for path in (bank.BOOK / folder).rglob(kind):
                    self.env.note_dependency(str(path))
        box = nodes.container(classes=["bank-table"])
        self.state.nested_parse(StringList(markdown(table()), "bank"), 0, box)
        return [box]
