"""Answers as Python source: expressions, and how they are joined and turned.

Most of three-valued logic can be done before the source is written: what is certain is joined by `and` and `or`, what
is settled is joined table by table, and only the rest is left to be joined when a request comes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from .answers import ABSENT, Answer, Unknown, all_of, any_of, negate
from .plain_requests import local
from .settling import Choices, Table, joined

__all__ = ["FALSE", "Expressions", "Said", "Value"]


class Said(NamedTuple):
    """An answer as source. It is what `text` evaluates to; `certain` says that this is true or false.

    With a `table` it is what the table says where `text` is true, and false elsewhere.
    """

    text: str
    certain: bool = False
    table: Table | None = None
    opposite: str = ""
    """The negated answer, where it is no longer than the answer."""

    @property
    def is_settled(self) -> bool:
        """Whether its table says it all."""
        return self.table is not None and self.text == "True"


FALSE: Final = Said("False", certain=True)


class Value(NamedTuple):
    """A value as source: what stands for its absence, if it can be absent, and whether it can be unknown or moot.

    Without a `text` it is known to be absent.
    """

    text: str
    absent: str = ""
    doubtful: bool = False


_SHORT: Final = 60  # characters of what is written out twice, or of a constant that is written out at all


class Expressions:
    """Writes answers, and keeps the objects that the source needs by name. `absent` is what stands for no value."""

    def __init__(self, absent: str) -> None:
        self.absent: Final = absent
        self.names: Final[dict[str, Any]] = dict(_NAMES)
        self._kept: Final[dict[str, object]] = {}

    def keep(self, value: object) -> str:
        """A name for a value."""
        name = next((name for name, kept in self._kept.items() if kept is value), f"k{len(self._kept)}")
        self._kept[name] = self.names[name] = value
        return name

    def constant(self, value: object) -> str:
        """A value as source: written out where that is short and harmless."""
        return repr(value) if type(value) in (bool, int, str) and len(repr(value)) <= _SHORT else self.keep(value)

    def joined(self, saids: Sequence[Said], *, deciding: bool) -> Said:
        """All of several answers, or any of them. What is certain comes first: it may decide the rest."""
        certain = [said.text for said in saids if said.certain and said.text != str(not deciding)]
        if str(deciding) in certain:
            return Said(str(deciding), certain=True)
        if len(saids) == 1:
            return saids[0]
        tables = [said.table for said in saids if said.table and said.is_settled]
        others = [self.written(said) for said in saids if not said.certain and not said.is_settled]
        sign = " or " if deciding else " and "
        if tables:
            table = joined(tables, deciding=deciding)
            if not others and not (certain and deciding):
                return Said(f"({sign.join(certain)})" if certain else "True", table=table)
            others.insert(0, self.decided(table))
        if others:
            return Said(f"({sign.join([*certain, _chained(others, deciding=deciding)])})")
        return Said(f"({sign.join(certain)})" if certain else str(not deciding), certain=True)

    def negated(self, said: Said) -> Said:
        """The opposite answer."""
        if said.certain:
            turned = {"True": "False", "False": "True"}
            return Said(turned.get(said.text, f"(not {said.text})"), certain=True)
        if said.table and said.is_settled:
            return said._replace(table=said.table.negated())
        if said.opposite:
            return Said(said.opposite, opposite=said.text)
        text = self.written(said)
        if text.isidentifier():
            return Said(f"({text} if type({text}) is Unknown else not {text})", opposite=text)
        return Said(f"negate({text})", opposite=text)

    def written(self, said: Said) -> str:
        """An answer as one expression, whatever it is."""
        if said.table is None:
            return said.text
        decided = self.decided(said.table)
        return decided if said.is_settled else f"({said.text} and {decided})"

    def settled(self, table: Table) -> Said:
        """What a table says."""
        if any(isinstance(answer, Unknown) for answer in table.possible):
            return Said("True", table=table)
        return Said(self.decided(table), certain=True)

    def decided(self, table: Table) -> str:
        """A table as an expression that chooses between its answers."""
        return self._choice(table.choices, lambda chosen: self.literal(table.answers[chosen]))

    def doubt(self, table: Table) -> tuple[str, Unknown] | None:
        """Where a table says unknown, and why, if it says false everywhere else."""
        unknown = [answer for answer in table.possible if isinstance(answer, Unknown)]
        if len(unknown) != 1 or True in table.possible:
            return None
        return self._choice(table.choices, lambda chosen: str(isinstance(table.answers[chosen], Unknown))), unknown[0]

    def literal(self, answer: Answer) -> str:
        """An answer that is known."""
        return self.keep(answer) if isinstance(answer, Unknown) else str(answer)

    def _choice(self, choices: Mapping[str, Choices], text_of: Callable[[Choices], str], chosen: Choices = ()) -> str:
        """An expression that chooses a text for each combination."""
        if len(chosen) == len(choices):
            return text_of(chosen)
        name, options = list(choices.items())[len(chosen)]
        *texts, text = [self._choice(choices, text_of, (*chosen, option)) for option in options]
        for option, other in reversed(list(zip(options, texts, strict=False))):
            if other != text:
                text = _chosen(local(name), self.absent if option is ABSENT else repr(option), other, text)
        return text


def _chosen(variable: str, option: str, first: str, second: str) -> str:
    if (first, second) == ("False", "True"):
        return f"({variable} is not {option})"
    is_option = f"{variable} is {option}"
    return f"({is_option})" if (first, second) == ("True", "False") else f"({first} if {is_option} else {second})"


def _chained(texts: Sequence[str], *, deciding: bool) -> str:
    """Answers that may be unknown, joined; the next is not asked where one decides."""
    first, *rest = texts
    if not rest:
        return first
    variable, join = f"part{len(rest)}", "either" if deciding else "both"
    others = _chained(rest, deciding=deciding)
    last = f"{others} if {variable} is {not deciding} else " if len(others) <= _SHORT else ""  # this saves a call
    return f"({deciding} if ({variable} := {first}) is {deciding} else {last}{join}({variable}, {others}))"


def guarded(values: Sequence[Value], holds: str, *, moot: bool, certain: bool = True) -> Said:
    """What `holds` of values, false if one is absent, and what they say themselves if they are unknown or moot."""
    sure = [f"{value.text} is not {value.absent}" for value in values if value.absent and not value.doubtful]
    doubtful = [value for value in values if value.doubtful]
    if not doubtful:
        return Said(f"({' and '.join([*sure, holds])})", certain=certain)
    check = " or ".join(map(_gap_check, doubtful))
    names = ", ".join(value.text for value in doubtful)
    if sure or any(value.absent for value in doubtful):
        without = f"answer_without_value(({names},), {moot})"
        return Said(f"({' and '.join([*sure, f'({without} if {check} else {holds})'])})")
    without = names if len(doubtful) == 1 else f"unknown_of({names})"
    opposite = f"({without} if {check} else not ({holds}))" if certain else ""
    return Said(f"({without} if {check} else {holds})", opposite=opposite)


def _gap_check(value: Value) -> str:
    return f"type({value.text}) in gaps" if value.absent else f"type({value.text}) is Unknown"


def _both(first: Answer, second: Answer) -> Answer:
    """`all_of` two answers, the first of which is not false."""
    if first is True or second is False:
        return second
    return first if second is True or _is_same(first, second) else all_of((first, second))


def _either(first: Answer, second: Answer) -> Answer:
    """`any_of` two answers, the first of which is not true."""
    if first is False or second is True:
        return second
    return first if second is False or _is_same(first, second) else any_of((first, second))


def _is_same(first: Answer, second: Answer) -> bool:
    """Whether both are unknown for one reason: what a plan would supply is."""
    return isinstance(first, Unknown) and isinstance(second, Unknown) and first.needs is second.needs


def _unknown_of(*values: object) -> Answer:
    """What is unknown of values that are there."""
    unknown = [value for value in values if isinstance(value, Unknown)]
    return unknown[0] if len(unknown) == 1 else all_of(unknown)


_NAMES: Final = {"both": _both, "either": _either, "negate": negate, "unknown_of": _unknown_of}
"""What the names in these expressions stand for."""
