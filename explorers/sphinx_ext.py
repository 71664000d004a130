"""Sphinx extension: explorers and claims on the page, and a site that asks nobody for anything.

It puts the kernels into static mode, writes each explorer's controls and pictures, gathers the
claims of all chapters where a page says `{claims}`, serves MathJax from the site, and drops the
script of sphinx-thebe, which logs an error on every page.
"""

import base64
import hashlib
import io
import json
import os
import posixpath
import re
import shutil
from html import escape
from importlib.metadata import files
from pathlib import Path
from urllib.parse import quote

from docutils import nodes
from myst_nb.core.render import MimeRenderPlugin
from PIL import Image
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

import tinynet
from explorers.claims import CLAIM, CLAIMS, HEADINGS, Claim
from explorers.published import EXPLORER

logger = logging.getLogger(__name__)
HERE = Path(__file__).parent

# The theme finds out only after the page is laid out whether the reader prefers the dark, and
# logs an error until then. Known at once, only the pictures of one look are fetched.
EARLY = (
    "{const d=document.documentElement.dataset;d.mode||='auto';"
    "d.theme||=matchMedia('(prefers-color-scheme: dark)').matches?'dark':'light'}"
)


class explorer(nodes.General, nodes.Element):
    """One explorer: `content` is the bundle, the children are its pictures."""


class claims(nodes.General, nodes.Element):
    """Where the table of all claims goes."""


class Renderer(MimeRenderPlugin):
    """What the cells display, as nodes of the page."""

    mime_priority_overrides = (("*", EXPLORER, 1), ("*", CLAIM, 1), ("*", CLAIMS, 1))

    @staticmethod
    def handle_mime(renderer, data, inline):
        if data.mime_type == CLAIM:
            return [claim_row(Claim(**data.content))]
        if data.mime_type == CLAIMS:
            return [claims_table([Claim(**row).cells() for row in data.content])]
        if data.mime_type == EXPLORER:
            return [explorer_node(data.content, renderer)]
        return None


# Explorers


def explorer_node(content, renderer) -> explorer:
    """Write the frames to files; Sphinx copies those of `nodes.image`.

    The first child is the opening picture as PNG, for builders that know no WebP.
    """

    def image(name: str, data: bytes) -> nodes.image:
        return nodes.image(uri=renderer.write_file([name], data, exists_ok=True))

    frames = {key: base64.b64decode(data) for key, data in content["frames"].items()}
    opening = opening_state(content)
    png = io.BytesIO()
    Image.open(io.BytesIO(frames[opening["light"]])).save(png, "png", optimize=True)
    children = [image(f"{opening['light']}.png", png.getvalue())]
    children[0]["alt"] = opening["sentence"]
    children += [image(f"{key}.webp", data) for key, data in frames.items()]
    return explorer("", *children, content=content | {"frames": list(frames)})


def state_index(content, positions) -> int:
    index = 0
    for i, axis in zip(positions, content["axes"], strict=True):
        index = index * len(axis["labels"]) + i
    return index


def opening_state(content) -> dict:
    return content["states"][state_index(content, content["start"])]


def telling_states(content) -> list[tuple[str, str]]:
    """For paper: the sentences where one axis goes to its ends, the others staying put."""
    told = {}
    for i, axis in enumerate(content["axes"]):
        for end in (0, len(axis["labels"]) - 1):
            positions = [*content["start"][:i], end, *content["start"][i + 1 :]]
            at = zip(content["axes"], positions, strict=True)
            key = ", ".join(f"{a['name']} = {a['labels'][k]}" for a, k in at)
            told[key] = content["states"][state_index(content, positions)]["sentence"]
    return list(told.items())


class OnePicture(SphinxPostTransform):
    """On paper an explorer is its opening picture, the sentence, and a list of telling states."""

    default_priority = 5  # right after myst-nb has chosen the MIME type

    def run(self, **kwargs):
        for node in list(self.document.findall(explorer)):
            png, content = node.children[0], node["content"]
            if self.app.builder.format == "html" and self.app.builder.name != "epub":
                node.remove(png)
                continue
            caption = nodes.caption(text=opening_state(content)["sentence"])
            told = nodes.bullet_list()
            for state, sentence in telling_states(content):
                told += nodes.list_item("", nodes.paragraph(text=f"{state}: {sentence}"))
            node.replace_self([nodes.figure("", png, caption), *([told] if told.children else [])])


def control(content, axis, position) -> str:
    """The HTML of one axis: radio buttons for names, a range for numbers."""
    name, text = f"{content['name']}-{axis['name']}", escape(axis["name"].replace("_", " "))
    if not axis["ordered"]:
        choices = "".join(
            f'<label><input type="radio" name="{name}" value="{i}"'
            f"{' checked' * (i == position)}>{escape(label)}</label>"
            for i, label in enumerate(axis["labels"])
        )
        return f"<fieldset><legend>{text}</legend>{choices}</fieldset>"
    label = escape(axis["labels"][position])
    play = f'<button type="button" class="explorer-play" data-axis="{axis["name"]}">Play</button>'
    return (
        f'<div class="explorer-range"><label for="{name}">{text}</label>'
        f'<input type="range" id="{name}" name="{name}" min="0" max="{len(axis["labels"]) - 1}" '
        f'value="{position}" aria-valuetext="{label}"><output for="{name}">{label}</output>'
        f"{play * (axis['name'] == content['play'])}</div>"
    )


def visit_explorer(self, node):
    content, opening = node["content"], opening_state(node["content"])
    urls = [
        posixpath.join(self.builder.imgpath, quote(self.builder.images[child["uri"]]))
        for child in node.children
    ]
    frame = dict(zip(content["frames"], urls, strict=True))
    width, height = content["size"]
    sentence = escape(opening["sentence"])
    form = data = states = ""
    if content["axes"]:
        axes = zip(content["axes"], content["start"], strict=True)
        controls = "".join(control(content, axis, position) for axis, position in axes)
        form = (
            f'<form hidden autocomplete="off">{controls}<div class="explorer-actions">'
            '<button type="reset">Reset</button>'
            '<a class="explorer-link" href="#">Link to this state</a></div></form>'
        )
        number = {key: i for i, key in enumerate(content["frames"])}
        block = {
            "name": content["name"],
            "axes": [{"name": a["name"], "labels": a["labels"]} for a in content["axes"]],
            "start": content["start"],
            "states": [
                [number[s["light"]], number[s["dark"]], s["sentence"]] for s in content["states"]
            ],
            "frames": urls,
        }
        text = json.dumps(block, ensure_ascii=False, separators=(",", ":")).replace("<", r"\u003c")
        data = f'<script type="application/json">{text}</script>'
        rows = "".join(
            f"<tr><td>{escape(state)}</td><td>{escape(told)}</td></tr>"
            for state, told in telling_states(content)
        )
        states = f'<table class="explorer-states">{rows}</table>'
    title = f'<p class="explorer-title">{escape(content["title"])}</p>' if content["title"] else ""
    # Lazy: of the two looks of the opening picture only the visible one is fetched.
    pictures = "".join(
        f'<img class="only-{look}" src="{frame[opening[look]]}" alt="{sentence}" '
        f'width="{width}" height="{height}" loading="lazy" decoding="sync">'
        for look in ("light", "dark")
    )
    name = f' id="explorer-{content["name"]}"' if form else ""
    self.body.append(
        f'<figure class="explorer"{name}>{title}{form}<div class="explorer-picture">{pictures}'
        f"</div><figcaption>{sentence}</figcaption>{states}{data}</figure>\n"
    )
    raise nodes.SkipNode


# Claims


def claim_row(row: Claim) -> nodes.container:
    statement, evidence = nodes.paragraph(), nodes.paragraph(classes=["claim-evidence"])
    statement += nodes.inline(text=row.cells()[-1], classes=["claim-verdict"])
    statement += [nodes.Text(" "), nodes.strong(text=row.statement)]
    paper = f" In the paper: {row.paper}." if row.paper else ""
    evidence += nodes.Text(f"Measured {row.evidence()}.{paper}")
    classes = ["claim", "holds" if row.holds else "fails"]
    return nodes.container("", statement, evidence, classes=classes, ids=[row.id], claim=row)


def claims_table(rows: list) -> nodes.table:
    """A table of rows of cells; a cell is text or a node. A row of one cell spans the table."""

    def line(cells):
        row = nodes.row()
        for cell in cells:
            text = nodes.Text(cell) if isinstance(cell, str) else cell
            row += nodes.entry("", nodes.paragraph("", "", text))
        if len(cells) == 1:
            row.children[0]["morecols"] = len(HEADINGS) - 1
        return row

    group = nodes.tgroup("", cols=len(HEADINGS))
    group += [nodes.colspec(colwidth=width) for width in (34, 16, 7, 16, 17, 10)]
    group += nodes.thead("", line(HEADINGS))
    group += nodes.tbody("", *map(line, rows))
    return nodes.table("", group, classes=["claims-table"])


class ClaimsDirective(SphinxDirective):
    """`{claims}`: the table of all claims of all chapters."""

    def run(self):
        self.env.tinynet_claims_pages.add(self.env.docname)
        return [claims()]


def prepare_env(app, env, docnames):
    if not hasattr(env, "tinynet_claims"):
        env.tinynet_claims, env.tinynet_claims_pages = {}, set()


def purge(app, env, docname):
    prepare_env(app, env, ())
    env.tinynet_claims.pop(docname, None)
    env.tinynet_claims_pages.discard(docname)


def merge(app, env, docnames, other):
    prepare_env(app, env, ())
    for name in docnames:
        if name in other.tinynet_claims:
            env.tinynet_claims[name] = other.tinynet_claims[name]
    env.tinynet_claims_pages |= other.tinynet_claims_pages & set(docnames)


def collect(app, doctree):
    """Note the page's claims; of two with one statement the later counts. Names are unique."""
    rows = {}
    for node in doctree.findall(nodes.container):
        if "claim" in node:
            if node["claim"].id in rows:
                rows[node["claim"].id]["ids"] = []
            rows[node["claim"].id] = node
    if rows:
        app.env.tinynet_claims[app.env.docname] = [node["claim"] for node in rows.values()]
    names = set()
    for node in doctree.findall(explorer):
        content = node["content"]
        if content["axes"] and content["name"] in names:
            logger.warning("two explorers are named %r", content["name"], location=app.env.docname)
        names.add(content["name"])


def pages_to_write(app, env):
    """The claims come from all chapters, so their page is written anew whenever one changes."""
    return sorted(env.tinynet_claims_pages)


def fill_claims(app, doctree, docname):
    chapters = sorted(app.env.tinynet_claims.items())
    for node in list(doctree.findall(claims)):
        lines = []
        for chapter, rows in chapters:
            uri = app.builder.get_relative_uri(docname, chapter)
            lines.append([nodes.strong(text=app.env.titles[chapter].astext())])
            for row in rows:
                link = nodes.reference(refuri=f"{uri}#{row.id}", internal=True)
                link += nodes.Text(row.statement)
                lines.append([link, *row.cells()[1:]])
        verdicts = [row.holds for _, rows in chapters for row in rows]
        count = f"{sum(verdicts)} of {len(verdicts)} claims hold, in {len(chapters)} chapters."
        node.replace_self([nodes.paragraph(text=count), *([claims_table(lines)] if lines else [])])


# The build


KERNEL = ("__init__", "claims", "explorer", "live", "pictures", "published", "style")


def digest(files) -> str:
    """Of the files, and of what in the environment changes a cell's outputs."""
    found = hashlib.sha256()
    for path in files:
        found.update(path.read_bytes())
    for name in ("TINYNET_SEED", "TINYNET_MNIST"):
        found.update(f"{name}={os.environ.get(name)}".encode())
    return found.hexdigest()[:16]


def configure(app, config):
    os.environ["TINYNET_STATIC"] = "1"  # the kernels inherit it, and one thread for each
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # myst-nb's cache knows the notebooks alone: one cache for each state of what they import.
    imported = sorted(Path(tinynet.__file__).parent.glob("*.py"))
    imported += [HERE / f"{name}.py" for name in KERNEL]
    caches = config.nb_execution_cache_path or Path(app.outdir).parent / ".jupyter_cache"
    config.nb_execution_cache_path = str(Path(caches) / digest(imported))
    config.tinynet_digest = digest([*imported, Path(__file__)])  # new: every page is read again
    config.mathjax_path = "mathjax/tex-chtml.js"
    config.html_favicon = config.html_favicon or str(HERE / "static" / "favicon.svg")


def add_static(app):
    app.config.html_static_path.append(str(HERE / "static"))


def tidy_page(app, pagename, templatename, context, doctree):
    """Drop thebe's script; mend what docutils and sphinx-exercise write into the page."""

    def thebe(script):
        body = getattr(script, "attributes", {}).get("body") or ""
        return "THEBE_JS_URL" in body or "thebe" in str(getattr(script, "filename", ""))

    context["script_files"] = [s for s in context["script_files"] if not thebe(s)]
    if "body" in context:
        body = context["body"].replace('role="doc-biblioentry"', 'role="listitem"')
        # The same id in every exercise of a page; nothing refers to it.
        context["body"] = re.sub(' id="(exercise|solution)-content"', "", body)


def copy_mathjax(app, error):
    """MathJax 3.2.2 as sphinx-mathjax-offline carries it, byte for byte npm's: code and fonts."""
    if error or app.builder.format != "html":
        return
    for file in files("sphinx-mathjax-offline") or ():
        _, _, name = file.as_posix().partition("/static/mathjax/")
        if name == "tex-chtml.js" or name.endswith(".woff"):
            target = Path(app.outdir, "_static", "mathjax", name)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file.locate(), target)


def setup(app):
    app.add_config_value("tinynet_digest", "", "env", [str])
    app.add_node(explorer, html=(visit_explorer, None))
    app.add_node(claims)
    app.add_directive("claims", ClaimsDirective)
    app.add_post_transform(OnePicture)
    app.add_js_file(None, body=EARLY, priority=0)
    app.add_js_file("explorer.js", defer="defer")
    app.add_css_file("explorer.css")
    app.connect("config-inited", configure)
    app.connect("builder-inited", add_static)
    app.connect("env-before-read-docs", prepare_env, priority=100)
    app.connect("env-purge-doc", purge)
    app.connect("env-merge-info", merge)
    app.connect("doctree-read", collect)
    app.connect("env-updated", pages_to_write)
    app.connect("doctree-resolved", fill_claims)
    app.connect("html-page-context", tidy_page, priority=900)
    app.connect("build-finished", copy_mathjax)
    return {"version": tinynet.__version__, "parallel_read_safe": True, "parallel_write_safe": True}
