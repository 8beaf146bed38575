"""What the tables of one account can not say at once. A snapshot that says it anyway is refused, naming both places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .account import Id
from .records import Key, Records, name_beside
from .shape import describe

__all__ = ["refuse_contradictions"]


def refuse_contradictions(tables: Mapping[Key, Records], users_only_active: bool) -> None:
    """Refuse tables that contradict each other; within one table, reading it has refused what does."""
    users = tables.get(("users", None))
    if users is not None:
        _refuse_organizers_without_calendar(users, tables)
        if users.complete and not users_only_active:
            _refuse_unknown_users(users, tables)
    _refuse_shared_activities(tables)


def _listed(tables: Mapping[Key, Records], *names: str) -> Iterator[tuple[Id, Records]]:
    return ((id, records) for (name, _), records in tables.items() if name in names for id in records.records)


def _refuse_organizers_without_calendar(users: Records, tables: Mapping[Key, Records]) -> None:
    for id, records in _listed(tables, "valid_organizers"):
        if users.records.get(id, {}).get("calendar_connected") is False:
            here, there = records.place(id), users.place(id)
            here.refuse(f"the valid organizer {describe(id)} has no connected calendar at {name_beside(there, here)}")


def _refuse_unknown_users(users: Records, tables: Mapping[Key, Records]) -> None:
    for id, records in _listed(tables, "valid_organizers", "conference_hosts"):
        if id not in users.records:
            here = records.place(id)
            there = name_beside(users.first, here)
            here.refuse(f"the user {describe(id)} is missing from the complete table at {there}")


def _refuse_shared_activities(tables: Mapping[Key, Records]) -> None:
    seen: dict[Id, Records] = {}
    for id, records in _listed(tables, "interview_plans"):
        if id in seen:
            here, there = records.place(id), seen[id].place(id)
            here.refuse(f"the activity {describe(id)} is in the plan of another job at {name_beside(there, here)}")
        seen[id] = records
