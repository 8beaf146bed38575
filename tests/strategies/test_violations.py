"""What is drawn to violate a code violates that code alone, in every way in which it can be violated."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kula_rules.codes import ORDER
from kula_rules.jsontext import parse_json
from kula_rules.shape import EXTERNAL, FIELDS, Surface
from kula_rules.strategies import WORLD, World, partial, violating, worlds
from kula_rules.strategies.violations import CAUSES

from .judging import RULES, SURFACES, TEXTS, Condition, found, judge, law, minimal, never_drawn, several, simplest
from .test_requests import PLANNED, SHORT, TEMPLATES, mode_of

CODES: Final = [(surface, code) for surface in SURFACES for code in RULES[surface].codes]
GIVES_WAY: Final = "organizer_not_eligible"


def test_there_is_a_way_to_violate_every_code_and_no_other() -> None:
    assert sorted(CAUSES) == sorted(ORDER)


@pytest.mark.parametrize(("surface", "code"), CODES)
def test_nothing_but_the_code_is_found(surface: Surface, code: str) -> None:
    @law(12)
    @given(violating(code, surface))
    def test(drawn: Any) -> None:
        assert isinstance(drawn, str if code in TEXTS else dict) or code == "not_an_object"
        assert judge(drawn, surface, code=code).codes == (code,)

    test()


def violation_in(world: World, data: st.DataObject) -> tuple[Surface, str, Any]:
    surface, code = data.draw(st.sampled_from(CODES))
    return surface, code, data.draw(violating(code, surface, world=world))


@law(120)
@given(st.data(), worlds())
def test_nothing_but_the_code_is_found_in_any_world(data: st.DataObject, world: World) -> None:
    surface, code, drawn = violation_in(world, data)
    assert judge(drawn, surface, world, code).codes == (code,)


@law(80)
@given(st.data(), worlds().flatmap(partial))
def test_where_little_is_known_nothing_else_is_found_or_it_can_not_be_drawn(data: st.DataObject, less: World) -> None:
    world = replace(less, now=WORLD.now)
    with suppress(ValueError):
        surface, code, drawn = violation_in(world, data)
        assert judge(drawn, surface, world, code).codes == (code,)


@law(120)
@given(st.data(), worlds())
def test_knowing_less_decides_nothing_otherwise(data: st.DataObject, world: World) -> None:
    surface, code, drawn = violation_in(world, data)
    whole, part = judge(drawn, surface, world, code), judge(drawn, surface, world, code, data.draw(partial(world)))
    kept = [pair for pair in found(part) if pair[0] != GIVES_WAY]
    assert [pair for pair in found(whole) if pair in kept] == kept
    open_codes = {one.code for one in part.unchecked}
    assert {one.code for one in whole.unchecked} <= open_codes
    assert {one.code for one in whole.errors} - {GIVES_WAY} <= {*part.codes, *open_codes}


# --- every way -------------------------------------------------------------------------------------------------------

SENT_OR_SUPPLIED: Final[Mapping[str, set[str]]] = {
    "err_end_time_before_start_time": {"/duration_minutes", "/stage_activity_id"},
    "err_duration_out_of_range": {"/duration_minutes", "/stage_activity_id"},
    "err_invalid_set_of_interviewers": {"/interviewer_ids", "/kind", "/stage_activity_id"},
    "err_interviewers_not_found": {"/interviewer_ids/0", "/stage_activity_id"},
    "err_office_not_found": {"/office_id", "/stage_activity_id"},
    "err_candidate_template_not_found": {"/candidate_template_id", "/stage_activity_id"},
    "err_interviewer_template_not_found": {"/interviewer_template_id", "/stage_activity_id"},
    "err_candidate_template_invalid_category": {"/candidate_template_id", "/stage_activity_id"},
    "err_interviewer_template_invalid_category": {"/interviewer_template_id", "/stage_activity_id"},
    "duration_not_multiple_of_15": {"/duration_minutes", "/stage_activity_id"},
    "duplicate_interviewers": {"/interviewer_ids", "/kind", "/stage_activity_id"},
}


MODES_OF: Final[Mapping[str, set[str]]] = {
    "err_kind_required": {"ad_hoc", "external"},
    "err_location_required": {"ad_hoc"},
    "err_interviewer_ids_required": {"ad_hoc", "plan_driven", "external", "external_plan_driven"},
    "err_candidate_template_id_required": {"ad_hoc"},
    "err_start_time_in_past": {"ad_hoc", "plan_driven", "external", "external_plan_driven"},
    "err_onsite_office_required": {"ad_hoc", "plan_driven", "external", "external_plan_driven"},
    "err_zoom_host_id_required": {"ad_hoc", "plan_driven"},
    "err_organizer_no_calendar": {"ad_hoc", "plan_driven"},
    "err_organizer_no_job_permission": {"ad_hoc", "plan_driven", "external", "external_plan_driven"},
    "err_scorecard_template_not_found": {"ad_hoc", "external"},
    "err_stage_activity_not_found": {"plan_driven", "external_plan_driven"},
    "external_fields_ignored": {"ad_hoc", "plan_driven"},
    "note_taker_cannot_join": {"external", "external_plan_driven"},
}


@pytest.mark.parametrize("code", MODES_OF)
def test_it_is_drawn_in_every_mode_in_which_it_can_be_found(code: str) -> None:
    expected, drawn = MODES_OF[code], several(violating(code), 40)
    assert set(map(mode_of, drawn)) <= expected
    assert never_drawn(violating(code), {mode: is_of(mode) for mode in sorted(expected)}, drawn) == []


def is_of(mode: str) -> Condition:
    return lambda drawn: mode_of(drawn) == mode


UNUSED: Final = ("host_id", "office_id", "hackerrank_template_id", *TEMPLATES, "calendar_event_visibility")
MEMBERS: Final = [f"external/{name}" for name in EXTERNAL]
IDS: Final = [name for name in FIELDS if name.endswith("_id")]


PLACES_OF: Final[Mapping[str, set[str]]] = {
    **SENT_OR_SUPPLIED,
    "missing_field": {f"/{name}" for name in PLANNED},
    "invalid_type": {
        *(f"/{name}" for name in FIELDS),
        *(f"/external/{name}" for name in EXTERNAL),
        "/interviewer_ids/0",
    },
    "invalid_value": {f"/{name}" for name in (*IDS, "kind", "location", "interviewer_ids/0")},
    "field_has_no_effect": {f"/{name}" for name in UNUSED},
}
"""Every place on rest at which a code can be found, where there are several; all entries of a list being the first."""


def places(drawn: Any) -> set[str]:
    return {re.sub(r"/[0-9]+$", "/0", pointer) for _, pointer in found(judge(drawn, "rest"))}


def is_found_at(place: str) -> Condition:
    return lambda drawn: place in places(drawn)


@pytest.mark.parametrize("code", PLACES_OF)
def test_it_is_found_at_every_place_and_at_no_other(code: str) -> None:
    expected, drawn = PLACES_OF[code], several(violating(code), 60 + 8 * len(PLACES_OF[code]))
    assert set().union(*map(places, drawn)) <= expected
    assert never_drawn(violating(code), {place: is_found_at(place) for place in sorted(expected)}, drawn) == []


REPEATED: Final = ("/organizer_id", "/external", "/external/managed", "/organizer_id/a")


def repeats(pointer: str) -> Condition:
    return lambda text: pointer in parse_json(text).repeated


def test_keys_are_repeated_at_the_top_inside_external_and_inside_what_is_discarded() -> None:
    texts = violating("duplicate_key")
    assert never_drawn(texts, {pointer: repeats(pointer) for pointer in REPEATED}, several(texts, 150)) == []


# --- what it shrinks to ----------------------------------------------------------------------------------------------

AD_HOC: Final = {**SHORT, **TEMPLATES}
BY_PLAN: Final = dict.fromkeys(name for name in AD_HOC if name not in PLANNED)

DIFFERENCES: Final[Mapping[str, Mapping[str, Any]]] = {
    "invalid_type": {"organizer_id": False},
    "invalid_value": {"organizer_id": 0},
    "missing_field": {"organizer_id": None},
    "err_kind_required": {"kind": None},
    "err_location_required": {"location": None},
    "err_duration_minutes_required": {"duration_minutes": None},
    "err_interviewer_ids_required": {"interviewer_ids": None},
    "err_candidate_template_id_required": {"candidate_template_id": None},
    "err_interviewer_template_id_required": {"interviewer_template_id": None},
    "err_invalid_iso_8601": {"start_time": "2030-01-15"},
    "err_invalid_timezone": {"timezone": "PST"},
    "err_start_time_not_aligned": {"start_time": "2026-11-20T08:16:00Z"},
    "err_start_time_in_past": {"start_time": "2026-11-20T08:00:00Z"},
    "err_end_time_before_start_time": {"duration_minutes": 0},
    "err_duration_out_of_range": {"duration_minutes": 1},
    "err_invalid_set_of_interviewers": {"interviewer_ids": [7, 8]},
    "err_onsite_office_required": {"location": "onsite"},
    "err_zoom_host_id_required": {"location": "zoom"},
    "err_zoom_host_id_not_in_interviewers": {"location": "zoom", "interviewer_ids": [8], "host_id": 7},
    "err_hackerrank_template_id_required": {"location": "hackerrank"},
    "err_application_not_found": {"application_id": 1},
    "err_organizer_not_found": {"organizer_id": 1},
    "err_organizer_no_calendar": {"organizer_id": 11},
    "err_organizer_no_job_permission": {"organizer_id": 10},
    "organizer_not_eligible": {"organizer_id": 12},
    "err_organizer_no_application_permission": {"organizer_id": 8},
    "err_office_not_found": {"location": "onsite", "office_id": 1},
    "err_zoom_host_invalid_user": {"location": "zoom", "interviewer_ids": [8], "host_id": 8},
    "err_candidate_template_not_found": {"candidate_template_id": 1},
    "err_interviewer_template_not_found": {"interviewer_template_id": 1},
    "err_candidate_template_invalid_category": {"candidate_template_id": 62},
    "err_interviewer_template_invalid_category": {"interviewer_template_id": 61},
    "err_scorecard_template_not_found": {"scorecard_template_id": 1},
    "err_stage_activity_not_found": {**BY_PLAN, "stage_activity_id": 1},
    "err_stage_activity_not_interview": {**BY_PLAN, "stage_activity_id": 901},
    "application_id_mismatch": {"application_id": 1},
    "unportable_start_time": {"start_time": "2026-11-20T08:15:00z"},
    "nonexistent_local_time": {"start_time": "2038-04-30T00:00:00", "timezone": "Africa/Cairo"},
    "ambiguous_local_time": {"start_time": "2038-10-28T23:00:00", "timezone": "Africa/Cairo"},
    "offset_disagrees_with_timezone": {"start_time": "2026-11-20T08:30:00+00:15"},
    "duration_not_multiple_of_15": {"duration_minutes": 5},
    "duplicate_interviewers": {"kind": "panel", "interviewer_ids": [7, 7]},
    "field_has_no_effect": {"host_id": 1},
    "scorecard_template_ignored": {**BY_PLAN, "stage_activity_id": 900, "scorecard_template_id": 1},
    "external_fields_ignored": {"external": {"video_conferencing_url": "https://zoom.us/j/1"}},
    "unknown_visibility": {"calendar_event_visibility": "public"},
}


@pytest.mark.parametrize("code", DIFFERENCES)
def test_the_simplest_violation_is_the_simplest_request_but_for_the_fault(code: str) -> None:
    changed = {**AD_HOC, **DIFFERENCES[code]}
    kept = {name: value for name, value in simplest(violating(code)).items() if value is not None}
    assert kept == {name: value for name, value in changed.items() if value is not None}


def duration(request: Mapping[str, Any]) -> Any:
    return request.get("duration_minutes") or 0


SHRUNK: Final[list[tuple[str, Surface, Condition, Mapping[str, Any]]]] = [
    ("err_interviewers_not_found", "rest", lambda _: True, {"kind": "panel", "interviewer_ids": [1, 7]}),
    ("err_duration_out_of_range", "rest", lambda request: duration(request) > 4, {"duration_minutes": 1441}),
    ("err_duration_out_of_range", "mcp", lambda request: 14 < duration(request) < 1440, {"duration_minutes": 16}),
    ("err_end_time_before_start_time", "mcp", lambda request: duration(request) < 0, {"duration_minutes": -1}),
    ("duration_not_multiple_of_15", "rest", lambda request: duration(request) > 14, {"duration_minutes": 16}),
    (
        "err_start_time_in_past",
        "mcp",
        lambda request: request["start_time"] < "2026-11-20T08",
        {"start_time": "2026-11-20T07:45:00Z"},
    ),
    (
        "err_start_time_not_aligned",
        "mcp",
        lambda request: bool(re.search(r"[.]0{6}[1-9]", request["start_time"])),
        {"start_time": "2026-11-20T08:15:00.0000001Z"},
    ),
]


@pytest.mark.parametrize(("code", "surface", "condition", "difference"), SHRUNK)
def test_it_shrinks_to_the_boundary(
    code: str, surface: Surface, condition: Condition, difference: Mapping[str, Any]
) -> None:
    right = AD_HOC if surface == "rest" else SHORT
    assert minimal(violating(code, surface), condition) == {**right, **difference}


def test_the_simplest_texts_are_requests_but_for_the_fault() -> None:
    text = json.dumps(SHORT, separators=(",", ":"))
    assert simplest(violating("invalid_json", "mcp")) == text + "}"
    assert simplest(violating("duplicate_key", "mcp")) == text.replace("{", '{"organizer_id":null,')


# --- wrong calls -----------------------------------------------------------------------------------------------------


def test_a_code_that_the_surface_lacks_is_refused_with_what_may_be_meant() -> None:
    with pytest.raises(
        ValueError, match=r"^no rule of rest has the code 'err_knd_required'; did you mean err_kind_required\?$"
    ):
        violating("err_knd_required")
    with pytest.raises(ValueError, match=r"^no rule of mcp has the code 'external_fields_ignored'$"):
        violating("external_fields_ignored", "mcp")


def test_another_surface_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^a surface is 'rest' or 'mcp', not 'soap'$"):
        violating("err_kind_required", "soap")  # type: ignore[arg-type]


NOBODY: Final = {"complete": True, "items": []}
LACKING: Final[Mapping[str, Mapping[str, Any]]] = {
    "err_kind_required": {"applications": NOBODY},
    "err_application_not_found": {"applications": {**WORLD.document["applications"], "complete": False}},
    "err_organizer_not_found": {"users": {**WORLD.document["users"], "only": "active"}},
    "err_organizer_no_calendar": {"valid_organizers": {}},
    "err_zoom_host_invalid_user": {"conference_hosts": {**WORLD.document["conference_hosts"], "complete": False}},
    "err_zoom_host_id_not_in_interviewers": {"conference_hosts": NOBODY},
    "err_office_not_found": {"offices": {"complete": False, "items": []}, "interview_plans": {}},
    "err_stage_activity_not_found": {"interview_plans": {}},
    "scorecard_template_ignored": {"interview_plans": {}},
    "application_id_mismatch": {"applications": NOBODY},
}


@pytest.mark.parametrize("code", LACKING)
def test_a_world_that_can_not_cause_the_code_is_refused(code: str) -> None:
    world = World({**WORLD.document, **LACKING[code]}, WORLD.now)
    with pytest.raises(ValueError, match=rf"^the world has not what it takes for .* {code} is all that is found$"):
        violating(code, world=world)
