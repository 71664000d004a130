"""The one stylesheet keeps what some page can use, and nothing else of other people's sheets."""

import pytest

from publish.styles import sifted, used_names, without_idle_variables, without_notes

NAMES = {"a", "p", "html", "used", "here"}


@pytest.mark.parametrize(
    "rule",
    [
        ".used{x:y}",
        "a.used > p#here{x:y}",
        'html[data-theme="dark"] .used:not(.unused)::before{x:y}',
        "*{x:y}",
        ":root{--x:y}",
        "@media print{p{x:y}}",
        "@keyframes unused{from{x:y}}",
    ],
)
def test_what_a_page_can_use_stays(rule):
    assert sifted(rule, NAMES) == rule


@pytest.mark.parametrize(
    "rule", [".unused{x:y}", "table p{x:y}", ".used #gone{x:y}", "@media print{.unused{x:y}}"]
)
def test_what_no_page_can_use_goes(rule):
    assert sifted(rule, NAMES) == ""


def test_of_several_selectors_those_that_fit_stay():
    assert sifted(".used,.unused,p{x:y}", NAMES) == ".used,p{x:y}"


def test_fonts_and_imports_of_others_go():
    assert sifted('@import "a.css";@font-face{font-family:x}p{x:y}', NAMES) == "p{x:y}"


def test_names_come_from_pages_and_the_files_that_they_load(tmp_path):
    (tmp_path / "page.html").write_text(
        '<p class="one two" id="three" style="color: var(--four)"><link href="a.css?v=1">'
        '<script src="a.js?v=1"></script><script src="searchindex.js"></script>'
        '<script>for (const source of ["later.js"]) fetch(source)</script>'
    )
    (tmp_path / "a.js").write_text('element.classList.add("set-by-script", "carousel-item")')
    (tmp_path / "later.js").write_text('element.classList.add("set-later")')
    (tmp_path / "a.css").write_text("p{color:var(--five)}")
    (tmp_path / "searchindex.js").write_text('"a-word-of-the-book"')
    (tmp_path / "other.js").write_text('element.classList.add("not-loaded")')
    names = used_names([tmp_path / "page.html"])
    assert {"p", "one", "two", "three", "--four", "--five", "set-by-script", "set-later"} <= names
    assert not names & {"not-loaded", "a-word-of-the-book", "carousel-item"}


@pytest.mark.parametrize(
    "text",
    [
        "p{--x:1;y:var(--x)}",
        "p{--x:1;--y:var( --x );z:var(--y,2)}",
        "a.b--c:hover{y:z}",
        "p{--asked:1}",
    ],
)
def test_variables_that_something_reads_stay(text):
    assert without_idle_variables(text, {"--asked"}) == text


@pytest.mark.parametrize(
    "idle",
    [
        "--x:1;",
        "--x: ;",
        "--x:1;--y:var(--x);",
        """--x:url("data:image/svg+xml;utf8,<svg d='M(0)'/>");""",
        "--x:url(data:image/png;base64,a==);",
    ],
)
def test_variables_that_nothing_reads_go(idle):
    assert without_idle_variables(f"p{{y:z;{idle}u:v}}q{{w:x}}", set()) == "p{y:z;u:v}q{w:x}"
    assert without_idle_variables(f"p{{{idle[:-1]}}}q{{w:x}}", set()) == "p{}q{w:x}"


def test_of_a_sheet_of_ours_only_the_notes_between_rules_go():
    text = "/* why */ .unused{x:y} /* what */ @font-face{font-family:x}"
    assert without_notes(text) == ".unused{x:y}@font-face{font-family:x}"
