"""Cases for pytest-benchmark: `pytest tests/benchmarks/bench_snapshot.py`, which no other run of the tests collects."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kula_rules import Snapshot

from .house import account, crowd

SIZES = pytest.mark.parametrize("users", [100, 10_000])


@SIZES
def test_load(benchmark: Any, users: int, tmp_path: Path) -> None:
    benchmark.group = f"{users} users"
    file = tmp_path / "snapshot.json"
    file.write_text(json.dumps(account(crowd(users))), encoding="utf-8")
    benchmark(Snapshot.load, file)


@SIZES
def test_json_loads(benchmark: Any, users: int) -> None:
    benchmark.group = f"{users} users"
    benchmark(json.loads, json.dumps(account(crowd(users))))
