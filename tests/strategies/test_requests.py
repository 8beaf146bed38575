"""Requests that are drawn to pass do, in every mode and in every world."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kula_rules.shape import FIELDS, Surface, documented
from kula_rules.strategies import WORLD, World, partial, requests, worlds
from kula_rules.strategies.drafts import MODES, Mode
from kula_rules.strategies.starts import ZONES
from kula_rules.times import ZONE_NAMES

from .judging import SURFACES, Condition, judge, law, minimal, never_drawn, several, simplest

WAYS: Final = [(surface, mode) for surface in SURFACES for mode in MODES[surface]]
SHORT: Final = {
    "organizer_id": 7,
    "application_id": 501,
    "start_time": "2026-11-20T08:15:00Z",
    "timezone": "UTC",
    "duration_minutes": 15,
    "kind": "one_on_one",
    "location": "phone",
    "interviewer_ids": [7],
}
TEMPLATES: Final = {"interviewer_template_id": 62, "candidate_template_id": 61}
PLANNED: Final = {name: SHORT[name] for name in ("organizer_id", "application_id", "start_time", "timezone")}


def passes(request: Any, surface: Surface, world: World = WORLD) -> bool:
    report = judge(request, surface, world)
    assert (report.findings, report.unchecked, report.verdict) == ((), (), "pass")
    return True


def mode_of(request: dict[str, Any]) -> str:
    external = (request.get("external") or {}).get("managed") is True
    planned = request.get("stage_activity_id") is not None
    return {
        (False, False): "ad_hoc",
        (True, False): "plan_driven",
        (False, True): "external",
        (True, True): "external_plan_driven",
    }[planned, external]


@pytest.mark.parametrize(("surface", "mode"), WAYS)
@law(50)
@given(st.data())
def test_a_request_of_a_mode_passes_without_any_finding(surface: Surface, mode: Mode, data: st.DataObject) -> None:
    request = data.draw(requests(surface, mode=mode))
    assert passes(request, surface)
    assert mode_of(request) == mode
    assert list(request) == [name for name in documented(surface) if name in request]


@pytest.mark.parametrize("surface", SURFACES)
@law(60)
@given(st.data(), worlds())
def test_it_passes_in_every_world(surface: Surface, data: st.DataObject, world: World) -> None:
    assert passes(data.draw(requests(surface, world=world)), surface, world)


@pytest.mark.parametrize("surface", SURFACES)
@law(40)
@given(st.data(), worlds().flatmap(partial))
def test_in_a_world_of_which_little_is_known_it_passes_or_can_not_be_drawn(
    surface: Surface, data: st.DataObject, world: World
) -> None:
    world = replace(world, now=WORLD.now)
    with suppress(ValueError):
        assert passes(data.draw(requests(surface, world=world)), surface, world)


# --- what is drawn ---------------------------------------------------------------------------------------------------


def sends(name: str, *values: object) -> Condition:
    return lambda request: request.get(name) in values if values else request.get(name) is not None


DRAWN: Final[dict[str, Condition]] = {
    **{f"a value of {name}": sends(name) for name in FIELDS},
    **{f"the {name} {one}": sends(name, one) for name, shape in FIELDS.items() for one in shape.choices},
    "a null": lambda request: None in request.values(),
    "an id as an integer": lambda request: type(request["organizer_id"]) is int,
    "an id as a numeral": lambda request: type(request["organizer_id"]) is str,
    "an id as a float": lambda request: type(request["organizer_id"]) is float,
    "a duration as a float": lambda request: type(request.get("duration_minutes")) is float,
    "a day as duration": lambda request: request.get("duration_minutes") == 1440,
    "a start in UTC": lambda request: request["start_time"].endswith("Z"),
    "a start with offset zero": lambda request: request["start_time"].endswith("+00:00"),
    "a start with offset minus zero": lambda request: request["start_time"].endswith("-00:00"),
    "a start with the offset of the zone": lambda request: bool(
        re.search(r"[+-](?!00:00)..:..$", request["start_time"])
    ),
    "a start without offset": lambda request: bool(re.search(r"T[\d:.]+$", request["start_time"])),
    "a start with a fraction": lambda request: "." in request["start_time"],
    "a start as soon as can be": lambda request: "2026-11-20T08:15:00" in request["start_time"],
    "a start in this century": lambda request: "2050" < request["start_time"] < "2100",
    "a start far away": lambda request: request["start_time"] > "9000",
    "four interviewers": lambda request: len(request.get("interviewer_ids") or ()) == 4,
    "one of a panel": lambda request: (request.get("kind"), len(request.get("interviewer_ids") or ())) == ("panel", 1),
    "a host spelled in another way": lambda request: (
        request.get("host_id") is not None
        and str(request["host_id"]) == "7"
        and 7 in (request.get("interviewer_ids") or ())
    ),
    "a link": lambda request: bool((request.get("external") or {}).get("video_conferencing_url")),
    "external, not managed": lambda request: (request.get("external") or {}).get("managed") is False,
    "external, empty": lambda request: request.get("external") == {},
}


def test_there_is_nothing_that_is_not_drawn() -> None:
    assert never_drawn(requests("rest"), DRAWN, several(requests("rest"), 400)) == []


def test_zones_are_drawn_from_the_whole_list() -> None:
    drawn = several(ZONES, 1000)
    assert set(drawn) <= ZONE_NAMES
    assert never_drawn(ZONES, {name: name.__eq__ for name in sorted(ZONE_NAMES)}, drawn) == []


# --- what it shrinks to ----------------------------------------------------------------------------------------------

SIMPLEST: Final[dict[tuple[Surface, Mode | None], dict[str, Any]]] = {
    ("rest", None): {**SHORT, **TEMPLATES},
    ("rest", "ad_hoc"): {**SHORT, **TEMPLATES},
    ("rest", "plan_driven"): {**PLANNED, "stage_activity_id": 900},
    ("rest", "external"): {
        **{name: value for name, value in SHORT.items() if name != "location"},
        "external": {"managed": True},
    },
    ("rest", "external_plan_driven"): {**PLANNED, "stage_activity_id": 900, "external": {"managed": True}},
    ("mcp", None): SHORT,
    ("mcp", "ad_hoc"): SHORT,
    ("mcp", "plan_driven"): {**SHORT, "stage_activity_id": 900},
}


@pytest.mark.parametrize(("surface", "mode"), SIMPLEST)
def test_the_simplest_request_has_the_first_of_each_choice(surface: Surface, mode: Mode | None) -> None:
    assert simplest(requests(surface, mode=mode)) == SIMPLEST[surface, mode]


SHRUNK: Final[dict[str, tuple[Condition, dict[str, Any]]]] = {
    "a call on zoom": (
        sends("location", "zoom"),
        {**SHORT, "location": "zoom", "host_id": 7, **TEMPLATES},
    ),
    "a panel": (sends("kind", "panel"), {**SHORT, "kind": "panel", **TEMPLATES}),
    "a plan": (sends("stage_activity_id"), {**PLANNED, "stage_activity_id": 900}),
    "a start in another year": (
        lambda request: request["start_time"] > "2027",
        {**SHORT, "start_time": "2027-01-01T00:00:00Z", **TEMPLATES},
    ),
}


@pytest.mark.parametrize("what", SHRUNK)
def test_what_is_found_shrinks_to_the_simplest_of_its_kind(what: str) -> None:
    condition, expected = SHRUNK[what]
    assert minimal(requests("rest"), condition) == expected


# --- wrong calls -----------------------------------------------------------------------------------------------------


def test_another_surface_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^a surface is 'rest' or 'mcp', not 'soap'$"):
        requests("soap")  # type: ignore[arg-type]


def test_another_mode_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^a mode on mcp is 'ad_hoc', 'plan_driven' or None, not 'external'$"):
        requests("mcp", mode="external")
    with pytest.raises(
        ValueError,
        match=r"^a mode on rest is 'ad_hoc', 'plan_driven', 'external', 'external_plan_driven' or None, not 'planned'$",
    ):
        requests("rest", mode="planned")  # type: ignore[arg-type]


@pytest.mark.parametrize("now", [None, datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)])
def test_a_moment_without_past_or_future_is_refused(now: datetime | None) -> None:
    with pytest.raises(ValueError, match=r"^requests are drawn in a world whose now is in the years 2 to 9899$"):
        requests(world=replace(WORLD, now=now))


@pytest.mark.parametrize("year", [2, 1900, 9899])
def test_a_request_passes_at_any_other_moment(year: int) -> None:
    world = replace(WORLD, now=datetime(year, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC))

    @law(30)
    @given(requests(world=world))
    def test(request: dict[str, Any]) -> None:
        assert passes(request, "rest", world)

    test()


def test_a_world_without_what_it_takes_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^the world has not what it takes for a request that passes$"):
        requests(world=World({"version": 1}, WORLD.now))
