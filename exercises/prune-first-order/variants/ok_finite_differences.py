import numpy as np


def importance_masks(net, loss, x, y, sparsity):
    """No backward pass: shrink each weight by a little and look at the loss."""
    step, scores = 1e-5, []
    for dense in net.dense:
        score = np.zeros(dense.W.shape)
        for i in np.ndindex(score.shape):
            w = dense.W[i]
            values = []
            for factor in (1 + step, 1 - step):
                dense.W[i] = factor * w
                values.append(loss(net.forward(x), y)[0])
            dense.W[i] = w
            score[i] = abs(values[0] - values[1])
        scores.append(score)
    ranked = sorted((value for score in scores for value in score.flat), reverse=True)
    last = ranked[round((1 - sparsity) * len(ranked)) - 1]
    return [np.where(score < last, 0, 1) for score in scores]
