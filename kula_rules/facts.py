"""What is known about one request at one moment: the effective request, the instant, the account.

"Effective" means sent over inherited: in plan-driven mode a field that was left out takes the activity's value.
"""

from __future__ import annotations

from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from .account import Account, Record, attribute, unknown_in
from .answers import ABSENT, MOOT, Answer, Gap, Unknown, all_of
from .request import Request
from .shape import inherited
from .times import ZONE_NAMES, Instant, StartTime, parse_start_time, zone

__all__ = ["BAD_START", "BAD_ZONE", "Facts", "job_of", "starts_later"]

_NOTHING: Final[Any] = object()  # "not yet worked out"
_NO_ACCOUNT: Final = Account()
_NONE: Final[frozenset[str]] = frozenset()
_NO_NOW: Final = Unknown(frozenset({"now"}))
BAD_START: Final = Unknown(frozenset({"field.start_time"}), present=True)
"""The start that a `start_time` means which is not ISO 8601."""

BAD_ZONE: Final = Unknown(frozenset({"field.timezone"}), present=True)
"""The zone that a `timezone` means which is no name of one."""


class Facts:
    """One request, one instant, one account. Read-only; what takes work is worked out when it is first asked for."""

    __slots__ = ("_activity", "_inherited", "_job", "_start", "_values", "_zone", "account", "now", "request")
    _activity: Record | object
    _job: object
    _start: StartTime | object
    _zone: ZoneInfo | object

    def __init__(self, request: Request, now: Instant | None, account: Account | None) -> None:
        self.request = request
        self.now = now
        self.account = _NO_ACCOUNT if account is None else account
        self._job = self._activity = self._start = self._zone = _NOTHING
        self._values = request.values
        self._inherited = _NONE
        if "stage_activity_id" in request.sent:
            self._inherited = inherited(request.surface) - request.sent
            self._values = {**request.values, **self._supplied()}

    def at(self, now: Instant) -> Facts:
        """The same request and account at another instant."""
        return Facts(self.request, now, self.account)

    def on_job(self, job: object) -> Facts:
        """The same, but that the application's job is this one, as `job` has it."""
        facts = Facts(self.request, self.now, self.account)
        facts._job = job
        return facts

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

    def _supplied(self) -> dict[str, object]:
        """What the activity supplies as the inherited fields."""
        activity: Any = self.activity
        if isinstance(activity, (Gap, Unknown)):
            value = activity if isinstance(activity, Unknown) else MOOT
            return dict.fromkeys(self._inherited, value)
        unknown = unknown_in("interview_plans")
        values = {name: activity.get(name, unknown) for name in self._inherited}
        return {name: ABSENT if value is None else value for name, value in values.items()}

    @property
    def activity(self) -> Record | object:
        """The stage activity's record if it is on the application's job, `ABSENT` if it is not, or `Unknown`.

        `MOOT` without an application.
        """
        if self._activity is _NOTHING:
            self._activity = self._find_activity()
        return self._activity

    @property
    def job(self) -> object:
        """The id of the application's job, `MOOT` without an application, or `Unknown`."""
        if self._job is _NOTHING:
            self._job = self._find_job()
        return self._job

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
        return job_of(id if isinstance(id, Unknown) else self.account.find("applications", id))

    @property
    def start(self) -> StartTime | object:
        """What `start_time` says, `ABSENT`, or `Unknown` where it is not ISO 8601."""
        if self._start is _NOTHING:
            text: Any = self.request.value("start_time")
            known = isinstance(text, str)
            self._start = (parse_start_time(text) or BAD_START) if known else text
        return self._start

    @property
    def zone(self) -> ZoneInfo | object:
        """The zone that `timezone` names, `ABSENT`, or `Unknown` where it names none."""
        if self._zone is _NOTHING:
            name: Any = self.request.value("timezone")
            known = isinstance(name, str)
            self._zone = (zone(name) if name in ZONE_NAMES else BAD_ZONE) if known else name
        return self._zone

    def thresholds(self) -> list[Instant]:
        """The instants after now, in order, from which on a start in the future may no longer be in the future."""
        start, now = self.start, self.now
        if now is None or not isinstance(start, StartTime):
            return []
        return sorted({instant for instant in start.instants(_known(self.zone)) if instant > now})


def job_of(application: Any) -> object:
    """The id of the job of an application (its record, `ABSENT` or `Unknown`), `MOOT` without one, or `Unknown`."""
    if application is ABSENT:
        return MOOT
    job = application if isinstance(application, Unknown) else attribute("applications", application, "job_id")
    return Unknown(job.needs) if isinstance(job, Unknown) else job


def _known(zone: object) -> ZoneInfo | None:
    return zone if isinstance(zone, ZoneInfo) else None


def starts_later(start: object, zone: object, now: Instant | None) -> Answer:
    """Whether the start is later than now; unknown where the instants that it can mean disagree.

    `start` and `zone` are as `Facts` has them, but for a start that is absent.
    """
    if not isinstance(start, StartTime):
        unknown = cast(Unknown, start)
        return all_of((unknown, _NO_NOW)) if now is None else unknown
    instant = start.instant()
    if now is None:
        return _NO_NOW if instant or isinstance(zone, ZoneInfo) else all_of((_NO_NOW, BAD_ZONE))
    first, last = (instant, instant) if instant else start.instants(_known(zone))
    if first > now or last <= now:
        return first > now
    return Unknown((BAD_START if isinstance(zone, ZoneInfo) else BAD_ZONE).needs)
