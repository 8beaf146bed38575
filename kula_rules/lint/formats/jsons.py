"""For programs: JSON whose keys are never removed or renamed within its `version`."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Final

from ...times import TZDATA_VERSION
from ..results import Located, Region, Result, Run, Summary
from ..streams import encodable
from .harmless import encoded
from .parts import Each, End, Format, Start

__all__ = ["JSON", "JSON_LINES"]

_VERSION: Final = {"version": 1}


def _basis(run: Run) -> dict[str, Any]:
    return {"surface": run.surface, "now": run.moment, "tzdata": TZDATA_VERSION}


def _result(result: Result) -> dict[str, Any]:
    report = result.report.to_dict()
    found = zip(report["findings"], result.located, strict=True)
    return {
        "source": encodable(result.source),
        "index": result.index,
        "verdict": report["verdict"],
        "findings": [finding | _position(located) for finding, located in found],
        "unchecked": report["unchecked"],
        "suppressed": [_suppressed(located) for located in result.suppressed],
    }


def _position(located: Located) -> dict[str, Any]:
    """Where a finding stands in its file, and what could be done about it there."""
    edits = [_region(edit.region) | {"text": edit.text} for edit in located.edits]
    fix = None if located.fix is None else {"description": located.fix, "edits": edits}
    return {**_region(located.region), "fingerprint": located.fingerprint, "fix": fix}


def _region(region: Region) -> dict[str, int]:
    return {
        "line": region.line,
        "column": region.column,
        "end_line": region.end_line,
        "end_column": region.end_column,
    }


def _suppressed(located: Located) -> dict[str, Any]:
    assert located.suppression is not None, "why it is suppressed is known"
    reason = {"kind": located.suppression.kind, "reason": located.suppression.reason}
    return located.finding.to_dict() | _position(located) | {"suppression": reason}


def _summary(summary: Summary) -> dict[str, Any]:
    notices = [{"kind": n.kind, "source": encodable(n.source), "message": n.message} for n in summary.notices]
    values = ((field.name, getattr(summary, field.name)) for field in fields(summary))
    return {"summary": {name: value for name, value in values if isinstance(value, int)}, "notices": notices}


def _head(run: Run) -> str:
    """The document up to its results, which it leaves open."""
    return encoded({**_VERSION, **_basis(run)})[:-1] + ',"results":['


def _item(result: Result, _: Run) -> str:
    return f"\n{encoded(_result(result))}"


def _tail(_: Run, summary: Summary) -> str:
    return f"\n],{encoded(_summary(summary))[1:]}\n"


JSON: Final[Format] = (Start(_head), Each(_item, ","), End(_tail))
"""One document, a line of it for each payload."""


def _line(result: Result, _: Run) -> str:
    return f"{encoded(_VERSION | _result(result))}\n"


def _last_line(run: Run, summary: Summary) -> str:
    return f"{encoded({**_VERSION, **_summary(summary), **_basis(run)})}\n"


JSON_LINES: Final[Format] = (Each(_line), End(_last_line))
"""A document for each payload, and a last one for the run."""
