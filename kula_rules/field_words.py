"""What fields can be asked: one class for each kind of field."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping

from . import operators as op
from .facts import Facts
from .predicates import Every, Operator, Predicate, Present, Subject, Test
from .shape import ID, Shape
from .words import OF_THE_JOB, AccountTable, Attribute, InJob, Record, Word, read_or_refuse

__all__ = ["ExternalField", "Field", "IdField", "IdListField", "IntegerField", "TextField"]


class _Compared(Word):
    """What can be asked of a value that rules compare with values of their own."""

    __slots__ = ()

    def is_one_of(self, *values: object) -> Predicate:
        """It equals one of the values."""
        if not values:
            raise ValueError("nothing is one of no values")
        return self._ask(op.IS_ONE_OF, *map(self._checked, values))

    @abstractmethod
    def _checked(self, value: object) -> object:
        """The value in the form that is compared; asking for an impossible one is a mistake."""


class Field(_Compared):
    """A field of the request. `==` and `!=` compare its value and give a predicate, false where it is absent."""

    __slots__ = ("shape",)
    shape: Shape

    def __init__(self, shape: Shape, parent: str = "") -> None:
        spelling = parent + shape.name
        plan = OF_THE_JOB | {"field.stage_activity_id", "snapshot.interview_plans"} if shape.plan else frozenset()
        super().__init__(spelling, (spelling,), plan | {f"field.{spelling.partition('.')[0]}"})
        self._set(shape=shape)

    def read(self, facts: Facts) -> object:
        return facts.value(self.name)

    def is_present(self) -> Predicate:
        """It has a value (an invalid one counts; an empty list has none)."""
        return Present(self)

    def is_sent(self) -> Predicate:
        """The payload holds it, whatever its value (`null` counts as left out)."""
        return Test(op.IS_SENT, (Sent(self),))

    def is_omitted(self) -> Predicate:
        """The payload does not hold it."""
        return ~self.is_sent()

    def __eq__(self, other: object) -> Predicate:  # type: ignore[override]  # a word asks, it does not compare itself
        return self._ask(op.EQUAL, self._checked(other))

    def __ne__(self, other: object) -> Predicate:  # type: ignore[override]  # as __eq__
        return self._ask(op.NOT_EQUAL, self._checked(other))

    __hash__ = Word.__hash__

    def _checked(self, value: object) -> object:
        if isinstance(value, Subject):
            raise TypeError(f"{self.name} is compared with values, not with {value!r}; see is_in")
        return read_or_refuse(self.name, self.shape.kind, value)


class Sent(Word):
    """Whether the payload holds a field: always known."""

    __slots__ = ()

    def __init__(self, field: Field) -> None:
        super().__init__(field.spelling, field.fields, frozenset({f"field.{field.name.partition('.')[0]}"}))

    def read(self, facts: Facts) -> bool:
        return self.name in facts.request.sent


class IntegerField(Field):
    """A field that holds a whole number. Compare it once at a time: `5 <= f <= 60` is a `TypeError`."""

    __slots__ = ()

    def __lt__(self, other: int) -> Predicate:
        return self._ask(op.LESS, self._checked(other))

    def __le__(self, other: int) -> Predicate:
        return self._ask(op.AT_MOST, self._checked(other))

    def __gt__(self, other: int) -> Predicate:
        return self._ask(op.GREATER, self._checked(other))

    def __ge__(self, other: int) -> Predicate:
        return self._ask(op.AT_LEAST, self._checked(other))

    def is_between(self, low: int, high: int) -> Predicate:
        """It is at least `low` and at most `high`."""
        if low > high:
            raise ValueError(f"no value is between {low} and {high}")
        return self._ask(op.IS_BETWEEN, self._checked(low), self._checked(high))

    def is_multiple_of(self, number: int) -> Predicate:
        """`number`, which is positive, divides it."""
        if number < 1:
            raise ValueError(f"a positive number was expected, found {number}")
        return self._ask(op.IS_MULTIPLE_OF, self._checked(number))


class TextField(Field):
    """A field that holds any string."""

    __slots__ = ()

    def is_meeting_link(self) -> Predicate:
        """It is a Zoom, Google Meet or Microsoft Teams link: the meetings that the AI note-taker can join."""
        return self._ask(op.IS_MEETING_LINK)


class _Identified(Word):
    """What can be asked of an id."""

    __slots__ = ()

    def is_in(self, ids: Subject) -> Predicate:
        """It is one of the ids that another field, or an attribute of a record, holds."""
        if not isinstance(ids, (IdListField, Attribute)):
            raise TypeError(f"a field or an attribute that holds ids was expected, found {ids!r}; see also is_one_of")
        return self._ask(op.IS_IN, of=(ids,))

    def is_found_in(self, table: AccountTable, **attributes: object) -> Predicate:
        """The account has such a record, with these attributes."""
        subject = InJob(self) if table.is_per_job else self
        return self._wrap(Test(op.IS_FOUND_IN, (subject,), (table,), table.checked(attributes)))

    def _wrap(self, test: Test) -> Predicate:
        return test


class IdField(_Identified, Field):
    """A field that holds the id of a record."""

    __slots__ = ()

    def record(self, table: AccountTable) -> Record:
        """The record of a table that has this id."""
        return Record(self, table)


class Each(_Identified, _Compared):
    """The entries of a list of ids, one by one; a finding points at each entry that is at fault."""

    __slots__ = ("ids",)
    ids: IdListField

    def __init__(self, ids: IdListField) -> None:
        super().__init__(f"{ids.spelling}.each", ids.fields, ids.reads, ids.name)
        self._set(ids=ids)

    def read(self, facts: Facts) -> object:
        return self.ids.read(facts)

    def _checked(self, value: object) -> object:
        return read_or_refuse("an id", ID, value)

    def _ask(self, operator: Operator, *arguments: object, of: tuple[Subject, ...] = ()) -> Predicate:
        return self._wrap(Test(operator, (self, *of), arguments))

    def _wrap(self, test: Test) -> Predicate:
        return Every(test)


class IdListField(Field):
    """A field that holds a list of ids."""

    __slots__ = ()

    @property
    def each(self) -> Each:
        """Its entries, one by one."""
        return Each(self)

    def has_length(self, length: int) -> Predicate:
        """It has exactly that many entries, the same id counting each time; a list without any is absent."""
        if type(length) is not int or length < 1:
            raise ValueError(f"a positive number was expected, found {length!r}")
        return self._ask(op.entries(length), length)

    def has_no_duplicates(self) -> Predicate:
        """It has no id twice."""
        return self._ask(op.HAS_NO_DUPLICATES)


class ExternalField(Field):
    """The field `external`, with its members as fields of their own."""

    __slots__ = ("event_id", "managed", "source", "video_conferencing_url")
    managed: Field
    video_conferencing_url: TextField
    source: TextField
    event_id: Field

    def __init__(self, shape: Shape, members: Mapping[str, Shape]) -> None:
        super().__init__(shape)
        kinds = {"managed": Field, "video_conferencing_url": TextField, "source": TextField, "event_id": Field}
        self._set(**{name: kind(members[name], "external.") for name, kind in kinds.items()})
