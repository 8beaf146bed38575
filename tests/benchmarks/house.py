"""What a caller brings along beside payloads: an account of any size, and rules of the house."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from itertools import count, cycle, islice
from random import Random
from typing import Any, Final

from kula_rules import fields as f
from kula_rules import rule
from kula_rules.rules import Rule

__all__ = [
    "ACTIVITIES",
    "CANDIDATE_TEMPLATES",
    "EVERYBODY",
    "INTERVIEWER_TEMPLATES",
    "NOW",
    "OFFICES",
    "PEOPLE",
    "account",
    "crowd",
    "rules",
]

NOW: Final = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
EVERYBODY: Final = range(1, 20_001)
PEOPLE: Final[Sequence[int]] = Random(0).sample(EVERYBODY, 100)
"""Whom requests name: all of a small account, scattered over a large one, so that both give the same answers."""

OFFICES: Final = range(1, 21)
CANDIDATE_TEMPLATES: Final = range(1, 51)
INTERVIEWER_TEMPLATES: Final = range(51, 101)
ACTIVITIES: Final = range(901, 911)
_JOB: Final = "1"


def crowd(size: int) -> list[int]:
    """That many users, from 100 on; `PEOPLE` are among them."""
    return sorted([*PEOPLE, *islice((id for id in count(1) if id not in PEOPLE), size - len(PEOPLE))])


def _table(ids: Iterable[int], **attributes: object) -> dict[str, Any]:
    return {"complete": True, "items": [{"id": id, **attributes} for id in ids]}


def _templates() -> dict[str, Any]:
    candidates = _table(CANDIDATE_TEMPLATES, channel="calendar_invite", category="interview_coordination")
    interviewers = _table(INTERVIEWER_TEMPLATES, channel="calendar_invite", category="interviewer_coordination")
    return {"complete": True, "items": candidates["items"] + interviewers["items"]}


def _plan() -> dict[str, Any]:
    return _table(
        ACTIVITIES,
        type="interview",
        kind="panel",
        location="phone",
        duration_minutes=45,
        interviewer_ids=list(PEOPLE[:3]),
        office_id=None,
        hackerrank_template_id=None,
        name="Team screen",
        ai_note_taker_enabled=True,
        ai_scorecard_assist_enabled=False,
        candidate_template_id=CANDIDATE_TEMPLATES[0],
        interviewer_template_id=INTERVIEWER_TEMPLATES[0],
    )


def account(users: Iterable[int]) -> dict[str, Any]:
    """A snapshot in its native form: one job, for which everybody may organize, and its plan."""
    ids = list(users)
    applications = [{"id": id, "job_id": int(_JOB), "manager_ids": [id]} for id in ids]
    return {
        "version": 1,
        "users": _table(ids, status="active", calendar_connected=True),
        "applications": {"complete": True, "items": applications},
        "offices": _table(OFFICES),
        "conference_hosts": _table(ids),
        "email_templates": _templates(),
        "valid_organizers": {_JOB: _table(ids)},
        "interview_plans": {_JOB: _plan()},
    }


_SIMPLE: Final[Sequence[Callable[[str, int], Rule]]] = (
    lambda code, n: rule(code, must=f.duration_minutes <= 240 + n),
    lambda code, n: rule(code, must=f.organizer_id != 10**6 + n),
    lambda code, n: rule(code, when=f.location == "onsite", must=f.office_id != 10**6 + n),
    lambda code, n: rule(code, when=f.kind == "panel", must=f.duration_minutes >= 5 + n % 10),
    lambda code, n: rule(code, when=f.location == "zoom", must=f.interviewer_ids.has_no_duplicates()),
)


def rules(number: int) -> list[Rule]:
    """Simple rules of the house, each about a field or two."""
    return [make(f"acme_{n}", n) for n, make in enumerate(islice(cycle(_SIMPLE), number))]
