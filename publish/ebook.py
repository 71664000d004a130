"""The book as one EPUB file: Sphinx's builder, with pages, styles and metadata of our own.

Each explorer is one picture, its sentence and its telling states (publish.explorer_page); formulas
are MathML; what the site folds away is folded here, too. The paper is printed from these pages
(publish.paper).
"""

import html
import re
import uuid
from pathlib import Path
from urllib.parse import unquote

from docutils import nodes
from sphinx.builders.epub3 import Epub3Builder
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx_exercise.nodes import solution_node

import tinynet
from publish import card, formulas
from publish.site import description

THEMES = Path(__file__).parent / "theme"
COVER = "_static/cover.png"
# Of Temml's sheet: an e-book may set no direction, and takes no picture that a sheet draws.
BANNED = re.compile(rb"^ *(direction|(-webkit-)?mask-image):.*\n", re.M)

# What a reader with other needs wants to know before the first page: www.w3.org/TR/epub-a11y-11
ACCESS = (
    ("accessMode", "textual"),
    ("accessMode", "visual"),
    ("accessModeSufficient", "textual"),
    ("accessModeSufficient", "textual,visual"),
    ("accessibilityFeature", "alternativeText"),
    ("accessibilityFeature", "MathML"),
    ("accessibilityFeature", "readingOrder"),
    ("accessibilityFeature", "structuralNavigation"),
    ("accessibilityFeature", "tableOfContents"),
    ("accessibilityHazard", "none"),
    ("accessibilitySummary", "Every picture has a sentence that says what is to be seen in it."),
)


def configure(app, config):
    """What Sphinx asks for, from what the book says of itself."""
    title = config.html_title or config.project
    config.version = config.version or tinynet.__version__
    config.html_theme_path = [*config.html_theme_path, str(THEMES)]
    config.epub_theme = "ebook"
    config.epub_title, config.epub_basename = title, nodes.make_id(title)
    config.epub_identifier = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, title)}"
    config.epub_uid = "book-id"
    config.epub_contributor = config.author
    config.epub_copyright = config.html_theme_options.get("extra_footer") or config.copyright
    config.epub_cover = (COVER, "cover.html")
    config.epub_show_urls = "inline"  # on paper alone: see epub.css
    config.epub_tocscope = "includehidden"
    config.epub_tocdepth = 2
    config.epub_use_index = False


class EBook(Epub3Builder):
    """Sphinx's builder; with fewer files, and with what its package document leaves out."""

    def copy_static_files(self):
        """Four sheets, the formulas' fonts, the cover: no scripts."""
        static = Path(self.outdir, "_static")
        static.mkdir(parents=True, exist_ok=True)
        self.create_pygments_style_file()
        self.copy_theme_static_files({})
        for path in formulas.STATIC:
            (static / path.name).write_bytes(BANNED.sub(b"", path.read_bytes()))
        card.write(Path(self.outdir, COVER), self.config.epub_title)

    def build_content(self):
        super().build_content()
        path = Path(self.outdir, "content.opf")
        path.write_text(self.completed(path.read_text("utf-8")), "utf-8")

    def completed(self, package: str) -> str:
        """The package document, which pages have formulas, and which file is the cover."""
        access = "".join(f'<meta property="schema:{name}">{it}</meta>\n' for name, it in ACCESS)
        package = package.replace("</metadata>", f"{access}</metadata>")
        package = package.replace(f'href="{COVER}"', f'href="{COVER}" properties="cover-image"')
        return re.sub(r'href="([^"]+\.xhtml)"(?! .*properties)', self.with_property, package)

    def content_metadata(self):
        text = description(self.env.get_doctree(self.config.root_doc)) or self.config.epub_title
        return super().content_metadata() | {"description": html.escape(text)}

    def toc_metadata(self, level, navpoints):
        """Sphinx gives the name of the identifier in place of the identifier."""
        return super().toc_metadata(level, navpoints) | {"uid": self.config.epub_identifier}

    def with_property(self, href) -> str:
        page = Path(self.outdir, unquote(href[1])).read_text("utf-8")
        return f'{href[0]} properties="mathml"' if "<math" in page else href[0]


class FoldSolutions(SphinxPostTransform):
    """On the site a script folds solutions; here the reader's own program does."""

    default_priority = 900
    formats = ("html",)

    def run(self, **kwargs):
        if self.app.builder.name != "epub":
            return
        for node in list(self.document.findall(solution_node)):
            opened = nodes.raw("", "<details><summary>Solution</summary>\n", format="html")
            closed = nodes.raw("", "</details>\n", format="html")
            at = node.parent.index(node)
            node.parent[at : at + 1] = [opened, node, closed]


def tidy_page(app, pagename, templatename, context, doctree):
    """No scripts, no icons of folded parts; the line to click on has one text."""
    if app.builder.name == "epub" and "body" in context:
        body = re.sub(r"<script.*?</script>", "", context["body"], flags=re.S)
        body = re.sub(r'<span class="sd-summary-state-marker.*?</svg></span>', "", body, flags=re.S)
        folded = r"<summary aria-label[^>]*>\s*<p[^>]*>(.*?)</p>.*?</summary>"
        context["body"] = re.sub(folded, r"<summary>\1</summary>", body, flags=re.S)
