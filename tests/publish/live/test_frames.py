"""Frames: numbers that tinynet gives itself, and recordings that say what presets claim."""

import json
import math
import re

import numpy as np
import pytest
from live_pages import PRESETS, networks

import tinynet as tn
from publish.live.playground import frames

every_preset = pytest.mark.parametrize("name", PRESETS)


def ask(**message):
    text, pictures = frames.answer(json.dumps(message))
    return json.loads(text), pictures


@every_preset
def test_a_preset_ends_as_it_claims_whatever_the_seed(name):
    preset = PRESETS[name]
    assert set(preset) <= {"title", "says", "chapter", "expect", "every", "frames", "a", "b"}
    assert len(preset["expect"]) == len(networks(preset))
    for seed in (0, 1000):
        with np.errstate(all="ignore"):
            ends = [frames.Trained(one | {"seed": seed}) for one in networks(preset)]
            for end in ends:
                end.advance(preset["every"] * preset["frames"])
        chance = [math.log(frames.CLASSES[end.settings["data"]]) for end in ends]
        share = [end.loss / one for end, one in zip(ends, chance, strict=True)]
        for i, expected in enumerate(preset["expect"]):
            held = {
                "learns": share[i] < 0.7,
                "stuck": share[i] > 0.95,
                "behind": share[i] > 1.25 * share[i - 1],
                "diverges": ends[i].diverged is not None,
            }
            assert held[expected], (seed, expected, share)


def test_a_start_of_random_zeros_guesses_as_a_dense_one_does():
    """What `no-ticket` says beside how it ends."""
    for seed in (0, 1000):
        for one in networks(PRESETS["no-ticket"]):
            assert frames.Trained(one | {"seed": seed}).frame()["right"] < 0.25


def test_every_chapter_links_to_a_preset_of_its_own_and_every_preset_has_a_chapter(root):
    chapters = {path.stem: path.read_text("utf-8") for path in (root / "book").glob("*.ipynb")}
    of_its_own = {name: preset["chapter"] for name, preset in PRESETS.items()}
    assert set(of_its_own.values()) <= set(chapters)
    for chapter in re.findall(r"book/(\w+)", (root / "_toc.yml").read_text("utf-8")):
        if chapter in chapters and chapter not in ("intro", "defaults"):
            linked = re.findall(r"{preset}`(?:[^`]*<)?([\w-]+)", chapters[chapter])
            assert chapter in [of_its_own[name] for name in linked], chapter


@pytest.mark.parametrize("data", frames.CLASSES)
@pytest.mark.parametrize("norm", frames.NORMALIZATIONS)
def test_a_frame_holds_what_tinynet_measures(data, norm):
    settings = {"data": data, "norm": norm, "depth": 3, "width": 8, "optimizer": "adam", "lr": 0.01}
    first, pictures = ask(open=[settings, settings], grid=24)
    assert first["step"] == 0
    assert first["networks"][0] == first["networks"][1]
    assert len(pictures) == 2 * 24 * 24
    assert max(pictures) < 3 * frames.SHADES
    network = first["networks"][0]
    for key in ("signal", "gradient", "saturated", "dead", "update"):
        assert len(network[key]) == 4  # three hidden layers and the output
    assert all(value > 0 for value in network["update"])

    net = frames.build(frames.USUAL | settings, frames.load(data)[0])
    x, y = frames.load(data)[:2]
    loss, gradient = tn.losses.softmax_cross_entropy(net.forward(x[:100]), y[:100])
    net.backward(gradient)
    assert network["loss"] == frames.rounded(loss)
    assert network["signal"][-1] == frames.rounded(float(net.layers[-1].out.std()))
    assert network["gradient"][-1] == frames.rounded(float(net.layers[-1].dout.std()))


def test_looking_changes_nothing():
    """Ten frames of one step, or one of ten: the same losses."""
    settings = {"norm": "batch", "depth": 4}
    ask(open=[settings])
    often = [ask(advance=1)[0]["networks"][0]["losses"] for _ in range(10)]
    ask(open=[settings])
    once = ask(advance=10)[0]["networks"][0]["losses"]
    assert [value for losses in often for value in losses] == once
    assert len(once) == 10


def test_the_update_ratio_is_that_of_the_step_made():
    trained = frames.Trained({"optimizer": "momentum"})
    trained.advance(4)
    before = [layer.W.copy() for layer in trained.net.dense]
    trained.advance(1)
    for old, layer, ratio in zip(before, trained.net.dense, trained.update, strict=True):
        assert ratio == pytest.approx(np.linalg.norm(layer.W - old) / np.linalg.norm(old))


def test_divergence_is_a_step_and_no_number():
    ask(open=[PRESETS["diverges"]["a"]])
    answer, pictures = ask(advance=40)
    network = answer["networks"][0]
    assert network["diverged"] is not None
    assert 0 < network["diverged"] < 40
    assert network["loss"] is None
    assert len(network["losses"]) == network["diverged"]
    assert set(pictures) <= set(range(2 * frames.SHADES))
    again, _ = ask(advance=5)
    assert again["networks"][0]["losses"] == []


@pytest.mark.parametrize("init", frames.SCHEMES)
def test_every_scheme_alone_and_layer_by_layer(init):
    answer, _ = ask(open=[{"init": init, "depth": 2, "width": 20}])
    assert "error" not in answer
    if init != "lsuv":
        answer, _ = ask(open=[{"init": f"{init}+he_normal:0.5+zeros", "depth": 2, "width": 20}])
        assert "error" not in answer


def test_gains_multiply_and_other_numbers_are_what_the_scheme_takes():
    rng = np.random.default_rng
    for text, expected in {
        "he_normal": tn.initializers.he_normal,
        "he_normal:2": tn.initializers.scaled(tn.initializers.he_normal, 2),
        "constant:-0.5": tn.initializers.constant(-0.5),
        "random_uniform:0.2": tn.initializers.random_uniform(0.2),
        "orthogonal:2": tn.initializers.orthogonal(2),
    }.items():
        made = frames.initializer(text)
        assert np.array_equal(made((30, 20), rng(1)), expected((30, 20), rng(1)))


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"depth": 0}, "depth"),
        ({"depth": 21}, "depth"),
        ({"width": 1}, "width"),
        ({"depth": 2.5}, "depth"),
        ({"depth": True}, "depth"),
        ({"data": "cats"}, "data"),
        ({"lr": 0}, "lr"),
        ({"lr": "fast"}, "lr"),
        ({"lr": float("nan")}, "lr"),
        ({"init": "he"}, "he"),
        ({"init": "he_normal:x"}, "x"),
        ({"init": "he_normal:-1"}, "-1"),
        ({"init": "zeros+zeros"}, "each layer"),
        ({"init": "zeros:2"}, "zeros:2"),
        ({"init": "he_normal:nan"}, "nan"),
        ({"init": ""}, "init"),
        ({"colour": 1}, "colour"),
        ({"init": "lsuv", "activation": "relu", "depth": 20, "width": 2}, "LSUV"),
        ({"norm": "batch", "batch": 1}, "at least 2 rows"),
    ],
)
def test_settings_that_cannot_be_are_named(settings, named):
    ask(open=[{}])
    assert named in ask(open=[settings])[0]["error"]
    assert "no network is open" in ask(advance=1)[0]["error"]  # not the one before


def test_histograms_count_every_entry():
    ask(open=[{"depth": 2, "width": 8}])
    histogram, _ = ask(histogram=[0, 1])
    assert sum(histogram["weights"]["counts"]) == 64
    assert sum(histogram["signal"]["counts"]) == 800
    assert "error" in ask(histogram=[0, 9])[0]
    assert "error" in ask(histogram=[3, 0])[0]
    assert "error" in ask(other=1)[0]


def test_a_band_is_a_run_from_another_seed():
    losses = ask(band={"depth": 2}, seed=3, steps=80)[0]["losses"]
    assert len(losses) == 40
    ask(open=[{"depth": 2, "seed": 3}])
    first = ask(advance=2)[0]["networks"][0]["losses"]
    assert losses[0] == frames.rounded(np.mean(first))
    gone = ask(band=PRESETS["diverges"]["a"], seed=0, steps=80)[0]
    assert gone["losses"][-1] is None
    assert len(gone["losses"]) == 40


def test_a_recording_is_what_the_same_messages_answer():
    settings = networks(PRESETS["zeros"])
    recorded = frames.record(settings, 5, 3)
    answers = [ask(open=settings, grid=40), *(ask(advance=5) for _ in range(3))]
    assert json.loads(json.dumps(recorded["frames"])) == [answer for answer, _ in answers]
    for text, (_, pictures) in zip(recorded["pictures"], answers, strict=True):
        assert [ord(letter) - 35 for letter in text] == list(pictures)
    assert '"' not in text and "\\" not in text
