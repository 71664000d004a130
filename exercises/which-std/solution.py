import math


def std(layer):
    """gain / sqrt(fan), times sqrt(keep), for dropout makes the inputs' mean square 1 / keep."""
    if layer.get("ends branch"):
        return 0.0
    *kernel, channels_in, channels_out = layer["shape"]
    slope = {"relu": 0, "leaky relu": layer.get("slope")}.get(layer["input"], 1)
    channels = (channels_in + channels_out) / 2 if layer["input"] == "tanh" else channels_in
    gain_squared = 2 / (1 + slope**2)  # 1 where nothing is cut
    return math.sqrt(gain_squared * layer.get("keep", 1) / (math.prod(kernel) * channels))
