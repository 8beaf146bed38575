"""Cases for pytest-benchmark: `pytest tests/benchmarks/bench_check.py`, which no other run of the tests collects."""

from __future__ import annotations

from typing import Any

import pytest

from kula_rules import REST_CREATE, Snapshot

from .corpora import CORPORA
from .house import account, crowd, rules
from .peers import LIMITS, PEERS
from .side_by_side import READINGS, reader
from .timing import over

MIXED = next(iter(CORPORA))
PAYLOADS = {name: corpus.take(100, seed=7) for name, corpus in CORPORA.items()}


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("corpus", CORPORA)
def test_check_json(benchmark: Any, corpus: str, reading: str) -> None:
    benchmark.group = corpus
    benchmark(over(reader(reading), PAYLOADS[corpus]))


@pytest.mark.parametrize("peer", [*PEERS, *LIMITS])
def test_peer(benchmark: Any, peer: str) -> None:
    benchmark.group = MIXED
    try:
        check = {**PEERS, **LIMITS}[peer]()
    except ModuleNotFoundError as error:
        pytest.skip(str(error))
    benchmark(over(check, PAYLOADS[MIXED]))


@pytest.mark.parametrize("users", [100, 20_000])
@pytest.mark.parametrize("corpus", [MIXED, "plan-driven", "external"])
def test_check_json_with_a_snapshot(benchmark: Any, corpus: str, users: int) -> None:
    benchmark.group = corpus
    benchmark(over(reader("verdict", snapshot=Snapshot.from_dict(account(crowd(users)))), PAYLOADS[corpus]))


@pytest.mark.parametrize("count", [10, 100])
def test_check_json_with_more_rules(benchmark: Any, count: int) -> None:
    benchmark.group = MIXED
    benchmark(over(reader("verdict", rules=REST_CREATE + rules(count)), PAYLOADS[MIXED]))
