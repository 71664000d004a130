"""The check of drawings for page and phone notices what it is for."""

import pytest
from drawing import assert_fits, bars, two_panels

from explorers import style


def test_drawings_that_heed_the_width_fit():
    assert_fits(two_panels, depth=2)
    assert_fits(bars, init="zeros", depth=1)


def test_a_figure_wider_than_a_phone_is_noticed():
    def wide(fig):
        fig.set_size_inches(style.WIDE, 3)
        fig.subplots()
        return "too wide"

    with pytest.raises(AssertionError, match=r"7\.3 in, for a width of 3\.75"):
        assert_fits(wide)


def test_a_text_that_leaves_the_figure_is_noticed():
    def long(fig):
        (ax,) = style.panels(fig)
        ax.text(0.5, 0.5, "a long text that a phone has no room for: " * 2)
        return "too long"

    with pytest.raises(AssertionError, match=r"'a long text.*leaves the figure"):
        assert_fits(long)


def test_a_text_that_is_not_shown_may_be_anywhere():
    def hidden(fig):
        (ax,) = style.panels(fig)
        ax.set_xlabel("far too long a label for any figure that is as narrow as this " * 3)
        ax.set_axis_off()
        return "no axes"

    assert_fits(hidden)
