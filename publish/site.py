"""What every page needs: ids that occur once, no scripts of others, an early theme."""

import pickle
import re
import textwrap
from pathlib import Path
from xml.etree import ElementTree

from docutils import nodes
from sphinx.application import ENV_PICKLE_FILENAME

from publish import card

HERE = Path(__file__).parent
STATIC = ("explorer.js", "explorer.css", "claims.css", "reference.css", "site.css", "favicon.svg")
ICONS = HERE / "vendor" / "awesome" / "icons.woff2"

# Names and punctuation look as the code around them does: without elements of their own a long page
# has far fewer, and a phone lays it out sooner.
PLAIN = ("n", "nn", "nx", "p", "pm", "w")
PLAIN_TOKEN = re.compile(rf'<span class="(?:{"|".join(PLAIN)})">([^<]*)</span>')
# Lazy, a picture is fetched in the look that is shown, not in the other.
OF_ONE_LOOK = re.compile(r'<img(?=[^>]* class="only-(?:light|dark))(?![^>]*loading=)')

# The theme finds out only after the page is laid out whether the reader prefers the dark, and
# logs an error until then. Known at once, only the pictures of one look are fetched. That scripts
# run is known as early, so the controls that they bring to life have their place from the start.
# Paper is white: a page is printed in the light look.
EARLY = (
    "{const d=document.documentElement.dataset;d.mode||='auto';"
    "d.scripts='on';d.theme||=matchMedia('(prefers-color-scheme: dark)').matches?'dark':'light';"
    "let shown;addEventListener('beforeprint',()=>{shown=d.theme;d.theme='light'});"
    "addEventListener('afterprint',()=>{d.theme=shown})}"
)


def configure(app, config):
    """The book's templates before the theme's; its icon, where there is no other."""
    if config.html_theme == "sphinx_book_theme":
        config.templates_path = [*config.templates_path, str(HERE / "theme")]
    config.html_scaled_image_link = False  # a size holds a picture's place: see size_pictures
    config.html_favicon = config.html_favicon or str(HERE / "favicon.svg")


def add_static(app):
    """Later than jupyter-book looks for scripts and styles, which it would add to every page."""
    app.config.html_static_path += [str(HERE / name) for name in STATIC] + [str(ICONS)]


def tidy_page(app, pagename, templatename, context, doctree):
    """Drop scripts that nothing needs; mend what docutils and sphinx-exercise write."""
    body = context.get("body", "")
    scripts = [s for s in context["script_files"] if not is_idle(s, body)]
    if pagename != "search":  # its scripts call one another while the page is read
        scripts = [deferred(script) if can_wait(script) else script for script in scripts]
    context["script_files"] = scripts
    if body:
        body = PLAIN_TOKEN.sub(r"\1", body)
        body = OF_ONE_LOOK.sub('<img loading="lazy"', body)
        body = body.replace('role="doc-biblioentry"', 'role="listitem"')
        # As a style they would be the size itself; as attributes they give its shape.
        body = re.sub(r'style="width: (\d+)px; height: (\d+)px;"', r'width="\1" height="\2"', body)
        # The same id in every exercise of a page; nothing refers to it.
        context["body"] = re.sub(' id="(exercise|solution)-content"', "", body)
    book = app.config.html_title or app.config.project
    if doctree:  # a page may have no sentence
        context["description"] = description(doctree) or f"{context['title']}. {book}"
    context.setdefault("description", book)
    context["card"] = address(app, context["pathto"], "_static/card.png")


def size_pictures(app, doctree, docname):
    """A picture's place is kept from the start, so that nothing moves when it comes."""
    for image in doctree.findall(nodes.image):
        path = Path(app.srcdir, image["uri"])
        if path.suffix == ".svg" and path.is_file() and "width" not in image:
            image["width"], image["height"] = map(str, svg_size(path))


def svg_size(path: Path) -> list[int]:
    """Width and height in CSS pixels; Matplotlib writes points."""
    root = ElementTree.parse(path).getroot()
    return [round(float(root.get(side).removesuffix("pt")) * 4 / 3) for side in ("width", "height")]


def address(app, pathto, file: str) -> str:
    """Of a file, in full where html_baseurl says where the book will stand."""
    base = app.config.html_baseurl
    return f"{base.rstrip('/')}/{file}" if base else pathto(file, resource=True)


def draw_card(app, error):
    path = Path(app.outdir, "_static", "card.png")
    if not error and app.builder.name == "html" and not path.exists():
        card.write(path, app.config.html_title or app.config.project)


def keep_search(app, error):
    """Sphinx stores what it knows before it writes the pages. What the search learns from them, the
    entries of the glossary and the reference, would be forgotten at the next build."""
    if not error and app.builder.name == "html":
        with Path(app.doctreedir, ENV_PICKLE_FILENAME).open("wb") as file:
            pickle.dump(app.env, file, pickle.HIGHEST_PROTOCOL)


def can_wait(script) -> bool:
    """A file, unless it holds what scripts in the page itself speak of."""
    name = str(getattr(script, "filename", None) or "")
    return bool(name) and "documentation_options" not in name


def deferred(script):
    """The same script, run when the page has been read; others share the object itself."""
    attributes = script.attributes | {"defer": "defer"}
    return type(script)(script.filename, priority=script.priority, **attributes)


def is_idle(script, body: str) -> bool:
    """Thebe's scripts, and that of tabs where there are none."""
    inline = getattr(script, "attributes", {}).get("body") or ""
    name = str(getattr(script, "filename", ""))
    return "THEBE_JS_URL" in inline or "thebe" in name or ("tabs" in name and "sd-tab" not in body)


def description(doctree) -> str:
    """The page's first sentences, for search engines: whole words, no formulas."""
    paragraphs = [
        node.astext()
        for node in doctree.findall(nodes.paragraph)
        if isinstance(node.parent, nodes.section) and not list(node.findall(nodes.math))
    ]
    return textwrap.shorten(" ".join(paragraphs[:3]), 200, placeholder=" …")
