"""Completions: all that may turn out to be so, given what is known. Small universes, enumerated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import product
from typing import Any, Final

from kula_rules import RuleSet, Snapshot, SnapshotError, check

from .strategies import NOW, Json, table

LACKING: Final = object()
"""The value of an attribute that a record lacks."""

Request = dict[str, Json]
Document = dict[str, Json]
Record = dict[str, Json]
Answers = dict[str, str]
Option = tuple[Json, Sequence[Json]]


# --- tables ----------------------------------------------------------------------------------------------------------


def record(id: Json, **attributes: Json) -> Record:
    return {"id": id} | {name: value for name, value in attributes.items() if value is not LACKING}


def records(id: Json, **attributes: Sequence[Json]) -> list[Record | None]:
    """Every record of that id with one of the values for each attribute, and that there is none."""
    return [
        None,
        *(record(id, **dict(zip(attributes, values, strict=True))) for values in product(*attributes.values())),
    ]


def _held(items: Iterable[Record | None]) -> list[Record]:
    return [item for item in items if item is not None]


def whole(*options: Sequence[Record | None]) -> list[Document]:
    """Every complete table with one of the options for each record."""
    return [table(*_held(items)) for items in product(*options)]


def partial(*options: Sequence[Record | None]) -> list[Document | None]:
    """Every table with one of the options for each record, complete and incomplete; and that there is no table."""
    return [None, *(table(*_held(items), complete=said) for items in product(*options) for said in (True, False))]


def documents(**tables: Sequence[Document | None]) -> Iterator[Document]:
    """Every account with one of the options for each table; `valid_organizers__31` is that of the job 31."""
    for chosen in product(*tables.values()):
        made: Document = {"version": 1}
        for (name, _, job), content in zip((name.partition("__") for name in tables), chosen, strict=True):
            if content is not None and job:
                made.setdefault(name, {})[job] = content
            elif content is not None:
                made[name] = content
        yield made


# --- what completes what ---------------------------------------------------------------------------------------------


def completes(account: Document, known: Document) -> bool:
    """Whether an account of which all is known is one that the known part leaves possible."""
    return all(_table_completes(name, account[name], content) for name, content in known.items() if name != "version")


def _table_completes(name: str, content: Document, known: Document) -> bool:
    if "items" not in known:
        return all(_table_completes(name, content[job], one) for job, one in known.items())
    there = {item["id"]: item for item in content["items"]}
    agrees = all(item["id"] in there and _agrees(there[item["id"]], item) for item in known["items"])
    return agrees and (
        not known["complete"] or _must_be_listed(there, known) <= {item["id"] for item in known["items"]}
    )


def _agrees(there: Record, known: Record) -> bool:
    return all(there[name] == value for name, value in known.items())


def _must_be_listed(there: Mapping[Json, Record], known: Document) -> set[Json]:
    return {id for id, item in there.items() if known.get("only") != "active" or item["status"] == "active"}


# --- worlds and answers ----------------------------------------------------------------------------------------------


def consistent(found: Iterable[Document]) -> list[tuple[Document, Snapshot]]:
    """The accounts that do not contradict themselves."""
    return [(document, snapshot) for document in found if (snapshot := _snapshot(document)) is not None]


def _snapshot(document: Document) -> Snapshot | None:
    try:
        return Snapshot.from_dict(document)
    except SnapshotError:
        return None


@dataclass(frozen=True)
class Universe:
    """What may be known, and what may be so."""

    rules: RuleSet
    known: Iterable[Document] = ({"version": 1},)
    wholes: Iterable[Document] = ({"version": 1},)
    nows: Sequence[datetime] = (NOW,)
    known_nows: Sequence[datetime | None] = (NOW,)
    stays_open: frozenset[str] = frozenset()
    """What may be unchecked even where all is known."""
    _accounts: list[tuple[Document, Snapshot]] = field(init=False)
    _parts: list[tuple[Document, Snapshot, list[int]]] = field(init=False)

    def __post_init__(self) -> None:
        accounts = consistent(self.wholes)
        parts = [(part, snapshot, _completing(accounts, part)) for part, snapshot in consistent(self.known)]
        object.__setattr__(self, "_accounts", accounts)
        object.__setattr__(self, "_parts", parts)

    def answers(self, request: Request, now: datetime | None, snapshot: Snapshot) -> Answers:
        report = check(request, now=now, snapshot=snapshot, rules=self.rules)
        found = {code: "pass" for code in self.rules.codes if code.startswith("err_")}
        found |= {item.code: "unchecked" for item in report.unchecked}
        return found | {item.code: "fail" for item in report.findings if item.code in found}

    def _settled(self, request: Request, now: datetime, snapshot: Snapshot) -> Answers:
        answers = self.answers(request, now, snapshot)
        left = {code for code, answer in answers.items() if answer == "unchecked"}
        assert left <= self.stays_open, f"{left} of {request}, where all is known"
        return answers

    def guesses(self, request: Request, replaced: Sequence[Request]) -> Iterator[tuple[Any, ...]]:
        """Where what is said of a request is not what its completions say: code, said, possible, and of what."""
        possible = {
            (now, index): [self._settled(one, now, snapshot) for one in replaced]
            for now in self.nows
            for index, (_, snapshot) in enumerate(self._accounts)
        }
        for known_now, (part, snapshot, completing) in product(self.known_nows, self._parts):
            nows = self.nows if known_now is None else [known_now]
            worlds = [one for place in product(nows, completing) for one in possible[place]]
            assert worlds, f"nothing completes {part}"
            for code, said in self.answers(request, known_now, snapshot).items():
                outcomes = {world[code] for world in worlds}
                if not _is_told(said, outcomes):
                    yield code, said, outcomes, request, known_now, part


def _completing(accounts: list[tuple[Document, Snapshot]], part: Document) -> list[int]:
    return [index for index, (account, _) in enumerate(accounts) if completes(account, part)]


def _is_told(said: str, outcomes: set[str]) -> bool:
    """Unchecked if both are possible (where even knowing all leaves it open, both are); else what all agree on."""
    both = "unchecked" in outcomes or len(outcomes) > 1
    return said == "unchecked" if both else {said} == outcomes


def variants(base: Request, **options: Sequence[Option]) -> Iterator[tuple[Request, list[Request]]]:
    """The requests with one of the options for each field, and what each may stand for; a `None` leaves a field out.

    An option is a value and what a valid value in its place might be; nothing if it is valid itself.
    """
    for chosen in product(*options.values()):
        request = _with(base, options, [value for value, _ in chosen])
        meant = product(*(stands_for or [value] for value, stands_for in chosen))
        yield request, [_with(base, options, values) for values in meant]


def _with(base: Request, names: Iterable[str], values: Iterable[Json]) -> Request:
    made = {**base, **dict(zip(names, values, strict=True))}
    return {name: value for name, value in made.items() if value is not None}


def valid(*values: Json) -> list[Option]:
    """Options that are what they say."""
    return [(value, ()) for value in values]
