"""Pictures: SVG that is small, the same at every drawing, and has a dark look."""

import io
import re
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pytest
from drawing import bars, make, two_panels
from matplotlib.colors import to_rgb
from PIL import Image

from explorers import pictures, style


def drawn(draw, width=style.WIDE):
    """The figure of a drawing without axes."""
    return make(lambda fig, depth: draw(fig) or "a picture", depth=[1]).figure((0,), width)[0]


def elements(svg, name):
    return ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}" + name)


def test_a_picture_has_the_figures_size_and_is_well_formed():
    svg = pictures.svg(drawn(lambda fig: fig.set_size_inches(3, 2)))
    (root,) = elements(svg, "svg")
    assert (root.get("width"), root.get("height")) == ("216pt", "144pt")


def test_the_same_drawing_gives_the_same_text():
    first, second = (pictures.svg(make().figure((1, 2))[0]) for _ in range(2))
    assert first == second


def test_each_piece_is_one_element_and_says_nothing_that_nobody_sees():
    svg = pictures.svg(make().figure((0, 0))[0])
    assert all(re.fullmatch(r"<[^<>]+>(\*\{.*\}</style>)?", piece) for piece in svg.split("\n"))
    assert "<!--" not in svg
    assert "metadata" not in svg
    named, used = set(re.findall(r' id="([^"]+)"', svg)), set(re.findall(r"#([\w-]+)", svg))
    assert named < used  # the others are colors
    assert not re.search(r' (?:d|x|y)="[^"]*\.\d{3}', svg)


def test_only_ink_grid_and_paper_change_in_the_dark():
    def draw(fig):
        ax = fig.subplots()
        ax.plot([1, 2], label="data", color=style.COLOR["he_normal"])
        ax.axhline(1, color=style.INK, alpha=0.5)
        ax.scatter([1, 2], [1, 2], c=[style.INK, style.SERIES[0]], edgecolor=style.PAPER)
        ax.text(0, 0, "note", bbox={"facecolor": style.PAPER, "edgecolor": style.INK})
        ax.legend(title="a title")

    light = pictures.svg(drawn(draw))
    dark = pictures.dark(light)
    for color, other in style.DARK.items():
        assert light.count(color) == dark.count(other) > 0
        assert color not in dark
        assert other not in light
    for color in (style.COLOR["he_normal"], style.SERIES[0]):
        assert light.count(color) == dark.count(color) > 0


def test_what_stands_on_the_axes_is_drawn_where_the_layout_puts_it():
    """Labels of two panels do not overlap, and the layout is not done anew for the PNG."""
    fig = drawn(two_panels)
    pictures.settle(fig)
    places = [ax.get_position().bounds for ax in fig.axes]
    pictures.svg(fig)
    pictures.png(fig)
    assert [ax.get_position().bounds for ax in fig.axes] == places
    assert places[0][0] > 0.02  # room for the numbers at the left


def test_a_png_is_the_same_picture_in_pixels():
    fig = make().figure((1, 2))[0]
    image = Image.open(io.BytesIO(pictures.png(fig))).convert("RGB")
    assert image.size == (3 * 160, 2 * 160)
    colors = {color for _, color in image.getcolors(1 << 20)}
    wanted = (style.PAPER, style.COLOR["he_normal"])
    assert {tuple(round(255 * c) for c in to_rgb(color)) for color in wanted} <= colors


@pytest.mark.parametrize(
    ("size", "text", "points"),
    [(8.5, "small", 8.5), (20, "large", 11), (8, r"$W_{ij}$", 8), (8, "", 11)],
)
def test_the_smallest_text_is_that_of_the_picture(size, text, points):
    def draw(fig):
        ax = fig.subplots()
        ax.text(0.5, 0.5, text, fontsize=size, rotation=30)
        hidden = fig.add_axes((0, 0, 0.1, 0.1))
        hidden.set_xlabel("not drawn", fontsize=3)
        hidden.set_axis_off()

    assert pictures.smallest_text(pictures.svg(drawn(draw))) == points


def test_a_picture_may_have_no_text():
    fig = drawn(lambda fig: fig.subplots().set_axis_off())
    assert pictures.smallest_text(pictures.svg(fig)) is None


@pytest.mark.parametrize(
    "draw",
    [
        lambda ax, x, y: ax.scatter(x, y, c=y),
        lambda ax, x, y: ax.scatter(x, y, color=style.BLUE),
        lambda ax, x, y: ax.plot(x, y, ".", color=style.BLUE),
        lambda ax, x, y: ax.pcolormesh(y.reshape(50, 40)),
        lambda ax, x, y: ax.vlines(x, 0, y, color=style.BLUE),
    ],
    ids=["values", "points", "markers", "mesh", "lines"],
)
def test_thousands_of_points_become_pixels(draw):
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(2, 2000))
    many = pictures.svg(drawn(lambda fig: draw(fig.subplots(), x, y) and None))
    assert "data:image/png;base64," in many
    assert len(many.split("\n")) < 500


def test_few_points_and_long_lines_stay_sharp():
    def draw(fig):
        ax = fig.subplots()
        ax.scatter(range(40), range(40))
        ax.plot(np.linspace(0, 40, 5000), np.linspace(0, 40, 5000) ** 0.5)

    assert "data:image" not in pictures.svg(drawn(draw))


@pytest.mark.parametrize(
    "draw",
    [
        lambda ax, x: ax.scatter(x, x, color=style.BLUE, edgecolor=style.PAPER),
        lambda ax, x: ax.plot(x, x, "o", color=style.INK),
        lambda ax, x: ax.vlines(x, 0, x, color=style.GRID),
    ],
    ids=["paper", "ink", "grid"],
)
def test_a_cloud_must_look_right_in_the_dark(draw):
    fig = drawn(lambda fig: draw(fig.subplots(), np.arange(2000)) and None)
    with pytest.raises(ValueError, match=r"cloud of 2000 points becomes pixels.*not in INK"):
        pictures.svg(fig)


def test_an_image_has_a_pixel_for_each_number():
    cells = np.arange(64).reshape(8, 8)
    svg = pictures.svg(drawn(lambda fig: fig.subplots().imshow(cells) and None))
    (image,) = elements(svg, "image")
    assert (image.get("width"), image.get("height")) == ("8", "8")
    assert "pixelated" in image.get("style")


def test_nothing_of_the_drawing_stays_behind():
    """Neither in matplotlib's settings nor in pyplot."""
    from matplotlib import _pylab_helpers

    before = dict(mpl.rcParams)
    fig = drawn(bars)
    pictures.svg(fig)
    pictures.png(fig)
    assert dict(mpl.rcParams) == before
    assert not _pylab_helpers.Gcf.figs
