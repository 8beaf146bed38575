"""Predicates as JSON Schema: what a request alone shows of them, without an account and without a clock.

A predicate has two schemas, as its answer may be unknown: one for the requests of which it *certainly* holds, one for
those of which it *possibly* does. Not swaps them. The values that a plan would supply are unknown here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from . import operators as op
from .field_words import Field, IdField, IdListField, Sent
from .fields import externally_managed, plan_driven, stage_activity_id
from .predicates import And, Not, Operator, Or, Predicate, Present, Subject, Test
from .shape import BOOLEAN, ID, IDS, INTEGER, OBJECT, STRING_OR_INTEGER, Kind, Shape
from .times import ZONE_NAMES

__all__ = ["NotSayable", "Schema", "Terms", "types_of", "valid_of", "values_of"]

Schema = dict[str, Any]


class NotSayable(ValueError):
    """JSON Schema has no words for a predicate."""


_ID_VALUES: Final[Schema] = {"if": {"type": "integer"}, "then": {"minimum": 1}, "minLength": 1}
_TYPES: Final[Mapping[Kind, tuple[str, ...]]] = {
    ID: ("integer", "string"),
    IDS: ("array",),
    INTEGER: ("integer",),
    BOOLEAN: ("boolean",),
    OBJECT: ("object",),
    STRING_OR_INTEGER: ("string", "integer"),
}


def types_of(kind: Kind) -> list[str]:
    """The JSON types of a kind of values.

    >>> types_of(ID)
    ['integer', 'string']
    """
    return list(_TYPES.get(kind, ("string",)))


def values_of(shape: Shape) -> Schema:
    """Which values of its types a field may have.

    >>> from kula_rules.shape import FIELDS
    >>> values_of(FIELDS["kind"])
    {'if': {'type': 'string'}, 'then': {'enum': ['one_on_one', 'panel']}}
    """
    if shape.choices:
        return {"if": {"type": "string"}, "then": {"enum": list(shape.choices)}}
    if shape.kind is IDS:
        return {"items": _ID_VALUES}
    return dict(_ID_VALUES) if shape.kind is ID else {}


def valid_of(kind: Kind, choices: tuple[str, ...] = ()) -> Schema:
    """The values of a kind that are valid: of its types, and possible.

    >>> valid_of(INTEGER)
    {'type': 'integer'}
    """
    if choices:
        return {"enum": list(choices)}
    if kind is IDS:
        return {"type": "array", "items": valid_of(ID)}
    types = types_of(kind)
    values: Schema = {"minimum": 1, "minLength": 1} if kind is ID else {}
    return {"type": types[0] if len(types) == 1 else types, **values}


_EVERY: Final[Schema] = {}
_NONE: Final[Schema] = {"not": {}}


def not_(schema: Schema) -> Schema:
    """What a schema refuses."""
    return schema["not"] if schema.keys() == {"not"} else {"not": schema}


def all_(schemas: Iterable[Schema]) -> Schema:
    """What all of the schemas accept: one schema, if they have no keyword in common.

    >>> all_([{"type": "integer"}, {"minimum": 1}, {}])
    {'type': 'integer', 'minimum': 1}
    """
    parts = [schema for schema in schemas if schema != _EVERY]
    if _NONE in parts:
        return _NONE
    merged = {keyword: value for part in parts for keyword, value in part.items()}
    return merged if len(merged) == sum(map(len, parts)) else {"allOf": parts}


def any_(schemas: Iterable[Schema]) -> Schema:
    """What one of the schemas accepts.

    >>> any_([{"type": "integer"}, {"not": {}}])
    {'type': 'integer'}
    """
    parts = [schema for schema in schemas if schema != _NONE]
    if _EVERY in parts:
        return _EVERY
    return {"anyOf": parts} if len(parts) > 1 else parts[0] if parts else _NONE


def _with(name: str, value: Schema) -> Schema:
    return {"required": [name], "properties": {name: value}}


_NULL: Final[Schema] = {"type": "null"}


def _sent(name: str) -> Schema:
    return _with(name, not_(_NULL))


_PLAN_DRIVEN: Final = _sent(stage_activity_id.name)
_EXTERNAL: Final = _with("external", {"type": "object", **_with("managed", {"const": True})})
_KULA_MANAGED: Final[Schema] = {
    "properties": {
        "external": any_([_NULL, {"type": "object", "properties": {"managed": {"enum": [False, None]}}}]),
    }
}

_Constraint = Callable[..., Schema]
_CONSTRAINTS: Final[Mapping[Operator, _Constraint]] = {
    op.EQUAL: lambda value: {"const": value},
    op.NOT_EQUAL: lambda value: {"not": {"const": value}},
    op.LESS: lambda limit: {"exclusiveMaximum": limit},
    op.AT_MOST: lambda limit: {"maximum": limit},
    op.GREATER: lambda limit: {"exclusiveMinimum": limit},
    op.AT_LEAST: lambda limit: {"minimum": limit},
    op.IS_BETWEEN: lambda low, high: {"minimum": low, "maximum": high},
    op.IS_MULTIPLE_OF: lambda number: {"multipleOf": number},
    op.IS_ONE_OF: lambda *values: {"enum": list(values)},
    op.HAS_ONE_ENTRY: lambda length: {"minItems": length, "maxItems": length},
    op.HAS_LENGTH: lambda length: {"minItems": length, "maxItems": length},
    op.IS_IANA_ZONE: lambda: {"enum": sorted(ZONE_NAMES)},
}
_ID_CONSTRAINTS: Final[Mapping[Operator, _Constraint]] = {
    op.EQUAL: lambda id: {"enum": _spellings(id)},
    op.NOT_EQUAL: lambda id: {"not": {"enum": _spellings(id)}},
    op.IS_ONE_OF: lambda *ids: {"enum": [spelling for id in dict.fromkeys(ids) for spelling in _spellings(id)]},
}


_IMPLY_VALID: Final = (op.EQUAL, op.IS_ONE_OF, op.IS_IANA_ZONE)  # what equals a possible value is one


def _spellings(id: int | str) -> list[int | str]:
    """An id as JSON may spell it: 7 and "7" are the same."""
    return [id, str(id)] if isinstance(id, int) else [id]


@dataclass(frozen=True, slots=True)
class Terms:
    """How predicates are said of requests.

    `documented` are the fields that a request may have, `inherited` those that a plan may supply, `sent` those that are
    known to be sent, and `in_path` those whose value stands elsewhere.
    """

    documented: frozenset[str]
    inherited: frozenset[str]
    in_path: frozenset[str] = frozenset()
    sent: frozenset[str] = frozenset()

    def certainly(self, predicate: Predicate) -> Schema:
        """The requests of which it holds, whatever else is to be known; `NotSayable` if there are no words for it."""
        if isinstance(predicate, Not):
            return not_(self.possibly(predicate.part))
        if isinstance(predicate, And):
            return all_(map(self.certainly, predicate.parts))
        if isinstance(predicate, Or):
            return any_(map(self.certainly, predicate.parts))
        if isinstance(predicate, Present):
            return self._present(predicate.subject)
        return self._holds(predicate) if isinstance(predicate, Test) else self._mode(predicate)[0]

    def possibly(self, predicate: Predicate) -> Schema:
        """The requests of which it holds, or may do; `NotSayable` if there are no words for it."""
        if isinstance(predicate, Not):
            return not_(self.certainly(predicate.part))
        if isinstance(predicate, And):
            return all_(map(self.possibly, predicate.parts))
        if isinstance(predicate, Or):
            return any_(map(self.possibly, predicate.parts))
        if isinstance(predicate, Present):
            return any_([self._present(predicate.subject), self._inheritable(predicate.subject)])
        return self._may_hold(predicate) if isinstance(predicate, Test) else self._mode(predicate)[1]

    def _present(self, subject: Subject) -> Schema:
        if isinstance(subject, Sent):  # whether a field is sent is always known
            return _EVERY
        field = _field(subject)
        if field.name in self.in_path | self.sent:
            return _EVERY
        empty: Schema = {"enum": [None, []]} if isinstance(field, IdListField) else _NULL
        return _with(field.name, not_(empty)) if field.name in self.documented else _NONE

    def _inheritable(self, subject: Subject) -> Schema:
        """The requests in which a plan may supply the field."""
        if subject.name not in self.inherited:
            return _NONE
        # what is sent is no matter here, unless it can be sent without a value
        return all_([_PLAN_DRIVEN, not_(_sent(subject.name))]) if isinstance(subject, IdListField) else _PLAN_DRIVEN

    def _holds(self, test: Test) -> Schema:
        if test.operator is op.IS_SENT:
            return self._is_sent(test)
        field, constraint = self._constraint(test)
        valid = _EVERY if test.operator in _IMPLY_VALID else _valid(field)
        return _with(field.name, all_([valid, constraint])) if field.name in self.documented else _NONE

    def _may_hold(self, test: Test) -> Schema:
        if test.operator is op.IS_SENT:
            return self._is_sent(test)
        field, constraint = self._constraint(test)
        allowed: Schema = {"properties": {field.name: {"if": _valid(field), "then": constraint}}}
        return all_([allowed, any_([self._present(field), self._inheritable(field)])])

    def _is_sent(self, test: Test) -> Schema:
        name = test.subjects[0].name
        if "." in name:
            raise NotSayable(repr(test))
        return _sent(name) if name in self.documented else _NONE

    def _constraint(self, test: Test) -> tuple[Field, Schema]:
        """The field that a test is about, and what it demands of the value."""
        field = _field(test.subjects[0])
        say = (_ID_CONSTRAINTS if isinstance(field, IdField) else _CONSTRAINTS).get(test.operator)
        if say is None or field.name in self.in_path or not all(map(_is_alike_everywhere, test.arguments)):
            raise NotSayable(test.operator.name)
        return field, say(*test.arguments)

    def _mode(self, predicate: Predicate) -> tuple[Schema, Schema]:
        """The requests that certainly are of a mode, and those that possibly are."""
        if predicate == plan_driven:
            return _PLAN_DRIVEN, _PLAN_DRIVEN
        if predicate == externally_managed:
            return (_EXTERNAL, not_(_KULA_MANAGED)) if "external" in self.documented else (_NONE, _NONE)
        raise NotSayable(repr(predicate))


_LONGEST: Final = 10**20


def _is_alike_everywhere(value: object) -> bool:
    """Whether it equals in JSON Schema what it equals here, and whatever program reads it."""
    return isinstance(value, str) or (isinstance(value, int) and abs(value) < _LONGEST)


def _field(subject: Subject) -> Field:
    if not isinstance(subject, Field) or "." in subject.name:
        raise NotSayable(repr(subject))
    return subject


def _valid(field: Field) -> Schema:
    return valid_of(field.shape.kind, field.shape.choices)
