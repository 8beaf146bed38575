"""The code quality report of GitLab."""

from __future__ import annotations

from typing import Any, Final

from ..results import Located, Result, Run
from .harmless import encoded, path_shown
from .parts import Each, End, Format, Start
from .words import told

__all__ = ["GITLAB"]

_SEVERITIES: Final = {"error": "major", "warning": "minor"}


def _violations(result: Result, run: Run) -> str:
    return ",".join(f"\n{encoded(_violation(located, result, run))}" for located in result.located)


def _violation(located: Located, result: Result, run: Run) -> dict[str, Any]:
    lines = {"begin": located.region.line, "end": located.region.end_line}
    return {
        "description": told(result, located.finding),
        "check_name": located.finding.code,
        "fingerprint": located.fingerprint,
        "severity": _SEVERITIES[located.finding.severity],
        "location": {"path": path_shown(run, result.source), "lines": lines},
    }


GITLAB: Final[Format] = (Start(lambda _: "["), Each(_violations, ","), End(lambda _, __: "\n]\n"))
"""A violation for each finding."""
