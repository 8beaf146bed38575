"""What a run begins with, made anew each time: requests, snapshots and files of them, and what was found before."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from ..support import ACCOUNT
from . import requests, snapshots, sources
from .cases import DOCS, cases
from .claims import Json
from .heads import head
from .words import responses, saved

PINNED: Final = Path(__file__).parent / "pinned"


def seeds(target: str) -> list[bytes]:
    """Inputs of a target, each once."""
    return list(dict.fromkeys((*_SEEDS[target](), *pinned(target).values())))


def pinned(target: str) -> dict[str, bytes]:
    """What fuzzing found, by name."""
    return {path.name: path.read_bytes() for path in sorted((PINNED / target).glob("*"))}


def _requests() -> Iterator[bytes]:
    for case in cases():
        snapshot = 0 if case.snapshot is None else 1 if case.snapshot == ACCOUNT else 2
        application = 0 if case.application_id is None else 1
        surface = ("rest", "mcp").index(case.surface)
        yield head((surface, int(case.now), snapshot, application), requests.SIZES) + case.text


def _snapshots() -> Iterator[bytes]:
    documents = [case.snapshot for case in cases() if case.snapshot is not None]
    documents.append(json.loads((DOCS / "examples/snapshot.json").read_bytes()))
    texts = dict.fromkeys(json.dumps(document).encode() for document in documents)
    for number, text in enumerate(texts):
        yield _snapshot(_NATIVE[number % len(_NATIVE)], text)
    yield from (_snapshot(door, json.dumps(responses()).encode()) for door in ("active responses", "all responses"))
    yield _snapshot("folder", json.dumps(saved()).encode())


_NATIVE: Final = ("dict", "json", "yaml")


def _snapshot(door: str, text: bytes) -> bytes:
    number = snapshots.DOORS.index(door)
    return head([number], snapshots.SIZES) + (yaml_of(json.loads(text)) if door == "yaml" else text)


def _sources() -> Iterator[bytes]:
    shown = [path.read_bytes() for path in sorted(DOCS.glob("examples/payloads/*.json"))]
    texts = list(dict.fromkeys(case.text for case in cases()))
    values = [json.loads(text) for text in texts if _is_json(text)][::_EVERY]
    files = [_file(number, values[number : number + _TOGETHER]) for number in range(0, len(values), _TOGETHER)]
    others = [(0, text) for text in (*shown, *texts) if text in shown or not _is_json(text)]
    odd = [(kind, text.encode()) for kind, odd in enumerate(_ODD_FILES) for text in odd]
    packed = [(kind, gzip.compress(text, mtime=0)) for kind, text in files[: len(sources.KINDS)]]
    for number, (kind, text) in enumerate((*files, *others, *odd, *packed)):
        yield head((kind, number % len(sources.RECIPES)), sources.SIZES) + text


_ODD_FILES: Final = (
    (
        '\ufeff{\r\n\t"host_id" :"7" ,\r\n\t"name":"\\ud83d\\ude00"}\r\n',
        '{"stage_activity_id": 1,\n "scorecard_template_id": 2,\n "start_time": "2030-01-15T10Z"}',
        '[{"kind": 7, "kind": "panel"}, {"timezone": "US/Pacific", "duration_minutes": 45.0}, [], 7]',
    ),
    ('\ufeff{"host_id": "7"}\r\n\n{\n[{"office_id": 3.0}]\n{"scorecard_template_id": 2, "stage_activity_id": 1}',),
    (
        "# one\r\nhost_id: '7' # two\r\n---\r\n- office_id: 8.0\r\n- 7\r\n...\n",
        "a: &x {kind: panel}\nb: *x\nc: [*x, &y 'z', *y]\n",
        "stage_activity_id: 1\nscorecard_template_id: 2\nstart_time: 20300115T10Z\nname: |\n  a\n  b\n",
        "{stage_activity_id: 1, scorecard_template_id: 2, interviewer_ids: ['7', \"8\"]}",
        "%YAML 1.2\n---\n? kind\n: !!str panel\n<<: {a: 1}\nname: >-\n  a\n\n  b\n",
        "kind: panel\nkind: 'pa\n  nel'\nname:\noffice_id: ~\n",
    ),
)
"""Ways to write the same that no example shows, by the kind of the file."""

_EVERY: Final = 3  # all of them are seeds of `check_json`, which takes less time
_TOGETHER: Final = 4  # requests in a file


def _file(number: int, values: list[Json]) -> tuple[int, bytes]:
    """Some requests as JSON, as JSON Lines or as YAML."""
    kind = number % len(sources.KINDS)
    if kind == 0:
        return kind, json.dumps(values, indent=1).encode()
    return kind, b"\n".join(json.dumps(value).encode() for value in values) if kind == 1 else _yaml_stream(values)


def _yaml_stream(values: list[Json]) -> bytes:
    return b"---\n".join(map(yaml_of, values))


def _is_json(text: bytes) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def yaml_of(value: Json) -> bytes:
    import yaml

    return bytes(yaml.safe_dump(value, sort_keys=False, encoding="utf-8", allow_unicode=True))


_SEEDS: Final[Mapping[str, Callable[[], Iterator[bytes]]]] = {
    "check_json": _requests,
    "snapshot": _snapshots,
    "sources": _sources,
}
