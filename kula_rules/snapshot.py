"""Snapshots: what a caller knows about the account, read from a document, a file or saved API responses.

A snapshot is read whole or refused: a `SnapshotError` names the file, the JSON Pointer and the reason. So is one that
contradicts itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from errno import EFBIG
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from .account import ATTRIBUTES, PER_JOB, TABLES, Account, Id, Table
from .contradictions import refuse_contradictions
from .jsontext import JsonError, parse_json
from .records import Key, Records, SnapshotError, Source
from .shape import Fault, describe, read_id, read_integer, visible

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Snapshot", "SnapshotError"]


@dataclass(frozen=True, slots=True)
class Snapshot(Account):
    """What is known about an account, each table complete or not. Read-only.

    >>> snapshot = Snapshot.from_dict({"version": 1, "offices": {"complete": True, "items": [{"id": 3}]}})
    >>> snapshot.table("offices").complete
    True
    """

    taken_at: datetime | None = field(default=None, kw_only=True)
    """When it was taken, if the document says so."""

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Snapshot:
        """The snapshot that a document in the native form describes, as `json.loads` gives it.

        Raises:
            SnapshotError: the document is malformed, or contradicts itself.
        """
        return _from_document(document, "")

    @classmethod
    def from_responses(cls, responses: Mapping[str, Any], *, users_only_active: bool = True) -> Snapshot:
        """The snapshot that saved list responses (`{"data": [...], "meta": {"total": ...}}`) describe.

        Args:
            responses: for each table one response or a list of them (the pages); for `valid_organizers` and
                `interview_plans` a mapping from job id to that. A table is complete exactly when its pages hold
                `meta.total` records.
            users_only_active: whether a status filter narrowed `users`, as `list_users` does unless asked otherwise.

        Raises:
            SnapshotError: a response is malformed, or they contradict each other.

        >>> page = {"data": [{"id": 3}], "meta": {"total": 2, "page": 1}}
        >>> Snapshot.from_responses({"offices": page}).table("offices").complete
        False
        """
        tables = _walk_tables(Source(responses))
        pages = [(name, job, page) for name, job, table in tables for page in _pages(table)]
        return _from_pages(pages, users_only_active)

    @classmethod
    def load(cls, path: str | Path, *, users_only_active: bool = True) -> Snapshot:
        """The snapshot in a file (JSON, or YAML with the extra `kula-rules[yaml]`), or in a folder of saved responses.

        In a folder, `users.json` or `users.2.json` is a page of `users`, `interview_plans.31.json` one of the plan of
        job 31; see `from_responses` for their contents and for `users_only_active`, which a native file says itself.

        Raises:
            SnapshotError: it can not be read, is malformed, or contradicts itself.
        """
        from pathlib import Path  # slow to import, and needed for files only

        path = Path(path)
        if path.is_dir():
            return _from_pages(list(_read_folder(path)), users_only_active)
        return _from_document(_read_file(path), str(path))


def _walk_tables(holder: Source) -> Iterator[tuple[str, Any, Source]]:
    """Every table that a mapping by name (and by job) holds: its name, its job's key, its value."""
    holder.expect("an object of tables by name", Mapping)
    for name in holder.value:
        table = holder.at(name)
        _require_table(name, table)
        if name in PER_JOB:
            table.expect("an object by job id", Mapping)
            yield from ((name, job, table.at(job)) for job in table.value)
        else:
            yield name, None, table


def _require_table(name: object, source: Source) -> None:
    if name not in ATTRIBUTES:
        known = ", ".join(ATTRIBUTES)
        shown = visible(str(name), 60)
        source.refuse(f'there is no table "{shown}"; the tables are {known}')


def _pages(table: Source) -> Iterator[Source]:
    if isinstance(table.value, (list, tuple)):
        yield from (table.at(index) for index in range(len(table.value)))
    else:
        yield table


def _job_id(table: str, job: Any, source: Source) -> Id | None:
    if table not in PER_JOB:
        return None
    read: Any = read_id(job)
    if isinstance(read, Fault):
        source.refuse(f"expected a job id, found {describe(job)}")
    return read  # type: ignore[no-any-return]  # an id, which no type can say of what read_id gives


def _from_document(document: Any, file: str) -> Snapshot:
    top = Source(document, "", file)
    top.expect("an object", Mapping)
    if read_integer(top.value.get("version")) != 1:
        top.get("version").refuse(f"expected version 1, found {describe(top.value.get('version'))}")
    tables: dict[Key, Records] = {}
    named = {name: value for name, value in document.items() if name not in ("version", "taken_at")}
    only_active = False
    for name, job, table in list(_walk_tables(Source(named, "", file))):
        only_active = _read_table(tables, name, job, table) or only_active
    return _build(tables, only_active, _taken_at(top.get("taken_at")))


def _read_table(tables: dict[Key, Records], name: str, job: Any, source: Source) -> bool:
    """Read one native table; whether it says that it holds active users only."""
    source.expect('an object with "complete" and "items"', Mapping)
    for key in source.value:
        if key not in ("complete", "items", *(["only"] if name == "users" else [])):
            source.at(key).refuse(f'a table has "complete" and "items", not "{visible(str(key), 60)}"')
    only, complete = source.get("only"), source.get("complete")
    if only.value not in (None, "active"):
        only.refuse(f'expected "active", found {describe(only.value)}')
    if complete.value is not None:
        complete.expect("true or false", bool)
    key = (name, _job_id(name, job, source))
    if key in tables:
        source.refuse(f"the same job as at {tables[key].first.pointer}")
    records = tables[key] = Records(name, complete.value is True, first=source)
    records.add(source.get("items"))
    return only.value is not None


def _taken_at(source: Source) -> datetime | None:
    if source.value is None:
        return None
    source.expect("a string (a date and time with a UTC offset)", str)
    try:
        moment = datetime.fromisoformat(source.value)
    except ValueError:
        source.refuse("expected a date and time such as 2026-11-20T08:00:00Z")
    if moment.utcoffset() is None:
        source.refuse("expected a date and time with a UTC offset, such as 2026-11-20T08:00:00Z")
    return moment


def _from_pages(pages: Iterable[tuple[str, Any, Source]], users_only_active: bool) -> Snapshot:
    tables: dict[Key, Records] = {}
    totals: dict[Key, list[int | None]] = {}
    for name, job, page in pages:
        key = (name, _job_id(name, job, page))
        page.expect('a saved list response (an object with "data" and "meta")', Mapping)
        records = tables.setdefault(key, Records(name, first=page))
        records.add(page.get("data"))
        totals.setdefault(key, []).append(_total(page))
    for key, records in tables.items():
        records.complete = _is_complete(records, totals[key])
    return _build(tables, users_only_active, None)


def _total(page: Source) -> int | None:
    meta = page.get("meta")
    if meta.value is None:
        return None
    meta.expect("an object", Mapping)
    total = meta.get("total")
    number = None if total.value is None else read_integer(total.value)
    if isinstance(number, Fault) or (isinstance(number, int) and number < 0):
        total.refuse(f"expected a number of records, found {describe(total.value)}")
    return number if isinstance(number, int) else None


def _is_complete(records: Records, totals: list[int | None]) -> bool:
    """Whether the pages hold all records; pages that count differently were not taken at one time."""
    (total, *others), held = set(totals), len(records.records)
    if others or total is None:
        return False
    if held > total:
        records.first.refuse(f"the pages hold {held} records, more than the meta.total of {total}")
    return held == total


def _build(tables: Mapping[Key, Records], only_active: bool, taken_at: datetime | None) -> Snapshot:
    refuse_contradictions(tables, only_active)
    by_job: dict[str, dict[Id, Table]] = {name: {} for name in PER_JOB}
    for (name, job), records in tables.items():
        if job is not None:
            by_job[name][job] = records.table()
    single = {name: tables[name, None].table() for name in TABLES if (name, None) in tables}
    frozen = {name: MappingProxyType(jobs) for name, jobs in by_job.items()}
    return Snapshot(MappingProxyType(single), **frozen, users_only_active=only_active, taken_at=taken_at)


MAX_SIZE: Final = 1 << 30
"""How many bytes a file of a snapshot may have."""


def _read_bounded(file: BinaryIO) -> bytes:
    blocks, size = [], 0
    while block := file.read(1 << 20):
        blocks.append(block)
        size += len(block)
        if size > MAX_SIZE:
            raise OSError(EFBIG, os.strerror(EFBIG))
    return b"".join(blocks)


def _read_file(path: Path) -> Any:
    try:
        with path.open("rb") as file:
            data = _read_bounded(file)
    except OSError as error:
        raise SnapshotError(f"can not be read: {error.strerror}", file=str(path)) from None
    except ValueError:  # a NUL in the name
        raise SnapshotError("no file can have this name", file=str(path)) from None
    try:
        if path.suffix.lower() in (".yaml", ".yml"):
            from .yamltext import parse_yaml

            return parse_yaml(data)
        parsed = parse_json(data)
    except JsonError as error:
        raise SnapshotError(error.reason, file=str(path)) from None
    if parsed.repeated:
        raise SnapshotError("the key stands twice in the same object", parsed.repeated[0], str(path))
    return parsed.value


def _is_response(path: Path) -> bool:
    """Whether it is meant as a saved response; a snapshot that leaves such a file out would be half a snapshot."""
    if path.name.startswith(".") or path.suffix.lower() not in (".json", ".yaml", ".yml"):
        return False
    is_special = path.exists() and not (path.is_file() or path.is_dir())  # a pipe, which may never end
    if path.suffix != ".json" or is_special:
        raise SnapshotError("a saved response is a regular file with a name such as users.json", file=str(path))
    return True


def _read_folder(folder: Path) -> Iterator[tuple[str, Any, Source]]:
    try:
        paths = sorted(path for path in folder.iterdir() if _is_response(path))
    except OSError as error:
        raise SnapshotError(f"can not be read: {error.strerror}", file=str(folder)) from None
    if not paths:
        raise SnapshotError("the folder holds no saved responses (such as users.json)", file=str(folder))
    for path in paths:
        name, *labels = path.name.removesuffix(".json").split(".")
        _require_table(name, Source(None, "", str(path)))
        if name in PER_JOB and not labels:
            raise SnapshotError(f"which job? expected a name such as {name}.31.json", file=str(path))
        yield name, labels[0] if name in PER_JOB else None, Source(_read_file(path), "", str(path))
