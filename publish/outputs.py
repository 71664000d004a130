"""What the cells display, as nodes of the page: myst-nb asks here (see pyproject.toml)."""

from myst_nb.core.render import MimeRenderPlugin

from explorers.claims import CLAIM, CLAIMS, Claim
from explorers.published import EXPLORER, Published
from publish.claims_page import claim_row, claims_table
from publish.explorer_page import explorer_node


class Renderer(MimeRenderPlugin):
    """Explorers and claims, before any other form in which a cell may show them."""

    mime_priority_overrides = (("*", EXPLORER, 1), ("*", CLAIM, 1), ("*", CLAIMS, 1))

    @staticmethod
    def handle_mime(renderer, data, inline):
        if data.mime_type == CLAIM:
            return [claim_row(Claim(**data.content))]
        if data.mime_type == CLAIMS:
            return [claims_table([Claim(**row).cells() for row in data.content])]
        if data.mime_type == EXPLORER:
            return [explorer_node(Published.read(data.content), renderer)]
        return None
