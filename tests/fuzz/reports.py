"""What is true of every report, whatever it is about."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Final

from kula_rules import Finding, Report, RuleSet
from kula_rules.account import ATTRIBUTES
from kula_rules.codes import FATAL, SHAPE, rank
from kula_rules.shape import EXTERNAL, documented

from .claims import MISSING, NOWHERE, Json, claim, claim_equal, claim_line, resolve, tokens_of

LONGEST: Final = 4000
"""No message is longer, whatever was sent."""
REFUSED: Final = "organizer_not_eligible"
"""The one finding that gives way to another once more is known."""


def hold(report: Report, rules: RuleSet, payload: Json = None) -> None:
    """All that a report says of itself, and of the payload if it could be read."""
    for finding in report.findings:
        _hold_finding(finding, rules)
    claim(len(set(places(report))) == len(report.findings), "a problem is told once", places(report))
    if set(report.codes) & set(FATAL):
        claim_equal("what ends a check stands alone", report, Report(report.findings[:1]))
        return
    _hold_order(report, rules)
    _hold_unchecked(report, rules)
    for finding in report.findings:
        _hold_pointer(finding, payload)
    failed = any(finding.severity == "error" for finding in report.findings)
    expected = "fail" if failed else "incomplete" if report.unchecked else "pass"
    claim_equal("the verdict follows from the findings", report.verdict, expected)
    written = report.to_dict()
    claim_equal("a report is JSON", json.loads(json.dumps(written, allow_nan=False)), written)


def places(report: Report) -> list[tuple[str, str]]:
    return [(finding.code, finding.pointer) for finding in report.findings]


def _hold_finding(finding: Finding, rules: RuleSet) -> None:
    claim(finding.code in rules, "a code is one of the rule set", finding.code)
    rule = rules[finding.code]
    claim_equal("a finding is as its rule says", (finding.severity, finding.status), (rule.severity, rule.status))
    claim_line("a message", finding.message)
    claim(0 < len(finding.message) <= LONGEST, "a message is short", finding.message)


# --- order -----------------------------------------------------------------------------------------------------------


def _hold_order(report: Report, rules: RuleSet) -> None:
    shape = [finding for finding in report.findings if finding.code in SHAPE]
    others = [finding for finding in report.findings if finding.code not in SHAPE]
    claim_equal("problems of shape come first", report.findings, (*shape, *others))
    for before, after in pairwise(_shape_place(finding, rules) for finding in shape):
        claim(before < after, "problems of shape are in the order of the fields", before, after)
    for one, other in pairwise(others):
        claim(_place(one) <= _place(other), "findings are in the order of the page", places(report))


def _shape_place(finding: Finding, rules: RuleSet) -> tuple[object, ...]:
    """Where the table of fields has a problem; of one field, first what is repeated."""
    fields = list(documented(rules.surface))
    field, *below = tokens_of(finding.pointer)
    number = fields.index(field) if field in fields else len(fields)
    if finding.code == "duplicate_key":
        return number, 0, finding.pointer
    within = list(EXTERNAL).index(below[0]) if field == "external" and below else int("".join(below) or -1)
    return number, 1, within


def _place(finding: Finding) -> tuple[bool, int, int]:
    last = tokens_of(finding.pointer)[-1] if finding.pointer else ""
    index = int(last) if finding.pointer.startswith("/interviewer_ids/") else -1
    return finding.severity == "warning", rank(finding.code), index


# --- what was not checked --------------------------------------------------------------------------------------------


def _hold_unchecked(report: Report, rules: RuleSet) -> None:
    codes = [item.code for item in report.unchecked]
    claim(codes == sorted(set(codes), key=rank), "what was not checked is told once, in order", codes)
    claim(not set(codes) & set(report.codes), "what was not checked was not found", codes, report.codes)
    for item in report.unchecked:
        claim(rules[item.code].severity == "error", "errors are what is not checked", item)
        claim(item.code != REFUSED, "it stands for a finding only", item)
        claim(list(item.needs) == sorted(set(item.needs)) != [], "needs are sorted", item)
        claim(all(_is_need(need, report, rules) for need in item.needs), "needs name what there is", item)


def _is_need(need: str, report: Report, rules: RuleSet) -> bool:
    if need == "now":
        return True
    kind, _, name = need.partition(".")
    if kind == "snapshot":
        return name in ATTRIBUTES
    faulty = any(finding.pointer.split("/")[1:2] == [name] for finding in report.errors)
    return kind == "field" and name in documented(rules.surface) and (faulty or name == "start_time")


# --- pointers --------------------------------------------------------------------------------------------------------


def _hold_pointer(finding: Finding, payload: Json) -> None:
    """A pointer leads to a value, or to where one is missing; what a repeated key discards, others look at."""
    if finding.code == "duplicate_key":
        return
    there = resolve(payload, finding.pointer)
    claim(there is not NOWHERE, "a pointer leads to a place", finding.code, finding.pointer)
    if finding.code == "missing_field" or finding.code.endswith("_required"):
        claim(there in (MISSING, None, []), "what is required is missing", finding.code, finding.pointer)


# --- what is known ---------------------------------------------------------------------------------------------------


def hold_with_less(more: Report, less: Report) -> None:
    """What was decided when less was known stays as it was: information only resolves."""
    waited = {item.code for item in less.unchecked}
    claim({item.code for item in more.unchecked} <= waited, "nothing is less certain", more.unchecked, less.unchecked)
    gone = [place for place in places(less) if place not in places(more) and place[0] != REFUSED]
    claim(not gone, "a finding stays", gone)
    new = [f for f in more.errors if (f.code, f.pointer) not in places(less) and f.code not in (REFUSED, *waited)]
    claim(not new, "what passed still does", new)
