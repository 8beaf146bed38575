"""The activity of an interview plan."""

from __future__ import annotations

from typing import Any, Final

from ..account import Id, attribute
from ..answers import ABSENT, MOOT, Answer, Gap, Unknown, all_of
from ..facts import Facts
from ..field_words import IdField
from ..fields import interview_plans, plan_driven, scorecard_template_id, stage_activity_id
from ..predicates import Operator, Predicate, Test
from ..rules import rule
from ..words import InJob
from .examples import bad, good, known, planned, sent


def is_an_interview(activity: IdField) -> Predicate:
    """It is an interview activity; one of another job is not asked."""
    return Test(_IS_AN_INTERVIEW, (InJob(activity),))


def _is_an_interview(facts: Facts, id: Id) -> Answer | Gap:
    """An activity of type interview is one whatever the application's job: then it need not be known."""
    activity: Any = facts.account.find_activity(id)
    kind = None if activity is None else attribute("interview_plans", activity, "type")
    if kind == "interview":
        return True
    found = facts.activity
    if isinstance(found, Unknown):
        return all_of(answer for answer in (found, kind) if isinstance(answer, Unknown))
    return MOOT if found is ABSENT else kind if isinstance(kind, Unknown) else False


_IS_AN_INTERVIEW: Final = Operator(
    "is_an_interview",
    "be an interview activity",
    _is_an_interview,
    reads=frozenset({"snapshot.applications", "snapshot.interview_plans"}),
)

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
        must=is_an_interview(stage_activity_id),
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
