"""Records of a snapshot, read one table at a time, each with its place for what may have to be said of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, NoReturn

from .account import ATTRIBUTES, Id, Record, Table
from .jsontext import escape
from .shape import BOOLEAN, FIELDS, STRING, Fault, describe, has_fault, read_id, type_name, visible

__all__ = ["Key", "Records", "SnapshotError", "Source", "name_beside"]

Key = tuple[str, Id | None]
"""A table, and the job whose table it is."""


class SnapshotError(ValueError):
    """A snapshot that can not be used. `file` is empty where there is none, `pointer` is a JSON Pointer into it."""

    def __init__(self, reason: str, pointer: str = "", file: str = "") -> None:
        super().__init__(reason, pointer, file)
        self.reason, self.pointer, self.file = reason, pointer, file

    def __str__(self) -> str:
        return ": ".join(visible(part) for part in (self.file, self.pointer, self.reason) if part)


@dataclass(frozen=True, slots=True)
class Source:
    """A value of a document, and where it stands."""

    value: Any
    pointer: str = ""
    file: str = ""

    def refuse(self, reason: str) -> NoReturn:
        raise SnapshotError(reason, self.pointer, self.file)

    def expect(self, expected: str, kind: type | tuple[type, ...]) -> None:
        if not isinstance(self.value, kind):
            self.refuse(f"expected {expected}, found {type_name(self.value)}")

    def at(self, key: str | int) -> Source:
        return Source(self.value[key], f"{self.pointer}/{_token(key)}", self.file)

    def get(self, key: str) -> Source:
        return Source(self.value.get(key), f"{self.pointer}/{escape(key)}", self.file)


def _token(key: object) -> str:
    """A key as a token of a pointer; Python mappings have keys that JSON has not."""
    return escape(key if isinstance(key, str) else describe(key))


@dataclass(slots=True)
class Records:
    """The records of one table while it is read, with the place of each for what may have to be said of it."""

    name: str
    complete: bool = False
    records: dict[Id, Record] = field(default_factory=dict)
    lists: list[Source] = field(default_factory=list)
    first: Source = field(default_factory=lambda: Source(None))

    def add(self, items: Source) -> None:
        items.expect("an array of records", (list, tuple))
        self.lists.append(items)
        attributes, records = _ATTRIBUTES[self.name], self.records
        for index, item in enumerate(items.value):
            record = _read_record(attributes, item) or _explain(self.name, items.at(index))
            id = record["id"]
            if id in records:
                record = self._merged(records[id], record, items.at(index))
            records[id] = MappingProxyType(record)

    def _merged(self, known: Record, record: Record, place: Source) -> dict[str, Any]:
        for name in record.keys() & known.keys():
            if record[name] != known[name]:
                first = self.place(record["id"])
                place.refuse(f"the id {describe(record['id'])} has another {name} than at {name_beside(first, place)}")
        return {**known, **record}

    def place(self, id: Id) -> Source:
        """Where the id stands first, looked up when something has to be said of it."""
        places = ((items, index) for items in self.lists for index in range(len(items.value)))
        return next(items.at(index) for items, index in places if read_id(items.value[index].get("id")) == id)

    def table(self) -> Table:
        return Table(MappingProxyType(self.records), self.complete)


_Attribute = tuple[str, type | None, Callable[[object], object], bool]
"""Its name; the type whose every value is read as itself; how others are read; whether an activity supplies it."""

_PLAIN: Final = {STRING: str, BOOLEAN: bool}
_ATTRIBUTES: Final[Mapping[str, tuple[_Attribute, ...]]] = {
    table: tuple(
        (name, _PLAIN.get(kind), kind.read, table == "interview_plans" and name in FIELDS)
        for name, kind in attributes.items()
    )
    for table, attributes in ATTRIBUTES.items()
}


def _read_record(attributes: tuple[_Attribute, ...], item: Any) -> dict[str, Any] | None:
    """The known attributes of a record in the form that is compared; `None` if something about it is wrong.

    Of what an activity supplies, null and an empty list say that there is none; elsewhere null says nothing.
    """
    if type(item) is not dict and not isinstance(item, Mapping):
        return None
    id = read_id(item.get("id"))
    if type(id) is Fault:
        return None
    record: dict[str, Any] = {"id": id}
    for name, plain, read, is_supplied in attributes:
        value = item.get(name)
        if type(value) is not plain and value is not None:
            value = read(value)
            if type(value) is Fault or (type(value) is tuple and has_fault(value)):
                return None
            if is_supplied and value == ():
                value = None
        if value is not None or (is_supplied and name in item):
            record[name] = value
    return record


def _explain(table: str, item: Source) -> NoReturn:
    """Refuse a record for what is wrong with it."""
    item.expect("a record (an object)", Mapping)
    for name, kind in {"id": FIELDS["organizer_id"].kind, **ATTRIBUTES[table]}.items():
        place = item.get(name)
        fault = kind.read(place.value) if name == "id" or place.value is not None else None
        if isinstance(fault, tuple):
            _explain_entries(place, fault)
        if isinstance(fault, Fault):
            place.refuse(f"expected {kind.expected}, found {_found(name, place.value)}")
    raise AssertionError("unreachable: the record was refused for a reason")  # pragma: no cover - as it says


def _explain_entries(place: Source, entries: tuple[object, ...]) -> None:
    for index, entry in enumerate(entries):
        if isinstance(entry, Fault):
            place.at(index).refuse(f"expected an id, found {describe(place.value[index])}")


def _found(name: str, value: object) -> str:
    return type_name(value) if name in FIELDS and FIELDS[name].private else describe(value)


def name_beside(place: Source, other: Source) -> str:
    """How to call a place beside another one: with its file, where that is another."""
    return place.pointer if place.file == other.file else f"{place.file}: {place.pointer}"
