"""Who may organize: one decision behind three codes.

What the list of valid organizers proves: who is on it has a calendar and may manage the job. Who is missing from a
complete one lacks at least one of the two, and only the user's record can say which (interpretation I17).
"""

from __future__ import annotations

from typing import Any, Final

from ..account import Id
from ..answers import MOOT, Answer, Gap, Unknown, all_of, any_of
from ..facts import Facts
from ..field_words import IdField
from ..predicates import Operator, Predicate, Test
from ..words import Condition, InJob

__all__ = ["has_a_calendar", "is_refused_for_unknown_reason", "may_manage_the_job"]

_NEEDS_ORGANIZERS: Final = Unknown(frozenset({"snapshot.valid_organizers"}))


def has_a_calendar(organizer: IdField) -> Predicate:
    """Their calendar is connected: their record says so, or some job lists them as valid organizer."""
    return Test(_HAS_A_CALENDAR, (organizer,))


def may_manage_the_job(organizer: IdField) -> Predicate:
    """They may manage candidates on the application's job. Moot where the missing calendar is refused first."""
    return Test(_MAY_MANAGE_THE_JOB, (InJob(organizer),))


def _has_a_calendar(facts: Facts, id: Id) -> Answer:
    connected = facts.account.has_calendar(id)
    lists_could_tell = isinstance(connected, Unknown) and _is_listed(facts, id) is not False
    return all_of((connected, _NEEDS_ORGANIZERS)) if lists_could_tell else connected


def _may_manage_the_job(facts: Facts, id: Id) -> Answer | Gap:
    listed, calendar, external = _is_listed(facts, id), facts.account.has_calendar(id), facts.externally_managed
    if listed is True or calendar is True:
        return listed
    if isinstance(calendar, Unknown):
        return any_of((listed, calendar))
    if external is False:
        return MOOT
    return all_of((external, _NEEDS_ORGANIZERS if listed is False else listed))


def _is_listed(facts: Facts, id: Id) -> Answer:
    """Whether the job's complete list of valid organizers has them."""
    job: Any = facts.job
    if job is MOOT:
        return _NEEDS_ORGANIZERS
    found = facts.account.find_in_job("valid_organizers", job, id)
    return found if isinstance(found, Unknown) else not isinstance(found, Gap)


def _is_refused_for_unknown_reason(facts: Facts) -> bool:
    id: Any = facts.value("organizer_id")
    if isinstance(id, (Gap, Unknown)) or facts.account.has("users", id, {}) is not True:
        return False
    if not isinstance(facts.account.has_calendar(id), Unknown):
        return False
    return facts.externally_managed is False and _is_listed(facts, id) is False


_TABLES: Final = frozenset({"snapshot.applications", "snapshot.users", "snapshot.valid_organizers"})
_HAS_A_CALENDAR: Final = Operator("has_a_calendar", "have a connected calendar", _has_a_calendar, reads=_TABLES)
_MAY_MANAGE_THE_JOB: Final = Operator(
    "may_manage_the_job",
    "be allowed to manage the application's job",
    _may_manage_the_job,
    reads=_TABLES | {"field.external"},
)

is_refused_for_unknown_reason: Final = Condition(
    "is_refused_for_unknown_reason",
    "organizer_id",
    "be missing from the complete list of the job's valid organizers",
    _is_refused_for_unknown_reason,
    reads=_TABLES | {"field.application_id", "field.external", "field.organizer_id"},
)
