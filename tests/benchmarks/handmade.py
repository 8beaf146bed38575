"""What somebody writes who does not have kula_rules: a schema of requests, a model of them, and a third of the rules.

Each accepts the valid payloads of all corpora, and is kept as fast as it can be without being unlike what people write.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ConfigDict, model_validator
from typing_extensions import TypedDict

from .house import NOW

__all__ = ["SCHEMA", "Ruled", "Typed"]

# --- JSON Schema ------------------------------------------------------------------------------------------------------

_ID: Final = {"type": ["integer", "string"], "minimum": 1, "minLength": 1}
_TEXT: Final = {"type": "string"}
_FLAG: Final = {"type": "boolean"}
_START: Final = r"^\d{4}-\d\d-\d\dT\d\d:(00|15|30|45):00(\.0+)?(Z|[+-]\d\d:\d\d)?$"
_AD_HOC: Final = ["kind", "location", "duration_minutes", "interviewer_ids"]
_OTHER_MODES: Final = ["stage_activity_id", "external"]
_INVITATION: Final = ["candidate_template_id", "interviewer_template_id"]


def _if(field: str, value: object, then: dict[str, Any]) -> dict[str, Any]:
    return {"if": {"required": [field], "properties": {field: {"const": value}}}, "then": then}


SCHEMA: Final[dict[str, Any]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["organizer_id", "application_id", "start_time", "timezone"],
    "properties": {
        "organizer_id": _ID,
        "application_id": _ID,
        "start_time": {"type": "string", "pattern": _START},
        "timezone": _TEXT,
        "duration_minutes": {"type": "integer", "minimum": 5, "maximum": 1440},
        "kind": {"enum": ["one_on_one", "panel"]},
        "location": {"enum": ["onsite", "phone", "zoom", "google_meet", "microsoft_teams", "hackerrank"]},
        "interviewer_ids": {"type": "array", "items": _ID, "minItems": 1},
        "stage_activity_id": _ID,
        "office_id": _ID,
        "host_id": _ID,
        "hackerrank_template_id": _ID,
        "name": _TEXT,
        "calendar_event_visibility": _TEXT,
        "ai_note_taker_enabled": _FLAG,
        "ai_scorecard_assist_enabled": _FLAG,
        "interviewer_template_id": _ID,
        "candidate_template_id": _ID,
        "scorecard_template_id": _ID,
        "external": {"type": "object"},
    },
    "allOf": [
        {"if": {"required": ["stage_activity_id"]}, "else": {"required": _AD_HOC}},
        {"if": {"anyOf": [{"required": [mode]} for mode in _OTHER_MODES]}, "else": {"required": _INVITATION}},
        _if("location", "onsite", {"required": ["office_id"]}),
        _if("location", "zoom", {"required": ["host_id"]}),
        _if("location", "hackerrank", {"required": ["hackerrank_template_id"]}),
        _if("kind", "one_on_one", {"properties": {"interviewer_ids": {"maxItems": 1}}}),
    ],
}
"""The structure of a request, and as many rules as have easy words in JSON Schema."""

# --- pydantic ---------------------------------------------------------------------------------------------------------

Id = int | str


class External(TypedDict, total=False):
    """Who manages the event."""

    managed: bool
    video_conferencing_url: str
    source: str
    event_id: Id


class Typed(BaseModel):
    """The types of the fields, and no rule."""

    model_config = ConfigDict(strict=True)

    organizer_id: Id
    application_id: Id
    start_time: str
    timezone: str
    duration_minutes: int | None = None
    kind: Literal["one_on_one", "panel"] | None = None
    location: Literal["onsite", "phone", "zoom", "google_meet", "microsoft_teams", "hackerrank"] | None = None
    interviewer_ids: list[Id] | None = None
    stage_activity_id: Id | None = None
    office_id: Id | None = None
    host_id: Id | None = None
    hackerrank_template_id: Id | None = None
    name: str | None = None
    calendar_event_visibility: str | None = None
    ai_note_taker_enabled: bool | None = None
    ai_scorecard_assist_enabled: bool | None = None
    interviewer_template_id: Id | None = None
    candidate_template_id: Id | None = None
    scorecard_template_id: Id | None = None
    external: External | None = None


class Ruled(Typed):
    """The types, and a third of the documented rules."""

    @model_validator(mode="after")
    def follow_the_rules(self) -> Self:
        """Refuse what breaks a rule, naming all that are broken."""
        managed = self.external is not None and self.external.get("managed", False)
        broken: list[str] = []
        _judge_time(self, broken)
        if self.stage_activity_id is None:
            _judge_presence(self, broken, managed)
        _judge_place(self, broken, managed)
        if broken:
            raise ValueError(broken)
        return self


_ZONES: Final = available_timezones()


def _judge_time(request: Typed, broken: list[str]) -> None:
    zone = request.timezone if request.timezone in _ZONES else None
    if zone is None:
        broken.append("err_invalid_timezone")
    try:
        start = datetime.fromisoformat(request.start_time)
    except ValueError:
        broken.append("err_invalid_iso_8601")
        return
    if start.minute % 15 or start.second or start.microsecond:
        broken.append("err_start_time_not_aligned")
    if start.tzinfo is None:
        start = start.replace(tzinfo=ZoneInfo(zone) if zone else UTC)
    if start <= NOW:
        broken.append("err_start_time_in_past")


def _judge_presence(request: Typed, broken: list[str], managed: bool) -> None:
    for field in _AD_HOC if managed else (*_AD_HOC, *_INVITATION):
        if getattr(request, field) is None:
            broken.append(f"err_{field}_required")  # noqa: PERF401  # a comprehension would cost a call where nothing is


def _judge_place(request: Typed, broken: list[str], managed: bool) -> None:
    if request.duration_minutes is not None and not 5 <= request.duration_minutes <= 1440:
        broken.append("err_duration_out_of_range")
    if request.kind == "one_on_one" and len(request.interviewer_ids or ()) != 1:
        broken.append("err_invalid_set_of_interviewers")
    if request.location == "onsite" and request.office_id is None:
        broken.append("err_onsite_office_required")
    if request.location == "hackerrank" and request.hackerrank_template_id is None:
        broken.append("err_hackerrank_template_id_required")
    if request.location == "zoom" and not managed:
        if request.host_id is None:
            broken.append("err_zoom_host_id_required")
        elif request.host_id not in (request.interviewer_ids or ()):
            broken.append("err_zoom_host_id_not_in_interviewers")
