"""The style: readable on the white and on the dark page, and for every kind of color vision."""

import itertools

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from explorers import style

# Machado, Oliveira & Fernandes (2009), table 1, severity 1.0; they act on linear RGB.
VISION = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])

# Families that stand in one picture; members of one share a color and differ in line and marker.
FAMILIES = [
    ["zeros", "constant"],
    ["random_normal", "random_uniform", "truncated_normal"],
    ["lecun_normal", "lecun_uniform"],
    ["glorot_normal", "glorot_uniform"],
    ["he_normal", "he_uniform"],
    ["orthogonal"],
    ["sparse"],
    ["lsuv"],
    ["pretrained"],
]
PRUNED = ["dense", "ticket", "reinit", "random_mask", "oneshot"]


def linear(color):
    value = np.array(to_rgb(color))
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def contrast(a, b):
    """The contrast ratio of WCAG 2."""
    low, high = sorted(XYZ[1] @ linear(color) for color in (a, b))
    return (high + 0.05) / (low + 0.05)


def lab(color, matrix):
    xyz = XYZ @ np.clip(matrix @ linear(color), 0, 1) / [0.9505, 1, 1.089]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("paper", [style.PAPER, style.DARK[style.PAPER]])
def test_colors_stand_out_from_the_page(paper):
    for color in style.SERIES:
        assert contrast(color, paper) >= 3, color


def test_text_is_readable_in_light_and_dark():
    assert contrast(style.INK, style.PAPER) >= 7
    assert contrast(style.DARK[style.INK], style.DARK[style.PAPER]) >= 7


@pytest.mark.parametrize("group", [[f[0] for f in FAMILIES], PRUNED], ids=["families", "pruned"])
@pytest.mark.parametrize("vision", VISION)
def test_families_are_told_apart_by_color(group, vision):
    """A difference of 2.3 in CIE Lab is just noticeable; thin lines need several times that."""
    for a, b in itertools.combinations(group, 2):
        distance = np.linalg.norm(
            lab(style.COLOR[a], VISION[vision]) - lab(style.COLOR[b], VISION[vision])
        )
        assert distance > 18, (a, b)


def test_members_of_a_family_share_the_color_and_differ_in_line_and_marker():
    for family in FAMILIES:
        looks = [style.look(name) for name in family]
        assert len({look["color"] for look in looks}) == 1
        assert len({look["linestyle"] for look in looks}) == len(family)
        assert len({look["marker"] for look in looks}) == len(family)


def test_every_name_has_a_look_and_an_unknown_one_is_named():
    assert {*itertools.chain(*FAMILIES), *PRUNED} == set(style.COLOR)
    assert style.look("he_normal")["label"] == "he_normal"
    with pytest.raises(ValueError, match="not for 'xavier'"):
        style.look("xavier")


@pytest.mark.parametrize(
    ("width", "columns", "size"),
    [(style.WIDE, 3, (style.WIDE, 2 * 3)), (style.NARROW, 2, (style.NARROW, 3 * 2.8))],
)
def test_panels_stand_in_rows_that_fit_the_page_or_the_phone(width, columns, size):
    fig = Figure(figsize=(width, 1))
    axes = style.panels(fig, 5, columns=3, narrow=2, height=3)
    assert tuple(fig.get_size_inches()) == pytest.approx(size)
    assert len(axes) == len(fig.axes) == 5
    tops = [ax.get_position().y1 for ax in axes]
    assert tops[:columns] == [tops[0]] * columns
    assert tops[columns] < tops[0]


def test_one_panel_is_one_axes():
    (ax,) = style.panels(Figure(figsize=(style.WIDE, 1)))
    assert ax.figure.get_size_inches()[1] == pytest.approx(3.4)


def test_a_row_of_dots_for_each_name_and_a_bar_at_the_mean():
    (ax,) = style.panels(Figure(figsize=(style.WIDE, 1)))
    style.by_seed(ax, {"one": [1, 2, 6], "two": [4, 4]}, style.SERIES[:2])
    dots, bar, *_ = ax.lines
    assert list(dots.get_xdata()) == [1, 2, 6]
    assert set(dots.get_ydata()) == {0}
    assert list(bar.get_xdata()) == [3]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["one", "two"]
