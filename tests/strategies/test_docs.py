"""docs/testing-your-scheduler.md does what it says."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from kula_rules import strategies, testing

PAGE = (Path(__file__).parents[2] / "docs" / "testing-your-scheduler.md").read_text(encoding="utf-8")
PROGRAM, *TESTS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
(MESSAGE,) = re.findall(r"```text\n(.*?)…\n```", PAGE, re.DOTALL)


def run(*blocks: str) -> dict[str, Any]:
    """The names that the blocks define, one after the other."""
    names: dict[str, Any] = {}
    for block in blocks:
        exec(compile(block, "testing-your-scheduler.md", "exec"), names)  # noqa: S102  # it is our own text
    return names


thorough = settings(max_examples=1000, derandomize=True, database=None, deadline=None)


def test_its_tests_pass() -> None:
    names = run(PROGRAM, *TESTS)
    tests = [name for name in names if name.startswith("test_")]
    assert tests == re.findall(r"^def (test_\w+)", "".join(TESTS), re.MULTILINE)
    assert len(tests) == len(TESTS) == 3
    for name in tests:
        names[name]()


def test_the_first_test_is_ten_lines() -> None:
    assert len([line for line in TESTS[0].splitlines() if line]) <= 10


def test_its_program_with_the_mistake_fails_as_it_says() -> None:
    mistaken = PROGRAM.replace("if name not in unused", "")
    with pytest.raises(AssertionError) as raised:
        thorough(run(mistaken, TESTS[0])["test_what_is_moved_to_the_phone_passes"])()
    assert f"AssertionError: {raised.value}".startswith(MESSAGE)


@pytest.mark.parametrize("module", [strategies, testing])
def test_it_lists_every_function_as_it_is_called(module: Any) -> None:
    listed = dict(re.findall(r"^\| `(\w+)(\(.*?\))` \|", PAGE, re.MULTILINE))
    functions = {name for name in module.__all__ if inspect.isfunction(getattr(module, name))}
    assert functions <= listed.keys()
    for name in functions:
        parameters = inspect.signature(getattr(module, name)).parameters.values()
        assert re.findall(r"\w+", re.sub(r"=[^,)]+", "", listed[name])) == [one.name for one in parameters]
