"""The target `snapshot`: the first byte says which door, the rest is a document."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from shutil import rmtree
from typing import Any, Final

from kula_rules import Snapshot, SnapshotError
from kula_rules.account import ATTRIBUTES, PER_JOB, Table
from kula_rules.jsontext import JsonError
from kula_rules.shape import read_id
from kula_rules.yamltext import parse_yaml_documents

from ..support import BOTH, NOW, external, planned, sent
from .claims import NOWHERE, Json, claim, claim_equal, claim_line, read_json, resolve
from .files import MARK, folder
from .heads import choices
from .reports import hold, hold_with_less
from .requests import Call

DOORS: Final = ("dict", "json", "yaml", "active responses", "all responses", "folder")
SIZES: Final = (len(DOORS),)
REQUESTS: Final = (sent(), planned(), external(), sent(location="zoom", host_id="7", scorecard_template_id=71))


@dataclass(frozen=True)
class Refused:
    """Why a document is no snapshot."""

    pointer: str
    reason: str
    file: str


Outcome = Snapshot | Refused


def _attempt(load: Callable[[], Snapshot]) -> Outcome:
    try:
        return load()
    except SnapshotError as error:
        claim_line("an error", str(error))
        claim(bool(error.reason), "an error has a reason", str(error))
        return Refused(error.pointer, error.reason, error.file)


def run(data: bytes) -> None:
    """Read a snapshot, and claim what is true whatever it is."""
    door, text = DOORS[choices(data, SIZES)[0]], data[1:]
    if door in ("json", "yaml"):
        outcome, document = (_run_json if door == "json" else _run_yaml)(text)
    elif reading := read_json(text):
        document = reading.value
        outcome = _run_value(door, document)
    else:
        return
    if isinstance(outcome, Snapshot):
        _hold_snapshot(outcome)
        if door in ("dict", "json", "yaml"):
            _hold_kept(outcome, document)
    elif document is not NOWHERE:
        claim(resolve(document, outcome.pointer) is not NOWHERE, "an error is somewhere", outcome)


def _run_value(door: str, document: Json) -> Outcome:
    before = json.dumps(document)
    if door == "folder":
        outcome = _run_folder(document)
    elif door == "dict":
        outcome = _attempt(lambda: Snapshot.from_dict(document))
    else:
        active = door == "active responses"
        outcome = _attempt(lambda: Snapshot.from_responses(document, users_only_active=active))
        if isinstance(outcome, Snapshot):
            _hold_complete(outcome, document)
    claim_equal("reading changes nothing", json.dumps(document), before)
    return outcome


def _run_folder(document: Json) -> Outcome:
    """Files of a folder, by their names without their endings, are the pages of `from_responses`."""
    path = folder() / "responses"
    rmtree(path, ignore_errors=True)
    path.mkdir()
    named = document if isinstance(document, dict) else {}
    pages = {name: page for name, page in named.items() if _is_name(name)}
    for name, page in pages.items():
        (path / f"{name}.json").write_text(json.dumps(page), encoding="utf-8")
    outcome = _attempt(lambda: Snapshot.load(path))
    if isinstance(outcome, Snapshot):
        claim_equal("a folder is as its pages", outcome, _attempt(lambda: Snapshot.from_responses(by_table(pages))))
        return outcome
    claim(outcome.file.startswith(str(path)), "an error names its file", outcome)
    return replace(outcome, pointer="")


def _is_name(text: str) -> bool:
    return not (text.startswith(".") or set(text) & {"/", "\0"} or len(text.encode()) > _LONGEST_NAME)


_LONGEST_NAME: Final = 200


def by_table(pages: Mapping[str, Json]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, page in pages.items():
        table, *labels = name.split(".")
        holder, key = (found.setdefault(table, {}), labels[0]) if table in PER_JOB else (found, table)
        holder.setdefault(key, []).append(page)
    return found


# --- files -----------------------------------------------------------------------------------------------------------


def _run_json(text: bytes) -> tuple[Outcome, Json]:
    """A file says what its value says, unless it can not be read or repeats a key."""
    path = folder() / "snapshot.json"
    path.write_bytes(text)
    outcome, reading = _attempt(lambda: Snapshot.load(path)), read_json(text)
    if reading is None or reading.repeated:
        pointer = reading.repeated[0] if reading else ""
        told = isinstance(outcome, Refused) and (outcome.pointer, outcome.file)
        claim_equal("a file that is no plain JSON is refused", told, (pointer, str(path)))
        return outcome, NOWHERE
    claim_equal("a file is as its value", outcome, _in_file(Snapshot.from_dict, reading.value, str(path)))
    return outcome, reading.value


def _run_yaml(text: bytes) -> tuple[Outcome, Json]:
    """The same of YAML, as far as the reader of payloads, which takes more, says what is in it."""
    path = folder() / "snapshot.yaml"
    path.write_bytes(text)
    outcome = _attempt(lambda: Snapshot.load(path))
    documents = _documents(text)
    if documents is None:
        return outcome, NOWHERE
    expected = [_in_file(Snapshot.from_dict, document, str(path)) for document in documents]
    if isinstance(outcome, Snapshot) or outcome.pointer:
        claim_equal("a file is as its value", [outcome], expected)
    return outcome, documents[0] if documents else {}


def _documents(text: bytes) -> list[Json] | None:
    """The documents of a YAML text; `None` of a text with a merge key, which snapshots take for a key like others."""
    try:
        return [document.value for document in parse_yaml_documents(text.decode("utf-8").removeprefix(MARK))]
    except UnicodeDecodeError:
        return []
    except JsonError as error:
        return None if "merge key" in error.what else []


def _in_file(load: Callable[[Json], Snapshot], document: Json, file: str) -> Outcome:
    outcome = _attempt(lambda: load(document))
    return replace(outcome, file=file) if isinstance(outcome, Refused) else outcome


# --- what a snapshot holds -------------------------------------------------------------------------------------------


def _hold_snapshot(snapshot: Snapshot) -> None:
    again = Snapshot.from_dict(native(snapshot))
    only_active = snapshot.users_only_active and "users" in snapshot.tables
    claim_equal("a snapshot can be written", again, replace(snapshot, users_only_active=only_active))
    for rules in BOTH:
        for request in REQUESTS:
            less = Call(rules, NOW, None, None).value(request)
            report = Call(rules, NOW, snapshot, None).value(request)
            hold(report, rules, request)
            hold_with_less(report, less)


def _hold_kept(snapshot: Snapshot, document: Json) -> None:
    """All that a document says of a record is known of it."""
    for name, table in document.items() if isinstance(document, dict) else ():
        if name in snapshot.tables:
            for item in table["items"]:
                id: Any = read_id(item["id"])
                record = snapshot.tables[name].records[id]
                kinds = {key: kind for key, kind in ATTRIBUTES[name].items() if item.get(key) is not None}
                said = {key: kind.read(item[key]) for key, kind in kinds.items()}
                claim_equal("what a record says is known", {key: record.get(key) for key in said}, said)


def native(snapshot: Snapshot) -> dict[str, Any]:
    """The snapshot as a document."""
    document: dict[str, Any] = {"version": 1, "taken_at": snapshot.taken_at and snapshot.taken_at.isoformat()}
    document |= {name: _table(table) for name, table in snapshot.tables.items()}
    if snapshot.users_only_active and "users" in document:
        document["users"]["only"] = "active"
    jobs: Mapping[str, Mapping[Any, Table]] = {name: getattr(snapshot, name) for name in PER_JOB}
    return document | {name: {str(job): _table(table) for job, table in each.items()} for name, each in jobs.items()}


def _table(table: Table) -> dict[str, Any]:
    return {"complete": table.complete, "items": list(table.records.values())}


def _hold_complete(snapshot: Snapshot, responses: Mapping[str, Json]) -> None:
    """A table is complete exactly when its pages hold all that they count."""
    for name, response in responses.items():
        pages = response if isinstance(response, list) else [response]
        if name not in PER_JOB and pages:
            totals = [(page.get("meta") or {}).get("total") for page in pages]
            held = len(snapshot.tables[name].records)
            expected = all(total == held for total in totals)
            claim_equal(f"{name} is complete if all are there", snapshot.tables[name].complete, expected)
