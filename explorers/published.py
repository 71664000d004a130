"""An explorer for the page: every state drawn once for each width, of a page and of a phone.

`Published` is all that the page needs to know. It travels from the kernel to the build as the
JSON of the MIME type `EXPLORER`, so it holds plain lists, texts and numbers.
"""

import base64
import functools
import itertools
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import NamedTuple

from explorers import pictures, style

EXPLORER = "application/vnd.tinynet.explorer+json"
WIDTHS = (style.WIDE, style.NARROW)


def positions(sizes: Iterable[int]) -> list[tuple[int, ...]]:
    """All positions on axes of these sizes; the last axis changes fastest."""
    return list(itertools.product(*map(range, sizes)))


@dataclass(frozen=True)
class Frames:
    """The pictures of one width. A frame is a list of pieces, as numbers; states may share one."""

    size: list[int]  # of every frame, in CSS pixels
    smallest_text: float | None  # the smallest font, in points
    states: list[int]  # the frame of each state, in the order of `positions`
    frames: list[list[int]]
    pieces: list[str]  # elements of SVG

    def svg(self, state: int) -> str:
        """The picture of a state, as on the light page."""
        return "\n".join(self.pieces[i] for i in self.frames[self.states[state]])


@dataclass(frozen=True)
class Published:
    """The controls, the sentences and the pictures of an explorer."""

    name: str
    title: str
    axes: list[dict]  # {name, labels, ordered}
    play: str | None
    start: list[int]  # a position on each axis
    sentences: list[str]  # of each state, in the order of `positions`
    widths: list[Frames]  # for a page; and for a phone, where that is another picture
    png: str  # the opening state in base64, for paper

    @classmethod
    def read(cls, content: dict) -> "Published":
        """From the JSON of a cell's output."""
        return cls(**content | {"widths": [Frames(**frames) for frames in content["widths"]]})

    def state(self, at: Iterable[int]) -> int:
        """The number of the state at these positions on the axes."""
        return positions(len(axis["labels"]) for axis in self.axes).index(tuple(at))

    @property
    def opening(self) -> int:
        """The number of the state that a page shows first."""
        return self.state(self.start)

    @property
    def sentence(self) -> str:
        """What is to be seen in the opening state."""
        return self.sentences[self.opening]

    def telling_states(self) -> list[tuple[str, str]]:
        """For paper: the sentences where one axis goes to its ends, the others staying put."""
        told = {}
        for i, axis in enumerate(self.axes):
            for end in (0, len(axis["labels"]) - 1):
                at = [*self.start[:i], end, *self.start[i + 1 :]]
                named = zip(self.axes, at, strict=True)
                key = ", ".join(f"{a['name']} = {a['labels'][k]}" for a, k in named)
                told[key] = self.sentences[self.state(at)]
        return list(told.items())


class Drawn(NamedTuple):
    """One state in one width."""

    svg: str
    size: tuple[float, ...]  # in inches
    sentence: str
    png: str  # of the opening state alone


def draw_state(explorer, state: tuple[int, ...], width: float) -> Drawn:
    """Draw a state; the figure is not kept."""
    fig, sentence = explorer.figure(state, width)
    svg, png = pictures.svg(fig), b""
    if (state, width) == (explorer.start, WIDTHS[0]):
        png = pictures.png(fig)
    return Drawn(svg, tuple(fig.get_size_inches()), sentence, base64.b64encode(png).decode("ascii"))


def one_width(drawn: list[Drawn]) -> Frames:
    """The frames of all states: equal pictures are one frame, equal elements one piece."""
    sizes = {state.size for state in drawn}
    if len(sizes) > 1:
        raise ValueError(f"all states must have one size, not {len(sizes)} (in): {sorted(sizes)}")
    frames: dict[tuple[int, ...], int] = {}
    pieces: dict[str, int] = {}
    states = []
    for state in drawn:
        frame = tuple(pieces.setdefault(piece, len(pieces)) for piece in state.svg.split("\n"))
        states.append(frames.setdefault(frame, len(frames)))
    return Frames(
        size=[round(96 * inches) for inches in sizes.pop()],
        smallest_text=pictures.smallest_text(" ".join(pieces)),
        states=states,
        frames=list(map(list, frames)),
        pieces=list(pieces),
    )


def published_bundle(explorer) -> dict:
    """All states of an `Explorer` drawn; for readers that know no explorers, the opening one."""
    draw = functools.cache(functools.partial(draw_state, explorer))
    page, phone = WIDTHS
    opening = draw(explorer.start, page)
    # Where the opening state ignores the width, so do the others, which must have its size.
    widths = [page] if draw(explorer.start, phone).svg == opening.svg else [page, phone]
    drawn = [[draw(state, width) for state in explorer.states()] for width in widths]
    published = Published(
        name=explorer.name,
        title=explorer.title,
        axes=[
            {"name": axis.name, "labels": list(axis.labels), "ordered": axis.ordered}
            for axis in explorer.axes
        ],
        play=explorer.play,
        start=list(explorer.start),
        sentences=[state.sentence for state in drawn[0]],
        widths=[one_width(states) for states in drawn],
        png=opening.png,
    )
    return {EXPLORER: asdict(published), "image/png": opening.png, "text/plain": opening.sentence}
