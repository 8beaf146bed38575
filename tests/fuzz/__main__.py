"""Fuzz one target, for some time or for a number of inputs. `python -m tests.fuzz --help` says how."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from .corpus import seeds
from .targets import TARGETS
from .words import dictionary

FLAGS: Final = ("-max_len=4096", "-timeout=20", "-rss_limit_mb=1024", "-print_final_stats=1")
"""What would end never, or with no memory left; of all else, `attempt` bounds the time."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--minutes", type=float, default=20, help="how long at most (20)")
    parser.add_argument("--runs", type=int, default=-1, help="how many inputs at most")
    parser.add_argument("--seed", type=int, default=0, help="for a run that can be repeated (0: another each time)")
    parser.add_argument("--seeds", type=int, default=sys.maxsize, help="how many inputs to begin with (all)")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "kula-rules-fuzz", help=_FOLDER)
    return fuzz(parser.parse_args())


_FOLDER: Final = "where the corpus stays from run to run, and what breaks a claim"


def fuzz(asked: argparse.Namespace) -> int:
    """Start the fuzzer with the seeds, and give back its exit status: 0 where every claim held."""
    corpus, found = (asked.folder / name / asked.target for name in ("corpus", "found"))
    for kept in (corpus, found):
        kept.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="kula-rules-fuzz-") as name:
        scratch = Path(name)
        command = [sys.executable, "-m", f"{__package__}.worker", asked.target, *FLAGS]
        command += [f"-seed={asked.seed}", f"-runs={asked.runs}", f"-max_total_time={int(asked.minutes * 60)}"]
        command += [f"-artifact_prefix={found}{os.sep}", f"-dict={scratch / 'dictionary'}"]
        command += [str(corpus), str(_prepared(scratch, asked.target, asked.seeds))]
        environment = {**os.environ, "TMPDIR": name, "PYTHONHASHSEED": "0"}
        return subprocess.run(command, check=False, env=environment).returncode


def _prepared(scratch: Path, target: str, wanted: int) -> Path:
    """The dictionary and so many of the seeds as files; the folder of the seeds."""
    (scratch / "dictionary").write_text(dictionary(), encoding="utf-8")
    (scratch / "seeds").mkdir()
    every = seeds(target)
    for number, seed in enumerate(every[:: -(-len(every) // wanted)]):
        (scratch / "seeds" / f"{number:04}").write_bytes(seed)
    return scratch / "seeds"


if __name__ == "__main__":
    sys.exit(main())
