"""Who interviews is a set of people: their order changes nothing but pointers."""

from __future__ import annotations

import re
from typing import Any, Final

from hypothesis import example, given, settings
from hypothesis import strategies as st

from kula_rules import Report, Snapshot, check

from ..support import ACCOUNT, known, planned, sent
from .strategies import NOW, RULES, Json, Surface, World, complete_worlds, dice, poorer

surfaces: Final[st.SearchStrategy[Surface]] = st.sampled_from(["rest", "mcp"])
entries: Final[st.SearchStrategy[Json]] = st.sampled_from([1, 2, 3, "1", 2.0, "abc", 7, 9, 99, 0, "", None, True, [1]])
crowds: Final = st.lists(entries, min_size=2, max_size=6)
orders: Final = st.randoms(use_true_random=False)
ENTRY: Final = re.compile(r"/interviewer_ids/(\d+)")


def shuffled(items: list[Json], random: Any) -> tuple[list[Json], list[int]]:
    """The items in another order, and where each of them stood before."""
    before = list(range(len(items)))
    random.shuffle(before)
    return [items[index] for index in before], before


def gist(report: Report, before: list[int]) -> tuple[Any, ...]:
    """What is stable of a report, its pointers into the list being those from before it was put in another order."""
    found = [(item.code, item.severity, item.status, _moved(item.pointer, before)) for item in report.findings]
    return report.verdict, sorted(found), report.unchecked, report.valid_until


def _moved(pointer: str, before: list[int]) -> str:
    return ENTRY.sub(lambda match: f"/interviewer_ids/{before[int(match[1])]}", pointer)


def assert_order_is_nothing(world: World, crowd: list[Json], random: Any, surface: Surface) -> None:
    order, before = shuffled(crowd, random)
    given: dict[str, Any] = {"now": world.now, "snapshot": Snapshot.from_dict(world.account), "rules": RULES[surface]}
    first = check({**world.request, "interviewer_ids": crowd}, **given)
    other = check({**world.request, "interviewer_ids": order}, **given)
    assert gist(other, before) == gist(first, sorted(before))


@settings(max_examples=200, deadline=None)
@given(complete_worlds(), dice, crowds, orders, surfaces)
def test_the_order_of_the_interviewers_that_are_sent_changes_only_pointers(
    world: World, less: Any, crowd: list[Json], random: Any, surface: Surface
) -> None:
    assert_order_is_nothing(World(world.request, world.now, poorer(less, world.account)), crowd, random, surface)


@settings(max_examples=30, deadline=None)
@given(st.permutations([7, 99, 8, "9", 99]), surfaces)
@example([99, 7], "rest")
def test_bad_entries_are_found_wherever_they_stand(crowd: list[Json], surface: Surface) -> None:
    report = check(sent(interviewer_ids=crowd), now=NOW, snapshot=Snapshot.from_dict(ACCOUNT), rules=RULES[surface])
    strangers = [f"/interviewer_ids/{index}" for index, entry in enumerate(crowd) if entry in (99, "9")]
    assert [item.pointer for item in report.errors] == strangers
    assert {item.code for item in report.errors} == {"err_interviewers_not_found"}


@settings(max_examples=30, deadline=None)
@given(st.permutations([7, 99, 8, 9]))
def test_the_order_of_the_interviewers_of_a_plan_changes_nothing(crowd: list[Json]) -> None:
    snapshot = Snapshot.from_dict(known({"interviewer_ids": crowd}))
    report = check(planned(), now=NOW, snapshot=snapshot)
    assert [(item.code, item.pointer) for item in report.findings] == [
        ("err_interviewers_not_found", "/stage_activity_id")
    ]
