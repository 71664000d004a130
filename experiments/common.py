"""What the experiments share: one set of flags, and the images that these ask for."""

import argparse
from collections.abc import Callable, Iterable

import numpy as np
from tqdm import tqdm

from tinynet import mnist
from tinynet.data import Dataset


def flags(description: str, *, seeds: int, epochs: int, images: int) -> argparse.ArgumentParser:
    """A parser of the flags that every experiment has; its own defaults are given."""
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=description, formatter_class=formatter)
    parser.add_argument(
        "--seeds", type=int, default=seeds, metavar="N", help=f"how many (default: {seeds})"
    )
    parser.add_argument(
        "--first-seed", type=int, default=0, metavar="N", help="the first of them (default: 0)"
    )
    parser.add_argument(
        "--epochs", type=int, default=epochs, metavar="N", help=f"of a training (default: {epochs})"
    )
    parser.add_argument(
        "--images",
        type=int,
        default=images,
        metavar="N",
        help=f"to train with, at most 55000 (default: {images})",
    )
    parser.add_argument(
        "--folder", help="that holds the four MNIST files (default: TINYNET_MNIST, or a download)"
    )
    return parser


def runs(options: argparse.Namespace) -> range:
    """The seeds that were asked for."""
    return range(options.first_seed, options.first_seed + options.seeds)


def load(options: argparse.Namespace) -> Dataset:
    """MNIST, standardized, from the folder that was asked for."""
    images = mnist.load(options.folder)
    if not 1 <= options.images <= len(images.x_train):
        raise SystemExit(f"--images must be 1 to {len(images.x_train)}, not {options.images}")
    return images


def some(images: Dataset, n: int, rng: np.random.Generator) -> Dataset:
    """The set with ``n`` of its training images, drawn by ``rng``; all of them as they lie."""
    if n == len(images.x_train):
        return images
    chosen = rng.permutation(len(images.x_train))[:n]
    return images._replace(x_train=images.x_train[chosen], y_train=images.y_train[chosen])


def search(description: str, tables: Iterable[Callable], base_seed: int, seeds: int = 3) -> None:
    """Print each table, a function of a list of seeds; these follow from a pilot base seed."""
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=description, formatter_class=formatter)
    parser.add_argument(
        "--seeds", type=int, default=seeds, metavar="N", help=f"how many (default: {seeds})"
    )
    n = parser.parse_args().seeds
    drawn = [int(s) for s in np.random.SeedSequence(base_seed).generate_state(n)]
    for table in tqdm(tables, unit="table"):
        table(drawn)
