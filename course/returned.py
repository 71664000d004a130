"""What came back: found in a folder as an LMS exports it, read, repaired, flagged.

Nothing here depends on a cell that a student could lose. An answer is looked for by the names that
the checks want: in the cells around the exercise's own, then anywhere in the notebook. Of what is
found, the last definition that is not the stub counts, with all that it uses. So a copied, split or
moved cell, deleted checks, and metadata that is gone cost nothing. A flag is for a human to read;
it never changes a mark.
"""

import ast
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nbformat

from course.notebook import SETUP, UNWRITTEN

LARGEST = 50 << 20  # bytes of a file that is read
USUAL = {  # modules that need no second look
    *(
        "numpy",
        "tinynet",
        "math",
        "cmath",
        "itertools",
        "functools",
        "collections",
        "typing",
        "dataclasses",
        "random",
        "statistics",
        "operator",
        "copy",
    ),
    *(
        "abc",
        "enum",
        "fractions",
        "decimal",
        "string",
        "time",
        "warnings",
        "matplotlib",
        "exercises",
        "scipy",
        "sklearn",
        "pandas",
        "__future__",
    ),
}
UNUSUAL = {"open", "exec", "eval", "compile", "__import__", "globals", "breakpoint"}
HARMLESS = {"__init__", "__call__", "__name__", "__class__", "__len__", "__doc__", "__version__"}


@dataclass
class Returned:
    """One student's notebook; its `cells` are (exercise or "", kind, source), no locked ones."""

    student: str
    file: str
    unreadable: str = ""
    flags: list[str] = field(default_factory=list)
    cells: list[tuple[str, str, str]] = field(default_factory=list)


def returned(folder: Path, release: nbformat.NotebookNode) -> Iterator[Returned]:
    """Every student's notebook in a folder or zip, the students in order of their names."""
    groups: dict[str, list[tuple[str, bytes]]] = {}
    for path, content in unpacked(folder):
        name = student_of(path, release.metadata["assignment"])
        groups.setdefault(name, []).append((path, content))
    for student, found in sorted(groups.items()):
        yield one(student, [file for file in found if file[0].endswith(".ipynb")], release)


def unpacked(folder: Path) -> list[tuple[str, bytes]]:
    """(path, content) of every file; of a zip that holds the class's folder, what is in it."""
    found = list(files(folder))
    pairs = [path.partition("/")[::2] for path, _ in found]
    alike = len({"/" in rest for _, rest in pairs}) == 1  # all students in folders, or none
    several = len({rest.partition("/")[0] for _, rest in pairs}) > 1
    if folder.is_file() and len({above for above, _ in pairs}) == 1 and alike and several:
        return [(rest, content) for (_, rest), (_, content) in zip(pairs, found, strict=True)]
    return found


def files(place: Path | zipfile.ZipFile, above: str = "") -> Iterator[tuple[str, bytes]]:
    """(path, content) of every file; a zip is read like a folder of its name."""
    if isinstance(place, Path) and place.is_file():
        if not zipfile.is_zipfile(place):
            raise ValueError(f"{place} is neither a folder nor a zip")
        place = zipfile.ZipFile(place)
    if isinstance(place, zipfile.ZipFile):
        items = [(i.filename, i.file_size, i) for i in place.infolist() if not i.is_dir()]
        read = place.read
    else:
        found = [path for path in place.rglob("*") if path.is_file() and not path.is_symlink()]
        items = [(p.relative_to(place).as_posix(), p.stat().st_size, p) for p in found]
        read = Path.read_bytes
    for name, size, item in sorted(items, key=lambda item: item[0]):
        if re.search(r"(^|/)(__MACOSX|\.)", name):
            continue
        content = read(item) if size <= LARGEST else b""
        if name.endswith(".zip") and zipfile.is_zipfile(io.BytesIO(content)):
            yield from files(zipfile.ZipFile(io.BytesIO(content)), f"{above}{name[:-4]}/")
        else:
            yield above + name, content


def student_of(path: str, assignment: str) -> str:
    """The first folder; of a file without one, its name without the assignment's."""
    first, _, rest = path.partition("/")
    if rest:
        return first
    return (
        re.sub(rf"[-_ ]*{re.escape(assignment)}[-_ ]*$", "", Path(first).stem) or Path(first).stem
    )


def one(student: str, found: list[tuple[str, bytes]], release: nbformat.NotebookNode) -> Returned:
    """The student's notebook: the one with the assignment's name, or the largest."""
    assignment = release.metadata["assignment"]
    if not found:
        return Returned(student, "", "there is no notebook")
    file, content = max(found, key=lambda item: (Path(item[0]).stem == assignment, len(item[1])))
    result = Returned(student, file)
    if not content:
        result.unreadable = f"the notebook is empty, or has more than {LARGEST >> 20} MB"
        return result
    if len(found) > 1:
        result.flags.append(f"{len(found)} notebooks; this is {file}")
    if assignment not in Path(file).stem:
        result.flags.append("renamed file")
    try:
        notebook = read(content, result.flags)
        result.cells = cells(notebook, release, result.flags)
    except Exception as error:  # whatever is wrong with a student's file, the class goes on
        result.unreadable = f"{type(error).__name__}: {str(error)[:200]}"
    return result


def read(content: bytes, flags: list[str]) -> nbformat.NotebookNode:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a cell without an id is no matter
        return nbformat.reads(decoded(content, flags), as_version=4)


def decoded(content: bytes, flags: list[str]) -> str:
    marks = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    encoding = next((name for mark, name in marks.items() if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text, encoding = content.decode("cp1252", "replace"), "cp1252"
    if encoding != "utf-8":
        flags.append(f"encoding {encoding}")
    return text


def cells(notebook, release, flags: list[str]) -> list[tuple[str, str, str]]:
    """The student's own cells, each with the exercise to which it belongs."""
    known = {cell.id: cell for cell in release.cells}
    by_source = {cell.source.strip(): cell.id for cell in release.cells}
    names = [cell.id for cell in release.cells if cell.metadata.nbgrader.solution]
    seen: dict[str, list[str]] = {}
    found, region = [], ""
    for cell in notebook.cells:
        name = name_of(cell, known, by_source)
        region = next((one for one in names if name in parts(one)), region)
        if name:
            seen.setdefault(name, []).append(cell.source.strip())
        if name in names or not name:
            found.append((region, cell.cell_type, cell.source))
    if not any("nbgrader" in cell.metadata for cell in notebook.cells):
        flags.append("metadata is gone")
    flags += [f"{name}: copied cell" for name in names if len(seen.get(name, [])) > 1]
    for name in known:
        if known[name].metadata.nbgrader.locked and known[name].cell_type == "code":
            flags += changed(name, known[name].source.strip(), seen.get(name, []))
    return found


def parts(exercise: str) -> list[str]:
    return [exercise, f"{exercise}-task", f"{exercise}-checks", f"{exercise}-hidden"]


def name_of(cell, known: dict, by_source: dict[str, str]) -> str:
    """Which cell of the release it is: by its grade id, its cell id, or what stands in it."""
    about = cell.metadata.get("nbgrader") or {}
    for name in (about.get("grade_id"), by_source.get(cell.source.strip()), cell.get("id")):
        if name in known:
            return name
    return ""


def changed(name: str, released: str, sources: list[str]) -> list[str]:
    if not sources:
        return [f"{name} was deleted"]
    return [f"{name} was changed"] if any(source != released for source in sources) else []


@dataclass
class Statement:
    """A statement at the top level of a cell: its text, the names that it binds and uses."""

    region: str
    text: str
    node: ast.stmt
    binds: set[str] = field(init=False)
    uses: set[str] = field(init=False)

    def __post_init__(self):
        self.binds, self.uses = bound(self.node), used(self.node)


def code_of(exercise: str, wanted: Iterable[str], start: str, submission: Returned):
    """The code that answers an exercise, and "", "unanswered", "syntax" or "missing"."""
    stubs = {ast.dump(node) for node in ast.parse(start).body if not is_import(node)}
    all_found, broken = statements(submission)
    open_, chosen, unanswered = list(wanted), [], False
    for name in open_:
        binding = [one for one in all_found if name in one.binds]
        real = [one for one in binding if not is_stub(one.node, stubs)]
        own = [one for one in real if one.region == exercise] or real
        unanswered |= bool(binding and not real)
        chosen += [one for one in own or binding if not any(one is other for other in chosen)]
        open_ += sorted({use for one in own or binding for use in one.uses} - set(open_))
    missing = set(wanted) - {name for one in chosen for name in one.binds}
    if missing:
        return "", "syntax" if exercise in broken else "missing"
    ordered = [one.text for one in all_found if any(one is other for other in chosen)]
    return "\n\n".join(ordered), "unanswered" if unanswered else ""


def statements(submission: Returned) -> tuple[list[Statement], set[str]]:
    """All statements of the student's code cells, and the exercises with a cell of no Python."""
    found, broken = [Statement("", *pair) for pair in split(SETUP)], set()
    code = [(region, source) for region, kind, source in submission.cells if kind == "code"]
    for region, source in joined(code, submission.flags):
        if parses(source):
            found += [Statement(region, *pair) for pair in split(source)]
        elif source.strip():
            broken.add(region)
            flag(submission, f"{region or 'a cell'}: no Python")
    return found, broken


def joined(code: list[tuple[str, str]], flags: list[str]) -> list[tuple[str, str]]:
    """A cell that is no Python is joined to the one before it, if together they are."""
    found: list[tuple[str, str]] = []
    for region, source in code:
        source = source if parses(source) else without_magic(source)
        if found and not parses(source) and parses(both := f"{found[-1][1]}\n{source}"):
            found[-1] = (found[-1][0], both)
            if (words := f"{region}: split cell") not in flags:
                flags.append(words)
        else:
            found.append((region, source))
    return found


def without_magic(source: str) -> str:
    """Jupyter's own commands (%timeit, !pip) become comments."""
    return re.sub(r"^(\s*)([%!?].*)$", r"\1pass  # \2", source, flags=re.MULTILINE)


def parses(source: str) -> bool:
    try:
        ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def split(source: str) -> list[tuple[str, ast.stmt]]:
    """(text, node) of each statement but those that only compute or print something."""
    body = [node for node in ast.parse(source).body if not isinstance(node, ast.Expr | ast.Assert)]
    return [(text_of(source, node), node) for node in body]


def text_of(source: str, node: ast.stmt) -> str:
    """The statement as it was written; as Python would write it where it shares a line."""
    first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))])
    text = "\n".join(source.splitlines()[first - 1 : node.end_lineno])
    alone = parses(text) and len(ast.parse(text).body) == 1
    return text if alone else ast.unparse(node)


def bound(node: ast.stmt) -> set[str]:
    """The names that a statement defines, or whose object it changes."""
    match node:
        case ast.FunctionDef() | ast.ClassDef() | ast.AsyncFunctionDef():
            return {node.name}
        case ast.Import() | ast.ImportFrom():
            return {(alias.asname or alias.name).split(".")[0] for alias in node.names}
    stored = (ast.Store, ast.Del)
    found = set()
    for child in ast.walk(node):
        if isinstance(getattr(child, "ctx", None), stored):
            while isinstance(child, ast.Attribute | ast.Subscript | ast.Starred):
                child = child.value
            found |= {child.id} if isinstance(child, ast.Name) else set()
    return found


def used(node: ast.stmt) -> set[str]:
    return {child.id for child in ast.walk(node) if isinstance(child, ast.Name)}


def is_import(node: ast.stmt) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom)


def is_stub(node: ast.stmt, stubs: set[str]) -> bool:
    """Is it as it was released, or a function that does nothing but raise NotImplementedError?"""
    if ast.dump(node) in stubs:
        return True
    last = node.body[-1] if isinstance(node, ast.FunctionDef) else None
    documented = [isinstance(one, ast.Expr) for one in node.body[:-1]] if last else []
    return isinstance(last, ast.Raise) and "NotImplementedError" in used(last) and all(documented)


def text_answer(exercise: str, submission: Returned) -> str:
    """What the student wrote, in the exercise's cells for text."""
    own = [
        source
        for region, kind, source in submission.cells
        if (region, kind) == (exercise, "markdown")
    ]
    return "\n\n".join(own).replace(UNWRITTEN, "").strip()


def suspicions(submission: Returned) -> list[str]:
    """What a human might want to read: unusual imports, names and attributes, patched modules."""
    found = []
    for region, kind, source in submission.cells:
        if kind == "code" and parses(source):
            found += [f"{region}: {words}" for words in unusual(ast.parse(source))]
    return sorted(set(found))


def unusual(tree: ast.AST) -> Iterator[str]:
    modules = {
        name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in bound(node)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Import(names):
                for alias in names:
                    if alias.name.split(".")[0] not in USUAL:
                        yield f"imports {alias.name}"
            case ast.ImportFrom(module) if (module or "").split(".")[0] not in USUAL:
                yield f"imports {module}"
            case ast.Name(id=name, ctx=ast.Load()) if name in UNUSUAL:
                yield f"uses {name}"
            case ast.Attribute(attr=name) if name.startswith("__") and name not in HARMLESS:
                yield f"uses {name}"
            case ast.Attribute(value=ast.Name(id=name), ctx=ast.Store()) if name in modules | {
                "np"
            }:
                yield f"changes {name}"


def flag(submission: Returned, words: str) -> None:
    if words not in submission.flags:
        submission.flags.append(words)
