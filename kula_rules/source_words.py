"""The words of compiled source: how operators are asked of known values, and what the names stand for."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import Any, Final

from . import operators as op
from .account import attribute
from .answers import ABSENT, MOOT, Answer, Gap, Unknown
from .asking import each
from .facts import starts_later
from .predicates import And, Not, Operator, Or, Predicate, answer_without_value
from .report import Unchecked
from .time_words import local_time

__all__ = ["HOLDS", "HOLDS_OF_INSTANT", "NAMES", "is_large", "unchecked_of"]

HOLDS: Final[dict[Operator, str]] = {
    op.EQUAL: "{0} == {1}",
    op.NOT_EQUAL: "{0} != {1}",
    op.LESS: "{0} < {1}",
    op.AT_MOST: "{0} <= {1}",
    op.GREATER: "{0} > {1}",
    op.AT_LEAST: "{0} >= {1}",
    op.IS_BETWEEN: "{1} <= {0} <= {2}",
    op.IS_MULTIPLE_OF: "{0} % {1} == 0",
    op.IS_ONE_OF: "{0} in ({1},)",
    op.IS_IN: "{0} in {1}",
    op.IS_SENT: "{0}",
    op.HAS_ONE_ENTRY: "len({0}) == {1}",
    op.HAS_LENGTH: "len({0}) == {1}",
    op.HAS_NO_DUPLICATES: "(len({0}) == 1 or len({{*{0}}}) == len({0}))",
    op.IS_MEETING_LINK: "is_meeting_link(None, {0})",
    op.IS_ISO_8601: "type(start) is not Unknown",
    op.IS_IANA_ZONE: "type(zone) is not Unknown",
    op.IS_ALIGNED: (
        "not (moment.minute % {1} or moment.second or moment.microsecond or beyond"
        " or offset and (offset // minute % {1} or offset % minute))"
    ),
    op.IS_PORTABLE: "portable",
    op.EXISTS_IN: "(offset is not None or exists_in(None, {0}, {1}))",
    op.IS_UNAMBIGUOUS_IN: "(offset is not None or is_unambiguous_in(None, {0}, {1}))",
    op.OFFSET_AGREES_WITH: "(not offset or offset_agrees_with(None, {0}, {1}))",
}
"""`Operator.holds` written out, for known values and arguments, and for the parts of `start`."""

HOLDS_OF_INSTANT: Final = {
    op.IS_ISO_8601: "True",
    op.IS_ALIGNED: (
        "not (moment.minute % {1} or moment.second or moment.microsecond"
        " or offset and (offset // minute % {1} or offset % minute))"
    ),
    op.EXISTS_IN: "True",
    op.IS_UNAMBIGUOUS_IN: "True",
}
"""The same where `start` is an instant."""


_LARGE: Final = 32  # parts; Python nests no more than 200 parentheses


def is_large(predicate: Predicate) -> bool:
    """Whether it has more parts, on one level or several, than an expression should hold.

    >>> from kula_rules import fields as f
    >>> is_large((f.kind == "panel") & ~(f.location == "zoom"))
    False
    """
    parts, left = [predicate], _LARGE
    while parts and left:
        part, left = parts.pop(), left - 1
        if isinstance(part, (And, Or)):
            parts += part.parts
        elif isinstance(part, Not):
            parts.append(part.part)
    return bool(parts)


@lru_cache(maxsize=4096)
def unchecked_of(code: str, needs: frozenset[str]) -> Unchecked:
    """What is said of a rule that is not decided."""
    return Unchecked(code, tuple(sorted(needs)))


def _present(value: object, moot: bool) -> Answer:
    """`Present.answer`, of a value."""
    if isinstance(value, Unknown):
        return True if value.present else value
    return moot if value is MOOT else value is not ABSENT


def _attribute_of(table: str, record: Any, name: str) -> object:
    """`Attribute.read`, of a record."""
    return record if isinstance(record, (Gap, Unknown)) else attribute(table, record, name)


NAMES: Final[dict[str, Any]] = {
    "ABSENT": ABSENT,
    "MOOT": MOOT,
    "Unknown": Unknown,
    "answer_without_value": answer_without_value,
    "attribute_of": _attribute_of,
    "each": each,
    "exists_in": op.EXISTS_IN.holds,
    "gaps": frozenset({Gap, Unknown}),
    "is_meeting_link": op.IS_MEETING_LINK.holds,
    "is_unambiguous_in": op.IS_UNAMBIGUOUS_IN.holds,
    "local_time": local_time,
    "minute": timedelta(minutes=1),
    "offset_agrees_with": op.OFFSET_AGREES_WITH.holds,
    "present": _present,
    "starts_later": starts_later,
    "unchecked_of": unchecked_of,
}
"""What the names in the source stand for."""
