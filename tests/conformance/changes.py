"""Predicates are data: each of them with one thing changed, by walking them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from kula_rules import fields as words
from kula_rules import operators as op
from kula_rules.field_words import ExternalField, Field, Sent
from kula_rules.predicates import And, Every, Not, Operator, Or, Predicate, Present, Subject, Test
from kula_rules.shape import has_fault
from kula_rules.words import AccountTable, Attribute, Condition, InJob, Record

__all__ = ["changes_of"]

Change = tuple[str, Predicate]
"""What has changed, and the predicate that came of it."""

WORDS: Final = tuple(vars(words).values())
EXTERNAL: Final[ExternalField] = words.external
FIELDS: Final = {
    field.spelling: field
    for field in (
        *(word for word in WORDS if isinstance(word, Field)),
        *(EXTERNAL.managed, EXTERNAL.video_conferencing_url, EXTERNAL.source, EXTERNAL.event_id),
    )
}
TABLES: Final = tuple(word for word in WORDS if isinstance(word, AccountTable))
CONDITIONS: Final = (words.externally_managed, words.plan_driven)
OPERATORS: Final[Mapping[Operator, tuple[Operator, ...]]] = {
    op.EQUAL: (op.NOT_EQUAL,),
    op.NOT_EQUAL: (op.EQUAL,),
    op.GREATER: (op.AT_LEAST, op.LESS, op.AT_MOST),
    op.EXISTS_IN: (op.IS_UNAMBIGUOUS_IN, op.OFFSET_AGREES_WITH),
    op.IS_UNAMBIGUOUS_IN: (op.EXISTS_IN, op.OFFSET_AGREES_WITH),
    op.OFFSET_AGREES_WITH: (op.EXISTS_IN, op.IS_UNAMBIGUOUS_IN),
}
OF_POSITIVE_NUMBERS: Final = (op.IS_ALIGNED, op.IS_MULTIPLE_OF, op.HAS_ONE_ENTRY)
CHOICES: Final = (
    *(field.shape.choices for field in (words.kind, words.location)),
    ("active", "deactivated"),
    ("calendar_invite", "email"),
    ("interview_coordination", "interviewer_coordination"),
    ("default", "private", "public"),
)
"""Words of which rules name one where they could name another."""


def changes_of(predicate: Predicate) -> Iterator[Change]:
    """Every predicate that differs in one place: this one turned, or one of what it consists of changed."""
    turned = predicate.part if isinstance(predicate, Not) else ~predicate
    yield _changed(predicate, turned)
    yield from _inside(predicate)


def _changed(old: Predicate, new: Predicate) -> Change:
    return f"{old!r} -> {new!r}", new


def _inside(predicate: Predicate) -> Iterator[Change]:
    if isinstance(predicate, Not):
        yield from ((change, ~part) for change, part in _inside(predicate.part))
    elif isinstance(predicate, (And, Or)):
        yield from _in_joined(predicate)
    elif isinstance(predicate, Condition):
        yield from (_changed(predicate, other) for other in CONDITIONS if other != predicate)
    else:
        yield from (_changed(predicate, other) for other in _other_leaves(predicate))


def _in_joined(predicate: And | Or) -> Iterator[Change]:
    parts = predicate.parts
    yield _changed(predicate, (Or if isinstance(predicate, And) else And)(parts))
    for index, part in enumerate(parts):
        rest = _without(parts, index)
        yield _changed(predicate, type(predicate)(rest) if len(rest) > 1 else rest[0])
        for change, other in changes_of(part):
            yield change, type(predicate)(_with(parts, index, other))


def _other_leaves(leaf: Predicate) -> Iterator[Predicate]:
    if isinstance(leaf, Every):
        yield from map(Every, _other_tests(leaf.test))
    elif isinstance(leaf, Present):
        yield from map(Present, _neighbours(leaf.subject))
        if isinstance(leaf.subject, Field) and leaf.subject.shape.plan:  # elsewhere the two say the same
            yield leaf.subject.is_sent()
    elif isinstance(leaf, Test):
        yield from _other_tests(leaf)
        subject = leaf.subjects[0]
        if isinstance(subject, Sent) and FIELDS[subject.spelling].shape.plan:  # as above
            yield FIELDS[subject.spelling].is_present()


def _other_tests(test: Test) -> Iterator[Test]:
    yield from (replace(test, operator=operator) for operator in OPERATORS.get(test.operator, ()))
    for index, subject in enumerate(test.subjects):
        for other in _neighbours(subject):
            if not isinstance(other, Field) or _takes(other, test.arguments):
                yield replace(test, subjects=_with(test.subjects, index, other))
    for index, argument in enumerate(test.arguments):
        for value in _other_values(argument):
            if test.operator not in OF_POSITIVE_NUMBERS or value > 0:
                yield replace(test, arguments=_with(test.arguments, index, value))
        if len(test.arguments) > 1 and test.operator == op.IS_ONE_OF:
            yield replace(test, arguments=_without(test.arguments, index))
    for index, (name, wanted) in enumerate(test.keywords):
        yield replace(test, keywords=_without(test.keywords, index))
        for value in _other_values(wanted):
            yield replace(test, keywords=_with(test.keywords, index, (name, value)))


def _takes(field: Field, values: tuple[object, ...]) -> bool:
    """Whether a rule may compare the field with such values; with others it is refused where it is written."""
    return not any(has_fault(field.shape.kind.read(value)) for value in values if isinstance(value, (str, int)))


def _other_values(value: Any) -> Iterator[Any]:
    """What a rule could name in place of a value."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value - 15, value - 1, value + 1, value + 15)
    elif isinstance(value, AccountTable):
        yield from (table for table in TABLES if table.is_per_job == value.is_per_job and table != value)
    else:
        yield from (word for words in CHOICES if value in words for word in words if word != value)


def _neighbours(subject: Subject) -> Iterator[Subject]:
    """What a rule could speak about in place of a subject: another of the same class."""
    if isinstance(subject, Sent):
        yield from map(Sent, _neighbours(FIELDS[subject.spelling]))  # type: ignore[arg-type]  # a field has fields
    elif isinstance(subject, Field):
        yield from (field for field in FIELDS.values() if type(field) is type(subject) and field is not subject)
    elif isinstance(subject, InJob):
        yield from map(InJob, _neighbours(subject.inner))  # type: ignore[arg-type]  # as above
    elif isinstance(subject, Attribute):
        yield from (Attribute(record, subject.key) for record in _other_records(subject.record))
    elif isinstance(subject, Record):
        yield from _other_records(subject)


def _other_records(record: Record) -> Iterator[Record]:
    for id in _neighbours(record.id):
        yield Record(id, record.table)  # type: ignore[arg-type]  # as above
    for table in _other_values(record.table):
        yield Record(record.id, table)


def _with(items: tuple[Any, ...], index: int, item: object) -> tuple[Any, ...]:
    return (*items[:index], item, *items[index + 1 :])


def _without(items: tuple[Any, ...], index: int) -> tuple[Any, ...]:
    return items[:index] + items[index + 1 :]
