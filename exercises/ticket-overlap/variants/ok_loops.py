def overlap(a, b):
    common = expected = 0
    for p, q in zip(a, b, strict=True):
        ones_p = ones_q = size = 0
        for row_p, row_q in zip(p.tolist(), q.tolist(), strict=True):
            for x, y in zip(row_p, row_q, strict=True):
                common += x and y
                ones_p, ones_q, size = ones_p + x, ones_q + y, size + 1
        expected += ones_p * ones_q / size
    return common / expected
