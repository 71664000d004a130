"""`{chapters}`: the numbered chapters with their questions, from the chapters themselves.

A chapter opens with its title and, in bold, its question. So the intro's table says what the table
of contents and the chapters say, and a chapter that is added stands in it without a line elsewhere.
"""

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

logger = logging.getLogger(__name__)
HEADINGS = ("No.", "Chapter", "Question")


class ChaptersNode(nodes.General, nodes.Element):
    """Where the table of chapters goes."""


class ChaptersDirective(SphinxDirective):
    def run(self):
        self.env.tinynet_chapters_pages.add(self.env.docname)
        return [ChaptersNode()]


def prepare(app, env, docnames):
    """What the environment keeps: the question of each page, and the pages that list them."""
    if not hasattr(env, "tinynet_questions"):
        env.tinynet_questions, env.tinynet_chapters_pages = {}, set()


def forget(app, env, docname):
    prepare(app, env, ())
    env.tinynet_questions.pop(docname, None)
    env.tinynet_chapters_pages.discard(docname)


def merge(app, env, docnames, other):
    prepare(app, env, ())
    for name in docnames:
        if name in other.tinynet_questions:
            env.tinynet_questions[name] = other.tinynet_questions[name]
    env.tinynet_chapters_pages |= other.tinynet_chapters_pages & set(docnames)


def collect(app, doctree):
    """Note the page's question: its first paragraph, where that is all in bold."""
    for paragraph in list(doctree.findall(nodes.paragraph))[:1]:
        parts = [part for part in paragraph if part.astext()]  # MyST leaves empty ones behind
        if [type(part) for part in parts] == [nodes.strong]:
            app.env.tinynet_questions[app.env.docname] = parts[0].children


def pages_to_write(app, env):
    """The questions come from all chapters, so their page is written anew whenever one changes."""
    return sorted(env.tinynet_chapters_pages)


def fill(app, doctree, docname):
    for node in list(doctree.findall(ChaptersNode)):
        node.replace_self(table(app, docname))


def table(app, docname) -> nodes.table:
    """A row for each chapter that has a number, in the order of the table of contents."""
    group = nodes.tgroup("", cols=len(HEADINGS))
    group += [nodes.colspec(colwidth=width) for width in (1, 3, 6)]
    group += nodes.thead("", row([nodes.Text(heading)] for heading in HEADINGS))
    body = nodes.tbody()
    for name in app.env.collect_relations():
        if number := app.env.toc_secnumbers.get(name, {}).get(""):
            if name not in app.env.tinynet_questions:
                logger.warning("the chapter does not open with its question in bold", location=name)
            link = nodes.reference(
                refuri=app.builder.get_relative_uri(docname, name), internal=True
            )
            link += nodes.Text(app.env.titles[name].astext())
            question = [child.deepcopy() for child in app.env.tinynet_questions.get(name, ())]
            body += row([[nodes.Text(".".join(map(str, number)))], [link], question])
    group += body
    return nodes.table("", group)


def row(cells) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", *cell)) for cell in cells))
