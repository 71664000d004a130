"""What is published: editions keep their address and say that they are old; versions agree."""

import re
import tarfile
from datetime import date

import pytest
import yaml
from helpers import ROOT

import tinynet
from tools import publication

PAGE = '<!DOCTYPE html><html><head></head><body class="a" data-x="1"><h1>{}</h1></body></html>'


def write(folder, **pages):
    for name, title in pages.items():
        path = folder / f"{name.replace('__', '/')}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGE.format(title), "utf-8")


def attach(build, tag, **pages):
    """A made-up edition, as a release has attached it."""
    write(build / tag, **pages)
    (build / "editions").mkdir(exist_ok=True)
    with tarfile.open(build / "editions" / f"{tag}.tar.gz", "w:gz") as files:
        files.add(build / tag, ".")


@pytest.fixture
def build(tmp_path):
    """A new site of two pages, its wheel, and one notebook."""
    write(tmp_path / "html", index="New front", book__he="New He")
    (tmp_path / "wheel").mkdir()
    (tmp_path / "wheel" / "book-3.whl").write_bytes(b"wheel")
    notebook = tmp_path / "html" / "_sources" / "book" / "he.ipynb"
    notebook.parent.mkdir(parents=True)
    notebook.write_text("{}")
    return tmp_path


@pytest.mark.parametrize(
    ("tag", "folder"),
    [("v1", "v1"), ("v2.0.1", "v2"), ("v12.3.4", "v12"), ("v0.1.0", "v0.1"), ("v0.10", "v0.10")],
)
def test_an_edition_has_one_address_for_all_its_corrections(tag, folder):
    assert publication.edition(tag) == folder


@pytest.mark.parametrize("tag", ["2.0.0", "v", "vx", "v2.0rc1", "v0", "notebooks-v2"])
def test_a_tag_that_names_no_edition_is_refused(tag):
    with pytest.raises(ValueError, match=rf"the tag is '{tag}'; an edition's is a v and its"):
        publication.edition(tag)


def test_old_editions_keep_their_address_and_lead_to_the_same_page(build):
    attach(build, "v1.0.0", index="Old front", book__he="Old He", book__gone="Gone")
    site = publication.site(build, "v3")
    old = (site / "v1" / "book" / "he.html").read_text("utf-8")
    assert '<body class="a" data-x="1">\n<p role="note"' in old and "Old He" in old
    assert 'href="../../book/he.html"' in old and "Read this page in the newest." in old
    gone = (site / "v1" / "book" / "gone.html").read_text("utf-8")
    assert 'href="../../index.html"' in gone and "Read the newest." in gone
    assert 'href="../index.html"' in (site / "v1" / "index.html").read_text("utf-8")


def test_the_newest_pages_and_their_own_edition_say_nothing(build):
    attach(build, "v3.0.0", index="Released")
    site = publication.site(build, "v3")
    pages = [site / "index.html", site / "book" / "he.html", site / "v3" / "index.html"]
    assert not [page for page in pages if "earlier edition" in page.read_text("utf-8")]
    assert (site / "notebooks" / "book-3.whl").read_bytes() == b"wheel"


def test_of_an_edition_the_last_correction_stands(build):
    for tag in ("v1.0.10", "v1.0.9"):
        attach(build, tag, **{"index": tag, f"only_in_{tag[-1]}": tag})
    site = publication.site(build, "v3")
    assert sorted(page.name for page in (site / "v1").iterdir()) == ["index.html", "only_in_0.html"]


def test_what_an_earlier_run_left_is_gone(build):
    write(build / "site", left="over", v9__index="over")
    assert not list(publication.site(build, "v3").rglob("left.html"))
    assert not (build / "site" / "v9").exists()


def test_the_branch_of_notebooks_installs_the_wheel_beside_them(build):
    branch = publication.notebooks(build)
    assert (branch / "book" / "he.ipynb").read_text() == "{}"
    lines = (branch / "requirements.txt").read_text().splitlines()
    assert lines[1:] == ["-c constraints.txt", "./book-3.whl[chapters]"]
    assert (branch / "book-3.whl").is_file() and (branch / "constraints.txt").is_file()


def test_a_missing_or_a_second_wheel_is_named(build):
    (build / "wheel" / "book-2.whl").touch()
    with pytest.raises(FileNotFoundError, match=r"one file is wanted.*book-2\.whl.*book-3\.whl"):
        publication.site(build, "v3")


def test_a_release_holds_what_readers_and_students_get(build):
    for name in ("pdf/book.pdf", "epub/book.epub", "students/one-student.zip"):
        (build / name).parent.mkdir()
        (build / name).touch()
    (build / "students" / "one-instructor.zip").touch()
    folder = publication.release(build, f"v{publication.version()}")
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["book-3.whl", "book.epub", "book.pdf", "one-student.zip", "site.tar.gz"]
    assert (build / "notes.md").read_text("utf-8").startswith(f"## {publication.version()}: ")
    with tarfile.open(folder / "site.tar.gz") as files:
        assert {"./index.html", "./notebooks/book-3.whl"} <= set(files.getnames())


def test_a_tag_that_is_not_the_version_releases_nothing(build):
    with pytest.raises(ValueError, match=r"the tag is v99\.0, but pyproject\.toml says version"):
        publication.release(build, "v99.0")


def test_the_version_and_its_date_are_the_same_everywhere():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    released = re.findall(r"^## (\d[\d.]*):.*\((\d{4}-\d\d-\d\d)\)$", changes, re.MULTILINE)
    number, day = released[0]
    assert [publication.version(), citation["version"], tinynet.__version__] == [number] * 3
    assert citation["date-released"] == day == str(date.fromisoformat(day))
