"""Text that stands in the log of a build, which obeys some of what it reads."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["tamed"]

_COMMAND: Final = re.compile(r"##(?=\w*\[)")
"""How a line becomes a command of GitHub (`##[…]`), Azure (`##vso[…]`) or TeamCity, wherever in the line it stands."""


def tamed(text: str) -> str:
    """The text with such commands broken; what breaks one is as wide as what it replaces.

    >>> tamed("##[error]")
    '#·[error]'
    """
    return _COMMAND.sub("#·", text)
