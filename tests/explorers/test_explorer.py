"""Explorers: axes, the live widgets, and every message to an author."""

import base64

import ipywidgets
import numpy as np
import pytest
from drawing import bars, make

from explorers import explore, explorer, show
from explorers.explorer import Axis
from explorers.live import live_box, live_bundle
from explorers.published import EXPLORER, published_bundle


@pytest.fixture
def shown(monkeypatch):
    """What `explore` and `show` display."""
    shown = []
    monkeypatch.setattr(explorer, "display", lambda bundle, raw: shown.append(bundle))
    monkeypatch.delenv("TINYNET_STATIC", raising=False)
    return shown


# Axes


def test_names_and_truth_values_are_choices_and_numbers_a_range():
    assert not Axis.of("init", ["zeros", "he_normal"]).ordered
    assert not Axis.of("bias", [True, False]).ordered
    assert Axis.of("depth", range(3)).ordered
    assert Axis.of("std", np.array([0.01, 0.1])).ordered
    assert not Axis.of("std", {"tiny": 0.01, "large": 1.0}).ordered
    assert Axis.of("rate", {f"1e-{k}": 10.0**-k for k in range(12)}).ordered


def test_labels():
    assert Axis.of("std", np.array([0.01, 0.1, 2])).labels == ("0.01", "0.1", "2")
    assert Axis.of("bias", [True, np.False_]).labels == ("yes", "no")
    assert Axis.of("std", {"tiny": 0.01}).labels == ("tiny",)
    assert Axis.of("std", {"tiny": 0.01}).values == (0.01,)


# In the book's build


def test_the_static_page_gets_no_widget(shown, monkeypatch):
    monkeypatch.setenv("TINYNET_STATIC", "1")
    explore(bars, depth=[1, 2], live={"depth": range(50)})
    (bundle,) = shown
    assert set(bundle) == {EXPLORER, "image/png", "text/plain"}
    assert bundle[EXPLORER]["axes"][0]["labels"] == ["1", "2"]
    assert base64.b64decode(bundle["image/png"]).startswith(b"\x89PNG")


def test_show_is_an_explorer_without_axes(shown, monkeypatch):
    monkeypatch.setenv("TINYNET_STATIC", "1")
    show(bars, title="One picture")
    content = shown[0][EXPLORER]
    assert content["axes"] == []
    assert content["title"] == "One picture"
    assert content["sentences"] == ["With he_normal the bar is 2 high."]


# The live explorer


def live(explorer):
    """All widgets of a live explorer; the last child of the first shows picture and sentence."""
    found, pending = [], [live_box(explorer, "the opening state")]
    while pending:
        found.append(widget := pending.pop(0))
        pending += getattr(widget, "children", ())
    return found


def one(found, kind):
    (widget,) = [widget for widget in found if type(widget) is kind]
    return widget


def test_live_controls_draw_what_they_say():
    found = live(make(start={"depth": 2}))
    slider = one(found, ipywidgets.SelectionSlider)
    radio = one(found, ipywidgets.RadioButtons)
    html = found[0].children[-1]
    assert slider.label == "2"
    assert html.value == "the opening state"
    slider.label = "3"
    assert "With zeros the bar is 3 high." in html.value
    radio.label = "he_normal"
    assert 'alt="With he_normal the bar is 3 high."' in html.value
    radio.label, slider.label = "zeros", "2"
    assert html.value == "the opening state"


def test_play_drives_its_axis():
    found = live(make(play="depth", depth=[1, 2, 5]))
    assert one(found, ipywidgets.Play).max == 2


def test_live_values_replace_the_published_ones(monkeypatch):
    made = []
    monkeypatch.setattr(explorer, "_display", made.append)
    monkeypatch.delenv("TINYNET_STATIC", raising=False)
    explore(bars, init=["zeros"], depth=[1, 2], live={"depth": range(1, 51)})
    assert [len(axis.values) for axis in made[0].axes] == [1, 50]


def test_a_live_explorer_falls_back_to_the_picture_and_the_sentence(shown):
    explore(bars, depth=[1, 2])
    assert "application/vnd.jupyter.widget-view+json" in shown[0]
    assert shown[0]["text/plain"] == "With he_normal the bar is 1 high."
    assert base64.b64decode(shown[0]["image/png"]).startswith(b"\x89PNG")
    show(bars)
    assert shown[1]["text/plain"] == "With he_normal the bar is 2 high."
    assert 'alt="With he_normal the bar is 2 high."' in shown[1]["text/html"]


def test_an_error_in_a_later_state_is_shown_and_raised():
    def draw(fig, depth):
        return f"{6 // (3 - depth)} <b>"

    found = live(make(draw, depth=[1, 2, 3]))
    slider = one(found, ipywidgets.SelectionSlider)
    slider.label = "2"
    assert "6 &lt;b&gt;" in found[0].children[-1].value
    with pytest.raises(ZeroDivisionError):
        slider.label = "3"
    assert "ZeroDivisionError" in found[0].children[-1].value


def test_nothing_is_left_in_pyplot():
    """Figures belong to nobody, so nothing has to be closed."""
    live_bundle(make())
    published_bundle(make())
    from matplotlib import _pylab_helpers

    assert not _pylab_helpers.Gcf.figs


# What an author did wrong


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: explore("bars", x=[1]), TypeError, r"draw must be a function draw\(fig, ...\)"),
        (lambda: explore(bars), ValueError, r"needs an axis.*show\(draw\)"),
        (lambda: explore(bars, depth=[]), ValueError, "axis depth has no values"),
        (lambda: explore(bars, depth=3), TypeError, "axis depth must be a list of values, not 3"),
        (lambda: explore(bars, init="zeros"), TypeError, "must be a list of values, not 'zeros'"),
        (lambda: explore(bars, depth=[1, 2, 1.0]), ValueError, "same value twice: 1, 2, 1"),
        (lambda: explore(bars, depth=range(201)), ValueError, "201 states; at most 200"),
        (lambda: explore(bars, name="a b", depth=[1]), ValueError, "not 'a b'"),
        (lambda: explore(bars, depth=[1], start={"dept": 1}), ValueError, "axes: depth; not 'dept"),
        (lambda: explore(bars, depth=[1], start={"depth": 2}), ValueError, "one of 1, not 2"),
        (lambda: explore(bars, depth=[1], play="width"), ValueError, "play.*depth; not 'width'"),
        (lambda: explore(bars, init=["zeros"], play="init"), ValueError, "play.*not 'init'"),
        (lambda: explore(bars, depth=[1], live={"width": [1]}), ValueError, "live.*not 'width'"),
        (lambda: explore(lambda fig, x: None, x=[7]), ValueError, r"one sentence.*None.*'x': 7"),
        (lambda: show(lambda fig: "  "), ValueError, "one sentence"),
    ],
)
@pytest.mark.parametrize("static", [False, True], ids=["live", "static"])
def test_bad_input(call, error, message, static, shown, monkeypatch):
    if static:
        monkeypatch.setenv("TINYNET_STATIC", "1")
    with pytest.raises(error, match=message):
        call()
    assert not shown
