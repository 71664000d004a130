"""What this machine lends to the book: a server for a folder, and the browser that looks at it.

The PDF is printed with it, the tools measure with it, and the tests read pages with it.
"""

import contextlib
import http.server
import os
import shutil
import threading
from functools import partial

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str | None:
    """The browser that the environment names in CHROMIUM, one on the PATH, or none."""
    found = map(shutil.which, BROWSERS)
    return os.environ.get("CHROMIUM") or next(filter(None, found), None)


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Sends files and prints nothing."""

    protocol_version = "HTTP/1.1"  # keeps the connection: many small pictures

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def serving(folder, handler=Quiet):
    """The address of a server of a folder, with a slash at its end."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=folder))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
