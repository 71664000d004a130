def adapter(before, after, share, scale):
    """Thin matrices A (fan_in, rank) and B (rank, fan_out), of the smallest rank that will do."""
    raise NotImplementedError
