"""What an output format is made of: pure functions from results to text, so that a run can be written as it goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..results import Result, Run, Summary

__all__ = ["Each", "End", "Format", "Start"]


@dataclass(frozen=True, slots=True)
class Start:
    """Text that depends on nothing that is found."""

    text: Callable[[Run], str]


@dataclass(frozen=True, slots=True)
class Each:
    """A text for each result, none if it is empty, and what stands between those that are not."""

    text: Callable[[Result, Run], str]
    separator: str = ""


@dataclass(frozen=True, slots=True)
class End:
    """Text that depends on what was found in all; what follows it in the output is held back until then."""

    text: Callable[[Run, Summary], str]


Format = tuple[Start | Each | End, ...]
"""The parts of an output in their order. The first `Each` is written as the results come, a later one when all have."""
