"""The one stylesheet keeps what some page can use, and nothing else of other people's sheets."""

import pytest

from publish.styles import sifted, used_names

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


def test_names_come_from_pages_and_the_scripts_that_they_load(tmp_path):
    (tmp_path / "page.html").write_text('<p class="one two" id="three"><script src="a.js?v=1">')
    (tmp_path / "a.js").write_text('element.classList.add("set-by-script")')
    (tmp_path / "other.js").write_text('element.classList.add("not-loaded")')
    names = used_names([tmp_path / "page.html"])
    assert {"p", "one", "two", "three", "set-by-script"} <= names
    assert "not-loaded" not in names
