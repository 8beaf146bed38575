"""Contract, section 5, first half: what must be there, on each surface and in each mode."""

from __future__ import annotations

from typing import Any

import pytest

from kula_rules import RuleSet

from ..support import BOTH, MCP_CREATE, REST_CREATE, external, found, planned, sent, waits
from .cases import Findings, by_plan, with_null

ALWAYS = ["organizer_id", "application_id", "start_time", "timezone"]
CORE = ["kind", "location", "duration_minutes", "interviewer_ids"]
TEMPLATES = ["candidate_template_id", "interviewer_template_id"]


@pytest.mark.parametrize("name", ALWAYS)
def test_four_fields_are_always_required_in_ad_hoc_mode(rules: RuleSet, name: str) -> None:
    assert found(sent(**{name: None}), rules) == [("missing_field", f"/{name}")]


@pytest.mark.parametrize("name", ALWAYS)
def test_four_fields_are_always_required_in_plan_driven_mode(rules: RuleSet, name: str) -> None:
    assert found(by_plan(rules, **{name: None}), rules) == [("missing_field", f"/{name}")]


@pytest.mark.parametrize("name", ALWAYS)
def test_four_fields_are_always_required_of_an_external_event(name: str) -> None:
    assert found(external(**{name: None})) == [("missing_field", f"/{name}")]


@pytest.mark.parametrize("name", ALWAYS)
def test_a_field_reported_missing_makes_the_rules_that_need_it_not_applicable(rules: RuleSet, name: str) -> None:
    assert waits(sent(**{name: None}), rules) == {}
    assert waits(by_plan(rules, **{name: None}), rules) == {}


@pytest.mark.parametrize("name", ALWAYS)
def test_null_is_missing_where_a_field_is_always_required(rules: RuleSet, name: str) -> None:
    assert found(with_null(sent(), name), rules) == [("missing_field", f"/{name}")]


def test_all_four_are_reported_in_the_order_of_the_fields(rules: RuleSet) -> None:
    assert found(sent(**dict.fromkeys(ALWAYS)), rules) == [("missing_field", f"/{name}") for name in ALWAYS]


@pytest.mark.parametrize("name", CORE)
def test_the_four_core_details_are_required_in_ad_hoc_mode(rules: RuleSet, name: str) -> None:
    assert found(sent(**{name: None}), rules) == [(f"err_{name}_required", f"/{name}")]


@pytest.mark.parametrize("name", CORE)
def test_null_is_no_core_detail(rules: RuleSet, name: str) -> None:
    assert found(with_null(sent(), name), rules) == [(f"err_{name}_required", f"/{name}")]


@pytest.mark.parametrize("name", CORE)
def test_a_core_detail_reported_missing_leaves_nothing_unchecked(rules: RuleSet, name: str) -> None:
    assert waits(sent(**{name: None}), rules) == {}


@pytest.mark.parametrize("name", CORE)
def test_the_tool_requires_the_core_details_in_plan_driven_mode_too(name: str) -> None:
    request = sent(stage_activity_id=900, **{name: None})
    assert found(request, MCP_CREATE) == [(f"err_{name}_required", f"/{name}")]
    assert waits(request, MCP_CREATE) == {}


def test_the_tool_reports_all_four_core_details_in_the_order_of_section_5() -> None:
    assert found(planned(), MCP_CREATE) == [
        ("err_kind_required", "/kind"),
        ("err_location_required", "/location"),
        ("err_duration_minutes_required", "/duration_minutes"),
        ("err_interviewer_ids_required", "/interviewer_ids"),
    ]


def test_rest_requires_nothing_that_a_plan_supplies() -> None:
    assert found(planned()) == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_rest_requires_both_templates_in_ad_hoc_mode(name: str) -> None:
    assert found(sent(**{name: None})) == [(f"err_{name}_required", f"/{name}")]
    assert found(with_null(sent(), name)) == [(f"err_{name}_required", f"/{name}")]


@pytest.mark.parametrize("name", TEMPLATES)
@pytest.mark.parametrize("changes", [{}, {"stage_activity_id": 900}], ids=["ad-hoc", "plan-driven"])
def test_the_tool_has_no_rule_that_requires_a_template(name: str, changes: dict[str, Any]) -> None:
    assert found(sent(**changes, **{name: None}), MCP_CREATE) == []


def test_everything_that_rest_requires_in_ad_hoc_mode_is_reported_in_the_order_of_section_5() -> None:
    assert found({}) == [
        ("missing_field", "/organizer_id"),
        ("missing_field", "/application_id"),
        ("missing_field", "/start_time"),
        ("missing_field", "/timezone"),
        ("err_kind_required", "/kind"),
        ("err_location_required", "/location"),
        ("err_duration_minutes_required", "/duration_minutes"),
        ("err_interviewer_ids_required", "/interviewer_ids"),
        ("err_candidate_template_id_required", "/candidate_template_id"),
        ("err_interviewer_template_id_required", "/interviewer_template_id"),
    ]


def test_everything_that_the_tool_requires_is_reported_in_the_order_of_section_5() -> None:
    assert found({}, MCP_CREATE) == [
        ("missing_field", "/organizer_id"),
        ("missing_field", "/application_id"),
        ("missing_field", "/start_time"),
        ("missing_field", "/timezone"),
        ("err_kind_required", "/kind"),
        ("err_location_required", "/location"),
        ("err_duration_minutes_required", "/duration_minutes"),
        ("err_interviewer_ids_required", "/interviewer_ids"),
    ]


@pytest.mark.parametrize("rules", BOTH, ids=["rest", "mcp"])
def test_of_an_empty_request_nothing_is_unchecked_even_if_nothing_else_is_known(rules: RuleSet) -> None:
    assert waits({}, rules, now=None, account=None) == {}


@pytest.mark.parametrize("name", ["location", *TEMPLATES])
def test_an_external_event_requires_no_location_and_no_templates(name: str) -> None:
    assert found(external(**{name: None})) == []


@pytest.mark.parametrize("name", ["kind", "duration_minutes", "interviewer_ids"])
def test_an_external_event_requires_the_other_core_details(name: str) -> None:
    assert found(external(**{name: None})) == [(f"err_{name}_required", f"/{name}")]


@pytest.mark.parametrize("name", ["location", *TEMPLATES])
@pytest.mark.parametrize("managed", [False, None])
def test_an_event_that_is_not_externally_managed_requires_location_and_templates(
    name: str, managed: bool | None
) -> None:
    request = sent(external={"managed": managed}, **{name: None})
    assert found(request) == [(f"err_{name}_required", f"/{name}")]


@pytest.mark.parametrize("name", ["location", *TEMPLATES])
@pytest.mark.parametrize(
    ("value", "pointer"),
    [
        ("yes", "/external"),
        ([], "/external"),
        ({"managed": "yes"}, "/external/managed"),
        ({"managed": 1}, "/external/managed"),
    ],
)
def test_while_the_mode_is_unknown_it_is_unchecked_whether_they_are_required(
    name: str, value: object, pointer: str
) -> None:
    request = sent(external=value, **{name: None})
    assert found(request) == [("invalid_type", pointer)]
    assert waits(request) == {f"err_{name}_required": ("field.external",)}


def test_an_invalid_field_counts_as_present_for_the_rules_that_require_it(rules: RuleSet) -> None:
    assert found(sent(kind=5), rules) == [("invalid_type", "/kind")]
    assert found(sent(location=5), rules) == [("invalid_type", "/location")]
    assert found(sent(duration_minutes="45"), rules) == [("invalid_type", "/duration_minutes")]
    assert found(sent(interviewer_ids=7), rules) == [("invalid_type", "/interviewer_ids")]
    assert found(sent(candidate_template_id=0), rules) == [("invalid_value", "/candidate_template_id")]
    assert found(sent(interviewer_template_id=0), rules) == [("invalid_value", "/interviewer_template_id")]


EMPTY: Findings = [("err_interviewer_ids_required", "/interviewer_ids")]


def test_an_empty_list_of_interviewers_is_no_choice_in_either_mode(rules: RuleSet) -> None:
    assert found(sent(interviewer_ids=[]), rules) == EMPTY
    assert found(by_plan(rules, interviewer_ids=[]), rules) == EMPTY


def test_an_empty_list_of_interviewers_is_no_choice_for_an_external_event_either() -> None:
    assert found(external(interviewer_ids=[])) == EMPTY
    assert found(planned(interviewer_ids=[], external={"managed": True})) == EMPTY


def test_the_one_on_one_rule_does_not_add_to_an_empty_list(rules: RuleSet) -> None:
    assert found(sent(interviewer_ids=[], kind="one_on_one"), rules) == EMPTY
    assert found(by_plan(rules, interviewer_ids=[], kind="one_on_one"), rules) == EMPTY


def test_the_host_rule_does_not_add_to_an_empty_list(rules: RuleSet) -> None:
    assert found(sent(interviewer_ids=[], location="zoom", host_id=7), rules) == EMPTY
    assert found(by_plan(rules, interviewer_ids=[], location="zoom", host_id=7), rules) == EMPTY


def test_an_empty_list_leaves_nothing_unchecked_where_the_plan_is_unknown() -> None:
    request = planned(interviewer_ids=[], kind="one_on_one", location="zoom", host_id=7)
    judging = REST_CREATE.only(
        "err_invalid_set_of_interviewers", "err_zoom_host_id_not_in_interviewers", "err_interviewers_not_found"
    )
    assert waits(request, judging, account=None) == {}


def test_without_a_snapshot_no_rule_that_requires_a_field_is_unchecked() -> None:
    assert found(planned(), REST_CREATE, account=None) == []
    required = REST_CREATE.only("missing_field", *(f"err_{name}_required" for name in [*CORE, *TEMPLATES]))
    assert waits(planned(), required, account=None) == {}
