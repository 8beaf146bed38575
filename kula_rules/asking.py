"""Questions about ids that an account answers once: asked again about an id, it would say the same.

What an organizer may do depends on the job too, so each job has its own answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple, NoReturn

from .account import Account, Id
from .answers import Answer, all_of
from .facts import Facts, job_of
from .field_words import Each, IdField
from .predicates import Every, Operator, Predicate, Test
from .request import Request
from .shape import FIELDS, IDS, Surface
from .words import OF_THE_JOB, AccountTable, Condition, InJob, Record

__all__ = ["AccountAnswers", "Answers", "Question", "Topic", "each", "topic_of"]

_SPARE: Final = 1 << 15  # answers that are kept beside those for each record
_SHORT: Final = 64  # characters, or bytes, of an id that is kept


class _AnyApplication:
    """Some application, on a job that is known: which one it is has no bearing on what is asked."""

    def __eq__(self, other: object) -> NoReturn:
        raise TypeError("it depends on the application")

    def __hash__(self) -> NoReturn:
        raise TypeError("it depends on the application")


_ANY_APPLICATION: Final = _AnyApplication()


class Topic(NamedTuple):
    """What a question is about: the id in a field, or each of a list; perhaps the application's job, and the mode."""

    field: str
    is_about_job: bool
    is_about_mode: bool


def topic_of(predicate: Predicate) -> Topic | None:
    """What a predicate is about, `None` if that is more.

    Of an application, operators and conditions read the job alone.

    >>> from kula_rules import fields as f
    >>> topic_of(f.host_id.is_found_in(f.conference_hosts))
    Topic(field='host_id', is_about_job=False, is_about_mode=False)
    """
    if isinstance(predicate, Condition):
        reads = predicate.reads
        names = _fields_in(reads) - _ASIDE
    else:
        test = predicate.test if isinstance(predicate, Every) else predicate
        if not isinstance(test, Test) or not all(isinstance(word, _ABOUT_IDS) for word in test.subjects):
            return None
        names = {field for word in test.subjects for field in word.fields}
        reads = frozenset().union(*(_own_reads(part) for part in (test.operator, *test.subjects, *test.arguments)))
    if len(names) != 1 or "now" in reads or _fields_in(reads) - _ASIDE - names:
        return None
    (name,) = names
    is_about_job = "snapshot.applications" in reads and name != "application_id"
    return Topic(name, is_about_job, "field.external" in reads)


_ABOUT_IDS: Final = (IdField, Each, Record, InJob)
_ASIDE: Final = frozenset({"application_id", "external"})


def _fields_in(reads: Iterable[str]) -> set[str]:
    return {name.removeprefix("field.") for name in reads if name.startswith("field.")}


def _own_reads(part: object) -> frozenset[str]:
    """What it reads beside the id."""
    if isinstance(part, InJob):
        return OF_THE_JOB
    if isinstance(part, Record):
        return part.table.reads
    return part.reads if isinstance(part, (Operator, AccountTable)) else frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A predicate, to be asked about ids."""

    predicate: Predicate
    surface: Surface
    topic: Topic
    moot: bool

    def ask(self, id: Id, account: Account, job: object) -> Answer:
        """The answer of the definition."""
        field = self.topic.field
        known: dict[str, object] = {field: (id,) if FIELDS[field].kind is IDS else id}
        if not self.topic.is_about_job:
            return self.predicate.answer(self._facts(known, account), self.moot)
        facts = self._facts(known | {"application_id": _ANY_APPLICATION}, account)
        return self.predicate.answer(facts.on_job(job), self.moot)

    def _facts(self, known: dict[str, object], account: Account) -> Facts:
        return Facts(Request(self.surface, known, frozenset(known), ()), None, account)


class _Known(dict[Id, Answer]):
    """The answers to one question."""

    def __init__(self, ask: Callable[[Id], Answer], keep: Callable[[_Known, Id, Answer], None]) -> None:
        self._ask: Final = ask
        self._keep: Final = keep

    def __missing__(self, id: Id) -> Answer:
        answer = self._ask(id)
        self._keep(self, id, answer)
        return answer


class Answers(dict[Question, _Known]):
    """The answers to all questions about one job, or about none."""

    def __init__(self, of: AccountAnswers, job: object = None) -> None:
        self._of: Final = of
        self._job: Final = job

    def __missing__(self, question: Question) -> _Known:
        account, job = self._of.account, self._job
        return self.setdefault(question, _Known(lambda id: question.ask(id, account, job), self._of.keep))


class AccountAnswers(Answers):
    """All that an account was asked. It takes memory in proportion to the account's, whatever is asked."""

    def __init__(self, account: Account) -> None:
        super().__init__(self)
        self.account: Final = account
        self._jobs: Final[dict[object, Answers]] = {}
        self._most: Final = _SPARE + 4 * sum(map(len, account.records.values()))
        self._kept = 0

    def on_job_of(self, application: object) -> Answers:
        """The answers for the job of an application: its record, `ABSENT` or `Unknown`."""
        job = job_of(application)
        answers = self._jobs.get(job)
        return self._jobs.setdefault(job, Answers(self, job)) if answers is None else answers

    def keep(self, known: _Known, id: Id, answer: Answer) -> None:
        """Keep an answer; all are forgotten when there are too many."""
        if not _is_short(id):
            return
        if self._kept >= self._most:
            self._kept = 0
            self._jobs.clear()
            self.clear()
        self._kept += 1
        known[id] = answer


def _is_short(id: Id) -> bool:
    return len(id) <= _SHORT if isinstance(id, str) else id.bit_length() <= 8 * _SHORT


def each(answers: _Known, ids: Iterable[Id]) -> Answer:
    """The answers about several ids, joined."""
    for id in ids:
        if answers[id] is not True:
            return all_of(answers[id] for id in ids)
    return True
