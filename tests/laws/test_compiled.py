"""Compiled rules judge as the rules do that they are made of: any rules, on any request, account and moment."""

from __future__ import annotations

import json
from datetime import datetime
from functools import reduce
from operator import and_, or_
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kula_rules import MCP_CREATE, REST_CREATE, Report, RuleSet, Snapshot, rule
from kula_rules import fields as f
from kula_rules.account import Account
from kula_rules.checker import Checker
from kula_rules.codes import READ_FROM_PAYLOAD
from kula_rules.facts import Facts
from kula_rules.judging import fatal_findings, interpret
from kula_rules.predicates import Predicate
from kula_rules.programs import OFTEN, Often, program_of
from kula_rules.request import read_request
from kula_rules.strategies import requests as passing
from kula_rules.strategies import violating, worlds

from ..support import ACCOUNT, NOW, compiled, planned, sent
from .rules import predicates
from .strategies import RULES, Surface, World, any_json, poorer_and_richer
from .test_drawn_rules import Statement

OURS: Final = {"rest": REST_CREATE, "mcp": MCP_CREATE}
NAMES: Final = st.sampled_from(["a, b", 'say "a, b"', "back\\slash,", "caf\u00e9, \U0001f600", "x" * 70])


def interpreted(checker: Checker, payload: object) -> Report:
    """The report by the plain definition."""
    request = read_request(payload, checker.rules.surface, checker.application_id)
    fatal = fatal_findings(request)
    if fatal:
        return Report(fatal)
    facts = Facts(request, checker.now, checker.snapshot)
    return Report.pending(checker, facts, *interpret(checker.rules, facts))


def said(report: Report) -> tuple[object, ...]:
    """All that a report says."""
    judged = report.failed, report.codes, report.verdict, report.unchecked
    findings = report.findings  # what was said before they were written has to be what they say
    assert judged[:2] == (bool(report.errors), tuple(dict.fromkeys(finding.code for finding in findings)))
    return *judged, [finding.to_dict() for finding in findings], report.valid_until


def make_room(rules: RuleSet, account: Account | None) -> None:
    """Forget the functions for other requests: there may be so many only, and the next one is to get its own."""
    program = program_of(rules)
    kinds: list[Often[Any, Any]] = [program.shapes(account=account is not None)]
    for functions in kinds if account else [*kinds, program.planned]:
        functions.clear()
        functions._seen.clear()


def assert_agree(
    payload: Any, rules: RuleSet, now: datetime | None, account: Account | None, application_id: Any = None
) -> None:
    """By mapping and by text, by the function for any keys and by the one for these, the same is said."""
    make_room(compiled(rules), account)
    checker = Checker(now, account, rules, application_id)
    expected = said(interpreted(checker, payload))
    assert said(checker.check(payload)) == expected
    for _ in range(OFTEN):
        checker.check(payload)
    text = json.dumps(payload)
    assert said(checker.check(payload)) == said(checker.check_json(text)) == expected
    assert said(checker.check_json(json.dumps(payload, ensure_ascii=False, indent=1).encode())) == expected


@settings(max_examples=300, deadline=None)
@given(poorer_and_richer(), st.sampled_from(["rest", "mcp"]), st.booleans(), st.sampled_from([None, None, 1, "abc"]))
def test_our_rules_on_any_request(
    drawn: tuple[World, World], surface: Surface, has_account: bool, application_id: Any
) -> None:
    world, _ = drawn
    account = Snapshot.from_dict(world.account) if has_account else None
    assert_agree(world.request, RULES[surface], world.now, account, application_id if surface == "rest" else None)


@settings(max_examples=300, deadline=None)
@given(
    poorer_and_richer(),
    st.sampled_from(["rest", "mcp"]),
    st.booleans(),
    st.lists(st.tuples(st.none() | predicates, predicates), min_size=1, max_size=6),
)
def test_drawn_rules_on_any_request(
    drawn: tuple[World, World], surface: Surface, has_account: bool, statements: list[Statement]
) -> None:
    world, _ = drawn
    rules = RuleSet(
        surface,
        (
            rule(f"drawn_{number}", when=when, must=must, severity="warning" if number % 2 else "error")
            for number, (when, must) in enumerate(statements)
        ),
    )
    account = Snapshot.from_dict(world.account) if has_account else None
    assert_agree(world.request, rules, world.now, account)


@settings(max_examples=100, deadline=None)
@given(st.data(), st.sampled_from(["rest", "mcp"]), worlds())
def test_our_rules_in_the_worlds_that_everybody_can_draw(data: st.DataObject, surface: Surface, world: Any) -> None:
    codes = [code for code in OURS[surface].codes if code not in READ_FROM_PAYLOAD]
    drawn = data.draw(
        st.one_of(passing(surface, world=world), st.sampled_from(codes).flatmap(lambda code: violating(code, surface)))
    )
    for account in (None, world.snapshot):
        assert_agree(drawn, OURS[surface], world.now, account)


@settings(max_examples=100, deadline=None)
@given(passing(), NAMES)
def test_commas_and_quotation_marks_in_a_name(request: Any, name: str) -> None:
    assert_agree({**request, "name": name}, REST_CREATE, None, None)


def test_a_list_that_is_sent_empty_takes_nothing_from_the_plan() -> None:
    managers = f.application_id.record(f.applications).attribute("manager_ids")
    must = f.interviewer_ids.each.is_in(managers) | f.stage_activity_id.is_found_in(f.conference_hosts)
    waiting = RuleSet("rest", [rule("waits_for_hosts_alone", when=must, must=~f.organizer_id.is_sent())])
    assert_agree(planned(interviewer_ids=[]), waiting, NOW, None)


def _alternating(depth: int) -> Predicate:
    made: Predicate = f.kind == "panel"
    for level in range(depth):
        made = (made & (f.name != f"n{level}")) | (f.host_id == level + 1)
    return made


def _negated(times: int) -> Predicate:
    made: Predicate = f.kind == "panel"
    for _ in range(times):
        made = ~made
    return made


LARGE: Final = {
    "any of many": reduce(or_, [f.name == f"n{number}" for number in range(300)]),
    "all of many": reduce(and_, [f.host_id != number for number in range(1, 301)]),
    "at the bound": reduce(or_, [f.host_id == number for number in range(1, 32)]),
    "deep": _alternating(60),
    "as deep as the bound": _alternating(7),
    "negated": _negated(101),
    "as often as the bound": _negated(31),
    "looked up": reduce(or_, [f.host_id.is_found_in(f.users, status=f"s{number}") for number in range(31)]),
}


@pytest.mark.parametrize("name", LARGE)
@pytest.mark.parametrize("account", [None, ACCOUNT], ids=["alone", "known"])
def test_a_rule_as_large_as_users_may_write_it(name: str, account: Any) -> None:
    rules = RuleSet("rest", [rule("large", must=LARGE[name]), rule("unless", when=LARGE[name], must=f.plan_driven)])
    snapshot = account and Snapshot.from_dict(account)
    for payload in (sent(name="n7", host_id=7), planned(), sent(host_id=-1, unheard_of=1), sent(kind="one_on_one")):
        assert_agree(payload, rules, NOW, snapshot)


@settings(max_examples=300, deadline=None)
@given(any_json)
def test_any_json(payload: Any) -> None:
    assert_agree(payload, REST_CREATE, None, None)
