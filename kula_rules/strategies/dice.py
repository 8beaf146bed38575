"""Choices out of drawn bytes, where too many are made to draw each on its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import TypeVar

from hypothesis import strategies as st

__all__ = ["Dice", "rolls"]

T = TypeVar("T")


class Dice:
    """Makes choices. A byte of zero, and the end of the bytes, choose the first option, so that they shrink to it."""

    def __init__(self, rolls: bytes) -> None:
        self._rolls = rolls
        self._left = iter(rolls)

    def pick(self, options: Sequence[T]) -> T:
        """One of the options.

        >>> Dice(bytes([4])).pick("abc")
        'b'
        """
        return options[next(self._left, 0) % len(options)]

    def some(self, options: Iterable[T]) -> list[T]:
        """Some of the options, none of them first."""
        return [option for option in options if self.pick((False, True))]

    def parts(self, size: int) -> Iterator[Dice]:
        """Dice that choose apart from each other, so that one choice less here does not change another there.

        >>> first, second = (dice for dice, _ in zip(Dice(b"abcd").parts(2), "12"))
        >>> second.pick(range(256)) == ord("c")
        True
        """
        return (Dice(self._rolls[start : start + size]) for start in count(0, size))


def rolls(size: int) -> st.SearchStrategy[Dice]:
    """Dice for so many choices."""
    return st.binary(min_size=size, max_size=size).map(Dice)
