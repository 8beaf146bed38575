"""The README does what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from kula_rules.cli import cli

ROOT = Path(__file__).parent.parent
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
PYTHON = [text for language, text in BLOCKS if language == "python"]
SHELL = [text for language, text in BLOCKS if language == "sh"]


@pytest.mark.parametrize("code", PYTHON)
def test_its_python_runs(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102  # it is our own text


COMMANDS = [words for text in SHELL[:2] for words in re.findall(r"kula-rules (.*)", text)]


@pytest.mark.parametrize(("words", "status"), list(zip(COMMANDS, (0, 1, 0), strict=True)))
def test_its_commands_run(words: str, status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert CliRunner().invoke(cli, words.split(), standalone_mode=False).return_value == status


def test_there_is_python_to_run() -> None:
    assert len(PYTHON) == 2


def test_the_continuous_integration_runs_its_test_command() -> None:
    assert SHELL[-1].startswith("pip install -e")
    assert 'grep -m1 "^pip install -e" README.md' in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
