def edge(f, df, sb2):
    """The weight variance at which a small difference keeps its size."""
    raise NotImplementedError
