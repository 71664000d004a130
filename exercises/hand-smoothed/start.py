def smoothed(logits, labels, a):
    """The cross-entropy with smoothed labels, in nats, and its gradient by the logits."""
    raise NotImplementedError
