"""The page of the vectors says what is so."""

from __future__ import annotations

import json
import re
import shlex
import sys
from io import BytesIO
from pathlib import Path

from kula_rules.conformance.answer import ASKED, answer_lines
from kula_rules.conformance.runner import MAX_STARTS, put_to

from ..command import COMMAND, run
from .judging import VECTORS

PAGE = (Path(__file__).parent.parent.parent / "docs" / "conformance" / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", PAGE, re.DOTALL)
ASKING, ANSWER = (text for language, text in BLOCKS if language == "json")
(PORT,) = (text for language, text in BLOCKS if language == "python")
(SHELL,) = (text for language, text in BLOCKS if language == "sh")


def test_its_answer_is_that_of_our_own_engine() -> None:
    assert list(json.loads(ASKING)) == [*ASKED, "request"]
    assert list(answer_lines(BytesIO(ASKING.encode("ascii")))) == [ANSWER]


def test_its_port_answers_every_vector_and_is_right_about_what_it_knows() -> None:
    results = put_to([sys.executable, "-c", PORT], VECTORS, 10)
    assert [result.error for result in results if result.error] == []
    lists = [
        result for result in results if "not_an_object" in {found.code for found in result.vector.expected.findings}
    ]
    assert [result.vector.name for result in lists if not result.agrees] == []
    assert len(lists) > 1


def test_its_commands_run() -> None:
    second = shlex.split(SHELL.splitlines()[1])
    words = [shlex.join([*COMMAND, *word.split()[1:]]) if word.startswith("kula-rules ") else word for word in second]
    outcome = run(*words[1:])
    assert (outcome.status, outcome.err) == (0, "")


def test_it_lists_the_keys_of_a_vector() -> None:
    rows = [name for row in re.findall(r"^\| (`.*?) \|", PAGE, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)]
    assert rows == [*ASKED, "request", "request_text", "expected"]


def test_it_says_how_often_a_program_is_started() -> None:
    assert (MAX_STARTS, "ten times in a row at most" in PAGE.replace("\n", " ")) == (10, True)
