"""Worlds: what they are made of, and what is left of them where less is known."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kula_rules import Snapshot, SnapshotError
from kula_rules.account import ATTRIBUTES, PER_JOB
from kula_rules.contract.examples import ACCOUNT, NOW
from kula_rules.shape import read_id
from kula_rules.strategies import WORLD, World, partial, worlds

from .judging import Condition, law, minimal, never_drawn, several, simplest


def tables(document: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every table, by its name and its job."""
    for name, content in document.items():
        if name in PER_JOB:
            yield from ((name, job, table) for job, table in content.items())
        elif name in ATTRIBUTES:
            yield name, "", content


def ids(table: Mapping[str, Any]) -> list[Any]:
    return [read_id(item["id"]) for item in table["items"]]


# --- a world ---------------------------------------------------------------------------------------------------------


def test_the_fixed_world_extends_the_account_of_the_examples() -> None:
    assert WORLD.now == NOW
    assert WORLD.application_id == 501
    known = {(name, job): ids(table) for name, job, table in tables(WORLD.document)}
    assert {
        place: found[: len(ids(table))]
        for name, job, table in tables(ACCOUNT)
        for place, found in [((name, job), known[name, job])]
    } == {(name, job): ids(table) for name, job, table in tables(ACCOUNT)}


def test_a_world_reads_its_document() -> None:
    world = World({"version": 1, "offices": {"complete": True, "items": [{"id": "3"}]}}, None)
    assert world.snapshot == Snapshot.from_dict(world.document)
    assert (world.now, world.application_id) == (None, None)


def test_worlds_that_know_the_same_are_equal() -> None:
    same = World(json.loads(json.dumps(WORLD.document)), WORLD.now)
    assert (same, hash(same)) == (WORLD, hash(WORLD))
    assert replace(WORLD, now=None) != WORLD


def test_a_world_does_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        WORLD.now = None  # type: ignore[misc]


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^an aware datetime was expected, found the naive datetime.datetime\("):
        replace(WORLD, now=datetime(2030, 1, 1))


def test_a_malformed_document_is_refused() -> None:
    with pytest.raises(SnapshotError, match=r"^/version: expected version 1, found 2$"):
        World({"version": 2}, None)


# --- drawn worlds ----------------------------------------------------------------------------------------------------


@law(100)
@given(worlds())
def test_everything_is_known_of_a_drawn_world(world: World) -> None:
    assert sorted({name for name, _, _ in tables(world.document)}) == sorted(ATTRIBUTES)
    assert [table["complete"] for _, _, table in tables(world.document)] == [True] * len(list(tables(world.document)))
    assert json.loads(json.dumps(world.document)) == world.document
    assert world.now is not None
    assert world.application_id is not None


def users(world: World, **attributes: object) -> bool:
    """Whether there is a user of that kind."""
    items = world.document["users"]["items"]
    return any(all(item.get(name) == value for name, value in attributes.items()) for item in items)


def activities(world: World) -> list[dict[str, Any]]:
    return [item for name, _, table in tables(world.document) if name == "interview_plans" for item in table["items"]]


DRAWN: Final[dict[str, Condition]] = {
    "three jobs": lambda world: len(world.document["valid_organizers"]) == 3,
    "three applications": lambda world: len(world.document["applications"]["items"]) == 3,
    "many users": lambda world: len(world.document["users"]["items"]) == 8,
    "numbers as ids": lambda world: type(world.document["users"]["items"][0]["id"]) is int,
    "numerals as ids": lambda world: (
        str(world.document["users"]["items"][0]["id"]).isdecimal()
        and type(world.document["users"]["items"][0]["id"]) is str
    ),
    "opaque ids": lambda world: isinstance(read_id(world.document["users"]["items"][0]["id"]), str),
    "an id in two spellings": lambda world: (
        world.document["users"]["items"][0]["id"] not in world.document["applications"]["items"][0]["manager_ids"]
    ),
    "an invited user": lambda world: users(world, status="invited"),
    "a user of unknown status": lambda world: users(world, status=None),
    "an activity without a location": lambda world: any(one.get("location", 1) is None for one in activities(world)),
    "an activity that is too short": lambda world: any(one.get("duration_minutes") == 4 for one in activities(world)),
    "an activity whose interviewer is nobody": lambda world: any(
        "nobody" in one.get("interviewer_ids", ()) for one in activities(world)
    ),
    "an activity of which something is not known": lambda world: any(
        "kind" not in one and one.get("type") == "interview" for one in activities(world)
    ),
    "another moment": lambda world: world.now != NOW,
    "another offset": lambda world: bool(world.now.utcoffset()),
}


def test_there_is_nothing_that_is_not_drawn() -> None:
    assert never_drawn(worlds(), DRAWN, several(worlds(), 300)) == []


def test_the_simplest_world_has_what_it_takes_and_no_more() -> None:
    world = simplest(worlds())
    assert world.now == NOW
    assert {name: len(table["items"]) for name, job, table in tables(world.document) if job in ("", "1")} == {
        "applications": 1,
        "users": 6,
        "offices": 1,
        "conference_hosts": 1,
        "scorecard_templates": 1,
        "email_templates": 5,
        "valid_organizers": 2,
        "interview_plans": 2,
    }
    assert minimal(worlds(), lambda one: len(one.document["offices"]["items"]) == 2).document == {
        **world.document,
        "offices": {"complete": True, "items": [{"id": 1}, {"id": 2}]},
    }


# --- less is known ---------------------------------------------------------------------------------------------------


@law(150)
@given(st.data(), worlds())
def test_a_part_knows_nothing_that_the_whole_does_not(data: st.DataObject, world: World) -> None:
    less = data.draw(partial(world))
    whole = {(name, job): table for name, job, table in tables(world.document)}
    assert less.now in (None, world.now)
    for name, job, table in tables(less.document):
        known = {read_id(item["id"]): item for item in whole[name, job]["items"]}
        assert [item for item in table["items"] if not item.items() <= known[read_id(item["id"])].items()] == []
        missing = [item for id, item in known.items() if id not in ids(table)]
        assert not (missing and table["complete"]) or is_filtered(table, missing)


def is_filtered(table: Mapping[str, Any], missing: list[dict[str, Any]]) -> bool:
    """Whether nobody is missing but those who are known not to be active."""
    return table.get("only") == "active" and not {"active", None} & {item.get("status") for item in missing}


@law(60)
@given(st.data(), worlds().flatmap(partial))
def test_of_a_part_even_less_can_be_known(data: st.DataObject, world: World) -> None:
    data.draw(partial(world))


USERS: Final = WORLD.document["users"]["items"]
LESS: Final[dict[str, Condition]] = {
    "the whole": lambda world: world == WORLD,
    "no moment": lambda world: world.now is None,
    "no users": lambda world: "users" not in world.document,
    "an incomplete table": lambda world: (
        world.document.get("users", {}).get("items") == USERS and not world.document["users"]["complete"]
    ),
    "fewer users": lambda world: 0 < len(world.document.get("users", {}).get("items", ())) < len(USERS) - 1,
    "the active users": lambda world: world.document.get("users", {}).get("only") == "active",
    "users of unknown status": lambda world: any(
        "status" not in item for item in world.document.get("users", {}).get("items", ())
    ),
    "no plan of a job": lambda world: "31" not in world.document["interview_plans"],
    "an activity that supplies less": lambda world: any(
        "kind" not in item for item in world.document["interview_plans"].get("31", {"items": ()})["items"][:1]
    ),
}


def test_there_is_no_way_to_know_less_that_is_not_drawn() -> None:
    assert never_drawn(partial(WORLD), LESS, several(partial(WORLD), 200)) == []


def test_the_simplest_part_is_the_whole() -> None:
    assert simplest(partial(WORLD)) == WORLD
    unseen = minimal(partial(WORLD), lambda world: "offices" not in world.document)
    assert unseen == World({name: t for name, t in WORLD.document.items() if name != "offices"}, NOW)


def test_what_is_not_a_table_is_kept() -> None:
    world = World({**WORLD.document, "taken_at": "2026-11-20T08:00:00Z"}, NOW)
    assert {one.document["taken_at"] for one in several(partial(world), 20)} == {"2026-11-20T08:00:00Z"}


def test_nothing_is_left_out_of_empty_tables() -> None:
    world = World({"version": 1, "offices": {"items": []}, "interview_plans": {}}, datetime(2030, 1, 1, tzinfo=UTC))
    drawn = several(partial(world), 30)
    assert all(
        {**world.document, **one.document, "offices": world.document["offices"]} == world.document for one in drawn
    )
