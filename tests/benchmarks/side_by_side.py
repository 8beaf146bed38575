"""What a check costs beside its peers, in one run; the figures are in docs/performance.md.

    python -m tests.benchmarks.side_by_side [--seed N] [--rounds N] [--payloads N]

Run it on a quiet machine with the extra `bench` installed. Every figure is a ratio of works that were timed in turn:
the median of all rounds, and between which the middle half of them lies. Each round has payloads of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import kula_rules
from kula_rules import REST_CREATE, Report, RuleSet, Snapshot, check_json
from kula_rules.checker import WORTH_IT
from kula_rules.programs import OFTEN

from .corpora import CORPORA, Corpus
from .house import NOW, account, crowd, rules
from .peers import HANDWRITTEN, LIMITS, PEERS, STRUCTURE, Check, available
from .timing import Ratio, Round, Work, machine, measure, over, ratio, table, typical

__all__ = ["READINGS", "ours", "reader"]

READINGS: Final[Mapping[str, Callable[[Report], object]]] = {
    "report": lambda report: report,
    "verdict": lambda report: report.verdict,
    "everything": Report.to_dict,
}
"""How much of a report is read: what is rendered when somebody reads it costs nothing before."""


def ours(name: str, payloads: Iterable[bytes], readings: Iterable[str] = READINGS, **options: Any) -> dict[str, Work]:
    """`check_json` with those options, its reports read in each of the ways."""
    return {_named(name, reading): over(reader(reading, **options), payloads) for reading in readings}


def _named(name: str, reading: str) -> str:
    return f"{name}, {reading}" if reading else name


def reader(reading: str, **options: Any) -> Check:
    """`check_json` with those options, its report read in one of the ways."""
    read = READINGS[reading]
    return lambda payload: read(check_json(payload, now=NOW, **options))


@dataclass(frozen=True, slots=True)
class Size:
    """What a run measures: rounds of payloads, drawn from a seed."""

    seed: int
    rounds: int
    payloads: int

    def draw(self, corpus: Corpus, number: int = 0) -> list[bytes]:
        """The payloads of one round."""
        return corpus.take(self.payloads, self.seed + 1_000 * number)


# --- what was promised ------------------------------------------------------------------------------------------------

ALONE: Final = "`check_json`"
SMALL: Final = "with a snapshot of 100 users"
LARGE: Final = "with a snapshot of 20,000 users"
MORE: Final = "with 10 more rules"
IMPORT, IMPORT_PEER = "`import kula_rules`", "`import pydantic`"
LOAD, LOAD_PEER = "`Snapshot.load` of 100,000 users", "`json.loads` of the same text"


@dataclass(frozen=True, slots=True)
class Reach:
    """How much a work may cost of another, which is also ours, and read in the same way, where `itself`."""

    work: str
    against: str
    limit: float
    readings: Sequence[str] = tuple(READINGS)
    itself: bool = False

    def ratios(self, rounds: Sequence[Round]) -> list[Ratio | None]:
        """What it costs in each reading."""
        return [
            ratio(rounds, _named(self.work, reading), _named(self.against, reading if self.itself else ""))
            for reading in self.readings
        ]

    def row(self, rounds: Sequence[Round]) -> list[object]:
        """What it costs, and in which of the readings that is no more than promised."""
        ratios = self.ratios(rounds)
        reached = ["yes" if found.median <= self.limit else "no" for found in ratios if found]
        blank = [None] * (len(READINGS) - len(ratios))
        verdict = ", ".join(reached) or "not measured"
        return [self.work, self.against, f"≤ {self.limit}", *ratios, *blank, verdict]


_AS_A_WHOLE: Final = ("",)
REACHES: Final = (
    Reach(ALONE, STRUCTURE, 1.0),
    Reach(ALONE, HANDWRITTEN, 0.7),
    Reach(LARGE, SMALL, 1.1, itself=True),
    Reach(LARGE, ALONE, 2, itself=True),
    Reach(MORE, ALONE, 1.15, itself=True),
    Reach(IMPORT, IMPORT_PEER, 1.3, _AS_A_WHOLE),
    Reach(LOAD, LOAD_PEER, 4, _AS_A_WHOLE),
)


def promises(size: Size, peers: Mapping[str, Check]) -> list[Round]:
    """All works that something was promised of, and all peers; long works in rounds of their own."""
    parts = (_checks(size, peers), _imports(size), _loads(size))
    return [checks | imports | loads for checks, imports, loads in zip(*parts, strict=True)]


def _checks(size: Size, peers: Mapping[str, Check]) -> list[Round]:
    small, large = (Snapshot.from_dict(account(crowd(users))) for users in (100, 20_000))
    extended = REST_CREATE + rules(10)

    def works(number: int) -> dict[str, Work]:
        payloads = size.draw(CORPORA["half invalid"], number)
        return {
            **ours(ALONE, payloads),
            **{name: over(check, payloads) for name, check in peers.items()},
            **ours(SMALL, payloads, snapshot=small),
            **ours(LARGE, payloads, snapshot=large),
            **ours(MORE, payloads, rules=extended),
        }

    return measure(size.rounds, works)


def _imports(size: Size) -> list[Round]:
    works = {IMPORT: lambda: imported("kula_rules"), IMPORT_PEER: lambda: imported("pydantic")}
    return measure(size.rounds, lambda _: works)


def imported(module: str) -> None:
    """A whole process that imports a module, from bytecode; of ours, the copy that is measured here."""
    here = Path(kula_rules.__file__).parents[1]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run([sys.executable, "-c", f"import {module}"], cwd=here, env=environment, check=True)


def _loads(size: Size) -> list[Round]:
    text = json.dumps(account(crowd(100_000)))
    with TemporaryDirectory() as folder:
        file = Path(folder) / "snapshot.json"
        file.write_text(text, encoding="utf-8")
        return measure(size.rounds, lambda _: {LOAD: lambda: Snapshot.load(file), LOAD_PEER: lambda: json.loads(text)})


# --- what else was measured -------------------------------------------------------------------------------------------


def peers_table(size: Size, peers: Mapping[str, Check], rounds: Sequence[Round]) -> str:
    """Each of them over the mixed corpus: its time, and how many of the payloads it finds fault with."""
    payloads = size.draw(CORPORA["half invalid"])
    refusals = {name: sum(map(bool, map(check, payloads))) for name, check in peers.items() if name in PEERS}
    refusals |= dict.fromkeys(ours(ALONE, ()), _refused(payloads))
    rows = [
        (name, f"{typical(rounds, name) / size.payloads * 1e6:.1f}", ratio(rounds, name, STRUCTURE), refusals.get(name))
        for name in (*ours(ALONE, ()), *peers)
    ]
    return table(["who, what", "µs a payload", f"of {STRUCTURE}", f"of {size.payloads} refused"], rows)


def _refused(payloads: Iterable[bytes], snapshot: Snapshot | None = None) -> int:
    return sum(check_json(payload, now=NOW, snapshot=snapshot).failed for payload in payloads)


def corpora_table(size: Size, peers: Mapping[str, Check]) -> str:
    """Every corpus, against the two peers that something was promised of."""
    against = {name: check for name, check in peers.items() if name in (STRUCTURE, HANDWRITTEN)}
    columns = [(reading, STRUCTURE) for reading in READINGS] + [("verdict", HANDWRITTEN)]
    rows = [_corpus_row(size, against, columns, *given) for given in _given()]
    titles = ["corpus", "bytes", f"of {size.payloads} refused", *READINGS, f"verdict, of {HANDWRITTEN}"]
    return table(titles, rows)


def _given() -> Iterator[tuple[str, Corpus, Snapshot | None]]:
    """The corpora, and what is known of the account."""
    yield from ((name, corpus, None) for name, corpus in CORPORA.items())
    large = Snapshot.from_dict(account(crowd(20_000)))
    for name in ("plan-driven", "external", "500 interviewers"):
        yield f"{name}, {LARGE}", CORPORA[name], large


def _corpus_row(
    size: Size,
    peers: Mapping[str, Check],
    columns: Iterable[tuple[str, str]],
    name: str,
    corpus: Corpus,
    snapshot: Snapshot | None,
) -> list[object]:
    def works(number: int) -> dict[str, Work]:
        payloads = size.draw(corpus, number)
        return ours(ALONE, payloads, snapshot=snapshot) | {peer: over(check, payloads) for peer, check in peers.items()}

    payloads = size.draw(corpus)
    rounds = measure(size.rounds, works)
    ratios = [ratio(rounds, _named(ALONE, reading), peer) for reading, peer in columns]
    return [name, sum(map(len, payloads)) // len(payloads), _refused(payloads, snapshot), *ratios]


def compilation(size: Size) -> str:
    """What the checks cost in which rules are compiled, of one by rules that are, and of one by rules that are not."""

    def works(number: int) -> dict[str, Work]:
        payload = CORPORA["all valid"].take(1, size.seed + number)
        sets = {name: RuleSet(REST_CREATE.surface, REST_CREATE) for name in ("interpreted", "compiling", "keys")}
        for name in ("compiling", "keys"):
            sets[name].derived["checks"] = WORTH_IT
        for _ in range(OFTEN - 1):
            over(reader("report", rules=sets["keys"]), payload)()
        sets["compiled"] = REST_CREATE
        return {name: over(reader("report", rules=given), payload) for name, given in sets.items()}

    rounds = measure(size.rounds, works)
    rows = [
        (
            what,
            f"{typical(rounds, name) * 1e3:.3f}",
            ratio(rounds, name, "compiled"),
            ratio(rounds, name, "interpreted"),
        )
        for what, name in {
            "by compiled rules": "compiled",
            "by the definition, as before": "interpreted",
            f"that compiles the {len(REST_CREATE)} rules": "compiling",
            "that makes the function for its keys": "keys",
        }.items()
    ]
    return table(["a check", "ms", "of a compiled one", "of one by the definition"], rows)


def main() -> None:
    """Measure all of it, and print it in Markdown."""
    parser = argparse.ArgumentParser(description="What a check costs beside its peers.")
    for option, default in (("--seed", 7), ("--rounds", 40), ("--payloads", 100)):
        parser.add_argument(option, type=int, default=default)
    size = Size(**vars(parser.parse_args()))
    peers, missing = available({**PEERS, **LIMITS})
    rounds = promises(size, peers)
    print(machine())
    print(f"Seed {size.seed}, {size.rounds} rounds of {size.payloads} payloads.")
    print("Not installed:", "; ".join(missing) or "none")
    print("\n## What was promised\n")
    print(table(["work", "against", "reach", *READINGS, "reached"], (reach.row(rounds) for reach in REACHES)))
    print("\n## Peers\n")
    print(peers_table(size, peers, rounds))
    print(f"\n## Corpora, of {STRUCTURE}\n")
    print(corpora_table(size, peers))
    print("\n## Compilation\n")
    print(compilation(size))


if __name__ == "__main__":
    main()
