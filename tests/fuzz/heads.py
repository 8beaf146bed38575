"""The first byte of an input chooses how the rest is used, so that one file holds all that a run needs."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Final

FIRST: Final = ord("0")  # so that what is written by hand can be read


def choices(data: bytes, sizes: Sequence[int]) -> list[int]:
    """For each size a number below it, the first changing fastest; zeros for an empty input.

    >>> choices(b"3{}", (2, 2)), choices(b"", (2, 2))
    ([1, 1], [0, 0])
    """
    number = (data[0] - FIRST) % prod(sizes) if data else 0
    chosen = []
    for size in sizes:
        number, rest = divmod(number, size)
        chosen.append(rest)
    return chosen


def head(numbers: Sequence[int], sizes: Sequence[int]) -> bytes:
    """The byte that makes those choices.

    >>> head([1, 1], (2, 2))
    b'3'
    """
    weights = (prod(sizes[:place]) for place in range(len(sizes)))
    return bytes([FIRST + sum(number * weight for number, weight in zip(numbers, weights, strict=True))])
