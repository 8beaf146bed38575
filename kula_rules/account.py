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
    derived: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What others work out from the tables and keep here; no part of the value."""
    records: Mapping[str, Mapping[Id, Record]] = field(init=False, repr=False, compare=False)
    """The records of each table that there is one of, by its name."""
    _missing: Mapping[str, object] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "records", {name: self.table(name).records for name in TABLES})
        object.__setattr__(self, "_missing", {name: self._always_missing(name) for name in TABLES})
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
        record = self.records[table].get(id)
        return self.missing(table, id) if record is None else record

    def missing(self, table: str, id: Id) -> Record | object:
        """What to say of an id that the table does not list: a record, `ABSENT` or `Unknown`."""
        known = self._missing[table]
        if known is not None:
            return known
        if table == "users" and (id in self.organizers or id in self.records["conference_hosts"]):
            return _NO_ATTRIBUTES
        return ABSENT if self._is_no_user(id) else unknown_in(table)

    def has(self, table: str, id: Id, attributes: Mapping[str, object]) -> Answer:
        """Whether there is a record with that id and those attributes."""
        record = self.records[table].get(id)
        if record is not None:
            return matches(table, record, attributes) if attributes else True
        if table == "users" and attributes.get("status") == "active" and self._is_not_active(id):
            return False
        found = self.missing(table, id)
        if isinstance(found, Unknown):
            return found
        return found is not ABSENT and matches(table, found, attributes)

    def _always_missing(self, table: str) -> object:
        """What can be said of whatever the table does not list, `None` where it depends on the id."""
        if table == "users":
            return ABSENT if self.table(table).complete and not self.users_only_active else None
        if self.table(table).complete:
            return ABSENT
        return None if table == "conference_hosts" else unknown_in(table)

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
        return matches("users", self.records["users"].get(id, _NO_ATTRIBUTES), _CALENDAR)

    def _is_no_user(self, id: Id) -> bool:
        return not self.users_only_active and self._is_not_active(id)

    def _is_not_active(self, id: Id) -> bool:
        users = self.table("users")
        return users.complete and id not in users.records


_NO_ATTRIBUTES: Final[Record] = MappingProxyType({})
_CALENDAR: Final = {"calendar_connected": True}


def attribute(table: str, record: Record, name: str) -> object:
    """The value of a record's attribute, `Unknown` where the record lacks it or holds null."""
    value = record.get(name)
    return _UNKNOWN_ATTRIBUTE[table] if value is None else value


def matches(table: str, record: Any, attributes: Mapping[str, object]) -> Answer:
    """Whether a record has all those attributes."""
    answer: Answer = True
    for name, wanted in attributes.items():
        value = record.get(name)
        if value is None:
            answer = _UNKNOWN_ATTRIBUTE[table]
        elif value != wanted:
            return False
    return answer
