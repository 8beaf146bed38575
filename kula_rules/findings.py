"""A violated rule becomes findings: where they point, and what they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from .answers import ABSENT, MOOT, Unknown
from .facts import Facts
from .jsontext import escape
from .predicates import Present, Test
from .report import Finding
from .request import Problem
from .rules import Case, Rule
from .shape import EXTERNAL, FIELDS, describe, plain
from .words import Record

__all__ = ["findings_of", "problem_finding"]

_PLAN = "/stage_activity_id"
_SHOWN = 10  # ids of a list that a message shows
_PRIVATE = {n for n, s in FIELDS.items() if s.private} | {f"external.{n}" for n, s in EXTERNAL.items() if s.private}


def problem_finding(rule: Rule, problem: Problem) -> Finding:
    """The finding for a problem that reading the payload found."""
    return Finding(rule.code, rule.severity, rule.status, problem.pointer, problem.message, problem.params)


def findings_of(rule: Rule, facts: Facts) -> Iterator[Finding]:
    """The findings for a rule that is violated."""
    for problem in facts.request.problems:
        if problem.code == rule.code:
            yield problem_finding(rule, problem)
    for case in rule.cases:
        if len(rule.cases) == 1 or case.violation.answer(facts) is True:
            yield from _case_findings(rule, case, facts)


def _case_findings(rule: Rule, case: Case, facts: Facts) -> Iterator[Finding]:
    """One finding, or one for each entry that is at fault in a list that was sent."""
    culprits = case.must.culprits(facts)
    if not culprits:
        yield _finding(rule, case, facts, _place(case, facts))
    for field, group in groupby(culprits, key=itemgetter(0)):
        indexes = [index for _, index in group]
        if facts.is_inherited(field):
            yield _inherited_entries_finding(rule, case, facts, field, indexes)
        else:
            yield from (_entry_finding(rule, case, facts, field, index) for index in indexes)


def _entry_finding(rule: Rule, case: Case, facts: Facts, field: str, index: int) -> Finding:
    entries: Any = facts.value(field)
    about = {field: f"{describe(entries[index])} (entry {index})"}
    return _finding(rule, case, facts, f"/{field}/{index}", about, id=plain(entries[index]), index=index)


def _inherited_entries_finding(rule: Rule, case: Case, facts: Facts, field: str, indexes: list[int]) -> Finding:
    entries: Any = facts.value(field)
    ids = tuple(dict.fromkeys(entries[index] for index in indexes))
    about = {field: _listed(ids)}
    return _finding(rule, case, facts, _place(case, facts), about, inherited=[field], ids=plain(ids))


def _finding(
    rule: Rule, case: Case, facts: Facts, pointer: str, about: Mapping[str, str] | None = None, **params: object
) -> Finding:
    """One finding; `about` says, in place of a field's whole value, what of it is at fault."""
    seen = {name: value for name, value in _observations(case, facts) if name not in (about or {})}
    known = {name: plain(value) for name, value in seen.items() if _is_tellable(name, value)}
    inherited = [name for name in known if facts.is_inherited(name)]
    parts = [f"{name} {shown}{_origin(name, facts)}" for name, shown in (about or {}).items()]
    parts += [f"{name} {_shown(name, value, facts)}{_origin(name, facts)}" for name, value in seen.items()]
    message = f"{rule.sentence_of(case)} Found: {', '.join(parts)}."
    more = {"inherited": inherited} if inherited else {}
    return Finding(rule.code, rule.severity, rule.status, pointer, message, known | more | params)


def _place(case: Case, facts: Facts) -> str:
    """Where the finding points: to what is missing, else to the value at fault, a sent one if another is inherited."""
    for leaf in case.demands:
        if isinstance(leaf, Present) and facts.value(leaf.subject.fields[0]) is ABSENT:
            return _pointer(leaf.subject.fields[0])
    for name in case.at or case.fields:
        if not facts.is_inherited(name):
            return _pointer(name)
    return _PLAN


def _pointer(name: str) -> str:
    return "/" + "/".join(map(escape, name.split(".")))


def _observations(case: Case, facts: Facts) -> Iterator[tuple[str, object]]:
    """What the case read: the fields' effective values, the attributes of records, the moment."""
    for name in case.fields:
        yield name, facts.value(name)
    for leaf in case.demands:
        if isinstance(leaf, Test) and isinstance(leaf.subjects[0], Record):
            record: Any = leaf.subjects[0].read(facts)
            if isinstance(record, Mapping):
                yield from ((name, record.get(name, ABSENT)) for name, _ in leaf.keywords)
    if "now" in case.must.reads and facts.now is not None:
        now = facts.now.to_datetime()
        yield "now", ABSENT if now is None else now.isoformat().replace("+00:00", "Z")


def _is_tellable(name: str, value: object) -> bool:
    return name not in _PRIVATE and value not in (ABSENT, MOOT, None) and not isinstance(value, (Unknown, Mapping))


def _shown(name: str, value: object, facts: Facts) -> str:
    if value in (ABSENT, MOOT, None):
        return "empty" if name in facts.request.sent else "absent"
    if isinstance(value, Unknown):
        return "invalid" if value.present else "unknown"
    if isinstance(value, tuple):
        return _listed(value)
    return "present" if name in _PRIVATE else describe(value)


def _listed(ids: tuple[object, ...]) -> str:
    return f"[{', '.join(map(describe, ids[:_SHOWN]))}{', …' if len(ids) > _SHOWN else ''}]"


def _origin(name: str, facts: Facts) -> str:
    if not facts.is_inherited(name):
        return ""
    return f" (inherited from stage activity {describe(facts.request.value('stage_activity_id'))})"
