"""An oracle: sections 3 to 6 and 8 of the contract once more, in plain Python, for accounts of which all is known.

Written from the contract alone, and straight on: no predicates, no rules, no three-valued logic. Values are read by
hand from the tables in `strategies`. What it returns is the whole ordered list of (code, pointer).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any, Final
from zoneinfo import ZoneInfo

from .strategies import ALWAYS, CORE, GOOD_TIMES, GOOD_ZONES, LOCATIONS, TEMPLATES, Json, Surface, Time

Found = Iterator[tuple[str, str]]


class Not(Enum):
    """Why there is no value."""

    THERE = "absent"
    VALID = "invalid, or inherited from nobody knows where"
    ASKED = "what would supply it does not exist"


def known(value: object) -> bool:
    """Whether there is a value."""
    return not isinstance(value, Not)


# --- section 3: fields -----------------------------------------------------------------------------------------------

Verdict = tuple[Any, str]  # a value and "", or nothing and the code that says why


def _id(raw: Json) -> Verdict:
    if isinstance(raw, bool) or not isinstance(raw, (int, float, str)):
        return Not.VALID, "invalid_type"
    if isinstance(raw, float) and raw != int(raw):
        return Not.VALID, "invalid_type"
    if raw == "" or (not isinstance(raw, str) and raw <= 0):
        return Not.VALID, "invalid_value"
    return _canonical(raw), ""


def _canonical(raw: Json) -> int | str:
    if isinstance(raw, str):
        return int(raw) if raw.isascii() and raw.isdigit() and raw[0] != "0" else raw
    return int(raw)


def _integer(raw: Json) -> Verdict:
    if isinstance(raw, bool) or not isinstance(raw, (int, float)) or raw != int(raw):
        return Not.VALID, "invalid_type"
    return int(raw), ""


def _of_type(*types: type) -> Callable[[Json], Verdict]:
    return lambda raw: (raw, "") if type(raw) in types else (Not.VALID, "invalid_type")


def _one_of(*values: str) -> Callable[[Json], Verdict]:
    def read(raw: Json) -> Verdict:
        if not isinstance(raw, str):
            return Not.VALID, "invalid_type"
        return (raw, "") if raw in values else (Not.VALID, "invalid_value")

    return read


_string, _boolean = _of_type(str), _of_type(bool)
READERS: Final[Mapping[str, Callable[[Json], Verdict]]] = {
    "organizer_id": _id,
    "application_id": _id,
    "start_time": _string,
    "timezone": _string,
    "duration_minutes": _integer,
    "kind": _one_of("one_on_one", "panel"),
    "location": _one_of(*LOCATIONS),
    "interviewer_ids": _of_type(list),
    "stage_activity_id": _id,
    "office_id": _id,
    "host_id": _id,
    "hackerrank_template_id": _id,
    "name": _string,
    "calendar_event_visibility": _string,
    "ai_note_taker_enabled": _boolean,
    "ai_scorecard_assist_enabled": _boolean,
    "interviewer_template_id": _id,
    "candidate_template_id": _id,
    "scorecard_template_id": _id,
}
MEMBERS: Final[Mapping[str, Callable[[Json], Verdict]]] = {
    "managed": _boolean,
    "video_conferencing_url": _string,
    "source": _string,
    "event_id": _of_type(str, int),
}
INHERITED: Final = (
    *CORE,
    "office_id",
    "name",
    "hackerrank_template_id",
    "ai_note_taker_enabled",
    "ai_scorecard_assist_enabled",
    *TEMPLATES,
)


def _shape_of(request: Json, surface: Surface) -> Found:
    for name, read in READERS.items():
        raw = request.get(name)
        if raw is None:
            continue
        if code := read(raw)[1]:
            yield code, f"/{name}"
        elif name == "interviewer_ids":
            yield from _shape_of_entries(raw)
    if surface == "rest" and request.get("external") is not None:
        yield from _shape_of_external(request["external"])


def _shape_of_entries(entries: list[Json]) -> Found:
    for index, entry in enumerate(entries):
        if code := _id(entry)[1]:
            yield code, f"/interviewer_ids/{index}"


def _shape_of_external(external: Json) -> Found:
    if not isinstance(external, dict):
        yield "invalid_type", "/external"
        return
    for name, read in MEMBERS.items():
        if external.get(name) is not None and (code := read(external[name])[1]):
            yield code, f"/external/{name}"


# --- section 4: modes, and what a field's value is -------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """A request and everything that is known about it."""

    request: dict[str, Json]
    account: dict[str, Json]
    now: datetime
    surface: Surface
    path_id: Json

    def sent(self, name: str) -> Any:
        """The value that the caller gives, the path's application winning."""
        raw = self.request.get(name)
        if name == "application_id" and self.path_id is not None:
            raw = self.path_id
        if raw is None:
            return Not.THERE
        value = READERS[name](raw)[0]
        if name == "interviewer_ids" and value is not Not.VALID:
            entries = [_id(entry)[0] for entry in value]
            return Not.VALID if Not.VALID in entries else entries
        return value

    def is_sent(self, name: str) -> bool:
        return self.sent(name) is not Not.THERE

    @property
    def plan_driven(self) -> bool:
        return self.is_sent("stage_activity_id")

    @property
    def managed(self) -> bool | Not:
        """Whether the event is externally managed."""
        if self.surface == "mcp" or self.request.get("external") is None:
            return False
        external = self.request["external"]
        if not isinstance(external, dict):
            return Not.VALID
        managed = external.get("managed")
        return False if managed is None else MEMBERS["managed"](managed)[0]

    @property
    def application(self) -> Any:
        """The application's record, or why there is none."""
        id = self.sent("application_id")
        if isinstance(id, Not):
            return Not.ASKED if id is Not.THERE else Not.VALID
        return self.record("applications", id) or Not.ASKED

    @property
    def activity(self) -> Any:
        """The activity on the application's job, or why there is none."""
        id, application = self.sent("stage_activity_id"), self.application
        if application is Not.ASKED:
            return Not.ASKED
        if isinstance(id, Not) or isinstance(application, Not):
            return Not.VALID
        plan = self.account["interview_plans"][str(application["job_id"])]["items"]
        return next((record for record in plan if record["id"] == id), Not.ASKED)

    def organizers_of(self, application: Json) -> Any:
        """The valid organizers of the application's job."""
        return self.account["valid_organizers"][str(application["job_id"])]["items"]

    def record(self, table: str, id: Any) -> Any:
        """The record in a table, or `None`."""
        return next((record for record in self.account[table]["items"] if _canonical(record["id"]) == id), None)

    def value(self, name: str) -> Any:
        """The effective value: sent over inherited. An empty list is no value."""
        value = self.sent(name)
        if value is not Not.THERE:
            return Not.THERE if value == [] else value
        always_required = self.surface == "mcp" and name in CORE
        if not self.plan_driven or name not in INHERITED or always_required:
            return Not.THERE
        activity = self.activity
        if isinstance(activity, Not):
            return activity
        return self._inherited(name, activity[name]) if name in activity else Not.VALID

    def _inherited(self, name: str, raw: Json) -> Any:
        if raw is None or raw == []:
            return Not.THERE
        if isinstance(raw, list):
            return [_canonical(entry) for entry in raw]
        return _canonical(raw) if name.endswith("_id") else raw

    def at(self, *names: str) -> str:
        """The first of the fields that is sent, or else the activity."""
        return next((f"/{name}" for name in names if self.is_sent(name)), "/stage_activity_id")

    def is_kula_zoom(self) -> bool:
        """Whether the location is zoom, and Kula books it."""
        return self.value("location") == "zoom" and self.managed is False


# --- section 5: mode, time and place ---------------------------------------------------------------------------------


def _missing(case: Case) -> Found:
    yield from (("missing_field", f"/{name}") for name in ALWAYS if not case.is_sent(name))


def _required(case: Case) -> Found:
    for name in (*CORE, "candidate_template_id", "interviewer_template_id"):
        is_asked_for = _is_required(case, name) and not case.is_sent(name)
        if is_asked_for or (name == "interviewer_ids" and case.sent(name) == []):
            yield f"err_{name}_required", f"/{name}"


def _is_required(case: Case, name: str) -> bool:
    if case.surface == "mcp":
        return name in CORE
    if case.plan_driven:
        return False
    return name in ("kind", "duration_minutes", "interviewer_ids") or case.managed is False


def _time_of(case: Case) -> Time | None:
    text = case.sent("start_time")
    return None if isinstance(text, Not) else GOOD_TIMES.get(text)


def _zone_of(case: Case) -> ZoneInfo | None:
    name = case.sent("timezone")
    return ZoneInfo(name) if name in GOOD_ZONES else None


def _schedule(case: Case) -> Found:
    time = _time_of(case)
    if known(case.sent("start_time")) and time is None:
        yield "err_invalid_iso_8601", "/start_time"
    if known(case.sent("timezone")) and _zone_of(case) is None:
        yield "err_invalid_timezone", "/timezone"
    if time is not None and not time.aligned:
        yield "err_start_time_not_aligned", "/start_time"
    if time is not None and _is_past(time, _zone_of(case), case.now):
        yield "err_start_time_in_past", "/start_time"


_EPOCH: Final = datetime(1970, 1, 1)


def _offsets(time: Time, zone: ZoneInfo) -> tuple[timedelta, timedelta]:
    """The offsets of a wall clock at its first and at its second reading."""
    first, second = (time.wall.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    assert first is not None
    assert second is not None
    return first, second


def _is_past(time: Time, zone: ZoneInfo | None, now: datetime) -> bool:
    """Whether the start is at or before now, whatever is not known."""
    return all(_pasts(time, zone, now))


def _pasts(time: Time, zone: ZoneInfo | None, now: datetime) -> list[bool]:
    """Whether each instant that may be meant is at or before now."""
    if time.offset is not None:
        offsets = [time.offset]
    elif zone is None:
        offsets = [timedelta(hours=-24), timedelta(hours=24)]
    else:
        first, second = _offsets(time, zone)
        offsets = [first, second] if first > second else [first]
    moment = now.astimezone(UTC).replace(tzinfo=None) - _EPOCH
    return [time.wall - _EPOCH - offset <= moment for offset in offsets]


def _duration(case: Case) -> Found:
    minutes = case.value("duration_minutes")
    if not known(minutes):
        return
    if minutes <= 0:
        yield "err_end_time_before_start_time", case.at("duration_minutes")
    elif not _is_in_range(case.surface, minutes):
        yield "err_duration_out_of_range", case.at("duration_minutes")


def _is_in_range(surface: Surface, minutes: int) -> bool:
    return 5 <= minutes <= 1440 if surface == "rest" else 15 <= minutes <= 1440 and minutes % 15 == 0


def _place(case: Case) -> Found:
    interviewers, location, host = case.value("interviewer_ids"), case.value("location"), case.sent("host_id")
    if case.value("kind") == "one_on_one" and isinstance(interviewers, list) and len(interviewers) != 1:
        yield "err_invalid_set_of_interviewers", case.at("interviewer_ids", "kind")
    if location == "onsite" and case.value("office_id") is Not.THERE:
        yield "err_onsite_office_required", "/office_id"
    if case.is_kula_zoom() and host is Not.THERE:
        yield "err_zoom_host_id_required", "/host_id"
    if case.is_kula_zoom() and known(host) and isinstance(interviewers, list) and host not in interviewers:
        yield "err_zoom_host_id_not_in_interviewers", "/host_id"
    if location == "hackerrank" and case.value("hackerrank_template_id") is Not.THERE:
        yield "err_hackerrank_template_id_required", "/hackerrank_template_id"


# --- section 6: references -------------------------------------------------------------------------------------------


def _application_and_organizer(case: Case) -> Found:
    id, application = case.sent("application_id"), case.application
    if known(id) and application is Not.ASKED:
        yield "err_application_not_found", "/application_id"
    organizer = case.sent("organizer_id")
    if not known(organizer):
        return
    user = case.record("users", organizer)
    if user is None:
        yield "err_organizer_not_found", "/organizer_id"
        return
    if case.managed is False and not user["calendar_connected"]:
        yield "err_organizer_no_calendar", "/organizer_id"
    if not isinstance(application, Not):
        yield from _permissions(case, user, application)


def _permissions(case: Case, user: Json, application: Json) -> Found:
    listed = [record["id"] for record in case.organizers_of(application)]
    if user["calendar_connected"] and user["id"] not in listed:
        yield "err_organizer_no_job_permission", "/organizer_id"
    if user["id"] not in [_canonical(id) for id in application["manager_ids"]]:
        yield "err_organizer_no_application_permission", "/organizer_id"


def _people_and_places(case: Case) -> Found:
    yield from _interviewers(case)
    office, host = case.value("office_id"), case.sent("host_id")
    if known(office) and case.record("offices", office) is None:
        yield "err_office_not_found", case.at("office_id")
    if case.is_kula_zoom() and known(host) and case.record("conference_hosts", host) is None:
        yield "err_zoom_host_invalid_user", "/host_id"


def _interviewers(case: Case) -> Found:
    ids = case.value("interviewer_ids")
    if not isinstance(ids, list):
        return
    users = [case.record("users", id) for id in ids]
    wrong = [index for index, user in enumerate(users) if user is None or user["status"] != "active"]
    if case.is_sent("interviewer_ids"):
        yield from (("err_interviewers_not_found", f"/interviewer_ids/{index}") for index in wrong)
    elif wrong:
        yield "err_interviewers_not_found", "/stage_activity_id"


_CATEGORY: Final = {"candidate": "interview_coordination", "interviewer": "interviewer_coordination"}


def _templates(case: Case) -> Found:
    found = {who: case.value(f"{who}_template_id") for who in _CATEGORY} if case.managed is False else {}
    records = {who: case.record("email_templates", id) for who, id in found.items() if known(id)}
    for who, record in records.items():
        if record is None:
            yield f"err_{who}_template_not_found", case.at(f"{who}_template_id")
    for who, record in records.items():
        wanted = ("calendar_invite", _CATEGORY[who])
        if record is not None and (record["channel"], record["category"]) != wanted:
            yield f"err_{who}_template_invalid_category", case.at(f"{who}_template_id")


def _scorecard_and_activity(case: Case) -> Found:
    scorecard, activity = case.sent("scorecard_template_id"), case.activity
    if not case.plan_driven and known(scorecard) and case.record("scorecard_templates", scorecard) is None:
        yield "err_scorecard_template_not_found", "/scorecard_template_id"
    is_valid = known(case.sent("stage_activity_id"))
    if is_valid and activity is Not.ASKED and case.application is not Not.ASKED:
        yield "err_stage_activity_not_found", "/stage_activity_id"
    if is_valid and not isinstance(activity, Not) and activity["type"] != "interview":
        yield "err_stage_activity_not_interview", "/stage_activity_id"


# --- section 8: warnings ---------------------------------------------------------------------------------------------


def _warnings_of_shape(case: Case) -> Found:
    documented = {*READERS, *(["external"] if case.surface == "rest" else [])}
    yield from (("unknown_field", f"/{key}") for key in case.request if key not in documented)
    external = case.request.get("external")
    if case.surface == "rest" and isinstance(external, dict):
        yield from (("unknown_field", f"/external/{key}") for key in external if key not in MEMBERS)
    body = case.request.get("application_id")
    if body is not None and case.path_id is not None and _id(body)[0] not in (Not.VALID, _id(case.path_id)[0]):
        yield "application_id_mismatch", "/application_id"


def _warnings_of_time(case: Case) -> Found:
    time, zone = _time_of(case), _zone_of(case)
    if time is None:
        return
    if not time.portable:
        yield "unportable_start_time", "/start_time"
    if zone is None:
        return
    if time.offset is None:
        first, second = _offsets(time, zone)
        if first != second:
            yield "nonexistent_local_time" if first < second else "ambiguous_local_time", "/start_time"
    elif time.offset and time.offset != _offset_at(time.wall, time.offset, zone):
        yield "offset_disagrees_with_timezone", "/start_time"


def _offset_at(wall: datetime, offset: timedelta, zone: ZoneInfo) -> timedelta | None:
    """The zone's offset at that instant; at the ends of the calendar it is that of the year beside."""
    instant = wall.replace(year=min(max(wall.year, 2), 9998)) - offset
    return instant.replace(tzinfo=UTC).astimezone(zone).utcoffset()


def _warnings_of_numbers(case: Case) -> Found:
    minutes, interviewers = case.value("duration_minutes"), case.value("interviewer_ids")
    if case.surface == "rest" and known(minutes) and 5 <= minutes <= 1440 and minutes % 15:
        yield "duration_not_multiple_of_15", case.at("duration_minutes")
    if isinstance(interviewers, list) and len(set(interviewers)) < len(interviewers):
        yield "duplicate_interviewers", case.at("interviewer_ids", "kind")


def _warnings_of_effect(case: Case) -> Found:
    location = case.value("location")
    uses = {"host_id": "zoom", "office_id": "onsite", "hackerrank_template_id": "hackerrank"}
    for name, use in uses.items():
        if case.is_sent(name) and known(location) and location != use:
            yield "field_has_no_effect", f"/{name}"
    for name in ("candidate_template_id", "interviewer_template_id", "calendar_event_visibility"):
        if case.is_sent(name) and case.managed is True:
            yield "field_has_no_effect", f"/{name}"
    if case.plan_driven and case.is_sent("scorecard_template_id"):
        yield "scorecard_template_ignored", "/scorecard_template_id"


def _warnings_of_external(case: Case) -> Found:
    external = case.request.get("external")
    if case.surface == "mcp" or not isinstance(external, dict):
        return
    if case.managed is False and any(external.get(name) is not None for name in [*MEMBERS][1:]):
        yield "external_fields_ignored", "/external"
    url = external.get("video_conferencing_url")
    is_unjoinable = url is None or (isinstance(url, str) and url not in LINKS_TO_JOIN)
    if case.managed is True and case.value("ai_note_taker_enabled") is True and is_unjoinable:
        yield "note_taker_cannot_join", "/external/video_conferencing_url"


LINKS_TO_JOIN: Final = ("https://zoom.us/j/1", "https://meet.google.com/a")


def _warnings_of_visibility(case: Case) -> Found:
    visibility = case.sent("calendar_event_visibility")
    if known(visibility) and visibility not in ("default", "private"):
        yield "unknown_visibility", "/calendar_event_visibility"


SECTIONS: Final = (
    _missing,
    _required,
    _schedule,
    _duration,
    _place,
    _application_and_organizer,
    _people_and_places,
    _templates,
    _scorecard_and_activity,
    _warnings_of_shape,
    _warnings_of_time,
    _warnings_of_numbers,
    _warnings_of_effect,
    _warnings_of_external,
    _warnings_of_visibility,
)


def left_open(request: dict[str, Json], account: dict[str, Json], now: datetime, surface: Surface) -> list[str]:
    """What stays unchecked of a valid request although all is known."""
    case = Case(request, account, now, surface, None)
    time, found = _time_of(case), []
    if time is not None and len(set(_pasts(time, _zone_of(case), now))) == 2:
        found.append("err_start_time_in_past")
    if _is_permission_open(case):
        found.append("err_organizer_no_job_permission")
    return found


def _is_permission_open(case: Case) -> bool:
    """Whether absence from the list may be due to a calendar that an externally managed event does not need."""
    user, application = case.record("users", case.sent("organizer_id")), case.application
    if case.managed is not True or user is None or user["calendar_connected"] or isinstance(application, Not):
        return False
    return user["id"] not in [record["id"] for record in case.organizers_of(application)]


def oracle(
    request: dict[str, Json], account: dict[str, Json], now: datetime, surface: Surface, application_id: Json = None
) -> list[tuple[str, str]]:
    """Every finding, in order."""
    case = Case(request, account, now, surface, application_id)
    return list(_shape_of(request, surface)) + [found for section in SECTIONS for found in section(case)]
