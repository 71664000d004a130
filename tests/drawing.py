"""Drawings for the tests of explorers, and what every drawing must keep on a phone."""

from unittest.mock import patch

import matplotlib as mpl
from matplotlib.text import Text

from explorers import pictures, style
from explorers.explorer import Explorer


def bars(fig, init="he_normal", depth=2):
    """Each state has its own picture: the height is the depth, the color the initializer's."""
    fig.set_size_inches(3, 2)  # small, so quickly drawn
    fig.subplots().bar([0], [depth], color=style.COLOR[init])
    return f"With {init} the bar is {depth} high."


def two_panels(fig, depth=1):
    """In a row on a page, below one another on a phone."""
    for ax in style.panels(fig, 2, height=2):
        ax.bar([0], [depth])
        ax.set_xlabel("a bar")
    return f"Two bars are {depth} high."


def make(draw=bars, start=None, play=None, **axes):
    """An explorer of `bars`, or of another drawing with its axes."""
    axes = axes or {"init": ["zeros", "he_normal"], "depth": [1, 2, 3]}
    return Explorer(draw, "bars", "Bars", axes, start, play)


def drawn_texts(fig):
    """The texts that a figure shows, each with the rectangle around it, in points."""
    found = []
    draw = Text.draw

    def noted(text, renderer, *args, **kwargs):
        if text.get_visible() and text.get_text().strip():
            found.append(text)
        return draw(text, renderer, *args, **kwargs)

    pictures.settle(fig)
    with mpl.rc_context(pictures.RC), patch.object(Text, "draw", noted):
        fig.draw_without_rendering()
        return [(text.get_text(), text.get_window_extent()) for text in found]


def assert_fits(draw, **state):
    """The picture of a state is as wide as page and phone allow, and no text leaves it."""
    for width in (style.WIDE, style.NARROW):
        explorer = Explorer(draw, "drawing", "", {name: [value] for name, value in state.items()})
        fig, _ = explorer.figure((0,) * len(state), width)
        assert fig.get_figwidth() <= width, f"{fig.get_figwidth()} in, for a width of {width}"
        for text, box in drawn_texts(fig):
            inside = box.x0 > -1 and box.y0 > -1 and box.x1 < fig.bbox.x1 + 1
            assert inside and box.y1 < fig.bbox.y1 + 1, f"{text!r} leaves the figure: {box}"


def text_sizes(page):
    """For each picture on view in a browser: its smallest text in CSS pixels, as it is shown."""
    sizes = {}
    for i, figure in enumerate(page.locator("figure.explorer").all()):
        points, shown, natural = figure.evaluate(
            """async figure => {
                figure.scrollIntoView();  // what is out of sight is not loaded
                const images = [...figure.querySelectorAll("img")];
                const image = images.find(image => image.checkVisibility());
                await image.decode();
                const source = image.parentNode.querySelector("source");
                const used = source && matchMedia(source.media).matches ? source : image;
                const shown = image.getBoundingClientRect().width;
                return [used.dataset.smallestText, shown, image.naturalWidth];
            }"""
        )
        name = figure.get_attribute("id") or f"picture {i + 1}"
        if points:  # there are pictures without any text
            sizes[name] = round(float(points) * 96 / 72 * shown / natural, 1)
    return sizes
