"""Which rules count, and how much: by code, by group, or all of them. The most specific mention decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final, Literal

from ..codes import FATAL, ORDER
from ..contract import GROUPS
from ..rule_sets import RuleSet
from ..rules import Rule
from ..shape import visible
from .documents import meant

__all__ = ["ALL", "ALWAYS_REPORTED", "NAMES", "Level", "SelectionError", "covers", "select_rules"]

Level = Literal["error", "warning", "off"]

ALL: Final = "ALL"

NAMES: Final = (*ORDER, *GROUPS, ALL)
"""What rules can be named by: their codes, those of either surface, the groups of the contract, and all of them."""

ALWAYS_REPORTED: Final = f"{' and '.join(FATAL)} are always reported; use `exclude` or an exception"

_GROUP_OF: Final = {rule.code: group for group, rules in GROUPS.items() for rule in rules}


class SelectionError(ValueError):
    """A name that stands for no rule, or for one that can not be left out."""


def covers(name: str, code: str) -> bool:
    """Whether a name (a code, a group or `ALL`) stands for the rule with a code.

    >>> covers("location", "err_onsite_office_required"), covers("ALL", "acme_short"), covers("plan", "acme_short")
    (True, True, False)
    """
    return name in _names_of(code)


def _names_of(code: str) -> tuple[str, ...]:
    """The names that stand for a rule, the most specific one first."""
    group = _GROUP_OF.get(code)
    return (code, ALL) if group is None else (code, group, ALL)


def select_rules(
    rules: RuleSet,
    select: Iterable[str] = (ALL,),
    ignore: Iterable[str] = (),
    extend_select: Iterable[str] = (),
    severity: Mapping[str, Level] | None = None,
) -> RuleSet:
    """The rules that are selected, with the severities that they are given.

    A code is more specific than its group, and a group than `ALL`; of two equally specific mentions `ignore` wins.
    Whatever is selected, `"off"` leaves out, and what makes a payload unreadable is reported.

    Args:
        rules: the rules of one surface.
        select: the names of those that count.
        ignore: the names of those that do not.
        extend_select: more names for `select`.
        severity: the level of a code, of a group or of `ALL`.

    Raises:
        SelectionError: a name stands for no rule, or for one that can not be left out.

    >>> from kula_rules import REST_CREATE
    >>> select_rules(REST_CREATE, ["plan", "err_kind_required"], ["plan"]).codes
    ('invalid_json', 'not_an_object', 'err_kind_required')
    """
    chosen, left_out, levels = (*select, *extend_select), tuple(ignore), dict(severity or {})
    for name in (*chosen, *left_out, *levels):
        _require_known(name, (*NAMES, *rules.codes))
    for name in (*left_out, *(name for name, level in levels.items() if level != "error")):
        if name in FATAL:
            raise SelectionError(ALWAYS_REPORTED)
    return RuleSet(rules.surface, _selected(rules, chosen, left_out, levels))


def _selected(
    rules: RuleSet, chosen: tuple[str, ...], left_out: tuple[str, ...], levels: Mapping[str, Level]
) -> Iterable[Rule]:
    for rule in rules:
        level = _level(rule, levels)
        if rule.code in FATAL:
            yield rule
        elif level != "off" and _distance(rule.code, chosen) < _distance(rule.code, left_out):
            yield replace(rule, severity=level)


def _distance(code: str, mentioned: tuple[str, ...]) -> int:
    """How far the closest mention is from the code itself; furthest, if there is none."""
    names = _names_of(code)
    return next((far for far, name in enumerate(names) if name in mentioned), len(names))


def _level(rule: Rule, levels: Mapping[str, Level]) -> Level:
    return next((levels[name] for name in _names_of(rule.code) if name in levels), rule.severity)


def _require_known(name: str, known: tuple[str, ...]) -> None:
    if name not in known:
        shown = visible(name, 60)
        raise SelectionError(f'"{shown}" is neither a code nor a group of rules nor {ALL}{meant(name, known)}')
