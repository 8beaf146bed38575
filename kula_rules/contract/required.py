"""What must be there: always, and in ad-hoc mode.

Rest page, "Two ways to schedule": four fields always, six more unless an interview plan supplies them; "External
events": location and the two templates are not required, as Kula sends no invites.
"""

from __future__ import annotations

from ..fields import (
    application_id,
    candidate_template_id,
    duration_minutes,
    externally_managed,
    interviewer_ids,
    interviewer_template_id,
    kind,
    location,
    organizer_id,
    plan_driven,
    start_time,
    timezone,
)
from ..rules import case, rule
from .examples import bad, external, good, planned, sent

ALWAYS = "rest page, Two ways to schedule: always required"
AD_HOC = "rest page, Two ways to schedule: required when stage_activity_id is omitted"
AD_HOC_KULA = f"{AD_HOC}; External events: not required there"

REQUIRED = (
    rule(
        "missing_field",
        cases=[
            case(must=organizer_id.is_present()),
            case(must=application_id.is_present()),
            case(must=start_time.is_present()),
            case(must=timezone.is_present()),
        ],
        about="An interview plan never supplies these. The application may stand in the request's path instead.",
        source=ALWAYS,
        good=[good(planned()), good(planned(application_id=None), application_id=501)],
        bad=[bad(sent(timezone=None), "/timezone"), bad(planned(organizer_id=None), "/organizer_id")],
    ),
    rule(
        "err_kind_required",
        when=~plan_driven,
        must=kind.is_present(),
        about="Send kind, or a stage_activity_id whose activity supplies it.",
        source=AD_HOC,
        good=[good(planned()), good(sent())],
        bad=[bad(sent(kind=None), "/kind")],
    ),
    rule(
        "err_location_required",
        when=~plan_driven & ~externally_managed,
        must=location.is_present(),
        about="Send location, or a stage_activity_id whose activity supplies it.",
        source=AD_HOC_KULA,
        good=[good(planned()), good(external(location=None))],
        bad=[bad(sent(location=None), "/location")],
    ),
    rule(
        "err_duration_minutes_required",
        when=~plan_driven,
        must=duration_minutes.is_present(),
        about="Send duration_minutes, or a stage_activity_id whose activity supplies it.",
        source=AD_HOC,
        good=[good(planned()), good(sent())],
        bad=[bad(sent(duration_minutes=None), "/duration_minutes")],
    ),
    rule(
        "err_interviewer_ids_required",
        when=~plan_driven | interviewer_ids.is_sent(),
        must=interviewer_ids.is_present(),
        about="Nobody is no choice in either mode: an empty list is not inherited over, and not accepted.",
        source=AD_HOC,
        good=[good(planned()), good(sent())],
        bad=[bad(sent(interviewer_ids=None), "/interviewer_ids"), bad(planned(interviewer_ids=[]), "/interviewer_ids")],
    ),
    rule(
        "err_candidate_template_id_required",
        when=~plan_driven & ~externally_managed,
        must=candidate_template_id.is_present(),
        about="It is the body of the candidate's invite; an external event has no invites.",
        source=AD_HOC_KULA,
        good=[good(planned()), good(external())],
        bad=[bad(sent(candidate_template_id=None), "/candidate_template_id")],
    ),
    rule(
        "err_interviewer_template_id_required",
        when=~plan_driven & ~externally_managed,
        must=interviewer_template_id.is_present(),
        about="It is the body of the interviewers' invite; an external event has no invites.",
        source=AD_HOC_KULA,
        good=[good(planned()), good(external())],
        bad=[bad(sent(interviewer_template_id=None), "/interviewer_template_id")],
    ),
)
