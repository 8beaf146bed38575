"""`rule` as users call it: the examples are run where the rule is defined.

The contract's own rules are defined without that, as the tests run their examples.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from . import rules
from .answers import Unknown
from .checker import facts_of, judge
from .findings import findings_of
from .rules import Example, Rule

__all__ = ["rule"]

_Parts = ParamSpec("_Parts")


def _running_examples(define: Callable[_Parts, Rule]) -> Callable[_Parts, Rule]:
    @wraps(define)
    def rule(*args: _Parts.args, **kwargs: _Parts.kwargs) -> Rule:
        made = define(*args, **kwargs)
        for example in made.good:
            _run(made, example, found=False)
        for example in made.bad:
            _run(made, example, found=True)
        return made

    return rule


rule = _running_examples(rules.rule)


def _run(made: Rule, example: Example, *, found: bool) -> None:
    facts = facts_of(example)
    violated = judge(made, facts)
    if violated is not found:
        kind, outcome = ("bad" if found else "good"), _outcome(violated)
        raise ValueError(f"{made.code}: the {kind} example {example.payload!r} {outcome}")
    pointers = tuple(finding.pointer for finding in findings_of(made, facts))
    if example.pointers and pointers != example.pointers:
        raise ValueError(f"{made.code}: the bad example is found at {pointers}, not at {example.pointers}")


def _outcome(violated: bool | Unknown) -> str:
    if isinstance(violated, Unknown):
        return f"is not decided: it needs {', '.join(sorted(violated.needs))}"
    return "breaks the rule" if violated else "passes the rule"
