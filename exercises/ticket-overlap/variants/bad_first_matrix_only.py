def overlap(a, b):
    return (a[0] * b[0]).sum() / (a[0].sum() * b[0].mean())
