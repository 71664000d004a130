from exercises import near, points


@points(1, "a chance that is tiny")
def tiny(lost):
    """1 - (1 - 2^-n)^L rounds to 0; what is left of it is L 2^-n to 16 digits."""
    near(lost([70, 70, 70]) * 2.0**70, 3, 1e-5, "lost([70, 70, 70]) times 2^70")
    near(lost([40, 60]) * 2.0**40, 1 + 2.0**-20, 1e-8, "lost([40, 60]) times 2^40")


@points(1, "one layer of one unit, and none")
def few(lost):
    near(lost([1]), 0.5, 1e-12, "lost([1])")
    near(lost([]), 0, 1e-12, "lost([]), no hidden layer")
    near(lost([1, 9]), 0.5 + 0.5**10, 1e-12, "lost([1, 9])")


@points(1, "exactly the chance")
def exact(narrowest):
    """One layer of three units loses one image in eight: that is at most 1/8."""
    near(narrowest(1, 0.125), 3, 0, "narrowest(1, 0.125)")
    near(narrowest(1, 0.12), 4, 0, "narrowest(1, 0.12)")


@points(1, "chances that are large")
def likely(narrowest):
    """Two layers of one unit lose 3 images in 4. The sum of the chances would say 1."""
    near(narrowest(2, 0.8), 1, 0, "narrowest(2, 0.8)")
    near(narrowest(50, 0.9), 5, 0, "narrowest(50, 0.9)")
