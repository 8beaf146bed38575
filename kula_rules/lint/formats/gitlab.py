"""The code quality report of GitLab."""

from __future__ import annotations

from typing import Final

from ..results import Located, Result, Run
from .harmless import encoded, path_shown
from .parts import Each, End, Format, Start
from .shared import separated
from .words import told

__all__ = ["GITLAB"]

_SEVERITIES: Final = {"error": "major", "warning": "minor"}


def _violations(result: Result, run: Run) -> tuple[str, ...]:
    return separated([_violation(located, result, run) for located in result.located])


def _violation(located: Located, result: Result, run: Run) -> tuple[str, ...]:
    lines = {"begin": located.region.line, "end": located.region.end_line}
    before = encoded({"description": told(result, located.finding), "check_name": located.finding.code})
    after = encoded(
        {
            "severity": _SEVERITIES[located.finding.severity],
            "location": {"path": path_shown(run, result.source), "lines": lines},
        }
    )
    return f'\n{before[:-1]},"fingerprint":"', located.fingerprint, f'",{after[1:]}'


GITLAB: Final[Format] = (
    Start(lambda _: "["),
    Each(_violations, ",", findings_only=True, fingerprints=True),
    End(lambda _, __: "\n]\n"),
)
"""A violation for each finding."""
