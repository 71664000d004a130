def keeping(x, draws):
    return 1 / len(draws[0]) ** 0.5
