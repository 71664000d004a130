"""Weigh the built book: what a reader's browser loads before anything is touched.

    python tools/weigh.py [_build/html] [--phone]

For every page: requests, kilobytes as a server sends them (gzip for text), the largest file, the
layout shift, errors, and requests that leave the site. It needs Playwright and a Chromium.
"""

import argparse
import gzip
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import sync_playwright

from publish.local import chromium, serving

ROOT = Path(__file__).resolve().parent.parent
PACKED = {".woff2", ".woff", ".png", ".webp", ".jpg"}  # gzip makes them no smaller
GENERATED = {"genindex.html", "index.html"}
SHIFTS = """
window.shift = 0;
new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""


class Weight(NamedTuple):
    files: dict[str, int]  # address below the site: bytes
    shift: float
    errors: list[str]
    away: list[str]

    @property
    def total(self) -> int:
        return sum(self.files.values())

    def largest(self) -> str:
        return max(self.files, key=self.files.get)


def sent(path: str, body: bytes) -> int:
    """Bytes of a file on the way."""
    return len(body if Path(path).suffix in PACKED else gzip.compress(body, 6, mtime=0))


def weigh(context, base: str, name: str) -> Weight:
    """Load a page with nothing in the cache, and wait until it asks for no more."""
    page = context.new_page()
    page.add_init_script(SHIFTS)
    responses, errors, away = [], [], []
    page.on("response", lambda response: responses.extend([response]))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda r: r.url.startswith((base, "data:", "blob:")) or away.append(r.url))
    page.goto(base + name)
    page.wait_for_function("'bootstrap' in window")  # the theme's scripts come late
    page.wait_for_load_state("networkidle")
    own = [r for r in responses if r.url.startswith(base) and r.status < 300]
    paths = {r: r.url.removeprefix(base).partition("?")[0] for r in own}
    weight = Weight(
        {paths[r]: sent(paths[r], r.body()) for r in own},
        page.evaluate("window.shift"),
        errors + [f"{r.status}: {r.url}" for r in responses if r.status >= 400],
        away,
    )
    page.close()
    return weight


def pages(site: Path) -> list[str]:
    found = (path.relative_to(site) for path in site.rglob("*.html"))
    return sorted(
        path.as_posix()
        for path in found
        if path.name not in GENERATED and "_static" not in path.parts
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", nargs="?", type=Path, default=ROOT / "_build" / "html")
    parser.add_argument("--phone", action="store_true", help="360 pixels wide")
    options = parser.parse_args()
    size = (360, 740) if options.phone else (1280, 720)
    print("| page | requests | kB | largest file | kB | shift | errors | away |")
    print("|---|---|---|---|---|---|---|---|")
    with serving(options.site) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        for name in pages(options.site):
            context = browser.new_context(
                viewport=dict(zip(("width", "height"), size, strict=True))
            )
            weight = weigh(context, base, name)
            context.close()
            largest = weight.largest()
            print(
                f"| {name} | {len(weight.files)} | {weight.total / 1000:.0f} | {Path(largest).name}"
                f" | {weight.files[largest] / 1000:.0f} | {weight.shift:.3f}"
                f" | {len(weight.errors)} | {len(weight.away)} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
