"""What goes to the page: every state, once for each width, with few pieces."""

import base64
import json
import re

import pytest
from drawing import bars, make, two_panels

from explorers import pictures, published, style
from explorers.published import EXPLORER, Published, positions, published_bundle


def publish(explorer):
    """As the page gets it: through the JSON of a cell's output."""
    return Published.read(json.loads(json.dumps(published_bundle(explorer)[EXPLORER])))


def test_the_last_axis_changes_fastest():
    assert positions([2, 3]) == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)]
    assert positions([]) == [()]


def test_every_state_has_its_sentence_and_its_picture():
    explorer = make()
    shown = publish(explorer)
    for at in explorer.states():
        fig, sentence = explorer.figure(at)
        assert shown.sentences[shown.state(at)] == sentence
        assert shown.widths[0].svg(shown.state(at)) == pictures.svg(fig)
    assert len(shown.widths[0].frames) == 6  # no two alike


def test_states_that_look_the_same_share_a_frame_and_all_share_their_pieces():
    def draw(fig, depth):
        fig.set_size_inches(3, 2)
        fig.subplots().plot([0, depth > 1])
        return f"depth {depth}"

    (frames,) = publish(make(draw, depth=[1, 2, 3])).widths
    assert frames.states == [0, 1, 1]
    assert len(set(frames.pieces)) == len(frames.pieces)
    assert len(frames.pieces) < 0.7 * sum(map(len, frames.frames))


def test_a_phone_gets_pictures_of_its_own_where_the_drawing_heeds_the_width():
    wide, narrow = publish(make(two_panels, depth=[1, 2])).widths
    assert wide.size == [round(96 * style.WIDE), 2 * 96]
    assert narrow.size == [round(96 * style.NARROW), 4 * 96]
    assert wide.smallest_text == narrow.smallest_text == 11


def test_a_drawing_that_does_not_is_drawn_for_the_page_alone():
    drawn = []

    def draw(fig, depth):
        drawn.append(depth)
        return bars(fig, depth=depth)

    shown = publish(make(draw, depth=[1, 2, 3]))
    assert len(shown.widths) == 1
    assert drawn == [1, 1, 2, 3]  # the opening state for both widths, to find that out


def test_no_state_is_drawn_twice_for_a_width():
    drawn = []

    def draw(fig, depth):
        drawn.append((depth, style.is_narrow(fig)))
        return two_panels(fig, depth)

    publish(make(draw, start={"depth": 2}, depth=[1, 2]))
    assert sorted(drawn) == [(1, False), (1, True), (2, False), (2, True)]


def test_the_same_explorer_gives_the_same_bundle():
    assert published_bundle(make()) == published_bundle(make())


def test_the_opening_state():
    first = published_bundle(make())
    assert first["text/plain"] == "With zeros the bar is 1 high."
    other = published_bundle(make(start={"depth": 3, "init": "he_normal"}))
    assert other["text/plain"] == "With he_normal the bar is 3 high."
    shown = Published.read(other[EXPLORER])
    assert (shown.start, shown.opening) == ([1, 2], 5)
    assert shown.sentence == other["text/plain"]
    assert shown.png == other["image/png"] != first["image/png"]
    assert base64.b64decode(shown.png).startswith(b"\x89PNG")


def test_telling_states_are_the_ends_of_each_axis():
    shown = publish(make(start={"depth": 2}))
    assert shown.telling_states() == [
        ("init = zeros, depth = 2", "With zeros the bar is 2 high."),
        ("init = he_normal, depth = 2", "With he_normal the bar is 2 high."),
        ("init = zeros, depth = 1", "With zeros the bar is 1 high."),
        ("init = zeros, depth = 3", "With zeros the bar is 3 high."),
    ]


def test_all_states_have_one_size():
    def draw(fig, depth):
        fig.set_size_inches(depth, 4)
        return "a picture"

    with pytest.raises(ValueError, match=re.escape("one size, not 2 (in)")):
        published_bundle(make(draw, depth=[5, 6]))


def test_no_width_is_forgotten():
    assert published.WIDTHS == (style.WIDE, style.NARROW)
