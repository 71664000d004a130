"""Measure the playground of the built book in Chromium: times, pictures a second, bytes.

    python tools/measure_live.py              the whole table; `make book` first
    python tools/measure_live.py --samples 1  quicker, rougher

The book is served from this machine. Each sample has a browser context of its own, so its cache is
cold, and waits until the processor is mostly idle; the share of it that was busy is printed. The
phone is 390 x 844, and its renderer, Python's worker with it, runs a quarter of the time: it is
stopped and continued (Chromium's own throttle slows the page and not its workers). Linux only.
"""

import argparse
import contextlib
import gzip
import os
import signal
import statistics
import threading
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from publish.local import chromium, serving

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "_build" / "html"
SOLUTION = ROOT / "exercises" / "he-gain" / "solution.py"
PAGE = "book/playground.html"
MARK = f"--measured-by={os.getpid()}"
SCREENS = {
    "desktop": {"viewport": {"width": 1400, "height": 1000}},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True},
}
# What is measured, in which unit, and the goal on the desktop and on the phone; "<": at most.
GOALS = {
    "a preset's picture": ("ms", "<", 100, None),
    "first live frame after the touch": ("ms", "<", 6000, 15_000),
    "pictures a second, two 2-16-16-2": ("/s", ">", 30, 12),
    "a changed control, two 2-16-16-2": ("ms", "<", 100, None),
    "a changed control, two of 20 layers": ("ms", "<", 300, None),
    "pictures a second, two of 20 layers": ("/s", ">", None, None),
    "Check's answer, he-gain": ("ms", "<", 1000, None),
    "Stop": ("ms", "<", 200, None),
    "ready again after Stop": ("ms", "<", 5000, None),
}

# In the page: how long until a condition holds, in ms, looked at before each painting.
WAIT = """
globalThis.until = (condition) => new Promise((resolve, reject) => {
    const look = () => {
        const failed = tinynetLive.python().state === "failed";
        if (failed) reject(new Error(playground.status.textContent));
        else if (condition()) resolve();
        else requestAnimationFrame(look);
    };
    look();
});
globalThis.timed = async (begin, condition) => {
    const start = performance.now();
    begin();
    await until(condition);
    return performance.now() - start;
};
globalThis.button = (text) => [...document.querySelectorAll(".playground button")]
    .find((one) => one.textContent.startsWith(text));
globalThis.choose = (name, value) => {
    const select = document.querySelector(`.playground select[name="${name}"]`);
    select.value = value;
    select.dispatchEvent(new Event("change", {bubbles: true}));
};
globalThis.changed = (name, value) => {
    const before = playground.frame;
    return timed(() => choose(name, value), () => playground.frame && playground.frame !== before);
};
"""
PRESET = "() => changed('preset', 'adam')"
FIRST = """() => timed(() => button("Run it here").click(),
    () => playground.source?.live && playground.frame)"""
OPEN = """async (networks) => {
    await playground.use(networks);
    await until(() => playground.frame);
}"""
CONTROL = "() => changed('b-init', 'orthogonal')"
PLAY = """async (seconds) => {
    let drawn = 0;
    const show = playground.show;
    playground.show = function (frame) { drawn++; return show.call(this, frame); };
    button("Play").click();
    await until(() => drawn > 0);
    const start = performance.now();
    drawn = 0;
    await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
    const rate = (1000 * drawn) / (performance.now() - start);
    button("Pause").click();
    playground.show = show;
    await until(() => !playground.playing);
    return rate;
}"""
CHECK = """async (code) => {
    const start = performance.now();
    const { points } = await tinynetLive.python().check("he-gain", code);
    if (!points) throw new Error("the solution got no points");
    return performance.now() - start;
}"""
STOP = """async () => {
    const python = tinynetLive.python();
    const loop = python.run("while True: pass").catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 500));
    const start = performance.now();
    python.stop();
    await loop;
    const stopped = performance.now() - start;
    await python.start();
    return [stopped, performance.now() - start];
}"""
SMALL = [{"depth": 2, "width": 16}, {"depth": 2, "width": 16, "init": "glorot_normal"}]
DEEP = [{"depth": 20, "width": 32}, {"depth": 20, "width": 32, "init": "glorot_normal"}]


def busy(seconds=0.5):
    """The share of all processors that was not idle."""

    def read():
        numbers = [int(n) for n in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
        return sum(numbers), numbers[3] + numbers[4]

    total, idle = read()
    time.sleep(seconds)
    after, idle_after = read()
    return 1 - (idle_after - idle) / (after - total)


def quiet(patience, limit=0.3):
    """Wait until others leave the processor alone; the share that was busy at last."""
    end = time.monotonic() + patience
    while (share := busy()) > limit and time.monotonic() < end:
        time.sleep(1)
    return share


def renderers():
    """The processes that draw pages for the browser that was started with MARK."""
    parents, commands = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            pid, parent = int(folder.name), (folder / "stat").read_text().rsplit(")", 1)[1]
            parents[pid] = int(parent.split()[1])
            commands[pid] = (folder / "cmdline").read_text()
    ours = {pid for pid, command in commands.items() if MARK in command}
    while more := {pid for pid, parent in parents.items() if parent in ours} - ours:
        ours |= more
    return [pid for pid in ours if "--type=renderer" in commands.get(pid, "")]


@contextlib.contextmanager
def quarter(pids, period=0.04):
    """Let these processes run a quarter of the time."""
    over = threading.Event()

    def send(what):
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, what)

    def alternate():
        while not over.wait(period / 4):
            send(signal.SIGSTOP)
            over.wait(3 * period / 4)
            send(signal.SIGCONT)

    thread = threading.Thread(target=alternate)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def sample(browser, address, screen, patience):
    """One value for each row of GOALS, from a page of its own, and how busy the processor was."""
    shares = [quiet(patience)]
    context = browser.new_context(**SCREENS[screen])
    page = context.new_page()
    page.set_default_timeout(180_000)
    page.add_init_script(WAIT)
    page.goto(f"{address}{PAGE}#playground:preset=zeros")
    page.wait_for_function("window.playground?.frame")
    with quarter(renderers()) if screen == "phone" else contextlib.nullcontext():
        values = [page.evaluate(PRESET)]
        values.append(page.evaluate(FIRST))
        page.evaluate(OPEN, SMALL)
        values.append(page.evaluate(PLAY, 5))
        shares.append(quiet(patience))
        page.evaluate(OPEN, SMALL)
        values.append(page.evaluate(CONTROL))
        page.evaluate(OPEN, DEEP)
        values.append(page.evaluate(CONTROL))
        values.append(page.evaluate(PLAY, 5))
        shares.append(quiet(patience))
        values.append(page.evaluate(CHECK, SOLUTION.read_text("utf-8")))
        values += page.evaluate(STOP)
    context.close()
    return values, statistics.mean(shares)


def files(browser, address, site):
    """What a visit fetches before the touch and after it: (file, bytes, gzip) each."""
    page = browser.new_page()
    fetched = []
    page.add_init_script(WAIT)
    page.on("requestfinished", lambda request: fetched.append(request.url))
    page.goto(f"{address}{PAGE}")
    page.wait_for_function("window.playground?.frame")
    page.wait_for_load_state("networkidle")
    before = len(fetched)
    page.evaluate(FIRST)
    page.close()

    def sized(urls):
        for url in urls:
            if url.startswith(address):
                name = url.removeprefix(address).split("#")[0].split("?")[0]
                data = (site / name).read_bytes()
                yield name, len(data), len(gzip.compress(data))

    return list(sized(fetched[:before])), list(sized(fetched[before:]))


def show(name, rows):
    print(f"\n| {name} | bytes | gzip |\n|---|--:|--:|")
    for file, size, packed in [*rows, ("together", *(sum(row[i] for row in rows) for i in (1, 2)))]:
        print(f"| {file} | {size:,} | {packed:,} |")


def verdict(value, sign, goal):
    if goal is None:
        return "", ""
    met = value <= goal if sign == "<" else value >= goal
    return f"{'at most' if sign == '<' else 'at least'} {goal:,}", "yes" if met else "**no**"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--samples", type=int, default=5)
    parser.add_argument("--screens", nargs="+", choices=SCREENS, default=list(SCREENS))
    parser.add_argument("--patience", type=float, default=60, help="seconds to wait for quiet")
    parser.add_argument("--site", type=Path, default=SITE, help="the built book")
    options = parser.parse_args()
    if not (options.site / PAGE).exists():
        parser.error(f"there is no {options.site / PAGE}: run `make book`")
    with serving(options.site) as address, sync_playwright() as playwright:
        arguments = ["--no-sandbox", MARK]
        browser = playwright.chromium.launch(executable_path=chromium(), args=arguments)
        for screen in options.screens:
            samples = [
                sample(browser, address, screen, options.patience) for _ in range(options.samples)
            ]
            others = statistics.median(share for _, share in samples)
            print(f"\n| {screen}, {len(samples)} samples | goal | median | lowest, highest | met |")
            print("|---|---|--:|--:|---|")
            for i, (name, (unit, sign, *goals)) in enumerate(GOALS.items()):
                values = [values[i] for values, _ in samples]
                median = statistics.median(values)
                goal, met = verdict(median, sign, goals[list(SCREENS).index(screen)])
                spread = f"{min(values):,.0f}, {max(values):,.0f}"
                print(f"| {name} ({unit}) | {goal} | {median:,.0f} | {spread} | {met} |")
            print(f"\nBusy with other things meanwhile: {others:.0%} of the processor.", flush=True)
        before, after = files(browser, address, options.site)
        show("before the touch", before)
        show("after the touch", after)
        recordings = (options.site / "_static" / "live").glob("run-*.js")
        runs = [gzip.compress(p.read_bytes()) for p in recordings]
        print(f"\nAll recordings: {sum(map(len, runs)):,} bytes as gzip, at most 1,000,000.")


if __name__ == "__main__":
    main()
