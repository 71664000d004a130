"""Formulas as MathML, made by Temml when the book is built: no page needs a script for them.

Temml is JavaScript; QuickJS, a small engine with a Python interface, runs it. The font and the
program's stylesheet are in `vendor/`, which `tools/vendor.py` fills.
"""

import re
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import quickjs
from docutils import nodes
from sphinx.builders.epub3 import Epub3Builder
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

logger = logging.getLogger(__name__)
VENDOR = Path(__file__).parent / "vendor"
STATIC = (
    *(VENDOR / "temml" / name for name in ("Temml-Local.css", "Temml.woff2")),
    VENDOR / "pagella" / "formulas.woff2",
    Path(__file__).parent / "formulas.css",
)
# Temml answers with a rope of strings, which QuickJS hands over only when it is flat.
RENDER = """(tex, displayMode) =>
    Array.from(temml.renderToString(tex, {displayMode, throwOnError: true, xml: true})).join("")"""
MATHML = "http://www.w3.org/1998/Math/MathML"
SCRIPTS = ("msub", "msup", "msubsup", "munder", "mover", "munderover")
OPERATORS = "=+−⋅→<>≤≥"

ElementTree.register_namespace("", MATHML)


def configure(app, config):
    config.html_math_renderer = "mathml"


def add_static(app):
    """The fonts and the sheets; WOFF2, which EPUB 3.3 has, is missing in Sphinx's list of types."""
    Epub3Builder.media_types = Epub3Builder.media_types | {".woff2": "font/woff2"}
    app.config.html_static_path += [str(path) for path in STATIC]


@cache
def temml():
    """Temml's function, in an engine of its own."""
    engine = quickjs.Context()
    engine.eval((VENDOR / "temml" / "temml.min.js").read_text("utf-8"))
    return engine.eval(RENDER)


def mathml(tex: str, display: bool = False) -> str:
    """The MathML of a formula in TeX; ValueError, in Temml's words, where it knows none."""
    # TeX puts a thin space before \left, which \! takes back; Temml puts none.
    tex = tex.replace(r"\!\left", r"\left")
    try:
        root = ElementTree.fromstring(temml()(tex, display))
    except quickjs.JSException as error:
        message = str(error).splitlines()[0].removeprefix("ParseError:")
        raise ValueError(message.strip(" :")) from None
    set_close(root)
    return ElementTree.tostring(root, encoding="unicode")


def set_close(root) -> None:
    """As in TeX: no space around operators in an index, nor around brackets of a given size."""
    tags = [f"{{{MATHML}}}{tag}" for tag in SCRIPTS]
    scripts = [script for tag in tags for base in root.iter(tag) for script in base[1:]]
    inner = [mo for script in scripts for mo in script.iter(f"{{{MATHML}}}mo")]
    sized = [mo for mo in root.iter(f"{{{MATHML}}}mo") if "minsize" in mo.attrib]
    for mo in [mo for mo in inner if mo.text in OPERATORS] + sized:
        mo.set("lspace", "0")
        mo.set("rspace", "0")


def written(self, node, display: bool) -> str:
    """The formula of a node; what cannot be set is reported, and stands there as it was typed."""
    tex = node.astext()
    if display and r"\\" in tex and r"\begin" not in tex:
        tex = rf"\begin{{split}}{tex}\end{{split}}"
    try:
        return mathml(tex, display)
    except ValueError as error:
        logger.warning("this formula cannot be set: %s", error, location=node)
        return f"<code>{self.encode(tex)}</code>"


def visit_math(self, node):
    self.body += [self.starttag(node, "span", "", CLASS="math"), written(self, node, False)]
    self.body.append("</span>")
    raise nodes.SkipNode


def visit_displaymath(self, node):
    # Where it is too wide it scrolls, which the keys can do, too, once it has the focus.
    self.body.append(self.starttag(node, "div", CLASS="math", TABINDEX="0"))
    if node["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    self.body += [written(self, node, True), "</div>\n"]
    raise nodes.SkipNode


class KeepTogether(SphinxPostTransform):
    """No line ends between a formula and what follows it without a space: a comma, a -th."""

    default_priority = 900
    formats = ("html",)

    def run(self, **kwargs):
        for math in list(self.document.findall(nodes.math)):
            parent, after = math.parent, math.parent.index(math) + 1
            text = parent[after] if after < len(parent) else None
            if isinstance(text, nodes.Text) and (near := re.match(r"\S+", text)):
                together = nodes.inline("", "", math, nodes.Text(near[0]), classes=["together"])
                parent[after - 1 : after + 1] = [together, nodes.Text(text[near.end() :])]
