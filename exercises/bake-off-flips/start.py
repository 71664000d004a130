def p_value(a, b):
    """The share of all sign patterns whose sum is at least as far from 0 as the one seen."""
    raise NotImplementedError
