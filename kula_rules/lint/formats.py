"""Output formats: pure functions from a run to text."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from typing import Any, Final

from ..report import Finding, Report
from ..shape import visible
from ..times import TZDATA_VERSION
from .results import Result, Run
from .streams import encodable

__all__ = ["FORMATS"]


def to_json(run: Run) -> str:
    """One JSON document for programs, stable within its `version`."""
    document = {
        "version": 1,
        "surface": run.surface,
        "now": run.moment,
        "tzdata": TZDATA_VERSION,
        "results": [_result(result) for result in run.results],
        "summary": asdict(run.summary),
    }
    return json.dumps(document, indent=1, allow_nan=False) + "\n"


def _result(result: Result) -> dict[str, Any]:
    report = result.report.to_dict()
    findings = [item | _position(item) for item in report.pop("findings")]
    head = {"source": encodable(result.source), "index": result.index, "verdict": report.pop("verdict")}
    return {**head, "findings": findings, **report}


def _position(finding: Mapping[str, Any]) -> dict[str, Any]:
    """Where the finding stands in its file, where that is known: of text that is no JSON."""
    known = finding["params"] if finding["code"] == "invalid_json" else {}
    return {"line": known.get("line"), "column": known.get("column")}


def to_text(run: Run) -> str:
    """Lines for people: what is wrong, what could not be checked, and a summary."""
    several = {source for source, count in Counter(r.source for r in run.results).items() if count > 1}
    blocks = ["\n".join(_block(result, result.source in several)) for result in run.results]
    return "\n".join([*blocks, _summary(run)]) + "\n"


def _block(result: Result, numbered: bool) -> Iterator[str]:
    index = f"[{result.index}]" if numbered else ""
    yield f"{visible(encodable(result.source))}{index}: {result.report.verdict}"
    for finding in result.report.findings:
        yield from _finding(finding)
    yield from _unchecked(result.report)


def _finding(finding: Finding) -> Iterator[str]:
    place = visible(finding.pointer, 200) or "(the whole payload)"
    yield f"  {finding.severity}: {finding.code} at {place}"
    yield f"    {visible(finding.message)}"


def _unchecked(report: Report) -> Iterator[str]:
    """The rules that were not checked, those with the same reason together."""
    by_needs: dict[str, list[str]] = {}
    for unchecked in report.unchecked:
        by_needs.setdefault(", ".join(unchecked.needs), []).append(unchecked.code)
    for needs, codes in by_needs.items():
        yield f"  not checked for want of {needs}: {', '.join(codes)}"


def _summary(run: Run) -> str:
    s = run.summary
    requests = f"{_count(s.checked, 'request')}: {s.passed} passed, {s.failed} failed, {s.incomplete} incomplete"
    found = f"{_count(s.errors, 'error')}, {_count(s.warnings, 'warning')}"
    return f"{requests}; {found}\nsurface {run.surface}, now {run.moment or 'undecided'}, zone data {TZDATA_VERSION}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


FORMATS: Final[Mapping[str, Callable[[Run], str]]] = {"text": to_text, "json": to_json}
"""The formats by name."""
