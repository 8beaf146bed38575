"""The activity of an interview plan."""

from __future__ import annotations

from ..fields import interview_plans, plan_driven, scorecard_template_id, stage_activity_id
from ..rules import rule
from .examples import bad, good, known, planned, sent

PLAN = (
    rule(
        "err_stage_activity_not_found",
        must=stage_activity_id.is_found_in(interview_plans),
        about="The activity may stand at any stage, but in the plan of the application's own job.",
        source="rest page, Responses, 422: not an activity on this job",
        good=[good(planned())],
        bad=[
            bad(planned(stage_activity_id=999), "/stage_activity_id"),
            bad(planned(stage_activity_id=950), "/stage_activity_id"),
        ],
    ),
    rule(
        "err_stage_activity_not_interview",
        must=stage_activity_id.record(interview_plans).has(type="interview"),
        about="Plans hold other activities too, such as take-home assignments.",
        source="rest page, Responses, 422: not an interview activity",
        good=[good(planned())],
        bad=[bad(planned(), "/stage_activity_id", snapshot=known({"type": "take_home"}))],
    ),
    rule(
        "scorecard_template_ignored",
        severity="warning",
        when=plan_driven,
        must=scorecard_template_id.is_omitted(),
        about="The activity's scorecard configuration is used; leave the field out.",
        source="rest page, Two ways to schedule: ignored; tool page: silently ignored",
        good=[good(sent(scorecard_template_id=71)), good(planned())],
        bad=[bad(planned(scorecard_template_id=71), "/scorecard_template_id")],
    ),
)
