def std(layer):
    if layer.get("ends branch"):
        return 0
    area = 1 if len(layer["shape"]) == 2 else layer["shape"][0] * layer["shape"][1]
    gain = 2 / (1 + layer.get("slope", 0) ** 2)
    return (layer.get("keep", 1) * gain / (area * layer["shape"][-2])) ** 0.5
