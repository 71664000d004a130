"""Figures become bytes: pixels of few colors, as PNG or WebP."""

import io

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from PIL import Image

from explorers import style


def image(fig: Figure) -> Image.Image:
    """The pixels of a figure."""
    with mpl.rc_context(style.RC):
        fig.canvas.draw()
    return Image.fromarray(np.asarray(fig.canvas.buffer_rgba())).convert("RGB")


def encoded(image: Image.Image, form: str) -> bytes:
    """256 colors, then without loss: half the size, and nothing to be seen of it."""
    buffer = io.BytesIO()
    # Median cut would blend the ends of a color bar; without kmeans pale bands change their hue.
    image = image.quantize(256, Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE)
    if form == "webp":
        image.convert("RGB").save(buffer, "webp", lossless=True, method=2)
    else:
        image.save(buffer, "png", optimize=True)
    return buffer.getvalue()
