"""What a check answers: findings, what could not be checked and why, and the verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Literal, NoReturn, Protocol

from .rules import Rule, Severity

__all__ = ["Finding", "InvalidRequest", "Report", "Unchecked", "Verdict"]

Verdict = Literal["pass", "fail", "incomplete"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem, once.

    `code` and `pointer` (a JSON Pointer, RFC 6901, into the payload) are stable API; the wording of `message` is not.
    `status` is the HTTP status that the API documents, `None` for the project's own codes. `params` are the facts of
    the message as JSON data; values that may hold personal data or a meeting passcode are left out.
    """

    code: str
    severity: Severity
    status: int | None
    pointer: str
    message: str
    params: Mapping[str, Any] = field(hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "params", MappingProxyType(dict(self.params)))

    def __reduce__(self) -> tuple[type[Finding], tuple[Any, ...]]:
        parts = (self.code, self.severity, self.status, self.pointer, self.message, dict(self.params))
        return Finding, parts

    def to_dict(self) -> dict[str, Any]:
        """The finding as JSON data."""
        return {
            "code": self.code,
            "severity": self.severity,
            "status": self.status,
            "pointer": self.pointer,
            "message": self.message,
            "params": {name: _copied(value) for name, value in self.params.items()},
        }


def _copied(value: object) -> object:
    return list(value) if isinstance(value, list) else value


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A rule that what was given does not decide. `needs` says, sorted, what would settle it.

    That is `"now"`, tables such as `"snapshot.users"`, and invalid fields such as `"field.start_time"`.
    """

    code: str
    needs: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The unchecked rule as JSON data."""
        return {"code": self.code, "needs": list(self.needs)}


class Author(Protocol):
    """Who says what a report is asked; what it is told of a request is its own affair, and the rules violated."""

    def failed(self, source: Any, violated: Sequence[Rule], /) -> bool:
        """Whether there is an error."""

    def codes(self, source: Any, violated: Sequence[Rule], /) -> tuple[str, ...]:
        """The codes of the findings, each once, in order."""

    def findings(self, source: Any, violated: Sequence[Rule], /) -> tuple[Finding, ...]:
        """The findings."""

    def valid_until(self, source: Any, violated: Sequence[Rule], unchecked: Sequence[Unchecked], /) -> datetime | None:
        """When the verdict could change."""


class Report:
    """What can be said of one payload. It is never changed.

    >>> from kula_rules import check
    >>> report = check({"kind": "panle"}, now=None)
    >>> report.verdict, report.findings[0].code, report.findings[0].pointer
    ('fail', 'invalid_value', '/kind')
    """

    __slots__ = ("_findings", "_reporter", "_source", "_unchecked", "_valid_until", "_violated")

    _findings: tuple[Finding, ...]
    _unchecked: tuple[Unchecked, ...]
    _valid_until: datetime | None
    _reporter: Author | None
    _source: object
    _violated: Sequence[Rule]

    def __init__(
        self,
        findings: tuple[Finding, ...] = (),
        unchecked: tuple[Unchecked, ...] = (),
        valid_until: datetime | None = None,
    ) -> None:
        self._findings, self._unchecked, self._valid_until = findings, unchecked, valid_until
        self._reporter = None

    @classmethod
    def pending(
        cls, reporter: Author, source: object, violated: Sequence[Rule], unchecked: Sequence[Unchecked]
    ) -> Report:
        """A report whose other parts are worked out when they are first read: that takes longer than judging does."""
        report = object.__new__(cls)
        report._reporter, report._source, report._violated = reporter, source, violated
        report._unchecked = tuple(unchecked)
        return report

    @property
    def findings(self) -> tuple[Finding, ...]:
        """In the order of the API page."""
        if self._reporter and not hasattr(self, "_findings"):
            self._findings = self._reporter.findings(self._source, self._violated)
        return self._findings

    @property
    def unchecked(self) -> tuple[Unchecked, ...]:
        """The error rules that could not be decided, in the order of the API page."""
        return self._unchecked

    @property
    def valid_until(self) -> datetime | None:
        """The first instant (UTC) at which the verdict could change as time goes by, `None` if it never does."""
        if self._reporter and not hasattr(self, "_valid_until"):
            self._valid_until = self._reporter.valid_until(self._source, self._violated, self._unchecked)
        return self._valid_until

    @property
    def verdict(self) -> Verdict:
        """`"fail"` with any error, else `"incomplete"` with anything unchecked, else `"pass"`."""
        if self.failed:
            return "fail"
        return "incomplete" if self._unchecked else "pass"

    @property
    def failed(self) -> bool:
        """Whether there is a finding of severity error."""
        if self._reporter:
            return self._reporter.failed(self._source, self._violated)
        return any(finding.severity == "error" for finding in self.findings)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings of severity error."""
        return tuple(finding for finding in self.findings if finding.severity == "error")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The findings of severity warning."""
        return tuple(finding for finding in self.findings if finding.severity == "warning")

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the findings, each once, in order."""
        if self._reporter:
            return self._reporter.codes(self._source, self._violated)
        return tuple(dict.fromkeys(finding.code for finding in self.findings))

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON data, as the command line prints it."""
        return {
            "verdict": self.verdict,
            "findings": [finding.to_dict() for finding in self.findings],
            "unchecked": [unchecked.to_dict() for unchecked in self.unchecked],
        }

    def __bool__(self) -> NoReturn:
        raise TypeError('a report has no truth value; ask report.verdict ("pass", "fail" or "incomplete")')

    def _parts(self) -> tuple[tuple[Finding, ...], tuple[Unchecked, ...], datetime | None]:
        return self.findings, self.unchecked, self.valid_until

    def __eq__(self, other: object) -> bool:
        return self._parts() == other._parts() if isinstance(other, Report) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._parts())

    def __repr__(self) -> str:
        return "Report(findings={!r}, unchecked={!r}, valid_until={!r})".format(*self._parts())

    def __reduce__(self) -> tuple[type[Report], tuple[Any, ...]]:
        return Report, self._parts()


class InvalidRequest(ValueError):
    """The request breaks a documented rule; `report` says which."""

    def __init__(self, report: Report) -> None:
        super().__init__(report)
        self.report = report

    def __str__(self) -> str:
        return "; ".join(f"{finding.code} at {finding.pointer or 'the top'}" for finding in self.report.errors)
