"""Contract, section 2: codes, statuses, the order of findings, and what never appears in a report."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from kula_rules import InvalidRequest, RuleSet, Snapshot, check, check_json, validate

from ..support import (
    ACCOUNT,
    BOTH,
    MCP_CREATE,
    NOW,
    REST_CREATE,
    external,
    found,
    known,
    planned,
    report_on,
    sent,
    waits,
)
from .cases import Findings, by_plan, complete

DOCUMENTED = [
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
    "err_application_not_found",
    "err_organizer_not_found",
    "err_organizer_no_calendar",
    "err_organizer_no_job_permission",
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
]
OWN_ERRORS = {
    "invalid_json",
    "not_an_object",
    "duplicate_key",
    "invalid_type",
    "invalid_value",
    "missing_field",
    "organizer_not_eligible",
}
WARNINGS = [
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
]


# codes


def test_the_rest_rules_have_the_32_documented_codes_in_the_order_of_sections_5_and_6() -> None:
    assert len(DOCUMENTED) == 32
    assert [code for code in REST_CREATE.codes if code.startswith("err_")] == DOCUMENTED


def test_the_tool_has_no_rule_that_requires_a_template() -> None:
    missing = ["err_candidate_template_id_required", "err_interviewer_template_id_required"]
    assert [code for code in DOCUMENTED if code not in MCP_CREATE] == missing


def test_the_projects_own_errors_do_not_begin_with_err() -> None:
    own = {rule.code for rule in REST_CREATE if rule.severity == "error" and not rule.code.startswith("err_")}
    assert own == OWN_ERRORS


def test_the_warnings_are_those_of_section_8_in_their_order() -> None:
    assert [rule.code for rule in REST_CREATE if rule.severity == "warning"] == WARNINGS


def test_a_missing_application_is_404_and_every_other_documented_code_is_422(rules: RuleSet) -> None:
    request = sent(
        application_id=502,
        kind=None,
        duration_minutes=0,
        timezone="PST",
        location="onsite",
        office_id=4,
        organizer_id=99,
    )
    assert [(f.code, f.status) for f in report_on(request, rules).findings] == [
        ("err_kind_required", 422),
        ("err_invalid_timezone", 422),
        ("err_end_time_before_start_time", 422),
        ("err_application_not_found", 404),
        ("err_organizer_not_found", 422),
        ("err_office_not_found", 422),
    ]


def test_the_projects_own_codes_have_no_status(rules: RuleSet) -> None:
    request = sent(organizer_id=None, duration_minutes="45", location="x", colour="red", interviewer_ids=[7])
    assert [(f.code, f.status, f.severity) for f in report_on(request, rules).findings] == [
        ("invalid_type", None, "error"),
        ("invalid_value", None, "error"),
        ("missing_field", None, "error"),
        ("unknown_field", None, "warning"),
    ]
    assert [f.status for f in report_on([], rules).findings] == [None]
    assert [f.status for f in check_json("x", now=NOW, rules=rules).findings] == [None]


# findings


def test_every_finding_carries_six_things(rules: RuleSet) -> None:
    (finding,) = report_on(sent(location="onsite"), rules).findings
    data = finding.to_dict()
    assert list(data) == ["code", "severity", "status", "pointer", "message", "params"]
    assert [data["code"], data["severity"], data["status"], data["pointer"]] == [
        "err_onsite_office_required",
        "error",
        422,
        "/office_id",
    ]
    assert isinstance(data["message"], str)
    assert isinstance(data["params"], dict)


EVERYTHING_WRONG: dict[str, Any] = {
    "organizer_id": True,
    "application_id": 0,
    "start_time": "2020-01-15T10:10+01",
    "timezone": "PST",
    "duration_minutes": 0,
    "kind": "one_on_one",
    "location": "zoom",
    "interviewer_ids": [99, 98, 99],
    "office_id": 4,
    "host_id": 97,
    "calendar_event_visibility": "secret",
    "colour": {"secret": "s3cret"},
}


def test_params_and_messages_are_json_data(rules: RuleSet) -> None:
    data = report_on(EVERYTHING_WRONG, rules).to_dict()
    assert json.loads(json.dumps(data)) == data


# order


def test_errors_come_in_the_order_of_sections_5_and_6_and_warnings_in_that_of_section_8() -> None:
    assert found(EVERYTHING_WRONG) == [
        ("invalid_type", "/organizer_id"),
        ("invalid_value", "/application_id"),
        ("err_candidate_template_id_required", "/candidate_template_id"),
        ("err_interviewer_template_id_required", "/interviewer_template_id"),
        ("err_invalid_timezone", "/timezone"),
        ("err_start_time_not_aligned", "/start_time"),
        ("err_start_time_in_past", "/start_time"),
        ("err_end_time_before_start_time", "/duration_minutes"),
        ("err_invalid_set_of_interviewers", "/interviewer_ids"),
        ("err_zoom_host_id_not_in_interviewers", "/host_id"),
        ("err_interviewers_not_found", "/interviewer_ids/0"),
        ("err_interviewers_not_found", "/interviewer_ids/1"),
        ("err_interviewers_not_found", "/interviewer_ids/2"),
        ("err_office_not_found", "/office_id"),
        ("err_zoom_host_invalid_user", "/host_id"),
        ("unknown_field", "/colour"),
        ("unportable_start_time", "/start_time"),
        ("duplicate_interviewers", "/interviewer_ids"),
        ("field_has_no_effect", "/office_id"),
        ("unknown_visibility", "/calendar_event_visibility"),
    ]


def test_the_order_of_the_keys_does_not_matter(rules: RuleSet) -> None:
    reversed_keys = dict(reversed(list(EVERYTHING_WRONG.items())))
    assert found(reversed_keys, rules) == found(EVERYTHING_WRONG, rules)


SHAPES: Findings = [
    ("invalid_value", "/organizer_id"),
    ("invalid_type", "/application_id"),
    ("invalid_type", "/start_time"),
    ("invalid_type", "/timezone"),
    ("invalid_type", "/duration_minutes"),
    ("invalid_value", "/kind"),
    ("invalid_type", "/location"),
    ("invalid_value", "/interviewer_ids/0"),
    ("invalid_type", "/interviewer_ids/1"),
    ("invalid_value", "/stage_activity_id"),
    ("invalid_type", "/office_id"),
    ("invalid_value", "/host_id"),
    ("invalid_type", "/hackerrank_template_id"),
    ("invalid_type", "/name"),
    ("invalid_type", "/calendar_event_visibility"),
    ("invalid_type", "/ai_note_taker_enabled"),
    ("invalid_type", "/ai_scorecard_assist_enabled"),
    ("invalid_value", "/interviewer_template_id"),
    ("invalid_type", "/candidate_template_id"),
    ("invalid_value", "/scorecard_template_id"),
]
SHAPELESS: dict[str, Any] = {
    "scorecard_template_id": 0,
    "candidate_template_id": True,
    "interviewer_template_id": 0,
    "ai_scorecard_assist_enabled": 1,
    "ai_note_taker_enabled": 1,
    "calendar_event_visibility": 1,
    "name": 1,
    "hackerrank_template_id": True,
    "host_id": 0,
    "office_id": True,
    "stage_activity_id": 0,
    "interviewer_ids": [0, None],
    "location": 1,
    "kind": "x",
    "duration_minutes": "45",
    "timezone": 1,
    "start_time": 1,
    "application_id": True,
    "organizer_id": 0,
}


def test_findings_of_shape_come_in_the_order_of_the_table_of_fields(rules: RuleSet) -> None:
    shape = rules.only("invalid_type", "invalid_value")
    assert found(SHAPELESS, shape) == SHAPES


def test_external_is_the_last_field_of_the_table() -> None:
    shape = REST_CREATE.only("invalid_type", "invalid_value")
    request = {"external": {"event_id": True, "managed": 1}, **SHAPELESS}
    assert found(request, shape) == [
        *SHAPES,
        ("invalid_type", "/external/managed"),
        ("invalid_type", "/external/event_id"),
    ]


def test_unchecked_rules_come_in_the_order_of_sections_5_and_6() -> None:
    request = planned(host_id=8, interviewer_ids=[7], kind="one_on_one")
    assert list(waits(request, now=None, account=None)) == [
        "err_start_time_in_past",
        "err_end_time_before_start_time",
        "err_duration_out_of_range",
        "err_onsite_office_required",
        "err_zoom_host_id_not_in_interviewers",
        "err_hackerrank_template_id_required",
        "err_application_not_found",
        "err_organizer_not_found",
        "err_organizer_no_calendar",
        "err_organizer_no_job_permission",
        "err_organizer_no_application_permission",
        "err_interviewers_not_found",
        "err_office_not_found",
        "err_zoom_host_invalid_user",
        "err_candidate_template_not_found",
        "err_interviewer_template_not_found",
        "err_candidate_template_invalid_category",
        "err_interviewer_template_invalid_category",
        "err_stage_activity_not_found",
        "err_stage_activity_not_interview",
    ]


# verdicts


def test_any_error_makes_the_verdict_fail_whatever_is_unchecked(rules: RuleSet) -> None:
    assert report_on(sent(kind=None), rules, account=None, now=None).verdict == "fail"


def test_an_unchecked_error_rule_makes_the_verdict_incomplete(rules: RuleSet) -> None:
    assert report_on(sent(), rules, now=None).verdict == "incomplete"
    assert report_on(sent(colour=1), rules, now=None).verdict == "incomplete"


def test_with_neither_the_verdict_is_pass(rules: RuleSet) -> None:
    assert report_on(sent(), rules).verdict == "pass"
    assert report_on(by_plan(rules), rules).verdict == "pass"


# one problem, one finding


@pytest.mark.parametrize("rules", BOTH, ids=["rest", "mcp"])
@pytest.mark.parametrize(
    "request_",
    [EVERYTHING_WRONG, SHAPELESS, {}, sent(location="zoom"), sent(timezone="PST", start_time="2030-01-15T10:00:00")],
)
def test_removing_a_rule_never_changes_what_another_rule_says(rules: RuleSet, request_: dict[str, Any]) -> None:
    findings, unchecked = found(request_, rules), waits(request_, rules)
    for code in rules.codes:
        fewer = rules.without(code)
        assert found(request_, fewer) == [item for item in findings if item[0] != code]
        assert waits(request_, fewer) == {other: needs for other, needs in unchecked.items() if other != code}


# privacy

MARK = "s3cr3t-passcode"
URL = f"https://example.com/{MARK}"
IN_NAMES_AND_KEYS = [
    (sent(name=[MARK]), ("invalid_type",)),
    (sent(name={"first": MARK}), ("invalid_type",)),
    (sent(colour=MARK), ("unknown_field",)),
    (sent(colour={"deep": [MARK]}), ("unknown_field",)),
]
IN_EXTERNAL = [
    (sent(external=MARK), ("invalid_type",)),
    (sent(external=[MARK]), ("invalid_type",)),
    (sent(external={"managed": MARK}), ("invalid_type",)),
    (
        sent(external={"managed": True, "video_conferencing_url": [MARK]}, calendar_event_visibility=None),
        ("invalid_type", "field_has_no_effect"),
    ),
    (sent(external={"source": [MARK], "event_id": [MARK]}), ("invalid_type", "external_fields_ignored")),
    (sent(external={"source": MARK, "event_id": MARK}), ("external_fields_ignored",)),
    (external(external={"managed": True, "passcode": MARK}), ("unknown_field",)),
    (
        external(external={"managed": True, "video_conferencing_url": URL}, ai_note_taker_enabled=True),
        ("note_taker_cannot_join",),
    ),
]


@pytest.mark.parametrize(("request_", "codes"), IN_NAMES_AND_KEYS)
def test_names_and_the_values_of_unknown_keys_never_appear_in_a_report(
    rules: RuleSet, request_: dict[str, Any], codes: tuple[str, ...]
) -> None:
    report = report_on(request_, rules)
    assert report.codes == codes
    assert MARK not in repr(report)


@pytest.mark.parametrize(("request_", "codes"), IN_EXTERNAL)
def test_values_under_external_never_appear_in_a_report(request_: dict[str, Any], codes: tuple[str, ...]) -> None:
    report = report_on(request_)
    assert report.codes == codes
    assert MARK not in repr(report)


@pytest.mark.parametrize("value", [MARK, [MARK], {"managed": True, "video_conferencing_url": URL, MARK[:3]: MARK}])
def test_the_tool_shows_nothing_of_external_but_its_name(value: object) -> None:
    report = report_on(sent(external=value), MCP_CREATE)
    assert report.codes == ("unknown_field",)
    assert MARK not in repr(report)


@pytest.mark.parametrize("payload", [MARK, [MARK], [{"name": MARK}], (MARK,), MARK.encode()])
def test_a_payload_that_is_no_object_never_appears_in_a_report(rules: RuleSet, payload: object) -> None:
    report = report_on(payload, rules)
    assert report.codes == ("not_an_object",)
    assert MARK not in repr(report)


@pytest.mark.parametrize(
    "text",
    [
        f'"{MARK}"',
        f'["{MARK}"]',
        f'{{"name": "{MARK}',
        f'{{"name": {MARK}}}',
        MARK,
        f'{{"name": "{MARK}\\ud800"}}',
        f'{{"name": "{MARK}", "name": "{MARK}"}}',
        f'{{"external": {{"source": "{MARK}", "source": "{MARK}"}}}}',
        f'{{"x": "{MARK}", "x": "{MARK}"}}',
    ],
)
def test_private_values_of_a_text_never_appear_in_a_report(rules: RuleSet, text: str) -> None:
    report = check_json(text, now=NOW, rules=rules)
    assert report.verdict == "fail"
    assert MARK not in repr(report)


def test_private_values_never_appear_in_what_is_raised() -> None:
    with pytest.raises(InvalidRequest) as raised:
        validate(sent(name=[MARK], colour=MARK), now=NOW)
    assert MARK not in str(raised.value)


def test_the_names_of_unknown_keys_may_appear() -> None:
    assert found(sent(colour=MARK)) == [("unknown_field", "/colour")]


# the same input gives the same report


def test_the_report_does_not_depend_on_the_environment(rules: RuleSet, monkeypatch: pytest.MonkeyPatch) -> None:
    request = sent(start_time="2030-11-03T01:30:00", colour=1)
    before = report_on(request, rules).to_dict()
    for name, value in {"TZ": "Asia/Tokyo", "LC_ALL": "de_DE.UTF-8", "PYTHONTZPATH": "/nowhere"}.items():
        monkeypatch.setenv(name, value)
    assert report_on(request, rules).to_dict() == before


def test_a_payload_is_not_changed_by_checking_it(rules: RuleSet) -> None:
    request = sent(external={"managed": False}, interviewer_ids=[7, "8", 7.0])
    before = json.dumps(request)
    report_on(request, rules)
    assert json.dumps(request) == before


# information only resolves


def test_now_resolves_what_was_unchecked_and_changes_nothing_else(rules: RuleSet) -> None:
    request = sent(start_time="2026-11-20T08:15:00Z", location="onsite")
    office = ("err_onsite_office_required", "/office_id")
    assert found(request, rules, now=None) == [office]
    assert found(request, rules, now=NOW) == [office]
    assert found(request, rules, now=datetime(2026, 11, 20, 9, tzinfo=UTC)) == [
        ("err_start_time_in_past", "/start_time"),
        office,
    ]


def test_a_user_record_resolves_that_an_organizer_is_not_eligible(rules: RuleSet) -> None:
    lists = {"31": complete({"id": 7})}
    managed = complete({"id": 501, "job_id": 31, "manager_ids": [8]})
    others = {"id": 7, "status": "active"}
    request = sent(organizer_id=8, interviewer_ids=[7])
    for user, code in [
        ({"id": 8}, "organizer_not_eligible"),
        ({"id": 8, "calendar_connected": False}, "err_organizer_no_calendar"),
        ({"id": 8, "calendar_connected": True}, "err_organizer_no_job_permission"),
    ]:
        account = known(users=complete(user, others), valid_organizers=lists, applications=managed)
        assert found(request, rules, account=account) == [(code, "/organizer_id")]


def test_a_text_and_the_value_that_it_says_give_the_same_report(rules: RuleSet) -> None:
    snapshot = Snapshot.from_dict(ACCOUNT)
    text = json.dumps(EVERYTHING_WRONG)
    assert check_json(text, now=NOW, snapshot=snapshot, rules=rules) == check(
        EVERYTHING_WRONG, now=NOW, snapshot=snapshot, rules=rules
    )
