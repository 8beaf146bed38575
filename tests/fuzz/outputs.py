"""What is true of every output format, whatever was found."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Final
from xml.etree import ElementTree as ET

from kula_rules import Finding
from kula_rules.lint.baseline import known_of
from kula_rules.lint.formats import FORMATS, render
from kula_rules.lint.outputs import Tally
from kula_rules.lint.results import Notice, Result, Run
from kula_rules.lint.suppress import Suppressor

from .claims import claim, claim_equal, claim_line
from .files import File, folder

TODAY: Final = date(2026, 11, 20)
COMMAND: Final = re.compile(r"##\w*\[")
"""What the logs of builds obey wherever it stands in a line."""


def outputs_of(file: File) -> dict[str, str]:
    """What a run over a file writes in each format, checked for what may not be in any."""
    suppressor = Suppressor(str(folder()), today=TODAY)
    results = [suppressor.apply(result) for result in file.results]
    notices = tuple(item for item in file.outcome if isinstance(item, Notice))
    run = Run(file.recipe.surface, file.recipe.now, (), str(folder()))
    tally = Tally()
    for result in results:
        tally.add(result)
    written = {name: render(form, run, results, tally.summary(notices)) for name, form in FORMATS.items()}
    for name, output in written.items():
        claim_line(f"the format {name}", output.replace("\n", ""))
        claim(not COMMAND.search(output), f"the format {name} gives no commands", output)
    _hold_contents(written, results)
    _hold_baseline(results)
    return written


def _hold_contents(written: Mapping[str, str], results: Sequence[Result]) -> None:
    """Each format tells of each finding once."""
    codes = [finding.code for result in results for finding in result.report.findings]
    for name, codes_in in _CODES_IN.items():
        claim_equal(f"the format {name} tells all", sorted(codes_in(written[name])), sorted(codes))
    document = json.loads(written["json"])
    lines = [json.loads(line) for line in written["jsonl"].splitlines()]
    claim_equal("the formats for programs say the same", [{"version": 1} | r for r in document["results"]], lines[:-1])
    for told, result in zip(document["results"], results, strict=True):
        expected = result.report.to_dict()
        found = [{key: item[key] for key in _PARTS} for item in told["findings"]]
        read = {"verdict": told["verdict"], "findings": found, "unchecked": told["unchecked"]}
        claim_equal("a report can be read back", read, expected)


_PARTS: Final = [field.name for field in fields(Finding)]


def _junit_codes(output: str) -> list[str]:
    cases = ET.fromstring(output).iter("testcase")  # noqa: S314 - it is our own
    texts = [text for case in cases for text in case.itertext()]
    return re.findall(r"^\d+:\d+: (\w+)(?: at |: )", "\n".join(texts), re.MULTILINE)


_CODES_IN: Final[Mapping[str, Callable[[str], list[str]]]] = {
    "text": lambda output: re.findall(r"^\S.*?:\d+:\d+: (?:error|warning): (\w+): ", output, re.MULTILINE),
    "concise": lambda output: re.findall(r"^\S.*?:\d+:\d+: (?:error|warning): (\w+): ", output, re.MULTILINE),
    "json": lambda output: [f["code"] for result in json.loads(output)["results"] for f in result["findings"]],
    "sarif": lambda output: [result["ruleId"] for run in json.loads(output)["runs"] for result in run["results"]],
    "gitlab": lambda output: [violation["check_name"] for violation in json.loads(output)],
    "github": lambda output: re.findall(r"^::(?:error|warning) file=.*?,title=(\w+)::", output, re.MULTILINE),
    "junit": _junit_codes,
    "markdown": lambda output: re.findall(r"^\| `.*?` \| (?:error|warning) \| `(\w+)` \|", output, re.MULTILINE),
}


def _hold_baseline(results: Sequence[Result]) -> None:
    """What was found is known the next time."""
    known = [item for result in results for item in known_of(result, str(folder()))]
    claim(len({item.fingerprint for item in known}) == len(known), "a fingerprint is of one finding", known)
    again = Suppressor(str(folder()), baseline=known, today=TODAY)
    left = [found for result in results for found in again.apply(result).located]
    claim(not left, "a known finding is suppressed", left)
