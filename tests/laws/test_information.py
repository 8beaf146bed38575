"""Information only resolves: a pass or a fail stays what it is, however much more becomes known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any, Final

from hypothesis import example, given, settings
from hypothesis import strategies as st

from kula_rules import Report, RuleSet, Snapshot, check, rule
from kula_rules import fields as f

from ..support import ACCOUNT, external, planned, sent
from .strategies import NOW, RULES, Surface, World, poorer_and_richer

OURS: Final = (
    rule("acme_hours", must=f.start_time.local_time.is_between(time(9), time(18))),
    rule("acme_future", when=f.location == "zoom", must=f.start_time.is_in_the_future()),
    rule("acme_no_past_panel", must=~((f.kind == "panel") & ~f.start_time.is_in_the_future())),
    rule("acme_short_or_office", must=(f.duration_minutes <= 45) | f.office_id.is_present()),
    rule("acme_calm", when=~(f.kind == "panel"), must=f.interviewer_ids.has_length(1) & (f.location != "zoom")),
    rule("acme_no_office_there", when=f.location != "onsite", must=~f.office_id.is_present()),
    rule("acme_hosts", when=~f.externally_managed, must=f.interviewer_ids.each.is_found_in(f.conference_hosts)),
    rule("acme_nobody_left", must=~f.organizer_id.is_found_in(f.users, status="deactivated")),
    rule("acme_no_insider", must=~f.organizer_id.is_found_in(f.valid_organizers)),
    rule("acme_outsider", must=f.host_id.is_found_in(f.valid_organizers) | ~f.host_id.is_found_in(f.users)),
    rule("acme_planned", when=f.plan_driven, must=f.stage_activity_id.is_found_in(f.interview_plans, type="interview")),
    rule("acme_no_email", must=~f.candidate_template_id.record(f.email_templates).has(channel="email")),
    rule("acme_manager", must=f.host_id.is_in(f.application_id.record(f.applications).attribute("manager_ids"))),
    rule("acme_known_job", when=~f.application_id.record(f.applications).is_present(), must=f.office_id.is_present()),
    rule("acme_hint", severity="warning", when=f.location == "zoom", must=f.host_id.is_in(f.interviewer_ids)),
)
ALL: Final[Mapping[str, RuleSet]] = {surface: rules + OURS for surface, rules in RULES.items()}
GIVES_WAY: Final = "organizer_not_eligible"


def report_on(world: World, surface: str) -> Report:
    return check(world.request, now=world.now, snapshot=Snapshot.from_dict(world.account), rules=ALL[surface])


def standing(report: Report, rules: RuleSet) -> dict[str, str]:
    """What each rule answers; a warning that is not given may be undecided, so only a given one counts."""
    answers = {one.code: "pass" for one in rules if one.severity == "error"}
    answers |= {item.code: "unchecked" for item in report.unchecked}
    return answers | {finding.code: "fail" for finding in report.findings}


def decided(report: Report, rules: RuleSet) -> dict[str, str]:
    answers = standing(report, rules)
    return {code: answer for code, answer in answers.items() if answer != "unchecked" and code != GIVES_WAY}


def _worlds(request: dict[str, Any], **tables: Any) -> tuple[World, World]:
    richer = World(request, NOW, dict(ACCOUNT))
    return World(request, None, {**ACCOUNT, **tables}), richer


NOBODY: Final = {"complete": False, "items": []}


@settings(max_examples=300, deadline=None)
@given(poorer_and_richer(), st.sampled_from(["rest", "mcp"]))
@example((World(sent(), None, {"version": 1}), World(sent(), NOW, dict(ACCOUNT))), "rest")
@example((World(planned(), None, {"version": 1}), World(planned(), NOW, dict(ACCOUNT))), "rest")
@example((World(planned(), None, {"version": 1}), World(planned(), NOW, dict(ACCOUNT))), "mcp")
@example(_worlds(sent(organizer_id=8), users=NOBODY), "rest")
@example(_worlds(sent(organizer_id=9), users=NOBODY), "rest")
@example(_worlds(external(organizer_id=9), users=NOBODY), "rest")
@example(_worlds(external(organizer_id=8), users=NOBODY), "rest")
@example(_worlds(sent(interviewer_ids=[9]), users={**ACCOUNT["users"], "items": [], "complete": False}), "rest")
@example(_worlds(planned(stage_activity_id=950), applications=NOBODY), "rest")
@example(_worlds(planned(application_id=502, location="onsite"), applications=NOBODY), "rest")
@example(_worlds(planned(location="zoom", host_id=9), interview_plans={}), "rest")
@example(_worlds(planned(location="onsite"), applications={"complete": True, "items": [{"id": 501}]}), "rest")
@example(_worlds(planned(location="zoom"), applications={"complete": True, "items": [{"id": 501}]}), "rest")
def test_what_is_decided_stays_when_more_is_known(worlds: tuple[World, World], surface: Surface) -> None:
    rules = ALL[surface]
    before, after = (report_on(world, surface) for world in worlds)
    assert decided(before, rules).items() <= decided(after, rules).items()


@settings(max_examples=100, deadline=None)
@given(poorer_and_richer(), st.sampled_from(["rest", "mcp"]))
def test_a_verdict_of_pass_or_fail_stays_when_more_is_known(worlds: tuple[World, World], surface: Surface) -> None:
    before, after = (report_on(world, surface).verdict for world in worlds)
    assert before in ("incomplete", after)


@settings(max_examples=100, deadline=None)
@given(poorer_and_richer(), st.sampled_from(["rest", "mcp"]))
@example(_worlds(sent(organizer_id=8), users=NOBODY), "rest")
def test_not_eligible_gives_way_to_one_of_its_two_codes_only(worlds: tuple[World, World], surface: Surface) -> None:
    before, after = (standing(report_on(world, surface), ALL[surface]) for world in worlds)
    if before[GIVES_WAY] == "fail" != after[GIVES_WAY]:
        assert "fail" in (after["err_organizer_no_calendar"], after["err_organizer_no_job_permission"])


@settings(max_examples=100, deadline=None)
@given(poorer_and_richer(), st.sampled_from(["rest", "mcp"]))
def test_what_was_not_open_is_not_opened_by_knowing_more(worlds: tuple[World, World], surface: Surface) -> None:
    before, after = ({item.code for item in report_on(world, surface).unchecked} for world in worlds)
    assert after <= before
