"""`rule`: how users write rules. As the contract's own, and the examples are run where the rule is defined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .checker import facts_of, judge
from .findings import findings_of
from .predicates import Predicate, Subject, Unknown
from .rules import Case, Example, Rule, Severity, define

__all__ = ["rule"]


def rule(
    code: str,
    *,
    must: Predicate | None = None,
    when: Predicate | None = None,
    cases: Iterable[Case] = (),
    at: Subject | Iterable[Subject] = (),
    severity: Severity = "error",
    about: str = "",
    source: str = "",
    good: Iterable[Example | Mapping[str, Any]] = (),
    bad: Iterable[Example | Mapping[str, Any]] = (),
) -> Rule:
    """A rule: where `when` holds, `must` must hold. Written in the words of `kula_rules.fields`.

    A rule whose `must` speaks about the value of an absent field is not applicable; only `is_present()` speaks about
    absence. In `when`, a comparison with an absent field is false.

    Args:
        code: lower case, such as `"acme_working_hours"`; `err_` codes are those that the API documents.
        must: what has to hold.
        when: under which condition; always, if left out.
        cases: several statements under one code (`kula_rules.rules.case`), instead of `must` and `when`.
        at: the fields that a finding may point at, the best first; those that `must` and `when` read, if left out.
        severity: `"error"` or `"warning"`.
        about: why the rule is there, and what to do about a finding.
        source: who says so.
        good: payloads that the rule must pass.
        bad: payloads that it must find fault with; a rule under a documented code needs one.

    Raises:
        TypeError, ValueError: the rule is malformed, or an example does not do what it claims.

    >>> from kula_rules import REST_CREATE, check, fields as f, rule
    >>> short = rule("acme_short", must=f.duration_minutes <= 60, bad=[{"duration_minutes": 90}])
    >>> [finding.pointer for finding in check({"duration_minutes": 75}, now=None, rules=REST_CREATE.only() + short).findings]
    ['/duration_minutes']
    """
    made = define(
        code,
        must=must,
        when=when,
        cases=cases,
        at=at,
        severity=severity,
        about=about,
        source=source,
        good=good,
        bad=bad,
    )
    for example in made.good:
        _expect(made, example, found=False)
    for example in made.bad:
        _expect(made, example, found=True)
    return made


def _expect(made: Rule, example: Example, *, found: bool) -> None:
    facts = facts_of(example)
    violated = judge(made, facts)
    if violated is not found:
        outcome = "is not decided" if isinstance(violated, Unknown) else "breaks it" if violated else "passes it"
        needs = f" (it needs {', '.join(sorted(violated.needs))})" if isinstance(violated, Unknown) else ""
        raise ValueError(f"{made.code}: the {'bad' if found else 'good'} example {example.payload!r} {outcome}{needs}")
    pointers = tuple(finding.pointer for finding in findings_of(made, facts))
    if example.pointers and pointers != example.pointers:
        raise ValueError(f"{made.code}: the bad example points at {pointers}, not at {example.pointers}")


