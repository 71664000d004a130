"""An explorer for the page: every state drawn once, in the colors of the light page and the dark.

`Published` is all that the page needs to know. It travels from the kernel to the build as the
JSON of the MIME type `EXPLORER`, so it holds plain lists, texts and numbers.
"""

import base64
import hashlib
import itertools
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from explorers import pictures, style

EXPLORER = "application/vnd.tinynet.explorer+json"


def positions(sizes: Iterable[int]) -> list[tuple[int, ...]]:
    """All positions on axes of these sizes; the last axis changes fastest."""
    return list(itertools.product(*map(range, sizes)))


@dataclass(frozen=True)
class Published:
    """The controls, the sentences and the pictures of an explorer."""

    name: str
    title: str
    axes: list[dict]  # {name, labels, ordered}
    play: str | None
    start: list[int]  # a position on each axis
    states: list[dict]  # {light, dark, sentence}, in the order of `positions`
    frames: dict[str, str]  # content hash: picture in base64
    size: list[int]  # of every picture, in CSS pixels

    def state(self, at: Iterable[int]) -> dict:
        """The state at these positions on the axes."""
        order = positions(len(axis["labels"]) for axis in self.axes)
        return self.states[order.index(tuple(at))]

    @property
    def opening(self) -> dict:
        """The state that a page shows first."""
        return self.state(self.start)

    def telling_states(self) -> list[tuple[str, str]]:
        """For paper: the sentences where one axis goes to its ends, the others staying put."""
        told = {}
        for i, axis in enumerate(self.axes):
            for end in (0, len(axis["labels"]) - 1):
                at = [*self.start[:i], end, *self.start[i + 1 :]]
                named = zip(self.axes, at, strict=True)
                key = ", ".join(f"{a['name']} = {a['labels'][k]}" for a, k in named)
                told[key] = self.state(at)["sentence"]
        return list(told.items())


def published_bundle(explorer) -> dict:
    """All states of an `Explorer` drawn; for readers that know no explorers, the opening one."""
    frames: dict[str, str] = {}  # two states that look the same share one

    def store(image) -> str:
        data = pictures.encoded(image, "webp")
        key = hashlib.sha256(data).hexdigest()[:16]
        frames[key] = base64.b64encode(data).decode("ascii")
        return key

    states, sizes = [], set()
    for state in explorer.states():
        fig, sentence = explorer.figure(state)
        light = pictures.image(fig)
        fig.set_layout_engine("none")  # everything stays where it is, in other colors
        style.darken(fig)
        dark = pictures.image(fig)
        states.append({"light": store(light), "dark": store(dark), "sentence": sentence})
        sizes.add(tuple(fig.get_size_inches()))
        if state == explorer.start:
            opening, text = pictures.encoded(light, "png"), sentence
    if len(sizes) > 1:
        raise ValueError(f"all states must have one size, not {len(sizes)} (in): {sorted(sizes)}")
    published = Published(
        name=explorer.name,
        title=explorer.title,
        axes=[
            {"name": axis.name, "labels": list(axis.labels), "ordered": axis.ordered}
            for axis in explorer.axes
        ],
        play=explorer.play,
        start=list(explorer.start),
        states=states,
        frames=frames,
        size=[round(96 * inches) for inches in sizes.pop()],
    )
    return {EXPLORER: asdict(published), "image/png": opening, "text/plain": text}
