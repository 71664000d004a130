def settle(f, sw2, sb2):
    """The variance at which the layers of an infinitely wide network settle, and V' there."""
    raise NotImplementedError
