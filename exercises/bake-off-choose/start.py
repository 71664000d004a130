def compare(validation, test):
    """The two schemes' rates, and the median difference on the test images with its interval."""
    raise NotImplementedError
