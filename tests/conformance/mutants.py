"""Rules are data: every small change that somebody could make to one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from kula_rules import REST_CREATE, RuleSet
from kula_rules.contract.mcp import MCP_RULES, REST_ONLY
from kula_rules.fields import externally_managed, plan_driven
from kula_rules.predicates import And, Predicate
from kula_rules.rules import Case, Rule, Severity
from kula_rules.shape import Surface

from .changes import changes_of

__all__ = ["Mutant", "mutants_of"]

Modes = tuple[Predicate, ...]
MODES: Final[Mapping[Surface, Modes]] = {
    "rest": (plan_driven, ~plan_driven, externally_managed, ~externally_managed),
    "mcp": (plan_driven, ~plan_driven),
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rule of one surface as it is, and as somebody might have made it; `None` where one of them does not exist."""

    surface: Surface
    change: str
    original: Rule | None
    mutated: Rule | None

    @property
    def code(self) -> str:
        rule = self.original or self.mutated
        assert rule is not None
        return rule.code

    @property
    def name(self) -> str:
        return f"{self.surface} {self.code}: {self.change}"


def mutants_of(rules: RuleSet) -> Iterator[Mutant]:
    """Every mutant of a rule set."""
    for rule in rules:
        yield Mutant(rules.surface, "deleted", rule, None)
        other: Severity = "warning" if rule.severity == "error" else "error"
        yield Mutant(rules.surface, f"{rule.severity} -> {other}", rule, replace(rule, severity=other))
        for change, cases in _other_cases(rule.cases, MODES[rules.surface]):
            yield Mutant(rules.surface, change, rule, replace(rule, cases=cases))
    yield from _of_the_other_surface(rules)


def _of_the_other_surface(rules: RuleSet) -> Iterator[Mutant]:
    """What the two pages say differently, said as the other one says it."""
    if rules.surface == "rest":
        yield from (Mutant("rest", "as on mcp", REST_CREATE[rule.code], rule) for rule in MCP_RULES)
        yield from (Mutant("rest", "left out, as on mcp", REST_CREATE[code], None) for code in REST_ONLY)
    else:
        yield from (Mutant("mcp", "as on rest", rule, REST_CREATE[rule.code]) for rule in MCP_RULES)
        yield from (Mutant("mcp", "said here too", None, REST_CREATE[code]) for code in REST_ONLY)


def _other_cases(cases: tuple[Case, ...], modes: Modes) -> Iterator[tuple[str, tuple[Case, ...]]]:
    for index, case in enumerate(cases):
        rest = cases[:index], cases[index + 1 :]
        if len(cases) > 1:
            yield f"without the case {case.must!r}", rest[0] + rest[1]
        which = f"case {case.must!r}: " if len(cases) > 1 else ""
        for change, other in _other_case(case, modes):
            yield which + change, (*rest[0], other, *rest[1])


def _other_case(case: Case, modes: Modes) -> Iterator[tuple[str, Case]]:
    if case.when is not None:
        yield f"when {case.when!r} -> always", Case(case.must, None, case.at)
        for change, when in changes_of(case.when):
            yield f"when {change}", Case(case.must, when, case.at)
    yield from ((f"only when {mode!r}", Case(case.must, when, case.at)) for mode, when in _narrowed(case.when, modes))
    for change, must in changes_of(case.must):
        yield f"must {change}", Case(must, case.when, case.at)
    if case.at:
        yield f"at {', '.join(case.at)} -> left out", Case(case.must, case.when)
    if len(case.at) > 1:
        yield f"at {', '.join(case.at)} -> reversed", Case(case.must, case.when, case.at[::-1])


def _narrowed(when: Predicate | None, modes: Modes) -> Iterator[tuple[Predicate, Predicate]]:
    """A condition that holds in one mode only, unless it says so already."""
    said = when.parts if isinstance(when, And) else (when,)
    for mode in modes:
        if mode not in said:
            yield mode, mode if when is None else when & mode
