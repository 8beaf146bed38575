"""The targets by name, each held to a bound of time."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Final

from . import requests, snapshots, sources
from .claims import claim

TARGETS: Final[Mapping[str, Callable[[bytes], None]]] = {
    "check_json": requests.run,
    "snapshot": snapshots.run,
    "sources": sources.run,
}


def attempt(target: str, data: bytes, seconds: float = 1.0) -> None:
    """Claim what is true of an input, all within some time of the processor; most take a hundredth of that."""
    begun = time.process_time()
    TARGETS[target](data)
    spent = time.process_time() - begun
    claim(spent <= seconds, "an input takes no time", round(spent, 1), len(data))
