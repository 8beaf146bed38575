"""Records of a snapshot, read one table at a time, each with its place for what may have to be said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NoReturn

from .account import ATTRIBUTES, Id, Record, Table
from .jsontext import escape
from .shape import FIELDS, Fault, describe, has_fault, read_id, type_name, visible

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
    places: dict[Id, tuple[Source, int]] = field(default_factory=dict)
    first: Source = field(default_factory=lambda: Source(None))

    def add(self, items: Source) -> None:
        items.expect("an array of records", (list, tuple))
        for index, item in enumerate(items.value):
            record = MappingProxyType(_read_record(self.name, item) or _explain(self.name, items.at(index)))
            known = self.records.setdefault(record["id"], record)
            self.places.setdefault(record["id"], (items, index))
            if known is not record:
                self.records[record["id"]] = self._merged(known, record, items.at(index))

    def _merged(self, known: Record, record: Record, place: Source) -> Record:
        for name in record.keys() & known.keys():
            if record[name] != known[name]:
                first = self.place(record["id"])
                place.refuse(f"the id {describe(record['id'])} has another {name} than at {name_beside(first, place)}")
        return MappingProxyType({**known, **record})

    def place(self, id: Id) -> Source:
        items, index = self.places[id]
        return items.at(index)

    def table(self) -> Table:
        return Table(MappingProxyType(self.records), self.complete)


def _read_record(table: str, item: Any) -> dict[str, Any] | None:
    """The known attributes of a record in the form that is compared; `None` if something about it is wrong."""
    if not isinstance(item, Mapping):
        return None
    id = read_id(item.get("id"))
    if isinstance(id, Fault):
        return None
    record: dict[str, Any] = {"id": id}
    for name, kind in ATTRIBUTES[table].items():
        if name in item:
            raw = item[name]
            value = None if raw is None else kind.read(raw)
            if has_fault(value):
                return None
            _keep(record, table, name, value)
    return record


def _keep(record: dict[str, Any], table: str, name: str, value: Any) -> None:
    """Of a plan's activity null and an empty list say that there is none; elsewhere null says nothing."""
    if table == "interview_plans" and name in FIELDS:
        record[name] = None if value == () else value
    elif value is not None:
        record[name] = value


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
