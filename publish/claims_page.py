"""Claims on the page: a row where each was measured, and all of them where `{claims}` stands.

`{claims}` with the option `:counts:` says only how many there are of each form. Beside a row stands
how often it held with other base seeds, from the file that `python -m publish.claims --record`
wrote (configuration value `tinynet_held`), where there is one.
"""

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from explorers.claims import HEADINGS, Claim
from explorers.evidence import FORMS


class ClaimsNode(nodes.General, nodes.Element):
    """Where the table of all claims goes."""


def claim_row(row: Claim) -> nodes.container:
    """A claim where it was measured: verdict, statement, evidence."""
    statement, evidence = nodes.paragraph(), nodes.paragraph(classes=["claim-evidence"])
    statement += nodes.inline(text=row.cells()[-1], classes=["claim-verdict"])
    statement += [nodes.Text(" "), nodes.strong(text=row.statement)]
    paper = f" In the paper: {row.paper}." if row.paper else ""
    evidence += nodes.Text(f"{row.form.capitalize()}: measured {row.evidence()}.{paper}")
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
    group += [nodes.colspec(colwidth=width) for width in (32, 9, 17, 15, 15, 14, 10)]
    group += nodes.thead("", line(HEADINGS))
    group += nodes.tbody("", *map(line, rows))
    return nodes.table("", group, classes=["claims-table"])


class ClaimsDirective(SphinxDirective):
    """`{claims}`: the table of all claims of all chapters, or with `:counts:` their number."""

    option_spec: ClassVar = {"counts": directives.flag}

    def run(self):
        self.env.tinynet_claims_pages.add(self.env.docname)
        return [ClaimsNode("", counts="counts" in self.options)]


def prepare(app, env, docnames):
    """What the environment keeps: the claims of each page, and the pages that list them all."""
    if not hasattr(env, "tinynet_claims"):
        env.tinynet_claims, env.tinynet_claims_pages = {}, set()


def forget(app, env, docname):
    prepare(app, env, ())
    env.tinynet_claims.pop(docname, None)
    env.tinynet_claims_pages.discard(docname)


def merge(app, env, docnames, other):
    prepare(app, env, ())
    for name in docnames:
        if name in other.tinynet_claims:
            env.tinynet_claims[name] = other.tinynet_claims[name]
    env.tinynet_claims_pages |= other.tinynet_claims_pages & set(docnames)


def collect(app, doctree):
    """Note the page's claims; of two with one statement the later counts."""
    rows = {}
    for node in doctree.findall(nodes.container):
        if "claim" in node:
            if node["claim"].id in rows:
                rows[node["claim"].id]["ids"] = []
            rows[node["claim"].id] = node
    if rows:
        app.env.tinynet_claims[app.env.docname] = [node["claim"] for node in rows.values()]


def pages_to_write(app, env):
    """The claims come from all chapters: their page is written anew when one of them changed."""
    return [] if written(app).exists() else sorted(env.tinynet_claims_pages)


def note_written(app, error):
    """So that a build in which nothing changed writes nothing."""
    if not error and app.env.tinynet_claims_pages:
        note = written(app)
        for older in note.parent.glob(".claims-*"):
            older.unlink()
        note.touch()


def written(app) -> Path:
    """The note beside the pages that these claims were written, in this order, by this code."""
    chapters = [(app.env.titles[name].astext(), name, rows) for name, rows in in_order(app.env)]
    digest = hashlib.sha256(
        repr([app.config.tinynet_digest, chapters, held(app)]).encode()
    ).hexdigest()
    return Path(app.outdir, f".claims-{digest[:16]}")


def in_order(env) -> list[tuple[str, list[Claim]]]:
    """The chapters with their claims, in the order of the table of contents."""
    order = [name for name in env.collect_relations() if name in env.tinynet_claims]
    order += sorted(env.tinynet_claims.keys() - set(order))
    return [(name, env.tinynet_claims[name]) for name in order]


def held(app) -> dict:
    """What was recorded of runs with other base seeds; empty where nothing was."""
    path = Path(app.srcdir, app.config.tinynet_held)
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def counts(rows: list[Claim]) -> str:
    """For example `3 statements are claimed: 1 identity, 2 levels. All hold.`"""
    forms = Counter(row.form for row in rows)
    plural = {"identity": "identities"}
    texts = [
        f"{n} {form if n == 1 else plural.get(form, form + 's')}"
        for form in FORMS
        if (n := forms[form])
    ]
    contrasts = sum(bool(row.unlike) or row.form == "comparison" for row in rows)
    fail = sum(not row.holds for row in rows)
    return (
        f"{len(rows)} statements are claimed: {', '.join(texts)}. {contrasts} of them are measured "
        f"beside something that must come out otherwise. {f'{fail} fail' if fail else 'All hold'}."
    )


def fill(app, doctree, docname):
    chapters = in_order(app.env)
    for node in list(doctree.findall(ClaimsNode)):
        text = nodes.paragraph(text=counts([row for _, rows in chapters for row in rows]))
        node.replace_self([text] if node["counts"] else [text, *everything(app, docname, chapters)])


def everything(app, docname, chapters) -> list[nodes.Node]:
    """What was recorded, what did not always hold, and the table with a row for each claim."""
    record = held(app)
    lines, seldom = [], nodes.bullet_list()
    for chapter, rows in chapters:
        uri = app.builder.get_relative_uri(docname, chapter)
        title = app.env.titles[chapter].astext()
        lines.append([nodes.strong(text=title)])
        for row in rows:
            link = nodes.reference(refuri=f"{uri}#{row.id}", internal=True)
            link += nodes.Text(row.statement)
            times, of = how_often(record, chapter, row.statement)
            *cells, verdict = row.cells()[1:]
            lines.append([link, *cells, f"{verdict}, {times} of {of}" if of else verdict])
            if times < of:
                text = nodes.Text(f" ({title}): {times} of {of}")
                seldom += nodes.list_item("", nodes.paragraph("", "", link.deepcopy(), text))
    said = [nodes.paragraph(text=measured_anew(record))] if record else []
    said += [nodes.paragraph(text=NOT_ALWAYS), seldom] if seldom.children else []
    return [*said, *([claims_table(lines)] if lines else [])]


NOT_ALWAYS = (
    "Those below did not. Most rest on few networks: an interval of six reaches from the smallest "
    "value to the largest, one of ten nearly so, and one or two networks that fall out of line "
    "carry it over the bound. What such a claim says is true of most draws; to show it for all "
    "takes more networks."
)


def how_often(record: dict, chapter: str, statement: str) -> tuple[int, int]:
    """For example (19, 20); (0, 0) for a claim that was not measured anew."""
    anew = record.get(chapter.rpartition("/")[2], {"seeds": [], "held": {}})
    times = anew["held"].get(statement)
    return (0, 0) if times is None else (times, len(anew["seeds"]))


def measured_anew(record: dict) -> str:
    """How many base seeds the chapters were run with, and how many claims held with each."""
    numbers = [len(anew["seeds"]) for anew in record.values()]
    few, many = min(numbers), max(numbers)
    held = [
        times == len(anew["seeds"]) for anew in record.values() for times in anew["held"].values()
    ]
    return (
        "The chapters were run anew with other random draws, with "
        f"{few if few == many else f'{few} to {many}'} base seeds each; the last column says how "
        f"often each claim held. {sum(held)} of {len(held)} held every time."
    )
