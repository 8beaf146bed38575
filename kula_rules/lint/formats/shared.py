"""Texts that many results share: made once, and the same object each time."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache
from itertools import chain
from typing import Final, TypeVar

__all__ = ["remembering", "separated"]

_MOST: Final = 1000
"""How many answers are remembered."""

_Item = TypeVar("_Item", bound=Hashable)
_Answer = TypeVar("_Answer")


def remembering(function: Callable[[tuple[_Item, ...]], _Answer]) -> Callable[[tuple[_Item, ...]], _Answer]:
    """A pure function that remembers its answers.

    First by which object it was asked about, as that is fast, then by its value.

    >>> words = remembering("".join)
    >>> words(("a", "b")), words(("a", "b")) is words(("a", "b"))
    ('ab', True)
    """
    by_value = lru_cache(_MOST)(function)
    by_identity: dict[int, tuple[tuple[_Item, ...], _Answer]] = {}

    def answered(asked: tuple[_Item, ...]) -> _Answer:
        found = by_identity.get(id(asked))
        if found is None:
            if len(by_identity) == _MOST:
                by_identity.clear()
            found = by_identity[id(asked)] = asked, by_value(asked)  # kept, so that no other object is taken for it
        return found[1]

    return answered


def separated(texts: Sequence[tuple[str, ...]], separator: str = ",") -> tuple[str, ...]:
    """The pieces of several texts, with something between each two texts.

    >>> separated([("1",), ("2", "3")])
    ('1', ',', '2', '3')
    """
    return tuple(chain(*texts[:1], *((separator, *text) for text in texts[1:])))
