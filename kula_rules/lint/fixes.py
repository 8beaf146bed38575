"""What of a payload can be written better without a change of its meaning. Decided from values; `edits` edits texts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from ..report import Finding, Report
from ..shape import ID, IDS, INTEGER, ZONE, Kind, Surface, documented, has_fault, read_id, read_integer
from ..times import StartTime, parse_start_time
from .zone_links import RENAMED

__all__ = ["Fix", "fixes_of", "is_settled", "suggestion"]


@dataclass(frozen=True, slots=True)
class Fix:
    """An edit of a payload that does not change what it means."""

    pointer: str
    """Of the value, in the payload."""
    code: str | None
    """Of the finding that it settles, `None` where there is none."""
    description: str
    """What it does, in words that are safe to print."""
    replacement: str | None
    """The JSON token that is to stand instead; `None` removes the member."""


def is_settled(report: Report) -> bool:
    """Whether there may be fixes that settle a finding."""
    return any(code in _SETTLED for code in report.codes)


def fixes_of(payload: object, report: Report, surface: Surface) -> tuple[Fix, ...]:
    """All certain fixes of a payload, in the order of the table of fields.

    None of a payload that repeats a key: readers disagree on which of the values counts.

    >>> from kula_rules import check
    >>> payload = {"host_id": "7", "duration_minutes": 45.0}
    >>> [fix.description for fix in fixes_of(payload, check(payload, now=None), "rest")]
    ['write 45', 'write 7']
    """
    if not isinstance(payload, Mapping) or "duplicate_key" in report.codes:
        return ()
    return tuple(_fixes(payload, report, surface))


def _fixes(payload: Mapping[Any, Any], report: Report, surface: Surface) -> Iterator[Fix]:
    settled = {finding.code: finding.pointer for finding in report.findings if finding.code in _SETTLED}
    for name, shape in documented(surface).items():
        pointer, value = f"/{name}", payload.get(name)
        if value is None:
            continue
        if name == "scorecard_template_id" and settled.get(_IGNORED) == pointer and not has_fault(read_id(value)):
            yield Fix(pointer, _IGNORED, f"remove {name}", None)
        elif name == "start_time" and settled.get(_UNPORTABLE) == pointer:
            yield from _written(pointer, _portable(value), _UNPORTABLE)
        elif shape.kind is IDS and isinstance(value, (list, tuple)):
            for index, entry in enumerate(value):
                yield from _written(f"{pointer}/{index}", _plain_id(entry))
        elif shape.kind in _PLAIN:
            yield from _written(pointer, _PLAIN[shape.kind](value))


_IGNORED: Final = "scorecard_template_ignored"
_UNPORTABLE: Final = "unportable_start_time"
_SETTLED: Final = (_IGNORED, _UNPORTABLE)


def _written(pointer: str, value: object, code: str | None = None) -> Iterator[Fix]:
    if value is not None:
        token = json.dumps(value)
        yield Fix(pointer, code, f"write {token}", token)


_EXACT: Final = 2**53  # from here on not every integer is a float, and programs that read numbers as floats round
_EXACT_DIGITS: Final = 15  # all integers of so many digits are below that


def _plain_id(value: object) -> int | None:
    """The integer that a string or a float is as an id."""
    if not isinstance(value, str):
        return _plain_integer(value) if isinstance(read_id(value), int) else None
    id = read_id(value) if len(value) <= _EXACT_DIGITS else None
    return id if isinstance(id, int) else None


def _plain_integer(value: object) -> int | None:
    """The integer that a float is."""
    number = read_integer(value) if isinstance(value, float) else None
    return number if isinstance(number, int) and abs(number) < _EXACT else None


def _current_name(zone: object) -> str | None:
    return RENAMED.get(zone) if isinstance(zone, str) else None


_PLAIN: Final[Mapping[Kind, Callable[[object], object]]] = {
    ID: _plain_id,
    INTEGER: _plain_integer,
    ZONE: _current_name,
}
"""For values of each kind, the better one; `None` where there is none."""


def _portable(text: object) -> str | None:
    """The same date and time in the spelling of RFC 3339, unless that can not say all of it."""
    start = parse_start_time(text) if isinstance(text, str) else None
    if start is None:
        return None
    written = start.wall.isoformat() + _offset(start.offset)
    return written if parse_start_time(written) == start._replace(portable=True) else None


_MINUTE: Final = timedelta(minutes=1)


def _offset(offset: timedelta | None) -> str:
    if not offset:
        return "" if offset is None else "Z"
    hours, minutes = divmod(abs(offset) // _MINUTE, 60)
    return f"{'-' if offset < timedelta() else '+'}{hours:02}:{minutes:02}"


def suggestion(finding: Finding) -> str | None:
    """For a finding that no edit is certain to settle: what its author may have meant, as a sentence for its message.

    >>> from kula_rules import check
    >>> report = check({"start_time": "2030-01-15T09:20:00Z"}, now=None)
    >>> [told for finding in report.findings if (told := suggestion(finding))]
    ['Next boundary: 09:30.']
    """
    text = finding.params.get("start_time")
    if finding.code != "err_start_time_not_aligned" or not isinstance(text, str):
        return None
    start = parse_start_time(text)
    return None if start is None else _next_boundary(start)


_QUARTER: Final = 15


def _next_boundary(start: StartTime) -> str | None:
    """The first aligned time after the start, on the clock that it was written by; none if its offset is at fault."""
    wall = start.wall
    try:
        later = wall.replace(second=0, microsecond=0) + (_QUARTER - wall.minute % _QUARTER) * _MINUTE
    except OverflowError:  # past the year 9999
        return None
    if not start._replace(moment=later, beyond=False).is_aligned(_QUARTER):
        return None
    shown = later.time() if later.date() == wall.date() else later
    return f"Next boundary: {shown.isoformat(timespec='minutes')}."
