def limit(fan_in, fan_out, hole):
    """The l with which weights uniform on (-l, -hole) and (hole, l) have Glorot's variance."""
    raise NotImplementedError
