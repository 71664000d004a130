"""One stylesheet for the book: all sheets in order, and of those of others what a page can use.

Nothing is drawn before the styles are there. The theme alone brings 400 kB of them: Bootstrap, two
thousand icons and much that this book never shows. So once the pages are written, their classes,
ids and tags are collected, and a rule stays if one of its selectors needs no others; and of the
variables those stay that something asks for.
"""

import re
from pathlib import Path

import tinycss2

from publish.live.page import is_site

# Sheets of others, whose rules are sifted, and ours, of which only notes are left out; in order.
THEIRS = (
    "basic.css",
    "styles/pydata-sphinx-theme.css",
    "pygments.css",
    "styles/sphinx-book-theme.css",
    "togglebutton.css",
    "copybutton.css",
    "mystnb.*.css",
    "sphinx-design.min.css",
    "exercise.css",
    "Temml-Local.css",
)
OURS = ("formulas.css", "explorer.css", "claims.css", "reference.css", "site.css", "cell.css")
UNUSED = ("sphinx-thebe.css",)
# What Bootstrap's script can bring to life and no page has, and what the search looks through.
ABSENT = ("alert", "carousel", "modal", "offcanvas", "popover", "toast")
NOT_CODE = ("searchindex.js", "language_data.js")
BOOK = "book.css"
LOADED = re.compile(r'"([^"?\s]+\.(?:js|css))["?]')
READ = re.compile(r"var\(\s*(--[\w-]+)")
VALUE = r"""(?:url\([^)"']*\)|"[^"]*"|'[^']*'|[^;{}"'])*"""  # up to the end of a declaration
NESTED = ("media", "supports", "layer")


def is_themed(app) -> bool:
    """Only where the book's own theme is: its templates link the one sheet."""
    return is_site(app) and app.config.html_theme == "sphinx_book_theme"


def leave_out(app, pagename, templatename, context, doctree):
    """The one sheet is linked by the template; a page's own sheets stay beside it."""
    if is_themed(app):
        context["css_files"] = [
            sheet
            for sheet in context["css_files"]
            if not any(is_sheet(sheet, name) for name in (*THEIRS, *OURS, *UNUSED))
        ]


def is_sheet(sheet, name: str) -> bool:
    return Path(str(sheet.filename).partition("?")[0]).match(name)


def write(app, error):
    if error or not is_themed(app):
        return
    static, pages = Path(app.outdir, "_static"), sorted(Path(app.outdir).rglob("*.html"))
    theirs, ours = found(static, THEIRS), found(static, OURS)
    if is_newer(static / BOOK, [*pages, *theirs, *ours]):
        return
    names = used_names(pages)
    sheets = [sifted(path.read_text("utf-8"), names) for path in theirs]
    sheets += [without_notes(path.read_text("utf-8")) for path in ours]
    text = without_idle_variables("\n".join(sheets), names)
    (static / BOOK).write_text('@charset "UTF-8";\n' + text, "utf-8")


def is_newer(target: Path, sources: list[Path]) -> bool:
    return target.exists() and all(
        path.stat().st_mtime < target.stat().st_mtime for path in sources
    )


def found(static: Path, names) -> list[Path]:
    return [path for name in names for path in sorted(static.glob(name))]


def used_names(pages: list[Path]) -> set[str]:
    """Tags, classes, ids and variables of all pages, and every word of the files that they load."""
    names, files = set(), set()
    for page in pages:
        text = page.read_text("utf-8")
        for value in set(re.findall(r'\b(?:class|id)="([^"]*)"', text)):
            names.update(value.split())
        names.update(re.findall(r"<([a-z][a-z0-9]*)", text), READ.findall(text))
        files |= {page.parent / name for name in LOADED.findall(text)}
    for file in {path.resolve() for path in files if path.exists()}:
        if file.name not in (BOOK, *NOT_CODE):
            words = set(re.findall(r"[\w-]+", file.read_text("utf-8")))
            names |= {word for word in words if not word.startswith(ABSENT)}
    return names


def without_idle_variables(text: str, names: set[str]) -> str:
    """Variables that nothing reads go, and then those that only they read."""
    declared = set(re.findall(r"(?<![\w-])(--[\w-]+)\s*:", text))
    idle = declared - set(READ.findall(text)) - names
    if not idle:
        return text
    declaration = rf"(?<![\w-])(?:{'|'.join(idle)})\s*:{VALUE};?"
    return without_idle_variables(re.sub(declaration, "", text), names)


def without_notes(text: str) -> str:
    """All rules of a sheet, without what is said between them."""
    rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    return "".join(rule.serialize() for rule in rules)


def sifted(text: str, names: set[str]) -> str:
    rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    return "".join(kept(rules, names))


def kept(rules, names):
    """The rules, as text, that fit something of these names; all fonts are the site's own."""
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [part for part in split(rule.prelude) if fits(part, names)]
            if selectors:
                head = ",".join(tinycss2.serialize(part).strip() for part in selectors)
                yield f"{head}{{{tinycss2.serialize(rule.content)}}}"
        elif rule.type == "at-rule" and rule.at_keyword in NESTED and rule.content:
            inner = tinycss2.parse_rule_list(rule.content, True, True)
            if body := "".join(kept(inner, names)):
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{body}}}"
        elif rule.type == "at-rule" and rule.at_keyword not in ("charset", "import", "font-face"):
            yield rule.serialize()


def split(prelude) -> list[list]:
    """The selectors of a list of them."""
    parts = [[]]
    for token in prelude:
        if token == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def fits(selector, names: set[str]) -> bool:
    """Whether all that it names exists. What stands in :not(), :is() or [] is not looked at."""
    before = ""
    for token in selector:
        name = token.value if token.type in ("ident", "hash") else None
        if name and before != ":" and name not in names:
            return False
        before = token
    return True
