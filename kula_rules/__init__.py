"""Every documented constraint on a Kula interview request, checked before the request leaves.

>>> from kula_rules import check
>>> report = check({"kind": "panel", "start_time": "2030-01-15T10:10:00Z"}, now=None)
>>> report.verdict, report.findings[0].code, report.findings[0].pointer
('fail', 'missing_field', '/organizer_id')
"""

from typing import TYPE_CHECKING, Any

from . import fields
from .authoring import rule
from .checker import check, check_json, validate
from .contract import MCP_CREATE, REST_CREATE
from .records import SnapshotError
from .report import Finding, InvalidRequest, Report, Unchecked
from .rule_sets import RuleSet
from .snapshot import Snapshot

if TYPE_CHECKING:
    from .model import CreateInterview

__all__ = [
    "MCP_CREATE",
    "REST_CREATE",
    "CreateInterview",
    "Finding",
    "InvalidRequest",
    "Report",
    "RuleSet",
    "Snapshot",
    "SnapshotError",
    "Unchecked",
    "check",
    "check_json",
    "fields",
    "rule",
    "validate",
]

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """`CreateInterview`, when it is first asked for: pydantic takes longer to import than all the rest."""
    if name == "CreateInterview":
        from .model import CreateInterview

        return CreateInterview
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
