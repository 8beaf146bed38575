"""Every code that the project can report, in the order of reports.

A code beginning with `err_` is one that the API page documents; the project coins none. This list is copied from the
page, so that a rule with any other `err_` code is refused where it is defined.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["DOCUMENTED", "FATAL", "ORDER", "OWN_ERRORS", "READ_FROM_PAYLOAD", "SHAPE", "WARNINGS", "rank"]

FATAL: Final = ("invalid_json", "not_an_object")
"""Codes after which nothing else can be said of a payload."""

SHAPE: Final = (*FATAL, "duplicate_key", "invalid_type", "invalid_value")
"""The project's own codes for what is wrong with a payload's shape, whatever the rules."""

READ_FROM_PAYLOAD: Final = (*SHAPE, "unknown_field", "application_id_mismatch")
"""The codes of what reading a payload finds; no predicate says it."""

_MODE_TIME_PLACE: Final = (
    "err_kind_required",
    "err_location_required",
    "err_duration_minutes_required",
    "err_interviewer_ids_required",
    "err_candidate_template_id_required",
    "err_interviewer_template_id_required",
    "err_invalid_iso_8601",
    "err_invalid_timezone",
    "err_start_time_not_aligned",
    "err_start_time_in_past",
    "err_end_time_before_start_time",
    "err_duration_out_of_range",
    "err_invalid_set_of_interviewers",
    "err_onsite_office_required",
    "err_zoom_host_id_required",
    "err_zoom_host_id_not_in_interviewers",
    "err_hackerrank_template_id_required",
)
_ORGANIZER: Final = (
    "err_application_not_found",
    "err_organizer_not_found",
    "err_organizer_no_calendar",
    "err_organizer_no_job_permission",
)
_REFERENCES: Final = (
    "err_organizer_no_application_permission",
    "err_interviewers_not_found",
    "err_office_not_found",
    "err_zoom_host_invalid_user",
    "err_candidate_template_not_found",
    "err_interviewer_template_not_found",
    "err_candidate_template_invalid_category",
    "err_interviewer_template_invalid_category",
    "err_scorecard_template_not_found",
    "err_stage_activity_not_found",
    "err_stage_activity_not_interview",
)

DOCUMENTED: Final[Mapping[str, int]] = {
    code: 404 if code == "err_application_not_found" else 422 for code in (*_MODE_TIME_PLACE, *_ORGANIZER, *_REFERENCES)
}
"""The codes of the API page with their HTTP status."""

OWN_ERRORS: Final = (*SHAPE, "missing_field", "organizer_not_eligible")
"""The project's own errors: what the page asks for, but has no code for."""

WARNINGS: Final = (
    "unknown_field",
    "application_id_mismatch",
    "unportable_start_time",
    "nonexistent_local_time",
    "ambiguous_local_time",
    "offset_disagrees_with_timezone",
    "duration_not_multiple_of_15",
    "duplicate_interviewers",
    "field_has_no_effect",
    "scorecard_template_ignored",
    "external_fields_ignored",
    "note_taker_cannot_join",
    "unknown_visibility",
)
"""What the server accepts, but is probably not meant."""

ORDER: Final = (
    *SHAPE,
    "missing_field",
    *_MODE_TIME_PLACE,
    *_ORGANIZER,
    "organizer_not_eligible",
    *_REFERENCES,
    *WARNINGS,
)
"""All codes, in the order in which reports list them."""

_RANK: Final = {code: index for index, code in enumerate(ORDER)}


def rank(code: str) -> int:
    """Where reports list a code; codes of users' own rules come last.

    >>> rank("missing_field") < rank("err_kind_required") < rank("unknown_field") < rank("acme_working_hours")
    True
    """
    return _RANK.get(code, len(ORDER))
