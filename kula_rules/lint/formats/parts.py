"""What an output format is made of: pure functions from results to text, so that a run can be written as it goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..results import Result, Run, Summary

__all__ = ["Each", "End", "Format", "Start", "Text"]


@dataclass(frozen=True, slots=True)
class Start:
    """Text that depends on nothing that is found."""

    text: Callable[[Run], str]


Text = str | tuple[str, ...]
"""A text, whole or in pieces."""


@dataclass(frozen=True, slots=True)
class Each:
    """A text for each result, none if it is empty, and what stands between those that are not.

    It may come in pieces: one that many texts share should be the same object, which processes send each other once.
    """

    text: Callable[[Result, Run], Text]
    separator: str = ""
    findings_only: bool = False
    """Whether nothing is said of a result without findings."""
    fingerprints: bool = False
    """Whether fingerprints are told, each in a piece of its own, so that it can be numbered later."""
    excerpts: bool = False
    """Whether the lines of findings are shown."""


@dataclass(frozen=True, slots=True)
class End:
    """Text that depends on what was found in all; what follows it in the output is held back until then."""

    text: Callable[[Run, Summary], str]


Format = tuple[Start | Each | End, ...]
"""The parts of an output in their order. The first `Each` is written as the results come, a later one when all have."""
