def std(layer):
    """1 / fan_in also where the ReLU has cut half of the mean square."""
    if layer.get("ends branch"):
        return 0
    area = 1 if len(layer["shape"]) == 2 else layer["shape"][0] * layer["shape"][1]
    fan_in, fan_out = area * layer["shape"][-2], area * layer["shape"][-1]
    gain = 2 / (1 + layer["slope"] ** 2) if layer["input"] == "leaky relu" else 1
    fan = (fan_in + fan_out) / 2 if layer["input"] == "tanh" else fan_in
    return (layer.get("keep", 1) * gain / fan) ** 0.5
