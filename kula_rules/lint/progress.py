"""How far a long run is, for somebody who watches a terminal."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from .streams import complain

__all__ = ["Progress"]

_AFTER: Final = 1.0  # seconds before anything is shown
_EVERY: Final = 0.2
_CLEAR: Final = "\r\x1b[K"


class Progress:
    """A line on standard error that counts requests, shown only on a terminal and only while a run takes long."""

    def __init__(self, *, shown: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self._shown: Final = shown
        self._clock: Final = clock
        self._begun: Final = clock()
        self._next = self._begun + _AFTER
        self._visible = False

    def update(self, requests: int) -> None:
        """So many requests are checked."""
        if not self._shown or (now := self._clock()) < self._next:
            return
        self._next, self._visible = now + _EVERY, True
        rate = requests / (now - self._begun)
        complain(f"{_CLEAR}{requests:,} requests checked, {rate:,.0f} a second", prefix="", end="")

    def end(self) -> None:
        """Take the line away."""
        if self._visible:
            complain(_CLEAR, prefix="", end="")
            self._visible = False
