def slope(f):
    """The slope of f at zero."""
    raise NotImplementedError
