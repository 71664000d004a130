"""What a browser that prints leaves out of a tagged PDF, so that it can be read aloud (PDF/UA-1).

Running heads, rules and pictures without meaning become artifacts, which nobody hears on every page
(7.1); a link says where it leads (7.18.5). Not told: that the file is PDF/UA, for some of its rules
only a person can check.
"""

import logging
from pathlib import Path

from pypdf import PdfWriter
from pypdf.generic import NameObject, TextStringObject

BEGIN, END = ([NameObject("/Artifact")], b"BMC"), ([], b"EMC")
DEEPER = {b"BMC": 1, b"BDC": 1, b"EMC": -1}
PICTURE = {b"Do", b"sh"}
OPENING = {b"BT", b"m", b"re", *PICTURE}
CLOSING = {b"ET", b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"n", *PICTURE}


def complete(path: Path) -> None:
    """Add to this PDF, in place, what is said above; a link leads to an address or a page."""
    logging.getLogger("pypdf").setLevel(logging.ERROR)  # or it counts the objects that it adds
    writer = PdfWriter(clone_from=path)
    for page in writer.pages:
        stream = page.get_contents()
        stream.operations = list(with_artifacts(stream.operations))
        page.replace_contents(stream)
        page.compress_content_streams()
    numbers = {page.indirect_reference: str(n) for n, page in enumerate(writer.pages, 1)}
    places = {name: place[0] for name, place in writer.root_object["/Dests"].items()}
    for link in links(writer):
        leads_to = link["/A"]["/URI"] if "/A" in link else f"page {numbers[places[link['/Dest']]]}"
        link[NameObject("/Contents")] = TextStringObject(leads_to)
    writer.write(path)


def with_artifacts(operations):
    """A page's operations; a text, path or picture that is in no tag is in an artifact."""
    depth, inside = 0, False
    for operation in operations:
        operator = operation[1]
        depth += DEEPER.get(operator, 0)
        if operator in OPENING and not depth and not inside:
            inside = True
            yield BEGIN
        yield operation
        if operator in CLOSING and inside:
            inside = False
            yield END


def links(pdf):
    for page in pdf.pages:
        annotations = (one.get_object() for one in page.get("/Annots", ()))
        yield from (one for one in annotations if one["/Subtype"] == "/Link")
