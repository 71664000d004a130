"""What the chapters use beside `tinynet`: explorers, claims, one style for every picture.

    explore(draw, init=["zeros", "he_normal"], depth=[2, 5, 10])    controls that answer
    show(draw)                                                      one picture
    claim("He keeps the scale", r, near=1, within=w, ...)           a measured statement
    differs("He above Glorot", he, glorot, by=0.01)                 one difference a seed
    same("He like Glorot", he, glorot, within=0.02)                 no difference, shown
    all_claims()                                                    all claims so far

`draw(fig, **state)` draws one state and returns the sentence that says what is to be seen.
"""

from explorers import style
from explorers.claims import SEED, ClaimFailed, all_claims, claim, differs, same, seeds
from explorers.evidence import five_standard_errors, median_interval
from explorers.explorer import explore, show

__all__ = [
    "SEED",
    "ClaimFailed",
    "all_claims",
    "claim",
    "differs",
    "explore",
    "five_standard_errors",
    "median_interval",
    "same",
    "seeds",
    "show",
    "style",
]
