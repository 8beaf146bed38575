"""The words that are no fields: records and tables of the account, modes of the request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from .account import ATTRIBUTES, PER_JOB, attribute, matches
from .answers import ABSENT, MOOT, Answer, Gap, Unknown
from .facts import Facts
from .predicates import Operator, Predicate, Present, Subject, Test, conjugate

__all__ = ["AccountTable", "Attribute", "Condition", "InJob", "Record", "Word"]


class Word(Subject):
    """A subject that is known by its spelling."""

    __slots__ = ("fields", "name", "reads", "spelling")

    def __init__(self, spelling: str, fields: tuple[str, ...], reads: frozenset[str], name: str = "") -> None:
        self.spelling, self.fields, self.reads, self.name = spelling, fields, reads, name or spelling

    def __repr__(self) -> str:
        return self.spelling

    def __hash__(self) -> int:
        return hash(self.spelling)

    def _ask(self, operator: Operator, *arguments: object, of: tuple[Subject, ...] = ()) -> Predicate:
        return Test(operator, (self, *of), arguments)


class InJob(Word):
    """A value that is looked up in a table of the application's job: moot where there is no such job."""

    __slots__ = ("inner",)

    def __init__(self, inner: Word) -> None:
        super().__init__(inner.spelling, inner.fields, inner.reads, inner.name)
        self.inner = inner

    def read(self, facts: Facts) -> object:
        return MOOT if facts.job is MOOT else self.inner.read(facts)


class AccountTable:
    """A table of the account, as rules name it. `str()` is its English."""

    __slots__ = ("_english", "is_per_job", "name", "reads")

    def __init__(self, name: str, english: str) -> None:
        self.name, self._english, self.is_per_job = name, english, name in PER_JOB
        job = frozenset({"snapshot.applications"} if self.is_per_job else ())
        self.reads = job | {f"snapshot.{name}"}

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

    def check(self, attributes: Mapping[str, object]) -> None:
        """Refuse attributes that its records never have."""
        for name in attributes:
            if name not in ATTRIBUTES[self.name]:
                known = ", ".join(ATTRIBUTES[self.name]) or "none but the id"
                raise ValueError(f"records of {self.name} have no attribute {name!r}; they have: {known}")


class Record(Word):
    """The record of a table that has the id in a field; absent where it is proven missing."""

    __slots__ = ("id", "table")
    settles = True

    def __init__(self, id: Word, table: AccountTable) -> None:
        spelling = f"{id!r}.record({table!r})"
        super().__init__(spelling, id.fields, id.reads | table.reads, f"the record of {id.name}")
        self.id, self.table = id, table

    def read(self, facts: Facts) -> object:
        id = InJob(self.id).read(facts) if self.table.is_per_job else self.id.read(facts)
        return id if isinstance(id, (Gap, Unknown)) else self.table.find(facts, id)

    def candidate(self, facts: Facts) -> object | None:
        """The record that it is if it is one: of activities, the one with that id in whichever plan."""
        id: Any = self.id.read(facts)
        known = self.table.is_per_job and not isinstance(id, (Gap, Unknown))
        return facts.account.find_activity(id) if known else None

    def is_present(self) -> Predicate:
        """There is such a record."""
        return Present(self)

    def has(self, **attributes: object) -> Predicate:
        """It has these attributes."""
        self.table.check(attributes)
        table = self.table
        question = Operator("has", "be one", lambda _, record, **wanted: table.matches(record, wanted))
        return Has(question, (self,), (), tuple(attributes.items()))

    def attribute(self, name: str) -> Attribute:
        """One of its attributes."""
        self.table.check({name: None})
        return Attribute(self, name)


class Has(Test):
    """A record has some attributes.

    Where it is not known whether it counts (an activity of a plan, the application's job being unknown), a demand that
    it would meet is met anyway: either it counts and meets it, or the demand does not apply.
    """

    __slots__ = ()

    def answer(self, facts: Facts, moot: bool = False) -> Answer:
        answer = super().answer(facts, moot)
        if isinstance(answer, Unknown) and moot:
            (record,) = self.subjects
            assert isinstance(record, Record), "records are asked what they have"
            candidate = record.candidate(facts)
            met = candidate is not None and self.operator.holds(facts, candidate, **dict(self.keywords)) is True
            return met or answer
        return answer


class Attribute(Word):
    """An attribute of a record; unknown where the record lacks it."""

    __slots__ = ("key", "record")

    def __init__(self, record: Record, name: str) -> None:
        english = f"the {name} of {record.name}"
        super().__init__(f"{record!r}.attribute({name!r})", record.fields, record.reads, english)
        self.record, self.key = record, name

    def read(self, facts: Facts) -> object:
        record: Any = self.record.read(facts)
        if isinstance(record, (Gap, Unknown)):
            return record
        return attribute(self.record.table.name, record, self.key)


class Condition(Predicate):
    """A named predicate about the request as a whole, such as a mode. It has no place of its own in a payload."""

    __slots__ = ("_decide", "_phrase", "_reads", "_who", "name")
    subjects = ()

    def __init__(
        self, name: str, who: str, phrase: str, decide: Callable[[Facts], Answer], reads: Iterable[str]
    ) -> None:
        self.name, self._who, self._phrase, self._decide, self._reads = name, who, phrase, decide, frozenset(reads)

    def answer(self, facts: Facts, moot: bool = False) -> Answer:
        return self._decide(facts)

    def say(self, *, demand: str = "", negated: bool = False) -> str:
        return conjugate(self._who, self._phrase, demand=demand, negated=negated)

    @property
    def reads(self) -> frozenset[str]:
        return self._reads

    def __repr__(self) -> str:
        return self.name
