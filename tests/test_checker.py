"""The calls: what they take, what they refuse, and how long a verdict holds."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, cast

import pytest

from kula_rules import (
    MCP_CREATE,
    REST_CREATE,
    CreateInterview,
    InvalidRequest,
    Report,
    RuleSet,
    Snapshot,
    check,
    check_json,
    rule,
    validate,
)
from kula_rules import fields as f
from kula_rules.account import Account
from kula_rules.checker import Checker, facts_of
from kula_rules.jsontext import JsonError
from kula_rules.request import read_request
from kula_rules.rules import Example, case
from kula_rules.times import instant_of
from tests.support import ACCOUNT, NOW, external, found, known, planned, report_on, sent

WRONG: list[tuple[dict[str, Any], type[Exception], str]] = [
    ({}, TypeError, "missing 1 required keyword-only argument: 'now'"),
    ({"now": datetime(2030, 1, 1)}, ValueError, "now takes an aware datetime, .* this one is naive"),
    ({"now": "2030-01-01T00:00:00Z"}, TypeError, "now takes an aware datetime or None, not str"),
    ({"now": None, "snapshot": {}}, TypeError, r"snapshot takes a Snapshot \(see Snapshot.from_dict\), not dict"),
    ({"now": None, "rules": "rest"}, TypeError, "rules takes a RuleSet such as REST_CREATE, not str"),
    ({"now": None, "application_id": 0}, ValueError, "application_id takes a positive integer .*, not 0"),
    ({"now": None, "application_id": ""}, ValueError, "application_id takes"),
    ({"now": None, "application_id": True}, ValueError, "application_id takes .*, not true"),
    ({"now": None, "application_id": 7, "rules": MCP_CREATE}, ValueError, "the one in a REST path"),
]


@pytest.mark.parametrize(("arguments", "error", "message"), WRONG)
@pytest.mark.parametrize("payload", [sent(), []])
def test_a_wrong_call_is_refused_whatever_the_payload(
    payload: object, arguments: dict[str, Any], error: type[Exception], message: str
) -> None:
    for function in (check, validate):
        with pytest.raises(error, match=message):
            function(payload, **arguments)
    with pytest.raises(error, match=message):
        check_json("{", **arguments)


@pytest.mark.parametrize("data", [5, None, {}, ["{}"]])
def test_text_is_bytes_or_str(data: Any) -> None:
    with pytest.raises(
        TypeError, match=r"JSON text as bytes or str was expected, found .*; see check\(\) for mappings"
    ):
        check_json(data, now=None)


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_any_kind_of_bytes_is_read(kind: Any) -> None:
    assert check_json(kind(b"[]"), now=None).codes == ("not_an_object",)


def test_any_kind_of_str_is_read() -> None:
    class Text(str):
        pass

    assert check_json(Text("[]"), now=None).codes == ("not_an_object",)


def until(payload: object, *, now: datetime = NOW, **options: Any) -> datetime | None:
    return report_on(payload, now=now, **options).valid_until


START = datetime(2030, 1, 15, 10, 0, tzinfo=UTC)


def test_a_pass_holds_until_the_start() -> None:
    assert until(sent(start_time="2030-01-15T10:00:00Z")) == START
    assert until(sent(start_time="2030-01-15T11:00:00+01:00", timezone="Europe/Berlin")) == START


def test_a_failure_holds_for_ever() -> None:
    assert until(sent(start_time="2030-01-15T10:00:00Z"), now=START) is None
    assert until(sent(location="onsite")) is None
    assert until([]) is None


def test_without_now_nothing_changes_with_time() -> None:
    assert report_on(sent(), now=None).valid_until is None


FOLD = sent(start_time="2030-10-27T02:30:00", timezone="Europe/Berlin")
FIRST, SECOND = datetime(2030, 10, 27, 0, 30, tzinfo=UTC), datetime(2030, 10, 27, 1, 30, tzinfo=UTC)


def test_a_start_that_comes_twice_makes_the_verdict_change_twice() -> None:
    verdicts = [report_on(FOLD, now=now).verdict for now in (NOW, FIRST, SECOND - timedelta(seconds=1), SECOND)]
    assert verdicts == ["pass", "incomplete", "incomplete", "fail"]
    assert [until(FOLD, now=now) for now in (NOW, FIRST, SECOND)] == [FIRST, SECOND, None]


def test_an_incomplete_report_changes_at_the_second_instant_only() -> None:
    assert until(FOLD, account=None) == SECOND


def test_an_unusable_zone_leaves_a_day_either_way() -> None:
    rules = REST_CREATE.only("err_start_time_in_past")
    payload = {"start_time": "2030-01-15T10:00:00", "timezone": "Nowhere"}
    moments = [NOW, START - timedelta(days=1), START + timedelta(days=1)]
    assert [check(payload, now=now, rules=rules).valid_until for now in moments] == [*moments[1:], None]
    assert [check(payload, now=now, rules=rules).verdict for now in moments] == ["pass", "incomplete", "fail"]


def test_a_start_below_a_microsecond_is_past_one_later() -> None:
    payload = sent(start_time="2030-01-15T10:00:00.0000001Z")
    rules = REST_CREATE.only("err_start_time_in_past")
    assert check(payload, now=START, rules=rules).valid_until == START + timedelta(microseconds=1)


def test_a_start_after_the_end_of_time_is_never_past() -> None:
    payload = sent(start_time="9999-12-31T23:00:00-05:00", timezone="America/New_York")
    assert (report_on(payload).verdict, until(payload)) == ("pass", None)


def test_a_users_rule_can_come_to_hold() -> None:
    over = rule("acme_over", must=~f.start_time.is_in_the_future())
    report = check({"start_time": "2030-01-15T10:00:00Z"}, now=NOW, rules=REST_CREATE.only() + over)
    assert (report.verdict, report.valid_until) == ("fail", START)


def test_now_may_be_in_any_zone() -> None:
    now = START.astimezone(timezone(timedelta(hours=5, minutes=45)))
    assert found(sent(start_time="2030-01-15T10:00:00Z"), now=now) == [("err_start_time_in_past", "/start_time")]


def test_a_valid_request_is_typed() -> None:
    payload = sent(organizer_id="7", duration_minutes=45.0, candidate_template_id=61.0, note="kept out")
    request = validate(payload, now=NOW, snapshot=Snapshot.from_dict(ACCOUNT))
    assert isinstance(request, CreateInterview)
    assert request.model_dump(exclude_none=True) == {**sent(), "interviewer_ids": (7, 8)}
    assert (request.organizer_id, request.office_id) == (7, None)


def test_a_typed_request_has_the_application_of_the_path() -> None:
    assert validate(sent(application_id=None), now=NOW, application_id="501").application_id == 501


def test_a_typed_request_has_its_external_event() -> None:
    request = validate(external(external={"managed": True, "event_id": 7, "source": None}), now=NOW)
    assert request.model_dump(exclude_none=True)["external"] == {"managed": True, "event_id": 7}


def test_an_invalid_request_raises_with_its_report() -> None:
    with pytest.raises(InvalidRequest) as caught:
        validate(sent(location="onsite", kind=5), now=NOW)
    assert caught.value.report == check(sent(location="onsite", kind=5), now=NOW)
    assert str(caught.value) == "invalid_type at /kind; err_onsite_office_required at /office_id"


def test_a_payload_that_is_none_raises_too() -> None:
    with pytest.raises(InvalidRequest, match=r"^not_an_object at the top$"):
        validate(7, now=NOW)


def test_the_typed_request_takes_the_ordinary_payload() -> None:
    assert CreateInterview(**sent()).interviewer_ids == (7, 8)


def test_whatever_the_rules_a_typed_request_is_typed() -> None:
    lax = REST_CREATE.replace(rule("missing_field", must=f.organizer_id.is_present(), bad=[{}]))
    with pytest.raises(InvalidRequest, match=r"^missing_field at /application_id$"):
        validate(sent(application_id=None), now=NOW, rules=lax)


def test_a_finding_is_read_only_and_travels() -> None:
    (finding,) = report_on(sent(kind="one_on_one")).findings
    with pytest.raises(TypeError):
        finding.params["kind"] = "panel"  # type: ignore[index]  # the point of the test
    assert finding.to_dict()["params"] == {"interviewer_ids": [7, 8], "kind": "one_on_one"}
    assert copy.deepcopy(finding) == finding


def test_long_decimal_ids_are_ids() -> None:
    payload = sent(organizer_id=10**700, application_id=10**700)
    assert found(payload, REST_CREATE.only("application_id_mismatch"), application_id="1" + "0" * 700) == []


def test_what_is_typed_is_always_checked() -> None:
    few = MCP_CREATE.only("err_kind_required")
    with pytest.raises(InvalidRequest, match=r"^missing_field at /timezone$"):
        validate(sent(timezone=None), now=None, rules=few)
    with pytest.raises(InvalidRequest, match=r"^invalid_type at /name$"):
        validate(sent(name=5), now=None, rules=few)
    with pytest.raises(InvalidRequest, match=r"^invalid_value at /location$"):
        validate(sent(location="moon"), now=None, rules=few)


@pytest.mark.parametrize("ask", [lambda **more: check(sent(), **more), lambda **more: check_json("{}", **more)])
def test_a_wrong_call_is_one_after_a_right_one_too(ask: Callable[..., Report]) -> None:
    rules = RuleSet("rest", REST_CREATE)
    ask(now=None, rules=rules)
    with pytest.raises(TypeError, match="snapshot takes a Snapshot"):
        ask(now=None, snapshot=rules, rules=rules)


def test_a_report_has_no_truth_value() -> None:
    with pytest.raises(TypeError, match=r"ask report\.verdict"):
        bool(Report())


def test_a_report_is_a_value_that_is_never_changed() -> None:
    report = report_on(sent(location="onsite"), account=None)
    same = Report(report.findings, report.unchecked, report.valid_until)
    assert (same == report, hash(same) == hash(report), repr(same) == repr(report)) == (True, True, True)
    assert (report == Report(), report == report.findings) == (False, False)
    assert repr(Report()) == "Report(findings=(), unchecked=(), valid_until=None)"
    for name in ("findings", "unchecked", "valid_until", "verdict", "more"):
        with pytest.raises(AttributeError):
            setattr(report, name, ())


def test_a_report_tells_errors_from_warnings() -> None:
    report = report_on(sent(location="onsite", x=1, y=2), account=None)
    assert [finding.code for finding in report.errors] == ["err_onsite_office_required"]
    assert [finding.code for finding in report.warnings] == ["unknown_field", "unknown_field"]
    assert report.codes == ("err_onsite_office_required", "unknown_field")
    assert (report.failed, report.verdict) == (True, "fail")


def test_a_report_is_json_data() -> None:
    rules = REST_CREATE.only("err_invalid_set_of_interviewers", "err_office_not_found")
    payload = planned(kind="one_on_one", office_id=3)
    report = check(payload, now=None, rules=rules, snapshot=Snapshot.from_dict(known(offices={"items": []})))
    assert report.to_dict() == {
        "verdict": "fail",
        "findings": [
            {
                "code": "err_invalid_set_of_interviewers",
                "severity": "error",
                "status": 422,
                "pointer": "/kind",
                "message": "When kind is one_on_one, interviewer_ids must have exactly 1 entry. Found: interviewer_ids "
                '[7, 8] (inherited from stage activity 900), kind "one_on_one".',
                "params": {"interviewer_ids": [7, 8], "kind": "one_on_one", "inherited": ["interviewer_ids"]},
            }
        ],
        "unchecked": [{"code": "err_office_not_found", "needs": ["snapshot.offices"]}],
    }


SAID: list[tuple[dict[str, Any], str]] = [
    (
        {"now": datetime(2030, 1, 1)},
        "now takes an aware datetime, such as datetime.now(timezone.utc); this one is naive",
    ),
    ({"now": 7}, "now takes an aware datetime or None, not int"),
    ({"now": None, "snapshot": {}}, "snapshot takes a Snapshot (see Snapshot.from_dict), not dict"),
    ({"now": None, "rules": "rest"}, "rules takes a RuleSet such as REST_CREATE, not str"),
    (
        {"now": None, "application_id": 0},
        "application_id takes a positive integer or a non-empty string, not 0",
    ),
    (
        {"now": None, "application_id": 7, "rules": MCP_CREATE},
        "application_id is the one in a REST path; the mcp tool takes it in the payload",
    ),
]


@pytest.mark.parametrize(("arguments", "message"), SAID)
def test_what_is_wrong_with_a_call_is_said_in_full(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises((TypeError, ValueError)) as caught:
        check({}, **arguments)
    assert str(caught.value) == message


def test_what_is_no_text_is_named() -> None:
    with pytest.raises(TypeError) as caught:
        check_json(cast(Any, 5), now=None)
    assert str(caught.value) == "JSON text as bytes or str was expected, found int; see check() for mappings"


@pytest.mark.parametrize("rules", [REST_CREATE, MCP_CREATE, REST_CREATE.only()])
def test_a_text_that_is_not_json_is_one_finding_whatever_the_rules(rules: RuleSet) -> None:
    report = check_json('{"kind":\n NaN}', now=NOW, rules=rules)
    assert report.to_dict() == {
        "verdict": "fail",
        "findings": [
            {
                "code": "invalid_json",
                "severity": "error",
                "status": None,
                "pointer": "",
                "message": "expected JSON, found: NaN is not a JSON value (line 2, column 2)",
                "params": {"line": 2, "column": 2},
            }
        ],
        "unchecked": [],
    }
    assert report.valid_until is None


def test_a_limit_that_no_place_passes_has_no_line() -> None:
    key = json.dumps("k" * 600_000)
    (finding,) = check_json(f'{{{key}: {{"a": 1, "a": 1, "b": 1, "b": 1}}}}', now=None).findings
    assert (finding.code, finding.pointer, dict(finding.params)) == ("invalid_json", "", {})


def test_the_keys_that_a_text_repeats_are_found() -> None:
    rules = REST_CREATE.only("duplicate_key", "unknown_field")
    text = '{"kind": 1, "kind": 2, "x": {"y": 1, "y": 2}}'
    expected = [("duplicate_key", "/kind"), ("duplicate_key", "/x/y"), ("unknown_field", "/x")]
    assert [(finding.code, finding.pointer) for finding in check_json(text, now=None, rules=rules).findings] == expected


def test_the_application_of_the_path_is_for_texts_too() -> None:
    rules = REST_CREATE.only("missing_field", "application_id_mismatch")
    report = check_json('{"application_id": 502}', now=None, rules=rules, application_id="501")
    assert [(finding.code, finding.pointer) for finding in report.findings] == [
        ("missing_field", "/organizer_id"),
        ("missing_field", "/start_time"),
        ("missing_field", "/timezone"),
        ("application_id_mismatch", "/application_id"),
    ]


def test_a_problem_of_shape_that_is_a_warning_comes_with_the_warnings() -> None:
    rules = RuleSet("mcp", [MCP_CREATE["unknown_field"], MCP_CREATE["invalid_type"], MCP_CREATE["invalid_value"]])
    payload = {"x": 1, "kind": 5, "organizer_id": 0, "timezone": 7}
    report = check(payload, now=None, rules=rules)
    assert [(finding.code, finding.pointer, finding.severity) for finding in report.findings] == [
        ("invalid_value", "/organizer_id", "error"),
        ("invalid_type", "/timezone", "error"),
        ("invalid_type", "/kind", "error"),
        ("unknown_field", "/x", "warning"),
    ]


def test_a_warning_that_is_not_decided_is_not_told() -> None:
    late = rule("acme_late", must=f.start_time.is_in_the_future(), severity="warning")
    report = check({"start_time": "2030-01-15T10:00:00Z"}, now=None, rules=REST_CREATE.only() + late)
    assert (report, report.verdict) == (Report(), "pass")


def test_what_is_unchecked_says_all_that_it_needs_in_order() -> None:
    rules = REST_CREATE.only("err_start_time_in_past", "err_stage_activity_not_found")
    report = check(planned(start_time="2030-01-15T10:00:00", timezone="Nowhere"), now=None, rules=rules)
    assert [item.to_dict() for item in report.unchecked] == [
        {"code": "err_start_time_in_past", "needs": ["field.timezone", "now"]},
        {"code": "err_stage_activity_not_found", "needs": ["snapshot.applications", "snapshot.interview_plans"]},
    ]


def test_a_warning_that_changes_with_time_leaves_the_verdict() -> None:
    late = rule("acme_late", must=f.start_time.is_in_the_future(), severity="warning")
    report = check({"start_time": "2030-01-15T10:00:00Z"}, now=NOW, rules=REST_CREATE.only() + late)
    assert (report.verdict, report.valid_until) == ("pass", None)


def test_several_cases_are_one_answer() -> None:
    rules = REST_CREATE.only() + rule(
        "acme", cases=[case(must=f.office_id.is_found_in(f.offices)), case(must=f.kind == "panel")]
    )
    payload = {"office_id": 3, "kind": "one_on_one"}
    assert [finding.pointer for finding in check(payload, now=None, rules=rules).findings] == ["/kind"]
    assert check(payload, now=None, rules=rules).unchecked == ()
    payload = {"office_id": 3, "kind": "panel"}
    assert [item.needs for item in check(payload, now=None, rules=rules).unchecked] == [("snapshot.offices",)]


def test_an_example_is_a_payload_or_a_text_with_all_that_is_known() -> None:
    payload = {"organizer_id": 7, "start_time": "2030-01-15T10:00:00Z"}
    example = Example(payload=payload, surface="rest", now=NOW, snapshot=ACCOUNT, application_id="501")
    facts = facts_of(example)
    assert (facts.request, facts.now) == (read_request(payload, "rest", 501), instant_of(NOW))
    assert (facts.job, facts.account) == (31, Snapshot.from_dict(ACCOUNT))
    text = facts_of(Example(payload=json.dumps(payload), surface="mcp"))
    assert (text.request, text.now) == (read_request(payload, "mcp"), None)
    assert text.account == Account()


def test_an_example_of_a_users_rule_may_be_a_text() -> None:
    made = rule(
        "acme", must=f.kind == "panel", good=[Example(payload="{")], bad=[Example(payload='{"kind": "one_on_one"}')]
    )
    assert [example.payload for example in (*made.good, *made.bad)] == ["{", '{"kind": "one_on_one"}']


def test_without_a_snapshot_and_an_application_nothing_is_assumed() -> None:
    rules = REST_CREATE.only("err_office_not_found", "missing_field")
    report = check({"office_id": 3}, now=None, rules=rules)
    assert [finding.pointer for finding in report.findings] == [
        "/organizer_id",
        "/application_id",
        "/start_time",
        "/timezone",
    ]
    assert [item.needs for item in report.unchecked] == [("snapshot.offices",)]


def test_a_typed_request_is_of_its_surface() -> None:
    payload = sent(candidate_template_id=None, interviewer_template_id=None)
    assert validate(payload, now=NOW, rules=MCP_CREATE).candidate_template_id is None
    with pytest.raises(InvalidRequest, match=r"^err_candidate_template_id_required at /candidate_template_id; "):
        validate(payload, now=NOW)


def test_a_checker_takes_what_a_reader_found_in_the_text() -> None:
    checker = Checker(NOW, None, REST_CREATE.only("duplicate_key"), None)
    assert [finding.pointer for finding in checker.check({"kind": "panel"}, ("/kind",)).findings] == ["/kind"]
    assert checker.check({"kind": "panel"}) == Report()
    report = checker.refuse(JsonError("no value", 3, 4, expected="YAML"))
    assert [(finding.code, finding.message, dict(finding.params)) for finding in report.findings] == [
        ("invalid_json", "expected YAML, found: no value (line 3, column 4)", {"line": 3, "column": 4})
    ]
