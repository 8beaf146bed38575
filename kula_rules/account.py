"""What is known about an account: tables of records, each complete or not, and the questions that rules ask of them.

Asking is pure. An answer is a record, `ABSENT` (proven missing) or `Unknown` (the table does not decide it).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from .answers import ABSENT, Answer, Unknown, all_of
from .shape import BOOLEAN, FIELDS, ID, IDS, INHERITABLE, STRING, Kind

__all__ = ["ATTRIBUTES", "PER_JOB", "TABLES", "Account", "Id", "Record", "Table"]

Id = int | str
Record = Mapping[str, Any]

ATTRIBUTES: Final[Mapping[str, Mapping[str, Kind]]] = {
    "applications": {"job_id": ID, "manager_ids": IDS},
    "users": {"status": STRING, "calendar_connected": BOOLEAN},
    "offices": {},
    "conference_hosts": {},
    "scorecard_templates": {},
    "email_templates": {"channel": STRING, "category": STRING},
    "valid_organizers": {},
    "interview_plans": {"type": STRING} | {name: FIELDS[name].kind for name in INHERITABLE},
}
"""The attributes that each table's records may have beside their `id`. Which exist is the project's choice."""

PER_JOB: Final = ("valid_organizers", "interview_plans")
"""The tables of which there is one for each job."""

TABLES: Final = tuple(name for name in ATTRIBUTES if name not in PER_JOB)
"""The tables of which there is one for the account."""


def unknown_in(table: str) -> Unknown:
    """What more of a table would settle."""
    return _UNKNOWN[table]


_UNKNOWN: Final = {name: Unknown(frozenset({f"snapshot.{name}"})) for name in ATTRIBUTES}
_UNKNOWN_ATTRIBUTE: Final = {name: Unknown(needs.needs, present=True) for name, needs in _UNKNOWN.items()}


@dataclass(frozen=True, slots=True)
class Table:
    """Records by id, and whether they are all that there are."""

    records: Mapping[Id, Record] = field(default_factory=lambda: MappingProxyType({}))
    complete: bool = False

    def find(self, id: Id, otherwise: Unknown) -> Record | object:
        """The record, `ABSENT`, or `otherwise` where the table does not decide."""
        record = self.records.get(id)
        if record is not None:
            return record
        return ABSENT if self.complete else otherwise


_NO_TABLE: Final = Table()


@dataclass(frozen=True, slots=True)
class Account:
    """The tables of an account, whose records do not contradict each other.

    `tables` has one table for each name; `valid_organizers` and `interview_plans` have one for each job.
    `users_only_active` says that `users` was filtered: complete, it lacks nobody who is active.
    """

    tables: Mapping[str, Table] = field(default_factory=lambda: MappingProxyType({}))
    valid_organizers: Mapping[Id, Table] = field(default_factory=lambda: MappingProxyType({}))
    interview_plans: Mapping[Id, Table] = field(default_factory=lambda: MappingProxyType({}))
    users_only_active: bool = False
    organizers: frozenset[Id] = field(init=False, repr=False)
    """Everyone whom some job's `valid_organizers` lists."""
    job_of_activity: Mapping[Id, Id] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        organizers = frozenset(id for table in self.valid_organizers.values() for id in table.records)
        job_of_activity = {id: job for job, table in self.interview_plans.items() for id in table.records}
        object.__setattr__(self, "organizers", organizers)
        object.__setattr__(self, "job_of_activity", job_of_activity)

    def table(self, name: str) -> Table:
        """The table of that name, empty and incomplete where nothing is known of it."""
        return self.tables.get(name, _NO_TABLE)

    def find(self, table: str, id: Id) -> Record | object:
        """The record with that id, `ABSENT` or `Unknown`.

        Organizers and conference hosts are users; who is proven to be no user is no host.
        """
        if table == "users":
            return self._find_user(id)
        if table == "conference_hosts" and self._is_no_user(id):
            return ABSENT
        return self.table(table).find(id, unknown_in(table))

    def has(self, table: str, id: Id, attributes: Mapping[str, object]) -> Answer:
        """Whether there is a record with that id and those attributes."""
        record = self.find(table, id)
        if table == "users" and attributes.get("status") == "active" and self._is_not_active(id):
            return False
        if isinstance(record, Unknown):
            return record
        return record is not ABSENT and matches(table, record, attributes)

    def find_in_job(self, table: str, job: Id | Unknown, id: Id) -> Record | object:
        """As `find`, in the table that belongs to one job. An activity is in the plan of one job only."""
        tables, unknown = self._of_jobs(table), unknown_in(table)
        owner = self.job_of_activity.get(id) if table == "interview_plans" else None
        if isinstance(job, Unknown):
            return job if owner is not None else all_of((job, unknown))
        if owner is not None and owner != job:
            return ABSENT
        return tables.get(job, _NO_TABLE).find(id, unknown)

    def find_activity(self, id: Id) -> Record | None:
        """The activity with that id, in whichever job's plan."""
        job = self.job_of_activity.get(id)
        return None if job is None else self.interview_plans[job].records[id]

    def _of_jobs(self, table: str) -> Mapping[Id, Table]:
        return self.interview_plans if table == "interview_plans" else self.valid_organizers

    def has_calendar(self, id: Id) -> Answer:
        """Whether the user's calendar is connected; being a valid organizer of any job proves it."""
        if id in self.organizers:
            return True
        return matches("users", self.table("users").records.get(id, {}), {"calendar_connected": True})

    def _find_user(self, id: Id) -> Record | object:
        record = self.table("users").records.get(id)
        if record is not None:
            return record
        if id in self.organizers or id in self.table("conference_hosts").records:
            return _NO_ATTRIBUTES
        return ABSENT if self._is_no_user(id) else unknown_in("users")

    def _is_no_user(self, id: Id) -> bool:
        return not self.users_only_active and self._is_not_active(id)

    def _is_not_active(self, id: Id) -> bool:
        users = self.table("users")
        return users.complete and id not in users.records


_NO_ATTRIBUTES: Final[Record] = MappingProxyType({})


def attribute(table: str, record: Record, name: str) -> object:
    """The value of a record's attribute, `Unknown` where the record lacks it or holds null."""
    value = record.get(name)
    return _UNKNOWN_ATTRIBUTE[table] if value is None else value


def matches(table: str, record: Any, attributes: Mapping[str, object]) -> Answer:
    """Whether a record has all those attributes."""
    values = ((attribute(table, record, name), wanted) for name, wanted in attributes.items())
    return all_of(value if isinstance(value, Unknown) else value == wanted for value, wanted in values)
