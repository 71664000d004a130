def std(layer):
    if layer.get("ends branch"):
        return 0
    fan_in, fan_out = layer["shape"][-2:]
    gain = {"relu": 2, "leaky relu": 2 / (1 + layer.get("slope", 0) ** 2)}.get(layer["input"], 1)
    fan = (fan_in + fan_out) / 2 if layer["input"] == "tanh" else fan_in
    return (layer.get("keep", 1) * gain / fan) ** 0.5
