"""What the tests of the contract build their requests and accounts from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kula_rules import RuleSet

from ..support import planned, sent

Findings = list[tuple[str, str]]
Needs = dict[str, tuple[str, ...]]


def by_plan(rules: RuleSet, **changes: object) -> dict[str, Any]:
    """A plan-driven request that is right: on mcp it sends what the tool always requires."""
    return planned(**changes) if rules.surface == "rest" else sent(**{"stage_activity_id": 900, **changes})


def with_null(payload: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """The payload with JSON null in some fields."""
    return {**payload, **dict.fromkeys(names)}


def complete(*items: Mapping[str, Any], **more: object) -> dict[str, Any]:
    """A table that holds all there is."""
    return {"complete": True, **more, "items": list(items)}


def partial(*items: Mapping[str, Any], **more: object) -> dict[str, Any]:
    """A table that may lack something."""
    return {"complete": False, **more, "items": list(items)}
