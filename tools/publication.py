"""What is published, put together from what was built.

    python tools/publication.py site              the site with the editions before it
    python tools/publication.py release v2.0.1    what is attached to the release of this tag
    python tools/publication.py edition v2.0.1    v2: the folder where this edition stays

`site` reads _build/html, the wheel in _build/wheel, and in _build/editions the sites that releases
have attached, each under its tag: v1.0.0.tar.gz. It writes

    _build/site           the new pages; notebooks/, where pip finds the wheel; v1/, v2/, ...
    _build/notebooks      the branch that Colab and Binder open: chapters, wheel, requirements

Every page of an earlier edition says that there is a newer one.
"""

import os
import re
import shutil
import sys
import tarfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "_build"
NOTE = """
<p role="note" style="margin:0;padding:.5rem 1rem;background:#fff3c4;color:#222;text-align:center">
This is an earlier edition of the book. <a href="{address}" style="color:#0b4fa0">{words}</a></p>
"""
REQUIREMENTS = """\
# The book and what its chapters import, in the versions that it was built with.
-c constraints.txt
./{wheel}[chapters]
"""
README = """\
The chapters as the site offers them, with a first cell that installs the book where it is missing.
This branch is written anew with every publication: change the notebooks of the main branch.
"""


def edition(tag: str) -> str:
    """The folder of an edition: v2.0.1 corrects v2.0.0 and takes its place, v2; so v0.1.2, v0.1."""
    number = re.fullmatch(r"v(0\.\d+|[1-9]\d*)(\.\d+)*", tag)
    if not number:
        raise ValueError(f"the tag is {tag!r}; an edition's is a v and its version, as in v2.0.1")
    return f"v{number[1]}"


def version() -> str:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]


def numbers(path: Path) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", path.name)]


def only(folder: Path, pattern: str) -> Path:
    """The one file of this pattern."""
    found = sorted(folder.glob(pattern))
    if len(found) != 1:
        names = ", ".join(map(str, found)) or "none"
        raise FileNotFoundError(f"{folder}/{pattern}: one file is wanted, there is {names}")
    return found[0]


def emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def site(build: Path, now: str) -> Path:
    """The folder that is published; `now` is the edition of the new pages."""
    target = new_pages(build)
    for archive in sorted((build / "editions").glob("v*.tar.gz"), key=numbers):
        name = edition(archive.name.removesuffix(".tar.gz"))
        unpack(archive, emptied(target / name))
    for folder in sorted(path for path in target.glob("v[0-9]*") if path.name != now):
        for page in sorted(folder.rglob("*.html")):
            page.write_text(noted(page, folder, target), "utf-8")
    return target


def new_pages(build: Path) -> Path:
    target = build / "site"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(build / "html", target)
    (target / "notebooks").mkdir()
    shutil.copy(only(build / "wheel", "*.whl"), target / "notebooks")
    return target


def unpack(archive: Path, folder: Path) -> None:
    with tarfile.open(archive) as files:
        if hasattr(tarfile, "data_filter"):  # the default of Python 3.14; 3.11.3 has none
            files.extraction_filter = tarfile.data_filter
        files.extractall(folder)


def noted(page: Path, folder: Path, target: Path) -> str:
    """The page with a first line that leads to its like in the newest edition, or to its front."""
    like = target / page.relative_to(folder)
    words = "Read this page in the newest." if like.exists() else "Read the newest."
    address = os.path.relpath(like if like.exists() else target / "index.html", page.parent)
    line = NOTE.format(address=Path(address).as_posix(), words=words)
    return re.sub(r"<body\b[^>]*>", lambda tag: tag[0] + line, page.read_text("utf-8"), count=1)


def notebooks(build: Path) -> Path:
    """The branch of notebooks: the copies that the site offers, and what Binder installs."""
    target, wheel = emptied(build / "notebooks"), only(build / "wheel", "*.whl")
    for path in sorted((build / "html" / "_sources").rglob("*.ipynb")):
        copy = target / path.relative_to(build / "html" / "_sources")
        copy.parent.mkdir(exist_ok=True)
        shutil.copy(path, copy)
    shutil.copy(wheel, target)
    shutil.copy(ROOT / "requirements.txt", target / "constraints.txt")
    (target / "requirements.txt").write_text(REQUIREMENTS.format(wheel=wheel.name), "utf-8")
    (target / "runtime.txt").write_text("python-3.12\n", "utf-8")
    (target / "README.md").write_text(README, "utf-8")
    return target


def changes(tag: str) -> str:
    """What the changelog says of this version: the notes of its release."""
    sections = (ROOT / "CHANGELOG.md").read_text("utf-8").split("\n## ")[1:]
    found = [text for text in sections if text.startswith(f"{tag.removeprefix('v')}:")]
    if not found:
        raise ValueError(f"CHANGELOG.md has no section for {tag}")
    return f"## {found[0].strip()}\n"


def release(build: Path, tag: str) -> Path:
    """The folder of what is attached: wheel, PDF, EPUB, students' zips, and the site itself."""
    if tag != f"v{version()}":
        raise ValueError(f"the tag is {tag}, but pyproject.toml says version {version()}")
    target = emptied(build / "release")
    (build / "notes.md").write_text(changes(tag), "utf-8")
    paper = [only(build / form, f"*.{form}") for form in ("pdf", "epub")]
    zips = sorted((build / "students").glob("*-student.zip"))
    for path in [only(build / "wheel", "*.whl"), *paper, *zips]:
        shutil.copy(path, target)
    with tarfile.open(target / "site.tar.gz", "w:gz") as files:
        files.add(new_pages(build), ".")
    return target


def main(command: str = "site", *tags: str) -> None:
    if command == "edition":
        print(edition(*tags))
    elif command == "release":
        print(release(BUILD, *tags))
    elif command == "site":
        print(site(BUILD, edition(f"v{version()}")))
        print(notebooks(BUILD))
    else:
        raise ValueError(f"{command!r} is no command; there are site, release, edition")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except (ValueError, FileNotFoundError) as error:
        sys.exit(f"{error}")
