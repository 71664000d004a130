import numpy as np


def std(layer):
    if layer.get("ends branch", False):
        return 0
    shape = np.array(layer["shape"], float)
    fan_in = shape[:-1].prod()
    fan_out = shape.prod() / shape[-2]
    if layer["input"] == "tanh":
        answer = np.sqrt(2 / (fan_in + fan_out))
    elif layer["input"] == "relu":
        answer = np.sqrt(2 / fan_in)
    elif layer["input"] == "leaky relu":
        answer = np.sqrt(2 / fan_in) / np.sqrt(1 + layer["slope"] ** 2)
    else:
        answer = np.sqrt(1 / fan_in)
    if "keep" in layer:
        answer = answer * np.sqrt(layer["keep"])
    return answer
