"""How the cost grows, drawn into docs/performance: `python -m tests.benchmarks.plots [NAME] [--rounds N]`.

Every point is a ratio: what a work costs of the first work at the left, timed in the same round; the median of all
rounds.
"""

from __future__ import annotations

import argparse
import json
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from kula_rules import REST_CREATE, RuleSet, Snapshot

from .command import OURS, PEER, lint, loop, write
from .corpora import CORPORA, TOGETHER, Corpus, faulty, panel
from .house import account, crowd, rules
from .peers import PEERS, STRUCTURE, Check, available
from .side_by_side import ours
from .timing import Round, Work, machine, measure, over

__all__ = ["Growth", "growths"]

DOCS: Final = Path(__file__).parents[2] / "docs" / "performance"
PAYLOADS: Final = 100
Works = Mapping[str, Work]

# --- what grows -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Growth:
    """What grows, in which steps, and the works at one of them; every round has a seed of its own."""

    axis: str
    steps: Sequence[int]
    works: Callable[[int, int], Works]
    scale: str = "linear"

    def measure(self, rounds: int) -> list[Round]:
        """The seconds of each work at each step."""
        return measure(rounds, lambda seed: {_at(*key): work for key, work in self._works(seed).items()})

    def _works(self, seed: int) -> dict[tuple[str, int], Work]:
        return {(name, step): work for step in self.steps for name, work in self.works(step, seed).items()}

    def lines(self, rounds: Sequence[Round]) -> dict[str, list[float]]:
        """What each work costs at each step, of the first work at the first step."""
        names = list(self.works(self.steps[0], 0))
        first = _at(names[0], self.steps[0])
        return {
            name: [statistics.median(times[_at(name, step)] / times[first] for times in rounds) for step in self.steps]
            for name in names
        }


def _at(name: str, step: int) -> str:
    return f"{name} at {step}"


def _checks(payloads: Sequence[bytes], **options: RuleSet | Snapshot) -> dict[str, Work]:
    return ours("check_json", payloads, ("verdict", "everything"), **options)


def _beside_a_peer(make: Callable[[int], Corpus], step: int, seed: int) -> Works:
    payloads = make(step).take(PAYLOADS, seed)
    return _checks(payloads) | {name: over(check, payloads) for name, check in _peer().items()}


@cache
def _peer() -> dict[str, Check]:
    return available({STRUCTURE: PEERS[STRUCTURE]})[0]


def _with_rules(count: int, seed: int) -> Works:
    return _checks(CORPORA["half invalid"].take(PAYLOADS, seed), rules=_extended(count))


@cache
def _extended(count: int) -> RuleSet:
    return REST_CREATE + rules(count)


def _with_users(users: int, seed: int) -> Works:
    return _checks(CORPORA["half invalid"].take(PAYLOADS, seed), snapshot=_known(users))


@cache
def _known(users: int) -> Snapshot:
    return Snapshot.from_dict(account(crowd(users)))


def _loading(folder: Path, users: int, _: int) -> Works:
    file = folder / f"{users}.json"
    if not file.exists():
        file.write_text(json.dumps(account(crowd(users))), encoding="utf-8")
    text = file.read_bytes()
    return {"Snapshot.load": lambda: Snapshot.load(file), "json.loads": lambda: json.loads(text)}


def _linting(folder: Path, payloads: int, _: int) -> Works:
    file = folder / f"{payloads}.jsonl"
    if not file.exists():
        write(file, payloads)
    return {f"{OURS} check": lambda: lint(file)} | ({PEER: lambda: loop(file)} if _peer() else {})


def growths(folder: Path) -> dict[str, Growth]:
    """All plots by name; files that they need are written into a folder."""
    by_interviewers = partial(_beside_a_peer, lambda count: Corpus(panel(count)))
    by_findings = partial(_beside_a_peer, lambda count: Corpus(faulty(count)))
    users = (100, 1_000, 10_000, 100_000)
    return {
        "interviewers": Growth("interviewers in a request", (1, 20, 50, 100, 200, 350, 500), by_interviewers),
        "findings": Growth("findings in a request", range(len(TOGETHER) + 1), by_findings),
        "rules": Growth(f"users' rules beside the {len(REST_CREATE)} shipped", range(0, 101, 20), _with_rules),
        "snapshot": Growth("users in the snapshot of a check", users, _with_users, "semilogx"),
        "loading": Growth("users in a snapshot that is loaded", users, partial(_loading, folder), "loglog"),
        "file": Growth("payloads in a file", (1_000, 2_000, 4_000, 8_000), partial(_linting, folder)),
    }


# --- how it is drawn --------------------------------------------------------------------------------------------------

GREY: Final = "#7d8590"  # can be read on white and on black
STYLE: Final = {
    "axes.edgecolor": GREY,
    "axes.grid": True,
    "axes.labelcolor": GREY,
    "axes.prop_cycle": "cycler('color', ['#3b82f6', '#a855f7', '#f08c00'])",
    "axes.spines.right": False,
    "axes.spines.top": False,
    "font.sans-serif": ["DejaVu Sans"],
    "grid.alpha": 0.25,
    "grid.color": GREY,
    "legend.frameon": False,
    "legend.labelcolor": GREY,
    "lines.marker": "o",
    "lines.markersize": 3,
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "kula-rules",  # the same names in every run
    "xtick.color": GREY,
    "ytick.color": GREY,
}


def draw(growth: Growth, lines: Mapping[str, Sequence[float]], path: Path) -> None:
    """A plot as SVG, which differs from one run to the next in its figures only."""
    with import_module("matplotlib").rc_context(STYLE):
        figure = import_module("matplotlib.figure").Figure(figsize=(6, 3.2), layout="constrained")
        axes = figure.subplots()
        plot = axes.plot if growth.scale == "linear" else getattr(axes, growth.scale)
        for name, costs in lines.items():
            plot(growth.steps, costs, label=name)
        if growth.scale != "loglog":
            axes.set_ylim(bottom=0)
        axes.set(xlabel=growth.axis, ylabel="times the first")
        axes.legend()
        figure.savefig(path, transparent=True, metadata={"Creator": None, "Date": None})


def main() -> None:
    """Measure and draw all of them, or the one that is named."""
    names = list(growths(DOCS))
    parser = argparse.ArgumentParser(description="How the cost grows.")
    parser.add_argument("name", nargs="?", choices=names)
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    print(machine())
    DOCS.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        for name, growth in growths(Path(folder)).items():
            if options.name in (name, None):
                lines = growth.lines(growth.measure(options.rounds))
                draw(growth, lines, DOCS / f"{name}.svg")
                print(name, {line: f"{costs[-1]:.2f}" for line, costs in lines.items()})


if __name__ == "__main__":
    main()
