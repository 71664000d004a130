"""What every page needs: ids that occur once, no scripts of others, an early theme."""

import re
from pathlib import Path

HERE = Path(__file__).parent
STATIC = ("explorer.js", "explorer.css", "claims.css", "site.css", "favicon.svg")

# The theme finds out only after the page is laid out whether the reader prefers the dark, and
# logs an error until then. Known at once, only the pictures of one look are fetched.
EARLY = (
    "{const d=document.documentElement.dataset;d.mode||='auto';"
    "d.theme||=matchMedia('(prefers-color-scheme: dark)').matches?'dark':'light'}"
)


def configure(app, config):
    """The book's icon, where there is no other."""
    config.html_favicon = config.html_favicon or str(HERE / "favicon.svg")


def add_static(app):
    """Later than jupyter-book looks for scripts and styles, which it would add to every page."""
    app.config.html_static_path += [str(HERE / name) for name in STATIC]


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
