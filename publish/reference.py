"""`{reference} initializers`: what a file of tinynet offers, from its docstrings and annotations.

Sphinx's autodoc sets the entries. The signatures come from the file's text, which still says
`init: Initializer` where Python itself only knows `Callable[[tuple[int, int], ...`. The docstrings
are reST but for two habits that are mended on the way: an indented block is set as it stands, and
|a| is the size of a.
"""

import ast
import copy
import inspect
import re
import shutil
from functools import cache
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

import tinynet

FOLDER = Path(tinynet.__file__).parent
FILES = tuple(sorted(path.stem for path in FOLDER.glob("[!_]*.py")))
SENTENCE_END = re.compile(r"(?<=\.)\s+(?=[A-Z(`])")  # "eq. 16" goes on
A_LINE = 60  # a constant's value is shown where it is not longer


class ReferenceDirective(SphinxDirective):
    """What the file says of itself, with a table of its names; then name by name."""

    required_arguments = 1

    def run(self):
        file = self.arguments[0]
        if file not in FILES:
            raise self.error(f"tinynet has no file {file!r}, only {', '.join(FILES)}")
        self.env.note_dependency(str(FOLDER / f"{file}.py"))
        box = nodes.container(classes=["reference-of-a-file"])
        text = ["```{eval-rst}", *entries(file), "```"]
        self.state.nested_parse(StringList(text, f"tinynet/{file}.py"), 0, box)
        return [box]


def entries(file: str) -> list[str]:
    """A file of tinynet as reST."""
    opening, *lecture = mended(inspect.cleandoc(ast.get_docstring(tree(file))).split("\n"))
    lines = [f".. py:module:: tinynet.{file}", "", opening, ""]
    lines += [".. code-block:: python", "", f"   from tinynet import {file}", ""]
    lines += [".. list-table::", "   :stub-columns: 1", ""]
    for node in public(file):
        lines += [
            f"   * - :py:obj:`~tinynet.{file}.{name_of(node)}`",
            f"     - {summary(node, file)}",
        ]
    lines += ["", *lecture, ""]
    for node in public(file):
        lines += [*entry(node, file), ""]
    return lines


def public(file: str) -> list[ast.stmt]:
    """The functions, classes, types and constants that the file defines, in its order."""
    return [node for node in tree(file).body if not name_of(node).startswith("_")]


@cache
def tree(file: str) -> ast.Module:
    return ast.parse((FOLDER / f"{file}.py").read_text("utf-8"))


def name_of(node: ast.stmt) -> str:
    """What a statement defines; "_", as for what is private, where that is nothing."""
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id
    return getattr(node, "name", "_")


def summary(node: ast.stmt, file: str) -> str:
    """One sentence: the docstring's first, a constant's comment, or what a type stands for."""
    if isinstance(node, ast.Assign):
        return comment(node, file) or f"``{ast.unparse(node.value)}``"
    paragraph = (ast.get_docstring(node) or "").split("\n\n")[0]
    return mended([" ".join(SENTENCE_END.split(paragraph)[0].split())])[0]


def comment(node: ast.Assign, file: str) -> str:
    """The lines of comment just above."""
    above = (FOLDER / f"{file}.py").read_text("utf-8").split("\n")[: node.lineno - 1]
    found = []
    while above and above[-1].startswith("# "):
        found.insert(0, above.pop()[2:])
    return " ".join(found)


def entry(node: ast.stmt, file: str) -> list[str]:
    """The directive that sets one name."""
    name = name_of(node)
    if isinstance(node, ast.FunctionDef):
        return [f".. autofunction:: tinynet.{file}.{name}"]
    if isinstance(node, ast.ClassDef):
        options = ["   :show-inheritance:"] * bool(node.bases)
        options += ["   :members:"] * (not is_tuple(node))  # of a tuple, they are in its signature
        return [f".. autoclass:: tinynet.{file}.{name}", *options]
    if is_alias(node):  # not as `:canonical:`, which would make an entry of what it stands for
        return [f".. py:type:: {name}", "", f"   Short for ``{ast.unparse(node.value)}``."]
    value = ast.unparse(node.value)
    shown = [f"   :value: {value}"] * (len(value) <= A_LINE)
    return [f".. py:data:: {name}", *shown, "", f"   {comment(node, file)}"]


def is_tuple(node: ast.ClassDef) -> bool:
    return any(ast.unparse(base) == "NamedTuple" for base in node.bases)


def mended(lines: list[str]) -> list[str]:
    """reST in which indented blocks are literal and bars are bars."""
    found, before = [], ""
    for line in lines:
        opens = line.startswith("    ") and not before.startswith(("    ", "- "))
        found += ["::", ""] * opens
        found.append(line if line.startswith("    ") else bars(line))
        before = line or before
    return found


def bars(line: str) -> str:
    """|a| would name a substitution; inside ``code`` it does not."""
    parts = line.split("``")
    parts[::2] = [part.replace("|", r"\|") for part in parts[::2]]
    return "``".join(parts)


class Linked(ast.NodeTransformer):
    """Names of tinynet's types in full, shown short: what Sphinx makes a link of."""

    def visit_Name(self, node):
        return ast.Name(types().get(node.id, node.id))

    def visit_Constant(self, node):
        return ast.Name(types()[node.value]) if node.value in types() else node


@cache
def types() -> dict[str, str]:
    """Classes and type aliases of all files."""
    return {
        name_of(node): f"~tinynet.{file}.{name_of(node)}"
        for file in FILES
        for node in public(file)
        if isinstance(node, ast.ClassDef) or is_alias(node)
    }


def is_alias(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and not name_of(node).isupper()


def linked(node: ast.AST) -> str:
    return ast.unparse(Linked().visit(copy.deepcopy(node)))


def find(name: str) -> ast.stmt:
    """tinynet.layers.Dense.forward in its file."""
    _, file, *path = name.split(".")
    node = tree(file)
    for part in path:
        node = child(node, part)
    return node


def child(node, name: str):
    return next((one for one in node.body if name_of(one) == name), None)


def show_signature(app, what, name, obj, options, signature, returns):
    """As the file has it, with types that are links; of a class, what makes one."""
    if what not in ("function", "class", "exception", "method") or not name.startswith("tinynet."):
        return None
    node = find(name)
    if what == "function":
        return f"({linked(node.args)})", linked(node.returns)
    if what == "method":
        return without_self(node), linked(node.returns)
    if is_tuple(node):
        fields = (linked(one) for one in node.body if isinstance(one, ast.AnnAssign))
        return f"({', '.join(fields)})", None
    init = child(node, "__init__")
    return without_self(init) if init else "()", None


def without_self(node: ast.FunctionDef) -> str:
    return "(" + linked(node.args).removeprefix("self").removeprefix(", ") + ")"


def show_bases(app, name, obj, options, bases):
    """What is private shows what it is itself built on."""
    bases[:] = [one for base in bases for one in (base.__bases__ if is_private(base) else (base,))]


def is_private(base) -> bool:
    return getattr(base, "__name__", "").startswith("_")


def mend_docstring(app, what, name, obj, options, lines):
    if name.startswith("tinynet."):
        lines[:] = mended(lines)


def find_type(app, env, node, text):
    """An annotation asks for a class and may mean the name of a type. (Sphinx 8 knows that.)"""
    if node["reftype"] == "class":
        python = env.get_domain("py")
        where = node["refdoc"], app.builder, "type", node["reftarget"]
        return python.resolve_xref(env, *where, node, text)


def drop_sources(app, env, added, changed, removed):
    """Else Sphinx keeps the page of a file that did not change, whatever changed around it."""
    pages = Path(app.outdir, "_modules")
    if pages.exists() and (added or changed or removed):
        shutil.rmtree(pages)
    return []


def describe_source(app, pagename, templatename, context, doctree):
    """What a search engine shows of the pages with tinynet's files."""
    _, found, name = pagename.partition("_modules/")
    if found:
        file = "All files" if name == "index" else f"The source of {name.replace('/', '.')}"
        book = app.config.html_title or app.config.project
        context["description"] = f"{file}: the network of {book}, in NumPy."


def configure(app, config):
    config.autodoc_inherit_docstrings = False  # a layer's forward is described once, at Layer
    config.autodoc_member_order = "bysource"
    config.toc_object_entries_show_parents = "hide"
    config.add_module_names = False  # the line above a file's table says where its names are from
    config.html_domain_indices = False  # the page itself is the list of files
    # What is not tinynet's is shown without a link: a build asks no other site for its inventory.
    config.nitpick_ignore_regex += [("py:.*", r"(?!tinynet\.).*")]
