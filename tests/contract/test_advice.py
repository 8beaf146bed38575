"""Contract, section 8: what the server accepts, but is probably not meant. A warning never changes the verdict."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from kula_rules import RuleSet

from ..support import MCP_CREATE, REST_CREATE, external, found, known, planned, report_on, sent, waits
from .cases import Findings, by_plan, with_null


def test_warnings_have_no_status_and_never_change_the_verdict(rules: RuleSet) -> None:
    report = report_on(sent(colour="red", host_id=7, calendar_event_visibility="secret"), rules)
    assert [(f.code, f.severity, f.status) for f in report.findings] == [
        ("unknown_field", "warning", None),
        ("field_has_no_effect", "warning", None),
        ("unknown_visibility", "warning", None),
    ]
    assert report.verdict == "pass"


# unknown_field


@pytest.mark.parametrize("value", [None, 5, "x", [], {}, {"kind": 5}])
@pytest.mark.parametrize("key", ["colour", "Kind", "kind ", "", "officeId", "external.managed"])
def test_a_key_that_the_surface_does_not_document_is_unknown_whatever_its_value(
    rules: RuleSet, key: str, value: object
) -> None:
    assert found({**sent(), key: value}, rules) == [("unknown_field", f"/{key}")]


def test_a_pointer_escapes_the_key(rules: RuleSet) -> None:
    assert found({**sent(), "a/b": 1}, rules) == [("unknown_field", "/a~1b")]
    assert found({**sent(), "a~b": 1}, rules) == [("unknown_field", "/a~0b")]
    assert found({**sent(), "~1/": 1}, rules) == [("unknown_field", "/~01~1")]


@pytest.mark.parametrize("value", [None, 5, {}])
def test_a_key_of_external_that_is_not_documented_is_unknown(value: object) -> None:
    assert found(external(external={"managed": True, "passcode": value})) == [("unknown_field", "/external/passcode")]
    assert found(sent(external={"managed": False, "passcode": value})) == [("unknown_field", "/external/passcode")]


def test_external_itself_is_unknown_on_mcp() -> None:
    assert found(sent(external={"managed": True, "passcode": 1}), MCP_CREATE) == [("unknown_field", "/external")]


def test_a_misspelled_field_comes_with_a_suggestion() -> None:
    misspelled, strange = report_on({**sent(), "ofice_id": 3, "zzz": 3}).findings
    assert misspelled.message.count("office_id") == 1
    assert strange.message.count("did you mean") == 0


# application_id_mismatch


def test_the_path_and_the_body_may_agree() -> None:
    assert found(sent(), application_id=501) == []
    assert found(sent(), application_id="501") == []
    assert found(sent(application_id="501"), application_id=501) == []
    assert found(sent(application_id=501.0), application_id="501") == []


def test_if_they_differ_the_path_wins_and_the_body_is_warned_about() -> None:
    assert found(sent(application_id=502), application_id=501) == [("application_id_mismatch", "/application_id")]
    assert found(sent(application_id="0501"), application_id=501) == [("application_id_mismatch", "/application_id")]
    assert found(sent(application_id=501), application_id=502) == [
        ("err_application_not_found", "/application_id"),
        ("application_id_mismatch", "/application_id"),
    ]


# unportable_start_time


@pytest.mark.parametrize(
    ("text", "portable"),
    [
        ("2030-01-15T10:00:00", True),
        ("2030-01-15T10:00:00Z", True),
        ("2030-01-15T10:00:00.000", True),
        ("2030-01-15T10:00:00.0000000000Z", True),
        ("2030-01-15T10:00:00+00:00", True),
        ("2030-01-15T23:00:00Z", True),
        ("2030-01-15T24:00:00Z", False),
        ("2030-01-15T10:00Z", False),
        ("2030-01-15T10Z", False),
        ("2030-01-15T10:00:00,000Z", False),
        ("2030-01-15T10:00:00z", False),
        ("2030-01-15T10:00:00+0000", False),
        ("2030-01-15T10:00:00+00", False),
        ("20300115T100000Z", False),
        ("2030-W03-2T10:00:00Z", False),
        ("2030-015T10:00:00Z", False),
    ],
)
def test_one_spelling_of_a_start_time_is_portable(rules: RuleSet, text: str, portable: bool) -> None:
    expected: Findings = [] if portable else [("unportable_start_time", "/start_time")]
    assert found(sent(start_time=text), rules) == expected


def test_a_start_time_that_is_not_accepted_is_not_called_unportable(rules: RuleSet) -> None:
    assert found(sent(start_time="2030-01-15 10:00"), rules) == [("err_invalid_iso_8601", "/start_time")]


# nonexistent_local_time, ambiguous_local_time

GAP: Findings = [("nonexistent_local_time", "/start_time")]
FOLD: Findings = [("ambiguous_local_time", "/start_time")]


@pytest.mark.parametrize(
    ("zone", "text", "expected"),
    [
        ("America/Los_Angeles", "2030-03-10T01:45:00", []),
        ("America/Los_Angeles", "2030-03-10T02:00:00", GAP),
        ("America/Los_Angeles", "2030-03-10T02:45:00", GAP),
        ("America/Los_Angeles", "2030-03-10T03:00:00", []),
        ("America/Los_Angeles", "2030-11-03T00:45:00", []),
        ("America/Los_Angeles", "2030-11-03T01:00:00", FOLD),
        ("America/Los_Angeles", "2030-11-03T01:45:00", FOLD),
        ("America/Los_Angeles", "2030-11-03T02:00:00", []),
        ("Europe/Berlin", "2030-03-31T01:45:00", []),
        ("Europe/Berlin", "2030-03-31T02:00:00", GAP),
        ("Europe/Berlin", "2030-03-31T03:00:00", []),
        ("Europe/Berlin", "2030-10-27T01:45:00", []),
        ("Europe/Berlin", "2030-10-27T02:00:00", FOLD),
        ("Europe/Berlin", "2030-10-27T03:00:00", []),
        ("Australia/Lord_Howe", "2030-10-06T01:45:00", []),
        ("Australia/Lord_Howe", "2030-10-06T02:00:00", GAP),
        ("Australia/Lord_Howe", "2030-10-06T02:15:00", GAP),
        ("Australia/Lord_Howe", "2030-10-06T02:30:00", []),
        ("Australia/Lord_Howe", "2030-04-07T01:15:00", []),
        ("Australia/Lord_Howe", "2030-04-07T01:30:00", FOLD),
        ("Australia/Lord_Howe", "2030-04-07T01:45:00", FOLD),
        ("Australia/Lord_Howe", "2030-04-07T02:00:00", []),
        ("America/Santiago", "2030-09-07T23:45:00", []),
        ("America/Santiago", "2030-09-08T00:00:00", GAP),
        ("America/Santiago", "2030-09-08T01:00:00", []),
        ("America/Santiago", "2030-04-06T22:45:00", []),
        ("America/Santiago", "2030-04-06T23:45:00", FOLD),
        ("America/Santiago", "2030-04-07T00:00:00", []),
        ("Antarctica/Troll", "2030-03-31T02:45:00", GAP),
        ("Antarctica/Troll", "2030-03-31T03:00:00", []),
        ("Asia/Tokyo", "2030-03-31T02:30:00", []),
        ("Etc/UTC", "2030-03-10T02:30:00", []),
    ],
)
def test_a_local_time_that_the_clocks_skip_or_repeat_is_warned_about(
    rules: RuleSet, zone: str, text: str, expected: Findings
) -> None:
    assert found(sent(start_time=text, timezone=zone), rules) == expected


@pytest.mark.parametrize("text", ["2030-03-10T02:30:00", "2030-11-03T01:30:00"])
def test_a_start_time_with_an_offset_is_neither_skipped_nor_repeated(rules: RuleSet, text: str) -> None:
    assert found(sent(start_time=f"{text}Z"), rules) == []
    assert found(sent(start_time=f"{text}+00:00"), rules) == []


@pytest.mark.parametrize("zone", ["PST", None])
def test_without_a_zone_no_local_time_is_warned_about(rules: RuleSet, zone: str | None) -> None:
    reported = "missing_field" if zone is None else "err_invalid_timezone"
    assert found(sent(start_time="2030-03-10T02:30:00", timezone=zone), rules) == [(reported, "/timezone")]


# offset_disagrees_with_timezone

DISAGREES: Findings = [("offset_disagrees_with_timezone", "/start_time")]


@pytest.mark.parametrize(
    ("zone", "text", "expected"),
    [
        ("America/Los_Angeles", "2030-01-15T10:00:00-08:00", []),
        ("America/Los_Angeles", "2030-01-15T10:00:00-07:00", DISAGREES),
        ("America/Los_Angeles", "2030-07-15T10:00:00-07:00", []),
        ("America/Los_Angeles", "2030-07-15T10:00:00-08:00", DISAGREES),
        ("America/Los_Angeles", "2030-01-15T10:00:00Z", []),
        ("America/Los_Angeles", "2030-01-15T10:00:00+00:00", []),
        ("America/Los_Angeles", "2030-01-15T10:00:00-00:00", []),
        ("America/Los_Angeles", "2030-03-10T02:30:00-08:00", DISAGREES),
        ("America/Los_Angeles", "2030-03-10T03:00:00-07:00", []),
        ("America/Los_Angeles", "2030-11-03T01:30:00-07:00", []),
        ("America/Los_Angeles", "2030-11-03T01:30:00-08:00", []),
        ("Europe/Berlin", "2030-10-27T02:30:00+02:00", []),
        ("Europe/Berlin", "2030-10-27T02:30:00+01:00", []),
        ("Europe/Berlin", "2030-10-27T02:30:00+03:00", DISAGREES),
        ("Australia/Lord_Howe", "2030-04-07T01:45:00+11:00", []),
        ("Australia/Lord_Howe", "2030-04-07T01:45:00+10:30", []),
        ("Australia/Lord_Howe", "2030-01-15T10:00:00+10:30", DISAGREES),
        ("Etc/UTC", "2030-01-15T10:00:00+01:00", DISAGREES),
    ],
)
def test_a_written_offset_other_than_zero_should_be_that_of_the_zone(
    rules: RuleSet, zone: str, text: str, expected: Findings
) -> None:
    assert found(sent(start_time=text, timezone=zone), rules) == expected


def test_without_a_zone_no_offset_disagrees(rules: RuleSet) -> None:
    request = sent(start_time="2030-01-15T10:00:00+01:00", timezone="PST")
    assert found(request, rules) == [("err_invalid_timezone", "/timezone")]


# duration_not_multiple_of_15


@pytest.mark.parametrize("minutes", [5, 14, 16, 20, 1439])
def test_rest_warns_of_a_duration_that_the_tool_would_refuse(minutes: int) -> None:
    report = report_on(sent(duration_minutes=minutes))
    assert [(f.code, f.pointer) for f in report.findings] == [("duration_not_multiple_of_15", "/duration_minutes")]
    assert report.verdict == "pass"


def test_the_tool_refuses_such_a_duration_and_does_not_warn_of_it() -> None:
    assert found(sent(duration_minutes=20), MCP_CREATE) == [("err_duration_out_of_range", "/duration_minutes")]


def test_an_inherited_duration_is_warned_about_at_the_activity() -> None:
    assert found(planned(), account=known({"duration_minutes": 20})) == [
        ("duration_not_multiple_of_15", "/stage_activity_id")
    ]


# duplicate_interviewers

DUPLICATES: Findings = [("duplicate_interviewers", "/interviewer_ids")]


@pytest.mark.parametrize("ids", [[7, 7], [7, "7"], [7.0, "7"], [7, 8, 7, 8], [7, 8, 8, 8]])
def test_the_same_id_twice_is_warned_about_once(rules: RuleSet, ids: list[Any]) -> None:
    assert found(sent(interviewer_ids=ids), rules) == DUPLICATES
    assert found(by_plan(rules, interviewer_ids=ids), rules) == DUPLICATES


def test_other_spellings_of_a_number_are_other_ids(rules: RuleSet) -> None:
    assert found(sent(interviewer_ids=[7, "007"]), rules) == [("err_interviewers_not_found", "/interviewer_ids/1")]


def test_duplicates_of_the_plan_are_warned_about_where_a_conflict_would_be() -> None:
    account = known({"interviewer_ids": [7, 8, 7]})
    assert found(planned(), account=account) == [("duplicate_interviewers", "/stage_activity_id")]
    assert found(planned(kind="panel"), account=account) == [("duplicate_interviewers", "/kind")]
    assert found(planned(interviewer_ids=[7]), account=account) == []


# field_has_no_effect


@pytest.mark.parametrize("location", ["onsite", "phone", "zoom", "google_meet", "microsoft_teams", "hackerrank"])
def test_what_only_one_location_uses_has_no_effect_at_the_others(rules: RuleSet, location: str) -> None:
    uses = {"host_id": "zoom", "office_id": "onsite", "hackerrank_template_id": "hackerrank"}
    request = sent(location=location, host_id=7, office_id=3, hackerrank_template_id=1)
    assert sorted(found(request, rules)) == sorted(
        ("field_has_no_effect", f"/{name}") for name, used_at in uses.items() if used_at != location
    )


def test_fields_without_effect_are_listed_in_the_order_of_section_8(rules: RuleSet) -> None:
    assert found(sent(hackerrank_template_id=1, office_id=3, host_id=7), rules) == [
        ("field_has_no_effect", "/host_id"),
        ("field_has_no_effect", "/office_id"),
        ("field_has_no_effect", "/hackerrank_template_id"),
    ]


def test_null_is_not_sent(rules: RuleSet) -> None:
    assert found(with_null(sent(), "host_id", "office_id", "hackerrank_template_id"), rules) == []


def test_the_effective_location_decides() -> None:
    assert found(planned(office_id=3)) == [("field_has_no_effect", "/office_id")]
    assert found(planned(office_id=3), account=known({"location": "onsite"})) == []
    assert found(planned(office_id=3, location="onsite"), account=known({"location": "zoom"})) == []


@pytest.mark.parametrize("account", [None, known(interview_plans=None)])
def test_while_the_location_is_unknown_nothing_is_said_to_have_no_effect(account: dict[str, Any] | None) -> None:
    request = planned(office_id=3, host_id=7, hackerrank_template_id=1)
    effect = REST_CREATE.only("field_has_no_effect")
    assert found(request, effect, account=account) == []
    assert waits(request, effect, account=account) == {}


def test_where_the_location_is_absent_nothing_is_said_to_have_no_effect(rules: RuleSet) -> None:
    request = sent(location=None, office_id=3, host_id=7, hackerrank_template_id=1)
    assert found(request, rules) == [("err_location_required", "/location")]
    assert found(external(location=None, office_id=3, host_id=7)) == []
    assert found(planned(office_id=3), account=known({"location": None})) == []


def test_an_inherited_value_is_not_sent(rules: RuleSet) -> None:
    account = known({"office_id": 3, "hackerrank_template_id": 1})
    assert found(by_plan(rules), rules, account=account) == []


def test_an_external_event_uses_no_templates_and_no_visibility() -> None:
    assert found(
        external(candidate_template_id=61, interviewer_template_id=62, calendar_event_visibility="private")
    ) == [
        ("field_has_no_effect", "/candidate_template_id"),
        ("field_has_no_effect", "/interviewer_template_id"),
        ("field_has_no_effect", "/calendar_event_visibility"),
    ]


def test_templates_and_visibility_have_an_effect_on_any_other_event(rules: RuleSet) -> None:
    assert found(sent(calendar_event_visibility="private"), rules) == []


def test_while_the_mode_is_unknown_neither_templates_nor_visibility_are_warned_about() -> None:
    request = sent(external=5, calendar_event_visibility="private")
    assert found(request) == [("invalid_type", "/external")]


# scorecard_template_ignored


def test_a_scorecard_template_is_ignored_in_plan_driven_mode(rules: RuleSet) -> None:
    expected = [("scorecard_template_ignored", "/scorecard_template_id")]
    assert found(by_plan(rules, scorecard_template_id=71), rules) == expected
    assert found(by_plan(rules, scorecard_template_id=71, stage_activity_id=999), rules) == [
        ("err_stage_activity_not_found", "/stage_activity_id"),
        *expected,
    ]


def test_a_scorecard_template_is_ignored_even_if_the_activity_is_invalid(rules: RuleSet) -> None:
    assert found(sent(scorecard_template_id=71, stage_activity_id=0), rules) == [
        ("invalid_value", "/stage_activity_id"),
        ("scorecard_template_ignored", "/scorecard_template_id"),
    ]


def test_a_scorecard_template_is_used_in_ad_hoc_mode(rules: RuleSet) -> None:
    assert found(sent(scorecard_template_id=71), rules) == []
    assert found(with_null(by_plan(rules), "scorecard_template_id"), rules) == []


# external_fields_ignored

IGNORED: Findings = [("external_fields_ignored", "/external")]


@pytest.mark.parametrize("managed", [{}, {"managed": False}, {"managed": None}])
@pytest.mark.parametrize(
    "other", [{"source": "crm"}, {"event_id": 5}, {"video_conferencing_url": "https://zoom.us/j/1"}]
)
def test_the_members_of_an_event_that_is_not_external_are_ignored(
    managed: dict[str, Any], other: dict[str, Any]
) -> None:
    assert found(sent(external={**managed, **other})) == IGNORED


def test_all_of_its_members_are_warned_about_once() -> None:
    assert found(sent(external={"source": "crm", "event_id": 5, "video_conferencing_url": "x"})) == IGNORED


@pytest.mark.parametrize("value", [{}, {"managed": False}, {"managed": None}, {"source": None}, {"managed": True}])
def test_an_external_without_other_members_has_nothing_to_ignore(value: dict[str, Any]) -> None:
    ignored = REST_CREATE.only("external_fields_ignored")
    assert found(sent(external=value), ignored) == []


def test_while_managed_is_invalid_nothing_is_said_to_be_ignored() -> None:
    assert found(sent(external={"managed": "yes", "source": "crm"})) == [("invalid_type", "/external/managed")]


# note_taker_cannot_join

CANNOT_JOIN: Findings = [("note_taker_cannot_join", "/external/video_conferencing_url")]


def meeting(url: object) -> dict[str, Any]:
    """An externally managed event with a note-taker and this link."""
    return external(ai_note_taker_enabled=True, external={"managed": True, "video_conferencing_url": url})


@pytest.mark.parametrize(
    "url",
    [
        "https://zoom.us/j/1",
        "http://zoom.us/j/1",
        "HTTPS://ZOOM.US/j/1",
        "https://acme.zoom.us/j/1?pwd=a",
        "https://us02web.acme.zoom.us/j/1",
        "https://zoom.us",
        "https://zoom.us:443/j/1",
        "https://zoomgov.com/j/1",
        "https://acme.zoomgov.com/j/1",
        "https://meet.google.com/abc-defg-hij",
        "https://Meet.Google.Com/abc",
        "https://teams.microsoft.com/l/meetup-join/1",
        "https://teams.live.com/meet/1",
        "https://zoom.us?x=1",
        "https://zoom.us#x",
    ],
)
def test_the_note_taker_joins_zoom_google_meet_and_teams(url: str) -> None:
    assert found(meeting(url)) == []


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "zoom.us/j/1",
        "//zoom.us/j/1",
        "/j/1",
        "ftp://zoom.us/j/1",
        "zoommtg://zoom.us/join",
        "javascript:zoom.us",
        "https:zoom.us/j/1",
        "https:///j/1",
        "https://example.com/zoom.us",
        "https://example.com/?u=https://zoom.us/j/1",
        "https://example.com#zoom.us",
        "https://zoom.us.example.com/j/1",
        "https://notzoom.us/j/1",
        "https://zoom.us@example.com/j/1",
        "https://example.com\\@zoom.us/j/1",
        "https://zoom.us\\j",
        "https://zoom.us/j 1",
        " https://zoom.us/j/1",
        "https://zoom.us/j/1 ",
        "https://zoom.us/j/1\n",
        "https://zo\tom.us/j/1",
        "https://zoom.us/\x00",
        "https://zoom.us/\x7f",
        "https://zoom.com/j/1",
        "https://acme.meet.google.com/abc",
        "https://google.com/meet",
        "https://hangouts.google.com/abc",
        "https://acme.teams.microsoft.com/l/1",
        "https://microsoft.com/teams",
        "https://live.com/meet",
        "https://.zoom.us/j/1",
        "https://[zoom.us/j/1",
    ],
)
def test_the_note_taker_joins_no_other_link(url: str | None) -> None:
    assert found(meeting(url)) == CANNOT_JOIN


def test_the_note_taker_cannot_join_without_a_link() -> None:
    assert found(external(ai_note_taker_enabled=True)) == CANNOT_JOIN


@pytest.mark.parametrize("value", [5, True, [], {}])
def test_an_invalid_link_is_reported_once(value: object) -> None:
    assert found(meeting(value)) == [("invalid_type", "/external/video_conferencing_url")]


@pytest.mark.parametrize("enabled", [False, None])
def test_without_a_note_taker_any_link_will_do(enabled: bool | None) -> None:
    members = {"managed": True, "video_conferencing_url": "https://example.com"}
    assert found(external(ai_note_taker_enabled=enabled, external=members)) == []


def test_without_an_external_event_there_is_no_link_to_join(rules: RuleSet) -> None:
    assert found(sent(ai_note_taker_enabled=True), rules) == []


def test_the_effective_note_taker_decides() -> None:
    request = planned(external={"managed": True})
    account = known({"ai_note_taker_enabled": True})
    assert found(request, account=account) == CANNOT_JOIN
    assert found({**request, "ai_note_taker_enabled": False}, account=account) == []
    assert found(request, account=known({"ai_note_taker_enabled": None})) == []
    assert found(request, account=known(interview_plans=None)) == []


def test_an_invalid_note_taker_is_reported_once() -> None:
    assert found(external(ai_note_taker_enabled="yes")) == [("invalid_type", "/ai_note_taker_enabled")]


# unknown_visibility


@pytest.mark.parametrize("value", ["default", "private"])
def test_two_visibilities_are_known(rules: RuleSet, value: str) -> None:
    assert found(sent(calendar_event_visibility=value), rules) == []


@pytest.mark.parametrize("value", ["", "public", "Private", "private ", "confidential"])
def test_any_other_visibility_is_warned_about(rules: RuleSet, value: str) -> None:
    assert found(sent(calendar_event_visibility=value), rules) == [("unknown_visibility", "/calendar_event_visibility")]


@pytest.mark.parametrize("value", [5, True, [], {}])
def test_a_visibility_of_another_type_is_reported_once(rules: RuleSet, value: object) -> None:
    assert found(sent(calendar_event_visibility=value), rules) == [("invalid_type", "/calendar_event_visibility")]


# warnings that can not be decided


def test_a_warning_that_can_not_be_decided_is_neither_given_nor_listed() -> None:
    warnings = REST_CREATE.only(*(rule.code for rule in REST_CREATE if rule.severity == "warning"))
    request = planned(host_id=7, external={"managed": True}, start_time="2030-03-10T02:30:00", timezone="PST")
    assert found(request, warnings, now=None, account=None) == []
    assert waits(request, warnings, now=None, account=None) == {}


def test_warnings_do_not_ask_for_now(rules: RuleSet) -> None:
    request = sent(start_time="2030-03-10T02:30:00")
    assert found(request, rules, now=None) == [("nonexistent_local_time", "/start_time")]
    assert found(request, rules, now=datetime(2031, 1, 1, tzinfo=UTC)) == [
        ("err_start_time_in_past", "/start_time"),
        ("nonexistent_local_time", "/start_time"),
    ]
