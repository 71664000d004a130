def ratios(net, rule, loss, x, labels):
    """|change of W| / |W| of each dense layer, in the first step of the rule on this batch."""
    raise NotImplementedError
