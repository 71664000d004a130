"""What the rehearsal with plain Sphinx says beside Sphinx's own warnings."""

from tools import rehearsal

FACE = '@font-face {\n  font-family: "Font Awesome 6 Free";\n}\n'


def test_icons_without_a_font_are_named():
    assert rehearsal.fontless(FACE + r".fas{font-family:Font Awesome\ 6 Free}") == set()
    later = FACE + '.fas{--family:"Font Awesome 7 Free"}'
    assert rehearsal.fontless(later) == {"Font Awesome 7 Free"}


def test_a_page_that_is_missing_or_says_something_else_is_named(tmp_path):
    for folder, pages in {
        "own": {"a": "one", "b": "two", "c": "3"},
        "new": {"a": "one", "b": "2"},
    }.items():
        (tmp_path / folder).mkdir()
        for name, text in pages.items():
            page = f"<p>{folder}</p><article><script>{folder}</script><p>{text}</p></article>"
            (tmp_path / folder / f"{name}.html").write_text(page, "utf-8")
    assert rehearsal.changed(tmp_path / "own", tmp_path / "new") == ["b.html", "c.html"]
