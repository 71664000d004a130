"""Formulas become MathML in the build; one that cannot be set is a warning with its place."""

import pytest

from publish.formulas import mathml


def test_a_formula_is_mathml():
    text = mathml(r"\sqrt n \cdot x")
    assert text.startswith('<math xmlns="http://www.w3.org/1998/Math/MathML">')
    assert "<msqrt><mi>n</mi></msqrt><mo>⋅</mo><mi>x</mi>" in text


def test_no_space_stands_around_operators_in_an_index_nor_around_brackets_of_a_given_size():
    assert mathml("x_{l+1} + 1").count('lspace="0"') == 1
    assert mathml(r"\big( x \big)").count('lspace="0"') == 2


@pytest.mark.parametrize("tex", [r"\nonsense x", r"\frac{1", "a^b^c"])
def test_what_cannot_be_set_is_an_error_in_one_line(tex):
    with pytest.raises(ValueError, match=r"^(Unsupported|Unexpected|Double).*[^:\s]$"):
        mathml(tex)


PAGE = """A product $a b$, a root ($\\sqrt n$), and

```{math}
:label: first
a = 1 \\\\
b = 2
```

as {eq}`first` says.
"""


@pytest.mark.slow
@pytest.mark.parametrize("builder", ["html", "epub"])
def test_pages_have_mathml_and_no_mathjax(book, builder):
    (book.folder / "conf.py").write_text(
        (book.folder / "conf.py").read_text() + 'myst_enable_extensions += ["dollarmath"]\n'
    )
    book.write("", PAGE)
    out, status, errors = book.build(builder, "-n", *["-W"] * (builder == "html"))
    assert status == 0, errors
    (file,) = out.glob("chapter.*html")
    page = file.read_text("utf-8")
    assert page.count("<math") == 3
    assert 'class="together"' in page
    assert "</math></span>,</span> a root" in page
    assert '<span class="eqno">(1)' in page
    assert "mathjax" not in page.replace("mathjax_ignore", "").lower()


@pytest.mark.slow
def test_a_formula_that_cannot_be_set_fails_a_strict_build_with_its_place(book):
    book.write("", "```{math}\n\\nonsense\n```")
    _, status, errors = book.build("html", "-W", "--keep-going")
    assert status == 1
    assert "chapter.ipynb" in errors
    assert r"this formula cannot be set: Unsupported function name: \nonsense" in errors
