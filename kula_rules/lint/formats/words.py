"""What several formats say in the same words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal

from ...codes import rank
from ...report import Finding, Unchecked
from ...times import TZDATA_VERSION
from ..results import Notice, Result, Run, Summary
from .harmless import file_label, line_start, shown

__all__ = [
    "Level",
    "Wants",
    "basis",
    "count",
    "last_line",
    "level_of",
    "notice_line",
    "place_of",
    "reasons",
    "told",
    "totals",
    "unchecked_lines",
    "verdicts",
    "wants_of",
]

_LONGEST_POINTER: Final = 200


def place_of(result: Result, finding: Finding) -> str:
    """Where in its file: the JSON Pointer, after the payload's index unless it is the first; empty for all of it."""
    index = f"[{result.index}]" if result.index else ""
    return index + shown(finding.pointer, _LONGEST_POINTER)


def told(result: Result, finding: Finding) -> str:
    """The place and the message."""
    place = place_of(result, finding)
    return f"{place}: {shown(finding.message)}" if place else shown(finding.message)


def count(number: int, noun: str) -> str:
    """How many there are.

    >>> count(1, "rule"), count(2, "rule")
    ('1 rule', '2 rules')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def verdicts(summary: Summary) -> str:
    """What became of the payloads."""
    s = summary
    return f"{count(s.checked, 'request')}: {s.passed} passed, {s.failed} failed, {s.incomplete} incomplete"


def totals(summary: Summary) -> str:
    """What was found, and how much could not be checked, in a line of bounded length."""
    parts = [f"{count(summary.errors, 'error')}, {count(summary.warnings, 'warning')}"]
    if summary.suppressed:
        parts.append(f"{summary.suppressed} suppressed")
    if summary.unchecked:
        parts.append(f"not checked: {_unchecked_rules(summary)}")
    return "; ".join(parts)


def last_line(summary: Summary) -> str:
    """The whole run in one line."""
    return f"{verdicts(summary)}; {totals(summary)}"


def basis(run: Run) -> str:
    """What the payloads were judged by."""
    return f"surface {run.surface}, now {run.moment or 'undecided'}, zone data {TZDATA_VERSION}"


_MOST: Final = 4  # needs that a line names


def _unchecked_rules(summary: Summary) -> str:
    """How many rules were not checked everywhere, and what was wanting."""
    codes = frozenset().union(*summary.unchecked.values())
    needs = sorted({need for wanted in summary.unchecked for need in wanted})
    more = [f"{len(needs) - _MOST} more"] if len(needs) > _MOST else []
    return f"{count(len(codes), 'rule')} (for want of {', '.join([*needs[:_MOST], *more])})"


Wants = Mapping[tuple[str, ...], Iterable[str]]
"""For each set of needs, the codes of the rules that wanted it."""


def wants_of(unchecked: Iterable[Unchecked]) -> Wants:
    """What the rules wanted that were not checked of one payload."""
    wants: dict[tuple[str, ...], list[str]] = {}
    for item in unchecked:
        wants.setdefault(item.needs, []).append(item.code)
    return wants


def reasons(wants: Wants) -> Iterator[tuple[str, tuple[str, ...]]]:
    """For each reason why rules were not checked, their codes in the order of reports."""
    for needs, codes in sorted(wants.items()):
        yield ", ".join(needs), tuple(sorted(codes, key=lambda code: (rank(code), code)))


def unchecked_lines(wants: Wants) -> Iterator[str]:
    """The same as text.

    >>> list(unchecked_lines({("now",): {"err_start_time_in_past"}}))
    ['not checked for want of now: err_start_time_in_past']
    """
    return (f"not checked for want of {needs}: {', '.join(codes)}" for needs, codes in reasons(wants))


Level = Literal["error", "warning", "note"]

_LEVELS: Final[Mapping[str, Level]] = {"unreadable": "error", "empty": "note", "vanished": "note"}


def level_of(notice: Notice) -> Level:
    """How grave a notice is."""
    return _LEVELS.get(notice.kind, "warning")


def notice_line(notice: Notice, level: str) -> str:
    """A notice as a line, which says in its middle how grave it is."""
    return f"{line_start(file_label(notice.source))}: {level}: {shown(notice.message)}"
