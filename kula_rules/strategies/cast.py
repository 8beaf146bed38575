"""Who and what of an account can play which part in a request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from ..account import Account, Id, Record, Table
from ..answers import Answer, Unknown
from ..shape import FIELDS

__all__ = ["CATEGORIES", "CHANNEL", "Cast"]

CATEGORIES: Final[Mapping[str, str]] = {
    "candidate_template_id": "interview_coordination",
    "interviewer_template_id": "interviewer_coordination",
}
"""Which category of email templates each field takes."""

CHANNEL: Final = "calendar_invite"
"""The channel that both take."""


@dataclass(frozen=True)
class Cast:
    """The parts that the records of an account can play."""

    account: Account

    def ids(self, table: str) -> tuple[Id, ...]:
        """All ids of a table."""
        return tuple(self.account.table(table).records)

    @cached_property
    def active(self) -> tuple[Id, ...]:
        """Who can interview."""
        return tuple(id for id in self.ids("users") if self.is_active(id) is True)

    @cached_property
    def inactive(self) -> tuple[Id, ...]:
        """Users who can not."""
        return tuple(id for id in self.ids("users") if self.is_active(id) is False)

    def is_active(self, id: Id) -> Answer:
        """Whether an interviewer would be found."""
        return self.account.has("users", id, {"status": "active"})

    @cached_property
    def active_hosts(self) -> tuple[Id, ...]:
        """Who can interview, and host the call, too."""
        hosts = self.ids("conference_hosts")
        return tuple(id for id in self.active if id in hosts)

    @cached_property
    def guests(self) -> tuple[Id, ...]:
        """Who can interview, but certainly not host the call."""
        return tuple(id for id in self.active if self.account.has("conference_hosts", id, {}) is False)

    @cached_property
    def locations(self) -> tuple[str, ...]:
        """Where an interview can be: first where it needs nothing else, then, each twice, where it does."""
        needs: dict[str, tuple[object, ...]] = {
            "onsite": self.ids("offices"),
            "zoom": self.active_hosts,
            "hackerrank": ("any template",),
        }
        free = [place for place in FIELDS["location"].choices if place not in needs]
        return (*free, *(place for place, what in needs.items() for _ in range(2) if what))

    def templates(self, field: str, *, right: bool = True) -> tuple[Id, ...]:
        """The email templates that fit a field, or those that are known not to."""
        wanted = {"channel": CHANNEL, "category": CATEGORIES[field]}
        ids = self.ids("email_templates")
        return tuple(id for id in ids if self.account.has("email_templates", id, wanted) is right)

    def applications(self) -> Iterator[tuple[Id, Id]]:
        """The applications of which everything is known, and their jobs."""
        for id, application in self.account.table("applications").records.items():
            if {"job_id", "manager_ids"} <= application.keys():
                yield id, application["job_id"]

    @property
    def application(self) -> Id | None:
        """The first application that someone may organize interviews for."""
        return next((id for id, _ in self.applications() if self.organizers(id)), None)

    def organizers(self, application: Id, refused: str = "") -> tuple[Id, ...]:
        """The users who may organize an event for an application, or whom exactly one code refuses."""
        wanted = (refused,) if refused else ()
        return tuple(user for user, codes in self._refused[application].items() if codes == wanted)

    @cached_property
    def _refused(self) -> Mapping[Id, Mapping[Id, tuple[str, ...]]]:
        users = self.ids("users")
        return {id: {user: tuple(self._refusals(id, user)) for user in users} for id, _ in self.applications()}

    def _refusals(self, application: Id, user: Id) -> Iterator[str]:
        """The codes that refuse a user as organizer of an event that Kula manages."""
        record: Any = self.account.table("applications").records[application]
        listed = self.account.valid_organizers.get(record["job_id"], Table())
        if user not in listed.records:
            yield self._refusal(user) if listed.complete else "nobody knows"
        if user not in record["manager_ids"]:
            yield "err_organizer_no_application_permission"

    def _refusal(self, user: Id) -> str:
        """Why a user whom the complete list lacks may not organize."""
        calendar = self.account.has_calendar(user)
        if isinstance(calendar, Unknown):
            return "organizer_not_eligible"
        return "err_organizer_no_job_permission" if calendar else "err_organizer_no_calendar"

    def activities(self, job: Id, *, interviews: bool) -> tuple[Record, ...]:
        """The activities of a job's plan that are interviews, or those that are known to be none."""
        records = self._plan(job).records.values()
        return tuple(one for one in records if "type" in one and (one["type"] == "interview") is interviews)

    def is_planned(self, job: Id) -> bool:
        """Whether all activities of a job are known."""
        return self._plan(job).complete

    def elsewhere(self, job: Id) -> tuple[Id, ...]:
        """The activities of other jobs."""
        return tuple(id for id, owner in self.account.job_of_activity.items() if owner != job)

    def _plan(self, job: Id) -> Table:
        return self.account.interview_plans.get(job, Table())
