"""Information only resolves, whatever rule a user writes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kula_rules import RuleSet, Snapshot, check, rule
from kula_rules import fields as f
from kula_rules.predicates import Predicate

from ..support import ACCOUNT, planned
from .rules import predicates
from .strategies import NOW, Surface, World, poorer_and_richer
from .test_information import decided

Statement = tuple[Predicate | None, Predicate]

statements = st.lists(st.tuples(st.none() | predicates, predicates), min_size=6, max_size=6)


def rule_set(surface: Surface, drawn: list[Statement]) -> RuleSet:
    numbered = enumerate(drawn)
    return RuleSet(surface, (rule(f"drawn_{number}", when=when, must=must) for number, (when, must) in numbered))


def outcome(world: World, rules: RuleSet) -> dict[str, str]:
    return decided(check(world.request, now=world.now, snapshot=Snapshot.from_dict(world.account), rules=rules), rules)


@settings(max_examples=400, deadline=None)
@given(poorer_and_richer(), st.sampled_from(["rest", "mcp"]), statements)
def test_what_a_drawn_rule_decides_stays_when_more_is_known(
    worlds: tuple[World, World], surface: Surface, drawn: list[Statement]
) -> None:
    rules = rule_set(surface, drawn)
    before, after = (outcome(world, rules) for world in worlds)
    assert before.items() <= after.items()


NO_APPLICATIONS: Final = {**ACCOUNT, "applications": {"complete": True, "items": []}}
NO_OFFICES: Final = {**ACCOUNT, "offices": {"complete": True, "items": []}}
OTHER_JOB: Final = {**ACCOUNT, "applications": {"complete": True, "items": [{"id": 501, "job_id": 32}]}}
ONLY_PLANS: Final = {"version": 1, "interview_plans": ACCOUNT["interview_plans"]}
NAMED: Final = f.calendar_event_visibility.is_present()
ACTIVITY: Final = f.stage_activity_id.record(f.interview_plans)

# What a reader of the code found by drawing rules: the statement, the request, what is known less and more.
PINNED: Final[list[tuple[Callable[[], Statement], dict[str, Any], dict[str, Any], dict[str, Any]]]] = [
    (lambda: (~f.host_id.is_in(f.interviewer_ids), NAMED), planned(), {"version": 1}, NO_APPLICATIONS),
    (lambda: (~f.host_id.is_found_in(f.valid_organizers), NAMED), planned(), {"version": 1}, NO_APPLICATIONS),
    (lambda: (None, ACTIVITY.is_present()), {"application_id": 501}, {"version": 1}, NO_APPLICATIONS),
    (
        lambda: (None, f.externally_managed & f.interviewer_ids.each.is_found_in(f.valid_organizers)),
        {"application_id": 502, "interviewer_ids": [7]},
        {"version": 1},
        NO_APPLICATIONS,
    ),
    (lambda: (~ACTIVITY.has(type="interview"), f.host_id.is_present()), planned(), ONLY_PLANS, OTHER_JOB),
    (
        lambda: (f.office_id.record(f.offices).is_present(), f.host_id.is_present()),
        {"office_id": 0},
        {"version": 1},
        NO_OFFICES,
    ),
]


@pytest.mark.parametrize(("statement", "request_", "less", "more"), PINNED)
def test_what_was_found_once_stays_mended(
    statement: Callable[[], Statement], request_: dict[str, Any], less: dict[str, Any], more: dict[str, Any]
) -> None:
    rules = rule_set("rest", [statement()])
    before, after = (outcome(World(request_, NOW, account), rules) for account in (less, more))
    assert before.items() <= after.items()


def test_the_record_of_an_invalid_id_is_unknown() -> None:
    rules = rule_set("rest", [(f.office_id.record(f.offices).is_present(), f.host_id.is_present())])
    report = check({"office_id": 0}, now=None, snapshot=Snapshot.from_dict(NO_OFFICES), rules=rules)
    assert [item.to_dict() for item in report.unchecked] == [{"code": "drawn_0", "needs": ["field.office_id"]}]
