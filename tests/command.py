"""The command, run in this process or in one of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from click.testing import CliRunner

from kula_rules.cli import cli

MOMENT = "2026-11-20T08:00:00Z"
COMMAND = [sys.executable, "-m", "kula_rules"]


@dataclass(frozen=True)
class Outcome:
    """What a run of the command did."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


def run(*args: str | Path, stdin: bytes | str = "") -> Outcome:
    """Run the command in this process."""
    words = [str(arg) for arg in args]
    result = CliRunner().invoke(cli, words, input=stdin, standalone_mode=False, prog_name="kula-rules")
    if isinstance(result.exception, click.ClickException):
        return Outcome(result.exception.exit_code, result.stdout, result.stderr + result.exception.format_message())
    if result.exception is not None:
        raise result.exception
    return Outcome(result.return_value, result.stdout, result.stderr)


def checked(*args: str | Path, stdin: bytes | str = "") -> Outcome:
    """Run `check` at a fixed moment."""
    return run("check", "--now", MOMENT, *args, stdin=stdin)


def process(*args: str | bytes | Path, line: str = 'exec "$@"', **environment: str) -> Outcome:
    """Run the command in a process of its own, started by a line of shell that may redirect or limit it."""
    command = ["sh", "-c", line, "sh", *COMMAND, *args]
    environ = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **environment}
    done = subprocess.run(command, capture_output=True, check=False, env=environ, timeout=60, stdin=subprocess.DEVNULL)
    return Outcome(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def write(path: Path, value: object) -> Path:
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def sources(outcome: Outcome) -> list[tuple[str, int, str]]:
    """Source, index and verdict of every result of a run with JSON output."""
    return [(result["source"], result["index"], result["verdict"]) for result in outcome.document["results"]]


def found(outcome: Outcome) -> list[tuple[int, str, str]]:
    """Index, code and pointer of every finding of a run with JSON output."""
    results = outcome.document["results"]
    return [(result["index"], item["code"], item["pointer"]) for result in results for item in result["findings"]]
