"""A name of tinynet, where a page first uses it, leads to its entry in the reference.

In the text, inline code: `he_normal`, `training.train`, `sgd(lr=0.1)`. In cells, what they import
and what they take from it: `initializers.he_normal`. Where it is said once, links do not shout.
"""

import re

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode

CLASS = "tinynet-name"
OTHERS = re.compile("Keras|PyTorch")  # whose names may be the same
NAME = re.compile(r"[\w.]+(?=\(.*\)|$)")  # or a call: the name alone
A_WORD = re.compile("[a-z]+")  # `train`, `density`: it may be anything, unless its file is named
CELL = re.compile('(?<=<div class="highlight-ipython3 notranslate">).*?(?=</pre>)', re.DOTALL)
FOLDED_OR_CELL = re.compile(f"<details.*?</details>|{CELL.pattern}", re.DOTALL)
SPAN = r'<span class="n">(\w+)(?=</span>)'
TOKEN = re.compile(rf'({SPAN}</span><span class="o">\.</span>)?{SPAN}')
IMPORT = re.compile(r"^from (tinynet[.\w]*) import (.+)$", re.MULTILINE)


def documented(env) -> dict:
    """The entries of the reference by their full names."""
    objects = env.get_domain("py").objects
    return {name: entry for name, entry in objects.items() if name.startswith("tinynet.")}


def short_names(entries) -> dict[str, str]:
    """initializers.he_normal, he_normal, Network.copy: the full name of each."""
    found = {}
    for name in sorted(entries, key=lambda name: name.count(".")):  # lsuv is the function
        file, *inside = name.split(".")[1:]
        found |= {".".join([file, *inside]): name, ".".join(inside) or file: name}
    return found


class NamesInText(SphinxPostTransform):
    default_priority = 12  # when references are resolved

    def run(self, **kwargs):
        entries, seen = documented(self.env), set()
        short = short_names(entries)
        for node in list(self.document.findall(nodes.literal)):
            at_home = self.is_reference(entries)
            name = full_name(node, entries, short, at_home)
            if name and not is_inside_a_link_or_title(node) and name not in seen:
                seen |= set() if at_home else {name}
                node.replace_self(self.link(entries[name], node))

    def is_reference(self, entries) -> bool:
        return any(entry.docname == self.env.docname for entry in entries.values())

    def link(self, entry, node):
        child, here = node.deepcopy(), self.env.docname
        link = make_refnode(self.app.builder, here, entry.docname, entry.node_id, child)
        link["classes"].append(CLASS)
        return link


def full_name(node, entries, short, at_home: bool) -> str | None:
    """What of tinynet the code names, if anything; in the reference itself also a plain word."""
    code = node.astext()
    match = NAME.match(code)
    if not match or OTHERS.search(text_before(node)):
        return None
    name = match[0]
    if name in entries:
        return name
    if A_WORD.fullmatch(code) and not at_home:
        return None
    return short.get(name.removeprefix("tinynet."))


def text_before(node) -> str:
    """In the same sentence."""
    before = node.parent.children[: node.parent.index(node)]
    return re.split(r"\.\s", "".join(one.astext() for one in before))[-1]


def is_inside_a_link_or_title(node) -> bool:
    while node := node.parent:
        if isinstance(node, nodes.reference | nodes.title):
            return True
    return False


def link_cells(app, pagename, templatename, context, doctree):
    """The first use of each name in the page's cells."""
    if doctree:
        entries, seen = documented(app.env), set()
        names = imported(doctree, entries)

        def link(token):
            before, owner, name = token.groups(default="")
            full = f"{names.get(owner)}.{name}" if owner else names.get(name)
            if full in seen or full not in entries:
                return token[0]
            seen.add(full)
            page = app.builder.get_relative_uri(pagename, entries[full].docname)
            address = f"{page}#{entries[full].node_id}"
            return f'{before}<span class="n"><a class="{CLASS}" href="{address}">{name}</a>'

        context["body"] = linked(context["body"], link)


def linked(body: str, link) -> str:
    """With links at tokens of cells: first in those that are in view, then in folded ones."""

    def in_view(found):
        folded = found[0].startswith("<details")
        return found[0] if folded else TOKEN.sub(link, found[0])

    return CELL.sub(lambda cell: TOKEN.sub(link, cell[0]), FOLDED_OR_CELL.sub(in_view, body))


def imported(doctree, entries) -> dict[str, str]:
    """What the page's cells import of tinynet: name to full name."""
    short, found = short_names(entries), {}
    for block in doctree.findall(nodes.literal_block):
        for origin, names in IMPORT.findall(block.astext()):
            for name in names.split(", "):
                full = f"{origin}.{name}"
                found[name] = full if full in entries else short.get(name)
    return found
