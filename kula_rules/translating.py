"""Predicates become Python source: expressions that say what `Predicate.answer` does, only sooner.

How much three-valued logic that needs depends on what its values can be, which is known beforehand: in a plain
request nothing is unknown. Questions about the account become look-ups, or are settled for all requests where there is
no account (see `settling`). What is always false is left out; what nobody wrote out, or what is very large, is asked of
the predicate itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from . import operators as op
from .asking import Question, Topic, topic_of
from .expressions import FALSE, Expressions, Said, Value, guarded
from .field_words import Each, Field, IdField, Sent
from .fields import applications, externally_managed, plan_driven
from .plain_requests import local
from .predicates import And, Every, Not, Or, Predicate, Present, Subject, Test
from .settling import Mode, Table, settle
from .shape import FIELDS, Surface
from .source_words import HOLDS, HOLDS_OF_INSTANT, NAMES, is_large
from .time_words import Derived, InTheFuture, LocalTime
from .words import Attribute, Record

__all__ = ["Translator"]

_VARIABLES: Final = {"start_time": "start", "timezone": "zone"}
"""What is derived from a field."""

_INSTANT: Final = "StartTime(moment, offset, beyond, portable)"
"""The start where it is an instant."""

_IS_THERE: Final = re.compile(r"\((\w+) is not (?:None|ABSENT)\)")

There = frozenset[str]
"""Variables that are known not to stand for absence."""


class Translator:
    """Writes predicates, for requests of one surface and mode, with an account or without one."""

    def __init__(
        self,
        surface: Surface,
        mode: Mode,
        questions: list[Question] | None,
        there: Iterable[str] = (),
        left_out: Iterable[str] = (),
    ) -> None:
        """`there` are fields that are known to be sent, `left_out` those that are known not to be.

        With an account, `questions` keeps what it is asked: the same for all functions of a program.
        """
        self.surface: Final = surface
        self.mode: Final = mode
        self.account: Final = questions is not None
        self.source: Final = Expressions("None" if mode == "plain" else "ABSENT")
        self._there: Final = frozenset(map(local, there)) | {_VARIABLES[name] for name in there if name in _VARIABLES}
        self._left_out: Final = frozenset(left_out) | ({"stage_activity_id"} if mode == "plain" else set())
        self._is_instant = False
        self._times: Counter[str] = Counter()
        self._once: Final[dict[str, str]] = {}
        self._questions: Final = [] if questions is None else questions
        self.source.names.update(NAMES)

    def _answer(self, predicate: Predicate, moot: bool, there: There) -> Said:
        if is_large(predicate):
            return self._asked_itself(predicate, moot)
        if isinstance(predicate, And):
            return self._all(predicate, moot, there)
        if isinstance(predicate, Or):
            return self.source.joined([self._answer(part, moot, there) for part in predicate.parts], deciding=True)
        if isinstance(predicate, Not):
            return self.source.negated(self._answer(predicate.part, not moot, there))
        return self._leaf(predicate, moot, there)

    def _mode(self, predicate: Predicate) -> Said | None:
        """A mode of the request."""
        if predicate is plan_driven:
            return Said({"plain": "False", "planned": "True", "any": "planned"}[self.mode], certain=True)
        return self._managed() if predicate is externally_managed else None

    def _managed(self) -> Said:
        if self.mode == "any":
            return Said("managed")
        return FALSE if "external.managed" in self._left_out else Said("(external_managed is True)", certain=True)

    def _all(self, predicate: And, moot: bool, there: There) -> Said:
        saids = []
        for part in sorted(predicate.parts, key=lambda part: not isinstance(part, Present)):
            said = self._answer(part, moot, there)
            if isinstance(part, Present) and not moot and (value := self._value(part.subject, there)):
                there |= {value.text}  # the parts after this one are not asked where it is false
            if said.table:  # it is false elsewhere, so that the rest need not be asked there
                saids.append(Said(said.text, certain=True))
                said = said._replace(text="True")
            saids.append(said)
            there |= {guard[1] for said in saids if said.certain and (guard := _IS_THERE.fullmatch(said.text))}
        return self.source.joined([said for said in saids if said.text != "True" or said.table], deciding=False)

    def _leaf(self, predicate: Predicate, moot: bool, there: There) -> Said:
        said = self._mode(predicate) or self._written(predicate, moot, there)
        if said is None:
            said = self._looked_up(predicate, moot) if self.account else self._settled(predicate, moot, there)
        return said or self._asked_itself(predicate, moot)

    def _asked_itself(self, predicate: Predicate, moot: bool) -> Said:
        return Said(self._answered(self._question_to(predicate, moot)))

    def _question_to(self, predicate: Predicate, moot: bool) -> str:
        return f"{self.source.keep(predicate)}.answer(facts, {moot})"

    def _written(self, predicate: Predicate, moot: bool, there: There) -> Said | None:
        """The answer of a predicate about the request alone."""
        if isinstance(predicate, Present):
            value = self._value(predicate.subject, there)
            return self._present(predicate.subject, value, moot) if value else None
        if any(self._is_left_out(subject) for subject in predicate.subjects):
            return FALSE
        if type(predicate) is InTheFuture:
            return self._in_the_future(there)
        if type(predicate) is Test and predicate.operator in HOLDS and not predicate.keywords:
            values = [value for value in (self._value(subject, there) for subject in predicate.subjects) if value]
            return self._holds(predicate, values, moot) if len(values) == len(predicate.subjects) else None
        return None

    def _answered(self, text: str) -> str:
        """An answer that takes time: worked out once, if more than one rule asks for it."""
        self._times[text] += 1
        return self._asked(text) if self._times[text] > 1 or text in self._once else text

    def _is_left_out(self, subject: Subject) -> bool:
        return bool(subject.fields) and subject.fields[0] in self._left_out and not isinstance(subject, Sent)

    def _asked(self, text: str) -> str:
        """A variable for what takes time: it is worked out once."""
        return self._once.setdefault(text, f"asked{len(self._once)}")

    def _present(self, subject: Subject, value: Value, moot: bool) -> Said:
        if not value.text:
            return FALSE
        if isinstance(subject, Record):
            return self._is_found(value)
        if isinstance(subject, (Attribute, LocalTime)) or self._is_presence_doubtful(subject.fields[0]):
            return Said(f"present({value.text}, {moot})")
        return Said(f"({value.text} is not {value.absent})" if value.absent else "True", certain=True)

    def _is_found(self, record: Value) -> Said:
        """Whether there is a record: never moot, as the account has one table of them."""
        name, unknown = record.text, f"{record.text} if type({record.text}) is Unknown else"
        return Said(f"({unknown} {name} is not ABSENT)", opposite=f"({unknown} {name} is ABSENT)")

    def _is_presence_doubtful(self, name: str) -> bool:
        """Whether it may be unknown if there is a value: of what is inherited, of members of an invalid `external`."""
        return self.mode != "plain" and (FIELDS[name].plan if name in FIELDS else self.mode == "any")

    def _is_doubtful(self, name: str) -> bool:
        """Whether the value may be unknown or moot."""
        return self.mode == "any" or self._is_presence_doubtful(name)

    def _value(self, subject: Subject, there: There) -> Value | None:
        """A subject's value, `None` where only the subject itself can say it."""
        name = subject.fields[0] if subject.fields else ""
        if isinstance(subject, Sent):
            return Value(self._sent(name, there))
        if isinstance(subject, (Field, Each)):
            return self._variable(name, local(name), there, self.source.absent, self._is_doubtful(name))
        if isinstance(subject, (Derived, LocalTime)):
            return self._time(subject, there)
        return self._of_account(subject, there) if self.account else None

    def _time(self, subject: Derived | LocalTime, there: There) -> Value:
        """What is derived from the fields of time."""
        name = subject.fields[0]
        start = _INSTANT if self._is_instant else "start"
        if isinstance(subject, LocalTime):
            return Value(self._asked(f"local_time({start}, zone)"), "ABSENT", doubtful=True)
        if self._is_instant and name == "start_time":
            return Value(start)
        return self._variable(name, _VARIABLES[name], there, "ABSENT", doubtful=True)

    def _of_account(self, subject: Subject, there: There) -> Value | None:
        """What the account says."""
        record = self._record(subject) if isinstance(subject, (Attribute, Record)) else None
        return record._replace(absent="") if record and record.text in there else record

    def _variable(self, name: str, variable: str, there: There, absent: str, doubtful: bool) -> Value:
        if name in self._left_out:
            return Value("")
        return Value(variable, "" if variable in there else absent, doubtful)

    def _sent(self, name: str, there: There) -> str:
        if self.mode != "plain":
            return f"({name!r} in sent)"
        if name == "application_id" and "application_id" not in there:
            return "has_own_application"
        if name in self._left_out:
            return "False"
        return "True" if local(name) in there else f"({local(name)} is not None)"

    def _record(self, subject: Attribute | Record) -> Value | None:
        """A record of the account, or an attribute of one."""
        asked = self._attribute(subject) if isinstance(subject, Attribute) else self._look_up(subject)
        return Value(self._asked(asked), "ABSENT", doubtful=True) if asked else None

    def _attribute(self, attribute: Attribute) -> str:
        record = self._record(attribute.record)
        return f"attribute_of({attribute.record.table.name!r}, {record.text}, {attribute.key!r})" if record else ""

    def _look_up(self, record: Record) -> str:
        """How a record is found by an id that is known; nothing where it is not."""
        id, table = self._value(record.id, self._there), record.table.name
        if record.table.is_per_job or not id or id.doubtful:
            return ""
        if not id.text:
            return "ABSENT"
        found = f"(in_{table}.get({id.text}) or account.missing({table!r}, {id.text}))"
        return f"ABSENT if {id.text} is {id.absent} else {found}" if id.absent else found

    def _holds(self, test: Test, values: Sequence[Value], moot: bool) -> Said:
        arguments = [self.source.constant(argument) for argument in test.arguments]
        if test.operator is op.IS_ONE_OF:
            arguments = [", ".join(arguments)]
        spelling = (HOLDS_OF_INSTANT if self._is_instant else HOLDS).get(test.operator, HOLDS[test.operator])
        holds = spelling.format(*(value.text for value in values), *arguments)
        if holds in ("True", "False") and not any(value.doubtful for value in values):
            return Said(holds, certain=True)
        if test.operator in (op.EQUAL, op.IS_ONE_OF) and not values[0].doubtful:
            values = [value._replace(absent="") for value in values]  # nothing equals no value
        return guarded(values, holds, moot=moot)

    def _in_the_future(self, there: There) -> Said:
        if self._is_instant:
            return Said("(moment > clock)", certain=True)
        is_later = "starts_later(start, zone, now)"
        return Said(is_later if self.mode == "plain" and "start" in there else f"(start is not ABSENT and {is_later})")

    def _looked_up(self, predicate: Predicate, moot: bool) -> Said | None:
        """The answer of a question about the account, of one value."""
        record = self._sought(predicate)
        return self._is_found(record) if record else self._remembered(predicate, moot)

    def _sought(self, predicate: Predicate) -> Value | None:
        """The record, if all that is asked is whether there is one with an id that is known to be there."""
        if type(predicate) is not Test or predicate.operator is not op.IS_FOUND_IN or predicate.keywords:
            return None
        (subject,), (table,) = predicate.subjects, predicate.arguments
        value = self._value(subject, self._there)
        if table.is_per_job or not isinstance(subject, IdField) or not value or value.absent or value.doubtful:
            return None
        return self._record(subject.record(table))

    def _remembered(self, predicate: Predicate, moot: bool) -> Said | None:
        """The answer to a question about an id, or to each about a list of them, which accounts remember.

        It may be asked before what a rule asks first, so that no other condition is known to hold.
        """
        topic = topic_of(predicate)
        if topic is None or not self._can_remember(topic):
            return None
        name = topic.field
        value = self._variable(name, local(name), self._there, self.source.absent, self._is_doubtful(name))
        if not predicate.subjects and (not value.text or value.absent or value.doubtful):
            return None  # what it says without a value is its own affair
        answers = f"{self._answers(topic)}[{self.source.keep(self._question(predicate, topic, moot))}]"
        found = f"each({answers}, {value.text})" if isinstance(predicate, Every) else f"{answers}[{value.text}]"
        return Said(self._answered(guarded([value], found, moot=moot, certain=False).text))

    def _question(self, predicate: Predicate, topic: Topic, moot: bool) -> Question:
        """The question that some function of the program asks already, or a new one."""
        for question in self._questions:
            if question.predicate is predicate and question.moot is moot:
                return question
        self._questions.append(Question(predicate, self.surface, topic, moot))
        return self._questions[-1]

    def _can_remember(self, topic: Topic) -> bool:
        """Whether the job, and the mode, are known where it is about them."""
        is_fixed = self.mode == "plain" and "external.managed" in self._left_out
        return (self.mode == "plain" or not topic.is_about_job) and (is_fixed or not topic.is_about_mode)

    def _answers(self, topic: Topic) -> str:
        if not topic.is_about_job:
            return "answers"
        application = self._record(IdField(FIELDS["application_id"]).record(applications))
        assert application is not None, "the field of a plain request is not doubtful"
        return self._asked(f"answers.on_job_of({application.text})")

    def _settled(self, predicate: Predicate, moot: bool, there: There) -> Said | None:
        """The answer of a question about an account of which nothing is known."""
        table = settle(predicate, self.surface, self.mode, moot=moot)
        if table is None:
            return None
        if not any(map(self._is_doubtful, table.choices)):
            present = [name for name in table.choices if local(name) in there]
            return self.source.settled(table.where(present, absent=False).where(self._left_out, absent=True))
        said = self._settled_by_one(predicate, table, moot, there)
        if said:
            return said
        doubts = " or ".join(f"type({local(name)}) is Unknown or {local(name)} is MOOT" for name in table.choices)
        return Said(f"({self._question_to(predicate, moot)} if {doubts} else {self.source.decided(table)})")

    def _settled_by_one(self, predicate: Predicate, table: Table, moot: bool, there: There) -> Said | None:
        """The same where one value, whatever it is, leaves no more than one answer."""
        if len(predicate.subjects) != 1 or not isinstance(predicate.subjects[0], (Field, Each)):
            return None
        (name,) = predicate.subjects[0].fields
        answer, *others = table.where([name], absent=False).possible
        value = self._variable(name, local(name), there, self.source.absent, doubtful=True)
        return None if others else guarded([value], self.source.literal(answer), moot=moot, certain=False)
