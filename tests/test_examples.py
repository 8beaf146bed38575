"""Every rule's good and bad examples do what they claim, alone and through the whole engine."""

from __future__ import annotations

import pytest

from kula_rules import MCP_CREATE, REST_CREATE, Report, RuleSet, Snapshot, check, check_json
from kula_rules.codes import FATAL
from kula_rules.rules import Example, Rule

SETS = {"rest": REST_CREATE, "mcp": MCP_CREATE}
RULES = {(rules.surface, rule.code): rule for rules in SETS.values() for rule in rules}
CASES = [
    pytest.param(rule, example, id=f"{example.surface}-{rule.code}-{'bad' if example in rule.bad else 'good'}-{number}")
    for (surface, _), rule in RULES.items()
    for number, example in enumerate((*rule.good, *rule.bad))
    if example.surface == surface
]


def run(example: Example, rules: RuleSet) -> Report:
    function = check_json if isinstance(example.payload, str) else check
    snapshot = None if example.snapshot is None else Snapshot.from_dict(example.snapshot)
    now, path = example.now, example.application_id
    return function(example.payload, now=now, snapshot=snapshot, rules=rules, application_id=path)


def pairs(report: Report) -> list[tuple[str, str]]:
    return [(finding.code, finding.pointer) for finding in report.findings]


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_alone_a_rule_reports_exactly_what_its_example_claims(rule: Rule, example: Example) -> None:
    report = run(example, SETS[example.surface].only(rule.code))
    assert pairs(report) == [(rule.code, pointer) for pointer in example.pointers]
    assert report.unchecked == ()


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_the_whole_engine_reports_that_and_what_the_example_names_beside_it(rule: Rule, example: Example) -> None:
    expected = [(rule.code, pointer) for pointer in example.pointers] + list(example.also)
    assert sorted(pairs(run(example, SETS[example.surface]))) == sorted(expected)


@pytest.mark.parametrize("rule", RULES.values(), ids=[f"{surface}-{code}" for surface, code in RULES])
def test_every_rule_has_a_good_and_a_bad_example(rule: Rule) -> None:
    assert [bool(rule.good), bool(rule.bad)] == [True, True]
    assert [example.pointers for example in rule.good] == [()] * len(rule.good)
    assert all(example.pointers for example in rule.bad)


@pytest.mark.parametrize("rule", RULES.values(), ids=[f"{surface}-{code}" for surface, code in RULES])
def test_every_rule_says_why_and_who_says_so(rule: Rule) -> None:
    assert [bool(rule.sentence), bool(rule.about), bool(rule.source)] == [True, True, True]


def test_what_ends_a_check_is_reported_whatever_the_rule_set() -> None:
    empty = REST_CREATE.only()
    assert [check([], now=None, rules=empty).codes, check_json("{", now=None, rules=empty).codes] == [
        (FATAL[1],),
        (FATAL[0],),
    ]
