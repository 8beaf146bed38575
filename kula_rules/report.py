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


class Reporter(Protocol):
    """Who says what a report is asked; what it is told of a request is its own affair, and the rules violated."""

    def failed(self, source: Any, violated: Sequence[Rule], /) -> bool:
        """Whether there is an error."""

    def codes(self, source: Any, violated: Sequence[Rule], /) -> tuple[str, ...]:
        """The codes of the findings, each once, in order."""

    def findings(self, source: Any, violated: Sequence[Rule], /) -> tuple[Finding, ...]:
        """The findings."""

    def valid_until(self, source: Any, violated: Sequence[Rule], unchecked: Sequence[Unchecked], /) -> datetime | None:
        """When the verdict could change."""


Pending = tuple[Reporter, object, Sequence[Rule]]
"""What a report is made from when somebody reads it, because that takes longer than judging does."""


@dataclass(frozen=True, slots=True)
class Report:
    """What can be said of one payload.

    >>> from kula_rules import check
    >>> report = check({"kind": "panle"}, now=None)
    >>> report.verdict, report.findings[0].code, report.findings[0].pointer
    ('fail', 'invalid_value', '/kind')
    """

    findings: tuple[Finding, ...] = ()
    """In the order of the API page."""

    unchecked: tuple[Unchecked, ...] = ()
    """The error rules that could not be decided, in the order of the API page."""

    valid_until: datetime | None = None
    """The first instant (UTC) at which the verdict could change as time goes by, `None` if it never does."""

    _pending: Pending | None = field(default=None, init=False, repr=False, compare=False)

    @classmethod
    def pending(
        cls, reporter: Reporter, source: object, violated: Sequence[Rule], unchecked: Sequence[Unchecked]
    ) -> Report:
        """A report whose other parts are worked out when they are first read."""
        report = object.__new__(cls)
        _set(report, "_pending", (reporter, source, violated))
        _set(report, "unchecked", tuple(unchecked))
        return report

    def __getattr__(self, name: str) -> Any:
        """What was not worked out yet."""
        if name not in ("findings", "valid_until") or self._pending is None:
            raise AttributeError(f"a report has no {name!r}")
        reporter, source, violated = self._pending
        if name == "findings":
            _set(self, name, reporter.findings(source, violated))
        else:
            _set(self, name, reporter.valid_until(source, violated, self.unchecked))
        return getattr(self, name)

    def __reduce__(self) -> tuple[type[Report], tuple[Any, ...]]:
        return Report, (self.findings, self.unchecked, self.valid_until)

    @property
    def verdict(self) -> Verdict:
        """`"fail"` with any error, else `"incomplete"` with anything unchecked, else `"pass"`."""
        if self.failed:
            return "fail"
        return "incomplete" if self.unchecked else "pass"

    @property
    def failed(self) -> bool:
        """Whether there is a finding of severity error."""
        if self._pending is not None:
            reporter, source, violated = self._pending
            return reporter.failed(source, violated)
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
        if self._pending is not None:
            reporter, source, violated = self._pending
            return reporter.codes(source, violated)
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


_set = object.__setattr__


class InvalidRequest(ValueError):
    """The request breaks a documented rule; `report` says which."""

    def __init__(self, report: Report) -> None:
        super().__init__(report)
        self.report = report

    def __str__(self) -> str:
        return "; ".join(f"{finding.code} at {finding.pointer or 'the top'}" for finding in self.report.errors)
