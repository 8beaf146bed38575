"""Where all is known, the engine says what the contract says, read a second time (see `oracle`)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kula_rules import Report, Snapshot, check

from ..support import ACCOUNT, external, known, planned, sent
from .oracle import left_open, oracle
from .strategies import (
    BAD_TIMES,
    BAD_ZONES,
    GOOD_TIMES,
    GOOD_ZONES,
    NOW,
    ODD,
    RULES,
    Json,
    Surface,
    World,
    complete_worlds,
)

PAST: Final = datetime(2031, 1, 1, tzinfo=UTC)
Place = tuple[str, str]


def engine(world: World, surface: Surface, application_id: Json = None) -> Report:
    account = Snapshot.from_dict(world.account)
    rules = RULES[surface]
    return check(world.request, now=world.now, snapshot=account, rules=rules, application_id=application_id)


def in_order(found: Iterable[Place]) -> list[Place]:
    """The findings in their order; of fields under one code (no array) the contract leaves the order open."""
    return sorted(found, key=_Rank())


class _Rank:
    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def __call__(self, place: Place) -> Any:
        code, pointer = place
        if code in ("invalid_type", "invalid_value"):
            return 0, ""  # of shape: in the order of the fields
        rank = self._seen.setdefault(code, len(self._seen) + 1)
        return rank, pointer if code in ("unknown_field", "field_has_no_effect") else ""


def assert_same(world: World, surface: Surface, application_id: Json = None) -> None:
    assert world.now is not None
    expected = oracle(world.request, world.account, world.now, surface, application_id)
    report = engine(world, surface, application_id)
    assert in_order((item.code, item.pointer) for item in report.findings) == in_order(expected)


def _world(request: dict[str, Any], now: datetime = NOW, account: Any = ACCOUNT) -> World:
    return World(request, now, dict(account))


@settings(max_examples=500, deadline=None)
@given(complete_worlds(), st.sampled_from(["rest", "mcp"]))
@example(_world({}), "rest")
@example(_world({}), "mcp")
@example(_world(sent()), "rest")
@example(_world(planned()), "rest")
@example(_world(planned()), "mcp")
@example(_world(external(location="zoom", office_id=4, host_id=4, name="x")), "rest")
@example(_world(planned(stage_activity_id=950, location="onsite", office_id=3)), "rest")
@example(_world(planned(stage_activity_id=950, location="onsite")), "rest")
@example(_world(planned(application_id=None, location="onsite")), "rest")
@example(_world(planned(stage_activity_id=901, interviewer_ids=[])), "rest")
@example(_world(planned(), account=known({"kind": "one_on_one"})), "rest")
@example(_world(planned(kind="one_on_one")), "rest")
@example(_world(planned(), account=known({"interviewer_ids": [9, 8, 9], "duration_minutes": 7})), "rest")
@example(_world(planned(host_id=8), account=known({"location": "zoom", "interviewer_ids": ["7"]})), "rest")
@example(_world(sent(interviewer_ids=[7, "7", 9, 9])), "rest")
@example(_world(sent(organizer_id=9)), "rest")
@example(_world(sent(organizer_id=8)), "rest")
@example(_world(external(organizer_id=8)), "rest")
@example(_world(sent(organizer_id=9, external={"managed": "yes"})), "rest")
@example(_world(sent(external={"source": "x"}), now=PAST), "mcp")
def test_the_engine_finds_what_the_contract_says(world: World, surface: Surface) -> None:
    assert_same(world, surface)


@settings(max_examples=150, deadline=None)
@given(complete_worlds(), st.sampled_from([1, 2, "1", "abc"]))
@example(_world(sent(application_id=None)), 501)
@example(_world(sent()), "501")
@example(_world(sent()), 502)
@example(_world(sent(application_id=0)), 501)
def test_the_application_of_the_path_wins(world: World, application_id: Json) -> None:
    assert_same(world, "rest", application_id)


@pytest.mark.parametrize("now", [NOW, datetime(2026, 11, 1, 6, 15, tzinfo=UTC), PAST], ids=str)
@pytest.mark.parametrize("text", [*GOOD_TIMES, *BAD_TIMES, 7])
def test_every_start_time_in_every_zone(text: Json, now: datetime) -> None:
    for zone in (*GOOD_ZONES, *BAD_ZONES, 7, None):
        assert_same(_world(sent(start_time=text, timezone=zone), now), "rest")


@pytest.mark.parametrize("text", ["2030-01-15T10:00:00Z", "2030-01-15T10:00:00"])
@pytest.mark.parametrize(
    "now",
    [
        datetime(2030, 1, 14, 10, 0, tzinfo=UTC),
        datetime(2030, 1, 15, 9, 59, 59, 999999, tzinfo=UTC),
        datetime(2030, 1, 15, 10, 0, tzinfo=UTC),
        datetime(2030, 1, 16, 9, 59, 59, 999999, tzinfo=UTC),
        datetime(2030, 1, 16, 10, 0, tzinfo=UTC),
    ],
    ids=str,
)
def test_the_last_moment_before_the_start(text: str, now: datetime) -> None:
    for zone in ("UTC", "Asia/Kathmandu", "nowhere", None):
        assert_same(_world(sent(start_time=text, timezone=zone), now), "rest")


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(ODD)).flatmap(lambda name: st.tuples(st.just(name), ODD[name])), st.data())
def test_one_odd_value_gives_the_findings_of_the_contract(odd: tuple[str, Json], data: st.DataObject) -> None:
    name, value = odd
    base = data.draw(st.sampled_from([sent(), planned(), external(), sent(location="zoom", host_id=7)]))
    assert_same(_world({**base, name: value}), data.draw(st.sampled_from(["rest", "mcp"])))


@settings(max_examples=200, deadline=None)
@given(complete_worlds(odd=False), st.sampled_from(["rest", "mcp"]))
@example(_world(sent(organizer_id=99)), "rest")
@example(_world(external(organizer_id=99)), "rest")
@example(_world(external(organizer_id=9)), "rest")
@example(_world(external(organizer_id=9, application_id=502)), "rest")
@example(_world(sent(organizer_id=9)), "rest")
def test_where_all_is_known_and_valid_hardly_anything_stays_open(world: World, surface: Surface) -> None:
    """Left are an hour that comes twice, a start without a zone, and a permission that an absence does not disprove."""
    assert world.now is not None
    expected = left_open(world.request, world.account, world.now, surface)
    assert [item.code for item in engine(world, surface).unchecked] == expected
