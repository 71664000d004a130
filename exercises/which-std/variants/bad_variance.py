def std(layer):
    if layer.get("ends branch"):
        return 0
    area = 1 if len(layer["shape"]) == 2 else layer["shape"][0] * layer["shape"][1]
    fan_in, fan_out = area * layer["shape"][-2], area * layer["shape"][-1]
    gain = {"relu": 2, "leaky relu": 2 / (1 + layer.get("slope", 0) ** 2)}.get(layer["input"], 1)
    fan = (fan_in + fan_out) / 2 if layer["input"] == "tanh" else fan_in
    return layer.get("keep", 1) * gain / fan
