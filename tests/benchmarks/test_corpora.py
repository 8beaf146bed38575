"""The corpora are what they say: else the benchmarks would compare something else."""

from __future__ import annotations

from random import Random

import pytest

from kula_rules import REST_CREATE, Report, Snapshot, check, check_json

from .corpora import CORPORA, FAULTS, MISSHAPEN, Corpus, faulty, mixed, valid
from .handmade import Ruled
from .house import NOW, account, crowd, rules

KNOWN = Snapshot.from_dict(account(crowd(100)))
LARGE = Snapshot.from_dict(account(crowd(20_000)))
BROKEN = ("half invalid", "all invalid", "misshapen", "12 findings each", "pretty-printed")
SEEDS = range(20)


def reports(corpus: Corpus, snapshot: Snapshot | None = None) -> list[Report]:
    return [check_json(payload, now=NOW, snapshot=snapshot) for payload in corpus.take(len(SEEDS), seed=1)]


@pytest.mark.parametrize("name", [name for name in CORPORA if name not in BROKEN])
def test_nothing_is_wrong_with_valid_payloads(name: str) -> None:
    assert {(report.verdict, report.codes) for report in reports(CORPORA[name], LARGE)} == {("pass", ())}


@pytest.mark.parametrize(("code", "change"), {**FAULTS, **MISSHAPEN}.items())
def test_a_fault_is_what_it_is_called(code: str, change: object) -> None:
    assert callable(change)
    randoms = map(Random, SEEDS)
    assert {check(change(random, valid(random)), now=NOW).codes for random in randoms} == {(code,)}


@pytest.mark.parametrize("findings", range(13))
def test_as_many_findings_are_found_as_were_made(findings: int) -> None:
    assert {len(report.findings) for report in reports(Corpus(faulty(findings)))} == {findings}


@pytest.mark.parametrize(("share", "verdicts"), [(0, {"pass"}), (1, {"fail"})])
def test_the_share_of_invalid_payloads_is_the_one_asked_for(share: float, verdicts: set[str]) -> None:
    assert {report.verdict for report in reports(Corpus(mixed(share)), KNOWN)} == verdicts


@pytest.mark.parametrize("name", ["half invalid", "plan-driven", "external"])
def test_a_large_account_gives_the_answers_of_a_small_one(name: str) -> None:
    assert reports(CORPORA[name], KNOWN) == reports(CORPORA[name], LARGE)


@pytest.mark.parametrize("name", [name for name in CORPORA if name not in BROKEN])
def test_the_hand_written_model_accepts_valid_payloads(name: str) -> None:
    for payload in CORPORA[name].take(len(SEEDS), seed=1):
        Ruled.model_validate_json(payload)


@pytest.mark.parametrize("name", CORPORA)
def test_a_seed_gives_the_same_payloads_and_another_one_others(name: str) -> None:
    first, again, other = (CORPORA[name].take(3, seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_rules_of_the_house_pass_valid_payloads() -> None:
    extended = REST_CREATE + rules(100)
    payloads = CORPORA["all valid"].take(len(SEEDS), seed=1)
    assert len(extended) == len(REST_CREATE) + 100
    assert [check_json(payload, now=NOW, rules=extended).codes for payload in payloads] == [()] * len(SEEDS)
