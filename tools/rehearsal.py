"""Leave jupyter-book for once: build the book with plain Sphinx, all in its newest version.

    python tools/rehearsal.py

`jupyter-book config sphinx` writes the conf.py; what only jupyter-book needs is left out of it. An
environment of its own, in _build/rehearsal, gets the newest versions of what is left. Chapters
that the book's cache holds are not run again. Warnings are errors, as in the book's own build. Then
it looks at what no warning tells: icons without a font, and where the book itself is built, pages
whose words are not the same.
"""

import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "_build" / "rehearsal"
NEWEST = (
    "sphinx",
    "myst-nb",
    "sphinx-external-toc",
    "sphinx-exercise",
    "sphinx-book-theme",
    "sphinx-copybutton",
    "sphinx-design",
    "sphinx-togglebutton",
    "sphinxcontrib-bibtex",
)
# What publish needs in the build beside the chapters' own packages: see pyproject.toml.
PUBLISH = ("quickjs-ng", "tinycss2")
SHOWN = ("sphinx", "docutils", "myst-parser", "pydata-sphinx-theme", *NEWEST[1:])
PLAIN = """
# What only jupyter-book needs, and pins.
left_out = {{"jupyter_book", "sphinx_thebe", "sphinx_comments", "sphinx_jupyterbook_latex"}}
extensions = [name for name in extensions if name not in left_out]
# This file does not stand beside the book.
bibtex_bibfiles = [{root!r} + "/" + name for name in bibtex_bibfiles]
nb_execution_cache_path = {root!r} + "/_build/.jupyter_cache"
"""


def environment() -> Path:
    """The Python of an environment with the newest versions."""
    folder = WORK / "venv"
    if not folder.exists():
        venv.create(folder, with_pip=True)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    packages = [*NEWEST, *PUBLISH, "--editable", f"{ROOT}[chapters]"]
    install = ["-m", "pip", "install", "--quiet", "--upgrade", "--upgrade-strategy", "eager"]
    subprocess.run([python, *install, *packages], check=True)
    return python


def configuration() -> None:
    """conf.py, as jupyter-book writes it, without jupyter-book."""
    WORK.mkdir(parents=True, exist_ok=True)
    for name in ("_config.yml", "_toc.yml"):
        shutil.copy(ROOT / name, WORK)
    command = [sys.executable, "-m", "publish", "config", "sphinx", WORK]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    with (WORK / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write(PLAIN.format(root=str(ROOT)))


def say_versions(python: Path) -> None:
    code = (
        "import sys\nfrom importlib.metadata import version\n"
        "for name in sys.argv[1:]: print(f'{name:24}{version(name)}')"
    )
    subprocess.run([python, "-c", code, *sorted(SHOWN)], check=True)


def fontless(sheet: str) -> set[str]:
    """The families of icons that rules name and no font of the sheet has."""
    named = set(re.findall(r"Font Awesome \d+ Free", sheet.replace("\\", "")))
    return named - set(re.findall(r'@font-face\s*{\s*font-family: "([^"]+)"', sheet))


def words(page: Path) -> list[str]:
    """Of the article, without its scripts."""
    article = re.search(r"<article\b.*</article>", page.read_text("utf-8"), re.DOTALL)
    text = re.sub(r"<script\b.*?</script>", "", article[0], flags=re.DOTALL) if article else ""
    return re.sub(r"<[^>]*>", " ", text).split()


def changed(own: Path, new: Path) -> list[str]:
    """The pages of the book itself that are not there, or have other words."""
    pages = sorted(own.rglob("*.html"))
    pairs = [(page, new / page.relative_to(own)) for page in pages]
    return [old.name for old, other in pairs if not other.exists() or words(old) != words(other)]


def build(python: Path) -> bool:
    """Whether the book was built without a warning."""
    shutil.rmtree(WORK / "html", ignore_errors=True)
    options = ["-b", "html", "-n", "-W", "--keep-going", "-q", "-E", "-c", WORK]
    programs = f"{python.parent}{os.pathsep}{os.environ['PATH']}"  # its kernel, not the book's
    command = [python, "-m", "sphinx", *options, "-d", WORK / "doctrees", ROOT, WORK / "html"]
    return subprocess.run(command, cwd=ROOT, env=os.environ | {"PATH": programs}).returncode == 0


def main() -> int:
    configuration()
    python = environment()
    say_versions(python)
    clean = build(python)
    sheet = WORK / "html" / "_static" / "book.css"
    fonts = fontless(sheet.read_text("utf-8")) if sheet.exists() else {"no stylesheet"}
    pages = changed(ROOT / "_build" / "html" / "book", WORK / "html" / "book")
    print("Warnings:", "none" if clean else "see above")
    print("Icons without a font:", ", ".join(sorted(fonts)) or "none")
    print("Pages with other words:", ", ".join(pages) or "none")
    return 0 if clean and not fonts and not pages else 1


if __name__ == "__main__":
    sys.exit(main())
