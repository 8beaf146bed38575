"""Questions about the account, answered once for all requests where nothing is known of one.

An account of which nothing is known answers the same for every id. So the definition itself is asked, with an id that
nobody knows: an answer that depends on which id it is can not come out, because comparing that id is a mistake.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from math import prod
from typing import Any, Final, Literal, NoReturn

from .answers import ABSENT, Answer, Unknown, all_of, any_of, negate
from .facts import Facts
from .judging import judge
from .predicates import Every, Predicate
from .request import Request
from .rules import Rule
from .shape import FIELDS, ID, IDS, Surface, inherited

__all__ = ["Choices", "Mode", "Table", "joined", "settle"]

Mode = Literal["plain", "planned", "any"]
"""Which requests: plain ones that follow no plan, plain ones that do, or any."""

Choices = tuple[object, ...]

_MOST: Final = 64  # combinations that are tried


@dataclass(frozen=True, slots=True)
class Table:
    """An answer for each combination of what some fields can be; the last choice of a field is all that is left."""

    choices: Mapping[str, Choices]
    answers: Mapping[Choices, Answer]

    @property
    def possible(self) -> list[Answer]:
        """The answers that come up, each once."""
        return list(dict.fromkeys(self.answers[chosen] for chosen in product(*self.choices.values())))

    def negated(self) -> Table:
        """The opposite answers."""
        return Table(self.choices, {chosen: negate(answer) for chosen, answer in self.answers.items()})

    def where(self, names: Collection[str], *, absent: bool) -> Table:
        """The same where these fields are absent, or where they are not."""
        kept = {
            name: tuple(option for option in options if name not in names or (option is ABSENT) is absent)
            for name, options in self.choices.items()
        }
        return Table(kept, self.answers)


def joined(tables: Sequence[Table], *, deciding: bool) -> Table:
    """All of the answers of several tables, or any of them."""
    choices = {name: options for table in tables for name, options in table.choices.items()}
    for table in tables:
        choices |= {name: options for name, options in table.choices.items() if len(options) < len(choices[name])}
    join = any_of if deciding else all_of
    return Table(choices, {chosen: join(_looked_up(tables, choices, chosen)) for chosen in product(*choices.values())})


def _looked_up(tables: Sequence[Table], choices: Mapping[str, Choices], chosen: Choices) -> list[Answer]:
    named = dict(zip(choices, chosen, strict=True))
    return [table.answers[tuple(named[name] for name in table.choices)] for table in tables]


class _AnyId:
    """Some id."""

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> NoReturn:
        raise TypeError("it depends on the id")


_ANY_ID: Final[Choices] = (_AnyId(),)
_GIVEN: Final[Mapping[Mode, Mapping[str, Choices]]] = {
    "plain": {"stage_activity_id": (ABSENT,)},
    "planned": {"stage_activity_id": _ANY_ID},
    "any": {},
}


@lru_cache(maxsize=1024)
def settle(predicate: Predicate, surface: Surface, mode: Mode, *, moot: bool) -> Table | None:
    """The answers of a predicate by what the fields that it reads can be; `None` if it depends on more than that."""
    fields = sorted(name.removeprefix("field.") for name in predicate.reads if name.startswith("field."))
    names = ["external.managed" if name == "external" else name for name in fields]
    choices = {name: _GIVEN[mode].get(name) or _choices(name, predicate) for name in names}
    if "now" in predicate.reads or not all(choices.values()) or prod(map(len, choices.values())) > _MOST:
        return None
    try:
        return Table(
            choices,
            {
                chosen: _asked(predicate, surface, dict(zip(names, chosen, strict=True)), moot)
                for chosen in product(*choices.values())
            },
        )
    except (TypeError, AttributeError):  # it looks at the id
        return None


def settle_rules(rules: Iterable[Rule], request: Request) -> dict[str, Answer]:
    """By its code, the answer of each rule that says the same of a request whatever the values are that it has.

    Nothing is known of an account.
    """
    names = request.values
    facts = Facts(request._replace(values=dict.fromkeys(names, *_ANY_ID)), None, None)
    others = {name.partition(".")[0] for name in names if name not in FIELDS or FIELDS[name].kind is not ID}
    values = {"now", *(f"field.{name}" for name in others)}
    settled = {}
    for rule in rules:
        if rule.cases and rule.reads.isdisjoint(values):
            with suppress(TypeError, AttributeError):  # it looks at an id
                settled[rule.code] = judge(rule, facts)
    return settled


def _choices(name: str, predicate: Predicate) -> Choices:
    if name == "external.managed":
        return (ABSENT, True, False)
    if FIELDS[name].kind is ID:
        return (ABSENT, *_ANY_ID)
    return (ABSENT, _ANY_ID) if FIELDS[name].kind is IDS and isinstance(predicate, Every) else ()


def _asked(predicate: Predicate, surface: Surface, chosen: Mapping[str, Any], moot: bool) -> Answer:
    """The answer where the fields have these values; what a plan could supply has none only if it was sent empty."""
    known = {name: value for name, value in chosen.items() if value is not ABSENT}
    sent = frozenset(known) | (inherited(surface) & chosen.keys())
    answer = predicate.answer(Facts(Request(surface, known, sent, ()), None, None), moot)
    return Unknown(answer.needs) if isinstance(answer, Unknown) else answer
