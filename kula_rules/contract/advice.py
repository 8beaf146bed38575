"""What the server accepts, but is probably not meant."""

from __future__ import annotations

from ..fields import (
    calendar_event_visibility,
    candidate_template_id,
    duration_minutes,
    externally_managed,
    hackerrank_template_id,
    host_id,
    interviewer_ids,
    interviewer_template_id,
    kind,
    location,
    office_id,
    start_time,
    timezone,
)
from ..rules import case, rule
from .examples import bad, good, known, planned, sent
from .shape import APPLICATION_ID_MISMATCH, UNKNOWN_FIELD

ADVICE = (
    UNKNOWN_FIELD,
    APPLICATION_ID_MISMATCH,
    rule(
        "unportable_start_time",
        severity="warning",
        must=start_time.is_portable(),
        about="Other spellings of ISO 8601 are accepted here, and misread or refused by many programs.",
        source="tool page, Constraints: times such as 09:15:00; RFC 3339",
        good=[good(sent(start_time="2030-01-15T10:00:00+01:00", timezone="Europe/Berlin"))],
        bad=[bad(sent(start_time="20300115T10Z"), "/start_time")],
    ),
    rule(
        "nonexistent_local_time",
        severity="warning",
        must=start_time.exists_in(timezone),
        about="The clocks of the zone skip this time; it is read with the offset before the change.",
        source="rest page, Always required: start_time and timezone",
        good=[good(sent(start_time="2030-03-10T03:00:00"))],
        bad=[bad(sent(start_time="2030-03-10T02:30:00"), "/start_time")],
    ),
    rule(
        "ambiguous_local_time",
        severity="warning",
        must=start_time.is_unambiguous_in(timezone),
        about="The clocks of the zone show this time twice; write the UTC offset to say which is meant.",
        source="rest page, Always required: start_time and timezone",
        good=[good(sent(start_time="2030-11-03T01:30:00-07:00"))],
        bad=[bad(sent(start_time="2030-11-03T01:30:00"), "/start_time")],
    ),
    rule(
        "offset_disagrees_with_timezone",
        severity="warning",
        must=start_time.offset_agrees_with(timezone),
        about="The instant is clear, but either the offset or the zone is probably a mistake.",
        source="rest page, Always required: start_time and timezone",
        good=[good(sent(start_time="2030-01-15T10:00:00-08:00")), good(sent())],
        bad=[bad(sent(start_time="2030-01-15T10:00:00+01:00"), "/start_time")],
    ),
    rule(
        "duration_not_multiple_of_15",
        severity="warning",
        when=duration_minutes.is_between(5, 1440),
        must=duration_minutes.is_multiple_of(15),
        about="The REST page allows it, the tool page does not.",
        source="tool page, Constraints: a multiple of 15",
        good=[good(sent(duration_minutes=30))],
        bad=[bad(sent(duration_minutes=50), "/duration_minutes")],
    ),
    rule(
        "duplicate_interviewers",
        severity="warning",
        must=interviewer_ids.has_no_duplicates(),
        at=(interviewer_ids, kind),
        about='Ids are compared as ids: 7 and "7" are the same person.',
        source="rest page, Responses, 422: sets of interviewers",
        good=[good(sent())],
        bad=[bad(sent(interviewer_ids=[7, 8, "7"]), "/interviewer_ids")],
    ),
    rule(
        "field_has_no_effect",
        severity="warning",
        cases=[
            case(when=location != "zoom", must=host_id.is_omitted()),
            case(when=location != "onsite", must=office_id.is_omitted()),
            case(when=location != "hackerrank", must=hackerrank_template_id.is_omitted()),
            case(when=externally_managed, must=candidate_template_id.is_omitted()),
            case(when=externally_managed, must=interviewer_template_id.is_omitted()),
            case(when=externally_managed, must=calendar_event_visibility.is_omitted()),
        ],
        about="Nothing uses the field; perhaps another location was meant.",
        source="rest page, Location-specific fields; External events: no invites are sent, no calendar event is made",
        good=[good(sent(location="zoom", host_id=7))],
        bad=[
            bad(sent(host_id=7), "/host_id"),
            bad(
                planned(office_id=3),
                "/office_id",
                snapshot=known({"location": "zoom"}),
                also=(("err_zoom_host_id_required", "/host_id"),),
            ),
        ],
    ),
    rule(
        "unknown_visibility",
        severity="warning",
        must=calendar_event_visibility.is_one_of("default", "private"),
        about="The page of the update tool lists these two.",
        source="tool page, Input Schema: calendar_event_visibility",
        good=[good(sent(calendar_event_visibility="private"))],
        bad=[bad(sent(calendar_event_visibility="secret"), "/calendar_event_visibility")],
    ),
)
