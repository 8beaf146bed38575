"""What a run of the linter found: the values that every output format reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from ..report import Report
from ..shape import Surface

__all__ = ["Result", "Run", "Summary"]


@dataclass(frozen=True, slots=True)
class Result:
    """The report on one payload; `index` is its position in its file."""

    source: str
    index: int
    report: Report


@dataclass(frozen=True, slots=True)
class Summary:
    """How many payloads there were, and how many findings."""

    checked: int
    passed: int
    failed: int
    incomplete: int
    errors: int
    warnings: int


@dataclass(frozen=True, slots=True)
class Run:
    """One run: its results in the order of the input, and what they were judged by."""

    surface: Surface
    now: datetime | None
    results: tuple[Result, ...]

    @property
    def moment(self) -> str | None:
        """`now` as RFC 3339, in UTC unless that is outside the years 1 to 9999."""
        if self.now is None:
            return None
        try:
            return self.now.astimezone(UTC).isoformat().replace("+00:00", "Z")
        except OverflowError:
            return self.now.isoformat()

    @property
    def summary(self) -> Summary:
        """The results, counted."""
        verdicts = [result.report.verdict for result in self.results]
        return Summary(
            checked=len(verdicts),
            passed=verdicts.count("pass"),
            failed=verdicts.count("fail"),
            incomplete=verdicts.count("incomplete"),
            errors=sum(len(result.report.errors) for result in self.results),
            warnings=sum(len(result.report.warnings) for result in self.results),
        )
