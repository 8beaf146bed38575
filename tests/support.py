"""What most tests say: check a request against the small account of the rules' examples, and name all that is found."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kula_rules import MCP_CREATE, REST_CREATE, Report, RuleSet, Snapshot, check
from kula_rules.checker import WORTH_IT
from kula_rules.contract.examples import ACCOUNT, NOW, external, known, planned, sent

__all__ = [
    "ACCOUNT",
    "BOTH",
    "MCP_CREATE",
    "NOW",
    "REST_CREATE",
    "compiled",
    "external",
    "found",
    "known",
    "planned",
    "sent",
    "waits",
]

BOTH = (REST_CREATE, MCP_CREATE)


def compiled(rules: RuleSet) -> RuleSet:
    """The rules, compiled from the next check on."""
    rules.derived["checks"] = WORTH_IT
    return rules


def report_on(
    payload: object,
    rules: RuleSet = REST_CREATE,
    *,
    now: datetime | None = NOW,
    account: Mapping[str, Any] | None = ACCOUNT,
    application_id: int | str | None = None,
) -> Report:
    """The report on a payload, by default at `NOW` and with everything known of the account."""
    snapshot = None if account is None else Snapshot.from_dict(account)
    return check(payload, now=now, snapshot=snapshot, rules=rules, application_id=application_id)


def found(payload: object, rules: RuleSet = REST_CREATE, **options: Any) -> list[tuple[str, str]]:
    """Every finding on a payload, as (code, pointer), in order."""
    return [(finding.code, finding.pointer) for finding in report_on(payload, rules, **options).findings]


def waits(payload: object, rules: RuleSet = REST_CREATE, **options: Any) -> dict[str, tuple[str, ...]]:
    """Every unchecked rule on a payload, with what it needs."""
    return {item.code: item.needs for item in report_on(payload, rules, **options).unchecked}
