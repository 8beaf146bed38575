"""Rules: statements about a request as data. Knows no contract."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Literal

from .codes import DOCUMENTED, ORDER, READ_FROM_PAYLOAD, WARNINGS
from .predicates import And, Not, Predicate, Present, Subject
from .shape import Surface

__all__ = ["Case", "Example", "Rule", "Severity", "case", "did_you_mean", "rule", "shape_rule"]

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A request that shows what a rule says: one that passes it, or one that it finds fault with.

    `pointers` are the places that the rule reports, none for a good example; `also` are the (code, pointer) pairs that
    other rules report of the same request. `payload` is the body as JSON data, or a JSON text where the text matters.
    """

    payload: Any
    pointers: tuple[str, ...] = ()
    also: tuple[tuple[str, str], ...] = ()
    surface: Surface = "rest"
    now: datetime | None = None
    snapshot: Mapping[str, Any] | None = None
    application_id: int | str | None = None


@dataclass(frozen=True)  # no slots: what is derived is kept
class Case:
    """When `when` holds, `must` must hold too. `at` names the fields that a finding may point at, the best first."""

    must: Predicate
    when: Predicate | None = None
    at: tuple[str, ...] = ()
    violation: Predicate = field(init=False, compare=False, repr=False)
    """True where the case is violated, false where it holds or is not applicable."""

    def __post_init__(self) -> None:
        conditions = [] if self.when is None else [self.when]
        object.__setattr__(self, "violation", And.of(*conditions, *_guards(self.must), Not(self.must)))

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The fields that it reads, in reading order: what it demands first, then its condition; or else its `at`."""
        subjects = (*self.must.subjects, *(() if self.when is None else self.when.subjects))
        return tuple(dict.fromkeys(name for subject in subjects for name in subject.fields)) or self.at

    @cached_property
    def demands(self) -> tuple[Predicate, ...]:
        """The predicates that `must` is composed of."""
        return tuple(self.must.leaves)

    @cached_property
    def _sentences(self) -> dict[str, str]:
        return {}

    def sentence(self, verb: str = "must") -> str:
        """What it demands, in English."""
        if verb not in self._sentences:
            demand = self.must.say(demand=verb)
            self._sentences[verb] = f"{demand}." if self.when is None else f"When {self.when.say()}, {demand}."
        return self._sentences[verb]


def _guards(must: Predicate) -> Iterator[Predicate]:
    """What `must` is about has to be there, unless it is the presence itself that `must` speaks about."""
    leaves = list(must.leaves)
    spoken_of = {repr(leaf.subject) for leaf in leaves if isinstance(leaf, Present)}
    needed = {repr(subject): subject.guard for leaf in leaves for subject in leaf.subjects}
    return (Present(subject) for spelling, subject in needed.items() if spelling not in spoken_of)


def case(*, must: Predicate | None, when: Predicate | None = None, at: Subject | Iterable[Subject] = ()) -> Case:
    """One of several statements under one code; see `rule`.

    >>> from kula_rules import fields as f
    >>> case(when=f.location == "onsite", must=f.office_id.is_present()).sentence()
    'When location is onsite, office_id must be present.'
    """
    checked = _expect_predicate("must", must)
    condition = None if when is None else _expect_predicate("when", when)
    places = _places(at)
    for place in places:
        if not (isinstance(place, Subject) and place.fields):
            raise TypeError(f"`at` names fields of the request, not {place!r}")
    return Case(checked, condition, tuple(field for place in places for field in place.fields))


def _places(at: Subject | Iterable[Subject]) -> tuple[Subject, ...]:
    return tuple(at) if isinstance(at, Iterable) and not isinstance(at, str) else (at,)


def _expect_predicate(role: str, value: object) -> Predicate:
    if isinstance(value, Predicate):
        return value
    hint = " (is a pair of parentheses missing?)" if callable(value) else ""
    raise TypeError(f"`{role}` takes a predicate such as `location == 'zoom'`, not {value!r}{hint}")


@dataclass(frozen=True, slots=True)
class Rule:
    """A code and the statements behind it, with examples. Made by `rule`; two are equal if they say the same.

    A rule without cases is about the payload's shape, which reading the payload finds; `statement` says it then.
    """

    code: str
    cases: tuple[Case, ...]
    severity: Severity = "error"
    statement: str = ""
    about: str = field(default="", compare=False)
    """Why the rule is there, and what to do about a finding."""
    source: str = field(default="", compare=False)
    """Which page says so."""
    good: tuple[Example, ...] = field(default=(), compare=False)
    bad: tuple[Example, ...] = field(default=(), compare=False)
    reads: frozenset[str] = field(init=False, compare=False, repr=False)
    """All that it may read, in the words of `Unchecked.needs`."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "reads", frozenset().union(*(case.violation.reads for case in self.cases)))

    @property
    def sentence(self) -> str:
        """What the rule says, in English."""
        return self.statement or " ".join(map(self.sentence_of, self.cases))

    def sentence_of(self, case: Case) -> str:
        """What one of its cases says: what must be, or should be for a warning."""
        return case.sentence("must" if self.severity == "error" else "should")

    @property
    def status(self) -> int | None:
        """The HTTP status that the API documents for the code."""
        return DOCUMENTED.get(self.code)


_CODE = re.compile(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*")


def rule(
    code: str,
    *,
    must: Predicate | None = None,
    when: Predicate | None = None,
    cases: Iterable[Case] = (),
    at: Subject | Iterable[Subject] = (),
    severity: Severity = "error",
    about: str = "",
    source: str = "",
    good: Iterable[Example | Mapping[str, Any]] = (),
    bad: Iterable[Example | Mapping[str, Any]] = (),
) -> Rule:
    """A rule: where `when` holds, `must` must hold. Written in the words of `kula_rules.fields`.

    A rule whose `must` speaks about the value of an absent field is not applicable; only `is_present()` speaks about
    absence. In `when`, a comparison with an absent field is false.

    Args:
        code: lower case, such as `"acme_working_hours"`; `err_` codes are those that the API documents.
        must: what has to hold.
        when: under which condition; always, if left out.
        cases: several statements under one code (`kula_rules.rules.case`), instead of `must` and `when`.
        at: the fields that a finding may point at, the best first; those that `must` and `when` read, if left out.
        severity: `"error"` or `"warning"`.
        about: why the rule is there, and what to do about a finding.
        source: who says so.
        good: payloads that the rule must pass.
        bad: payloads that it must find fault with; a rule under a documented code needs one.

    Raises:
        TypeError, ValueError: the rule is malformed, or an example does not do what it claims.

    >>> from kula_rules import REST_CREATE, check, fields as f, rule
    >>> short = rule("acme_short", must=f.duration_minutes <= 60, bad=[{"duration_minutes": 90}])
    >>> check({"duration_minutes": 75}, now=None, rules=REST_CREATE.only() + short).codes
    ('acme_short',)
    """
    _check_code(code, severity)
    made = tuple(cases)
    if must is not None or when is not None or _places(at):
        if made:
            raise ValueError(f"{code}: say it with `must` (and `when`, `at`), or with `cases`, not with both")
        made = (case(must=must, when=when, at=at),)
    if not made:
        raise ValueError(f"{code}: a rule without `must` says nothing")
    examples = _examples(code, good), _examples(code, bad)
    if code in ORDER and not examples[1]:
        raise ValueError(f"{code}: a rule under a documented code needs a bad example (`bad=[...]`)")
    return Rule(code, made, severity, "", about, source, *examples)


def shape_rule(code: str, statement: str, *, severity: Severity = "error", **parts: Any) -> Rule:
    """A rule about the payload's shape: reading the payload decides it, and `statement` says it."""
    return Rule(code, (), severity, statement, **parts)


def _check_code(code: str, severity: str) -> None:
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        raise ValueError(f"a code in lower case, such as acme_working_hours, was expected, found {code!r}")
    if code.startswith("err_") and code not in DOCUMENTED:
        raise ValueError(f"{code} is not a code that the API documents{did_you_mean(code, DOCUMENTED)}")
    if severity not in ("error", "warning"):
        raise ValueError(f"{code}: a severity is 'error' or 'warning', not {severity!r}")
    if code in READ_FROM_PAYLOAD:
        raise ValueError(f"{code} is what reading a payload finds; a rule of your own needs a code of its own")
    if severity == "error" and code in WARNINGS:
        raise ValueError(f"{code} is a warning; say severity='warning'")


def _examples(code: str, given: Iterable[Example | Mapping[str, Any]]) -> tuple[Example, ...]:
    if isinstance(given, (Mapping, str)):
        raise TypeError(f"{code}: examples come in a list, even a single one")
    examples = tuple(item if isinstance(item, Example) else Example(payload=item) for item in given)
    if any(item.payload is Ellipsis for item in examples):
        raise TypeError(f"{code}: an example is a payload, not an ellipsis")
    return examples


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """What a misspelled code probably means, as the end of a message."""
    from difflib import get_close_matches  # slow to import, and needed for mistakes only

    close = get_close_matches(word, list(known), n=1)
    return f"; did you mean {close[0]}?" if close else ""
