"""What is known about one request at one moment: the effective request, the instant, the account.

"Effective" means sent over inherited: in plan-driven mode a field that was left out takes the activity's value.
"""

from __future__ import annotations

from typing import Any, Final
from zoneinfo import ZoneInfo

from .account import Account, Record, attribute, unknown_in
from .answers import ABSENT, MOOT, Answer, Unknown, all_of
from .request import Request
from .shape import inherited
from .times import ZONE_NAMES, Instant, StartTime, parse_start_time, zone

__all__ = ["Facts"]

_NOTHING: Final[Any] = object()  # "not yet worked out"
_NO_ACCOUNT: Final = Account()
_NO_NOW: Final = Unknown(frozenset({"now"}))
_BAD_START: Final = Unknown(frozenset({"field.start_time"}), present=True)
_BAD_ZONE: Final = Unknown(frozenset({"field.timezone"}), present=True)


class Facts:
    """One request, one instant, one account. Read-only; what takes work is worked out when it is first asked for."""

    __slots__ = ("_inherited", "_start", "_values", "_zone", "account", "activity", "job", "now", "request")
    activity: Record | object
    """The stage activity's record if it is on the application's job, `ABSENT` if it is not, or `Unknown`.

    `MOOT` without an application.
    """
    job: object
    """The id of the application's job, `MOOT` without an application, or `Unknown`."""
    _start: StartTime | object
    _zone: ZoneInfo | object

    def __init__(self, request: Request, now: Instant | None, account: Account | None) -> None:
        self.request = request
        self.now = now
        self.account = _NO_ACCOUNT if account is None else account
        self.job = self._find_job()
        self.activity = self._find_activity()
        self._inherited = inherited(request.surface) - request.sent if self.plan_driven else frozenset()
        self._values = {**request.values, **{name: self._inherit(name) for name in self._inherited}}
        self._start = self._zone = _NOTHING

    def at(self, now: Instant) -> Facts:
        """The same request and account at another instant."""
        return Facts(self.request, now, self.account)

    def is_inherited(self, name: str) -> bool:
        """Whether the field takes the activity's value, whatever that is."""
        return name in self._inherited

    @property
    def plan_driven(self) -> bool:
        """Whether `stage_activity_id` is there, be it invalid."""
        return "stage_activity_id" in self.request.sent

    @property
    def externally_managed(self) -> Answer:
        """Whether `external.managed` is true."""
        managed = self.request.value("external.managed")
        return Unknown(managed.needs) if isinstance(managed, Unknown) else managed is True

    def value(self, name: str) -> object:
        """The field's effective value, `ABSENT`, `MOOT` or `Unknown`."""
        return self._values.get(name, ABSENT)

    def _inherit(self, name: str) -> object:
        """What the activity supplies as the field."""
        activity: Any = self.activity
        if isinstance(activity, Unknown):
            return activity
        if activity is ABSENT or activity is MOOT:
            return MOOT
        if name not in activity:
            return unknown_in("interview_plans")
        return ABSENT if activity[name] is None else activity[name]

    def _find_activity(self) -> Record | object:
        id: Any = self.request.value("stage_activity_id")
        job: Any = self.job
        if id is ABSENT or job is MOOT:
            return ABSENT if id is ABSENT else MOOT
        return Unknown(id.needs) if isinstance(id, Unknown) else self.account.find_in_job("interview_plans", job, id)

    def _find_job(self) -> object:
        id: Any = self.request.value("application_id")
        if id is ABSENT:
            return MOOT
        application: Any = id if isinstance(id, Unknown) else self.account.find("applications", id)
        if application is ABSENT:
            return MOOT
        known = not isinstance(application, Unknown)
        job: Any = attribute("applications", application, "job_id") if known else application
        return Unknown(job.needs) if isinstance(job, Unknown) else job

    @property
    def start(self) -> StartTime | object:
        """What `start_time` says, `ABSENT`, or `Unknown` where it is not ISO 8601."""
        if self._start is _NOTHING:
            text: Any = self.request.value("start_time")
            known = isinstance(text, str)
            self._start = (parse_start_time(text) or _BAD_START) if known else text
        return self._start

    @property
    def zone(self) -> ZoneInfo | object:
        """The zone that `timezone` names, `ABSENT`, or `Unknown` where it names none."""
        if self._zone is _NOTHING:
            name: Any = self.request.value("timezone")
            known = isinstance(name, str)
            self._zone = (zone(name) if name in ZONE_NAMES else _BAD_ZONE) if known else name
        return self._zone

    def starts_after_now(self, start: StartTime | Unknown) -> Answer:
        """Whether the start is later than now; unknown where the possible instants disagree."""
        if isinstance(start, Unknown):
            return all_of((start, _NO_NOW)) if self.now is None else start
        doubt = _BAD_ZONE if start.offset is None and not isinstance(self.zone, ZoneInfo) else _BAD_START
        if self.now is None:
            return all_of((_NO_NOW, doubt)) if doubt is _BAD_ZONE else _NO_NOW
        first, last = self._instants(start)
        if first > self.now or last <= self.now:
            return first > self.now
        return Unknown(doubt.needs)

    def thresholds(self) -> list[Instant]:
        """The instants after now, in order, from which on a start in the future may no longer be in the future."""
        start, now = self.start, self.now
        if now is None or not isinstance(start, StartTime):
            return []
        return sorted({instant for instant in self._instants(start) if instant > now})

    def _instants(self, start: StartTime) -> tuple[Instant, Instant]:
        zone = self.zone if start.offset is None else None
        return start.instants(zone if isinstance(zone, ZoneInfo) else None)
