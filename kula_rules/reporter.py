"""What a report says of a judged request is worked out when it is read: that takes longer than judging does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from .account import Account
from .facts import Facts
from .judging import Judged, findings, has_failed, valid_until
from .plain_requests import Read, request_from, request_of
from .report import Finding, Unchecked
from .rule_sets import RuleSet
from .rules import Rule
from .times import Instant, instant_of

__all__ = ["Reporter", "Source"]

Source = Read | Facts | dict[str, Any]
"""What was read of a plain request, or what is known of any, or a payload that nobody changes."""


class Reporter:
    """Says what reports are asked, of requests that were judged by the same rules, moment and account."""

    def __init__(
        self, rules: RuleSet, moment: datetime | None, snapshot: Account | None, application_id: object
    ) -> None:
        self.rules: Final = rules
        self.moment: Final = moment
        self.snapshot: Final = snapshot
        self.application_id: Final = application_id

    @cached_property
    def now(self) -> Instant | None:
        """The moment, exactly."""
        return None if self.moment is None else instant_of(self.moment)

    def facts_of(self, source: Source) -> Facts:
        """What is known of a request."""
        if isinstance(source, Facts):
            return source
        surface = self.rules.surface
        if isinstance(source, dict):
            request = request_from(surface, source, self.application_id)
        else:
            request = request_of(surface, source)
        return Facts(request, self.now, self.snapshot)

    def failed(self, source: Source, violated: Sequence[Rule]) -> bool:
        """Whether there is an error."""
        request = source.request if isinstance(source, Facts) else None
        return has_failed(self.rules, violated, request)

    def codes(self, source: Source, violated: Sequence[Rule]) -> tuple[str, ...]:
        """The codes of the findings, each once, in order."""
        if not (violated or isinstance(source, Facts)):
            return ()
        if isinstance(source, Facts) and source.request.problems:
            return tuple(dict.fromkeys(finding.code for finding in self.findings(source, violated)))
        return tuple([rule.code for rule in violated])

    def findings(self, source: Source, violated: Sequence[Rule]) -> tuple[Finding, ...]:
        """The findings."""
        return findings(self.rules, violated, self.facts_of(source))

    def valid_until(self, source: Source, violated: Sequence[Rule], unchecked: Sequence[Unchecked]) -> datetime | None:
        """When the verdict could change."""
        return valid_until(self.rules, Judged(violated, unchecked), self.facts_of(source))
