import numpy as np


def merge(W, b, V):
    kept, sums = [], []
    for j in range(len(b)):
        for place, i in enumerate(kept):
            if abs(b[i] - b[j]) <= 1e-5 and np.all(np.abs(W[:, i] - W[:, j]) <= 1e-5):
                sums[place] = sums[place] + V[j]
                break
        else:
            kept.append(j)
            sums.append(V[j])
    return W[:, kept], b[kept], np.array(sums)
