"""Explorers on the page: controls and pictures; on paper the opening picture and its sentence."""

import base64
import hashlib
import json
import posixpath
from pathlib import Path
from urllib.parse import quote

from docutils import nodes
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from explorers import style
from explorers.pictures import dark
from explorers.published import Frames, Published

NARROW = "(max-width: 600px)"  # where a phone's pictures are shown; explorer.css says it, too
logger = logging.getLogger(__name__)
HERE = FileSystemLoader(Path(__file__).parent)
PAGE = Environment(loader=HERE, autoescape=True, undefined=StrictUndefined).get_template(
    "explorer.html"
)


class ExplorerNode(nodes.General, nodes.Element):
    """One explorer: `shown` is its `Published`, the children are its pictures."""


def explorer_node(shown: Published, renderer) -> ExplorerNode:
    """Write the opening pictures to files; Sphinx copies those of `nodes.image`.

    The first child is a PNG, for paper; then each width in the colors of the light page and of
    the dark one. All other states are in one script a width, which `visit` writes.
    """

    def image(data: bytes, kind: str) -> nodes.image:
        name = f"{hashlib.sha256(data).hexdigest()[:16]}.{kind}"
        uri = renderer.write_file([name], data, exists_ok=True)
        return nodes.image(uri=uri, alt=shown.sentence)

    children = [image(base64.b64decode(shown.png), "png")]
    for frames in shown.widths:
        light = frames.svg(shown.opening)
        children += [image(text.encode(), "svg") for text in (light, dark(light))]
    return ExplorerNode("", *children, shown=shown)


class OnePicture(SphinxPostTransform):
    """On paper an explorer is its opening picture, the sentence, and a list of telling states."""

    default_priority = 5  # right after myst-nb has chosen the MIME type

    def run(self, **kwargs):
        for node in list(self.document.findall(ExplorerNode)):
            (png, svg, *_), shown = node.children, node["shown"]
            builder = self.app.builder
            if builder.format == "html" and builder.name != "epub":
                node.remove(png)
                continue
            picture = svg if builder.format == "html" else png
            caption = nodes.caption(text=shown.sentence)
            told = nodes.bullet_list()
            for state, sentence in shown.telling_states():
                told += nodes.list_item("", nodes.paragraph(text=f"{state}: {sentence}"))
            figure = nodes.figure("", picture, caption)
            self.document.set_id(figure)  # Sphinx, which numbers figures, warns of one without
            node.replace_self([figure, *([told] if told.children else [])])


class PictureFirst(SphinxPostTransform):
    """The book opens with its picture: there the cells that make it stand below it."""

    default_priority = 950

    def run(self, **kwargs):
        first = next(iter(self.document.findall(ExplorerNode)), None)
        if first is None or self.env.docname != self.config.root_doc:
            return
        cell = first.parent
        while "cell" not in cell.get("classes", ()):
            cell = cell.parent
        cell.insert(0, cell.pop())  # its output before its input
        section = cell.parent
        before = [n for n in section[: section.index(cell)] if "cell" in n.get("classes", ())]
        for node in before:
            section.remove(node)
        section[section.index(cell) + 1 : section.index(cell) + 1] = before


def check_names(app, doctree):
    """Two explorers of one name on a page would share their controls and their address."""
    names = set()
    for node in doctree.findall(ExplorerNode):
        shown = node["shown"]
        if shown.axes and shown.name in names:
            logger.warning("two explorers are named %r", shown.name, location=app.env.docname)
        names.add(shown.name)


def frames_script(frames: Frames) -> str:
    """All states of one width, for explorer.js; a script loads from a folder, too."""
    data = {"states": frames.states, "frames": frames.frames, "pieces": frames.pieces}
    data["dark"] = style.DARK
    return f"explorerFrames({json.dumps(data, ensure_ascii=False, separators=(',', ':'))});\n"


def write_frames(builder, frames: Frames) -> str:
    """Write the script beside the pictures; its address, as seen from the page."""
    text = frames_script(frames)
    name = f"{hashlib.sha256(text.encode()).hexdigest()[:16]}.js"
    path = Path(builder.outdir, builder.imagedir, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return posixpath.join(builder.imgpath, name)


def script_data(shown: Published, frames: list[str]) -> Markup:
    """What explorer.js reads, as text that no `<` can end."""
    block = {
        "name": shown.name,
        "axes": [{"name": axis["name"], "labels": axis["labels"]} for axis in shown.axes],
        "start": shown.start,
        "sentences": shown.sentences,
        "frames": frames,
    }
    text = json.dumps(block, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", r"\u003c"))


def visit(self, node):
    """The HTML of one explorer."""
    shown, builder = node["shown"], self.builder
    urls = [
        posixpath.join(builder.imgpath, quote(builder.images[child["uri"]]))
        for child in node.children
    ]
    widths = [
        {"frames": frames, "light": light, "dark": dark}
        for frames, light, dark in zip(shown.widths, urls[::2], urls[1::2], strict=True)
    ]
    scripts = [write_frames(builder, frames) for frames in shown.widths] if shown.axes else []
    data = script_data(shown, scripts)
    self.body.append(PAGE.render(shown=shown, widths=widths, data=data, narrow=NARROW))
    raise nodes.SkipNode
