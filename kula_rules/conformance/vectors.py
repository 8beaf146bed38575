"""Vectors: cases in a language that every program reads. Loaded whole, or refused with the file and the place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from ..codes import ORDER
from ..jsontext import JsonError, parse_json
from ..lint.documents import DocumentError, read_bytes
from ..lint.streams import file_name, reason
from ..records import SnapshotError, Source
from ..rules import did_you_mean
from ..shape import describe, read_integer, visible
from .answer import ASKED, read_question
from .reply import Reply, read_reply, require_keys

__all__ = ["MAX_SIZE", "Vector", "VectorError", "load_vectors", "vectors_folder"]

MAX_SIZE: Final = 1 << 24
"""How many bytes a file of vectors may have."""


class VectorError(ValueError):
    """Vectors that can not be used; it says which file, the JSON Pointer in it, and why."""


@dataclass(frozen=True, slots=True)
class Vector:
    """One case: what a program is asked, and what it has to answer."""

    name: str
    """A sentence of the contract, a colon, and which case of it this is."""
    section: str
    question: Mapping[str, Any] = field(hash=False)
    """The object that a program is sent, its snapshot written out."""
    expected: Reply

    @property
    def topic(self) -> str:
        """The sentence that it is about."""
        return self.name.partition(": ")[0]


def vectors_folder() -> Path:
    """Where the project's own vectors are: in the installed package, or in the checkout that it runs from.

    >>> vectors_folder().name
    'v1'
    """
    installed = Path(__file__).parent / "v1"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "docs" / "conformance" / "v1"


def load_vectors(folder: Path) -> tuple[Vector, ...]:
    """All vectors of a folder, in the order of its files. Those in `snapshots` below it are named by vectors.

    Raises:
        VectorError: something can not be read, is malformed, or has a name that another vector has.

    >>> load_vectors(Path("/no/such/folder"))
    Traceback (most recent call last):
    kula_rules.conformance.vectors.VectorError: /no/such/folder: can not be read: No such file or directory
    """
    try:
        return tuple(_load(folder))
    except SnapshotError as error:
        raise VectorError(str(error)) from None


def _load(folder: Path) -> Iterator[Vector]:
    places: dict[str, Source] = {}
    snapshots = _Snapshots(folder / "snapshots")
    for path in _files(folder):
        for vector, place in _read_section(_read(path), snapshots):
            first = places.setdefault(vector.name, place)
            if first is not place:
                place.refuse(f"the vector at {first.pointer} of {first.file} has the same name")
            yield vector


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == ".json")
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise SnapshotError(f"can not be read: {reason(error)}", file=file_name(str(folder))) from None


def _read(path: Path) -> Source:
    file = file_name(str(path))
    if path.exists() and not path.is_file():  # a pipe, which may never end
        raise SnapshotError("expected a regular file", file=file)
    try:
        text = parse_json(read_bytes(str(path), MAX_SIZE))
    except (DocumentError, JsonError) as error:
        raise SnapshotError(str(error), file=file) from None
    if text.repeated:
        raise SnapshotError("the key stands twice in the same object", text.repeated[0], file)
    return Source(text.value, "", file)


class _Snapshots:
    """The snapshots that vectors share, each read when it is first named."""

    def __init__(self, folder: Path) -> None:
        self._folder: Final = folder
        self._known: Final[dict[str, Any]] = {}

    def named(self, source: Source) -> Any:
        """The snapshot that a vector names."""
        name = str(source.value)
        if not re.fullmatch(r"[\w-]+", name):
            source.refuse(f"expected the name of a file in snapshots, found {describe(name)}")
        if name not in self._known:
            self._known[name] = _read(self._folder / f"{name}.json").value
        return self._known[name]


def _read_section(source: Source, snapshots: _Snapshots) -> Iterator[tuple[Vector, Source]]:
    _require_exactly(source, "version", "section", "vectors")
    version, section, vectors = map(source.at, ("version", "section", "vectors"))
    if read_integer(version.value) != 1:
        version.refuse(f"expected version 1, found {describe(version.value)}")
    section.expect("a string", str)
    vectors.expect("an array of vectors", list)
    for index in range(len(vectors.value)):
        place = vectors.at(index)
        yield _read_vector(place, section.value, snapshots), place


def _read_vector(source: Source, section: str, snapshots: _Snapshots) -> Vector:
    source.expect("an object", Mapping)
    _require_exactly(source, *ASKED, "request_text" if "request_text" in source.value else "request", "expected")
    asked = {key: value for key, value in source.value.items() if key != "expected"}
    if isinstance(asked["snapshot"], str):
        asked["snapshot"] = snapshots.named(source.at("snapshot"))
    read_question(Source(asked, source.pointer, source.file))
    _require_json(asked, source)
    return Vector(asked["name"], section, asked, _read_expected(source.at("expected")))


def _require_exactly(source: Source, *keys: str) -> None:
    require_keys(source, *keys)
    for key in source.value:
        if key not in keys:
            source.refuse(f'unknown key "{visible(key, 60)}"{did_you_mean(key[:60], keys)}')


def _require_json(asked: Mapping[str, Any], source: Source) -> None:
    """Refuse a number like 1e400: other programs read it in other ways, and JSON can not write what it is here."""
    try:
        json.dumps(asked, allow_nan=False)
    except ValueError:
        source.refuse('a number is too large for a value; "request_text" can hold it')


def _read_expected(source: Source) -> Reply:
    reply = read_reply(source)
    if reply.to_dict() != source.value:
        source.refuse('findings have "code", "pointer" and "severity", unchecked rules "code" and "needs", no more')
    for key, items in reply.to_dict().items():
        for index, item in enumerate(items):
            _require_sense(source.at(key).at(index), item)
    return reply


def _require_sense(source: Source, item: Mapping[str, Any]) -> None:
    if item["code"] not in ORDER:
        source.refuse(f"there is no code {describe(item['code'])}{did_you_mean(item['code'][:60], ORDER)}")
    if item.get("needs", []) != sorted(item.get("needs", [])):
        source.refuse("expected needs in order")
