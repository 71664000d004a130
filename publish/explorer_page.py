"""Explorers on the page: controls and pictures; on paper the opening picture and its sentence."""

import base64
import io
import json
import posixpath
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from docutils import nodes
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from PIL import Image
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from explorers.published import Published

logger = logging.getLogger(__name__)
PAGE = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined
).get_template("explorer.html")


class ExplorerNode(nodes.General, nodes.Element):
    """One explorer: `shown` is its `Published`, the children are its pictures."""


def explorer_node(shown: Published, renderer) -> ExplorerNode:
    """Write the frames to files; Sphinx copies those of `nodes.image`.

    The first child is the opening picture as PNG, for builders that know no WebP.
    """

    def image(name: str, data: bytes) -> nodes.image:
        return nodes.image(uri=renderer.write_file([name], data, exists_ok=True))

    frames = {key: base64.b64decode(data) for key, data in shown.frames.items()}
    opening = shown.opening
    png = io.BytesIO()
    Image.open(io.BytesIO(frames[opening["light"]])).save(png, "png", optimize=True)
    children = [image(f"{opening['light']}.png", png.getvalue())]
    children[0]["alt"] = opening["sentence"]
    children += [image(f"{key}.webp", data) for key, data in frames.items()]
    return ExplorerNode("", *children, shown=replace(shown, frames=dict.fromkeys(frames, "")))


class OnePicture(SphinxPostTransform):
    """On paper an explorer is its opening picture, the sentence, and a list of telling states."""

    default_priority = 5  # right after myst-nb has chosen the MIME type

    def run(self, **kwargs):
        for node in list(self.document.findall(ExplorerNode)):
            png, shown = node.children[0], node["shown"]
            if self.app.builder.format == "html" and self.app.builder.name != "epub":
                node.remove(png)
                continue
            caption = nodes.caption(text=shown.opening["sentence"])
            told = nodes.bullet_list()
            for state, sentence in shown.telling_states():
                told += nodes.list_item("", nodes.paragraph(text=f"{state}: {sentence}"))
            node.replace_self([nodes.figure("", png, caption), *([told] if told.children else [])])


def check_names(app, doctree):
    """Two explorers of one name on a page would share their controls and their address."""
    names = set()
    for node in doctree.findall(ExplorerNode):
        shown = node["shown"]
        if shown.axes and shown.name in names:
            logger.warning("two explorers are named %r", shown.name, location=app.env.docname)
        names.add(shown.name)


def script_data(shown: Published, urls: dict[str, str]) -> Markup:
    """What explorer.js reads, as text that no `<` can end."""
    number = {key: i for i, key in enumerate(urls)}
    block = {
        "name": shown.name,
        "axes": [{"name": axis["name"], "labels": axis["labels"]} for axis in shown.axes],
        "start": shown.start,
        "states": [[number[s["light"]], number[s["dark"]], s["sentence"]] for s in shown.states],
        "frames": list(urls.values()),
    }
    text = json.dumps(block, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", r"\u003c"))


def visit(self, node):
    """The HTML of one explorer."""
    shown = node["shown"]
    urls = [
        posixpath.join(self.builder.imgpath, quote(self.builder.images[child["uri"]]))
        for child in node.children
    ]
    urls = dict(zip(shown.frames, urls, strict=True))
    sentence = shown.opening["sentence"]
    data = script_data(shown, urls)
    self.body.append(PAGE.render(shown=shown, urls=urls, sentence=sentence, data=data))
    raise nodes.SkipNode
