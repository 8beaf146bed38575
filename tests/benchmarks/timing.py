"""Works timed side by side: in turn within each round, so that a slow moment of the machine hits all of them alike."""

from __future__ import annotations

import gc
import os
import platform
import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

__all__ = ["Ratio", "Round", "Work", "machine", "measure", "over", "ratio", "table", "typical"]

Work = Callable[[], object]
Round = dict[str, float]
"""Seconds of each work."""


def measure(rounds: int, works: Callable[[int], Mapping[str, Work]], *, warm: bool = False) -> list[Round]:
    """Time what `works` gives for the number of each round; one round before only warms up, unless all is `warm`.

    Each round starts with another work, so that none always follows the same. A round should be short, or the machine
    changes its speed within; its payloads should be new, or what remembers earlier ones looks faster than it is.
    """
    return [_round(number, works(number)) for number in range(warm, rounds + 1)][not warm :]


def _round(number: int, works: Mapping[str, Work]) -> Round:
    names = list(works)
    first = number % len(names)
    gc.collect()
    gc.disable()
    try:
        return {name: _seconds(works[name]) for name in names[first:] + names[:first]}
    finally:
        gc.enable()


def _seconds(work: Work) -> float:
    begun = time.perf_counter()
    made = work()
    took = time.perf_counter() - begun
    del made  # not on the clock
    return took


def over(check: Callable[[Any], object], payloads: Iterable[Any]) -> Work:
    """The work of checking all payloads."""

    def work() -> None:
        for payload in payloads:
            check(payload)

    return work


def typical(rounds: Sequence[Round], work: str) -> float:
    """The median of the seconds of one work."""
    return statistics.median(times[work] for times in rounds)


@dataclass(frozen=True, slots=True)
class Ratio:
    """The median of the ratios of all rounds, and between which the middle half of them lies."""

    median: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.median:.2f} ({self.low:.2f} to {self.high:.2f})"


def ratio(rounds: Sequence[Round], work: str, against: str) -> Ratio | None:
    """How much one work costs of another, if both were measured."""
    if not {work, against} <= rounds[0].keys():
        return None
    ratios = sorted(times[work] / times[against] for times in rounds)
    quarter = len(ratios) // 4
    return Ratio(statistics.median(ratios), ratios[quarter], ratios[-1 - quarter])


def table(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown; what was not measured stays empty."""
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join(f"| {' | '.join('' if cell is None else str(cell) for cell in line)} |" for line in lines)


_MEASURED: Final = (
    "kula-rules",
    "pydantic",
    "jsonschema-rs",
    "fastjsonschema",
    "jsonschema",
    "msgspec",
    "orjson",
    "check-jsonschema",
)


def machine() -> str:
    """What was measured on what, in one line."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{python} on {platform.system()}, {os.cpu_count()} cores ({_processor()}); {', '.join(_versions())}."


def _versions() -> Iterable[str]:
    for name in _MEASURED:
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield f"no {name}"


def _processor() -> str:
    """Its name, where the system says it."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            return next(line.partition(":")[2].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()
