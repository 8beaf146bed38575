"""Contract, sections 3 to 5: how many interviewers there are, and who is the same person."""

from __future__ import annotations

from typing import Any

import pytest

from kula_rules import RuleSet

from ..support import REST_CREATE, external, found, known, planned, sent, waits
from .cases import Findings, by_plan

SET = REST_CREATE.only("err_invalid_set_of_interviewers")
PLAN = ("snapshot.applications", "snapshot.interview_plans")
AT_LIST: Findings = [("err_invalid_set_of_interviewers", "/interviewer_ids")]


def test_one_on_one_accepts_exactly_one_interviewer(rules: RuleSet) -> None:
    assert found(sent(kind="one_on_one", interviewer_ids=[8]), rules) == []
    assert found(by_plan(rules, kind="one_on_one", interviewer_ids=[8]), rules) == []


def test_one_on_one_refuses_two_interviewers(rules: RuleSet) -> None:
    assert found(sent(kind="one_on_one", interviewer_ids=[7, 8]), rules) == AT_LIST
    assert found(by_plan(rules, kind="one_on_one", interviewer_ids=[7, 8]), rules) == AT_LIST


@pytest.mark.parametrize("ids", [[8, 8], [8, "8"], ["8", 8.0]])
def test_entries_are_counted_as_sent_duplicates_included(rules: RuleSet, ids: list[Any]) -> None:
    assert found(sent(kind="one_on_one", interviewer_ids=ids), rules) == [
        ("err_invalid_set_of_interviewers", "/interviewer_ids"),
        ("duplicate_interviewers", "/interviewer_ids"),
    ]


@pytest.mark.parametrize("ids", [[7], [8], [7, 8], [8, 7]])
def test_a_panel_may_have_any_number_of_interviewers(rules: RuleSet, ids: list[int]) -> None:
    assert found(sent(kind="panel", interviewer_ids=ids), rules) == []


def test_the_rule_holds_for_an_external_event_too() -> None:
    assert found(external(kind="one_on_one")) == AT_LIST
    assert found(external(kind="one_on_one", interviewer_ids=[8])) == []


def test_a_conflict_points_at_the_kind_if_only_the_kind_is_sent() -> None:
    assert found(planned(kind="one_on_one")) == [("err_invalid_set_of_interviewers", "/kind")]


def test_a_conflict_points_at_the_activity_if_both_values_are_inherited() -> None:
    account = known({"kind": "one_on_one"})
    assert found(planned(), account=account) == [("err_invalid_set_of_interviewers", "/stage_activity_id")]


def test_a_conflict_points_at_the_list_if_it_is_sent_over_an_inherited_kind() -> None:
    account = known({"kind": "one_on_one", "interviewer_ids": [7]})
    assert found(planned(interviewer_ids=[7, 8]), account=account) == AT_LIST


def test_a_list_that_is_sent_overrides_what_would_have_been_a_conflict() -> None:
    assert found(planned(interviewer_ids=[8]), account=known({"kind": "one_on_one"})) == []


def test_the_tool_does_not_inherit_a_kind_that_would_be_a_conflict(rules: RuleSet) -> None:
    assert found(sent(stage_activity_id=900), rules, account=known({"kind": "one_on_one"})) == []


def test_an_unknown_kind_passes_with_one_interviewer_because_both_kinds_accept_one() -> None:
    assert waits(planned(interviewer_ids=[8]), SET, account=None) == {}


def test_an_unknown_kind_leaves_two_interviewers_unchecked() -> None:
    assert waits(planned(interviewer_ids=[7, 8]), SET, account=None) == {"err_invalid_set_of_interviewers": PLAN}


def test_an_unknown_list_leaves_one_on_one_unchecked_and_a_panel_passes() -> None:
    assert waits(planned(kind="one_on_one"), SET, account=None) == {"err_invalid_set_of_interviewers": PLAN}
    assert waits(planned(kind="panel"), SET, account=None) == {}


def test_an_invalid_kind_leaves_the_set_unchecked_unless_every_kind_accepts_it(rules: RuleSet) -> None:
    assert waits(sent(kind="one-on-one"), rules) == {"err_invalid_set_of_interviewers": ("field.kind",)}
    assert waits(sent(kind="one-on-one", interviewer_ids=[8]), rules) == {}


@pytest.mark.parametrize("entry", [None, True, 1.5, {}, []])
def test_one_invalid_entry_makes_the_whole_list_unknown_its_count_included(rules: RuleSet, entry: object) -> None:
    request = sent(kind="one_on_one", interviewer_ids=[7, entry, 99])
    assert found(request, rules) == [("invalid_type", "/interviewer_ids/1")]
    assert waits(request, rules) == {
        "err_invalid_set_of_interviewers": ("field.interviewer_ids",),
        "err_interviewers_not_found": ("field.interviewer_ids",),
    }


def test_an_invalid_list_leaves_the_host_rule_unchecked(rules: RuleSet) -> None:
    request = sent(location="zoom", host_id=7, interviewer_ids=[7, 0])
    assert found(request, rules) == [("invalid_value", "/interviewer_ids/1")]
    assert waits(request, rules) == {
        "err_zoom_host_id_not_in_interviewers": ("field.interviewer_ids",),
        "err_interviewers_not_found": ("field.interviewer_ids",),
    }


def test_every_invalid_entry_is_reported_by_its_index(rules: RuleSet) -> None:
    assert found(sent(interviewer_ids=[0, 7, "", -1]), rules) == [
        ("invalid_value", "/interviewer_ids/0"),
        ("invalid_value", "/interviewer_ids/2"),
        ("invalid_value", "/interviewer_ids/3"),
    ]


def test_an_empty_inherited_list_is_absent_so_that_the_set_is_not_judged() -> None:
    account = known({"kind": "one_on_one", "interviewer_ids": []})
    assert found(planned(), account=account) == []
    assert waits(planned(), account=account) == {}


def test_an_inherited_null_list_is_absent_so_that_the_set_is_not_judged() -> None:
    account = known({"kind": "one_on_one", "interviewer_ids": None})
    assert found(planned(), account=account) == []
    assert waits(planned(), account=account) == {}


def test_an_inherited_null_kind_is_absent_so_that_the_set_is_not_judged() -> None:
    assert found(planned(), account=known({"kind": None})) == []


def test_a_missing_kind_or_list_is_reported_once(rules: RuleSet) -> None:
    assert found(sent(kind=None), rules) == [("err_kind_required", "/kind")]
    assert found(sent(kind="one_on_one", interviewer_ids=None), rules) == [
        ("err_interviewer_ids_required", "/interviewer_ids")
    ]
