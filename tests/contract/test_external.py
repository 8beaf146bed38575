"""Contract, sections 3 to 6: events that are managed in another calendar, which only the rest page knows."""

from __future__ import annotations

from typing import Any

import pytest

from ..support import MCP_CREATE, external, found, known, planned, sent, waits
from .cases import Findings, Needs, by_plan, with_null

KULA_MANAGED_MISSES: Findings = [
    ("err_location_required", "/location"),
    ("err_candidate_template_id_required", "/candidate_template_id"),
    ("err_interviewer_template_id_required", "/interviewer_template_id"),
]


def event(**members: object) -> dict[str, Any]:
    """An externally managed event with these members."""
    return {"managed": True, **members}


def test_an_event_is_externally_managed_if_managed_is_true() -> None:
    assert found(external(location=None)) == []


@pytest.mark.parametrize("value", [{}, {"managed": False}, {"managed": None}])
def test_any_other_event_is_managed_by_kula(value: dict[str, Any]) -> None:
    assert found(external(location=None, external=value)) == KULA_MANAGED_MISSES


def test_a_null_external_is_omitted() -> None:
    assert found(with_null(external(location=None), "external")) == KULA_MANAGED_MISSES


@pytest.mark.parametrize("value", ["yes", 5, True, [], [{"managed": True}]])
def test_an_external_of_another_type_leaves_the_mode_unknown(value: object) -> None:
    request = external(location=None, external=value)
    assert found(request) == [("invalid_type", "/external")]
    assert waits(request) == {code: ("field.external",) for code, _ in KULA_MANAGED_MISSES}


@pytest.mark.parametrize("value", ["true", 1, 0, 1.0, [], {}])
def test_a_managed_of_another_type_leaves_the_mode_unknown(value: object) -> None:
    request = external(location=None, external={"managed": value})
    assert found(request) == [("invalid_type", "/external/managed")]
    assert waits(request) == {code: ("field.external",) for code, _ in KULA_MANAGED_MISSES}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("video_conferencing_url", 5),
        ("video_conferencing_url", ["https://zoom.us/j/1"]),
        ("source", 5),
        ("source", True),
        ("source", {}),
        ("event_id", True),
        ("event_id", 1.5),
        ("event_id", []),
        ("event_id", {}),
    ],
)
def test_any_other_invalid_member_does_not_leave_the_mode_unknown(name: str, value: object) -> None:
    request = external(location=None, external=event(**{name: value}))
    assert found(request) == [("invalid_type", f"/external/{name}")]
    assert waits(request) == {}


@pytest.mark.parametrize("value", ["", "evt-1", "0", 0, -1, 5, 5.0, 10**30])
def test_an_event_id_is_any_string_or_integer(value: object) -> None:
    assert found(external(external=event(event_id=value))) == []


@pytest.mark.parametrize("name", ["video_conferencing_url", "source", "event_id"])
def test_a_null_member_is_omitted(name: str) -> None:
    assert found(external(external={"managed": True, name: None})) == []


def test_every_invalid_member_is_reported_in_the_order_of_the_table() -> None:
    request = sent(external={"event_id": [], "source": 5, "video_conferencing_url": 5, "managed": 5})
    assert found(request) == [
        ("invalid_type", "/external/managed"),
        ("invalid_type", "/external/video_conferencing_url"),
        ("invalid_type", "/external/source"),
        ("invalid_type", "/external/event_id"),
    ]


@pytest.mark.parametrize(
    "value", [None, True, 5, "x", {}, {"managed": True}, {"managed": 5}, {"managed": True, "x": 1, "source": 5}]
)
def test_the_tool_does_not_know_external_and_does_not_look_inside(value: object) -> None:
    assert found({**sent(), "external": value}, MCP_CREATE) == [("unknown_field", "/external")]
    assert waits({**sent(), "external": value}, MCP_CREATE) == {}


@pytest.mark.parametrize("name", ["location", "candidate_template_id", "interviewer_template_id"])
def test_the_tool_exempts_no_external_event(name: str) -> None:
    expected: Findings = [("err_location_required", "/location")] if name == "location" else []
    request = sent(external={"managed": True}, **{name: None})
    assert found(request, MCP_CREATE) == [*expected, ("unknown_field", "/external")]


# no invites


@pytest.mark.parametrize("name", ["candidate_template_id", "interviewer_template_id"])
@pytest.mark.parametrize("value", [61, 62, 63, 99])
def test_no_template_of_an_external_event_is_looked_up(name: str, value: int) -> None:
    request = external(**{name: value})
    assert found(request) == [("field_has_no_effect", f"/{name}")]
    assert waits(request, account=known(email_templates=None)) == {}


def test_no_inherited_template_of_an_external_event_is_looked_up() -> None:
    account = known({"candidate_template_id": 99, "interviewer_template_id": 61})
    assert found(planned(external=event()), account=account) == []


@pytest.mark.parametrize(
    ("changes", "needs"),
    [
        ({"candidate_template_id": 99}, {"err_candidate_template_not_found": ("field.external",)}),
        ({"candidate_template_id": 62}, {"err_candidate_template_invalid_category": ("field.external",)}),
        ({"interviewer_template_id": 99}, {"err_interviewer_template_not_found": ("field.external",)}),
        ({"interviewer_template_id": 61}, {"err_interviewer_template_invalid_category": ("field.external",)}),
    ],
)
def test_while_the_mode_is_unknown_a_fault_of_a_template_is_unchecked(changes: dict[str, Any], needs: Needs) -> None:
    assert found(sent(external=5, **changes)) == [("invalid_type", "/external")]
    assert waits(sent(external=5, **changes)) == needs


def test_while_the_mode_is_unknown_a_template_that_is_not_known_needs_both() -> None:
    account = known(email_templates=None)
    needs = ("field.external", "snapshot.email_templates")
    assert waits(sent(external=5, candidate_template_id=61), account=account) == {
        "err_candidate_template_not_found": needs,
        "err_interviewer_template_not_found": needs,
        "err_candidate_template_invalid_category": needs,
        "err_interviewer_template_invalid_category": needs,
    }


# what holds for an external event too


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"organizer_id": 99}, [("err_organizer_not_found", "/organizer_id")]),
        ({"application_id": 502}, [("err_application_not_found", "/application_id")]),
        ({"interviewer_ids": [7, 99]}, [("err_interviewers_not_found", "/interviewer_ids/1")]),
        ({"interviewer_ids": [9]}, [("err_interviewers_not_found", "/interviewer_ids/0")]),
        ({"location": "onsite", "office_id": 4}, [("err_office_not_found", "/office_id")]),
        ({"scorecard_template_id": 72}, [("err_scorecard_template_not_found", "/scorecard_template_id")]),
        ({"kind": "one_on_one"}, [("err_invalid_set_of_interviewers", "/interviewer_ids")]),
        ({"duration_minutes": 4}, [("err_duration_out_of_range", "/duration_minutes")]),
        ({"timezone": "PST"}, [("err_invalid_timezone", "/timezone")]),
        ({"start_time": "2030-01-15T10:10:00Z"}, [("err_start_time_not_aligned", "/start_time")]),
        ({"stage_activity_id": 999}, [("err_stage_activity_not_found", "/stage_activity_id")]),
    ],
)
def test_an_external_event_is_judged_by_every_other_rule(changes: dict[str, Any], expected: Findings) -> None:
    assert found(external(**changes)) == expected


# plan-driven and externally managed at once


def test_an_omitted_core_detail_of_an_external_event_is_inherited() -> None:
    request = planned(external=event())
    assert found(request) == []
    assert waits(request) == {}


def test_what_an_external_event_inherits_is_judged() -> None:
    request = planned(external=event())
    assert found(request, account=known({"kind": "one_on_one"})) == [
        ("err_invalid_set_of_interviewers", "/stage_activity_id")
    ]
    assert found(request, account=known({"location": "onsite"})) == [("err_onsite_office_required", "/office_id")]


@pytest.mark.parametrize("host", [None, 7, 99])
def test_an_external_event_that_inherits_zoom_needs_no_host(host: int | None) -> None:
    request = planned(external=event(), host_id=host)
    assert found(request, account=known({"location": "zoom"})) == []


def test_an_external_event_leaves_nothing_about_invites_unchecked_without_a_plan() -> None:
    account = known(interview_plans=None)
    assert waits(planned(external=event()), account=account) == dict.fromkeys(
        [
            "err_end_time_before_start_time",
            "err_duration_out_of_range",
            "err_invalid_set_of_interviewers",
            "err_onsite_office_required",
            "err_hackerrank_template_id_required",
            "err_interviewers_not_found",
            "err_office_not_found",
            "err_stage_activity_not_found",
            "err_stage_activity_not_interview",
        ],
        ("snapshot.interview_plans",),
    )


def test_the_tool_reads_the_plan_whatever_external_says() -> None:
    request = by_plan(MCP_CREATE, external=event(), candidate_template_id=None)
    account = known({"candidate_template_id": 99})
    assert found(request, MCP_CREATE, account=account) == [
        ("err_candidate_template_not_found", "/stage_activity_id"),
        ("unknown_field", "/external"),
    ]
