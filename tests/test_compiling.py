"""What rules are compiled to, where `tests/laws/test_compiled.py`, which compares its answers, does not look."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kula_rules import REST_CREATE, RuleSet, Snapshot, check, check_json, programs, rule
from kula_rules import fields as f
from kula_rules.account import Account
from kula_rules.answers import Unknown
from kula_rules.asking import AccountAnswers
from kula_rules.checker import Checker
from kula_rules.predicates import Predicate
from kula_rules.programs import OFTEN, Often, Program, program_of
from kula_rules.request import read_request
from kula_rules.settling import settle

from .support import ACCOUNT, NOW, compiled, planned, sent

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


def test_functions_that_another_thread_makes_meanwhile_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "_MOST", 2)
    monkeypatch.setattr(programs, "OFTEN", 1)

    def make(key: str) -> str:
        functions.update(b="b", c="c")
        return key

    functions = Often(make, "for all")
    assert [functions[key] for key in "adad"] == ["a", "for all", "a", "for all"]
    assert list(functions) == ["b", "c", "a"]


def test_another_thread_asks_while_rules_are_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    account, answers = Snapshot.from_dict(ACCOUNT), Program.answers
    expected = check(planned(), now=NOW, snapshot=account)
    checker = Checker(NOW, account, compiled(RuleSet("rest", REST_CREATE)), None)
    meanwhile = []

    def slowly(program: Program, account: Account) -> AccountAnswers:
        meanwhile.append(checker.report(read_request(planned(), "rest")))
        return answers(program, account)

    monkeypatch.setattr(Program, "answers", slowly)
    assert [checker.check(planned()), *meanwhile] == [expected, expected]


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
