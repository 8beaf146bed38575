"""What the command costs, side by side with a peer in one run; the figures are in docs/performance.md.

    python -m tests.benchmarks.command startup
        one file with one finding, against check-jsonschema
    python -m tests.benchmarks.command stream [--payloads N] [--invalid SHARE] [--rounds N]
        JSON Lines, against a loop over jsonschema-rs on one core: rates, and peak memory at a tenth of the size and all

Run it where kula_rules is installed (not in editable mode with bytecode switched off), on a quiet machine.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from itertools import islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Final

from .corpora import FAULTS, Corpus, mixed, valid
from .handmade import SCHEMA
from .house import NOW
from .peers import PEERS, STRUCTURE
from .timing import Work, machine, measure, ratio, table, typical

__all__ = ["OURS", "PEER", "lint", "loop", "write"]

COMMANDS: Final = Path(sys.executable).parent
CHECK: Final = (str(COMMANDS / "kula-rules"), "check", "--isolated", "--now", NOW.isoformat())
SEED: Final = 7

# --- one file ---------------------------------------------------------------------------------------------------------

OURS, OTHER = "kula-rules", "check-jsonschema"


def run(*words: str | Path) -> None:
    """A whole process that finds something."""
    done = subprocess.run(words, stdout=subprocess.DEVNULL, check=False)
    assert done.returncode == 1, words


def startup(rounds: int) -> None:
    """Both commands on the same file, in turn."""
    with TemporaryDirectory() as folder:
        payload, schema = Path(folder) / "request.json", Path(folder) / "schema.json"
        broken = FAULTS["err_start_time_not_aligned"](Random(SEED), valid(Random(SEED)))
        payload.write_text(json.dumps(broken), encoding="utf-8")
        schema.write_text(json.dumps(SCHEMA), encoding="utf-8")
        works = {
            OURS: lambda: run(*CHECK, payload),
            OTHER: lambda: run(COMMANDS / OTHER, "--schemafile", schema, payload),
        }
        timed = measure(rounds, lambda _: works)
    times = (f"{name}: {typical(timed, name) * 1000:.0f} ms" for name in works)
    print(f"{', '.join(times)}; ratio {ratio(timed, OURS, OTHER)}")


# --- many payloads ----------------------------------------------------------------------------------------------------

PEER: Final = f"a loop over {STRUCTURE}"
REPORTS: Final = "kula-rules, a report of each"
_PEAK: Final = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def write(path: Path, payloads: int, invalid: float = 0.5) -> Path:
    """A file of JSON Lines, all different."""
    with path.open("wb") as file:
        file.writelines(payload + b"\n" for payload in islice(Corpus(mixed(invalid)).payloads(SEED), payloads))
    return path


def lint(file: Path, form: str = "text") -> float:
    """Check a file by the command, `--jobs` left to itself: the peak of its largest process, in MB.

    A small process starts the command, as a process that is started counts the memory of who starts it as its own.
    """
    command = (*CHECK, "--exit-zero", "--output-format", form, file)
    done = subprocess.run((sys.executable, "-I", "-c", _PEAK, *command), stdout=subprocess.PIPE, check=True)
    return int(done.stdout) / 1024


def loop(file: Path) -> None:
    """What somebody writes instead, in this process."""
    check = PEERS[STRUCTURE]()
    with file.open("rb") as lines:
        for line in lines:
            check(line)


def stream(payloads: int, invalid: float, rounds: int) -> None:
    """Rates over the same file, in turn, and peaks."""
    with TemporaryDirectory() as folder:
        small, large = (write(Path(folder) / f"{size}.jsonl", size, invalid) for size in (payloads // 10, payloads))
        peaks = {small: lint(small)}
        works: dict[str, Work] = {
            OURS: lambda: peaks.update({large: lint(large)}),
            REPORTS: lambda: lint(large, "jsonl"),
            PEER: lambda: loop(large),
        }
        timed = measure(rounds, lambda _: works, warm=True)
        size = large.stat().st_size / 1e6
    print(f"{payloads:,} payloads ({size:.0f} MB), {invalid:.0%} of them invalid, {rounds} rounds\n")
    rates = [(name, f"{payloads / typical(timed, name):,.0f} a second") for name in works]
    print(table(["who", "rate"], rates))
    faster, reported = ratio(timed, PEER, OURS), ratio(timed, PEER, REPORTS)
    assert faster is not None, "both were measured"
    print(
        f"\nrate, of the peer's: {faster}; reach ≥ 1.2: {'yes' if faster.median >= 1.2 else 'no'}; reports: {reported}"
    )
    print(
        "peak of the largest process:", ", ".join(f"{file.stem} payloads {peak:.0f} MB" for file, peak in peaks.items())
    )


def main() -> None:
    """Measure what the first word says."""
    parser = argparse.ArgumentParser(description="What the command costs.")
    words = parser.add_subparsers(dest="what", required=True)
    words.add_parser("startup").add_argument("--rounds", type=int, default=25)
    streaming = words.add_parser("stream")
    streaming.add_argument("--payloads", type=int, default=1_000_000)
    streaming.add_argument("--invalid", type=float, default=0.5)
    streaming.add_argument("--rounds", type=int, default=3)
    options = vars(parser.parse_args())
    print(machine())
    if options.pop("what") == "startup":
        startup(**options)
    else:
        stream(**options)


if __name__ == "__main__":
    main()
