from exercises import points


def compare(rounds, cases, *rest):
    for sizes, density, wanted in cases:
        got = rounds(sizes, density, *rest)
        assert got == wanted, f"rounds({sizes}, {density}, {rest}) is {got}, not {wanted}"


@points(1, "the network and the rates of Frankle & Carbin")
def paper(rounds):
    """The paper's list: 51.3 % after 3 rounds, 21.1 after 7, 8.7 after 11, 3.6 after 15."""
    lenet = [784, 300, 100, 10]
    cases = [(lenet, d, r) for d, r in ((0.52, 3), (0.5, 4), (0.212, 7), (0.088, 11), (0.037, 15))]
    compare(rounds, cases, 0.2, 0.1)


@points(1, "a network whose last matrix is the largest")
def large_output(rounds):
    """20-30-500 has 600 + 15,000 weights: 52.1 % after 6 rounds, 46.8 % after 7."""
    compare(rounds, [([20, 30, 500], 0.5, 7), ([20, 30, 500], 0.53, 6)], 0.2, 0.1)


@points(1, "exactly as many as wanted, and nothing to do")
def edges(rounds):
    """Halves are exact: 1/8 is left after 3 rounds, and all of it after none."""
    compare(rounds, [([5, 8, 3], 0.125, 3), ([5, 8, 3], 1, 0), ([7, 2], 0.5, 1)], 0.5, 0.5)
