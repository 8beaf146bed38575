"""Where findings stand: the region of each holds what its pointer leads to."""

from __future__ import annotations

from typing import Final

from kula_rules import Finding
from kula_rules.codes import FATAL
from kula_rules.jsontext import JsonError
from kula_rules.lint.results import Located, Region, Result
from kula_rules.yamltext import parse_yaml_documents

from .claims import MISSING, Broken, Json, Reading, claim, claim_equal, claim_line, read_json, resolve, same, tokens_of
from .files import File

OF_THE_KEY: Final = ("unknown_field", "duplicate_key")


def hold_placed(file: File, result: Result, reading: Reading | None) -> None:
    """Each finding of a result stands where it should."""
    claim_equal("findings are located", tuple(found.finding for found in result.located), result.report.findings)
    for found in result.located:
        _hold_region(file, found.region)
        _hold_excerpt(file, found)
        if reading:
            text = file.covered(found.region)
            (_hold_yaml if file.kind == "yaml" else _hold_json)(text, found.finding, reading.value)


def _hold_region(file: File, region: Region) -> None:
    start, end = (region.line, region.column), (region.end_line, region.end_column)
    claim(start <= end, "a region ends behind its start", region)
    for line, column in (start, end):
        claim(1 <= line <= len(file.lines), "a region is on lines that there are", region)
        claim(1 <= column <= len(file.lines[line - 1]) + 1, "a region is within its lines", region)


def _hold_json(covered: str, finding: Finding, payload: Json) -> None:
    """It covers the value at the pointer, its key, or the bracket of what the value is missing in."""
    expected = _expected(finding, payload)
    if expected is MISSING:
        claim(covered in ("{", "["), "a bracket stands there", covered, finding.pointer)
        return
    stands = read_json(covered.encode())
    found = stands is not None and same(stands.value, expected)
    claim(found, "the value or the key stands there", covered, finding.code, finding.pointer)


def _hold_yaml(covered: str, finding: Finding, payload: Json) -> None:
    """The same for words and numbers that stand on one line, and are no aliases."""
    expected = _expected(finding, payload)
    if expected is MISSING or isinstance(expected, (dict, list)) or "\n" in covered or covered.startswith("*"):
        return
    if not covered:
        claim(expected in ("", None), "an empty value or key stands there", finding.code, finding.pointer)
        return
    stands = next(iter(_entry(f"{covered} : 0"))) if finding.code in OF_THE_KEY else _entry(covered)
    claim(same(stands, expected), "the value or the key stands there", covered, finding.code, finding.pointer)


def _entry(text: str) -> Json:
    """What a text says as the entry of an array."""
    try:
        (document,) = parse_yaml_documents(f"- {text}")
    except JsonError as error:
        raise Broken(f"what stands there can be read: {text!r}: {error}") from None
    return document.value[0]


def _expected(finding: Finding, payload: Json) -> Json:
    return tokens_of(finding.pointer)[-1] if finding.code in OF_THE_KEY else resolve(payload, finding.pointer)


def _hold_excerpt(file: File, found: Located) -> None:
    shown = found.excerpt
    if shown is None:
        return
    claim_line("an excerpt", shown.text)
    claim(shown.indent >= 0 and shown.width >= 1, "something is marked", shown)
    if not shown.text.isascii():
        return
    claim(shown.indent + shown.width <= len(shown.text) + 1, "what is marked is shown", shown)
    line = file.lines[found.region.line - 1]
    if file.recipe.show_values and line.isprintable() and found.finding.code not in FATAL:
        first, _, _ = file.covered(found.region).partition("\n")
        marked = shown.text[shown.indent :][: shown.width]
        claim(marked.startswith(first), "what is marked is the finding", marked, first)
