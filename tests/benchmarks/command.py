"""What the command costs, side by side with a peer in one run; the figures are in docs/performance.md.

    python -m tests.benchmarks.command startup      one file with one finding, against check-jsonschema
    python -m tests.benchmarks.command stream [N]   N payloads as JSON Lines: rate and peak memory

Run it where kula_rules is installed (not in editable mode with bytecode switched off), on a quiet machine.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

COMMANDS: Final = Path(sys.executable).parent
ROUNDS: Final = 25
REQUEST: Final[dict[str, Any]] = {
    "organizer_id": 7,
    "application_id": 501,
    "start_time": "2030-01-15T10:00:00Z",
    "timezone": "Europe/Berlin",
    "duration_minutes": 45,
    "kind": "panel",
    "location": "phone",
    "interviewer_ids": [7, 8],
    "candidate_template_id": 61,
    "interviewer_template_id": 62,
}
SCHEMA: Final = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": list(REQUEST),
    "properties": {
        "start_time": {"type": "string", "pattern": "T[0-9]{2}:(00|15|30|45)"},
        "duration_minutes": {"type": "integer", "minimum": 5, "maximum": 1440},
        "kind": {"enum": ["one_on_one", "panel"]},
        "location": {"enum": ["onsite", "phone", "zoom", "google_meet", "microsoft_teams", "hackerrank"]},
        "interviewer_ids": {"type": "array", "minItems": 1},
    },
}


def timed(*words: str | Path) -> float:
    """Seconds of a whole process that finds something."""
    begun = time.perf_counter()
    done = subprocess.run([str(word) for word in words], stdout=subprocess.DEVNULL, check=False)
    assert done.returncode == 1, words
    return time.perf_counter() - begun


def startup() -> None:
    """Both commands on the same file, in turn."""
    with tempfile.TemporaryDirectory() as folder:
        payload, schema = Path(folder) / "request.json", Path(folder) / "schema.json"
        payload.write_text(json.dumps(REQUEST | {"start_time": "2030-01-15T10:10:00Z"}), encoding="utf-8")
        schema.write_text(json.dumps(SCHEMA), encoding="utf-8")
        ours = ("check", "--isolated", "--now", "2026-11-20T08:00:00Z", payload)
        rounds = [
            (
                timed(COMMANDS / "kula-rules", *ours),
                timed(COMMANDS / "check-jsonschema", "--schemafile", schema, payload),
            )
            for _ in range(ROUNDS)
        ]
    mine, peer = (statistics.median(column) for column in zip(*rounds, strict=True))
    ratio = statistics.median(a / b for a, b in rounds)
    print(f"kula-rules {mine * 1000:.0f} ms, check-jsonschema {version('check-jsonschema')} {peer * 1000:.0f} ms")
    print(f"median of the ratios: {ratio:.2f}")


def lines(count: int) -> Iterator[str]:
    """Payloads, half of them with one finding."""
    for number in range(count):
        start = "2030-01-15T10:10:00Z" if number % 2 else REQUEST["start_time"]
        yield (
            json.dumps(REQUEST | {"organizer_id": number + 1, "start_time": start, "name": f"Interview {number}"})
            + "\n"
        )


def stream(count: int) -> None:
    """The rate and the peak memory of a run over many payloads."""
    with tempfile.TemporaryDirectory() as folder:
        payloads = Path(folder) / "requests.jsonl"
        with payloads.open("w", encoding="utf-8") as file:
            file.writelines(lines(count))
        begun = time.perf_counter()
        timed(COMMANDS / "kula-rules", "check", "--isolated", "--output-format", "jsonl", payloads)
        took = time.perf_counter() - begun
        size = payloads.stat().st_size / 1e6
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{count:,} payloads ({size:.0f} MB) in {took:.0f} s: {count / took:,.0f} a second")
    print(f"peak of the largest process: {peak:.0f} MB")


def main() -> None:
    """Measure what the first word says."""
    print(f"Python {platform.python_version()}, kula_rules {version('kula-rules')}, {os.cpu_count()} cores")
    if sys.argv[1:2] == ["stream"]:
        stream(int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000)
    else:
        startup()


if __name__ == "__main__":
    main()
