"""What the chapters use beside `tinynet`: explorers, claims, one style for every picture.

    explore(draw, init=["zeros", "he_normal"], depth=[2, 5, 10])    controls that answer
    show(draw)                                                      one picture
    claim("He keeps the scale", ratios, near=1, within=0.1)         a measured statement
    all_claims()                                                    all claims so far

`draw(fig, **state)` draws one state and returns the sentence that says what is to be seen.
"""

from explorers import style
from explorers.claims import SEED, ClaimFailed, all_claims, claim, seeds
from explorers.explorer import explore, show

__all__ = ["SEED", "ClaimFailed", "all_claims", "claim", "explore", "seeds", "show", "style"]
