"""`rule` as users call it: the examples are run where the rule is defined.

The contract's own rules are defined without that, as the tests run their examples.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from . import rules
from .answers import Unknown
from .checker import facts_of
from .findings import findings_of
from .judging import judge
from .rules import Example, Rule

__all__ = ["rule"]

_Parts = ParamSpec("_Parts")


def _running_examples(define: Callable[_Parts, Rule]) -> Callable[_Parts, Rule]:
    @wraps(define)
    def rule(*args: _Parts.args, **kwargs: _Parts.kwargs) -> Rule:
        made = define(*args, **kwargs)
        for number, example in enumerate(made.good, 1):
            _run(made, example, f"good example {number}", found=False)
        for number, example in enumerate(made.bad, 1):
            _run(made, example, f"bad example {number}", found=True)
        return made

    return rule


rule = _running_examples(rules.rule)


def _run(made: Rule, example: Example, name: str, *, found: bool) -> None:
    facts = facts_of(example)
    violated = judge(made, facts)
    if violated is not found:
        raise ValueError(f"{made.code}: {name} {_outcome(violated)}")
    pointers = tuple(finding.pointer for finding in findings_of(made, facts))
    if example.pointers and pointers != example.pointers:
        raise ValueError(f"{made.code}: {name} is found at {pointers}, not at {example.pointers}")


def _outcome(violated: bool | Unknown) -> str:
    if isinstance(violated, Unknown):
        return f"is not decided: it needs {', '.join(sorted(violated.needs))}"
    return "breaks the rule" if violated else "passes the rule"
