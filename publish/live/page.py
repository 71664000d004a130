"""The build's half: Python's files beside the pages; `{playground}` on a page, its recordings.

A page that wants Python says so with `wants_python`; for no other anything is fetched, recorded
or written. Then the page carries a block of JSON, `live-data`, that tells worker.js where its files
are, and the playground a block of its own.
"""

import base64
import hashlib
import json
from pathlib import Path

from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole

import tinynet
from publish.live import distribution, package
from publish.live.playground import frames, presets

logger = logging.getLogger(__name__)
HERE = Path(__file__).parent
PLAYGROUND = HERE / "playground"
WORKER = HERE / "worker.js"
FRONTS = {"cell": HERE / "cell.js", "playground": PLAYGROUND / "playground.js"}  # each has a .css


class PlaygroundNode(nodes.General, nodes.Element):
    """The playground; its children are what there is without it: the presets and what they show."""


class PlaygroundDirective(SphinxDirective):
    def run(self):
        wants_python(self.env, self.env.docname, "playground")
        items = nodes.bullet_list()
        for preset in presets.read().values():
            title = nodes.strong("", preset["title"] + ". ")
            items += nodes.list_item("", nodes.paragraph("", "", title, nodes.Text(preset["says"])))
        return [PlaygroundNode("", items)]


class PresetNode(nodes.Inline, nodes.TextElement):
    """A link to a prepared run of the playground, once it is known where that is."""


class PresetRole(SphinxRole):
    """{preset}`he`, or {preset}`see for yourself <he>`."""

    def run(self):
        title, _, name = self.text.rpartition("<")
        name = name.removesuffix(">").strip()
        if name not in (runs := presets.read()):
            logger.warning("there is no preset %r", name, location=self.get_location())
            return [nodes.Text(self.text)], []
        text = title.strip() or runs[name]["title"]
        return [PresetNode("", nodes.Text(text), preset=name)], []


class PresetLinks(SphinxPostTransform):
    """On the site a link; elsewhere, or where no page has the playground, the words alone."""

    default_priority = 5

    def run(self, **kwargs):
        pages = pages_with(self.env, "playground")
        for node in list(self.document.findall(PresetNode)):
            if not (is_site(self.app) and pages):
                node.replace_self(node.children)
                continue
            page = self.app.builder.get_relative_uri(self.env.docname, pages[0])
            uri = f"{page}#playground:preset={node['preset']}"
            node.replace_self(nodes.reference("", "", *node.children, refuri=uri, internal=True))


def wants_python(env, docname, front):
    """The page is to have worker.js and this front end, and the build to hold Python."""
    prepare(None, env, ())
    env.tinynet_live_pages.setdefault(docname, set()).add(front)


def pages_with(env, front):
    return [name for name, fronts in env.tinynet_live_pages.items() if front in fronts]


def prepare(app, env, docnames):
    if not hasattr(env, "tinynet_live_pages"):
        env.tinynet_live_pages, env.tinynet_live = {}, None  # page: its front ends


def forget(app, env, docname):
    prepare(app, env, ())
    env.tinynet_live_pages.pop(docname, None)


def merge(app, env, docnames, other):
    prepare(app, env, ())
    pages = getattr(other, "tinynet_live_pages", {})
    env.tinynet_live_pages |= {name: pages[name] for name in docnames if name in pages}


def is_site(app) -> bool:
    return app.builder.format == "html" and app.builder.name != "epub"


def add_static(app):
    if is_site(app):
        styles = (path.with_suffix(".css") for path in FRONTS.values())
        app.config.html_static_path += map(str, (WORKER, *FRONTS.values(), *styles))


def provide(app, env):
    """Write what pages will load; they are written anew where that is no more what they say."""
    if not (is_site(app) and env.tinynet_live_pages):
        return []
    static = Path(app.outdir, "_static")
    data = {}
    if pages_with(env, "playground"):
        data["playground"] = record(static / "live", Path(app.doctreedir, "recordings"))
    if manifest := python_files(static / "pyodide"):
        zipped = base64.b64encode(package.package()).decode()
        script = f'livePart("package", "{zipped}");\n'
        data |= {"manifest": manifest, "package": hashed(static / "live", "package", script)}
    if data == env.tinynet_live:
        return []
    env.tinynet_live = data
    return sorted(env.tinynet_live_pages)


def python_files(folder: Path) -> dict | None:
    """The manifest of Pyodide's files, which are then in the folder; None where there are none."""
    if manifest := distribution.written(folder):
        return manifest
    try:
        return distribution.write(folder, distribution.collect(logger.info))
    except distribution.Unavailable as error:
        logger.info(
            "no Python in the pages of this build (%s); TINYNET_PYODIDE names a folder with it",
            error,
        )
    except (distribution.Damaged, FileNotFoundError) as error:
        raise ExtensionError(f"TINYNET_PYODIDE: {error}") from None
    return None


def hashed(folder: Path, name: str, script: str) -> str:
    """Write a script under a name that changes with it; return its address below _static."""
    path = folder / f"{name}-{hashlib.sha256(script.encode()).hexdigest()[:12]}.js"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob(f"{name}-{'?' * 12}.js"):
            old.unlink()
        path.write_text(script, "utf-8")
    return f"{folder.name}/{path.name}"


def record(folder: Path, cache: Path) -> dict:
    """Record the presets that changed, or all after the code did; what the playground is told."""
    sources = [*sorted(Path(tinynet.__file__).parent.glob("*.py")), Path(frames.__file__)]
    code = b"".join(path.read_bytes() for path in sources)
    cache.mkdir(parents=True, exist_ok=True)
    told = {}
    for name, preset in presets.read().items():
        settings = presets.networks(preset)
        key = hashlib.sha256(
            code + json.dumps([settings, preset["every"], preset["frames"]]).encode()
        )
        path = cache / f"{name}-{key.hexdigest()[:16]}.json"
        if not path.exists():
            run = frames.record(settings, preset["every"], preset["frames"])
            path.write_text(json.dumps(run, separators=(",", ":")), "utf-8")
        script = f'livePart("{name}", {path.read_text("utf-8")});\n'
        told[name] = {key: preset[key] for key in ("title", "says", "chapter", "every")}
        told[name] |= {"networks": settings, "script": hashed(folder, f"run-{name}", script)}
    return {"presets": told, **presets.controls()}


def block(name: str, data: dict) -> str:
    """A block of JSON that no `<` can end."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", r"\u003c")
    return f'<script type="application/json" id="{name}">{text}</script>\n'


def add_to_page(app, pagename, templatename, context, doctree):
    """Scripts and data of the pages that want them, and of no other."""
    fronts = getattr(app.env, "tinynet_live_pages", {}).get(pagename)
    if not fronts or app.env.tinynet_live is None or "body" not in context:
        return
    app.add_js_file(WORKER.name, defer="defer")
    for front in sorted(fronts):
        app.add_js_file(FRONTS[front].name, defer="defer")
        app.add_css_file(FRONTS[front].with_suffix(".css").name)
    data = {key: value for key, value in app.env.tinynet_live.items() if key != "playground"}
    data["root"] = context["pathto"]("_static/", resource=True)
    context["body"] = block("live-data", data) + context["body"]


def visit(self, node):
    self.body.append('<div class="playground" id="playground">\n')
    if is_site(self.builder.app):
        told, here = self.builder.env.tinynet_live["playground"], self.builder.current_docname
        chapters = {
            name: self.builder.get_relative_uri(here, f"book/{chapter}")
            for name, preset in told["presets"].items()
            if f"book/{(chapter := preset['chapter'])}" in self.builder.env.all_docs
        }
        self.body.append(block("playground-data", told | {"links": chapters}))
        self.body.append(
            "<noscript><p>The playground needs JavaScript. These are its prepared runs:</p>"
            "</noscript>\n"
        )
    else:
        address = self.builder.config.html_baseurl
        at = f': <a class="external" href="{address}">{address}</a>' if address else ""
        self.body.append(
            f"<p>The playground runs on the book’s site{at}. These are its prepared runs:</p>\n"
        )


def depart(self, node):
    self.body.append("</div>\n")


def pass_by(self, node):
    """On paper: the children alone."""


ON_PAPER = dict.fromkeys(("latex", "text", "texinfo", "man"), (pass_by, pass_by))
