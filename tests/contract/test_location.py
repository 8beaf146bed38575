"""Contract, section 5: what each location needs."""

from __future__ import annotations

import pytest

from kula_rules import RuleSet

from ..support import MCP_CREATE, REST_CREATE, external, found, known, planned, sent, waits
from .cases import by_plan, with_null

PLAN = ("snapshot.applications", "snapshot.interview_plans")
NO_OFFICE = [("err_onsite_office_required", "/office_id")]
NO_HOST = [("err_zoom_host_id_required", "/host_id")]
NOT_INVITED = [("err_zoom_host_id_not_in_interviewers", "/host_id")]
NO_TEMPLATE = [("err_hackerrank_template_id_required", "/hackerrank_template_id")]


@pytest.mark.parametrize("location", ["phone", "google_meet", "microsoft_teams"])
def test_three_locations_need_nothing(rules: RuleSet, location: str) -> None:
    assert found(sent(location=location), rules) == []


def test_onsite_needs_an_office(rules: RuleSet) -> None:
    assert found(sent(location="onsite", office_id=3), rules) == []
    assert found(sent(location="onsite"), rules) == NO_OFFICE
    assert found(with_null(sent(location="onsite"), "office_id"), rules) == NO_OFFICE


def test_hackerrank_needs_a_template(rules: RuleSet) -> None:
    assert found(sent(location="hackerrank", hackerrank_template_id="t-1"), rules) == []
    assert found(sent(location="hackerrank"), rules) == NO_TEMPLATE
    assert found(with_null(sent(location="hackerrank"), "hackerrank_template_id"), rules) == NO_TEMPLATE


def test_zoom_needs_a_host(rules: RuleSet) -> None:
    assert found(sent(location="zoom", host_id=7), rules) == []
    assert found(sent(location="zoom"), rules) == NO_HOST
    assert found(with_null(sent(location="zoom"), "host_id"), rules) == NO_HOST


def test_the_host_must_be_one_of_the_interviewers(rules: RuleSet) -> None:
    assert found(sent(location="zoom", host_id=7, interviewer_ids=[8]), rules) == NOT_INVITED
    assert found(sent(location="zoom", host_id=7, interviewer_ids=[8, 7]), rules) == []


@pytest.mark.parametrize("host", [7, 7.0, "7"])
@pytest.mark.parametrize("interviewer", [7, 7.0, "7"])
def test_the_host_is_compared_as_an_id(rules: RuleSet, host: object, interviewer: object) -> None:
    assert found(sent(location="zoom", host_id=host, interviewer_ids=[interviewer]), rules) == []


@pytest.mark.parametrize("host", ["007", " 7", "7.0", "+7", "\u0667"])
def test_another_spelling_of_a_number_is_another_host(rules: RuleSet, host: str) -> None:
    assert found(sent(location="zoom", host_id=host), rules) == [
        ("err_zoom_host_id_not_in_interviewers", "/host_id"),
        ("err_zoom_host_invalid_user", "/host_id"),
    ]


def test_the_host_rule_is_not_applicable_where_interviewers_are_absent(rules: RuleSet) -> None:
    required = [("err_interviewer_ids_required", "/interviewer_ids")]
    assert found(sent(location="zoom", host_id=7, interviewer_ids=None), rules) == required
    assert found(sent(location="zoom", host_id=7, interviewer_ids=[]), rules) == required


@pytest.mark.parametrize("ids", [None, []])
def test_the_host_rule_is_not_applicable_where_the_plan_has_no_interviewers(ids: list[int] | None) -> None:
    account = known({"location": "zoom", "interviewer_ids": ids})
    assert found(planned(host_id=7), account=account) == []
    assert waits(planned(host_id=7), account=account) == {}


def test_an_external_event_needs_an_office_onsite() -> None:
    assert found(external(location="onsite")) == NO_OFFICE
    assert found(external(location="onsite", office_id=3)) == []


def test_an_external_event_needs_a_template_on_hackerrank() -> None:
    assert found(external(location="hackerrank")) == NO_TEMPLATE
    assert found(external(location="hackerrank", hackerrank_template_id=1)) == []


@pytest.mark.parametrize("host", [None, 7, 8, 99])
def test_an_external_event_on_zoom_needs_no_host_and_judges_none(host: int | None) -> None:
    assert found(external(location="zoom", host_id=host, interviewer_ids=[8])) == []


def test_the_tool_knows_no_external_event_so_that_zoom_needs_a_host_there() -> None:
    assert found(sent(location="zoom", external={"managed": True}), MCP_CREATE) == [
        ("err_zoom_host_id_required", "/host_id"),
        ("unknown_field", "/external"),
    ]


@pytest.mark.parametrize(
    ("changes", "needs"),
    [
        ({}, {"err_zoom_host_id_required": ("field.external",)}),
        (
            {"host_id": 8, "interviewer_ids": [7]},
            {
                "err_zoom_host_id_not_in_interviewers": ("field.external",),
                "err_zoom_host_invalid_user": ("field.external",),
            },
        ),
        ({"host_id": 7}, {}),
    ],
)
def test_while_the_mode_is_unknown_a_fault_of_zoom_is_unchecked(
    changes: dict[str, object], needs: dict[str, tuple[str, ...]]
) -> None:
    request = sent(location="zoom", external=5, **changes)
    assert found(request) == [("invalid_type", "/external")]
    assert waits(request) == needs


def test_an_inherited_location_needs_what_a_sent_one_needs() -> None:
    assert found(planned(), account=known({"location": "onsite"})) == NO_OFFICE
    assert found(planned(), account=known({"location": "zoom"})) == NO_HOST
    assert found(planned(), account=known({"location": "hackerrank"})) == NO_TEMPLATE


@pytest.mark.parametrize(
    ("location", "name", "value"), [("onsite", "office_id", 3), ("hackerrank", "hackerrank_template_id", "t-1")]
)
def test_an_office_or_template_is_inherited_on_both_surfaces(
    rules: RuleSet, location: str, name: str, value: object
) -> None:
    assert found(by_plan(rules, location=location), rules, account=known({name: value})) == []


def test_an_office_or_template_that_the_activity_lacks_is_missing_on_both_surfaces(rules: RuleSet) -> None:
    assert found(by_plan(rules, location="onsite"), rules) == NO_OFFICE
    assert found(by_plan(rules, location="hackerrank"), rules) == NO_TEMPLATE


def test_a_host_is_never_inherited(rules: RuleSet) -> None:
    account = known({"location": "zoom", "host_id": 7})
    assert found(by_plan(rules, location="zoom"), rules, account=account) == NO_HOST
    assert found(by_plan(rules, location="zoom", host_id=7), rules, account=account) == []


def test_the_tool_does_not_inherit_the_location() -> None:
    assert found(sent(stage_activity_id=900), MCP_CREATE, account=known({"location": "zoom"})) == []


def test_the_membership_of_the_host_points_at_the_host_even_if_the_list_is_inherited() -> None:
    account = known({"location": "zoom", "interviewer_ids": [8]})
    assert found(planned(host_id=7), account=account) == NOT_INVITED


def test_a_host_in_a_sent_list_passes_while_the_location_is_unknown() -> None:
    host = REST_CREATE.only("err_zoom_host_id_not_in_interviewers")
    assert waits(planned(host_id=7, interviewer_ids=[7]), host, account=None) == {}
    assert waits(planned(host_id=7, interviewer_ids=[8]), host, account=None) == {
        "err_zoom_host_id_not_in_interviewers": PLAN
    }


def test_a_missing_host_is_unchecked_while_the_location_is_unknown() -> None:
    needed = REST_CREATE.only("err_zoom_host_id_required", "err_zoom_host_id_not_in_interviewers")
    assert waits(planned(), needed, account=None) == {"err_zoom_host_id_required": PLAN}


@pytest.mark.parametrize("location", ["Zoom", "office", ""])
def test_an_unlisted_location_is_reported_once_and_leaves_what_it_would_need_unchecked(
    rules: RuleSet, location: str
) -> None:
    request = sent(location=location)
    assert found(request, rules) == [("invalid_value", "/location")]
    assert waits(request, rules) == {
        "err_onsite_office_required": ("field.location",),
        "err_zoom_host_id_required": ("field.location",),
        "err_hackerrank_template_id_required": ("field.location",),
    }


def test_what_an_unlisted_location_would_need_passes_if_all_of_it_is_sent(rules: RuleSet) -> None:
    request = sent(location="office", office_id=3, host_id=7, hackerrank_template_id=1)
    assert found(request, rules) == [("invalid_value", "/location")]
    assert waits(request, rules) == {}


def test_a_missing_location_is_reported_once(rules: RuleSet) -> None:
    assert found(sent(location=None), rules) == [("err_location_required", "/location")]
    assert waits(sent(location=None), rules) == {}


def test_an_invalid_office_host_or_template_counts_as_present(rules: RuleSet) -> None:
    assert found(sent(location="onsite", office_id=0), rules) == [("invalid_value", "/office_id")]
    assert found(sent(location="zoom", host_id=0), rules) == [("invalid_value", "/host_id")]
    assert found(sent(location="hackerrank", hackerrank_template_id=0), rules) == [
        ("invalid_value", "/hackerrank_template_id")
    ]


def test_rules_about_the_value_of_an_invalid_office_or_host_are_unchecked(rules: RuleSet) -> None:
    assert waits(sent(location="onsite", office_id=0), rules) == {"err_office_not_found": ("field.office_id",)}
    assert waits(sent(location="zoom", host_id=0), rules) == {
        "err_zoom_host_id_not_in_interviewers": ("field.host_id",),
        "err_zoom_host_invalid_user": ("field.host_id",),
    }
