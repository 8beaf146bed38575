"""Rule sets: ordered collections of rules for one surface, and their algebra. Knows no contract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, NoReturn, Union

from .codes import rank
from .rules import Rule, did_you_mean
from .shape import Surface

__all__ = ["RuleSet"]

Operand = Union["RuleSet", Rule, Iterable[Rule]]


class RuleSet:
    """An ordered, immutable collection of rules for one surface, at most one for each code.

    `a + b` and `a | b` have the rules of both, `a & b` those that both have, `a - b` those that only `a` has; the right
    side may be one rule, several, or a rule set. Rule sets of different surfaces do not mix, and one code can not stand
    for two different rules: each is a `ValueError`.

    >>> from kula_rules import REST_CREATE
    >>> len(REST_CREATE.only("err_kind_required", "missing_field"))
    2
    """

    __slots__ = ("_rules", "derived", "surface")
    surface: Surface
    derived: dict[str, Any]
    """What others work out from the rules and keep here; no part of the value."""

    def __init__(self, surface: Surface, rules: Iterable[Rule] = ()) -> None:
        if surface not in ("rest", "mcp"):
            raise ValueError(f"a surface is 'rest' or 'mcp', not {surface!r}")
        self.surface = surface
        self.derived = {}
        self._rules: Final[dict[str, Rule]] = {}
        for rule in rules:
            if not isinstance(rule, Rule):
                raise TypeError(f"a rule set holds rules, not {rule!r}")
            if self._rules.setdefault(rule.code, rule) != rule:
                raise ValueError(f"{rule.code} stands for two different rules; use .replace(...)")

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the rules, in order."""
        return tuple(self._rules)

    def __iter__(self) -> Iterator[Rule]:
        return iter(self._rules.values())

    def __len__(self) -> int:
        return len(self._rules)

    def __contains__(self, item: object) -> bool:
        return item in self._rules or (isinstance(item, Rule) and self._rules.get(item.code) == item)

    def __getitem__(self, code: str) -> Rule:
        self._require([code])
        return self._rules[code]

    def __add__(self, other: Operand) -> RuleSet:
        return RuleSet(self.surface, (*self, *self._operand(other)))

    __or__ = __add__

    def __and__(self, other: Operand) -> RuleSet:
        shared = {rule.code for rule in self._operand(other)}
        return RuleSet(self.surface, (rule for rule in self if rule.code in shared))

    def __sub__(self, other: Operand) -> RuleSet:
        removed = {rule.code for rule in self._operand(other)}
        return RuleSet(self.surface, (rule for rule in self if rule.code not in removed))

    def only(self, *codes: str) -> RuleSet:
        """The rules with these codes; a `KeyError` if there is none of that code."""
        self._require(codes)
        return RuleSet(self.surface, (rule for rule in self if rule.code in codes))

    def without(self, *codes: str) -> RuleSet:
        """The rules without these codes; a `KeyError` if there is none of that code."""
        self._require(codes)
        return RuleSet(self.surface, (rule for rule in self if rule.code not in codes))

    def replace(self, *rules: Rule) -> RuleSet:
        """The same codes in the same order, these rules standing in for the ones of the same code."""
        changed = {rule.code: rule for rule in rules}
        self._require(changed)
        return RuleSet(self.surface, (changed.get(rule.code, rule) for rule in self))

    def on(self, surface: Surface) -> RuleSet:
        """The same rules, read on another surface: other fields exist, others are inherited."""
        return RuleSet(surface, self)

    def in_order(self) -> RuleSet:
        """The same rules in the order of the documentation, users' own last."""
        return RuleSet(self.surface, sorted(self, key=lambda rule: rank(rule.code)))

    def __copy__(self) -> RuleSet:
        return self

    def __deepcopy__(self, _: object) -> RuleSet:
        return self

    def _operand(self, other: Operand) -> tuple[Rule, ...]:
        if isinstance(other, RuleSet) and other.surface != self.surface:
            raise ValueError(f"rules of the surfaces {self.surface} and {other.surface} do not mix")
        rules = (other,) if isinstance(other, Rule) else tuple(other)
        for rule in RuleSet(self.surface, rules):
            if self._rules.get(rule.code, rule) != rule:
                raise ValueError(f"{rule.code} stands for two different rules; use .replace(...)")
        return rules

    def _require(self, codes: Iterable[str]) -> None:
        for code in codes:
            if code not in self._rules:
                raise KeyError(f"no rule has the code {code!r}{did_you_mean(str(code), self._rules)}")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RuleSet) and (self.surface, *self) == (other.surface, *other)

    def __hash__(self) -> int:
        return hash((self.surface, self.codes))

    def __repr__(self) -> str:
        return f"<RuleSet {self.surface}: {len(self)} rules>"

    def __setattr__(self, name: str, value: object) -> None:
        if hasattr(self, "_rules"):
            raise AttributeError("a rule set does not change; +, -, only, without and replace make new ones")
        object.__setattr__(self, name, value)

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("a rule set does not change")
