"""Three-valued predicates: what a rule says, as an immutable value.

Predicates know nothing of interviews. They ask a `Subject` for its value; the subject reads it from the *facts* (what
is known about one request), which this module only hands on.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, NoReturn

from .answers import ABSENT, MOOT, NO_TRUTH, Answer, Gap, Unknown, all_of, any_of, negate

__all__ = [
    "And",
    "Every",
    "Facts",
    "Not",
    "Operator",
    "Or",
    "Predicate",
    "Present",
    "Subject",
    "Test",
    "answer_without_value",
    "conjugate",
]

Facts = Any  # what subjects read; predicates only hand it on


class Subject(ABC):
    """Something that has a value in a request: a field, an entry, a record. `repr` is how rules spell it."""

    __slots__ = ()
    name: str
    """How people call it: `host_id`, `the email template candidate_template_id`."""

    fields: tuple[str, ...] = ()
    """The request fields that it reads, the most telling first."""

    reads: frozenset[str] = frozenset()
    """All that it may read, in the words of `needs`."""

    @abstractmethod
    def read(self, facts: Facts) -> object:
        """The value, `ABSENT`, `MOOT` or `Unknown`."""

    @property
    def guard(self) -> Subject:
        """What has to be there for a rule about the value to apply."""
        return self

    def __bool__(self) -> NoReturn:
        raise TypeError(f"{self!r} {NO_TRUTH}")

    def __contains__(self, item: object) -> NoReturn:
        raise TypeError(f"`in` can not be asked of {self!r}; write `.is_in(...)` or `.is_one_of(...)`")

    __iter__ = None  # a subject is not a collection, whatever its value is


class Predicate(ABC):
    """A statement that is true, false or unknown of the facts. Two are equal if they are spelled alike.

    Compose them with `&`, `|` and `~`. Asking for a Python truth value is a `TypeError`.
    """

    __slots__ = ()
    subjects: tuple[Subject, ...]
    """What it speaks about, in reading order."""

    @abstractmethod
    def answer(self, facts: Facts, moot: bool = False) -> Answer:
        """Decide it; `moot` is the answer that whatever depends on a moot value gives (see `Not`)."""

    @abstractmethod
    def say(self, *, demand: str = "", negated: bool = False) -> str:
        """In English: "location is zoom"; with the demand "must": "location must be zoom"."""

    @property
    def sentence(self) -> str:
        """The statement in English, as a fact."""
        return self.say()

    @property
    def reads(self) -> frozenset[str]:
        """All that it may read, in the words of `needs`."""
        return frozenset().union(*(leaf.reads for leaf in self.leaves))

    @property
    def leaves(self) -> Iterator[Predicate]:
        """The predicates that it is composed of, itself if it is not composed."""
        yield self

    def culprits(self, facts: Facts) -> tuple[tuple[str, int], ...]:
        """The entries that make it false, as field and index, where it speaks about each entry of a list."""
        return ()

    def __and__(self, other: Predicate) -> Predicate:
        return And.of(self, _operand("&", other))

    def __or__(self, other: Predicate) -> Predicate:
        return Or.of(self, _operand("|", other))

    def __invert__(self) -> Predicate:
        return Not(self)

    def __rand__(self, other: object) -> NoReturn:
        _refuse("&", other)

    def __ror__(self, other: object) -> NoReturn:
        _refuse("|", other)

    def __bool__(self) -> NoReturn:
        raise TypeError(f"the predicate {self!r} {NO_TRUTH}")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and repr(other) == repr(self)

    def __hash__(self) -> int:
        return hash(repr(self))


def _operand(sign: str, other: object) -> Predicate:
    return other if isinstance(other, Predicate) else _refuse(sign, other)


def _refuse(sign: str, other: object) -> NoReturn:
    raise TypeError(
        f"`{sign}` joins predicates, not {other!r}; put each comparison in parentheses: "
        f"`(location == 'zoom') {sign} (kind == 'panel')`"
    )


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Joined(Predicate):
    """Predicates joined by one sign; nested ones of the same sign are flattened, so that grouping does not matter."""

    parts: tuple[Predicate, ...]
    sign: ClassVar[str]
    word: ClassVar[str]
    opposite: ClassVar[str]

    @classmethod
    def of(cls, *parts: Predicate) -> Predicate:
        return cls(tuple(leaf for part in parts for leaf in (part.parts if isinstance(part, cls) else (part,))))

    @property
    def subjects(self) -> tuple[Subject, ...]:  # type: ignore[override]  # derived here, stored in a leaf
        return tuple(subject for part in self.parts for subject in part.subjects)

    @property
    def leaves(self) -> Iterator[Predicate]:
        return (leaf for part in self.parts for leaf in part.leaves)

    def say(self, *, demand: str = "", negated: bool = False) -> str:
        word = self.opposite if negated else self.word
        sentences = [part.say(demand=demand, negated=negated) for part in self.parts]
        grouped = [f"({s})" if isinstance(p, _Joined) else s for p, s in zip(self.parts, sentences, strict=True)]
        return f" {word} ".join(grouped)

    def __repr__(self) -> str:
        return f" {self.sign} ".join(_spelled_as_part(part) for part in self.parts)


def _spelled_as_part(part: Predicate) -> str:
    is_comparison = isinstance(part, Test) and part.operator.symbol
    return f"({part!r})" if is_comparison or isinstance(part, _Joined) else repr(part)


class And(_Joined):
    """All of several predicates hold (`&`)."""

    __slots__ = ()
    sign, word, opposite = "&", "and", "or"

    def answer(self, facts: Facts, moot: bool = False) -> Answer:
        return all_of(part.answer(facts, moot) for part in self.parts)

    def culprits(self, facts: Facts) -> tuple[tuple[str, int], ...]:
        return tuple(sorted({culprit for part in self.parts for culprit in part.culprits(facts)}))


class Or(_Joined):
    """At least one of several predicates holds (`|`)."""

    __slots__ = ()
    sign, word, opposite = "|", "or", "and"

    def answer(self, facts: Facts, moot: bool = False) -> Answer:
        return any_of(part.answer(facts, moot) for part in self.parts)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Not(Predicate):
    """A predicate does not hold (`~`). What is moot keeps favouring the same side, so its answer is turned too."""

    part: Predicate

    @property
    def subjects(self) -> tuple[Subject, ...]:  # type: ignore[override]  # derived here, stored in a leaf
        return self.part.subjects

    @property
    def leaves(self) -> Iterator[Predicate]:
        return self.part.leaves

    def answer(self, facts: Facts, moot: bool = False) -> Answer:
        return negate(self.part.answer(facts, not moot))

    def say(self, *, demand: str = "", negated: bool = False) -> str:
        return self.part.say(demand=demand, negated=not negated)

    def __repr__(self) -> str:
        return f"~{_spelled_as_part(self.part)}"


@dataclass(frozen=True, slots=True)
class Operator:
    """A question that can be asked of known values.

    `holds(facts, *values, *arguments, **keywords)` answers it; `MOOT` says that there is nothing to ask. `phrase` is
    the English after "must" ("be between {0} and {1}", numbers standing for other subjects and arguments). `name` is
    how rules spell the call; a `symbol` is spelled between the subject and the argument instead. `reads` is what it
    reads beside its subjects and arguments.
    """

    name: str
    phrase: str
    holds: Callable[..., Answer | Gap]
    symbol: str = ""
    reads: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Test(Predicate):
    """An operator asked of the value of one subject, or of several. Of an absent value it is false."""

    __test__ = False  # pytest: not a test class
    operator: Operator
    subjects: tuple[Subject, ...]
    arguments: tuple[Any, ...] = ()
    keywords: tuple[tuple[str, Any], ...] = ()

    def answer(self, facts: Facts, moot: bool = False) -> Answer:
        values = [subject.read(facts) for subject in self.subjects]
        missing = answer_without_value(values, moot)
        if missing is not None:
            return missing
        answer = self.operator.holds(facts, *values, *self.arguments, **dict(self.keywords))
        return moot if isinstance(answer, Gap) else answer

    @property
    def reads(self) -> frozenset[str]:
        more = [item.reads for item in (self.operator, *self.subjects, *self.arguments) if hasattr(item, "reads")]
        return frozenset().union(*more)

    def say(self, *, demand: str = "", negated: bool = False) -> str:
        shown = [_in_english(item) for item in (*self.subjects[1:], *self.arguments)]
        traits = " and ".join(f"{name} {_in_english(value)}" for name, value in self.keywords)
        phrase = self.operator.phrase.format(*shown, all=", ".join(shown)) + (f" with {traits}" if traits else "")
        return conjugate(self.subjects[0].name, phrase, demand=demand, negated=negated)

    def __repr__(self) -> str:
        first, *others = self.subjects
        if self.operator.symbol:
            return f"{first!r} {self.operator.symbol} {self.arguments[0]!r}"
        inside = [repr(item) for item in (*others, *self.arguments)] + [f"{k}={v!r}" for k, v in self.keywords]
        return f"{first!r}.{self.operator.name}({', '.join(inside)})"


def answer_without_value(values: Iterable[object], moot: bool) -> Answer | None:
    """What a question of these values is answered where one has no known value; `None` where all have."""
    unknown, is_moot = [], False
    for value in values:
        if value is ABSENT:  # for good: what is absent is not made moot later
            return False
        is_moot = is_moot or value is MOOT
        if isinstance(value, Unknown):
            unknown.append(value)
    if is_moot:
        return moot
    return all_of(unknown) if unknown else None


def _in_english(item: object) -> str:
    if isinstance(item, Subject):
        return item.name
    return str(item).lower() if isinstance(item, bool) else str(item)


def conjugate(name: str, phrase: str, *, demand: str = "", negated: bool = False) -> str:
    """A phrase that begins with a verb, as a statement about `name` or as a demand on it.

    >>> conjugate("kind", "be panel"), conjugate("kind", "be panel", demand="must", negated=True)
    ('kind is panel', 'kind must not be panel')
    """
    verb, _, rest = phrase.partition(" ")
    if demand:
        return f"{name} {demand} {'not ' if negated else ''}{phrase}"
    if verb == "be":
        return f"{name} is {'not ' if negated else ''}{rest}"
    return f"{name} does not {phrase}" if negated else f"{name} {'has' if verb == 'have' else verb + 's'} {rest}"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Present(Predicate):
    """There is a value. The one predicate that speaks about absence."""

    subject: Subject

    @property
    def subjects(self) -> tuple[Subject, ...]:  # type: ignore[override]  # derived here, stored in a leaf
        return (self.subject,)

    def answer(self, facts: Facts, moot: bool = False) -> Answer:
        value = self.subject.read(facts)
        if value is MOOT:
            return moot
        if isinstance(value, Unknown):
            return True if value.present else value
        return value is not ABSENT

    def say(self, *, demand: str = "", negated: bool = False) -> str:
        return conjugate(self.subject.name, "be present", demand=demand, negated=negated)

    @property
    def reads(self) -> frozenset[str]:
        return self.subject.reads

    def __repr__(self) -> str:
        return f"{self.subject!r}.is_present()"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Every(Predicate):
    """An operator holds of each entry of a list; false as soon as it is false of one."""

    test: Test
    """The question, its first subject being the list."""

    @property
    def subjects(self) -> tuple[Subject, ...]:  # type: ignore[override]  # derived here, stored in a leaf
        return self.test.subjects

    def answer(self, facts: Facts, moot: bool = False) -> Answer:
        answers = self._answers(facts, moot)
        return answers if isinstance(answers, (bool, Unknown)) else all_of(answers)

    def culprits(self, facts: Facts) -> tuple[tuple[str, int], ...]:
        answers = self._answers(facts, moot=True)
        if isinstance(answers, (bool, Unknown)):
            return ()
        (field,) = self.test.subjects[0].fields
        return tuple((field, index) for index, answer in enumerate(answers) if answer is False)

    def _answers(self, facts: Facts, moot: bool) -> Iterator[Answer] | Answer:
        entries, *others = values = [subject.read(facts) for subject in self.subjects]
        missing = answer_without_value(values, moot)
        return self._answer_each(facts, entries, others, moot) if missing is None else missing

    def _answer_each(self, facts: Facts, entries: Any, others: list[object], moot: bool) -> Iterator[Answer]:
        holds, arguments, keywords = self.test.operator.holds, self.test.arguments, dict(self.test.keywords)
        others = [frozenset(other) if isinstance(other, tuple) else other for other in others]  # is_in asks often
        for entry in entries:
            answer = holds(facts, entry, *others, *arguments, **keywords)
            yield moot if isinstance(answer, Gap) else answer

    @property
    def reads(self) -> frozenset[str]:
        return self.test.reads

    def say(self, *, demand: str = "", negated: bool = False) -> str:
        if not negated:
            return "each of " + self.test.say(demand=demand)
        return "some of " + self.test.say(demand=demand, negated=True)

    def __repr__(self) -> str:
        return repr(self.test)
