"""The words that are no fields: records and tables of the account, modes of the request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NoReturn

from .account import ATTRIBUTES, PER_JOB, attribute, matches
from .answers import ABSENT, MOOT, Answer, Gap, Unknown
from .facts import Facts
from .predicates import Operator, Predicate, Present, Subject, Test, conjugate
from .shape import Kind, describe, has_fault

__all__ = ["AccountTable", "Attribute", "Condition", "InJob", "Record", "Word", "read_or_refuse"]


OF_THE_JOB: Final = frozenset({"field.application_id", "snapshot.applications"})
"""What tells the application's job."""


class Frozen:
    """A value that takes its attributes once, in `_set`, and does not change."""

    __slots__ = ()

    def _set(self, **attributes: object) -> None:
        for name, value in attributes.items():
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{self!r} does not change")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{self!r} does not change")


class Word(Frozen, Subject):
    """A subject that is known by its spelling."""

    __slots__ = ("fields", "name", "reads", "spelling")
    spelling: str

    def __init__(self, spelling: str, fields: tuple[str, ...], reads: frozenset[str], name: str = "") -> None:
        self._set(spelling=spelling, fields=fields, reads=reads, name=name or spelling)

    def __repr__(self) -> str:
        return self.spelling

    def __hash__(self) -> int:
        return hash(self.spelling)

    def _ask(self, operator: Operator, *arguments: object, of: tuple[Subject, ...] = ()) -> Predicate:
        return Test(operator, (self, *of), arguments)


class InJob(Word):
    """A value that is looked up in a table of the application's job: moot where there is no such job."""

    __slots__ = ("inner",)
    inner: Word

    def __init__(self, inner: Word) -> None:
        super().__init__(inner.spelling, inner.fields, inner.reads | OF_THE_JOB, inner.name)
        self._set(inner=inner)

    def read(self, facts: Facts) -> object:
        value = self.inner.read(facts)
        return MOOT if facts.job is MOOT and value is not ABSENT else value

    @property
    def guard(self) -> Subject:
        return self.inner


class AccountTable(Frozen):
    """A table of the account, as rules name it. `str()` is its English."""

    __slots__ = ("_english", "is_per_job", "name", "reads")
    _english: str
    is_per_job: bool
    name: str
    reads: frozenset[str]

    def __init__(self, name: str, english: str) -> None:
        job = OF_THE_JOB if name in PER_JOB else frozenset()
        self._set(name=name, _english=english, is_per_job=name in PER_JOB, reads=job | {f"snapshot.{name}"})

    def __repr__(self) -> str:
        return self.name

    def __str__(self) -> str:
        return self._english

    def find(self, facts: Facts, id: Any) -> object:
        """The record with that id, `ABSENT` or `Unknown`; in a job's table (see `InJob`), of the application's job."""
        if not self.is_per_job:
            return facts.account.find(self.name, id)
        job: Any = facts.job
        return facts.account.find_in_job(self.name, job, id)

    def has(self, facts: Facts, id: Any, attributes: Mapping[str, object]) -> Answer:
        """Whether it has a record with that id and those attributes."""
        if not self.is_per_job:
            return facts.account.has(self.name, id, attributes)
        record = self.find(facts, id)
        return record if isinstance(record, Unknown) else record is not ABSENT and self.matches(record, attributes)

    def matches(self, record: Any, attributes: Mapping[str, object]) -> Answer:
        """Whether one of its records has those attributes."""
        return matches(self.name, record, attributes)

    def checked(self, attributes: Mapping[str, object]) -> tuple[tuple[str, object], ...]:
        """The attributes in the form that is compared; what no record has, or none has as its value, is a mistake."""
        for name in attributes:
            if name not in ATTRIBUTES[self.name]:
                known = ", ".join(ATTRIBUTES[self.name]) or "none but the id"
                raise ValueError(f"records of {self.name} have no attribute {name!r}; they have: {known}")
        kinds = ATTRIBUTES[self.name]
        return tuple((name, read_or_refuse(name, kinds[name], value)) for name, value in attributes.items())


def read_or_refuse(name: str, kind: Kind, value: object) -> object:
    """A value that a rule names, in the form that is compared; asking for an impossible one is a mistake."""
    read = kind.read(value)
    if has_fault(read) or read == ():
        raise ValueError(f"{name} takes {kind.expected}; it is never {describe(value)}")
    return read


class Record(Word):
    """The record of a table that has the id in a field; absent where it is proven missing."""

    __slots__ = ("id", "table")
    id: Word
    table: AccountTable

    def __init__(self, id: Word, table: AccountTable) -> None:
        spelling = f"{id!r}.record({table!r})"
        super().__init__(spelling, id.fields, id.reads | table.reads, f"the record of {id.name}")
        self._set(id=id, table=table)

    def read(self, facts: Facts) -> object:
        id = InJob(self.id).read(facts) if self.table.is_per_job else self.id.read(facts)
        if isinstance(id, Unknown):
            return Unknown(id.needs)  # an invalid id is there, but whether its record is nobody knows
        return id if isinstance(id, Gap) else self.table.find(facts, id)

    def is_present(self) -> Predicate:
        """There is such a record."""
        return Present(self)

    def has(self, **attributes: object) -> Predicate:
        """It has these attributes."""
        table = self.table
        question = Operator("has", "be one", lambda _, record, **wanted: table.matches(record, wanted))
        return Test(question, (self,), (), table.checked(attributes))

    def attribute(self, name: str) -> Attribute:
        """One of its attributes."""
        if name not in ATTRIBUTES[self.table.name]:
            raise ValueError(f"records of {self.table.name} have no attribute {name!r}")
        return Attribute(self, name)


class Attribute(Word):
    """An attribute of a record; unknown where the record lacks it."""

    __slots__ = ("key", "record")
    key: str
    record: Record

    def __init__(self, record: Record, name: str) -> None:
        english = f"the {name} of {record.name}"
        super().__init__(f"{record!r}.attribute({name!r})", record.fields, record.reads, english)
        self._set(record=record, key=name)

    def read(self, facts: Facts) -> object:
        record: Any = self.record.read(facts)
        if isinstance(record, (Gap, Unknown)):
            return record
        return attribute(self.record.table.name, record, self.key)


class Condition(Frozen, Predicate):
    """A named predicate about the request as a whole, such as a mode. It has no place of its own in a payload."""

    __slots__ = ("_decide", "_phrase", "_reads", "_who", "name")
    _decide: Callable[[Facts], Answer]
    _phrase: str
    _reads: frozenset[str]
    _who: str
    name: str
    subjects = ()

    def __init__(
        self, name: str, who: str, phrase: str, decide: Callable[[Facts], Answer], reads: Iterable[str]
    ) -> None:
        self._set(name=name, _who=who, _phrase=phrase, _decide=decide, _reads=frozenset(reads))

    def answer(self, facts: Facts, moot: bool = False) -> Answer:
        return self._decide(facts)

    def say(self, *, demand: str = "", negated: bool = False) -> str:
        return conjugate(self._who, self._phrase, demand=demand, negated=negated)

    @property
    def reads(self) -> frozenset[str]:
        return self._reads

    def __repr__(self) -> str:
        return self.name
