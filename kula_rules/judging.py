"""Judging by the rules as they are written: the plain definition, which compiled rules have to agree with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from .answers import Answer, Unknown, any_of
from .codes import FATAL, rank
from .facts import Facts
from .findings import findings_of, problem_finding
from .report import Finding, Unchecked
from .request import Request
from .rule_sets import RuleSet
from .rules import Rule

__all__ = ["Judged", "fatal_findings", "findings", "has_failed", "in_order", "interpret", "judge", "valid_until"]


class Judged(NamedTuple):
    """The rules that are violated, and those that are undecided, in the order of reports.

    What reading a payload finds is not among them, but for its warnings.
    """

    violated: Sequence[Rule]
    unchecked: Sequence[Unchecked]


def in_order(rules: RuleSet) -> list[Rule]:
    """The rules as reports list them: errors before warnings, each in the order of the page, users' own last."""
    return sorted(rules, key=lambda rule: (rule.severity == "warning", rank(rule.code)))


def judge(rule: Rule, facts: Facts) -> Answer:
    """Whether the rule is violated: true, false (it holds or is not applicable) or unknown."""
    if not rule.cases:
        return any(problem.code == rule.code for problem in facts.request.problems)
    if len(rule.cases) == 1:
        return rule.cases[0].violation.answer(facts)
    return any_of(case.violation.answer(facts) for case in rule.cases)


def interpret(rules: RuleSet, facts: Facts) -> Judged:
    """Ask each rule."""
    violated, unchecked = [], []
    for rule in in_order(rules):
        answer = judge(rule, facts)
        if answer is True and (rule.cases or rule.severity == "warning"):
            violated.append(rule)
        elif isinstance(answer, Unknown) and rule.severity == "error":
            unchecked.append(Unchecked(rule.code, tuple(sorted(answer.needs))))
    return Judged(violated, unchecked)


def fatal_findings(request: Request) -> tuple[Finding, ...]:
    """What ends a check, whatever the rules: it is no JSON, or no object."""
    fatal = [problem for problem in request.problems if problem.code in FATAL]
    return tuple(Finding(p.code, "error", None, p.pointer, p.message, p.params) for p in fatal)


def findings(rules: RuleSet, violated: Iterable[Rule], facts: Facts) -> tuple[Finding, ...]:
    """The findings, those of shape first."""
    ours = (finding for rule in violated for finding in findings_of(rule, facts))
    return (*_shape_findings(rules, facts.request), *ours)


def _shape_findings(rules: RuleSet, request: Request) -> Iterator[Finding]:
    """Errors of shape, in the order of the fields rather than of the codes."""
    for problem in request.problems:
        if problem.code in rules and rules[problem.code].severity == "error":
            yield problem_finding(rules[problem.code], problem)


def has_failed(rules: RuleSet, violated: Iterable[Rule], request: Request | None) -> bool:
    """Whether there is an error; a plain request has none of shape."""
    if "error" in [rule.severity for rule in violated]:
        return True
    return request is not None and any(_shape_findings(rules, request))


_NOT_YET: Final = Unknown(frozenset({"now"}))


def valid_until(rules: RuleSet, judged: Judged, facts: Facts) -> datetime | None:
    """The first instant after now at which the verdict differs, judging by what changes with time."""
    timed = {rule.code: rule for rule in rules if rule.severity == "error" and "now" in rule.reads}
    constant = Judged(
        [rule for rule in judged.violated if rule.code not in timed],
        [unchecked for unchecked in judged.unchecked if unchecked.code not in timed],
    )
    current, rest = (_verdict(rules, known, facts.request) for known in (judged, constant))
    for moment in facts.thresholds():
        later = facts.at(moment)
        if _certain(any_of([rest, *(judge(rule, later) for rule in timed.values())])) is not _certain(current):
            return moment.to_datetime()
    return None


def _verdict(rules: RuleSet, judged: Judged, request: Request) -> Answer:
    """Whether it fails; unknown where that is not decided."""
    return has_failed(rules, judged.violated, request) or (_NOT_YET if judged.unchecked else False)


def _certain(answer: Answer) -> bool | None:
    return None if isinstance(answer, Unknown) else answer
