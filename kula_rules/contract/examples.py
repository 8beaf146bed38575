"""The account and the requests that the rules' examples vary."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from ..rules import Example

__all__ = ["ACCOUNT", "NOW", "bad", "external", "good", "known", "planned", "sent"]

NOW: Final = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
"""The moment at which the examples are judged."""


def _table(*items: Mapping[str, Any], **more: object) -> dict[str, Any]:
    return {"complete": True, **more, "items": list(items)}


_ACTIVITY: Final = {
    "id": 900,
    "type": "interview",
    "kind": "panel",
    "location": "phone",
    "duration_minutes": 45,
    "interviewer_ids": [7, 8],
    "office_id": None,
    "name": None,
    "hackerrank_template_id": None,
    "ai_note_taker_enabled": False,
    "ai_scorecard_assist_enabled": False,
    "candidate_template_id": 61,
    "interviewer_template_id": 62,
}

ACCOUNT: Final[Mapping[str, Any]] = {
    "version": 1,
    "applications": _table({"id": 501, "job_id": 31, "manager_ids": [7]}),
    "users": _table(
        {"id": 7, "status": "active", "calendar_connected": True},
        {"id": 8, "status": "active", "calendar_connected": True},
        {"id": 9, "status": "deactivated", "calendar_connected": False},
    ),
    "offices": _table({"id": 3}),
    "conference_hosts": _table({"id": 7}),
    "email_templates": _table(
        {"id": 61, "channel": "calendar_invite", "category": "interview_coordination"},
        {"id": 62, "channel": "calendar_invite", "category": "interviewer_coordination"},
        {"id": 63, "channel": "email", "category": "interview_coordination"},
    ),
    "scorecard_templates": _table({"id": 71}),
    "valid_organizers": {"31": _table({"id": 7}), "32": _table({"id": 8})},
    "interview_plans": {
        "31": _table(_ACTIVITY, {"id": 901, "type": "take_home"}),
        "32": _table({"id": 950, "type": "interview"}),
    },
}
"""A small account, every table complete."""

_ALWAYS: Final = {
    "organizer_id": 7,
    "application_id": 501,
    "start_time": "2030-01-15T10:00:00Z",
    "timezone": "America/Los_Angeles",
}
_CORE: Final = {"duration_minutes": 45, "kind": "panel", "location": "phone", "interviewer_ids": [7, 8]}
_TEMPLATES: Final = {"interviewer_template_id": 62, "candidate_template_id": 61}


def sent(**changes: object) -> dict[str, Any]:
    """An ad-hoc request that is right, with changes; a `None` leaves the field out."""
    return _changed({**_ALWAYS, **_CORE, **_TEMPLATES}, changes)


def planned(**changes: object) -> dict[str, Any]:
    """A plan-driven request that is right, with changes; a `None` leaves the field out."""
    return _changed({**_ALWAYS, "stage_activity_id": 900}, changes)


def external(**changes: object) -> dict[str, Any]:
    """An ad-hoc request for an externally managed event that is right, with changes; a `None` leaves the field out."""
    return _changed({**_ALWAYS, **_CORE, "external": {"managed": True}}, changes)


def _changed(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**base, **changes}.items() if value is not None}


def known(activity: Mapping[str, Any] | None = None, **tables: object) -> dict[str, Any]:
    """The account with other tables, or with changes to the activity 900."""
    account = _changed(ACCOUNT, tables)
    if activity:
        plan = _table({**_ACTIVITY, **activity})
        account["interview_plans"] = {**account["interview_plans"], "31": plan}
    return account


def good(payload: object, **options: Any) -> Example:
    """An example that the rule passes."""
    return Example(**{"payload": payload, "now": NOW, "snapshot": ACCOUNT, **options})


def bad(payload: object, *pointers: str, **options: Any) -> Example:
    """An example in which the rule finds fault with the values at `pointers`."""
    return Example(**{"payload": payload, "pointers": pointers, "now": NOW, "snapshot": ACCOUNT, **options})
