"""What rules are compiled to, where `tests/laws/test_compiled.py`, which compares its answers, does not look."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kula_rules import REST_CREATE, RuleSet, check, check_json, programs, rule
from kula_rules import fields as f
from kula_rules.answers import Unknown
from kula_rules.predicates import Predicate
from kula_rules.programs import OFTEN, program_of
from kula_rules.settling import settle

from .support import NOW, compiled, planned, sent

USERS = Unknown(frozenset({"snapshot.users"}))


def keys_compiled(*payloads: dict[str, Any]) -> list[tuple[str, ...]]:
    """For which keys there is a function, once each payload was checked a few times."""
    rules = compiled(RuleSet("rest", REST_CREATE))
    for payload in payloads:
        for _ in range(OFTEN):
            check_json(json.dumps(payload), now=NOW, rules=rules)
    return list(program_of(rules).shapes(account=False))


def test_keys_that_come_often_get_a_function() -> None:
    rare = compiled(RuleSet("rest", REST_CREATE))
    for _ in range(OFTEN - 1):
        check_json(json.dumps(sent()), now=NOW, rules=rare)
    assert list(program_of(rare).shapes(account=False)) == []
    assert keys_compiled(sent()) == [tuple(sent())]


@pytest.mark.parametrize("payload", [{}, sent(stage_activity_id=7), sent(unheard_of=1)], ids=str)
def test_keys_that_decide_nothing_get_none(payload: dict[str, Any]) -> None:
    assert keys_compiled(payload) == []


def test_keys_are_counted_in_bounded_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "_REMEMBERED", 2)
    rules = compiled(RuleSet("rest", REST_CREATE))
    for name in [*sent(), *sent()] * OFTEN:  # never is one of three counted that often
        check_json(json.dumps({name: sent()[name]}), now=NOW, rules=rules)
    assert list(program_of(rules).shapes(account=False)) == []


def test_there_are_not_too_many_functions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "_MOST", 2)
    assert keys_compiled({"kind": "panel"}, {"location": "phone"}, {"host_id": 1}) == [("kind",), ("location",)]


@pytest.mark.parametrize(
    ("payload", "in_path", "codes"),
    [
        (planned(), None, ("acme_body_only",)),
        (planned(), 501, ("acme_body_only",)),
        ({name: value for name, value in planned().items() if name != "application_id"}, 501, ()),
    ],
)
def test_a_plan_settles_rules_by_what_is_sent(
    payload: dict[str, Any], in_path: int | None, codes: tuple[str, ...]
) -> None:
    must = f.organizer_id.is_sent() & ~f.application_id.is_sent()
    rules = compiled(RuleSet("rest", [rule("acme_body_only", must=must)]))
    for _ in range(OFTEN + 1):
        assert check(payload, now=None, rules=rules, application_id=in_path).codes == codes
    ((names, is_own),) = program_of(rules).planned
    assert (set(names), is_own) == ({*planned()}, "application_id" in payload)


SETTLED: list[tuple[Predicate, list[object] | None]] = [
    (f.host_id.is_found_in(f.users), [False, USERS]),
    (f.location == "zoom", None),
    (f.start_time.is_in_the_future(), None),
    (f.host_id == 7, None),
]


@pytest.mark.parametrize(("predicate", "answers"), SETTLED, ids=[repr(predicate) for predicate, _ in SETTLED])
def test_what_is_settled_without_an_account(predicate: Predicate, answers: list[object] | None) -> None:
    table = settle(predicate, "rest", "plain", moot=False)
    assert (table and list(table.answers.values())) == answers
