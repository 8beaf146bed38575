"""The typed request."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from .request import Request
from .shape import EXTERNAL, documented

__all__ = ["CreateInterview", "ExternalEvent"]

Id = Annotated[int, Field(gt=0)] | Annotated[str, Field(min_length=1)]


class ExternalEvent(BaseModel):
    """Who manages the calendar event, if another system does (REST only)."""

    model_config = ConfigDict(frozen=True, strict=True)

    managed: bool | None = None
    video_conferencing_url: str | None = None
    source: str | None = None
    event_id: int | str | None = None


class CreateInterview(BaseModel):
    """A request that schedules an interview, with typed attributes; what was left out is `None`.

    Ids are integers where they are decimal (`"7"` becomes 7). `duration_minutes` is in minutes, `start_time` an ISO
    8601 date and time, read in `timezone` if it has no UTC offset. `model_dump(exclude_none=True)` gives a payload
    again; undocumented keys are not kept.

    >>> CreateInterview.model_json_schema()["properties"]["kind"]["anyOf"][0]["enum"]
    ['one_on_one', 'panel']
    """

    model_config = ConfigDict(frozen=True, strict=True)

    organizer_id: Id
    application_id: Id
    start_time: str
    timezone: str
    duration_minutes: int | None = None
    kind: Literal["one_on_one", "panel"] | None = None
    location: Literal["onsite", "phone", "zoom", "google_meet", "microsoft_teams", "hackerrank"] | None = None
    interviewer_ids: Annotated[tuple[Id, ...], Field(strict=False)] | None = None
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
    external: ExternalEvent | None = None

    @classmethod
    def from_request(cls, request: Request) -> CreateInterview:
        """The typed form of a request in which every field is valid."""
        values: dict[str, Any] = {name: request.values.get(name) for name in documented(request.surface)}
        if "external" in request.sent:
            values["external"] = {member: request.values.get(f"external.{member}") for member in EXTERNAL}
        return cls.model_validate(values)
