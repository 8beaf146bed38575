"""Whether what the request names exists and is fit for it. Decided by a snapshot of the account.

Rest page, Responses, 404 and 422. Which attributes tell it is the project's choice, as the page documents none.
"""

from __future__ import annotations

from ..fields import (
    application_id,
    applications,
    candidate_template_id,
    conference_hosts,
    email_templates,
    externally_managed,
    host_id,
    interviewer_ids,
    interviewer_template_id,
    location,
    office_id,
    offices,
    organizer_id,
    plan_driven,
    scorecard_template_id,
    scorecard_templates,
    users,
)
from ..rules import rule
from .examples import ACCOUNT, bad, external, good, known, planned, sent
from .organizer import has_a_calendar, is_refused_for_unknown_reason, may_manage_the_job

MISSING = "rest page, Responses, 422: referenced resource missing"
PERMISSION = "rest page, Responses, 422: the organizer can not manage this job or application"
TEMPLATE = "rest page, Responses, 422: template_id is unknown; External events: no invites are sent"
OTHERS = ACCOUNT["users"]["items"][1:]
CATEGORY = "rest page, Responses, 422: channel and category; External events: no invites are sent"

ALSO_THE_APPLICATION = (("err_organizer_no_application_permission", "/organizer_id"),)
NO_CALENDAR = known(
    users={"complete": True, "items": [{"id": 7, "status": "active", "calendar_connected": False}, *OTHERS]},
    valid_organizers={},
)
UNKNOWN_CALENDAR = known(
    users={"complete": True, "items": [{"id": 7, "status": "active"}, *OTHERS]},
    valid_organizers={"31": {"complete": True, "items": []}},
)

REFERENCES = (
    rule(
        "err_application_not_found",
        must=application_id.is_found_in(applications),
        about="An application is a candidate's submission to a job: its id is not the candidate's.",
        source="rest page, Responses, 404 and 422",
        good=[good(sent()), good(sent(application_id=None), application_id=501)],
        bad=[bad(sent(application_id=502), "/application_id")],
    ),
    rule(
        "err_organizer_not_found",
        must=organizer_id.is_found_in(users),
        about="An organizer only has to exist; see list_valid_organizers for who may organize.",
        source=MISSING,
        good=[good(sent())],
        bad=[bad(sent(organizer_id=99), "/organizer_id")],
    ),
    rule(
        "err_organizer_no_calendar",
        when=~externally_managed & organizer_id.is_found_in(users),
        must=has_a_calendar(organizer_id),
        about="Kula puts the event into the organizer's calendar, unless it is managed elsewhere.",
        source=f"{MISSING}; External events: the organizer needs no connected calendar",
        good=[good(sent()), good(external(), snapshot=NO_CALENDAR)],
        bad=[bad(sent(), "/organizer_id", snapshot=NO_CALENDAR)],
    ),
    rule(
        "err_organizer_no_job_permission",
        when=organizer_id.is_found_in(users),
        must=may_manage_the_job(organizer_id),
        about=(
            "Someone whom the job's complete list of valid organizers lacks, although their calendar is connected, may "
            "not manage candidates on the job."
        ),
        source=PERMISSION,
        good=[good(sent())],
        bad=[bad(sent(organizer_id=8), "/organizer_id", also=ALSO_THE_APPLICATION)],
    ),
    rule(
        "organizer_not_eligible",
        must=~is_refused_for_unknown_reason,
        at=organizer_id,
        about=(
            "The job's complete list of valid organizers lacks the organizer, so the server answers "
            "err_organizer_no_calendar or err_organizer_no_job_permission; the snapshot does not say which."
        ),
        source="rest page, Responses, 422; the project's own code",
        good=[good(sent())],
        bad=[bad(sent(), "/organizer_id", snapshot=UNKNOWN_CALENDAR)],
    ),
    rule(
        "err_organizer_no_application_permission",
        when=organizer_id.is_found_in(users),
        must=organizer_id.is_in(application_id.record(applications).attribute("manager_ids")),
        about="The organizer has to be one of those who may manage the application.",
        source=PERMISSION,
        good=[good(sent())],
        bad=[
            bad(
                sent(),
                "/organizer_id",
                snapshot=known(applications={"items": [{"id": 501, "job_id": 31, "manager_ids": [8]}]}),
            )
        ],
    ),
    rule(
        "err_interviewers_not_found",
        must=interviewer_ids.each.is_found_in(users, status="active"),
        about="Each interviewer is an active user of the account; a deactivated one is not found.",
        source=f"{MISSING}; tool page, Where to discover IDs: any active user",
        good=[good(sent())],
        bad=[
            bad(sent(interviewer_ids=[7, 9, 99]), "/interviewer_ids/1", "/interviewer_ids/2"),
            bad(planned(), "/stage_activity_id", snapshot=known({"interviewer_ids": [7, 9, 99]})),
        ],
    ),
    rule(
        "err_office_not_found",
        must=office_id.is_found_in(offices),
        about="See list_offices.",
        source=MISSING,
        good=[good(sent(location="onsite", office_id=3))],
        bad=[bad(sent(location="onsite", office_id=4), "/office_id")],
    ),
    rule(
        "err_zoom_host_invalid_user",
        when=(location == "zoom") & ~externally_managed,
        must=host_id.is_found_in(conference_hosts),
        about="The host needs an active Zoom workspace seat; see list_conference_hosts.",
        source="rest page, Responses, 422; External events: no Kula conference host is required",
        good=[good(sent(location="zoom", host_id=7))],
        bad=[bad(sent(location="zoom", host_id=8), "/host_id")],
    ),
    rule(
        "err_candidate_template_not_found",
        when=~externally_managed,
        must=candidate_template_id.is_found_in(email_templates),
        about="See list_email_templates.",
        source=TEMPLATE,
        good=[good(sent())],
        bad=[bad(sent(candidate_template_id=99), "/candidate_template_id")],
    ),
    rule(
        "err_interviewer_template_not_found",
        when=~externally_managed,
        must=interviewer_template_id.is_found_in(email_templates),
        about="See list_email_templates.",
        source=TEMPLATE,
        good=[good(sent())],
        bad=[bad(sent(interviewer_template_id=99), "/interviewer_template_id")],
    ),
    rule(
        "err_candidate_template_invalid_category",
        when=~externally_managed,
        must=candidate_template_id.record(email_templates).has(
            channel="calendar_invite", category="interview_coordination"
        ),
        about="Not the interviewers' category: interview_coordination is for the candidate.",
        source=CATEGORY,
        good=[good(sent())],
        bad=[
            bad(sent(candidate_template_id=62), "/candidate_template_id"),
            bad(sent(candidate_template_id=63), "/candidate_template_id"),
        ],
    ),
    rule(
        "err_interviewer_template_invalid_category",
        when=~externally_managed,
        must=interviewer_template_id.record(email_templates).has(
            channel="calendar_invite", category="interviewer_coordination"
        ),
        about="Not the candidate's category: interviewer_coordination is for the interviewers.",
        source=CATEGORY,
        good=[good(sent())],
        bad=[bad(sent(interviewer_template_id=61), "/interviewer_template_id")],
    ),
    rule(
        "err_scorecard_template_not_found",
        when=~plan_driven,
        must=scorecard_template_id.is_found_in(scorecard_templates),
        about="See list_scorecard_templates. With a stage_activity_id the field is ignored.",
        source=f"{MISSING}; Two ways to schedule: ignored when plan-driven",
        good=[good(sent(scorecard_template_id=71))],
        bad=[bad(sent(scorecard_template_id=72), "/scorecard_template_id")],
    ),
)
