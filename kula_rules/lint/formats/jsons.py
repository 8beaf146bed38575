"""For programs: JSON whose keys are never removed or renamed within its `version`."""

from __future__ import annotations

from dataclasses import fields
from functools import lru_cache
from typing import Any, Final

from ...report import Unchecked
from ...times import TZDATA_VERSION
from ..results import Located, Region, Result, Run, Summary
from ..streams import encodable
from .harmless import encoded
from .parts import Each, End, Format, Start
from .shared import remembering, separated

__all__ = ["JSON", "JSON_LINES"]

_VERSION: Final = {"version": 1}


def _basis(run: Run) -> dict[str, Any]:
    return {"surface": run.surface, "now": run.moment, "tzdata": TZDATA_VERSION}


def _result(opening: str, result: Result, closing: str) -> tuple[str, ...]:
    """A result as an object, what begins and ends it given."""
    report = result.report
    return (
        f'{opening}"source":{_name(result.source)},"index":{result.index},"verdict":"{report.verdict}","findings":[',
        *(separated([_finding(located, {}) for located in result.located]) if result.located else ()),
        _unchecked(report.unchecked),
        *(separated(list(map(_suppressed, result.suppressed))) if result.suppressed else ()),
        closing,
    )


@lru_cache(maxsize=16)
def _name(source: str) -> str:
    return encoded(encodable(source))


@remembering
def _unchecked(unchecked: tuple[Unchecked, ...]) -> str:
    """What stands between the findings and those that are suppressed."""
    return f'],"unchecked":{encoded([item.to_dict() for item in unchecked])},"suppressed":['


def _finding(located: Located, more: dict[str, Any]) -> tuple[str, ...]:
    """A finding, where in its file it stands, and what could be done about it there."""
    edits = [_region(edit.region) | {"text": edit.text} for edit in located.edits]
    fix = None if located.fix is None else {"description": located.fix, "edits": edits}
    before = encoded(located.finding.to_dict() | _region(located.region))
    after = encoded({"fix": fix} | more)
    return f'{before[:-1]},"fingerprint":"', located.fingerprint, f'",{after[1:]}'


def _region(region: Region) -> dict[str, int]:
    return {
        "line": region.line,
        "column": region.column,
        "end_line": region.end_line,
        "end_column": region.end_column,
    }


def _suppressed(located: Located) -> tuple[str, ...]:
    assert located.suppression is not None, "why it is suppressed is known"
    reason = {"kind": located.suppression.kind, "reason": located.suppression.reason}
    return _finding(located, {"suppression": reason})


def _summary(summary: Summary) -> dict[str, Any]:
    notices = [{"kind": n.kind, "source": encodable(n.source), "message": n.message} for n in summary.notices]
    values = ((field.name, getattr(summary, field.name)) for field in fields(summary))
    return {"summary": {name: value for name, value in values if isinstance(value, int)}, "notices": notices}


def _head(run: Run) -> str:
    """The document up to its results, which it leaves open."""
    return encoded({**_VERSION, **_basis(run)})[:-1] + ',"results":['


def _item(result: Result, _: Run) -> tuple[str, ...]:
    return _result("\n{", result, "]}")


def _tail(_: Run, summary: Summary) -> str:
    return f"\n],{encoded(_summary(summary))[1:]}\n"


JSON: Final[Format] = (Start(_head), Each(_item, ",", fingerprints=True), End(_tail))
"""One document, a line of it for each payload."""


_OPENING: Final = f"{encoded(_VERSION)[:-1]},"


def _line(result: Result, _: Run) -> tuple[str, ...]:
    return _result(_OPENING, result, "]}\n")


def _last_line(run: Run, summary: Summary) -> str:
    return f"{encoded({**_VERSION, **_summary(summary), **_basis(run)})}\n"


JSON_LINES: Final[Format] = (Each(_line, fingerprints=True), End(_last_line))
"""A document for each payload, and a last one for the run."""
