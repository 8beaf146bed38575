"""A world: what is known of an account, and a moment. And one that does not change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from ..contract.examples import ACCOUNT, NOW, known
from ..shape import FIELDS
from ..snapshot import Snapshot
from ..times import instant_of
from .cast import Cast

__all__ = ["ACTIVITY", "WORLD", "World"]


@dataclass(frozen=True, slots=True)
class World:
    """What is known of an account, and the moment to judge by: what `check` is told beside a request.

    `document` is a snapshot in the native form, as JSON data, to be read only; `now` is an aware datetime, or `None`.

    Raises:
        SnapshotError: the document is malformed, or contradicts itself.
        ValueError: `now` is naive.

    >>> world = World({"version": 1, "offices": {"complete": True, "items": [{"id": 3}]}}, None)
    >>> world.snapshot.table("offices").complete
    True
    """

    document: Mapping[str, Any] = field(hash=False)
    now: datetime | None
    snapshot: Snapshot = field(init=False, repr=False, compare=False)
    """What the document says, read once."""

    def __post_init__(self) -> None:
        if self.now is not None:
            instant_of(self.now)
        object.__setattr__(self, "snapshot", Snapshot.from_dict(self.document))

    @property
    def application_id(self) -> int | str | None:
        """The first application that someone may organize interviews for."""
        return Cast(self.snapshot).application


ACTIVITY: Final[Mapping[str, Any]] = ACCOUNT["interview_plans"]["31"]["items"][0]
"""An interview that can be scheduled as it is."""


def _with(table: Mapping[str, Any], *more: Mapping[str, Any]) -> dict[str, Any]:
    return {**table, "items": [*table["items"], *more]}


_CHANGES: Final[Sequence[Mapping[str, Any]]] = (
    dict.fromkeys(name for name in ACTIVITY if name in FIELDS),
    {"location": "onsite", "office_id": 3},
    {"location": "onsite"},
    {"location": "zoom"},
    {"location": "hackerrank", "hackerrank_template_id": 5},
    {"location": "hackerrank"},
    {"kind": "one_on_one", "interviewer_ids": [7]},
    {"kind": "one_on_one"},
    {"interviewer_ids": [7, 8, 7]},
    {"interviewer_ids": [7, 9, 99]},
    {"duration_minutes": 0},
    {"duration_minutes": 4},
    {"duration_minutes": 50},
    {"duration_minutes": 1455},
    {"office_id": 4},
    {"candidate_template_id": 62},
    {"candidate_template_id": 99},
    {"interviewer_template_id": 64},
    {"interviewer_template_id": 99},
    {"ai_note_taker_enabled": True},
)
"""How activities of the fixed world differ: nothing supplied, other values, and each of those that is wrong."""

_ACTIVITIES: Final = [{**ACTIVITY, "id": 902 + index, **changes} for index, changes in enumerate(_CHANGES)]

WORLD: Final = World(
    known(
        applications={"complete": True, "items": [{"id": 501, "job_id": 31, "manager_ids": [7, 10, 11, 12]}]},
        users=_with(
            ACCOUNT["users"],
            {"id": 10, "status": "active", "calendar_connected": True},
            {"id": 11, "status": "active", "calendar_connected": False},
            {"id": 12, "status": "active"},
        ),
        email_templates=_with(
            ACCOUNT["email_templates"], {"id": 64, "channel": "calendar_invite", "category": "offer"}
        ),
        valid_organizers={**ACCOUNT["valid_organizers"], "31": _with(ACCOUNT["valid_organizers"]["31"], {"id": 8})},
        interview_plans={
            **ACCOUNT["interview_plans"],
            "31": _with(ACCOUNT["interview_plans"]["31"], *_ACTIVITIES),
        },
    ),
    NOW,
)
"""A small world that does not change: what is drawn without `world=` is drawn in it."""
