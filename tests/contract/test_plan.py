"""Contract, sections 4 and 6: the modes, what an interview plan supplies, and whether the activity is the right one."""

from __future__ import annotations

from typing import Any

import pytest

from kula_rules import RuleSet
from kula_rules import fields as f
from kula_rules.contract.plan import is_an_interview

from ..support import MCP_CREATE, REST_CREATE, external, found, known, planned, report_on, sent, waits
from .cases import Findings, Needs, by_plan, complete, partial, with_null

NOT_FOUND: Findings = [("err_stage_activity_not_found", "/stage_activity_id")]
NOT_INTERVIEW: Findings = [("err_stage_activity_not_interview", "/stage_activity_id")]
APPLICATIONS = ("snapshot.applications",)
PLANS = ("snapshot.interview_plans",)
BOTH_TABLES = ("snapshot.applications", "snapshot.interview_plans")

INHERITING = [
    "err_end_time_before_start_time",
    "err_duration_out_of_range",
    "err_invalid_set_of_interviewers",
    "err_onsite_office_required",
    "err_zoom_host_id_required",
    "err_hackerrank_template_id_required",
    "err_interviewers_not_found",
    "err_office_not_found",
    "err_candidate_template_not_found",
    "err_interviewer_template_not_found",
    "err_candidate_template_invalid_category",
    "err_interviewer_template_invalid_category",
]
ABOUT_THE_ACTIVITY = ["err_stage_activity_not_found", "err_stage_activity_not_interview"]


def plans(*activities: dict[str, Any], job: str = "31") -> dict[str, Any]:
    """The account with one complete interview plan."""
    return known(interview_plans={job: complete(*activities)})


def bare(**values: object) -> dict[str, Any]:
    """An account whose activity 900 says nothing but this."""
    return plans({"id": 900, "type": "interview", **values})


# modes


def test_a_request_with_an_activity_is_plan_driven_and_one_without_is_ad_hoc() -> None:
    assert found(planned()) == []
    assert found(planned(stage_activity_id=None, kind="panel", location="phone", duration_minutes=45)) == [
        ("err_interviewer_ids_required", "/interviewer_ids"),
        ("err_candidate_template_id_required", "/candidate_template_id"),
        ("err_interviewer_template_id_required", "/interviewer_template_id"),
    ]


def test_a_null_activity_is_omitted_so_that_the_request_is_ad_hoc(rules: RuleSet) -> None:
    assert found(with_null(sent(kind=None), "stage_activity_id"), rules) == [("err_kind_required", "/kind")]


@pytest.mark.parametrize(
    ("value", "code"), [(0, "invalid_value"), ("", "invalid_value"), (True, "invalid_type"), (1.5, "invalid_type")]
)
def test_an_invalid_activity_is_plan_driven_and_what_it_would_supply_needs_it(value: object, code: str) -> None:
    request = planned(stage_activity_id=value)
    assert found(request) == [(code, "/stage_activity_id")]
    assert waits(request) == dict.fromkeys([*INHERITING, *ABOUT_THE_ACTIVITY], ("field.stage_activity_id",))


def test_an_invalid_activity_leaves_only_what_the_tool_inherits_unchecked() -> None:
    request = sent(stage_activity_id=0)
    assert found(request, MCP_CREATE) == [("invalid_value", "/stage_activity_id")]
    assert waits(request, MCP_CREATE) == dict.fromkeys(
        ["err_office_not_found", *ABOUT_THE_ACTIVITY], ("field.stage_activity_id",)
    )


# what is inherited


@pytest.mark.parametrize(
    ("inherited", "expected"),
    [
        ({"kind": "one_on_one"}, [("err_invalid_set_of_interviewers", "/stage_activity_id")]),
        ({"location": "onsite"}, [("err_onsite_office_required", "/office_id")]),
        ({"duration_minutes": 0}, [("err_end_time_before_start_time", "/stage_activity_id")]),
        ({"interviewer_ids": [99]}, [("err_interviewers_not_found", "/stage_activity_id")]),
        ({"office_id": 99}, [("err_office_not_found", "/stage_activity_id")]),
        ({"candidate_template_id": 99}, [("err_candidate_template_not_found", "/stage_activity_id")]),
        ({"candidate_template_id": 62}, [("err_candidate_template_invalid_category", "/stage_activity_id")]),
        ({"interviewer_template_id": 99}, [("err_interviewer_template_not_found", "/stage_activity_id")]),
        ({"interviewer_template_id": 61}, [("err_interviewer_template_invalid_category", "/stage_activity_id")]),
    ],
)
def test_an_omitted_field_takes_the_value_of_the_activity(inherited: dict[str, Any], expected: Findings) -> None:
    assert found(planned(), account=known(inherited)) == expected


@pytest.mark.parametrize("name", ["kind", "location", "duration_minutes", "interviewer_ids"])
def test_null_is_omitted_so_that_the_value_is_inherited(name: str) -> None:
    assert found(with_null(planned(), name)) == []


@pytest.mark.parametrize(
    ("inherited", "changes"),
    [
        ({"kind": "one_on_one"}, {"kind": "panel"}),
        ({"location": "onsite"}, {"location": "phone"}),
        ({"duration_minutes": 0}, {"duration_minutes": 30}),
        ({"interviewer_ids": [99]}, {"interviewer_ids": [8]}),
        ({"location": "onsite", "office_id": 99}, {"office_id": 3}),
        ({"candidate_template_id": 99}, {"candidate_template_id": 61}),
        ({"interviewer_template_id": 99}, {"interviewer_template_id": 62}),
    ],
)
def test_a_field_that_is_sent_overrides_the_activity(inherited: dict[str, Any], changes: dict[str, Any]) -> None:
    assert found(planned(**changes), account=known(inherited)) == []
    assert waits(planned(**changes), account=known(inherited)) == {}


def test_the_template_of_hackerrank_is_inherited() -> None:
    account = known({"location": "hackerrank", "hackerrank_template_id": "t-1"})
    assert found(planned(), account=account) == []


def test_the_tool_inherits_no_core_detail() -> None:
    account = known({"kind": "one_on_one", "location": "onsite", "duration_minutes": 0, "interviewer_ids": [99]})
    assert found(sent(stage_activity_id=900), MCP_CREATE, account=account) == []


def test_the_tool_inherits_the_office() -> None:
    account = known({"office_id": 99})
    assert found(sent(stage_activity_id=900), MCP_CREATE, account=account) == [
        ("err_office_not_found", "/stage_activity_id")
    ]


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("candidate_template_id", 99, "err_candidate_template_not_found"),
        ("candidate_template_id", 63, "err_candidate_template_invalid_category"),
        ("interviewer_template_id", 99, "err_interviewer_template_not_found"),
        ("interviewer_template_id", 61, "err_interviewer_template_invalid_category"),
    ],
)
def test_the_tool_inherits_both_templates(name: str, value: int, code: str) -> None:
    request = sent(stage_activity_id=900, **{name: None})
    assert found(request, MCP_CREATE, account=known({name: value})) == [(code, "/stage_activity_id")]


@pytest.mark.parametrize("name", ["organizer_id", "application_id", "start_time", "timezone"])
def test_what_is_always_required_is_never_inherited(rules: RuleSet, name: str) -> None:
    account = known({name: {"organizer_id": 7, "application_id": 501}.get(name, "Etc/UTC")})
    assert found(by_plan(rules, **{name: None}), rules, account=account) == [("missing_field", f"/{name}")]


def test_the_scorecard_template_is_not_inherited(rules: RuleSet) -> None:
    assert found(by_plan(rules), rules, account=known({"scorecard_template_id": 99})) == []


# what the activity does not say


def test_where_the_record_lacks_the_key_the_value_is_unknown() -> None:
    assert found(planned(), account=bare()) == []
    assert waits(planned(), account=bare()) == dict.fromkeys(INHERITING, PLANS)


def test_where_the_record_lacks_the_key_the_tool_waits_for_what_it_inherits() -> None:
    request = sent(stage_activity_id=900)
    assert found(request, MCP_CREATE, account=bare()) == []
    assert waits(request, MCP_CREATE, account=bare()) == {"err_office_not_found": PLANS}


NULLS = [
    "kind",
    "location",
    "duration_minutes",
    "interviewer_ids",
    "office_id",
    "hackerrank_template_id",
    "candidate_template_id",
    "interviewer_template_id",
]


def test_where_the_record_holds_null_the_value_is_absent() -> None:
    account = bare(**dict.fromkeys(NULLS))
    assert found(planned(), account=account) == []
    assert waits(planned(), account=account) == {}


def test_where_the_record_holds_an_empty_list_the_value_is_absent_and_not_sent_as_empty() -> None:
    account = known({"interviewer_ids": []})
    assert found(planned(), account=account) == []
    assert waits(planned(), account=account) == {}


def test_a_null_office_is_missing_onsite_and_an_unknown_one_is_unchecked(rules: RuleSet) -> None:
    request = by_plan(rules, location="onsite")
    onsite = rules.only("err_onsite_office_required")
    assert found(request, onsite, account=bare(office_id=None)) == [("err_onsite_office_required", "/office_id")]
    assert waits(request, onsite, account=bare()) == {"err_onsite_office_required": PLANS}


# the activity or the application is proven missing


def test_an_activity_that_is_proven_missing_is_the_only_finding(rules: RuleSet) -> None:
    request = by_plan(rules, stage_activity_id=999)
    assert found(request, rules) == NOT_FOUND
    assert waits(request, rules) == {}


@pytest.mark.parametrize("location", ["onsite", "hackerrank"])
def test_what_a_missing_activity_would_have_supplied_is_not_reported(rules: RuleSet, location: str) -> None:
    request = by_plan(rules, stage_activity_id=999, location=location)
    assert found(request, rules) == NOT_FOUND
    assert waits(request, rules) == {}


def test_what_a_missing_activity_would_not_have_supplied_is_reported(rules: RuleSet) -> None:
    assert found(by_plan(rules, stage_activity_id=999, location="zoom"), rules) == [
        ("err_zoom_host_id_required", "/host_id"),
        *NOT_FOUND,
    ]


def test_what_is_sent_beside_a_missing_activity_is_judged(rules: RuleSet) -> None:
    request = by_plan(rules, stage_activity_id=999, kind="one_on_one", interviewer_ids=[7, 99], duration_minutes=0)
    assert found(request, rules) == [
        ("err_end_time_before_start_time", "/duration_minutes"),
        ("err_invalid_set_of_interviewers", "/interviewer_ids"),
        ("err_interviewers_not_found", "/interviewer_ids/1"),
        *NOT_FOUND,
    ]


def test_an_application_that_is_proven_missing_is_the_only_finding(rules: RuleSet) -> None:
    request = by_plan(rules, application_id=502)
    assert found(request, rules) == [("err_application_not_found", "/application_id")]
    assert waits(request, rules) == {}


@pytest.mark.parametrize("account", [None, known(), known(interview_plans=None)])
def test_without_an_application_what_is_inherited_is_not_applicable(account: dict[str, Any] | None) -> None:
    inheriting = REST_CREATE.only("missing_field", *INHERITING, *ABOUT_THE_ACTIVITY)
    request = planned(application_id=None, location="onsite")
    assert found(request, inheriting, account=account) == [("missing_field", "/application_id")]
    assert waits(request, inheriting, account=account) == {}


def test_a_fault_of_the_activity_is_not_seen_without_an_application() -> None:
    assert found(planned(application_id=None), account=known({"duration_minutes": 0})) == [
        ("missing_field", "/application_id")
    ]


def test_the_application_of_the_path_makes_the_plan_known() -> None:
    account = known({"duration_minutes": 0})
    expected = [("err_end_time_before_start_time", "/stage_activity_id")]
    assert found(planned(application_id=None), account=account, application_id=501) == expected
    assert found(planned(application_id=502), account=account, application_id=501) == [
        *expected,
        ("application_id_mismatch", "/application_id"),
    ]


# is the activity on the job?


@pytest.mark.parametrize("value", [900, 900.0, "900"])
def test_an_activity_of_the_plan_of_the_job_is_found(rules: RuleSet, value: object) -> None:
    assert found(by_plan(rules, stage_activity_id=value), rules) == []
    assert waits(by_plan(rules, stage_activity_id=value), rules) == {}


@pytest.mark.parametrize("value", ["0900", "900.0", " 900"])
def test_another_spelling_of_the_number_is_another_activity(rules: RuleSet, value: str) -> None:
    assert found(by_plan(rules, stage_activity_id=value), rules) == NOT_FOUND


def test_an_activity_of_the_plan_of_another_job_is_not_found(rules: RuleSet) -> None:
    assert found(by_plan(rules, stage_activity_id=950), rules) == NOT_FOUND
    assert waits(by_plan(rules, stage_activity_id=950), rules) == {}


def test_an_activity_of_the_plan_of_another_job_is_not_found_even_if_no_plan_is_complete(rules: RuleSet) -> None:
    account = known(interview_plans={"32": partial({"id": 950, "type": "interview"})})
    assert found(by_plan(rules, stage_activity_id=950), rules, account=account) == NOT_FOUND
    assert waits(by_plan(rules, stage_activity_id=950), rules, account=account) == {}


@pytest.mark.parametrize(
    "tables", [{}, {"32": complete({"id": 950})}, {"31": partial({"id": 901})}, {"31": partial(), "32": complete()}]
)
def test_else_it_is_unknown_whether_the_activity_is_on_the_job(tables: dict[str, Any]) -> None:
    account = known(interview_plans=tables)
    assert found(planned(), account=account) == []
    assert waits(planned(), account=account) == dict.fromkeys([*INHERITING, *ABOUT_THE_ACTIVITY], PLANS)


def test_without_any_plan_the_tool_waits_for_the_office_and_the_activity() -> None:
    request = sent(stage_activity_id=900)
    account = known(interview_plans=None)
    assert found(request, MCP_CREATE, account=account) == []
    assert waits(request, MCP_CREATE, account=account) == dict.fromkeys(
        ["err_office_not_found", *ABOUT_THE_ACTIVITY], PLANS
    )


JOB_UNKNOWN: list[dict[str, Any]] = [
    complete({"id": 501, "manager_ids": [7]}),
    complete({"id": 501, "manager_ids": [7], "job_id": None}),
]


@pytest.mark.parametrize("applications", JOB_UNKNOWN)
def test_while_the_job_is_unknown_so_is_whether_the_activity_is_on_it(applications: dict[str, Any]) -> None:
    rules = REST_CREATE.only(*INHERITING, "err_stage_activity_not_found")
    account = known({"duration_minutes": 0}, applications=applications)
    assert found(planned(), rules, account=account) == []
    assert waits(planned(), rules, account=account) == dict.fromkeys(rules.codes, APPLICATIONS)


@pytest.mark.parametrize("applications", JOB_UNKNOWN)
@pytest.mark.parametrize("location", ["onsite", "hackerrank"])
def test_while_the_job_is_unknown_it_is_unknown_whether_the_activity_supplies_what_a_location_needs(
    rules: RuleSet, location: str, applications: dict[str, Any]
) -> None:
    needing = rules.only("err_onsite_office_required", "err_hackerrank_template_id_required")
    code = next(code for code in needing.codes if location in code)
    request = by_plan(rules, location=location)
    assert waits(request, needing, account=known(applications=applications)) == {code: APPLICATIONS}


def test_without_application_and_plan_both_tables_are_needed() -> None:
    rules = REST_CREATE.only(*INHERITING, *ABOUT_THE_ACTIVITY)
    assert waits(planned(), rules, account=None) == dict.fromkeys([*INHERITING, *ABOUT_THE_ACTIVITY], BOTH_TABLES)


# is it an interview?


def test_an_activity_of_another_type_is_no_interview(rules: RuleSet) -> None:
    account = known({"type": "take_home"})
    assert found(by_plan(rules), rules, account=account) == NOT_INTERVIEW
    assert waits(by_plan(rules), rules, account=account) == {}


@pytest.mark.parametrize("value", ["Interview", "interviews", ""])
def test_only_the_type_interview_marks_an_interview(rules: RuleSet, value: str) -> None:
    assert found(by_plan(rules), rules, account=known({"type": value})) == NOT_INTERVIEW


def test_an_activity_without_a_type_is_unchecked(rules: RuleSet) -> None:
    account = known({"type": None})
    assert found(by_plan(rules), rules, account=account) == []
    assert waits(by_plan(rules), rules, account=account) == {"err_stage_activity_not_interview": PLANS}


def test_an_activity_of_another_job_is_not_asked_for_its_type(rules: RuleSet) -> None:
    account = known(interview_plans={"32": complete({"id": 900, "type": "take_home"})})
    assert found(by_plan(rules), rules, account=account) == NOT_FOUND


def test_an_interview_whose_job_is_unknown_would_pass_anyway(rules: RuleSet) -> None:
    account = known(applications=JOB_UNKNOWN[0])
    about = rules.only(*ABOUT_THE_ACTIVITY)
    expected: Needs = {"err_stage_activity_not_found": APPLICATIONS}
    assert waits(by_plan(rules), about, account=account) == expected


# pointers


def test_a_finding_about_an_inherited_list_is_one_finding_with_the_ids_in_its_params() -> None:
    report = report_on(planned(), account=known({"interviewer_ids": [7, 9, 99]}))
    assert [(finding.code, finding.pointer) for finding in report.findings] == [
        ("err_interviewers_not_found", "/stage_activity_id")
    ]
    assert [9, 99] in report.findings[0].params.values()


def test_a_finding_about_an_inherited_value_says_so() -> None:
    inherited = report_on(planned(), account=known({"duration_minutes": 4})).findings[0]
    overridden = report_on(planned(duration_minutes=4)).findings[0]
    assert (inherited.pointer, overridden.pointer) == ("/stage_activity_id", "/duration_minutes")
    assert inherited.message != overridden.message


def test_every_fault_of_the_activity_points_at_the_activity() -> None:
    account = known(
        {
            "kind": "one_on_one",
            "duration_minutes": 2000,
            "interviewer_ids": [8, 99],
            "office_id": 98,
            "candidate_template_id": 97,
            "interviewer_template_id": 61,
        }
    )
    assert found(planned(), account=account) == [
        ("err_duration_out_of_range", "/stage_activity_id"),
        ("err_invalid_set_of_interviewers", "/stage_activity_id"),
        ("err_interviewers_not_found", "/stage_activity_id"),
        ("err_office_not_found", "/stage_activity_id"),
        ("err_candidate_template_not_found", "/stage_activity_id"),
        ("err_interviewer_template_invalid_category", "/stage_activity_id"),
    ]


def test_an_ad_hoc_request_reads_no_plan(rules: RuleSet) -> None:
    assert found(sent(), rules, account=known({"duration_minutes": 0})) == []
    assert found(external(), REST_CREATE, account=known({"duration_minutes": 0})) == []
    assert waits(sent(), rules, account=known(interview_plans=None)) == {}


def test_the_question_about_the_activity_has_a_spelling_a_sentence_and_knows_what_it_reads() -> None:
    question = is_an_interview(f.stage_activity_id)
    assert (repr(question), question.sentence) == (
        "stage_activity_id.is_an_interview()",
        "stage_activity_id is an interview activity",
    )
    assert question.reads == {
        "field.application_id",
        "field.stage_activity_id",
        "snapshot.applications",
        "snapshot.interview_plans",
    }
