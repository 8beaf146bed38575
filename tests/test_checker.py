"""The calls: what they take, what they refuse, and how long a verdict holds."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from kula_rules import (
    MCP_CREATE,
    REST_CREATE,
    CreateInterview,
    InvalidRequest,
    Report,
    Snapshot,
    check,
    check_json,
    rule,
    validate,
)
from kula_rules import fields as f
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


def test_a_report_has_no_truth_value() -> None:
    with pytest.raises(TypeError, match=r"ask report\.verdict"):
        bool(Report())


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
